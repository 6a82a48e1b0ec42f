"""One register: search, filter, group, counts; the table itself; rows opened, added, written, taken in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.files import ask_open, ask_save
from neksus_desktop.ui.naming import status
from neksus_desktop.ui.registers.delegate import CELL_TEXT, CellDelegate
from neksus_desktop.ui.registers.model import OPEN, Group, RegisterModel
from neksus_desktop.ui.registers.rest import Rest
from neksus_desktop.ui.registers.table import RegisterTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import (
    ChoiceField,
    EmptyState,
    Heading,
    LinkButton,
    Muted,
    NoteBox,
    SearchField,
    TextField,
)
from neksus_desktop.ui.widgets.flow import FlowRow
from neksus_desktop.ui.widgets.table import Index

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.registers.dialogs import PlanDialog
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.ui.tasks import Task
    from neksus_desktop.usecases.register_files import RegisterPlan
    from neksus_desktop.usecases.registers import Register, RegisterRow
    from neksus_desktop.usecases.years import Year

_LETTER = 7.4
"""Pixels of a letter at 100 %, for the widths that forms give in letters."""
_ROOM = 18
"""Room around a cell's text."""


class TablePage(QWidget):
    """``written`` tells that something was; ``add_wanted`` that a new row is."""

    written = Signal()
    add_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.register: Register | None = None
        self._year: Year | None = None
        self.heading, self.summary = Heading(), Muted()
        self.search = SearchField("register_search", lambda words: self._filter(words=words))
        self.state = ChoiceField("register_state")
        self.state.chosen.connect(lambda value: self._filter(state=value))
        self.group = ChoiceField("register_group")
        self.group.chosen.connect(lambda value: self._filter(group=value))
        self.import_button = LinkButton("register_import", clicked=self._ask_import)
        self.export_button = LinkButton("register_export", clicked=self._ask_export)
        self.print_button = LinkButton("register_print", clicked=self._print)
        self.letter_button = LinkButton("register_letter", clicked=self._letter)
        self.note, self.rest = NoteBox(), Rest()
        self.note.hide()
        self.model = RegisterModel(self)
        self.model.closed = shell.profile.read_only
        self.model.edited.connect(self._write)
        self.model.refused.connect(self._on_refused)
        self.table = RegisterTable("register_table", self.open_row)
        self.table.unwritable.connect(self._not_here)
        self.table.fits.connect(self._say_rest)
        self.table.setModel(self.model)
        cells = CellDelegate(self.table)
        cells.typed.connect(self._note_cell)
        cells.closeEditor.connect(lambda *_: self.shell.drafts.forget(self._cell_place()))
        self.table.setItemDelegate(cells)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.EditKeyPressed | triggers.SelectedClicked)
        head = self.table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sortIndicatorChanged.connect(self._sort)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._on_current())
        self.empty = EmptyState("register_empty", self.add_wanted.emit, writes=True)
        self.stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        top = QHBoxLayout()
        top.setSpacing(10)
        actions = FlowRow(gap=8)
        for button in (self.letter_button, self.print_button, self.import_button, self.export_button):
            actions.flow.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.heading)
        words.addWidget(self.summary)
        top.addLayout(words, 1)
        top.addWidget(actions)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        self.search.setMaximumWidth(320)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.state)
        filters.addWidget(self.group)
        filters.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(filters)
        column.addWidget(self.stack, 1)
        column.addWidget(self.rest)
        column.addWidget(self.note)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)

    def show_register(
        self, register: Register, rows: list[RegisterRow], said: dict[str, str], year: Year | None
    ) -> None:
        """Show a register's rows; the chosen row stays chosen."""
        other = self.register is None or self.register.form_id != register.form_id
        row = self._current()
        before = "" if row is None else row.id
        self.register, self._year = register, year
        if other:
            self.search.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
            self.search.clear()
            self.search.blockSignals(False)  # noqa: FBT003
            self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show(register, rows, said)
        self._offer(fresh=other)
        self._fit()
        self.choose(before)
        self._put_back_cell()

    def choose(self, record: str) -> None:
        """Choose the row of a record, or the first."""
        at = max(self.model.row_of(record), 1 if 0 in self.model.groups() else 0)
        if at < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(at, 0))
        self._on_current()

    def replace(self, row: RegisterRow) -> None:
        """A row was written: show it, and count anew."""
        self.model.replace(row)
        self._say()
        self._on_current()

    def retranslate(self) -> None:
        """Say what does not come from the form."""
        self.search.say(say("register.search"))
        self.state.say_name(say("register.state"))
        self.group.say_name(say("register.group_by"))
        self.import_button.say(say("register.import"))
        self.export_button.say(say("register.export"))
        self.print_button.say(say("register.print"))
        if self.register is not None:
            self._offer(fresh=False)

    def open_row(self, index: Index) -> None:
        """Open a row as the record it is."""
        line = self.model.line(index)
        if not isinstance(line, Group):
            self.shell.navigate("editor", record=line.id, back="registers")

    def export_to(self, path: Path) -> None:
        """Write the table to a file."""
        from neksus_desktop.usecases.register_files import export_register

        assert self.register is not None
        self.shell.runner.submit(
            export_register, self.shell.profile, self.register.form_id, self._year.subject if self._year else None,
            path, say.language,
            done=lambda count: self.shell.notified.emit(say.count("register.exported", count, file=path.name)),
        )  # fmt: skip

    def plan_from(self, path: Path) -> None:
        """Read a table and show what it would change."""
        from neksus_desktop.usecases.register_files import plan_import

        if self.register is not None and self._year is not None:
            self.shell.runner.submit(
                plan_import, self.shell.profile, self.register.form_id, self._year.subject, path, say.language,
                progress=self._show_reading, done=self._show_plan, failed=self._not_read,
            )  # fmt: skip

    def _offer(self, *, fresh: bool) -> None:
        assert self.register is not None
        register = self.register
        state = register.meaning("state")
        self.state.set_choices([("", say("register.all_states")), *(state.choices if state is not None else ())])
        groups = [(one.name, say("register.by", title=one.title)) for one in register.columns if one.group]
        self.group.set_choices([("", say("register.no_group")), *groups])
        if fresh:
            self.state.set_value("")
            self.group.set_value("")
        self.heading.setText(register.title)
        self.table.setAccessibleName(register.title)
        self.letter_button.setVisible(bool(register.paper))
        self.letter_button.say(say(f"register.paper.{register.paper}") if register.paper else "")
        self._say()

    def _fit(self) -> None:
        assert self.register is not None
        state = self.register.meaning("state")
        columns = list(enumerate(self.model.columns))[:0:-1]
        written = [at for at, one in columns if one.inline and one is not state]
        self.table.leaving = (*(at for at, one in columns if not one.inline and one is not state), *written)
        self.table.clearSpans()
        for at in self.model.groups():
            self.table.setSpan(at, 0, 1, max(self.model.columnCount(), 1))
        self.table.set_widths([round(one.width * _LETTER) + _ROOM for one in self.model.columns[1:]])

    def _filter(self, **wanted: str) -> None:
        self.model.filter(**wanted)
        self._fit()
        self._say()
        self.choose("")

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        row = self._current()
        self.model.sort(section, order)
        self._fit()
        self.choose("" if row is None else row.id)

    def _say(self) -> None:
        shown = self.model.shown()
        counted = [f"{say.number(count)} {state.lower()}" for state, count in self.model.counted().items() if state]
        self.summary.setText(
            " · ".join([say.count("register.rows", len(shown), shown=say.number(len(shown))), *counted])
        )
        self.stack.setCurrentIndex(0 if shown else 1)
        narrowed = bool(self.search.text().strip() or self.state.value())
        kind = "nothing" if narrowed else "empty"
        self.empty.say(
            say(f"register.{kind}.title"), say(f"register.{kind}.text"),
            self.register.entry if self.register is not None and not narrowed else "",
        )  # fmt: skip

    def _on_refused(self, kind: str, given: str) -> None:
        self.shell.notify("register.no_day" if kind == "date" else "register.no_moment", given=given)

    def _not_here(self, index: Index) -> None:
        """Say why a cell is not written in the table; one that is written in the row itself opens the row."""
        line, column = self.model.line(index), self.model.columns[index.column()]
        if isinstance(line, Group):
            return
        if self.model.closed:
            self.shell.notify("register.cell.closed")
        elif line.status not in OPEN:
            self.shell.notify("register.cell.locked", status=status(line.status).lower())
        elif column.type == "calculate":
            self.shell.notify("register.cell.computed", title=column.title)
        else:
            self.open_row(index)
            self.shell.notify("register.cell.opened", title=column.title)

    def _current(self) -> RegisterRow | None:
        """The row one stands on."""
        index = self.table.currentIndex()
        line = self.model.line(index) if index.isValid() and index.row() < self.model.rowCount() else None
        return None if isinstance(line, Group) else line

    def _on_current(self) -> None:
        row = self._current()
        notices = () if row is None or self.register is None else self.register.notices(row.values)
        self.note.set_text(" ".join(notices))
        self.note.setVisible(bool(notices))
        self.letter_button.setEnabled(row is not None)
        self._say_rest()

    def _say_rest(self) -> None:
        """Say beneath the table what has no room in the current row."""
        row = self._current()
        self.rest.say([] if row is None else self.model.with_titles(row, self.table.rest()))

    def _cell_place(self) -> str:
        register = self.register.form_id if self.register is not None else ""
        return f"cell/{register}/{self._year.subject if self._year is not None else ''}"

    def _note_cell(self, index: Index, text: str) -> None:
        line = self.model.line(index)
        if not isinstance(line, Group):
            column = self.model.columns[index.column()].name
            self.shell.drafts.note(self._cell_place(), {"record": line.id, "column": column, "text": text})

    def _put_back_cell(self) -> None:
        """Write on in the cell in which the power went, or which was read again meanwhile."""
        kept = self.shell.drafts.found(self._cell_place())
        names = [column.name for column in self.model.columns]
        row = self.model.row_of(kept.get("record", ""))
        if row < 0 or kept["column"] not in names:
            return
        index = self.model.index(row, names.index(kept["column"]))
        if not self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return
        self.table.reveal(index)
        self.table.edit(index)
        for line in self.table.findChildren(TextField, CELL_TEXT):
            line.setText(kept["text"])
            line.setModified(True)
        self.shell.notify("ui.draft.back")

    def _write(self, record: str, path: str, value: str) -> None:
        from neksus_desktop.usecases.registers import write_cell

        assert self.register is not None
        self.shell.show_saved(None)
        self.shell.runner.submit(
            write_cell, self.shell.profile, self.register, record, path, value, done=self._on_written
        )

    def _on_written(self, done: tuple[object, RegisterRow]) -> None:
        at, row = done
        self.shell.show_saved(at)
        self.replace(row)
        self.written.emit()

    def _ask_import(self) -> None:
        ask_open(self, say("register.import"), "*.xlsx *.csv", lambda paths: self.plan_from(paths[0]))

    def _ask_export(self) -> None:
        assert self.register is not None
        ask_save(self, say("register.export"), f"{self.register.form_id}.xlsx", self.export_to)

    def _show_reading(self, at: int, of: int) -> None:
        self.summary.setText(say("register.plan.reading", at=say.number(at), of=say.number(of)))

    def _not_read(self, error: NeksusError) -> None:
        self._say()
        self.shell.show_error(error)

    def _show_plan(self, plan: RegisterPlan) -> None:
        from neksus_desktop.ui.registers.dialogs import PlanDialog

        self._say()
        dialog = PlanDialog(plan, lambda: self._apply(plan, dialog), self)
        dialog.open()

    def _apply(self, plan: RegisterPlan, dialog: PlanDialog) -> Task:
        from neksus_desktop.usecases.register_files import apply_import

        assert self._year is not None
        return self.shell.runner.submit(
            apply_import, self.shell.profile, plan, self._year.subject, progress=dialog.show_progress,
            done=lambda count: self._taken_in(dialog, count), failed=lambda error: self._not_taken_in(dialog, error),
        )  # fmt: skip

    def _taken_in(self, dialog: PlanDialog, count: int) -> None:
        dialog.end()
        self.shell.announce("records")
        self.shell.notified.emit(say.count("register.taken_in", count))

    def _not_taken_in(self, dialog: PlanDialog, error: NeksusError) -> None:
        dialog.end()
        self.shell.show_error(error)

    def _print(self) -> None:
        if self.register is not None:
            ids = (self.register.form_id, *([self._year.subject] if self._year else []))
            self.shell.navigate("preview", ids=ids, kind="register", back="registers")

    def _letter(self) -> None:
        row = self._current()
        if self.register is not None and row is not None:
            self.shell.navigate("preview", ids=(row.id,), kind=self.register.paper, back="registers")
