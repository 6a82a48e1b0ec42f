"""Unlocking a protected profile by passphrase, or by the code on the recovery sheet and a new passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from neksus_desktop.errors import (
    NeksusError,
    StorageCommonPassphraseError,
    StorageDamagedError,
    StorageKeyError,
    StoragePassphraseError,
)
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.page import StartPage
from neksus_desktop.ui.start.place_note import PlaceNote
from neksus_desktop.ui.tasks import TaskRunner
from neksus_desktop.ui.widgets import Body, Field, LinkButton, PageTitle, PrimaryButton, TextField


class Unlock(StartPage):
    """Asks for the passphrase; deriving the key takes a moment and runs in the background."""

    finished = Signal(object)
    damaged = Signal(object, object)
    """The error, and the passphrase, which was right."""

    def __init__(self, folder: Path) -> None:
        super().__init__("unlock_page")
        self.folder = folder
        self.recovering = False
        self.runner = TaskRunner(self)
        self.title = PageTitle()
        self.text = Body()
        self.place = PlaceNote(folder)
        self.code = Field(TextField("unlock_code"))
        self.passphrase = Field(TextField("unlock_passphrase"))
        self._line(self.passphrase).setEchoMode(QLineEdit.EchoMode.Password)
        self.other = LinkButton("unlock_other", clicked=self._switch)
        self.go = PrimaryButton("unlock_go", clicked=self.unlock)
        for widget in (self.title, self.text, self.place, self.code, self.passphrase):
            self.card.column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.go)
        self.card.column.addLayout(row)
        for field in (self.code, self.passphrase):
            self._line(field).returnPressed.connect(self.unlock)
        self.code.hide()
        self.retranslate()

    @staticmethod
    def _line(field: Field) -> QLineEdit:
        assert isinstance(field.control, QLineEdit)
        return field.control

    def showEvent(self, event: QShowEvent) -> None:
        """One can type at once."""
        super().showEvent(event)
        self._to_first()

    def retranslate(self) -> None:
        """Say every text again."""
        self.title.setText(self._text("title"))
        self.text.setText(self._text("text"))
        self.place.retranslate()
        self.code.say(say("ui.recover.code"))
        self.passphrase.say(self._text("passphrase"))
        self.go.say(self._text("go"))
        self.other.say(self._text("other"))

    def _text(self, part: str) -> str:
        return say(f"ui.recover.{part}") if self.recovering else say(f"ui.unlock.{part}")

    def unlock(self) -> None:
        """Try the passphrase, or the code and the new passphrase."""
        from neksus_desktop.usecases.profile import open_profile, open_with_recovery

        if self.runner.busy:
            return
        self.passphrase.set_fault("")
        self.code.set_fault("")
        self.go.setEnabled(False)
        typed = self._line(self.passphrase).text()
        if self.recovering:
            code = self._line(self.code).text()
            self.runner.submit(open_with_recovery, self.folder, code, typed, done=self._done, failed=self._failed)
        else:
            self.runner.submit(open_profile, self.folder, typed, done=self._done, failed=self._failed)

    def _switch(self) -> None:
        self.recovering = not self.recovering
        self.code.setVisible(self.recovering)
        self._line(self.passphrase).clear()
        self.passphrase.set_fault("")
        self.retranslate()
        self._to_first()

    def _to_first(self) -> None:
        (self.code if self.recovering else self.passphrase).control.setFocus()

    def _done(self, profile: object) -> None:
        self._line(self.passphrase).clear()
        self._line(self.code).clear()
        self.runner.close()
        self.finished.emit(profile)

    def _failed(self, error: NeksusError) -> None:
        self.go.setEnabled(True)
        if isinstance(error, StorageDamagedError) and not self.recovering:
            self.damaged.emit(error, self._line(self.passphrase).text())
            return
        explanation = say.explain(error)
        about_passphrase = not self.recovering or isinstance(
            error, StoragePassphraseError | StorageCommonPassphraseError
        )
        wrong = self.passphrase if about_passphrase else self.code
        is_key = isinstance(error, StorageKeyError) and not self.recovering
        wrong.set_fault(say("ui.unlock.wrong") if is_key else f"{explanation.what} {explanation.do}")
        line = self._line(wrong)
        line.setFocus()
        line.selectAll()
