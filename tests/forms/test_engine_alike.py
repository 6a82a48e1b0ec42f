"""Cells that are many and alike are read once and computed in one loop; they answer as if each stood alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neksus_desktop.forms import FormSession
from neksus_desktop.forms.alike import Alike
from neksus_desktop.forms.columns import packed, unpacked
from tests.forms.small import bind, field, repeat, session, small

MANY = 12
NAMES = [f"q{number}" for number in range(MANY)]


def chain(question: str, calculation: str, kind: str = "int") -> FormSession:
    """Questions each shown by the one before, and a computed one for each."""
    instance = "<root/>" + "".join(f"<{name}/><c{name}/>" for name in NAMES) + "<found/>"
    binds = "".join(
        bind(name, type="int", relevant=question.format(before=f"/data/{NAMES[at - 1]}" if at else "/data/root"))
        + bind(f"c{name}", type=kind, calculate=calculation.format(own=f"/data/{name}"))
        for at, name in enumerate(NAMES)
    )
    binds += bind("found", calculate="count(/data/q3 | /data/q4)")
    return session(instance, binds, field("root") + "".join(map(field, NAMES)))


def test_each_is_shown_by_the_one_before() -> None:
    s = chain("{before} != ''", "{own} * 2 + 1")
    s.set("/data/root", "1")
    for at, name in enumerate(NAMES):
        told = s.set(f"/data/{name}", str(at))
        assert s.value(f"/data/c{name}") == str(at * 2 + 1)
        assert told.values >= {f"/data/{name}", f"/data/c{name}"}
        assert told.relevance == ({f"/data/{NAMES[at + 1]}"} if at + 1 < MANY else frozenset())


def test_all_go_and_come_at_once_and_keep_their_values() -> None:
    s = chain("{before} != ''", "{own} * 2 + 1")
    s.set("/data/root", "1")
    for name in NAMES:
        s.set(f"/data/{name}", "2")
    gone = s.set("/data/root", "")
    assert gone.relevance == {f"/data/{name}" for name in NAMES}
    assert gone.values == {"/data/root", "/data/found", *(f"/data/c{name}" for name in NAMES)}
    assert {s.value(f"/data/c{name}") for name in NAMES} == {""}
    back = s.set("/data/root", "1")
    assert (back.relevance, back.values) == (gone.relevance, gone.values)
    assert {s.value(f"/data/{name}") for name in NAMES} == {"2"}


def test_a_node_without_a_value_is_still_seen_by_what_counts_nodes() -> None:
    s = chain("/data/root = 1", "{own} * 2 + 1")
    assert s.value("/data/found") == "0"
    s.set("/data/root", "1")
    assert s.value("/data/found") == "2"


@pytest.mark.parametrize(
    ("kind", "calculation", "typed", "expected"),
    [
        ("int", "{own} div 2", "5", "2"),
        ("decimal", "{own} div 2", "5", "2.5"),
        ("boolean", "{own} > 2", "5", "true"),
        ("string", "concat({own}, 'a')", "5", "5a"),
        ("string", "{own} * -0", "5", "0"),
        ("date", "date({own})", "5", "1970-01-06"),
    ],
)
def test_a_computed_value_is_written_by_its_type(kind: str, calculation: str, typed: str, expected: str) -> None:
    s = chain("/data/root = 1", calculation, kind)
    s.set("/data/root", "1")
    for name in NAMES:
        s.set(f"/data/{name}", typed)
    assert {s.value(f"/data/c{name}") for name in NAMES} == {expected}


def test_what_cannot_be_computed_is_told_of_its_own_node_only_and_forgotten_when_it_can() -> None:
    s = chain("/data/root = 1", "date(concat('2026-01-', {own}))", "date")
    s.set("/data/root", "1")
    for name in NAMES:
        s.set(f"/data/{name}", "11")
    s.set("/data/q5", "77")
    assert [one.key for one in s.problems() if one.code == "expression"] == ["/data/cq5"]
    s.set("/data/q5", "12")
    assert s.value("/data/cq5") == "2026-01-12"
    assert not s.problems()


def test_a_sentence_is_learnt_of_different_questions_and_tells_which_are_read() -> None:
    definition = small("<a/><b/><c/><d/>", "".join(bind(name) for name in "abcd")).definition
    alike = Alike(definition)
    swapped = alike.asked("if(/data/a = 'it''s /data/b', /data/b, /data/c)")
    assert swapped is not None
    assert [one.name for one in swapped[1]] == ["a", "b", "c"]
    assert alike.answer(*swapped) is None


@pytest.mark.parametrize("source", ["../a", "/data/rep/x", "/data/none", "/data", "1 + 2", "/data/a/text()"])
def test_no_sentence_of_rows_groups_and_places_near_by(source: str) -> None:
    form = small("<a/><rep jr:template=''><x/></rep>", bind("rep/x", type="int"), repeat("rep", field("rep/x")))
    assert Alike(form.definition).asked(source) is None


@given(st.lists(st.tuples(st.integers(0, MANY - 1), st.sampled_from(["", "1", "2", "x", "2.5"])), max_size=20))
def test_many_alike_answer_as_one_alone_would(steps: list[tuple[int, str]]) -> None:
    many = chain("/data/root = 1 and {before} != ''", "coalesce({own}, 0) * 3")
    for target in ("/data/root", *(f"/data/{name}" for name in NAMES)):
        many.set(target, "1")
    for at, value in steps:
        many.set(f"/data/{NAMES[at]}", value)
    seen = many.value("/data/root") == "1"
    for at, name in enumerate(NAMES):
        before = "/data/root" if at == 0 else f"/data/{NAMES[at - 1]}"
        shown = seen and many.value(before) != "" and (at == 0 or many.view(before).relevant)
        assert many.view(f"/data/{name}").relevant is shown
        typed = many.value(f"/data/{name}") if shown else ""
        expected = {"": "0", "1": "3", "2": "6", "2.5": "7", "x": ""}[typed]
        assert many.value(f"/data/c{name}") == expected


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_columns_give_back_what_was_packed(numbers: list[int]) -> None:
    assert unpacked(packed(numbers)) == numbers


def test_columns_of_places_share_their_numbers_and_refuse_others() -> None:
    shared = list(range(1000))
    assert all(one is shared[one] for one in unpacked(packed([3, 999, 500]), shared))
    with pytest.raises(IndexError):
        unpacked(packed([1000]), shared)
