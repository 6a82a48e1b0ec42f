"""Repeats: rows, counts, nesting, references between rows."""

from __future__ import annotations

import pytest

from neksus_desktop.errors import FormFaultyError
from neksus_desktop.forms import FormSession
from neksus_desktop.forms.run import evaluate, key_at, run_steps
from tests.forms.small import bind, field, repeat, session, small

ROWS = "<rep jr:template=''><a/><b/></rep><total/>"


def test_absolute_references_inside_a_row_mean_that_row() -> None:
    form = small(
        ROWS, bind("rep/a", type="int") + bind("rep/b", calculate="/data/rep/a * 2"), repeat("rep", field("rep/a"))
    )
    seen = run_steps(form, [{"add": "/data/rep"}, {"add": "/data/rep"}, {"set": "/data/rep[2]/a", "value": "4"}])
    assert seen["values"]["/data/rep[2]/b"] == "8"
    assert seen["values"]["/data/rep[1]/b"] == ""


def test_sum_from_outside_follows_rows_that_come_and_go() -> None:
    form = small(
        ROWS, bind("rep/a", type="int") + bind("total", calculate="sum(/data/rep/a)"), repeat("rep", field("rep/a"))
    )
    s = FormSession(form)
    for value in ("1", "2", "3"):
        row, _ = s.add_row("/data/rep")
        s.set(f"{row}/a", value)
    assert s.value("/data/total") == "6"
    changes = s.remove_row(s.children("/data/rep")[1])
    assert s.value("/data/total") == "4"
    assert changes.rows == {"/data/rep"}
    assert changes.values == {"/data/total"}
    s.undo()
    assert s.value("/data/total") == "6"


def test_position_changes_when_a_row_before_goes() -> None:
    s = session(ROWS, bind("rep/b", calculate="position(..)"), repeat("rep", field("rep/a")))
    rows = [s.add_row("/data/rep")[0] for _ in range(3)]
    assert [s.value(f"{row}/b") for row in rows] == ["1", "2", "3"]
    changes = s.remove_row(rows[0])
    assert [s.value(f"{row}/b") for row in rows[1:]] == ["1", "2"]
    assert changes.values == {f"{rows[1]}/b", f"{rows[2]}/b"}
    s.move_row(rows[2], 0)
    assert s.value(f"{rows[2]}/b") == "1"


def test_indexed_repeat_reads_the_row_before() -> None:
    balance = (
        "/data/rep/a + if(position(..) > 1, coalesce(indexed-repeat(/data/rep/b, /data/rep, position(..) - 1), 0), 0)"
    )
    s = session(ROWS, bind("rep/a", type="int") + bind("rep/b", calculate=balance), repeat("rep", field("rep/a")))
    rows = [s.add_row("/data/rep")[0] for _ in range(4)]
    for row in rows:
        s.set(f"{row}/a", "10")
    assert [s.value(f"{row}/b") for row in rows] == ["10", "20", "30", "40"]
    s.set(f"{rows[0]}/a", "15")
    assert [s.value(f"{row}/b") for row in rows] == ["15", "25", "35", "45"]


def test_a_count_makes_rows_and_a_smaller_one_sets_them_aside() -> None:
    s = session(ROWS + "<n/>", bind("n", type="int"), field("n") + repeat("rep", field("rep/a"), ' jr:count="/data/n"'))
    assert s.children("/data/rep") == []
    s.set("/data/n", "3")
    rows = s.children("/data/rep")
    s.set(f"{rows[2]}/a", "kept")
    s.set("/data/n", "1")
    assert s.children("/data/rep") == rows[:1]
    assert s.orphans() == {f"{rows[2]}/a": "kept"}
    s.set("/data/n", "3")
    assert "kept" in [s.value(f"{row}/a") for row in s.children("/data/rep")]


def test_a_count_that_grows_with_the_last_answer() -> None:
    count = "if(count(/data/rep) = 0, 1, count(/data/rep) + (/data/rep[position() = last()]/a = 'more'))"
    s = session(ROWS + "<n/>", bind("n", calculate=count), repeat("rep", field("rep/a"), ' jr:count="/data/n"'))
    assert len(s.children("/data/rep")) == 1
    s.set(key_at(s, "/data/rep[1]/a"), "more")
    assert len(s.children("/data/rep")) == 2


