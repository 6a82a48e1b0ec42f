"""A net for secrets: every file under a place, also those removed since, is searched in every form a text takes."""

from __future__ import annotations

import base64
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SECRET = "Kvitrafjell"
PHRASE = "Gråsteinbrygga fire fem"
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def forms_of(text: str) -> list[bytes]:
    """The text in UTF-8 and UTF-16, and what each looks like somewhere within base64 (at any of three offsets)."""
    plain = [form for one in {text, text.lower()} for form in (one.encode(code) for code in _ENCODINGS)]
    coded = []
    for data in plain:
        for offset in range(3):
            whole = base64.b64encode(bytes(offset) + data).decode()
            coded.append(whole[(0, 2, 3)[offset] : -4].encode())
    return plain + coded


class Net:
    """What is searched for, and where; ``also`` adds a secret that is known only later."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.removed: list[str] = []
        self._forms = [*forms_of(SECRET), *forms_of(PHRASE)]

    def also(self, text: str) -> None:
        self._forms += forms_of(text)

    def holds(self, data: bytes) -> bool:
        small = data.lower()
        return any(form in data or form in small for form in self._forms)

    def leaks(self, place: Path | None = None) -> list[str]:
        """Files, there now or removed since, that hold a secret in content or name."""
        here = place or self.place
        found = [
            str(path.relative_to(here))
            for path in sorted(here.rglob("*"))
            if path.is_file() and (SECRET.lower() in path.name.lower() or self.holds(path.read_bytes()))
        ]
        return found + self.removed

    def look(self, path: Path) -> None:
        """A file is about to be removed."""
        if path.is_file() and path.resolve().is_relative_to(self.place) and self.holds(path.read_bytes()):
            self.removed.append(path.name)


_NETS: list[Net] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "os.remove" and _NETS:
        name, folder = arguments
        path = Path(os.fsdecode(name))  # type: ignore[arg-type]  # the event's own type
        if isinstance(folder, int) and folder >= 0 and not path.is_absolute():
            path = Path(f"/proc/self/fd/{folder}") / path
        for net in _NETS:
            net.look(path)


sys.addaudithook(_watch)


@contextmanager
def net_over(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    """A net over a place that holds every file made: temporary ones, the log, and whatever lies in the home folder."""
    place = place.resolve()
    temporary, home = place / "tmp", place / "home"
    temporary.mkdir()
    home.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(tempfile, "tempdir", None)
    handler = logging.FileHandler(place / "alt.log")
    logging.getLogger().addHandler(handler)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    net = Net(place)
    _NETS.append(net)
    yield net
    _NETS.remove(net)
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    handler.close()
