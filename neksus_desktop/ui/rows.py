"""A table of rows on a card: two-line cells, hairlines, own header, ticks; drawn, not built.

A screen gives columns (a title key and how a row reads there) and rows. What a row says is also what a screen reader
gets. Where there is little room columns are left out; words that have no room are in the tool tip, or wrap in a table
of few rows that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from neksus_desktop.ui.row_drawing import PAD, RowDelegate, TableHead
from neksus_desktop.ui.row_model import Cell, Column, RowModel
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets.table import by_rows

__all__ = ["Cell", "Column", "RowModel", "RowTable"]

_STRETCHED, _AT_EASE = 30, 60
"""Letters that the column which takes what is left should have before others are left out, and to have enough."""
_LOOKED_AT = 20
"""Rows whose words are measured."""
_SMALL, _MOST = 0.86, 1.5
"""The smaller line of a cell; a column grows at most so much for its words."""


class RowTable(QTableView):
    """The view. ``opened`` gives the row opened by Return or double click; ``chosen`` follows the selection."""

    opened = Signal(object)
    chosen = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        tickable: bool = False,
        many: bool = False,
        two_lines: bool = True,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.rows = RowModel(columns, tickable=tickable)
        self._two_lines = two_lines
        self.wraps = wraps
        self._out: set[int] = set()
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setHorizontalHeader(TableHead(self))
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.rows[index.row()]))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self._fit()

    def set_rows(self, rows: Sequence[Any], *, keep: Callable[[Any], object] | None = None) -> None:
        """Show other rows; with ``keep`` the rows chosen before, known again by what it gives, stay chosen."""
        before = {keep(row) for row in self.selected()} if keep else set()
        self.rows.set_rows(rows)
        self._fit_columns()
        if keep and before:
            self._choose([at for at, row in enumerate(rows) if keep(row) in before])
        if not self.selectionModel().hasSelection() and rows and not self.rows.tickable:
            self.selectRow(0)
        self.chosen.emit()

    def selected(self) -> list[Any]:
        """The rows chosen, top down."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.count())]
        found = {at for part in parts for at in range(part.top(), part.bottom() + 1)}
        return [self.rows.rows[at] for at in sorted(found) if at < len(self.rows.rows)]

    def _choose(self, places: Sequence[int]) -> None:
        """Choose rows all at once: each that is chosen by itself is told."""
        chosen, last = QItemSelection(), self.rows.columnCount() - 1
        for at in places:
            chosen.append(QItemSelectionRange(self.rows.index(at, 0), self.rows.index(at, last)))
        if places:
            model, flags = self.selectionModel(), QItemSelectionModel.SelectionFlag
            model.setCurrentIndex(self.rows.index(places[-1], 0), flags.NoUpdate)
            model.select(chosen, flags.ClearAndSelect | flags.Rows)

    def retranslate(self) -> None:
        """Say titles and cells anew."""
        self.rows.retranslate()
        self._fit_columns()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row."""
        return super().moveCursor(action, by_rows(action, modifiers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, space ticks."""
        at = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self.opened.emit(self.rows.rows[at])
        elif event.key() == Qt.Key.Key_Space and self.rows.tickable and at >= 0:
            ticked = self.rows.index(at, 0).data(Qt.ItemDataRole.CheckStateRole)
            self.rows.tick(at, on=Qt.CheckState(ticked) != Qt.CheckState.Checked)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the first cell ticks."""
        index = self.indexAt(event.position().toPoint())
        if self.rows.tickable and index.isValid() and index.column() == 0:
            ticked = index.data(Qt.ItemDataRole.CheckStateRole)
            self.rows.tick(index.row(), on=Qt.CheckState(ticked) != Qt.CheckState.Checked)
        super().mouseReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A new text size needs new heights and widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out, or take them in again."""
        super().resizeEvent(event)
        self._fit_columns()

    def leave_out(self, column: int, *, out: bool) -> None:
        """Leave a column out because it says nothing now."""
        (self._out.add if out else self._out.discard)(column)
        self._fit_columns()

    def _fit(self) -> None:
        line = self.fontMetrics().height()
        height = line * 2 + 14 if self._two_lines else line + 18
        mode = QHeaderView.ResizeMode
        self.verticalHeader().setSectionResizeMode(mode.ResizeToContents if self.wraps else mode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        for at, column in enumerate(self.rows.columns):
            head.setSectionResizeMode(at, mode.Fixed if column.width else mode.Stretch)
        self._fit_columns()

    def _fit_columns(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        room = self.viewport().width()
        columns = self.rows.columns
        kept = [at for at in range(len(columns)) if at not in self._out]

        def needed() -> int:
            return sum((columns[at].width or _STRETCHED) * letter + PAD * 2 for at in kept)

        for at in sorted(kept, key=lambda at: -columns[at].drop):
            if needed() > room > 0 and columns[at].drop:
                kept.remove(at)
        tight = sum((columns[at].width or _AT_EASE) * letter + PAD * 2 for at in kept) > room
        for at, column in enumerate(columns):
            self.setColumnHidden(at, at not in kept)
            if column.width and at in kept:
                given, needed_here = column.width * letter + PAD * 2, self._needed(at)
                width = min(given, needed_here) if tight else max(given, min(needed_here, round(given * _MOST)))
                self.horizontalHeader().resizeSection(at, width)
        if self.wraps:
            self.resizeRowsToContents()

    def _needed(self, column: int) -> int:
        """The room that the title and the words of the first rows need in a column."""
        metrics, shown = self.fontMetrics(), self.rows.columns[column]
        lines = [say(shown.title_key)]
        for row in self.rows.rows[:_LOOKED_AT]:
            cell = shown.cell(row)
            lines += (cell.text, cell.below[: round(len(cell.below) * _SMALL)])
        return max(map(metrics.horizontalAdvance, lines)) + PAD * 2
