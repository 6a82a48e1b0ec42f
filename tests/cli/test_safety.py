"""Going back, the journey and deletion on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Neksus

PATH = "note/innsats_samhold/internal"


@pytest.fixture
def start(neksus: Neksus, tmp_path: Path) -> tuple[str, str]:
    where = ("--profile", str(tmp_path / "p"))
    neksus(*where, "init", "--role", "post", "--name", "Oppdiktby", "--unprotected", "--invented")
    return where


@pytest.fixture
def record(neksus: Neksus, start: tuple[str, str]) -> str:
    made = neksus(*start, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Brønn",
                  "--invented", "--json").json["id"]  # fmt: skip
    for text in ("første", "andre"):
        assert neksus(*start, "set", made, PATH, text).code == 0
    return str(made)


def field(neksus: Neksus, start: tuple[str, str], record: str) -> str:
    return str(neksus(*start, "show", record, "--json").json["fields"].get(PATH, ""))


def test_an_earlier_text_is_found_and_taken_back(neksus: Neksus, start: tuple[str, str], record: str) -> None:
    told = neksus(*start, "history", record, "--path", PATH, "--json").json
    assert [(one["old"], one["new"]) for one in told] == [("første", "andre"), ("", "første")]
    assert neksus(*start, "take-back", record, str(told[1]["seq"])).code == 0
    assert field(neksus, start, record) == "første"
    assert neksus(*start, "undo", record, "--json").json == {PATH: "andre"}
    assert neksus(*start, "redo", record, "--json").json == {PATH: "første"}
    assert "første" in neksus(*start, "history", record).out
    assert neksus(*start, "take-back", record, "999").code == 1


def test_two_versions_are_compared(neksus: Neksus, start: tuple[str, str], record: str) -> None:
    neksus(*start, "submit", record)
    neksus(*start, "recall", record)
    neksus(*start, "set", record, PATH, "tredje")
    neksus(*start, "submit", record)
    first, second = (one["hash"] for one in neksus(*start, "show", record, "--json").json["versions"])
    told = neksus(*start, "compare", first, second, "--json").json
    assert told == [{"path": PATH, "first": "andre", "second": "tredje"}]


def test_out_on_a_journey_and_home_with_changes_on_both_sides(
    neksus: Neksus, start: tuple[str, str], record: str, tmp_path: Path
) -> None:
    phrase, folder = tmp_path / "frase", tmp_path / "reise"
    phrase.write_text("reise med lite bagasje", encoding="utf-8")
    known = ("--travel-passphrase-file", phrase)
    assert neksus(*start, "travel", "pack", folder, *known).code == 1
    packed = neksus(*start, "travel", "pack", folder, record, *known, "--json").json
    assert len(packed["recovery_code"]) > 50
    road = ("--profile", str(folder), "--passphrase-file", str(phrase))
    assert neksus(*road, "set", record, PATH, "på reisen").code == 0
    assert neksus(*start, "set", record, PATH, "hjemme").code == 0
    (told,) = neksus(*start, "travel", "plan", folder, *known, "--json").json
    assert (told["action"], [one["path"] for one in told["collisions"]]) == ("merge", [PATH])
    assert neksus(*start, "travel", "return", folder, *known).code == 1
    assert field(neksus, start, record) == "hjemme"
    assert neksus(*start, "travel", "return", folder, *known, "--collisions", "theirs").code == 0
    assert field(neksus, start, record) == "på reisen"
    assert neksus(*start, "travel", "destroy", folder, *known).code == 1
    assert neksus(*start, "travel", "destroy", folder, *known, "--yes").code == 0
    assert not folder.exists()


def test_only_what_is_filed_is_deleted_and_a_tombstone_is_left(
    neksus: Neksus, start: tuple[str, str], record: str
) -> None:
    assert neksus(*start, "erase", record, "--yes").code == 1
    assert neksus(*start, "file", record, "26/4711").code == 0
    left = neksus(*start, "erase", record, "--yes", "--json").json
    assert (left["record"], left["case_number"]) == (record, "26/4711")
    assert [one["record"] for one in neksus(*start, "erased", "--json").json] == [record]
    assert neksus(*start, "show", record).code == 1
    assert "26/4711" in neksus(*start, "erased").out


def test_a_profile_without_a_passphrase_has_nothing_for_the_key_store(neksus: Neksus, start: tuple[str, str]) -> None:
    assert "[storage_key_store]" in neksus(*start, "key-store", "on").err
    assert neksus(*start, "key-store", "off").code == 0
