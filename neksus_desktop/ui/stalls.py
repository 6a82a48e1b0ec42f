"""Watching the main thread: a heartbeat that comes late means that the window stood still.

On in debug runs (``NEKSUS_DEBUG=1``) and in tests; costs one timer event per 10 ms. Nothing is written but figures.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

LONGEST_MS = 50
_BEAT_MS = 10


class StallWatch(QObject):
    """Keeps how long each stall of more than 50 ms was, in milliseconds."""

    def __init__(self, parent: QObject | None = None, *, longest_ms: float = LONGEST_MS) -> None:
        super().__init__(parent)
        self.stalls: list[float] = []
        self._longest = longest_ms
        self._last = time.perf_counter()
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._check)
        self._beat.start()

    def _check(self) -> None:
        now = time.perf_counter()
        late = (now - self._last) * 1000 - _BEAT_MS
        self._last = now
        if late > self._longest:
            self.stalls.append(late)
