"""Whether the window stands still: processor time of the main thread during one gesture or one turn of the event loop.

Processor time, not the clock: another program on the same machine must not make a journey fail. A turn of 10 ms that
cost more than 60 ms held one event, or one batch of them, of more than 50 ms.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from neksus_desktop.ui.stalls import LONGEST_MS

SLOWNESS = float(os.environ.get("NEKSUS_SLOWNESS", "8"))
"""How much slower than a free, ordinary machine this one may be; 1 is strict, for looking at what takes long."""


class Stalls:
    """What took the main thread too long, with what was done."""

    def __init__(self) -> None:
        self.found: list[tuple[str, float]] = []
        self._after = ""

    @contextmanager
    def during(self, what: str, spare_ms: float = 0) -> Iterator[None]:
        """Measure one gesture (or a turn of the loop after one, if ``what`` is empty)."""
        self._after = what or self._after
        before = time.thread_time()
        yield
        took = (time.thread_time() - before) * 1000 - spare_ms
        if took > LONGEST_MS * SLOWNESS:
            self.found.append((self._after if what else f"after {self._after}", round(took)))


class WatchedBot(QtBot):
    """A qtbot that measures every turn of the loop it waits in."""

    stalls: Stalls

    def wait(self, ms: int) -> None:
        """Run the event loop for a while."""
        with self.stalls.during("", spare_ms=ms):
            super().wait(ms)
