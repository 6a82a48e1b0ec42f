"""Changing the passphrase of a protected profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from neksus_desktop.errors import StorageCommonPassphraseError
from neksus_desktop.ui.start.answers import SHORTEST, StartAnswers, faults
from neksus_desktop.ui.start.strength import Strength
from neksus_desktop.ui.widgets import Dialog, Field, TextField

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.shell import Shell


class PassphraseDialog(Dialog):
    """The old one, and the new one twice. No data is rewritten."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        say = shell.say
        super().__init__("passphrase", say("ui.settings.passphrase"), say("ui.passphrase.change"), parent)
        self.shell = shell
        self.lines = {name: TextField(f"passphrase_{name}") for name in ("old", "new", "again")}
        self.rows = {name: Field(line) for name, line in self.lines.items()}
        for name, row in self.rows.items():
            self.lines[name].setEchoMode(QLineEdit.EchoMode.Password)
            hint = say("ui.start.protection.hint", shortest=SHORTEST) if name == "new" else ""
            row.say(say(f"ui.passphrase.{name}"), hint)
            self.column.addWidget(row)
            if name == "new":
                self.column.addWidget(Strength(self.lines[name], lambda: (shell.profile.workplace_name,)))

    def try_accept(self) -> None:
        """Change it in the background; the dialog closes when it is done."""
        from neksus_desktop.usecases.profile import change_passphrase

        say = self.shell.say
        texts = {name: line.text() for name, line in self.lines.items()}
        found = faults(StartAnswers(passphrase=texts["new"], repeated=texts["again"]), 1)
        self.rows["new"].set_fault(say(found["passphrase"], shortest=SHORTEST) if "passphrase" in found else "")
        self.rows["again"].set_fault(say(found["repeated"]) if "repeated" in found else "")
        if found:
            return
        self.primary.setEnabled(False)
        self.shell.runner.submit(
            change_passphrase, self.shell.profile, texts["old"], texts["new"], done=self._done, failed=self._failed
        )

    def _done(self, _none: None) -> None:
        self.shell.notify("ui.passphrase.changed")
        self.accept()

    def _failed(self, error: NeksusError) -> None:
        self.primary.setEnabled(True)
        wrong = "new" if isinstance(error, StorageCommonPassphraseError) else "old"
        self.rows[wrong].set_fault(self.shell.say.explain(error).what)
