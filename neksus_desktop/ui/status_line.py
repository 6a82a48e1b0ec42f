"""The line at the bottom: workplace, saved state, what waits, the lock; and calm sentences that pass.

Where there is no room for all of them some are not shown, the least important first; what is shown can be read.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets.grounds import Line, Role, ground
from neksus_desktop.ui.widgets.labels import ElidedLabel

_SHOWN_MS = 6000
_BESIDE, _BETWEEN = 14, 18
"""Air beside the line and between its texts."""


class StatusText(ElidedLabel):
    """A text of the status line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setForegroundRole(Role.PlaceholderText)

    def show_text(self, text: str) -> None:
        """Show it, also to screen readers; an empty text takes no room."""
        self.set_text(text)
        self.setVisible(bool(text))
        line = self.parentWidget()
        if isinstance(line, StatusLine):
            line.fit()


class StatusLine(QWidget):
    """Never asks for anything; what needs an answer is said elsewhere."""

    def __init__(self, workplace: str) -> None:
        super().__init__()
        self.setObjectName("status_line")
        ground(self, Role.Base)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Line())
        row = QHBoxLayout()
        outer.addLayout(row)
        row.setContentsMargins(_BESIDE, 3, _BESIDE, 5)
        row.setSpacing(_BETWEEN)
        self.workplace = StatusText("status_workplace")
        self.saved = StatusText("status_saved")
        self.notice = StatusText("status_notice")
        self.busy = StatusText("status_busy")
        self.waiting = StatusText("status_waiting")
        self.backup = StatusText("status_backup")
        self.backup.hide()
        self.lock = StatusText("status_lock")
        self.keys = StatusText("status_keys")
        for text in (self.workplace, self.saved, self.notice):
            row.addWidget(text)
        row.addStretch(1)
        for text in (self.busy, self.waiting, self.backup, self.lock, self.keys):
            row.addWidget(text)
        self.notice.setForegroundRole(Role.WindowText)
        self._saved_at: object = ""
        self._told = ""
        self._waits = 0
        self._minutes: int | None = None
        self._busy = False
        self._copy: tuple[dt.datetime | None, dt.datetime] | None = None
        self.workplace.show_text(workplace)
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.timeout.connect(lambda: self.notice.show_text(""))
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(250)
        self._slow.timeout.connect(self._say_busy)
        self.retranslate()

    def fit(self) -> None:
        """Show what there is room for: how to find an action and when a copy was made are the first to go."""
        texts = (self.workplace, self.saved, self.notice, self.busy, self.waiting, self.backup, self.lock, self.keys)
        said = [text for text in texts if text.accessibleName()]
        needed = sum(text.sizeHint().width() + _BETWEEN for text in said) + 2 * _BESIDE
        for text in (self.keys, self.backup, self.workplace, self.waiting):
            if text in said:
                text.setVisible(needed <= self.width())
                needed -= 0 if needed <= self.width() else text.sizeHint().width() + _BETWEEN

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other texts."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def retranslate(self) -> None:
        """Say everything again, but for what passes: it was said in the language before."""
        self.notice.show_text("")
        self.show_saved(self._saved_at)
        self.show_waiting(self._waits)
        self.show_lock(self._minutes)
        self.keys.show_text(say("ui.status.keys"))
        self._say_busy()
        if self._copy is not None:
            self.show_backup(*self._copy)

    def show_saved(self, at: object) -> None:
        """A local time: saved then; None: something is not saved yet; "": nothing was typed, all is saved.

        A minute in which something was saved is announced once.
        """
        self._saved_at = at
        if isinstance(at, dt.datetime):
            sentence = say("ui.status.saved_at", time=say.time(at))
            self.saved.show_text(sentence)
            if sentence != self._told:
                self._told = sentence
                announce(self.saved, sentence)
        else:
            self.saved.show_text(say("ui.status.unsaved" if at is None else "ui.status.all_saved"))

    def show_waiting(self, transfers: int) -> None:
        """How many transfer files wait for a receipt."""
        self._waits = transfers
        self.waiting.show_text(say.count("ui.status.waiting", transfers) if transfers else "")

    def show_lock(self, minutes: int | None) -> None:
        """Minutes until the profile locks; None if it does not."""
        self._minutes = minutes
        self.lock.show_text("" if minutes is None else say.count("ui.status.lock", minutes))

    def show_backup(self, newest: dt.datetime | None, now: dt.datetime) -> None:
        """When the newest safety copy was made."""
        self._copy = (newest, now)
        self.backup.show_text("" if newest is None else say("ui.status.backup", when=say.moment(newest, now=now)))

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 - connected to a signal
        """Say that something runs, once it has taken a quarter of a second."""
        self._busy = busy
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
            self.busy.show_text("")

    def notify(self, sentence: str) -> None:
        """Show a sentence for some seconds and announce it."""
        self.notice.show_text(sentence)
        self._passing.start(_SHOWN_MS)
        announce(self.notice)

    def _say_busy(self) -> None:
        self.busy.show_text(say("ui.status.busy") if self._busy else "")
