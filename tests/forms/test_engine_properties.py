"""Whatever is done in whatever order, the state is that of a record computed anew, and undo leads back."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from neksus_desktop.forms import FormSession
from neksus_desktop.forms.run import snapshot
from tests.forms.small import bind, field, repeat, small

INSTANCE = (
    "<on/><a/><b/><sum/><many/><g><x/><y/></g><n/>"
    "<rep jr:template=''><p/><v/><w/><run/><in jr:template=''><z/></in><zs/></rep>"
    "<fix jr:template=''><q/></fix><long/>"
)
LONG = " + ".join(["coalesce(/data/a, 0)", "coalesce(/data/b, 0)", "coalesce(/data/g/x, 0)"] * 10)
BINDS = "".join(
    (
        bind("a", type="int"),
        bind("b", type="int", relevant="/data/a > 1", required="/data/a > 2"),
        bind("sum", calculate="sum(/data/rep/w)"),
        bind("many", calculate="count(/data/rep[v > 1]) * 10 + count-non-empty(/data/rep/v)"),
        bind("g", relevant="/data/on = 'yes'"),
        bind("g/x", type="int", constraint=". > /data/a"),
        bind("g/y", calculate="/data/g/x + coalesce(/data/sum, 0)"),
        bind("n", type="int"),
        bind("rep", relevant="/data/a != 4"),
        bind("rep/p", type="int", calculate="position(..)"),
        bind("rep/v", type="int", readonly="../p = 2"),
        bind("rep/w", type="int", calculate="../v * 2 + coalesce(/data/b, 0)", relevant="../v != 3"),
        bind(
            "rep/run", calculate="../p + coalesce(indexed-repeat(/data/rep/run, /data/rep, ../p - 1), 0) * (../p > 1)"
        ),
        bind("rep/in/z", type="int"),
        bind("rep/zs", calculate="sum(/data/rep/in/z) + count(../in)"),
        bind("fix/q", calculate="concat(/data/on, position(..))"),
        bind("long", calculate=LONG),
    )
)
BODY = (
    "".join(field(path) for path in ("on", "a", "b", "g/x", "n"))
    + repeat("rep", field("rep/v") + repeat("rep/in", field("rep/in/z")))
    + repeat("fix", field("fix/q"), ' jr:count="/data/n"')
)
FORM = small(INSTANCE, BINDS, BODY)

numbers = st.sampled_from(["", "0", "1", "2", "3", "4", "5", "x"])
places = st.integers(0, 5)
operations = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(["/data/a", "/data/b", "/data/g/x"]), numbers),
    st.tuples(st.just("set"), st.just("/data/on"), st.sampled_from(["yes", "no", ""])),
    st.tuples(st.just("set"), st.just("/data/n"), st.sampled_from(["", "1", "3"])),
    st.tuples(st.just("row"), places, numbers),
    st.tuples(st.just("inner"), places, numbers),
    st.tuples(st.just("add"), places),
    st.tuples(st.just("remove"), places),
    st.tuples(st.just("move"), places, places),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def perform(session: FormSession, step: tuple[Any, ...]) -> None:
    """Do one operation, as far as there are rows for it."""
    rows = session.children("/data/rep")
    row = rows[step[1] % len(rows)] if rows and len(step) > 1 and isinstance(step[1], int) else ""
    if step[0] == "set":
        session.set(step[1], step[2])
    elif step[0] == "add":
        session.add_row("/data/rep", at=step[1])
    elif step[0] in ("undo", "redo"):
        getattr(session, step[0])()
    elif row and step[0] == "row":
        session.set(f"{row}/v", step[2])
    elif row and step[0] == "inner":
        inner, _ = session.add_row(f"{row}/in")
        session.set(f"{inner}/z", step[2])
    elif row and step[0] == "remove":
        session.remove_row(row)
    elif row and step[0] == "move":
        session.move_row(row, step[2])


def seen(session: FormSession) -> dict[str, Any]:
    """All that a screen could show, but not how often an expression failed."""
    return {**snapshot(session), "problems": None}


@given(st.lists(operations, max_size=14))
@settings(max_examples=80, deadline=None)
def test_the_state_is_that_of_a_record_computed_anew(steps: list[tuple[Any, ...]]) -> None:
    session = FormSession(FORM)
    for step in steps:
        perform(session, step)
    assert seen(session) == seen(FormSession(FORM, {**session.answers(), "/data/rep": session.value("/data/rep")}))


@given(st.lists(operations.filter(lambda step: step[0] not in ("undo", "redo")), max_size=10))
@settings(max_examples=60, deadline=None)
def test_undo_leads_back_and_redo_forth(steps: list[tuple[Any, ...]]) -> None:
    session = FormSession(FORM)
    before = seen(session)
    for step in steps:
        perform(session, step)
    after = seen(session)
    count = 0
    while session.undo() is not None:
        count += 1
    assert seen(session) == before
    for _ in range(count):
        session.redo()
    assert seen(session) == after


@given(st.lists(operations, max_size=10))
@settings(max_examples=60, deadline=None)
def test_a_change_set_names_exactly_what_differs(steps: list[tuple[Any, ...]]) -> None:
    session = FormSession(FORM)
    for step in steps:
        perform(session, step)
    before = {key: (node.value, node.rel) for key, node in session.nodes() if hasattr(node, "value")}
    changes = session.set("/data/a", "2" if session.value("/data/a") != "2" else "4")
    after = {key: (node.value, node.rel) for key, node in session.nodes() if hasattr(node, "value")}
    assert changes.values == {key for key in after if after[key][0] != before[key][0]}
    assert changes.relevance == {key for key in after if after[key][1] != before[key][1]}
