"""A post and a Norad that trust each other, driven through the command line as a person or a script would."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from neksus_desktop.cli import run


@dataclass(frozen=True)
class Answer:
    """What a command gave: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Neksus = Callable[..., Answer]


def _no_window(profile: Path | None, passphrase: str | None) -> int:
    raise AssertionError((profile, passphrase))


@pytest.fixture
def neksus(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Neksus:
    monkeypatch.setenv("NEKSUS_LANGUAGE", "nb")

    def call(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments], _no_window)
        streams = capsys.readouterr()
        return Answer(code, streams.out, streams.err)

    return call


@dataclass(frozen=True)
class Pair:
    """Two workplaces and the folder between them."""

    post: tuple[str, str]
    norad: tuple[str, str]
    files: Path


@pytest.fixture
def pair(neksus: Neksus, tmp_path: Path) -> Pair:
    post, norad = ("--profile", str(tmp_path / "post")), ("--profile", str(tmp_path / "norad"))
    files = tmp_path / "files"
    files.mkdir()
    for place, role, name in ((post, "post", "Stasjon (oppdiktet)"), (norad, "norad", "Norad (oppdiktet)")):
        assert neksus(*place, "init", "--role", role, "--name", name, "--unprotected", "--invented").code == 0
        assert neksus(*place, "card", "-o", files / f"{role}.json").code == 0
    assert neksus(*post, "trust", files / "norad.json").code == 0
    assert neksus(*norad, "trust", files / "post.json").code == 0
    return Pair(post, norad, files)
