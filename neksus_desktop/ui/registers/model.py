"""A register's rows as a table model: columns from the form; filter, sort and group in memory; single cells written.

Ten thousand rows of short texts are a few megabytes; filtering them takes a fraction of what reading does. What rows
can be found by is put together where they are read (``said_of``, in the worker), and they are sorted when the order is
another one, not when they are filtered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from neksus_desktop.ui.naming import named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets.table import NOTE, STRONG

if TYPE_CHECKING:
    from neksus_desktop.usecases.registers import Register, RegisterColumn, RegisterRow

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
OPEN = frozenset({"draft", "returned"})
"""Statuses in which a row is written."""
EDIT = Qt.ItemDataRole.EditRole
_FIGURES = re.compile(r"(\d+)", re.ASCII)
_MOMENTS = {"date": date.fromisoformat, "dateTime": datetime.fromisoformat}


class Group(NamedTuple):
    """A line that stands above the rows of a group."""

    title: str
    size: int


class RegisterModel(QAbstractTableModel):
    """``edited`` asks for a cell to be written: record, path, value."""

    edited = Signal(str, str, str)
    refused = Signal(str, str)
    """Type of the column, and what was typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.closed = False
        """Whether nothing can be kept, whatever the status of a row."""
        self.left_out: tuple[int, ...] = ()
        """Columns for which the table has no room: the first cell of a row says what stands in them."""
        self.register: Register | None = None
        self.columns: tuple[RegisterColumn, ...] = ()
        self._all: list[RegisterRow] = []
        self._ordered: list[RegisterRow] = []
        self._lines: list[RegisterRow | Group] = []
        self._said: dict[str, str] = {}
        self._words: tuple[str, ...] = ()
        self._state = ""
        self._group = ""
        self._sort: tuple[int, bool] | None = None

    def show(self, register: Register, rows: list[RegisterRow], said: dict[str, str]) -> None:
        """Show another register, or the same one read again; ``said`` is what its rows can be found by."""
        if self.register is None or register.form_id != self.register.form_id:
            self._words, self._state, self._group, self._sort = (), "", "", None
        self.register, self.columns, self._all, self._said = register, register.columns, rows, said
        self._order()

    def filter(self, *, words: str | None = None, state: str | None = None, group: str | None = None) -> None:
        """Show only rows with these words and this state, grouped by the column of this name."""
        if words is not None:
            self._words = tuple(words.casefold().split())
        self._state = self._state if state is None else state
        self._group = self._group if group is None else group
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by what a column says; −1 is the order in which rows were made."""
        self._sort = (column, order == Qt.SortOrder.DescendingOrder) if 0 <= column < len(self.columns) else None
        self._order()

    def replace(self, row: RegisterRow) -> None:
        """One row was written: say it anew where it stands."""
        if self.register is not None:
            self._said |= said_of(self.register, [row])
        for rows in (self._all, self._ordered, self._lines):
            for at, line in enumerate(rows):
                if not isinstance(line, Group) and line.id == row.id:
                    rows[at] = row
                    if rows is self._lines:
                        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def line(self, index: Index) -> RegisterRow | Group:
        """The row or group line at an index."""
        return self._lines[index.row()]

    def row_of(self, record: str) -> int:
        """Where a record stands, −1 if it is not shown."""
        return next(
            (at for at, line in enumerate(self._lines) if not isinstance(line, Group) and line.id == record), -1
        )

    def groups(self) -> list[int]:
        """Where the group lines stand."""
        return [at for at, line in enumerate(self._lines) if isinstance(line, Group)]

    def shown(self) -> list[RegisterRow]:
        """The rows that are shown, in their order."""
        return [line for line in self._lines if not isinstance(line, Group)]

    def counted(self) -> Counter[str]:
        """How many of the rows shown have each state, in words."""
        assert self.register is not None
        state = self.register.meaning("state")
        if state is None:
            return Counter()
        found = Counter(row.values.get(state.path, "") for row in self.shown())
        return Counter({label: found[code] for code, label in state.choices if code in found})

    def _order(self) -> None:
        self._ordered = self._all
        if self._sort is not None:
            at, back = self._sort
            self._ordered = sorted(self._all, key=self._key(self.columns[at]), reverse=back)
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        rows = self._ordered
        if self._state:
            assert self.register is not None
            state = self.register.meaning("state")
            path = state.path if state is not None else ""
            rows = [row for row in rows if row.values.get(path, "") == self._state]
        for word in self._words:
            rows = [row for row in rows if word in self._said[row.id]]
        self._lines = self._grouped(rows)
        self.endResetModel()

    def _key(self, column: RegisterColumn) -> Callable[[RegisterRow], tuple[int, Any]]:
        order = {code: at for at, (code, _) in enumerate(column.choices)}
        known: dict[str, tuple[int, Any]] = {"": (2, "")}

        def key(row: RegisterRow) -> tuple[int, Any]:
            value = row.values.get(column.path, "")
            found = known.get(value)
            if found is None:
                found = known[value] = (0, order.get(value, len(order))) if order else _by_size(value)
            return found

        return key

    def _grouped(self, rows: list[RegisterRow]) -> list[RegisterRow | Group]:
        column = next((one for one in self.columns if one.name == self._group), None)
        if column is None:
            return list(rows)
        found: dict[str, list[RegisterRow]] = {}
        for row in rows:
            found.setdefault(row.values.get(column.path, ""), []).append(row)
        order = {code: at for at, (code, _) in enumerate(column.choices)}
        lines: list[RegisterRow | Group] = []
        for value in sorted(found, key=lambda value: (order.get(value, len(order)), value)):
            lines.append(Group(column.text(value) or say("register.no_value"), len(found[value])))
            lines += found[value]
        return lines

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows and group lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        """The form's columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles from the form."""
        shown = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if shown and orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            return self.columns[section].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group line cannot be chosen; a cell can be written where its question is a short one."""
        line = self._lines[index.row()]
        if isinstance(line, Group):
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.closed and self.columns[index.column()].inline and line.status in OPEN:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; what stands out is said in the tooltip and to screen readers too."""
        line, column = self._lines[index.row()], self.columns[index.column()]
        if isinstance(line, Group):
            return _of_group(line, index.column(), role)
        if role == EDIT:
            return line.values.get(column.path, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return text(column, line).replace("\n", " ")
        assert self.register is not None
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            beside = self.left_out if index.column() == 0 else ()
            parts = (text(column, line), *self.with_titles(line, beside), *self.register.notices(line.values))
            return "\n".join(part for part in parts if part)
        if role == NOTE and index.column() == 0:
            return bool(self.register.notices(line.values))
        return None

    def with_titles(self, row: RegisterRow, columns: Iterable[int]) -> list[str]:
        """What a row says in some columns, each with the title of the column; nothing where it says nothing."""
        said = ((self.columns[at].title, text(self.columns[at], row)) for at in columns if at < len(self.columns))
        return [say("register.titled", title=title, text=words) for title, words in said if words]

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        """Ask for a cell to be written; what cannot be understood is told and changes nothing."""
        line, column = self._lines[index.row()], self.columns[index.column()]
        if role != EDIT or isinstance(line, Group):
            return False
        given = str(value).strip()
        if column.type in _MOMENTS and given:
            understood = _understood(column.type, given)
            if understood is None:
                self.refused.emit(column.type, given)
                return False
            given = understood
        if given != line.values.get(column.path, ""):
            self.edited.emit(line.id, column.path, given)
        return True


def said_of(register: Register, rows: Iterable[RegisterRow]) -> dict[str, str]:
    """What rows can be found by, by record."""
    columns = register.columns
    return {row.id: " ".join(_searched(column, row) for column in columns).casefold() for row in rows}


def _by_size(value: str) -> tuple[int, Any]:
    """Figures by what they are worth, before words."""
    bare = value.replace(".", "", 1).lstrip("-")
    return (0, float(value)) if bare.isdecimal() and bare.isascii() else (1, _natural(value))


def _natural(value: str) -> list[tuple[int, str]]:
    """Words and figures by turns: «2 t» comes before «10 t», «§ 4.2» before «§ 4.10»."""
    parts = _FIGURES.split(value.casefold())
    return [(int(part) if at % 2 else 0, part) for at, part in enumerate(parts)]


def _of_group(line: Group, column: int, role: int) -> Any:
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} and column == 0:
        return say.count("register.group", line.size, title=line.title)
    return True if role == STRONG else None


