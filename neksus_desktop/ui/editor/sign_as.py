"""With which key a decision is signed: the workplace's, or an approver's own, opened with its passphrase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from neksus_desktop.ui.naming import day, named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField, Field, TextField

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.approvers import ApproverKey, SignAs


class SignAsChoice(QWidget):
    """The choice, and the passphrase when it is an approver's own key. Nothing to see where there are none."""

    def __init__(self, shell: Shell, keys: Sequence[ApproverKey]) -> None:
        super().__init__()
        self.setObjectName("sign_as")
        self._shell = shell
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.key = ChoiceField("sign_as_key")
        self.key.setSizeAdjustPolicy(self.key.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.key.setMinimumContentsLength(24)
        in_use = [key for key in keys if key.retired_at is None]
        self._roles = {key.thumbprint: key.label for key in in_use}
        self.key.set_choices([("", say("editor.sign_as.workplace")), *((key.thumbprint, _name(key)) for key in in_use)])
        own = [key.thumbprint for key in in_use if key.label == shell.profile.role]
        self.key.set_value(own[0] if own else "")
        self.passphrase = TextField("sign_as_passphrase")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._field = Field(self.passphrase, say("editor.sign_as.passphrase"), say("editor.sign_as.hint"))
        column.addWidget(Field(self.key, say("editor.sign_as.with")))
        column.addWidget(self._field)
        self.key.chosen.connect(self._show)
        self._show(self.key.value())
        self.setVisible(bool(in_use))

    def chosen(self) -> SignAs | None:
        """The approver's key with its passphrase; None for the workplace's."""
        from neksus_desktop.usecases.approvers import SignAs

        return SignAs(self.key.value(), self.passphrase.text()) if self.key.value() else None

    def role(self) -> str:
        """In which role the decision is made: the one that the key was made for, or ours."""
        return self._roles.get(self.key.value(), self._shell.profile.role)

    def try_open(self, opened: Callable[[], None]) -> None:
        """Call ``opened`` if the chosen key can be used; otherwise say why beside the passphrase."""
        chosen = self.chosen()
        if chosen is None:
            opened()
            return
        from neksus_desktop.usecases.approvers import open_key

        self._field.set_fault("")
        self._shell.runner.submit(
            open_key, self._shell.profile, chosen, done=lambda _key: opened(), failed=self._failed
        )

    def _show(self, key: str) -> None:
        self._field.setVisible(bool(key))

    def _failed(self, error: NeksusError) -> None:
        told = say.explain(error)
        self._field.set_fault(f"{told.what} {told.do}")
        self.passphrase.setFocus()
        self.passphrase.selectAll()


def _name(key: ApproverKey) -> str:
    return say("editor.sign_as.key", role=named("rolle", key.label), date=day(key.created_at))