def test_nested_repeats_bind_to_their_own_outer_row() -> None:
    instance = "<out jr:template=''><name/><inn jr:template=''><x/></inn><sum/></out><all/>"
    binds = (
        bind("out/inn/x", type="int")
        + bind("out/sum", calculate="sum(/data/out/inn/x)")
        + bind("all", calculate="sum(/data/out/inn/x)")
    )
    s = session(instance, binds, repeat("out", field("out/name") + repeat("out/inn", field("out/inn/x"))))
    for amount in ("1", "10"):
        outer, _ = s.add_row("/data/out")
        for _ in range(2):
            inner, _ = s.add_row(f"{outer}/inn")
            s.set(f"{inner}/x", amount)
    assert [s.value(f"{row}/sum") for row in s.children("/data/out")] == ["2", "20"]
    assert s.value("/data/all") == "22"
    assert s.output()["data"]["out"][1]["inn"] == [{"x": "10"}, {"x": "10"}]


INNER = repeat("out", field("out/name") + repeat("out/inn", field("out/inn/x")))


@pytest.mark.parametrize(
    ("instance", "at_first", "when_added"),
    [
        ("<out><name/><inn><x>1</x></inn></out>", [["1"]], []),
        ("<out><name/><inn><x>1</x></inn><inn><x>2</x></inn></out><out><name/></out>", [["1", "2"], []], []),
        (
            "<out jr:template=''><inn jr:template=''><x/></inn></out><out><inn><x/></inn></out>",
            [[""]],
            [],
        ),
        ("<out jr:template=''><name/><inn><x>7</x></inn></out>", [], ["7"]),
    ],
    ids=["one", "two", "as-spreadsheets-make-it", "in-the-template"],
)
def test_rows_within_rows_come_as_the_form_writes_them(
    instance: str, at_first: list[list[str]], when_added: list[str]
) -> None:
    s = session(instance, "", INNER)
    assert [[s.value(f"{row}/x") for row in s.children(f"{out}/inn")] for out in s.children("/data/out")] == at_first
    made, _ = s.add_row("/data/out")
    assert [s.value(f"{row}/x") for row in s.children(f"{made}/inn")] == when_added


def test_rows_that_come_with_the_form_keep_their_values() -> None:
    s = session(
        "<rep jr:template=''><a>new</a></rep><rep><a>first</a></rep><rep><a>second</a></rep>",
        "",
        repeat("rep", field("rep/a")),
    )
    assert [s.value(f"{row}/a") for row in s.children("/data/rep")] == ["first", "second"]
    row, _ = s.add_row("/data/rep")
    assert s.value(f"{row}/a") == "new"


def test_a_row_that_is_listed_nowhere_comes_back_with_what_was_written_in_it() -> None:
    form = small(
        "<out jr:template=''><inn jr:template=''><x/></inn></out>",
        "",
        repeat("out", repeat("out/inn", field("out/inn/x"))),
    )
    answers = {"/data/out": "a", "/data/out[a]/inn[c]/x": "kept", "/data/out[b]/inn[d]/x": "kept too"}
    s = FormSession(form, answers)
    assert s.children("/data/out") == ["/data/out[a]", "/data/out[b]"]
    assert s.value("/data/out[b]/inn[d]/x") == "kept too"
    assert s.orphans() == {}


def test_a_predicate_picks_rows_and_current_is_the_asking_node() -> None:
    instance = "<rep jr:template=''><k/><v/></rep><ask/><got/>"
    s = session(
        instance,
        bind("got", calculate="/data/rep[k = current()/../ask]/v"),
        repeat("rep", field("rep/k") + field("rep/v")) + field("ask"),
    )
    for k, v in (("a", "1"), ("b", "2")):
        row, _ = s.add_row("/data/rep")
        s.set(f"{row}/k", k)
        s.set(f"{row}/v", v)
    s.set("/data/ask", "b")
    assert s.value("/data/got") == "2"


def test_answers_given_to_a_new_session_restore_every_row() -> None:
    form = small(
        ROWS, bind("rep/a", type="int") + bind("total", calculate="sum(/data/rep/a)"), repeat("rep", field("rep/a"))
    )
    s = FormSession(form)
    for _ in range(3):
        row, _ = s.add_row("/data/rep")
        s.set(f"{row}/a", "5")
    s.set(f"{row}/a", "not a number")
    kept = s.answers()
    assert FormSession(form, kept).answers() == kept
    assert kept["/data/rep"].split() == [key[key.index("[") + 1 : -1] for key in s.children("/data/rep")]


