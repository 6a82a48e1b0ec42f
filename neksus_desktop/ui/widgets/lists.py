"""A list of choices with a second, smaller line of facts; long titles end in «…», nothing scrolls sideways."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from neksus_desktop.ui.style import tokens
from neksus_desktop.ui.widgets.grounds import Role, ground

FACTS = Qt.ItemDataRole.UserRole + 30
_SMALL = 0.86
_PAD = 10
Index = QModelIndex | QPersistentModelIndex


class _Lines(QStyledItemDelegate):
    """Title and facts."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, title, facts."""
        t = tokens()
        state, rect = option.state, option.rect
        chosen = bool(state & state.State_Selected)
        if chosen or state & state.State_MouseOver:
            painter.fillRect(rect, QColor(t.weak_accent if chosen else t.hover))
        if chosen:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(t.accent))
        elif state & state.State_HasFocus:
            painter.setPen(QColor(t.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inside = rect.adjusted(_PAD + 2, 6, -_PAD, -6)
        facts = str(index.data(FACTS) or "")
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        painter.setPen(QColor(t.text))
        title = metrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, inside.width())
        top = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(inside, top if facts else middle, title)
        if facts:
            font = _small(option.font)
            painter.setFont(font)
            painter.setPen(QColor(t.muted))
            below = inside.adjusted(0, metrics.height() + 1, 0, 0)
            text = QFontMetrics(font).elidedText(facts, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, top, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One or two lines."""
        height = QFontMetrics(option.font).height() + 12
        if index.data(FACTS):
            height += QFontMetrics(_small(option.font)).height() + 1
        return QSize(60, height)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * _SMALL)
    return small


class ChoiceList(QListWidget):
    """Add with ``add``; the rest is Qt's list."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        ground(self, Role.Base)  # under the scroll bar too
        self.setItemDelegate(_Lines(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first line current when Tab comes here; where one is chosen it is shown as that, since it is."""
        super().focusInEvent(event)
        here, single = self.currentItem(), self.selectionMode() == self.SelectionMode.SingleSelection
        if here is not None and single and not here.isSelected():
            self.setCurrentItem(here)

    def add(self, title: str, facts: str = "") -> None:
        """One choice."""
        item = QListWidgetItem(title)
        item.setData(FACTS, facts)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {facts}" if facts else title)
        self.addItem(item)