def _understood(kind: str, given: str) -> str | None:
    """The ISO date or moment that was meant, None when it cannot be told."""
    from neksus_desktop.ui.editor.controls.typed import months
    from neksus_desktop.ui.editor.lexical import parse_date, parse_moment

    read = parse_date if kind == "date" else parse_moment
    found = read(given, date.today(), months())  # noqa: DTZ011 - the day where one sits
    try:
        _MOMENTS[kind](found)
    except ValueError:
        return None
    return found


def text(column: RegisterColumn, row: RegisterRow) -> str:
    """What a row says in a column."""
    value = row.values.get(column.path, "")
    if not value:
        return ""
    if column.type == "date":
        return figures(value)
    if column.type == "dateTime":
        return moment(value)
    if column.attributes.get("suggestions") == "rolle":
        return named("rolle", value)
    return column.text(value)


def _searched(column: RegisterColumn, row: RegisterRow) -> str:
    """What a row can be found by: its words, and a day as it is typed in Norwegian too."""
    value = row.values.get(column.path, "")
    if column.type == "date" and value:
        return f"{value} {value[8:10]}.{value[5:7]}.{value[:4]}"
    return column.text(value)


def moment(iso: str) -> str:
    """A day and a time in figures."""
    return say("register.moment", date=figures(iso), time=iso[11:16].replace(":", "."))


def figures(iso: str) -> str:
    """A day in figures; what is no day as it is."""
    try:
        return say.figures(date.fromisoformat(iso[:10]))
    except ValueError:
        return iso
