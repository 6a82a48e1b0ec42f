"""Keeps what is typed: durable half a second after the last key, in the change log when a field is left.

Rules kept here:

* a text that is being typed is kept at each pause, without a row in the change log per pause; leaving the field,
  the point or the screen writes the field itself, with its row; choices are written at once;
* «saved» is said only when the write has come back;
* what could not be written stays here and is tried again every few seconds, newer text over older, until it succeeds;
  it is told when it begins to fail, or fails for another reason, and not each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.tasks import TaskRunner
    from neksus_desktop.usecases.records import Saved

State = Literal["saved", "unsaved", "failed"]
Write = Callable[[Mapping[str, str]], "Saved"]
PAUSE_MS = 300
LONGEST_WAIT_S = 1.5
"""Someone who never pauses is not made to wait longer than this for the text to be durable."""
AGAIN_MS = 5000
"""How long after a failure it is tried again by itself: a folder or a stick comes back, a disk is made free."""


class Autosave(QObject):
    """One record's unsaved fields. ``keep`` makes typing durable, ``save`` writes fields with their history."""

    state_changed = Signal()
    failed = Signal(object)
    """The ``NeksusError`` that a write met; what was to be written is still held. Once for each kind."""

    def __init__(self, runner: TaskRunner, keep: Write, save: Write, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keep = keep
        self._save = save
        self._dirty: dict[str, str] = {}
        self._resting: dict[str, str] = {}
        self._under_way = 0
        self._broken: type[NeksusError] | None = None
        self._dirty_since = 0.0
        self._saved_at: datetime | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.settle)

    @property
    def state(self) -> State:
        """Whether everything is durable, on its way, or could not be written."""
        if self._broken:
            return "failed"
        return "unsaved" if self._dirty or self._under_way else "saved"

    @property
    def saved_at(self) -> datetime | None:
        """When the last write came back, in local time; None before the first."""
        return self._saved_at

    def note(self, changes: Mapping[str, str], *, typing: bool = False) -> None:
        """Take fields to write: ``typing`` waits for a pause, anything else is written now."""
        if not self._dirty:
            self._dirty_since = time.monotonic()
        self._dirty.update(changes)
        if not typing:
            self.settle()
        elif not self._pause.isActive() or time.monotonic() - self._dirty_since < LONGEST_WAIT_S:
            self._pause.start()
        self.state_changed.emit()

    def settle(self) -> None:
        """Write everything that is not yet in its field, now: a field, a point or the screen is being left."""
        self._pause.stop()
        changes = {**self._resting, **self._dirty}
        self._resting = {}
        self._dirty = {}
        self._submit(self._save, changes)

    def retry(self) -> None:
        """Try again what could not be written."""
        self._broken = None
        self.settle()
        self.state_changed.emit()

    def _paused(self) -> None:
        changes, self._dirty = self._dirty, {}
        self._resting.update(changes)
        self._submit(self._keep, changes)

    def _submit(self, write: Write, changes: dict[str, str]) -> None:
        if not changes:
            return
        self._under_way += 1

        def done(saved: object) -> None:
            self._under_way -= 1
            self._broken = None
            self._saved_at = getattr(saved, "at", None)
            self.state_changed.emit()

        def failed(error: NeksusError) -> None:
            self._under_way -= 1
            known, self._broken = self._broken, type(error)
            self._dirty = {**changes, **self._dirty}
            self._again.start()
            self.state_changed.emit()
            if known is not self._broken:
                self.failed.emit(error)

        self._runner.submit(write, changes, done=done, failed=failed)
