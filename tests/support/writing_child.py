"""The window program in a process of its own, with somebody writing in it; what becomes of it then is the test's.

Arguments: profile folder, record, point, what to do: ``text`` types at the point, ``dialog`` into a new follow-up
point, ``struck`` has keys that wait when the signal comes, ``session`` types and is told that the session ends, and is
killed then, ``fall`` is brought down.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

from neksus_desktop.app import run
from neksus_desktop.ui.ending import Ending
from neksus_desktop.ui.window import Window

WRITTEN = "Vannkomiteen kommer igjen."
_LOOK_MS = 20


class Writer:
    """Goes on when what is needed is there."""

    def __init__(self, app: QApplication, record: str, point: str, what: str) -> None:
        self._app, self._record, self._point, self._what = app, record, point, what
        self._when(lambda: self._ready(Ending), self._go)

    @property
    def _window(self) -> Window:
        return next(widget for widget in self._app.topLevelWidgets() if isinstance(widget, Window))

    def _ready(self, kind: type[Ending]) -> bool:
        return any(isinstance(w, Window) and w.findChild(kind) is not None for w in self._app.topLevelWidgets())

    def _when(self, there: Callable[[], object], then: Callable[[], None]) -> None:
        QTimer.singleShot(_LOOK_MS, lambda: then() if there() else self._when(there, then))

    def _go(self) -> None:
        if self._what == "fall":
            faulthandler._sigsegv()  # type: ignore[attr-defined]
        workspace = self._window.workspace
        assert workspace is not None
        workspace.go("editor", record=self._record, point=self._point)
        self._when(lambda: self._in_sight("note_text"), self._write)

    def _in_sight(self, name: str) -> bool:
        field = self._window.findChild(QPlainTextEdit, name)
        return field is not None and field.isVisible()  # it is built before there is a record to show

    def _write(self) -> None:
        if self._what == "dialog":
            self._window.activateWindow()
            QTest.keyClick(self._app.focusWidget() or self._window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
            self._when(
                lambda: self._window.findChild(QDialog, "follow_up_dialog"), lambda: self._type("follow_up_text")
            )
        else:
            self._type("note_text")

    def _type(self, name: str) -> None:
        field = self._window.findChild(QPlainTextEdit, name)
        assert isinstance(field, QPlainTextEdit)
        field.setFocus()
        if self._what == "struck":
            for sign in WRITTEN:
                self._app.postEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))
            os.kill(os.getpid(), signal.SIGTERM)
            self._ending()._told()
            return
        QTest.keyClicks(field, WRITTEN)
        if self._what == "session":
            self._ending().hand_in()
            os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGTERM)  # at once: half a second later it would be kept anyway

    def _ending(self) -> Ending:
        ending = self._window.findChild(Ending)
        assert isinstance(ending, Ending)
        return ending


if __name__ == "__main__":
    program = QApplication(sys.argv[:1])
    writer = Writer(program, *sys.argv[2:])
    sys.exit(run(Path(sys.argv[1])))
