"""Predicates answered from a table find what walking finds, in the same order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neksus_desktop.errors import FormCostError
from neksus_desktop.forms import FormSession, form_from_xform
from neksus_desktop.forms.run import evaluate
from tests.forms.small import xform

_VALUES = st.sampled_from(["", "a", "b", "c d", "1", "01", "1.0", " a"])
_ROWS = st.lists(st.tuples(st.lists(_VALUES, max_size=2), _VALUES), min_size=60, max_size=80)
_PREDICATES = [
    "grp = /data/c", "/data/c = grp", "grp = current()/../c", "grp = 'a'", "grp = 1", "grp = true()",
    "grp = /data/r", "grp = concat(/data/c, '')", "grp = instance('l')/root/item[place = 3]/grp",
    "grp = /data/c and place > 10", "place > 10 and grp = /data/c", "grp = 'gone'", "grp = ''", "grp = /data/gone",
]  # fmt: skip


def _list(rows: list[tuple[list[str], str]]) -> str:
    items = "".join(
        "<item>" + "".join(f"<grp>{value}</grp>" for value in groups) + f"<place>{place}</place></item>"
        for place, (groups, _) in enumerate(rows)
    )
    return f'<instance id="l"><root>{items}</root></instance>'


@settings(deadline=None)
@given(_ROWS, _VALUES, st.sampled_from(_PREDICATES))
def test_a_table_finds_what_walking_finds(rows: list[tuple[list[str], str]], answer: str, predicate: str) -> None:
    second = "b" if answer != "b" else "a"
    form = form_from_xform(
        xform(f"<c>{answer}</c><r>{answer}</r><r>{second}</r>", model=_list(rows)),
    )
    steps = [{"set": "/data/c", "value": answer}]
    looked, walked = (
        evaluate(f"instance('l')/root/item[{asked}]/place", form=form, steps=steps, context="/data/c")
        for asked in (predicate, f"not(not({predicate}))")
    )
    assert looked == walked


def test_places_count_after_the_lookup_and_not_before() -> None:
    rows = [([("a", "b")[at % 2]], "") for at in range(60)]
    form = form_from_xform(xform("<c>b</c>", model=_list(rows)))
    for asked, found in (
        ("[grp = 'b'][2]", ["3"]),
        ("[2][grp = 'b']", ["1"]),
        ("[grp = 'b' and position() = 2]", ["1"]),
    ):
        assert evaluate(f"instance('l')/root/item{asked}/place", form=form)["value"] == found


def test_a_long_list_costs_what_is_found_and_not_what_it_holds() -> None:
    """Asked a hundred times, walking would use up what one expression may cost."""
    rows = [([f"g{at % 1000}"], "") for at in range(40_000)]
    body = (
        '<select1 ref="/data/q"><label>Q</label><itemset nodeset="instance(\'l\')/root/item[grp = /data/c]">'
        '<value ref="place"/><label ref="grp"/></itemset></select1>'
    )
    form = form_from_xform(xform("<c/><q/>", body=body, model=_list(rows)))
    session = FormSession(form)
    for at in range(100):
        session.set("/data/c", f"g{at}")
        assert [choice.value for choice in session.view("/data/q").choices] == [str(at + 1000 * n) for n in range(40)]
    asked = " + ".join(f"count(instance('l')/root/item[grp = 'g{at}'])" for at in range(60))
    assert evaluate(asked, form=form)["value"] == 2400
    with pytest.raises(FormCostError):
        evaluate(asked.replace("[grp = ", "[grp != "), form=form)


def test_long_lists_are_read_beforehand() -> None:
    rows = [([f"a group with a long name {at}"], "") for at in range(4_000)]
    body = (
        '<select1 ref="/data/q"><label>Q</label><itemset nodeset="instance(\'l\')/root/item">'
        '<value ref="place"/><label ref="grp"/></itemset></select1>'
    )
    session = FormSession(form_from_xform(xform("<q/>", body=body, model=_list(rows))))
    session.labels.read_long_lists()
    (made,) = session.labels.kept.values()
    assert session.view("/data/q").choices is made
    assert len(made) == 4_000
