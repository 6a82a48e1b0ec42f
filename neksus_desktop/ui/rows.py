"""A table of rows on a card: two-line cells, hairlines, own header, ticks; drawn, not built.

A screen gives columns (a title key and how a row reads there) and rows. Text is drawn as plain text. What a row says is
also what a screen reader gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import tokens

Index = QModelIndex | QPersistentModelIndex
Tone = Literal["plain", "strong", "muted", "note", "accent", "error"]
_PAD = 12
_STRETCHED = 30
"""Letters that the column which takes what is left should have before others are left out."""
_CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NOWHERE = QModelIndex()


class Cell(NamedTuple):
    """What stands in a cell: a line, a smaller one below it, and how it stands out."""

    text: str
    below: str = ""
    tone: Tone = "plain"


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
        if role == _CELL_ROLE:
            return self.cell(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cell = self.cell(index)
            return f"{cell.text}, {cell.below}" if cell.below else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self.cell(index)
            return escape("\n".join(part for part in (cell.text, cell.below) if part)).replace("\n", "<br>")
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


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(t.weak_accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(t.hover))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(t.line))
        inside = rect.adjusted(_PAD, 0, -_PAD // 2, -1)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            self._tick(painter, inside, on=Qt.CheckState(ticked) == Qt.CheckState.Checked)
            inside.setLeft(inside.left() + 26)
        self._words(painter, inside, index.data(_CELL_ROLE), option.font)
        view = self.parent()
        if isinstance(view, RowTable) and view.hasFocus() and view.currentIndex().row() == index.row():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawLine(rect.x(), rect.y() + 1, rect.right() + 1, rect.y() + 1)
            painter.drawLine(rect.x(), rect.bottom() - 1, rect.right() + 1, rect.bottom() - 1)
        painter.restore()

    def _tick(self, painter: QPainter, inside: QRect, *, on: bool) -> None:
        view = self.parent()
        assert isinstance(view, QWidget)
        box = QStyleOptionButton()
        flag = QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        box.state = QStyle.StateFlag.State_Enabled | flag
        box.rect = QRect(inside.left(), inside.center().y() - 8, 16, 16)
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, view)

    def _words(self, painter: QPainter, inside: QRect, cell: Cell, body: QFont) -> None:
        t = tokens()
        colours = {
            "plain": t.text, "strong": t.text, "muted": t.muted, "note": t.note, "accent": t.accent, "error": t.error,
        }  # fmt: skip
        font = QFont(body)
        if cell.tone == "strong":
            font.setWeight(QFont.Weight.DemiBold)
        small = QFont(body)
        small.setPointSizeF(body.pointSizeF() * 9 / 10.5)
        painter.setFont(font)
        height = painter.fontMetrics().height()
        painter.setFont(small)
        below = painter.fontMetrics().height() if cell.below else 0
        top = inside.top() + max((inside.height() - height - below) // 2, 0)
        painter.setFont(font)
        painter.setPen(QColor(colours[cell.tone]))
        self._line(painter, QRect(inside.left(), top, inside.width(), height), cell.text)
        if cell.below:
            painter.setFont(small)
            painter.setPen(QColor(t.muted))
            self._line(painter, QRect(inside.left(), top + height, inside.width(), below), cell.below)

    def _line(self, painter: QPainter, rect: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, rect.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, flags, shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        return QSize(80, option.fontMetrics.height() + 16)


class TableHead(QHeaderView):
    """The column titles: small, semibold, over a hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSectionSize(40)

    def sizeHint(self) -> QSize:
        """30 px at least."""
        return QSize(super().sizeHint().width(), max(30, self.fontMetrics().height() + 12))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One title."""
        t = tokens()
        painter.save()
        painter.fillRect(rect, QColor(t.surface))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(t.line))
        painter.setPen(QColor(t.muted))
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        inside = rect.adjusted(_PAD, 0, -4, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.rows = RowModel(columns, tickable=tickable)
        self._two_lines = two_lines
        self._out: set[int] = set()
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
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
        if keep:
            for at, row in enumerate(rows):
                if keep(row) in before:
                    self.selectRow(at)
        if not self.selectionModel().hasSelection() and rows and not self.rows.tickable:
            self.selectRow(0)
        self.chosen.emit()

    def selected(self) -> list[Any]:
        """The rows chosen, top down."""
        found = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.rows[at] for at in found if at < len(self.rows.rows)]

    def retranslate(self) -> None:
        """Say titles and cells anew."""
        self.rows.retranslate()

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
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        mode = QHeaderView.ResizeMode
        for at, column in enumerate(self.rows.columns):
            head.setSectionResizeMode(at, mode.Fixed if column.width else mode.Stretch)
        self._fit_columns()

    def _fit_columns(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        room = self.viewport().width()
        columns = self.rows.columns
        kept = [at for at in range(len(columns)) if at not in self._out]

        def needed() -> int:
            return sum((columns[at].width or _STRETCHED) * letter + _PAD * 2 for at in kept)

        for at in sorted(kept, key=lambda at: -columns[at].drop):
            if needed() > room > 0 and columns[at].drop:
                kept.remove(at)
        for at, column in enumerate(columns):
            self.setColumnHidden(at, at not in kept)
            if column.width and at in kept:
                self.horizontalHeader().resizeSection(at, column.width * letter + _PAD * 2)
