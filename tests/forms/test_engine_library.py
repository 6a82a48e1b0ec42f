"""Compiled forms kept by content, and what a damaged one can do (nothing)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neksus_desktop.errors import FormUnreadableError
from neksus_desktop.forms import FormSession, load_form
from neksus_desktop.forms.codegen import function_of
from neksus_desktop.forms.library import kept_form
from tests.forms.small import bind, field, repeat, xform

INSTANCE = "<a/><b/><rep jr:template=''><x/></rep><c/>"
BINDS = (
    bind("b", type="int", calculate="/data/a + 1")
    + bind("c", calculate="sum(/data/rep[x > 1]/x)")
    + bind("a", type="int")
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "form.xml"
    path.write_text(xform(INSTANCE, BINDS, field("a") + repeat("rep", field("rep/x"))), encoding="utf-8")
    return path


def test_a_kept_form_answers_like_a_fresh_one(file: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    seen = []
    for _ in range(2):
        s = FormSession(load_form(file, cache))
        s.set("/data/a", "4")
        for value in ("1", "2", "3"):
            row, _ = s.add_row("/data/rep")
            s.set(f"{row}/x", value)
        seen.append((s.value("/data/b"), s.value("/data/c"), s.form.content_hash))
    assert seen[0] == seen[1]
    assert seen[0][:2] == ("5", "5")
    assert len(list(cache.iterdir())) == 1


def test_one_letter_changed_in_a_kept_form_is_noticed(file: Path, tmp_path: Path) -> None:
    load_form(file, tmp_path / "cache")
    kept = next((tmp_path / "cache").iterdir())
    kept.write_text(kept.read_text(encoding="utf-8").replace('"input"', '"inptu"', 1), encoding="utf-8")
    assert kept_form(kept) is None


@pytest.mark.parametrize("damage", ["", "{}", "{}\n{}", "{}\n[", "{}\n[1]"])
def test_a_damaged_kept_form_is_compiled_anew(file: Path, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    load_form(file, cache)
    kept = next(cache.iterdir())
    kept.write_text(damage, encoding="utf-8")
    assert load_form(file, cache).id == "small"
    assert json.loads(kept.read_text(encoding="utf-8").split("\n")[1])["id"] == "small"


@pytest.mark.parametrize(
    "lowered",
    [
        ["exec", "1"],
        ["slot", "x", "__import__('os')"],
        ["near", "x", "1", []],
        ["near", "x", 1, ["0].x or __import__('os'), ["]],
        ["fn", "__import__", ["num", 0]],
        ["set", "sum", ["from", 0, [["0", "1"]]]],
        ["chain", ["num", 0], ["; import os;", ["num", 1]]],
        ["const", "open"],
    ],
)
def test_no_words_but_ours_become_code(lowered: list[object]) -> None:
    with pytest.raises(FormUnreadableError):
        function_of(lowered, [1.0, 2.0])


def test_who_watches_hears_of_each_step_of_compiling(file: Path, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    load_form(file, tmp_path / "cache", lambda at, of: heard.append((at, of)))
    assert heard[0] == (0, 4)
    assert heard[-1] == (4, 4)
    load_form(file, tmp_path / "cache", lambda at, of: heard.append((at, of)))
    assert heard.count((0, 4)) == 1  # what is kept is there at once
