"""Watching the main thread: much processor time in one turn of the event loop means that the window stood still.

Processor time of the main thread, not the clock: what other programs take on the same machine is no fault of ours. On
in debug runs (``NEKSUS_DEBUG=1``), where each is told on the standard error stream, and in the journeys, which fail.
Costs one call per turn. Nothing is told but figures.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractEventDispatcher, QObject

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_MS = 50


class StallWatch(QObject):
    """Tells ``told`` of each turn of the event loop that used more than ``longest_ms``, in milliseconds."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        longest_ms: float = LONGEST_MS,
        told: Callable[[float], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._longest = longest_ms
        self._told = told or _tell
        self._since: float | None = time.thread_time()
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self.look)

    @property
    def on(self) -> bool:
        """Whether it measures now."""
        return self._since is not None

    def begin(self) -> None:
        """Measure from here."""
        self._since = time.thread_time()

    def pause(self) -> None:
        """Measure no more, until ``begin``."""
        self._since = None

    def look(self) -> None:
        """The end of a turn, and the beginning of the next."""
        if self._since is None:
            return
        now = time.thread_time()
        used = (now - self._since) * 1000
        self._since = now
        if used > self._longest:
            self._told(used)


def _tell(used: float) -> None:
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(f"stall: {used:.0f} ms\n")
