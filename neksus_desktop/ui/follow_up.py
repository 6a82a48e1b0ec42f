"""Oppfølging: follow-up points of all records by deadline; close with outcome and ground, move, hand over, undo."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.files import ask_save
from neksus_desktop.ui.follow_up_dialogs import CloseDialog, DeadlineDialog, TakeOverDialog
from neksus_desktop.ui.naming import capital, code_of, day, named
from neksus_desktop.ui.page import or_empty, page_column
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.screen import Deed, Screen, deeds_of
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import (
    ChoiceField,
    EmptyState,
    LinkButton,
    Muted,
    NoteBox,
    PageTitle,
    PrimaryButton,
    SearchField,
    SecondaryButton,
    ToggleChip,
)
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.usecases.follow_up_steps import FollowUpResult, Ground
    from neksus_desktop.usecases.follow_ups import DeadlineRow
    from neksus_desktop.usecases.profile import Profile

_STATES = (("open", "aapen"), ("closed", "lukket"), ("all", None))
_MOST = 5000
_Changed = Literal["closed", "opened", "moved", "handed"]


class _Found(NamedTuple):
    rows: list[DeadlineRow]
    numbers: dict[tuple[str, str], str]


class FollowUpScreen(Screen):
    """The list and what can be done with the points chosen in it."""

    place: ClassVar[str] = "follow_up"
    watches: ClassVar[frozenset[Changed]] = frozenset({"records", "follow_ups", "subjects"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found = _Found([], {})
        self._undo: dict[str, dict[str, str]] = {}
        self.move_button = SecondaryButton("follow_up_move", clicked=self.set_deadline, writes=True)
        self.take_over_button = SecondaryButton("follow_up_take_over", clicked=self.take_over, writes=True)
        self.close_button = PrimaryButton("follow_up_close", clicked=self.close_points, writes=True)
        for button in (self.take_over_button, self.move_button, self.close_button):
            self.header.add_action(button)
        self.title = PageTitle()
        self.summary = Muted()
        self.search = SearchField("follow_up_search", lambda _text: self._show())
        self.role = ChoiceField("follow_up_role")
        self.role.chosen.connect(lambda _value: self._show())
        self.table = RowTable("follow_up_table", self._columns(), many=True)
        self.table.opened.connect(self.open_point)
        self.table.chosen.connect(self._on_chosen)
        self.go_button = LinkButton("follow_up_go", clicked=self._go)
        self.calendar_button = LinkButton("follow_up_calendar", clicked=self.save_calendar)
        self.undo_note = NoteBox(tone="accent")
        self.undo_button = LinkButton("follow_up_undo", clicked=self.undo, writes=True)
        self.undo_note.row.addWidget(self.undo_button)
        self.undo_note.hide()
        self.empty = EmptyState("follow_up_empty")
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo)
        self._lay_out()
        self.retranslate()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("places.follow_up.column.deadline", self._deadline, 25),
            Column("places.follow_up.column.text", self._text),
            Column(
                "places.follow_up.column.responsible", lambda row: Cell(_role(row.responsible), tone="muted"), 24, 1
            ),
            Column("places.follow_up.column.state", self._state, 20, 2),
        )

    def _lay_out(self) -> None:
        self.chips: dict[str, ToggleChip] = {}
        filters = FlowRow(gap=8)
        for name, _state in _STATES:
            chip = ToggleChip(f"follow_up_{name}", toggled=lambda on: self.reload() if on else None)
            chip.setAutoExclusive(True)
            self.chips[name] = chip
            filters.flow.addWidget(chip)
        self.chips["open"].blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.chips["open"].setChecked(True)
        self.chips["open"].blockSignals(False)  # noqa: FBT003
        filters.flow.addWidget(self.role)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(filters, 1)
        ways = FlowRow(gap=8)
        ways.flow.addWidget(self.calendar_button)
        ways.flow.addWidget(self.go_button)
        row.addWidget(ways, 0, Qt.AlignmentFlag.AlignTop)
        self.search.setMaximumWidth(300)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.stack = or_empty(self.table, self.empty)
        column = page_column(self, self.title, self.summary)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        column.addWidget(self.undo_note)

    def retranslate(self) -> None:
        """Say everything again."""
        say = self.shell.say
        self.title.setText(say("places.follow_up.title"))
        self.move_button.say(say("places.follow_up.move"))
        self.take_over_button.say(say("places.follow_up.take_over"))
        self.close_button.say(say("places.follow_up.close"))
        self.go_button.say(say("places.follow_up.go"))
        self.calendar_button.say(say("places.follow_up.calendar"))
        self.undo_button.say(say("places.undo"))
        self.search.say(say("places.follow_up.search"))
        self.role.say_name(say("places.follow_up.role"))
        self.table.setAccessibleName(say("places.follow_up.title"))
        for name, chip in self.chips.items():
            chip.say(say(f"places.follow_up.show.{name}"))
        self.undo_note.hide()
        self.table.retranslate()
        self._on_found(self._found)

    def deeds(self) -> list[Deed]:
        """What stands in the header and above the list."""
        above = (self.go_button, self.calendar_button, self.undo_button)
        return [*super().deeds(), *deeds_of(one for one in above if one.isVisible() and one.isEnabled())]

    def enter(self, **arguments: Any) -> None:
        """``follow_up`` is the id of a point to choose."""
        self._wanted = str(arguments.get("follow_up", ""))
        super().enter(**arguments)
        self._choose_wanted()
        self.table.setFocus()

    def leave(self) -> bool:
        """What could be undone stays done."""
        self.undo_note.hide()
        return super().leave()

    def reload(self) -> None:
        """Read the points again."""
        state = next(state for name, state in _STATES if self.chips[name].isChecked())
        self.shell.runner.submit(_load, self.shell.profile, state, self.shell.say.language, done=self._on_found)

    def open_point(self, row: DeadlineRow) -> None:
        """Go to the assessment where the point was written."""
        self.shell.navigate("editor", record=row.record, point=row.point, back=self.place)

    def close_points(self) -> None:
        """Ask for outcome and ground, then close what is chosen; closed points are opened again."""
        rows = self.table.selected()
        if not rows:
            return
        if all(row.state == "lukket" for row in rows):
            self._change("opened", {"state": "aapen"})
            return
        dialog = CloseDialog(rows, self._today(), self)
        dialog.accepted.connect(
            lambda: self._change(
                "closed", {"state": "lukket", "outcome": dialog.outcome()}, dialog.ground(), dialog.again()
            )
        )
        records = "/".join(sorted({row.record for row in rows}))
        self.shell.drafts.keep(f"outcome/{records}/{' '.join(row.id for row in rows)}", dialog)
        dialog.open()

    def set_deadline(self) -> None:
        """Ask for another deadline."""
        rows = self.table.selected()
        if rows:
            dialog = DeadlineDialog(rows, self._today(), self)
            dialog.accepted.connect(lambda: self._change("moved", {"deadline": dialog.deadline()}))
            dialog.open()

    def take_over(self) -> None:
        """Ask which role shall have them from now on."""
        rows = self.table.selected()
        if rows:
            dialog = TakeOverDialog(rows, self.shell.profile.role, self)
            dialog.accepted.connect(lambda: self._change("handed", {"responsible": dialog.role()}))
            dialog.open()

    def save_calendar(self) -> None:
        """Ask where to save the deadlines as a calendar; titles are left out of it."""
        ask_save(self, self.shell.say("places.follow_up.calendar"), "neksus-frister.ics", self.save_calendar_to)

    def save_calendar_to(self, path: Path) -> None:
        """Save the deadlines as a calendar."""
        from neksus_desktop.usecases.tables import make_table

        self.shell.runner.submit(
            make_table, self.shell.profile, "deadlines", path, language=self.shell.say.language,
            done=lambda rows: self.shell.notified.emit(self.shell.say.count("places.follow_up.calendar_saved", rows)),
        )  # fmt: skip

    def undo(self) -> None:
        """Take the last change back."""
        if not self._undo:
            return
        from neksus_desktop.usecases.follow_up_steps import take_back

        undo, self._undo = self._undo, {}
        self.undo_note.hide()
        self.shell.runner.submit(take_back, self.shell.profile, undo, done=self._on_undone)

    def _on_undone(self, _none: None) -> None:
        self.shell.notify("places.follow_up.undone")
        self._announce()

    def _change(self, deed: _Changed, changes: dict[str, str], ground: Ground | None = None, again: int = 0) -> None:
        from neksus_desktop.usecases.follow_up_steps import change_follow_ups, next_deadline

        rows = self.table.selected()
        points = [(row.record, row.id) for row in rows]
        due = next_deadline(rows[0].deadline, again, self._today()) if again else ""
        self.shell.runner.submit(
            change_follow_ups,
            self.shell.profile,
            points,
            changes,
            ground=ground,
            again=again,
            done=partial(self._on_changed_points, deed, due),
        )

    def _on_changed_points(self, deed: _Changed, due: str, result: FollowUpResult) -> None:
        self._undo = result.undo
        self._say_result(deed, due, result)
        self.undo_button.setVisible(bool(result.undo))
        self.undo_note.show()
        announce(self.undo_note)
        self._announce()

    def _say_result(self, deed: _Changed, due: str, result: FollowUpResult) -> None:
        say = self.shell.say
        told = [say.count(f"places.follow_up.{deed}", result.changed)] if result.changed else []
        if due and result.changed:
            told.append(say.count("places.follow_up.again_told", result.changed, date=day(due, self._today())))
        if result.waiting:
            told.append(say.count("places.follow_up.waiting", result.waiting))
        self.undo_note.set_text(" ".join(told))

    def _announce(self) -> None:
        self.shell.announce("records", "follow_ups")

    def _on_found(self, found: _Found) -> None:
        self._found = found
        roles = sorted({row.responsible for row in found.rows if row.responsible}, key=_role)
        self.role.set_choices([("", self.shell.say("places.follow_up.all_roles")), *((r, _role(r)) for r in roles)])
        self._show()
        self._choose_wanted()

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        role = self.role.value()
        rows = [
            row
            for row in self._found.rows
            if (not role or row.responsible == role)
            and all(word in f"{row.text} {row.title} {_role(row.responsible)}".casefold() for word in words)
        ]
        self.table.leave_out(3, out=self.chips["open"].isChecked())
        self.table.set_rows(rows, keep=lambda row: (row.record, row.id))
        self._say_summary(rows)
        self.stack.setCurrentIndex(0 if rows else 1)
        say = self.shell.say
        kind = "filtered" if self._found.rows or words or not self.chips["open"].isChecked() else "none"
        self.empty.say(say(f"places.follow_up.empty.{kind}"), say(f"places.follow_up.empty.{kind}_help"))

    def _say_summary(self, rows: list[DeadlineRow]) -> None:
        say = self.shell.say
        still = [row for row in rows if row.state != "lukket"]
        today = self._today().isoformat()
        overdue = sum(_is_overdue(row, today) for row in still)
        parts = [say.count("places.follow_up.open_count", len(still))]
        if overdue:
            parts.append(say.count("places.follow_up.overdue_count", overdue))
        self.summary.setText(" · ".join(parts))

    def _choose_wanted(self) -> None:
        wanted = getattr(self, "_wanted", "")
        for at, row in enumerate(self.table.rows.rows):
            if wanted and row.id == wanted:
                self.table.selectRow(at)
                self._wanted = ""

    def _on_chosen(self) -> None:
        rows = self.table.selected()
        for button in (self.move_button, self.take_over_button, self.close_button):
            button.setEnabled(bool(rows))
        self.go_button.setEnabled(len(rows) == 1)
        closed = bool(rows) and all(row.state == "lukket" for row in rows)
        self.close_button.say(self.shell.say("places.follow_up.open_again" if closed else "places.follow_up.close"))

    def _go(self) -> None:
        for row in self.table.selected()[:1]:
            self.open_point(row)

    def _today(self) -> date:
        return self.shell.profile.now().date()

    def _overdue(self, row: DeadlineRow) -> bool:
        return _is_overdue(row, self._today().isoformat())

    def _deadline(self, row: DeadlineRow) -> Cell:
        say = self.shell.say
        if not row.deadline:
            return Cell(say("places.follow_up.no_deadline"), tone="muted")
        words = day(row.deadline, self._today())
        if self._overdue(row):
            return Cell(say("places.follow_up.overdue", date=words), tone="note")
        return Cell(words)

    def _text(self, row: DeadlineRow) -> Cell:
        number = self._found.numbers.get((row.form_id, row.point), "")
        where = self.shell.say("places.point", number=number) if number else ""
        return Cell(row.text, " · ".join(part for part in (row.title, where) if part))

    def _state(self, row: DeadlineRow) -> Cell:
        if row.state == "lukket":
            return Cell(self.shell.say("places.follow_up.state.closed"), row.outcome, "muted")
        return Cell(self.shell.say("places.follow_up.state.open"))


def _is_overdue(row: DeadlineRow, today: str) -> bool:
    return bool(row.deadline) and row.deadline < today and row.state != "lukket"


def _role(code: str) -> str:
    return capital(named("rolle", code_of("rolle", code)))


def _load(profile: Profile, state: str | None, language: str) -> _Found:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.usecases.follow_ups import deadlines
    from neksus_desktop.usecases.read_across import points_of

    rows = deadlines(profile, state=state, limit=_MOST)
    numbers: dict[tuple[str, str], str] = {}
    for form in {row.form_id for row in rows}:
        try:
            numbers |= {(form, point.id): point.number for point in points_of(profile, form, language)}
        except NeksusError:
            continue  # a form that is gone does not hide its follow-up points
    return _Found(rows, numbers)
