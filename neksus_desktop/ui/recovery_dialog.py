"""A new recovery sheet in the place of one that was lost or seen. It is done when the new code was typed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from neksus_desktop.errors import StorageKeyError
from neksus_desktop.ui.start.recovery_step import RecoveryStep
from neksus_desktop.ui.widgets import Body, Dialog, Field, TextField

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.profile import Profile


class RecoveryDialog(Dialog):
    """Says what a new sheet does and asks for the passphrase, where there is one; then shows the code once.

    Whoever closes it before the code was typed back is asked again when the program starts.
    """

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        say = shell.say
        super().__init__("recovery", say("safety.recovery.button"), say("safety.recovery.make"), parent, width=640)
        self.shell = shell
        self.why = Body(say("safety.recovery.text"))
        self.passphrase = TextField("recovery_passphrase")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.known = Field(self.passphrase, say("ui.passphrase.old"))
        self.known.setVisible(shell.profile.protected)
        self.step = RecoveryStep()
        self.step.title.hide()
        self.step.hide()
        for widget in (self.why, self.known, self.step):
            self.column.addWidget(widget)

    def try_accept(self) -> None:
        """Make the code in the background, or prove that the one on the new sheet works."""
        from neksus_desktop.usecases.profile import check_recovery_code

        self.primary.setEnabled(False)
        if self.step.isVisibleTo(self):
            self.shell.runner.submit(
                check_recovery_code, self.shell.profile, self.step.typed(), done=self._proved, failed=self._failed
            )
        else:
            typed = self.passphrase.text()
            self.shell.runner.submit(_renew, self.shell.profile, typed, done=self._made, failed=self._failed)

    def reject(self) -> None:
        """A code that nobody typed back is asked for at the next start."""
        if self.step.isVisibleTo(self):
            self.shell.notify("safety.recovery.later")
        self.step.forget()
        super().reject()

    def _made(self, code: str) -> None:
        say = self.shell.say
        self.why.hide()
        self.known.hide()
        self.passphrase.clear()
        self.step.show_code(code, self.shell.profile.workplace_name)
        self.step.show()
        self.primary.say(say("ui.start.finish"))
        self.cancel.say(say("safety.recovery.wait"))
        self.primary.setEnabled(True)
        self.step.typed_line.setFocus()
        self.fit()

    def _proved(self, _none: None) -> None:
        self.step.forget()
        self.shell.notify("safety.recovery.done")
        self.accept()

    def _failed(self, error: NeksusError) -> None:
        self.primary.setEnabled(True)
        explanation = self.shell.say.explain(error)
        if self.step.isVisibleTo(self):
            self.step.typed_back.set_fault(f"{explanation.what} {explanation.do}")
        elif isinstance(error, StorageKeyError):
            self.known.set_fault(explanation.what)
        else:
            self.shell.show_error(error)


def _renew(profile: Profile, passphrase: str) -> str:
    from neksus_desktop.usecases.profile import check_passphrase, renew_recovery_code

    if profile.protected:
        check_passphrase(profile.folder, passphrase)
    return renew_recovery_code(profile)
