"""Commands about the profile itself: passphrase, safety copies, restoring, rescue."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.usecases.profile import create_profile, open_profile
from tests.cli.conftest import Neksus

PHRASE, NEW = "fire ord som rimer", "noe helt annet denne gang"


def _file(folder: Path, name: str, line: str) -> Path:
    path = folder / name
    path.write_text(line + "\n", encoding="utf-8")
    return path


def _profile(folder: Path, passphrase: str | None = PHRASE) -> str:
    made, code = create_profile(folder, role="post", name="Oppdiktby", passphrase=passphrase, invented=True)
    made.close()
    return code


def test_a_new_passphrase_by_the_old_one(neksus: Neksus, tmp_path: Path) -> None:
    _profile(tmp_path / "p")
    old, new = _file(tmp_path, "gammel", PHRASE), _file(tmp_path, "ny", NEW)
    answer = neksus("--profile", tmp_path / "p", "--passphrase-file", old, "passphrase", "--new-file", new)
    assert answer.code == 0, answer.err
    open_profile(tmp_path / "p", NEW).close()


def test_a_new_passphrase_by_the_recovery_code(neksus: Neksus, tmp_path: Path) -> None:
    code = _file(tmp_path, "kode", _profile(tmp_path / "p").lower())
    new = _file(tmp_path, "ny", NEW)
    answer = neksus("--profile", tmp_path / "p", "passphrase", "--code-file", code, "--new-file", new)
    assert answer.code == 0, answer.err
    open_profile(tmp_path / "p", NEW).close()


def test_a_common_passphrase_is_refused_and_the_old_one_holds(neksus: Neksus, tmp_path: Path) -> None:
    _profile(tmp_path / "p")
    old, new = _file(tmp_path, "gammel", PHRASE), _file(tmp_path, "ny", "passord123")
    answer = neksus("--profile", tmp_path / "p", "--passphrase-file", old, "passphrase", "--new-file", new)
    assert (answer.code, "storage_common_passphrase" in answer.err) == (1, True)
    open_profile(tmp_path / "p", PHRASE).close()


def test_an_unprotected_profile_has_no_passphrase_to_change(neksus: Neksus, tmp_path: Path) -> None:
    _profile(tmp_path / "p", None)
    answer = neksus("--profile", tmp_path / "p", "passphrase", "--new-file", _file(tmp_path, "ny", NEW))
    assert (answer.code, "usage" in answer.err) == (1, True)


def test_a_copy_is_made_listed_and_put_back(neksus: Neksus, tmp_path: Path) -> None:
    _profile(tmp_path / "p", None)
    at = ("--profile", tmp_path / "p")
    assert neksus(*at, "backup").code == 0
    (copy,) = neksus(*at, "snapshots", "--json").json
    assert copy["reason"] == "manual"
    made = neksus(
        *at, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Etter kopien", "--invented"
    )
    assert made.code == 0, made.err
    assert neksus(*at, "restore", copy["name"]).code == 0
    assert neksus(*at, "list", "--json").json == []
    assert len(list((tmp_path / "p").glob("replaced-*"))) == 1
    assert neksus(*at, "restore", "finnes-ikke.db").code == 1


def test_every_readable_row_goes_into_a_new_profile(neksus: Neksus, tmp_path: Path) -> None:
    _profile(tmp_path / "p", None)
    at = ("--profile", tmp_path / "p")
    neksus(*at, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Berget", "--invented")
    data = bytearray((tmp_path / "p" / DATABASE).read_bytes())
    data[-3000:-2500] = bytes(500)
    (tmp_path / "p" / DATABASE).write_bytes(data)
    answer = neksus(*at, "doctor", "--repair", tmp_path / "ny", "--json")
    assert (answer.code, answer.json["records"]) == (0, 1), answer.err
    assert [row["title"] for row in neksus("--profile", tmp_path / "ny", "list", "--json").json] == ["Berget"]


@pytest.mark.parametrize(("language", "asked"), [("nb", "Passfrase: "), ("en", "Passphrase: ")])
def test_at_a_terminal_the_passphrase_is_asked_for_in_the_users_language(
    tmp_path: Path, language: str, asked: str
) -> None:
    _profile(tmp_path / "p")
    command = [sys.executable, "-m", "neksus_desktop", "--profile", str(tmp_path / "p"), "list"]
    process, terminal = pty.fork()
    if not process:
        os.execve(command[0], command, {**os.environ, "NEKSUS_LANGUAGE": language})
    said = b""
    while not said.endswith(b": "):
        said += os.read(terminal, 1)
    os.write(terminal, PHRASE.encode() + b"\n")
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    os.close(terminal)
    assert said.decode().endswith(asked)
