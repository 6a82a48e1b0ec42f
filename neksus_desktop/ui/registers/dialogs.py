"""Beginning a year, and seeing what a table from a file would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from neksus_desktop.ui.page import on_card
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Chip, Dialog, Field, Muted, TextField

if TYPE_CHECKING:
    from neksus_desktop.ui.tasks import Task
    from neksus_desktop.usecases.register_files import PlanRow, RegisterPlan
    from neksus_desktop.usecases.years import Year


class YearDialog(Dialog):
    """Which year, and whether it goes on from the newest."""

    def __init__(self, newest: Year | None, proposed: int, taken: frozenset[int], parent: QWidget) -> None:
        super().__init__("year_dialog", say("register.year.new"), say("register.year.make"), parent, writes=True)
        self._taken = taken
        self._newest = newest
        self.number = TextField("year_number", str(proposed))
        self._field = Field(self.number, say("register.year.number"), say("register.year.hint"))
        self.column.addWidget(self._field)
        self.goes_on = QCheckBox()
        self.goes_on.setObjectName("year_goes_on")
        if newest is not None:
            self.goes_on.setText(say("register.year.from", year=newest.number))
            self.goes_on.setChecked(True)
            self.column.addWidget(self.goes_on)
        self.check = self._sound
        self.number.setFocus()

    def year(self) -> int:
        """The year typed."""
        return int(self.number.text())

    def before(self) -> str | None:
        """The year that it goes on from."""
        return self._newest.subject if self._newest is not None and self.goes_on.isChecked() else None

    def _sound(self) -> bool:
        given = self.number.text().strip()
        known = given.isdecimal() and len(given) == 4  # noqa: PLR2004 - a year has four figures
        fault = (
            ""
            if known and int(given) not in self._taken
            else say("register.year.taken" if known else "register.year.no")
        )
        self._field.set_fault(fault)
        return not fault


class PlanDialog(Dialog):
    """What an import would do, row by row; while it is done, how far it is. Cancel stops it: nothing is changed then.

    ``begin`` is called when the user wants it.
    """

    def __init__(self, plan: RegisterPlan, begin: Callable[[], Task], parent: QWidget) -> None:
        from neksus_desktop.usecases.register_files import ACTIONS

        self._task: Task | None = None
        self._start = begin
        wanted = plan.count("new") + plan.count("update")
        super().__init__(
            "register_plan",
            say("register.plan.title"),
            say.count("register.plan.do", wanted),
            parent,
            width=760,
            writes=True,
        )
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for action in ACTIONS:
            number = plan.count(action)
            if number or action != "locked":
                chips.addWidget(Chip(say.count(f"register.plan.{action}", number)))
        chips.addStretch(1)
        self.column.addLayout(chips)
        self.column.addWidget(Muted(say("register.plan.help")))
        if plan.twins:
            self.column.addWidget(Muted(f"{say.count('register.plan.twins', plan.twins)}."))
        if plan.unread:
            self.column.addWidget(Muted(say("register.plan.unread", columns=", ".join(plan.unread))))
        self.table = RowTable(
            "register_plan_table",
            (Column("register.plan.row", _title), Column("register.plan.what", _what, 36)),
        )
        self.table.setAccessibleName(say("register.plan.title"))
        written_first = ("faulty", "locked", "new", "update", "same")
        self.table.set_rows(sorted(plan.rows, key=lambda row: written_first.index(row.action)))
        self.table.setMinimumHeight(self.at_most(280))
        self.column.addWidget(on_card(self.table), 1)
        self.facts = Muted()
        self.buttons.insertWidget(0, self.facts)
        self.primary.setEnabled(bool(wanted))
        self.check = self._begin

    def show_progress(self, at: int, of: int) -> None:
        """Say how many rows are written."""
        self.facts.setText(say("register.plan.going", at=say.number(at), of=say.number(of)))

    def end(self) -> None:
        """It is done, or was not possible."""
        self._task = None
        super().reject()

    def reject(self) -> None:
        """Close; what is being written is stopped."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _begin(self) -> bool:
        if self._task is None:
            self.primary.setEnabled(False)
            self.cancel.setFocus()
            self._task = self._start()
        return False


def _title(row: PlanRow) -> Cell:
    return Cell(row.title or say("register.plan.line", line=row.line))


def _what(row: PlanRow) -> Cell:
    if row.action == "faulty":
        return Cell(say("register.plan.will.faulty"), ", ".join(row.faults), "note")
    if row.action == "locked":
        return Cell(say("register.plan.will.locked"), tone="note")
    if row.twin:
        return Cell(say("register.plan.will.new"), say("register.plan.twin"), "accent")
    return Cell(say(f"register.plan.will.{row.action}"), tone="accent" if row.action in {"new", "update"} else "muted")
