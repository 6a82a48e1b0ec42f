"""What happens at events: which node an action sets, with what, and how often."""

from __future__ import annotations

from neksus_desktop.forms import run
from tests.forms.small import bind, field, repeat, session, small


def setting(ref: str, value: str, event: str = "xforms-value-changed") -> str:
    """A setvalue of ``/data/ref``."""
    return f'<setvalue event="{event}" ref="/data/{ref}" value="{value}"/>'


def test_a_predicate_chooses_the_row_that_is_set() -> None:
    live = session(
        "<source/><row><target/></row>",
        "",
        field("source", setting("row[position() = 2]/target", "/data/source")) + repeat("row", field("row/target")),
    )
    rows = [live.children("/data/row")[0], live.add_row("/data/row")[0], live.add_row("/data/row")[0]]
    live.set("/data/source", "spruce")
    assert [live.value(f"{row}/target") for row in rows] == ["", "spruce", ""]


def test_an_action_in_a_row_may_set_what_is_outside_and_read_it() -> None:
    live = session(
        "<times>0</times><row><x/></row>",
        bind("times", type="int"),
        repeat("row", field("row/x", setting("times", ". + 1"))),
    )
    row = live.children("/data/row")[0]
    for typed in ("a", "a", "b"):
        live.set(f"{row}/x", typed)
    assert live.value("/data/times") == "2"


def test_a_new_row_takes_over_from_the_row_before() -> None:
    live = session(
        "<row><x/></row>",
        "",
        repeat(
            "row",
            setting("row/x", "/data/row[position() = position(current()/..) - 1]/x", "odk-new-repeat") + field("row/x"),
        ),
    )
    live.set(f"{live.children('/data/row')[0]}/x", "7")
    made, _ = live.add_row("/data/row")
    assert live.value(f"{made}/x") == "7"


def test_an_action_sees_what_was_computed_from_the_change() -> None:
    form = small(
        "<a/><double/><kept/>", bind("double", calculate="/data/a * 2"), field("a", setting("kept", "/data/double"))
    )
    assert run.run_steps(form, [{"set": "/data/a", "value": "12"}])["values"]["/data/kept"] == "24"


def test_an_action_without_value_clears() -> None:
    live = session("<a>12</a>", '<setvalue event="odk-instance-first-load" ref="/data/a"/>', field("a"))
    assert live.value("/data/a") == ""


CHANGED = '<setvalue event="xforms-value-changed" ref="/data/{}" value="concat(/data/{}, \'!\')"/>'


def test_a_value_that_an_action_sets_wakes_the_actions_that_hang_on_it() -> None:
    first = '<setvalue event="odk-instance-first-load" ref="/data/a" value="\'x\'"/>'
    body = field("a", CHANGED.format("b", "a")) + field("b", CHANGED.format("c", "b")) + field("c")
    s = session("<a/><b/><c/>", "", body, model=first)
    assert [s.value(f"/data/{name}") for name in "abc"] == ["x", "x!", "x!!"]


def test_a_new_row_wakes_them_too_and_undo_takes_all_back() -> None:
    new = '<setvalue event="odk-new-repeat" ref="/data/r/a" value="position(..)"/>'
    outside = '<setvalue event="xforms-value-changed" ref="/data/last" value="join(\'-\', /data/r/a)"/>'
    s = session(
        '<n/><last/><r jr:template=""><a/></r>',
        bind("n", type="int"),
        field("n") + repeat("r", new + field("r/a", outside), ' jr:count="/data/n"'),
    )
    s.set("/data/n", "3")
    assert s.value("/data/last") == "1-2-3"
    free = session('<last/><r jr:template=""><a/></r>', "", repeat("r", new + field("r/a", outside)))
    free.add_row("/data/r")
    free.add_row("/data/r")
    assert free.value("/data/last") == "1-2"
    free.undo()
    assert free.value("/data/last") == "1"


def test_a_new_row_gets_metadata_of_its_own() -> None:
    binds = bind("r/id", preload="uid") + bind("r/d", type="date", preload="date", params="today")
    s = session('<r jr:template=""><id/><d/><q/></r>', binds, repeat("r", field("r/q")))
    first, second = (s.add_row("/data/r")[0] for _ in range(2))
    assert s.value(f"{first}/id").startswith("uuid:")
    assert s.value(f"{first}/id") != s.value(f"{second}/id")
    assert s.value(f"{first}/d") == "2026-11-23"
