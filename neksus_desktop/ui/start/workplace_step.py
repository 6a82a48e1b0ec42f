"""First step: what kind of workplace this is, and what others call it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Caption, Field, PageTitle, TextField
from neksus_desktop.ui.widgets.ticks import BelowTick

ROLES = ("post", "norad", "norec")


class WorkplaceStep(QWidget):
    """Role and name of the workplace."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.title, self.text, self.role_label, self.role_fault = PageTitle(), Body(), BodyStrong(), Caption()
        self.role_fault.tone(self.role_fault.palette().ColorRole.BrightText)
        for label in (self.title, self.text, self.role_label):
            column.addWidget(label)
        self.roles: dict[str, QRadioButton] = {}
        self.facts: dict[str, Caption] = {}
        group = QButtonGroup(self)
        for role in ROLES:
            button, fact = QRadioButton(), Caption()
            button.setObjectName(f"start_role_{role}")
            fact.setContentsMargins(0, 0, 0, 4)
            self.roles[role], self.facts[role] = button, fact
            group.addButton(button)
            column.addWidget(button)
            column.addWidget(BelowTick(fact))
        column.addWidget(self.role_fault)
        self.name_line = TextField("start_name")
        self.name_line.setMaxLength(120)
        self.name = Field(self.name_line)
        column.addSpacing(6)
        column.addWidget(self.name)
        self.show_faults({})
        self.retranslate()

    def lines(self) -> tuple[QLineEdit, ...]:
        """Where Return goes on."""
        return (self.name_line,)

    def answers(self) -> tuple[str, str]:
        """Role and name."""
        return next((role for role, button in self.roles.items() if button.isChecked()), ""), self.name_line.text()

    def show_faults(self, found: Mapping[str, str]) -> None:
        """Say what is missing, and go to the first of it."""
        self.role_fault.setText(found.get("role", ""))
        self.role_fault.setVisible("role" in found)
        self.name.set_fault(found.get("name", ""))
        if found:
            (self.roles[ROLES[0]] if "role" in found else self.name_line).setFocus()

    def retranslate(self) -> None:
        """Say every text again."""
        self.title.setText(say("ui.start.workplace.title"))
        self.text.setText(say("ui.start.workplace.text"))
        self.role_label.setText(say("ui.start.workplace.role"))
        for role, button in self.roles.items():
            button.setText(say(f"ui.workplace_role.{role}"))
            self.facts[role].setText(say(f"ui.start.workplace.{role}"))
            button.setAccessibleDescription(self.facts[role].text())
        self.name.say(say("ui.start.workplace.name"), say("ui.start.workplace.name_hint"))
