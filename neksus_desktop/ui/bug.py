"""What the user sees of a bug: once, calmly, with a report without contents that can be copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, Dialog, SecondaryButton


class BugDialog(Dialog):
    """Says that the work is safe, and shows where in the code it went wrong."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__("bug", say("ui.bug.title"), say("ui.action.close"), parent)
        self.cancel.hide()
        self.column.addWidget(Body(say("ui.bug.text")))
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
