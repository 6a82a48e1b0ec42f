"""The end that nobody at the window asked for: the session ends, the machine goes down, the program is told to stop.

Rules kept here:

* what was typed is handed in and durable first; nobody is asked and nothing is shown;
* an open dialog is not cancelled: its texts are there again at the next start (``drafts.py``);
* what can be broken off, such as an import, is broken off; nothing of it is taken in then.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Qt

if TYPE_CHECKING:
    from types import FrameType

    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui.window import Window

PATIENCE = 3.0
"""Seconds that the end of a session is made to wait for the last writes: systems give a program about five."""
_TOLD = ("SIGTERM", "SIGINT", "SIGHUP")


class Ending(QObject):
    """Listens for the end of the session, and on POSIX for the signals that end a program."""

    def __init__(self, app: QApplication, window: Window) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        app.commitDataRequest.connect(self.hand_in, Qt.ConnectionType.DirectConnection)
        if os.name == "posix":
            self._listen()

    def hand_in(self, _session: object = None) -> None:
        """The session may end: make durable what was typed. The window stays, since the end may be called off."""
        window = self._window
        if window.shell is not None and window.workspace is not None:
            window.workspace.hand_in()
            window.shell.drafts.flush()
            window.shell.runner.drain(within=PATIENCE)

    def end(self) -> None:
        """Hand in what was typed, close the profile and go."""
        window = self._window
        try:
            if window.shell is not None:
                window.shell.runner.break_off()
            window.close_profile()
        finally:
            self._app.exit(0)

    def _listen(self) -> None:
        """Python runs no handler while Qt waits: the number of the signal goes into a pipe that Qt waits for too."""
        self._out, told = os.pipe()
        for end in (self._out, told):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        for number in (getattr(signal, name) for name in _TOLD):
            if signal.getsignal(number) != signal.SIG_IGN:  # started so that a closed terminal does not end it
                signal.signal(number, _noted)
        notifier = QSocketNotifier(self._out, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._told)

    def _told(self) -> None:
        os.read(self._out, 16)
        self._app.processEvents()  # keys that were struck before the signal came may wait behind it
        self.end()


def _noted(_number: int, _frame: FrameType | None) -> None:
    """What is to be done is done when Qt's loop comes to it."""