def test_relative_references_up_and_down_again_mean_all_rows() -> None:
    binds = bind("rep/g", relevant="count(../../rep) mod 2 = 1")
    s = session("<rep jr:template=''><n/><g><x/></g></rep>", binds, repeat("rep", field("rep/n") + field("rep/g/x")))
    first, _ = s.add_row("/data/rep")
    assert s.view(f"{first}/g/x").relevant
    second, _ = s.add_row("/data/rep")
    assert [s.view(f"{row}/g/x").relevant for row in (first, second)] == [False, False]
    s.remove_row(second)
    assert s.view(f"{first}/g/x").relevant


def test_a_count_outside_is_read_inside() -> None:
    binds = bind("total", type="int", calculate="count(/data/rep)") + bind("rep/b", type="int", calculate="/data/total")
    s = session(ROWS, binds, repeat("rep", field("rep/a")))
    rows = [s.add_row("/data/rep")[0] for _ in range(4)]
    assert [s.value(f"{row}/b") for row in rows] == ["4"] * 4
    s.remove_row(rows[2])
    assert s.value(f"{rows[0]}/b") == "3"


def test_the_number_of_the_row_before() -> None:
    previous = "/data/rep[position() = (position(current()/..) - 1)]/a"
    s = session(
        ROWS, bind("rep/a", type="int") + bind("rep/b", type="int", calculate=previous), repeat("rep", field("rep/a"))
    )
    rows = []
    for value in ("11", "22", "33"):
        rows.append(s.add_row("/data/rep")[0])
        s.set(f"{rows[-1]}/a", value)
    assert [s.value(f"{row}/b") for row in rows] == ["", "11", "22"]
    s.remove_row(rows[1])
    assert s.value(f"{rows[2]}/b") == "11"


def test_positions_are_summed_after_a_row_went() -> None:
    binds = bind("rep/b", type="int", calculate="position(..)") + bind(
        "total", type="int", calculate="sum(/data/rep/b)"
    )
    s = session(ROWS, binds, repeat("rep", field("rep/a")))
    rows = [s.add_row("/data/rep")[0] for _ in range(10)]
    assert s.value("/data/total") == "55"
    s.remove_row(rows[2])
    assert s.value("/data/total") == "45"


def test_setvalue_on_a_new_row_may_look_outside() -> None:
    body = repeat(
        "rep", '<setvalue event="odk-new-repeat" ref="/data/rep/a" value="../../total + 2"/>' + field("rep/a")
    )
    s = session(ROWS, bind("rep/a", type="int"), field("total") + body)
    s.set("/data/total", "40")
    row, changes = s.add_row("/data/rep")
    assert s.value(f"{row}/a") == "42"
    assert f"{row}/a" in changes.values


def test_counting_the_repeat_one_stands_in_counts_all_rows() -> None:
    s = session('<r jr:template=""><q/><n/></r>', bind("r/n", calculate="count(/data/r)"), repeat("r", field("r/q")))
    keys = [s.add_row("/data/r")[0] for _ in range(3)]
    assert [s.value(f"{key}/n") for key in keys] == ["3", "3", "3"]


def test_counting_all_rows_holds_in_predicates_labels_and_actions_too() -> None:
    binds = bind("r/n", calculate="/data/r[position() = count(/data/r)]/q")
    label = '<input ref="/data/r/q"><label><output value="count(/data/r)"/></label></input>'
    action = '<setvalue event="odk-new-repeat" ref="/data/r/m" value="count(/data/r)"/>'
    s = session('<r jr:template=""><q/><n/><m/></r>', binds, repeat("r", action + label))
    first, last = (s.add_row("/data/r")[0] for _ in range(2))
    s.set(f"{last}/q", "z")
    assert [s.value(f"{first}/{name}") for name in "nm"] == ["z", "1"]
    assert (s.value(f"{last}/m"), s.view(f"{first}/q").label) == ("2", "2")
    assert evaluate("count(/data/r)", s.form, context="/data/r[1]/q", steps=[{"add": "/data/r"}] * 3)["value"] == 3


@pytest.mark.parametrize("event", ["odk-new-repeat", "my-event"])
def test_an_action_on_an_event_that_cannot_come_is_refused(event: str) -> None:
    with pytest.raises(FormFaultyError):
        small("<q/>", f'<setvalue event="{event}" ref="/data/q" value="1"/>', field("q"))


def test_white_space_around_the_values_of_the_instance_is_layout() -> None:
    s = session(
        "<a>\n  x y\n</a><b>\n</b><r><c> 1 </c></r><r><c>\n</c></r>", "", field("a") + repeat("r", field("r/c"))
    )
    rows = s.children("/data/r")
    assert [s.value("/data/a"), s.value("/data/b")] == ["x y", ""]
    assert [s.value(f"{row}/c") for row in rows] == ["1", ""]
