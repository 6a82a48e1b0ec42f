"""Second step: a passphrase or none. What each means is said before one chooses."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.answers import SHORTEST
from neksus_desktop.ui.start.strength import Strength
from neksus_desktop.ui.widgets import Body, Caption, Field, NoteBox, PageTitle, TextField
from neksus_desktop.ui.widgets.ticks import BelowTick


class ProtectionStep(QWidget):
    """Protected by a passphrase typed twice, or unprotected."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.title, self.text = PageTitle(), Body()
        self.protect, self.open = QRadioButton(), QRadioButton()
        self.protect.setObjectName("start_protect")
        self.open.setObjectName("start_unprotected")
        self.protect_fact, self.open_fact = Caption(), Caption()
        group = QButtonGroup(self)
        self.passphrase_line, self.repeated_line = TextField("start_passphrase"), TextField("start_passphrase_again")
        self.passphrase, self.repeated = Field(self.passphrase_line), Field(self.repeated_line)
        self.strength = Strength(self.passphrase_line)
        self.lost = NoteBox()
        for widget in (
            self.title, self.text, self.protect, BelowTick(self.protect_fact), self.passphrase, self.strength,
            self.repeated, self.lost, self.open, BelowTick(self.open_fact),
        ):  # fmt: skip
            column.addWidget(widget)
        for fact in (self.protect_fact, self.open_fact):
            fact.setContentsMargins(0, 0, 0, 4)
        for line in self.lines():
            line.setEchoMode(QLineEdit.EchoMode.Password)
        for button in (self.protect, self.open):
            group.addButton(button)
        self.protect.setChecked(True)
        self.protect.toggled.connect(self._toggle)
        self.retranslate()

    def lines(self) -> tuple[QLineEdit, ...]:
        """Where Return goes on."""
        return (self.passphrase_line, self.repeated_line)

    def answers(self) -> tuple[bool, str, str]:
        """Whether to protect, and the passphrase as typed twice."""
        return self.protect.isChecked(), self.passphrase_line.text(), self.repeated_line.text()

    def forget(self) -> None:
        """Take the passphrase off the screen's memory."""
        for line in self.lines():
            line.clear()

    def show_faults(self, found: Mapping[str, str]) -> None:
        """Say what is wrong, and go to the first of it."""
        self.passphrase.set_fault(found.get("passphrase", ""))
        self.repeated.set_fault(found.get("repeated", ""))
        if found:
            wrong = self.passphrase_line if "passphrase" in found else self.repeated_line
            wrong.setFocus()
            wrong.selectAll()

    def retranslate(self) -> None:
        """Say every text again."""
        self.title.setText(say("ui.start.protection.title"))
        self.text.setText(say("ui.start.protection.text"))
        self.protect.setText(say("ui.start.protection.protect"))
        self.protect_fact.setText(say("ui.start.protection.protect_fact"))
        self.open.setText(say("ui.start.protection.open"))
        self.open_fact.setText(say("ui.start.protection.open_fact"))
        self.passphrase.say(say("ui.start.protection.passphrase"), say("ui.start.protection.hint", shortest=SHORTEST))
        self.repeated.say(say("ui.start.protection.repeated"))
        self.strength.retranslate()
        self.lost.set_text(say("ui.start.protection.lost"))

    def _toggle(self, protect: bool) -> None:  # noqa: FBT001 - connected to a signal
        for widget in (self.passphrase, self.strength, self.repeated, self.lost):
            widget.setVisible(protect)
