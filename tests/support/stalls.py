"""Whether the window stands still: processor time of the main thread in one gesture or one turn of the event loop.

Processor time, not the clock: what another program on the same machine takes is no fault of ours. The limit is the
program's own (50 ms, ``StallWatch``) on the machine it was set for, and half as much again, since caches and cores are
shared with what else runs. On a slower machine a fixed piece of work tells how much slower: its least time when the
tests begin, and once more at the moment when something took too long. ``NEKSUS_SLOWNESS=2`` allows twice as much.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from statistics import median

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.stalls import LONGEST_MS, StallWatch

_PIECE_MS = 16.0
"""What the piece of work takes on the machine that the limit was set for, when nothing else runs there."""
_SPARE = 1.5
_LISTENED_TO = 1.5
"""While assistive technology listens, every widget that comes, moves or goes is told on the message bus as well."""
_LOOSER = float(os.environ.get("NEKSUS_SLOWNESS", "1"))


class Stalls:
    """What took the main thread too long, with what was done."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []
        self._after = ""
        self._watch = StallWatch(longest_ms=_allowed_ms(_quickest_ms()), told=self._told)
        self._watch.pause()

    @contextmanager
    def during(self, what: str) -> Iterator[None]:
        """Measure one gesture; turns of the loop from here on are told as coming after it."""
        self._after = f"in {what}"
        with self.turns():
            yield
        self._after = f"after {what}"

    @contextmanager
    def turns(self) -> Iterator[None]:
        """Measure every turn of the event loop; what a test does between them is not the program's."""
        inside = self._watch.on
        self._watch.begin()
        try:
            yield
        finally:
            self._watch.look()
            if not inside:
                self._watch.pause()

    def _told(self, took: float) -> None:
        if took > _allowed_ms(median(_piece_ms() for _ in range(5))):
            self.found.append((self._after, round(took)))
        self._watch.begin()


class ToldStalls:
    """What a program on a screen of its own tells on its error stream, looked at after each thing done there."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []
        self._said, self._read = Path(), 0
        _quickest_ms()

    def look(self, said: Path, after: str) -> None:
        """What came since the last look, measured by what this machine takes just now."""
        if said != self._said:
            self._said, self._read = said, 0
        everything = said.read_text(encoding="utf-8")
        news = everything[self._read : everything.rfind("\n") + 1]
        self._read += len(news)
        told = [int(took) for took in re.findall(r"^stall: (\d+) ms$", news, re.MULTILINE)]
        if told:
            most = _allowed_ms(max(_quickest_ms(), median(_piece_ms() for _ in range(5)))) * _LISTENED_TO
            self.found += [(f"after {after}", took) for took in told if took > most]


class WatchedBot(QtBot):
    """A qtbot that measures every turn of the loop it waits in."""

    stalls: Stalls

    def wait(self, ms: int) -> None:
        """Run the event loop for a while."""
        with self.stalls.turns():
            super().wait(ms)


def _allowed_ms(piece_ms: float) -> float:
    return LONGEST_MS * _SPARE * _LOOSER * max(piece_ms / _PIECE_MS, 1.0)


@cache
def _quickest_ms() -> float:
    return min(_piece_ms() for _ in range(20))


def _piece_ms() -> float:
    """What a fixed piece of work takes: widgets, words, a picture, a dictionary."""
    start = time.thread_time()
    box = QWidget()
    column = QVBoxLayout(box)
    for number in range(40):
        row = QHBoxLayout()
        column.addLayout(row)
        row.addWidget(QLabel(f"Spørsmål {number}: hva er gjort, og hva gjenstår?"))
        row.addWidget(QLineEdit(str(number)))
    box.resize(640, 600)
    box.grab()
    sorted({f"{number % 97}/{number}": number * number for number in range(8000)})
    return (time.thread_time() - start) * 1000
