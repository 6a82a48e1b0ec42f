"""What a list of agreements would change, row by row, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from neksus_desktop.ui.page import on_card
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Chip, Dialog, Muted

if TYPE_CHECKING:
    from neksus_desktop.ui.widgets.labels import Tone
    from neksus_desktop.usecases.agreement_lists import AgreementPlan, AgreementRow

_ACTIONS = ("new", "update", "same", "skipped")


class AgreementDialog(Dialog):
    """The plan."""

    def __init__(self, plan: AgreementPlan, parent: QWidget) -> None:
        wanted = plan.count("new") + plan.count("update")
        super().__init__(
            "agreement_dialog", say("places.agreements.title"), say.count("places.agreements.take_in", wanted), parent,
            width=860, writes=True,
        )  # fmt: skip
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for action in _ACTIONS:
            number = plan.count(action)  # type: ignore[arg-type]  # the four actions there are
            tone: Tone = "accent" if action in {"new", "update"} and number else "plain"
            chips.addWidget(Chip(say.count(f"places.agreements.{action}", number), tone))
        chips.addStretch(1)
        self.column.addLayout(chips)
        self.column.addWidget(Muted(say("places.agreements.help")))
        self.table = RowTable(
            "agreement_table",
            (
                Column("places.subjects.column.title", _title),
                Column("places.agreements.column.what", _what, 30),
            ),
        )
        self.table.setAccessibleName(say("places.agreements.title"))
        self.table.set_rows(plan.rows)
        self.table.setMinimumHeight(self.at_most(300))
        self.column.addWidget(on_card(self.table), 1)
        self.primary.setEnabled(bool(wanted))


def _title(row: AgreementRow) -> Cell:
    number = row.values.get("agreement_number", "")
    below = say("places.agreements.unusual", number=number) if row.unusual_number else number
    return Cell(row.values.get("title", "") or say("places.agreements.line", line=row.line), below)


def _what(row: AgreementRow) -> Cell:
    if row.action == "update":
        changed = ", ".join(say(f"places.agreements.field.{name}") for name in row.changes)
        return Cell(say("places.agreements.will.update"), changed, "accent")
    if row.action == "skipped":
        return Cell(_why_not(row), say("places.agreements.line", line=row.line), "note")
    return Cell(say(f"places.agreements.will.{row.action}"), tone="accent" if row.action == "new" else "muted")


def _why_not(row: AgreementRow) -> str:
    from neksus_desktop.records.subject import LONGEST_TITLE

    return say(f"places.agreements.why.{row.why}", longest=LONGEST_TITLE)
