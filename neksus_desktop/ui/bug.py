"""What the user sees of a bug: once, calmly, with a report without contents that can be copied.

Rules kept here:

* what is being typed is handed in first; a known error that nobody took is told like any other;
* a report names the program, places in its code and kinds of errors: no messages, which may quote what was typed, no
  values, and no folders of the machine, whose names can be people's.
"""

from __future__ import annotations

import platform
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from neksus_desktop import __version__
from neksus_desktop.errors import NeksusError
from neksus_desktop.ui.faults import without_folders
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, Dialog, SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.ui.window import Window


class BugDialog(Dialog):
    """Says that the work is safe, and shows where in the code it went wrong; ``kind`` is now or last time."""

    def __init__(self, report: str, parent: QWidget | None = None, kind: str = "now") -> None:
        super().__init__("bug", say(f"ui.bug.{kind}.title"), say("ui.action.close"), parent)
        self.cancel.hide()
        self.column.addWidget(Body(say(f"ui.bug.{kind}.text")))
        self.column.addWidget(Body(say("ui.bug.about")))
        self.report = QPlainTextEdit(report)
        self.report.setObjectName("bug_report")
        self.report.setAccessibleName(say("ui.bug.report"))
        self.report.setReadOnly(True)
        self.report.document().setDocumentMargin(8)
        self.column.addWidget(self.report)
        copy = SecondaryButton("bug_copy", say("ui.bug.copy"), self._copy)
        self.buttons.insertWidget(0, copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())


def tell(window: Window, error: BaseException, trace: TracebackType | None) -> None:
    """Show a bug unless it was shown before or another one is being read."""
    if isinstance(error, NeksusError) and window.workspace is not None:
        window.workspace.show_error(error)
        return
    report = report_of(error, trace)
    if report in window.bugs or any(dialog.isVisible() for dialog in window.findChildren(BugDialog)):
        return
    window.bugs.add(report)  # before anything is done that may meet the same bug
    try:
        if window.shell is not None and window.workspace is not None:
            window.workspace.hand_in()
            window.shell.drafts.flush()
    finally:  # where the bug is in what hands in, it is told all the same
        BugDialog(report, window).open()


def report_of(error: BaseException, trace: TracebackType | None) -> str:
    """Which program, where in its code, and which kind of error, with those it came from; the latest first."""
    parts = [program()]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(trace if cause is error else cause.__traceback__)
        places = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n' for frame in frames]
        parts.append("".join(places) + type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return without_folders("\n\n".join(parts))


def program() -> str:
    """Which program, on what."""
    return f"Neksus {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}"
