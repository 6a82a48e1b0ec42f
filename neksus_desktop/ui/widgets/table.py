"""A table of rows that open something, hairlines between, chosen row told by ground and weight.

A row is one line, or two where the columns have less room than they want; the whole words are in the tool tip.
"""

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
_LINES = 2
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
        view, text = option.widget, index.data()
        if text:
            inside = rect.adjusted(PADDING, 0, -PADDING // 2, 0)
            lines = _LINES if isinstance(view, Table) and view.tight else 1
            painter.drawText(inside, _PLACE, "\n".join(fitted(text, metrics, inside.width(), lines)))
        if first and isinstance(view, Table) and view.hasFocus() and view.currentIndex().row() == index.row():
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(t.accent))


def fitted(text: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """The text in at most so many lines of a width; what is too much ends in «…»."""
    found: list[str] = []
    rest = text
    while lines - len(found) > 1 and metrics.horizontalAdvance(rest) > width and " " in rest:
        words, at = rest.split(" "), 1
        while at < len(words) and metrics.horizontalAdvance(" ".join(words[: at + 1])) <= width:
            at += 1
        found.append(metrics.elidedText(" ".join(words[:at]), Qt.TextElideMode.ElideRight, width))
        rest = " ".join(words[at:])
    return [*found, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)] if rest else found


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
        self.tight = False
        """Whether the columns have less room than they want: rows are of two lines then."""
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
            fits = self.width() * _OTHERS / sum(widths)
            tight, scale = fits < scale, min(scale, fits)
            if tight != self.tight:
                self.tight = tight
                self._size_rows()
        for column, width in enumerate(widths, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(column, max(round(width * scale), head.sectionSizeHint(column)))

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
        lines = _LINES if self.tight else 1
        self.verticalHeader().setDefaultSectionSize(max(37, height * lines + 18))
        self.horizontalHeader().setFixedHeight(max(30, height + 10))
