"""Covering the window where it shall lock and something would be lost: nothing is seen, and nothing goes.

Rules kept here:

* text that cannot be handed in (a full disk) and what was written or chosen in an open dialog stay behind the cover,
  and the profile stays open for them; everything else locks for good, with its key wiped, and passphrases go;
* dialogs lie above the window, so they are put away with it and come back with it;
* the passphrase takes the cover away; the profile is not opened a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from neksus_desktop.ui.safety.travel_dialogs import PackedDialog
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.page import StartPage
from neksus_desktop.ui.tasks import TaskRunner
from neksus_desktop.ui.widgets import Body, Dialog, Field, PageTitle, PrimaryButton, TextField

if TYPE_CHECKING:
    from pathlib import Path

    from neksus_desktop.errors import NeksusError


def open_dialogs(window: QWidget) -> list[QDialog]:
    """The dialogs that lie over a window."""
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def holds_work(dialog: QDialog) -> bool:
    """Whether something was written or chosen in it, or it shows what is shown only once."""
    if isinstance(dialog, Dialog):
        return dialog.touched or isinstance(dialog, PackedDialog)
    return any(line.isModified() and line.text() for line in dialog.findChildren(QLineEdit))  # one that asks for files


class CoverPage(StartPage):
    """Asks for the passphrase over a workspace that stays open behind it."""

    uncovered = Signal()

    def __init__(self, folder: Path, dialogs: list[QDialog]) -> None:
        super().__init__("cover_page")
        self.folder = folder
        self.runner = TaskRunner(self)
        self._dialogs = dialogs
        for dialog in dialogs:
            dialog.hide()
            for line in dialog.findChildren(QLineEdit):
                if line.echoMode() == QLineEdit.EchoMode.Password:
                    line.clear()
        self.title, self.text = PageTitle(), Body()
        self.line = TextField("cover_passphrase")
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self.unlock)
        self.passphrase = Field(self.line)
        self.go = PrimaryButton("cover_go", clicked=self.unlock)
        for widget in (self.title, self.text, self.passphrase):
            self.card.column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.go)
        self.card.column.addLayout(row)
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """One can type at once."""
        super().showEvent(event)
        self.line.setFocus()

    def retranslate(self) -> None:
        """Say every text again."""
        self.title.setText(say("ui.unlock.title"))
        self.text.setText(say("safety.cover.text"))
        self.passphrase.say(say("ui.unlock.passphrase"))
        self.go.say(say("ui.unlock.go"))

    def unlock(self) -> None:
        """Try the passphrase."""
        from neksus_desktop.usecases.profile import check_passphrase

        if not self.runner.busy:
            self.go.setEnabled(False)
            self.passphrase.set_fault("")
            self.runner.submit(check_passphrase, self.folder, self.line.text(), done=self._opened, failed=self._refused)

    def _opened(self, _none: None) -> None:
        self.line.clear()
        self.runner.close()
        self.uncovered.emit()
        for dialog in self._dialogs:
            dialog.open()

    def _refused(self, error: NeksusError) -> None:
        from neksus_desktop.errors import StorageKeyError

        self.go.setEnabled(True)
        wrong = isinstance(error, StorageKeyError)
        self.passphrase.set_fault(say("ui.unlock.wrong") if wrong else say.explain(error).what)
        self.line.setFocus()
        self.line.selectAll()
