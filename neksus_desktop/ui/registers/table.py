"""A register's table: columns as wide as the form wants, as narrow as their words allow, never scrolled sideways.

Where there is too little room the columns give what their words do not need, rows become of two or three lines, and
columns that have no room even so are left out: those that are not written in the table first. The column of the current
cell is always there, so the arrow keys reach every cell. What is left out or cut stands beneath the table for the
current row (``rest``), and in the tool tip and the accessible text of the row's first cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from neksus_desktop.ui.registers.model import RegisterModel
from neksus_desktop.ui.style.proxy import head_width
from neksus_desktop.ui.widgets.table import BESIDE, PADDING, Index, Need, Table, fitted, shared_out

_FIRST: Final = 250
"""What the first column keeps while the words of the others fit, at 100 %."""
_WORD: Final = 150
"""A longer word than this is broken where there is too little room, at 100 %."""
_SPARE: Final = 2 * PADDING - BESIDE - 1
"""Pixels less than columns have where there is room."""
_HEIGHT_AT_100: Final = 17
_MOST: Final = 3
"""Lines of a row; what is longer stands beneath the table."""


class RegisterTable(Table):
    """The view. ``fits`` tells that other columns or other lines are shown."""

    unwritable = Signal(object)
    """The index of a cell that someone wants to write in and cannot."""
    fits = Signal()

    def __init__(self, name: str, opened: Callable[[Index], object]) -> None:
        super().__init__(name, opened)
        self.by_words = False
        self.leaving: tuple[int, ...] = ()
        """Columns that may be left out, the one to go first first."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 on a cell that is not written in the table is asked about; arrows reach columns that were left out."""
        at = self.currentIndex()
        aside = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_F2 and at.isValid() and not at.flags() & Qt.ItemFlag.ItemIsEditable:
            self.unwritable.emit(at)
        elif aside and at.isValid() and self.isColumnHidden(at.column() + aside):
            self.reveal(at.siblingAtColumn(at.column() + aside))
        else:
            super().keyPressEvent(event)

    def reveal(self, index: Index) -> None:
        """Make a cell the current one; its column is shown, another one left out for it."""
        self.setCurrentIndex(index)
        if self.isColumnHidden(index.column()):
            self.set_widths(self._widths)

    def rest(self) -> list[int]:
        """The columns of the current row whose words are not all to be seen."""
        at = self.currentIndex()
        if not at.isValid():
            return []
        return [column for column in range(at.model().columnCount()) if self._cut(at.siblingAtColumn(column))]

    def _cut(self, index: Index) -> bool:
        words = str(index.data() or "")
        if self.isColumnHidden(index.column()):
            return bool(words)
        return len(self._broken(words, self.columnWidth(index.column()))) > self.lines

    def _broken(self, words: str, width: int) -> list[str]:
        return fitted(words, self.fontMetrics(), width - BESIDE, len(words) + 1)

    def set_widths(self, widths: list[int]) -> None:
        """Widths of the columns after the first, in pixels at 100 % text size."""
        if widths != self._widths:
            self._widths, self._needs = widths, []
        if self.model() is None or self.model().columnCount() <= len(widths):
            return
        scale = self.fontMetrics().height() / _HEIGHT_AT_100
        self._needs = self._needed(self._needs or [Need(0, 0)] * (len(widths) + 1))
        least = self._least(round(_WORD * scale))
        out = self._left_out(least)
        shown = [at for at in range(1, len(least)) if at not in out]
        low = [least[at] for at in shown]
        wanted = [round(widths[at - 1] * scale) for at in shown]
        lines = [self._needs[at].line for at in shown]
        room, first = self.viewport().width(), max(round(_FIRST * scale), least[0])
        keep = max(min(first, room - sum(low)), least[0])
        if sum(wanted) + keep <= room:
            low, keep = [max(*both) for both in zip(low, wanted, strict=True)], max(self._needs[0].line, keep)
        lacking = [max(line - width, 0) for width, line in zip(low, lines, strict=True)]
        more = shared_out(lacking, max(room - sum(low) - keep, 0))
        given = [width + one for width, one in zip(low, more, strict=True)]
        self._show({0: max(room - sum(given), least[0]), **dict(zip(shown, given, strict=True))})

    def _least(self, word: int) -> list[int]:
        """How narrow each column can be: whole words in cells, unless they are very long, and in its head."""
        head, model = self.horizontalHeader(), self.model()
        font, sorted_by = head.font(), head.sortIndicatorSection()
        found = []
        for at, need in enumerate(self._needs):
            title = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
            heads = max((head_width(font, one, sorts=at == sorted_by) for one in title.split()), default=0)
            found.append(max(min(need.word - _SPARE, word), heads))
        return found

    def _left_out(self, least: list[int]) -> set[int]:
        """The columns that go, until the words of the others have room."""
        out: set[int] = set()
        over = sum(least) - self.viewport().width()
        for at in self.leaving:
            if over <= 0:
                break
            if at != self.currentIndex().column():
                out.add(at)
                over -= least[at]
        return out

    def _show(self, widths: dict[int, int]) -> None:
        head = self.horizontalHeader()
        for column in range(head.count()):
            self.setColumnHidden(column, column not in widths)
            if column in widths:
                head.setSectionResizeMode(column, head.ResizeMode.Interactive)
                head.resizeSection(column, widths[column])
        model = self.model()
        if isinstance(model, RegisterModel):
            model.left_out = tuple(at for at in range(head.count()) if at not in widths)
        rows = range(min(model.rowCount(), self.rows_looked_at()))
        most = max(
            (len(self._broken(str(model.index(row, at).data() or ""), widths[at])) for row in rows for at in widths),
            default=1,
        )
        titles = (str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in widths)
        one_line = [head_width(head.font(), title, sorts=False) for title in titles]
        self.set_lines(min(most, _MOST), head=2 if any(map(int.__gt__, one_line, widths.values())) else 1)
        self.fits.emit()
