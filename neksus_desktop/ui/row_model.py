"""Rows for a ``RowTable``: any objects, read through columns; ticks are kept beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from neksus_desktop.ui.say import say

Index = QModelIndex | QPersistentModelIndex
Tone = Literal["plain", "strong", "muted", "note", "accent", "error"]
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NOWHERE = QModelIndex()


class Cell(NamedTuple):
    """What stands in a cell: a line, a smaller one below it, and how it stands out.

    ``file`` says that the last words are a file's name: where there is no room its number and ending are kept.
    """

    text: str
    below: str = ""
    tone: Tone = "plain"
    file: bool = False


class Column(NamedTuple):
    """A column. ``width`` is in letters of the body font; 0 takes what is left.

    Where there is little room columns are left out, those with the highest ``drop`` first; 0 always stays.
    """

    title_key: str
    cell: Callable[[Any], Cell]
    width: int = 0
    drop: int = 0


class RowModel(QAbstractTableModel):
    """Rows of any kind, read through columns."""

    ticks_changed = Signal()

    def __init__(self, columns: Sequence[Column], *, tickable: bool = False) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows: list[Any] = []
        self._ticked: set[int] = set()
        self.tickable = tickable

    @property
    def rows(self) -> list[Any]:
        """The rows shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; ticks are taken away."""
        self.beginResetModel()
        self._rows = list(rows)
        self._ticked.clear()
        self.endResetModel()
        self.ticks_changed.emit()

    def ticked(self) -> list[Any]:
        """The rows that are ticked, in their order."""
        return [self._rows[at] for at in sorted(self._ticked)]

    def tick(self, at: int, *, on: bool) -> None:
        """Tick a row or take its tick away."""
        (self._ticked.add if on else self._ticked.discard)(at)
        index = self.index(at, 0)
        self.dataChanged.emit(index, index)
        self.ticks_changed.emit()

    def retranslate(self) -> None:
        """Everything is said anew."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def cell(self, index: Index) -> Cell:
        """What stands at an index."""
        return self._columns[index.column()].cell(self._rows[index.row()])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for readers and the cell for the delegate."""
        if not index.isValid():
            return None
        if role == CELL_ROLE:
            return self.cell(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cell = self.cell(index)
            return f"{cell.text}, {cell.below}" if cell.below else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            from html import escape

            cell = self.cell(index)
            lines = (escape(part) for part in (cell.text, cell.below) if part)
            return f"<qt>{'<br>'.join(lines)}</qt>"  # said to be rich text, so that escapes are never shown
        if role == Qt.ItemDataRole.CheckStateRole and self.tickable and index.column() == 0:
            return Qt.CheckState.Checked if index.row() in self._ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Only ticks are set here."""
        if role != Qt.ItemDataRole.CheckStateRole or not self.tickable:
            return False
        self.tick(index.row(), on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen, and ticked where that is asked for."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.tickable and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles in the current language."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(self._columns[section].title_key)
        return None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns
