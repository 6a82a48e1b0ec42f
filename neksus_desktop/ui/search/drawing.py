"""How a hit is drawn: title, where it stands, two lines of text with what was asked for marked. All plain text.

A mark is semibold on the note colour: it is seen without colours too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from neksus_desktop.ui.naming import named, status
from neksus_desktop.ui.search.model import HIT, Index, where
from neksus_desktop.ui.style import tokens

if TYPE_CHECKING:
    from neksus_desktop.usecases.search import Found

_PAD, _ROOM, _SMALL, _TEXT_LINES = 14, 10, 9 / 10.5, 2
_LETTERS = 95
"""A line of text has no more, however wide the window."""


class HitDelegate(QStyledItemDelegate):
    """All rows are equally high, so that a long list costs no more than a short one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A title, a line of where, two lines of text."""
        del index
        body, small = QFontMetrics(option.font), QFontMetrics(_small(option.font))
        return QSize(200, body.height() * (1 + _TEXT_LINES) + small.height() + 2 * _ROOM + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, hairline."""
        t = tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        hit: Found = index.data(HIT)
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(t.weak_accent if chosen else t.hover))
        if chosen:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(t.accent))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(t.line))
        inside = rect.adjusted(_PAD, _ROOM, -_PAD, -_ROOM)
        top = inside.top() + self._draw_head(painter, inside, hit, option.font)
        self._draw_text(painter, inside.adjusted(0, top - inside.top(), 0, 0), hit, option.font)
        painter.restore()

    def _draw_head(self, painter: QPainter, inside: QRect, hit: Found, body: QFont) -> int:
        t = tokens()
        small, strong = _small(body), QFont(body)
        strong.setWeight(QFont.Weight.DemiBold)
        facts = " · ".join(part for part in (named("land", hit.country), status(hit.status)) if part)
        painter.setFont(small)
        painter.setPen(QColor(t.muted))
        line = QRect(inside.left(), inside.top(), inside.width(), QFontMetrics(strong).height())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), facts)
        room = line.width() - QFontMetrics(small).horizontalAdvance(facts) - 2 * _PAD
        painter.setFont(strong)
        painter.setPen(QColor(t.text))
        _draw_line(painter, QRect(line.left(), line.top(), room, line.height()), hit.title)
        below = QRect(line.left(), line.bottom() + 3, line.width(), QFontMetrics(small).height())
        painter.setFont(small)
        painter.setPen(QColor(t.muted))
        _draw_line(painter, below, where(hit))
        return below.bottom() + 5 - inside.top()

    def _draw_text(self, painter: QPainter, inside: QRect, hit: Found, body: QFont) -> None:
        t = tokens()
        layout = QTextLayout("".join(span.text for span in hit.spans), body)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(_marks(hit))
        metrics = QFontMetrics(body)
        height, width = metrics.height(), min(inside.width(), _LETTERS * metrics.averageCharWidth())
        layout.beginLayout()
        for at in range(_TEXT_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, at * height))
        layout.endLayout()
        painter.setPen(QColor(t.text))
        painter.setClipRect(inside)
        layout.draw(painter, QPointF(inside.left(), inside.top()))


class HitList(QListView):
    """The list; Return or a double click opens. Rows are drawn when they come into sight and fetched page by page."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setItemDelegate(HitDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _marks(hit: Found) -> list[QTextLayout.FormatRange]:
    t = tokens()
    marked = QTextCharFormat()
    marked.setFontWeight(QFont.Weight.DemiBold)
    marked.setBackground(QColor(t.note_background))
    marked.setForeground(QColor(t.note))
    ranges, here = [], 0
    for span in hit.spans:
        if span.hit:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = here, len(span.text), marked
            ranges.append(one)
        here += len(span.text)
    return ranges


def _draw_line(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * _SMALL)
    return small
