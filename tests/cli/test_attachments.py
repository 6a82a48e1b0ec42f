"""Search and files by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.usecases.profile import open_profile
from neksus_desktop.usecases.records import save_fields
from tests.cli.conftest import Neksus, Pair
from tests.storage.test_pictures import SECRET, picture


def made(neksus: Neksus, pair: Pair) -> str:
    found: str = neksus(
        *pair.post, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Oppdiktet avtale",
        "--country", "YE", "--invented", "--json",
    ).json["id"]  # fmt: skip
    return found


def test_a_text_is_found_with_its_place(neksus: Neksus, pair: Pair) -> None:
    record = made(neksus, pair)
    neksus(*pair.post, "set", record, "note/innsats_deltakelse/internal", "Vannrådet møtes sjelden.")
    found = neksus(*pair.post, "search", "vannraad", "--country", "YE", "--json").json
    assert found["more"] is False
    (hit,) = found["hits"]
    assert (hit["record"], hit["place"], hit["what"]) == (record, "2.1.6 Deltakelse", "intern vurdering")
    assert hit["text"][0] == ["Vannrådet", True]
    assert "[Vannrådet] møtes" in neksus(*pair.post, "search", "vannraad").out
    assert neksus(*pair.post, "search", "vannraad", "--country", "NO", "--json").json["hits"] == []
    assert neksus(*pair.post, "search", "vannraad", "--until", "2020-01-01", "--json").json["hits"] == []
    narrowed = neksus(*pair.post, "search", "vannraad", "--country", "ye", "--status", "draft", "--json").json
    assert len(narrowed["hits"]) == 1
    told = neksus(*pair.post, "search", "vannraad", "--pillar", "bistand")
    assert told.code == 1
    assert "humanitaer" in told.err
    with pytest.raises(SystemExit) as caught:  # not a date: said, rather than nothing found
        neksus(*pair.post, "search", "vannraad", "--since", "i går")
    assert caught.value.code == 2


def test_files_are_added_listed_saved_and_removed(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    record, photo = made(neksus, pair), tmp_path / "brønn.jpg"
    photo.write_bytes(picture("JPEG"))
    post = open_profile(Path(pair.post[1]))
    save_fields(post, record, {"evidence/g1/kind": "feltbesoek", "evidence/g1/point": "innsats_deltakelse"})
    post.close()
    (kept,) = neksus(*pair.post, "attach", "add", record, photo, "--ground", "g1", "--json").json
    assert (kept["name"], kept["here"], kept["stripped"]) == ("brønn.jpg", True, True)
    assert "brønn.jpg" in neksus(*pair.post, "attach", "list", record).out
    assert neksus(*pair.post, "attach", "save", record, kept["id"], "-o", tmp_path / "ut.jpg").code == 0
    assert SECRET.encode() not in (tmp_path / "ut.jpg").read_bytes()
    assert neksus(*pair.post, "attach", "remove", record, kept["id"], "--json").json == []


def test_what_is_missing_is_said(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    record = made(neksus, pair)
    for arguments in (("add", record), ("add", record, tmp_path / "a.txt"), ("save", record, "x")):
        answer = neksus(*pair.post, "attach", *arguments)
        assert answer.code == 1
        assert answer.err.startswith("neksus: [usage]")
    unknown = neksus(*pair.post, "attach", "add", record, tmp_path / "a.txt", "--ground", "ukjent")
    assert "ukjent" in unknown.err
