"""The year wheel and its list: every dated duty and computed deadline with its source, and what is mine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.files import ask_save
from neksus_desktop.ui.naming import capital, named
from neksus_desktop.ui.page import on_card
from neksus_desktop.ui.registers.model import figures
from neksus_desktop.ui.registers.wheel import Wheel
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import EmptyState, Heading, LinkButton, Muted, ToggleChip

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.year_wheel import Entry
    from neksus_desktop.usecases.years import Year

_SHOWN = ("open", "mine", "all")
_SOURCE = 2
"""The column of the sources."""


_LETTERS_OF_LIST = 60
"""Width that the list needs beside the wheel."""


class Found(NamedTuple):
    """The entries of a year, and those of the acting role in every year and pack."""

    entries: list[Entry]
    mine: list[Entry]


class WheelPage(QWidget):
    """What is due in a year."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._year: Year | None = None
        self._found = Found([], [])
        self.heading, self.summary = Heading(), Muted()
        self.chips: dict[str, ToggleChip] = {}
        self.calendar_button = LinkButton("wheel_calendar", clicked=self._ask_calendar)
        self.wheel = Wheel()
        self.wheel.chosen.connect(self._choose)
        self.table = RowTable(
            "wheel_table",
            (
                Column("register.wheel.day", self._day, 13),
                Column("register.wheel.what", self._what),
                Column("register.wheel.source", _source, 26, 1),
                Column("register.wheel.responsible", lambda row: Cell(_role(row), row.state, "muted"), 24, 2),
            ),
        )
        self.table.opened.connect(lambda entry: shell.navigate("editor", record=entry.record, back="registers"))
        self.table.chosen.connect(self._on_chosen)
        self.empty = EmptyState("wheel_empty")
        self.stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.heading)
        top.addWidget(self.summary, 1)
        top.addWidget(self.calendar_button)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for name in _SHOWN:
            chip = ToggleChip(f"wheel_{name}", toggled=lambda on: self._show() if on else None)
            chip.setAutoExclusive(True)
            self.chips[name] = chip
            chips.addWidget(chip)
        chips.addStretch(1)
        self.chips["all"].blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.chips["all"].setChecked(True)
        self.chips["all"].blockSignals(False)  # noqa: FBT003
        self.stack.addWidget(on_card(self.table))
        self.stack.addWidget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.wheel, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(chips)
        column.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list tells everything the wheel does: where there is room for one of them, it has it."""
        super().resizeEvent(event)
        letters = self.fontMetrics().averageCharWidth() * _LETTERS_OF_LIST
        self.wheel.setVisible(self.width() - self.wheel.sizeHint().width() >= letters)

    def show_found(self, year: Year | None, found: Found) -> None:
        """Show a year's entries."""
        self._year, self._found = year, found
        self._show()

    def retranslate(self) -> None:
        """Say everything again."""
        self.heading.setText(say("register.wheel"))
        self.calendar_button.say(say("register.calendar"))
        for name, chip in self.chips.items():
            chip.say(say(f"register.wheel.{name}"))
        self.table.setAccessibleName(say("register.wheel"))
        self.table.retranslate()
        self.empty.say(say("register.wheel.none"), say("register.wheel.none_help"))
        self._show()

    def calendar_to(self, path: Path) -> None:
        """Write the open deadlines as iCalendar."""
        from neksus_desktop.usecases.year_wheel import write_calendar

        self.shell.runner.submit(
            write_calendar, self.shell.profile, self._year.subject if self._year else None, say.language, path,
            done=lambda count: self.shell.notified.emit(say.count("register.calendar_done", count, file=path.name)),
        )  # fmt: skip

    def _show(self) -> None:
        shown = next((name for name in _SHOWN if self.chips[name].isChecked()), "all")
        entries = self._found.mine if shown == "mine" else self._found.entries
        if shown == "open":
            entries = [entry for entry in entries if not entry.done]
        self.table.set_rows(entries, keep=_key)
        today = self.shell.profile.now().date()
        self.wheel.show_year(self._year.number if self._year else today.year, entries, today)
        still = [entry for entry in entries if not entry.done]
        undated = sum(not entry.day for entry in still)
        parts = [say.count("register.wheel.count", len(still))]
        if undated:
            parts.append(say.count("register.wheel.undated", undated))
        self.summary.setText(" · ".join(parts))
        self.stack.setCurrentIndex(0 if entries else 1)

    def _on_chosen(self) -> None:
        for entry in self.table.selected()[:1]:
            self.wheel.mark(_key(entry))

    def _choose(self, key: str) -> None:
        for at, entry in enumerate(self.table.rows.rows):
            if _key(entry) == key:
                self.table.selectRow(at)
                self.table.scrollTo(self.table.rows.index(at, 0))

    def _ask_calendar(self) -> None:
        year = self._year.number if self._year else ""
        ask_save(self, say("register.calendar"), f"neksus-{year}.ics", self.calendar_to)

    def _day(self, entry: Entry) -> Cell:
        if not entry.day:
            return Cell(say("register.wheel.no_day"), tone="note")
        below = say("register.wheel.recommended", date=figures(entry.recommended)) if entry.recommended else ""
        today = self.shell.profile.now().date().isoformat()
        if entry.done:
            return Cell(figures(entry.day), below, "muted")
        if entry.day < today:
            return Cell(say("register.wheel.past", date=figures(entry.day)), below, "note")
        return Cell(figures(entry.day), below)

    def _what(self, entry: Entry) -> Cell:
        """What is due; below it the source as well, while there is no room for it in a column of its own."""
        narrow = self.table.isColumnHidden(_SOURCE)
        beside = (*_source(entry)[:2], entry.what) if narrow else (entry.what, entry.register)
        return Cell(entry.title or say("register.wheel.untitled"), " · ".join(part for part in beside if part))


def _key(entry: Entry) -> str:
    return f"{entry.record} {entry.key}"


def _source(entry: Entry) -> Cell:
    source = " ".join(part for part in (entry.source, entry.source_ref) if part)
    if not source:
        return Cell("")
    if entry.controlled:
        return Cell(source, say("register.wheel.checked", role=named("rolle", entry.controlled)))
    return Cell(source, say("register.wheel.not_checked") if entry.checkable else "")


def _role(entry: Entry) -> str:
    return capital(named("rolle", entry.responsible))


def load(profile: Profile, subject: str | None, language: str) -> Found:
    """Read what the page shows."""
    from neksus_desktop.usecases.year_wheel import entries, my_deadlines

    return Found(entries(profile, subject, language), my_deadlines(profile, language))  # type: ignore[arg-type]  # nb, nn or en
