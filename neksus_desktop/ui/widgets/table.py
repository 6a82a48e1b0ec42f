"""A table of rows that open something: one line each, hairlines between, chosen row told by ground and weight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neksus_desktop.ui.style import tokens

PADDING = 12
_HEIGHT_AT_100 = 17
_NARROWEST, _OTHERS = 200, 0.65
"""The first column keeps at least a third of the room."""
STRONG = Qt.ItemDataRole.UserRole + 20
"""A model gives True here for a first cell in semibold."""
NOTE = Qt.ItemDataRole.UserRole + 21
"""A model gives True here for a first cell in the note colour."""
_PLACE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_SELECTED, _UNDER_MOUSE = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws a cell: plain text, first column in the text colour, the others standing back."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text, hairline."""
        t = tokens()
        rect: QRect = option.rect
        state, first = option.state, index.column() == 0
        chosen = bool(state & _SELECTED)
        if chosen or state & _UNDER_MOUSE:
            painter.fillRect(rect, QColor(t.weak_accent if chosen else t.hover))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(t.line))
        font, metrics = option.font, option.fontMetrics
        if first and (chosen or index.data(STRONG)):
            font.setWeight(QFont.Weight.DemiBold)
            metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(t.note if first and index.data(NOTE) else t.text if first or chosen else t.muted))
        text = index.data()
        if text:
            inside = rect.adjusted(PADDING, 0, -PADDING // 2, 0)
            painter.drawText(inside, _PLACE, metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width()))
        if first:
            view = option.widget
            if isinstance(view, Table) and view.hasFocus() and view.currentIndex().row() == index.row():
                painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(t.accent))


class Table(QTableView):
    """Whole rows are chosen; Return or a double click opens; the first column takes the room that is left."""

    def __init__(
        self,
        name: str,
        opened: Callable[[Index], object] | None = None,
        parent: QWidget | None = None,
        *,
        many: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._opened = opened
        self._widths: list[int] = []
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setObjectName(f"{name}_head")
        head.setStretchLastSection(False)
        self._size_rows()
        if opened is not None:
            self.doubleClicked.connect(opened)

    def set_widths(self, widths: list[int]) -> None:
        """Widths of the columns after the first, in pixels at 100 % text size."""
        self._widths = widths
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        scale = self.fontMetrics().height() / _HEIGHT_AT_100
        if widths and self.width() > _NARROWEST:
            scale = min(scale, self.width() * _OTHERS / sum(widths))
        for column, width in enumerate(widths, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(column, round(width * scale))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the row; the one that ends the writing of a cell comes by here as well, and opens nothing."""
        current, writing = self.currentIndex(), self.state() == QTableView.State.EditingState
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not writing
        if entered and current.isValid() and self._opened is not None:
            self._opened(current)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the other columns give way to the first."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.set_widths(self._widths)

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}:
            self._size_rows()
            self.set_widths(self._widths)

    def _size_rows(self) -> None:
        height = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(max(37, height + 18))
        self.horizontalHeader().setFixedHeight(max(30, height + 10))
