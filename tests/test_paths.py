"""Where the profile lies: the platform's place, or beside the program when it is carried."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop import paths


def _carried(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(program / "neksus"))


@pytest.mark.parametrize("place", [".", ".."])
def test_portable_beside_the_program_or_its_folder(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "stick" / "program"
    program.mkdir(parents=True)
    mark = program / place / "portable"
    mark.touch()
    _carried(monkeypatch, program)
    assert paths.default_profile() == mark.parent.resolve() / "profile"


def test_a_folder_of_that_name_is_no_mark(tmp_path: Path) -> None:
    (tmp_path / "portable").mkdir()
    assert paths.portable_folder(tmp_path) is None


def test_installed_each_user_has_an_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _carried(monkeypatch, tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "per"))
    assert paths.default_profile() == tmp_path / "per" / "neksus-desktop"
