"""Waiting for work that is still going on when the window shall close or lock: covered, and never frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.page import StartPage
from neksus_desktop.ui.widgets import Body, PageTitle, SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.ui.window import Window

PATIENCE = 0.4
"""Seconds that closing waits by itself: saves take milliseconds, imports minutes."""


class FinishingPage(StartPage):
    """Lies over the workspace until the runner has nothing left, then does ``then``."""

    def __init__(self, window: Window, then: Callable[[], object], *, back: bool) -> None:
        super().__init__("finishing_page")
        assert window.shell is not None
        self.then = then
        self._window, self._runner, self._ended = window, window.shell.runner, False
        self.title = PageTitle(say("ui.finishing.title"))
        self.why = Body(say("ui.finishing.text"))
        self.card.column.addWidget(self.title)
        self.card.column.addWidget(self.why)
        if back:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(SecondaryButton("finishing_back", say("ui.finishing.back"), self.go_back))
            self.card.column.addLayout(row)
        self._runner.busy_changed.connect(self._on_busy)
        window.pages.addWidget(self)
        window.pages.setCurrentWidget(self)
        announce(self.title)

    def go_back(self) -> None:
        """Take the cover away; the window stays open."""
        self._ended = True
        pages = self._window.pages
        pages.removeWidget(self)
        self._window.finishing = None
        if self._window.workspace is not None:
            pages.setCurrentWidget(self._window.workspace)
            self._window.workspace.come_back()
            QTimer.singleShot(0, self._window.incoming, self._window.incoming.go_on)
        self.deleteLater()

    def _on_busy(self, busy: bool) -> None:  # noqa: FBT001 - connected to a signal
        if not busy:
            QTimer.singleShot(0, self, self._finish)

    def _finish(self) -> None:
        # What ended may have asked for more: a list that is read anew.
        if not self._ended and not self._runner.busy:
            self.go_back()
            self.then()


def finished(window: Window, then: Callable[[], object], *, back: bool) -> bool:
    """Whether nothing goes on any more; else the window is covered, and ``then`` is done when it has ended."""
    if window.finishing is not None:
        window.finishing.then = then
        return False
    if window.shell is None or window.shell.runner.drain(within=PATIENCE):
        return True
    window.finishing = FinishingPage(window, then, back=back)
    return False
