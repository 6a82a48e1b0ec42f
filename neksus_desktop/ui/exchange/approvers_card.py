"""Approvers' own keys: which there are, a new one, and ending one. The passphrase is typed here and kept nowhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from neksus_desktop.ui.naming import choices, day_here, named
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import (
    Body,
    Card,
    ChoiceField,
    Dialog,
    Field,
    Heading,
    LinkButton,
    Muted,
    SecondaryButton,
    TextField,
)
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError


class ApproversCard(Card):
    """The list and its two actions."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(padding=0)
        self.column.setContentsMargins(1, 12, 1, 4)
        self.shell = shell
        self.title = Heading()
        self.title.setContentsMargins(12, 0, 12, 0)
        self.about = Muted()
        self.about.setContentsMargins(12, 0, 12, 0)
        self.new_button = SecondaryButton("approvers_new", clicked=self.ask_new, writes=True)
        self.end_button = LinkButton("approvers_end", clicked=self.ask_end, writes=True)
        self.table = RowTable(
            "keys_approvers",
            (
                Column("places.approvers.column.role", lambda row: Cell(named("rolle", row.label))),
                Column("places.approvers.column.key", self._life, 30),
            ),
        )
        self.table.chosen.connect(self._say_end)
        self.table.setMinimumHeight(48)  # the words above it come first where there is little room
        row = FlowRow(gap=8)
        row.setContentsMargins(12, 0, 12, 0)
        row.flow.addWidget(self.new_button)
        row.flow.addWidget(self.end_button)
        self.column.addWidget(self.title)
        self.column.addWidget(self.about)
        self.column.addWidget(row)
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)

    def retranslate(self) -> None:
        """Say everything again."""
        self.title.setText(say("places.approvers.title"))
        self.about.setText(say("places.approvers.about"))
        self.new_button.say(say("places.approvers.new"))
        self.end_button.say(say("places.approvers.end"))
        self.table.setAccessibleName(say("places.approvers.title"))
        self.table.retranslate()

    def show_keys(self, keys: list[Any]) -> None:
        """Show these."""
        self.table.set_rows(keys, keep=lambda row: row.thumbprint)
        self.table.setVisible(bool(keys))
        policy = self.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Preferred if keys else policy.Policy.Maximum)
        self.setSizePolicy(policy)
        self._say_end()

    def ask_new(self) -> None:
        """Ask for the role and a passphrase."""
        dialog = ApproverDialog(self.shell, self)
        dialog.accepted.connect(self.reload)
        dialog.open()

    def ask_end(self) -> None:
        """Ask whether the chosen key shall not be used any more."""
        for row in self.table.selected()[:1]:
            dialog = Dialog("end_approver", say("places.approvers.end_title"), say("places.approvers.end_do"), self)
            dialog.column.addWidget(Body(say("places.approvers.end_about", role=named("rolle", row.label))))
            dialog.accepted.connect(partial(self._end, row.thumbprint))
            dialog.open()

    def reload(self) -> None:
        """Read the keys again."""
        from neksus_desktop.usecases.approvers import approvers

        self.shell.runner.submit(approvers, self.shell.profile, done=self.show_keys)

    def _end(self, thumbprint: str) -> None:
        from neksus_desktop.usecases.approvers import retire_approver

        self.shell.runner.submit(retire_approver, self.shell.profile, thumbprint, done=lambda _none: self.reload())

    def _life(self, row: Any) -> Cell:
        now = self.shell.profile.now()
        since = say("places.approvers.since", date=day_here(row.created_at, now))
        if row.retired_at:
            return Cell(say("places.approvers.ended", date=day_here(row.retired_at, now)), since, "note")
        return Cell(since, tone="muted")

    def _say_end(self) -> None:
        self.end_button.setVisible(any(row.retired_at is None for row in self.table.selected()))


class ApproverDialog(Dialog):
    """Which role, and a passphrase that only whoever holds it knows, twice."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("approver_dialog", say("places.approvers.new_title"), say("places.approvers.make"), parent)
        self.shell = shell
        self.column.addWidget(Body(say("places.approvers.new_about")))
        self.role = ChoiceField("approver_role")
        self.role.set_choices(choices("rolle"))
        self.role.set_value(shell.profile.role)
        self.column.addWidget(Field(self.role, say("places.approvers.column.role")))
        self.lines = {name: TextField(f"approver_{name}") for name in ("passphrase", "again")}
        self.rows = {name: Field(line, say(f"places.approvers.{name}")) for name, line in self.lines.items()}
        for name, row in self.rows.items():
            self.lines[name].setEchoMode(QLineEdit.EchoMode.Password)
            self.column.addWidget(row)

    def try_accept(self) -> None:
        """Make the key in the background; the dialog closes when it is kept."""
        from neksus_desktop.usecases.approvers import new_approver

        passphrase = self.lines["passphrase"].text()
        same = passphrase == self.lines["again"].text()
        self.rows["passphrase"].set_fault("")
        self.rows["again"].set_fault("" if same else say("places.approvers.differs"))
        if same:
            self.primary.setEnabled(False)
            self.shell.runner.submit(
                new_approver, self.shell.profile, self.role.value(), passphrase,
                done=lambda _key: self.accept(), failed=self._failed,
            )  # fmt: skip

    def _failed(self, error: NeksusError) -> None:
        self.primary.setEnabled(True)
        told = say.explain(error)
        self.rows["passphrase"].set_fault(f"{told.what} {told.do}")
