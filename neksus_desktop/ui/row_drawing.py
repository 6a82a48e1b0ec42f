"""How rows are drawn: two-line cells, ticks, hairlines, and the titles over them. Text is drawn as plain text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neksus_desktop.ui.row_model import CELL_ROLE, Cell, Index
from neksus_desktop.ui.style import tokens, wide

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
PAD = 12
"""Pixels before and after the text of a cell."""
_TICK = 16


class RowDelegate(QStyledItemDelegate):
    """Draws cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, tick, words, hairline."""
        t = tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(t.weak_accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(t.hover))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(t.line))
        inside = rect.adjusted(PAD, 0, -PAD // 2, -1)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            self._tick(painter, inside, on=Qt.CheckState(ticked) == Qt.CheckState.Checked)
            inside.setLeft(inside.left() + wide(_TICK) + 10)
        self._words(painter, inside, index.data(CELL_ROLE), option.font)
        view = self.parent()
        here = isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row()
        if here and index.column() == 0:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), QColor(t.accent))
        painter.restore()

    def _tick(self, painter: QPainter, inside: QRect, *, on: bool) -> None:
        view = self.parent()
        assert isinstance(view, QWidget)
        box = QStyleOptionButton()
        flag = QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        box.state = QStyle.StateFlag.State_Enabled | flag
        side = wide(_TICK)
        box.rect = QRect(inside.left(), inside.center().y() - side // 2, side, side)
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, view)

    def _words(self, painter: QPainter, inside: QRect, cell: Cell, body: QFont) -> None:
        t = tokens()
        colours = {
            "plain": t.text, "strong": t.text, "muted": t.muted, "note": t.note, "accent": t.accent, "error": t.error,
        }  # fmt: skip
        font, small = _fonts(cell, body)
        wraps = self._wraps()
        height = _height(font, cell.text, inside.width(), wraps=wraps)
        below = _height(small, cell.below, inside.width(), wraps=wraps) if cell.below else 0
        top = inside.top() + max((inside.height() - height - below) // 2, 0)
        painter.setFont(font)
        painter.setPen(QColor(colours[cell.tone]))
        self._line(painter, QRect(inside.left(), top, inside.width(), height), cell.text, file=cell.file)
        if cell.below:
            painter.setFont(small)
            painter.setPen(QColor(t.muted))
            self._line(painter, QRect(inside.left(), top + height, inside.width(), below), cell.below, file=cell.file)

    def _line(self, painter: QPainter, rect: QRect, text: str, *, file: bool) -> None:
        if self._wraps():
            painter.drawText(rect, _WRAPPED, text)
            return
        where = Qt.TextElideMode.ElideMiddle if file else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text.replace("\n", " "), where, rect.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, flags, shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows get their height from the table, or from their words where these wrap."""
        view = self.parent()
        if not self._wraps() or not isinstance(view, QTableView):
            return QSize(80, option.fontMetrics.height() + 16)
        cell: Cell = index.data(CELL_ROLE)
        width = view.columnWidth(index.column()) - PAD - PAD // 2
        heights = [
            _height(font, text, width, wraps=True)
            for font, text in zip(_fonts(cell, option.font), (cell.text, cell.below), strict=True)
            if text
        ]
        return QSize(80, sum(heights) + 15)

    def _wraps(self) -> bool:
        return bool(getattr(self.parent(), "wraps", False))


def _fonts(cell: Cell, body: QFont) -> tuple[QFont, QFont]:
    font, small = QFont(body), QFont(body)
    if cell.tone == "strong":
        font.setWeight(QFont.Weight.DemiBold)
    small.setPointSizeF(body.pointSizeF() * 9 / 10.5)
    return font, small


def _height(font: QFont, text: str, width: int, *, wraps: bool) -> int:
    metrics = QFontMetrics(font)
    return metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAPPED, text).height() if wraps else metrics.height()


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
        inside = rect.adjusted(PAD, 0, -4, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
