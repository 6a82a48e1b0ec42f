"""Watching the main thread: much processor time between two heartbeats means that the window stood still.

Processor time of the main thread, not the clock: what other programs take on the same machine is no fault of ours. On
in debug runs (``NEKSUS_DEBUG=1``) and in tests; costs one timer event per 10 ms. Nothing is written but figures.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

LONGEST_MS = 50
_BEAT_MS = 10


class StallWatch(QObject):
    """Keeps how much each turn of the event loop of more than 50 ms used, in milliseconds."""

    def __init__(self, parent: QObject | None = None, *, longest_ms: float = LONGEST_MS) -> None:
        super().__init__(parent)
        self.stalls: list[float] = []
        self._longest = longest_ms
        self._last = time.thread_time()
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._check)
        self._beat.start()

    def _check(self) -> None:
        now = time.thread_time()
        used = (now - self._last) * 1000
        self._last = now
        if used > self._longest:
            self.stalls.append(used)
