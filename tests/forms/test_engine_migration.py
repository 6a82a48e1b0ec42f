"""A draft moved to another version of its form."""

from __future__ import annotations

from neksus_desktop.forms import FormSession
from neksus_desktop.forms.migration import migrate
from tests.forms.small import bind, field, repeat, small


def test_what_fits_moved_is_lost_and_new() -> None:
    old = small("<a/><b/><c/><g><d/></g>", "", field("a") + field("b") + field("c") + field("g/d"))
    new = small(
        "<a/><h><d/></h><e/><f/>",
        bind("e") + bind("f", **{"neksus:was": "/data/b"}),
        field("a") + field("h/d") + field("e") + field("f"),
    )
    s = FormSession(old)
    for name in ("a", "b", "c", "g/d"):
        s.set(f"/data/{name}", name)
    moved = migrate(old, new, s.answers())
    assert moved.fits == ("/data/a",)
    assert set(moved.moved) == {("/data/b", "/data/f"), ("/data/g/d", "/data/h/d")}
    assert moved.lost == ("/data/c",)
    assert moved.new == ("/data/e",)
    again = FormSession(new, moved.answers)
    assert again.value("/data/f") == "b"
    assert again.orphans() == {"/data/c": "c"}


def test_rows_keep_their_ids_when_their_repeat_moves() -> None:
    old = small("<rep jr:template=''><x/></rep>", "", repeat("rep", field("rep/x")))
    new = small("<g><rep jr:template=''><x/></rep></g>", "", repeat("g/rep", field("g/rep/x")))
    s = FormSession(old)
    row, _ = s.add_row("/data/rep", "k1")
    s.set(f"{row}/x", "kept")
    moved = migrate(old, new, s.answers())
    assert not moved.lost
    assert FormSession(new, moved.answers).value("/data/g/rep[k1]/x") == "kept"
