"""Extracts one below the other: heading, facts, answers, text. Drawn as plain text, wrapped, never cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from neksus_desktop.ui.naming import day, named, status
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import RADIUS, tokens

if TYPE_CHECKING:
    from neksus_desktop.usecases.read_across import Extract

_EXTRACT = int(Qt.ItemDataRole.UserRole) + 1
_TODAY = _EXTRACT + 1
_QUESTION = _EXTRACT + 2
_PAD, _GAP, _LETTERS = 14, 10, 95
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


class ExtractList(QListWidget):
    """The list. Return or double click opens the assessment at the point; several can be chosen for copying."""

    def __init__(self, opened: Callable[[Extract], object]) -> None:
        super().__init__()
        self.setObjectName("across_extracts")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setItemDelegate(_Delegate(self))
        self.itemActivated.connect(lambda item: opened(item.data(_EXTRACT)))

    def set_extracts(self, extracts: Sequence[Extract], today: date, question: str) -> None:
        """Show these, the one with the cursor again if it is among them; ``question`` stands above them all already."""
        before = self.currentItem()
        here = before.data(_EXTRACT).record if before is not None else ""
        self.clear()
        for extract in extracts:
            item = QListWidgetItem(self)
            item.setData(_EXTRACT, extract)
            item.setData(_TODAY, today)
            item.setData(_QUESTION, question)
            lines = (extract.title, answered(extract, question), extract.text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(line for line in lines if line))
            if extract.record == here:
                self.setCurrentItem(item)

    def chosen(self) -> list[Any]:
        """The extracts chosen, from the top."""
        rows = sorted(self.row(item) for item in self.selectedItems())
        return [self.item(row).data(_EXTRACT) for row in rows]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """A new text size wraps anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    """Measures and draws with the same lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        assert isinstance(view, QListWidget)
        width = view.viewport().width()
        room = _reading_width(width, option)
        height = sum(
            QFontMetrics(font).boundingRect(QRect(0, 0, room, 100_000), _WRAP, text).height() + gap
            for font, _colour, text, gap in self._lines(option, index)
        )
        return QSize(width, height + 2 * _PAD + _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        t = tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        card = QRectF(rect.adjusted(0, 0, -1, -_GAP)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(t.weak_accent if chosen else t.surface))
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(t.accent if chosen or focused else t.line), 2 if focused else 1))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        top = rect.top() + _PAD
        width = _reading_width(rect.width(), option)
        for font, colour, text, gap in self._lines(option, index):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            room = QRect(rect.left() + _PAD, top, width, 100_000)
            needed = painter.fontMetrics().boundingRect(room, _WRAP, text).height()
            painter.drawText(QRect(rect.left() + _PAD, top, width, needed), _WRAP, text)
            top += needed + gap
        painter.restore()

    def _lines(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> list[tuple[QFont, str, str, int]]:
        t = tokens()
        extract: Extract = index.data(_EXTRACT)
        body = QFont(option.font)
        strong = QFont(body)
        strong.setWeight(QFont.Weight.DemiBold)
        small = QFont(body)
        small.setPointSizeF(body.pointSizeF() * 9 / 10.5)
        lines = [(strong, t.text, extract.title, 1), (small, t.muted, _facts(extract, index.data(_TODAY)), 6)]
        if extract.answers:
            lines.append((small, t.muted, answered(extract, index.data(_QUESTION)), 6))
        if extract.text:
            lines.append((body, t.text, extract.text, 0))
        elif extract.state != "assessed":
            lines.append((body, t.note, say(f"places.across.state.{extract.state}"), 0))
        elif not extract.answers:
            lines.append((body, t.muted, say("places.across.no_text"), 0))
        return lines


def _reading_width(card: int, option: QStyleOptionViewItem) -> int:
    """Room for a line of text on a card of this width: lines that are too long are hard to follow."""
    return min(card - 2 * _PAD, _LETTERS * QFontMetrics(option.font).averageCharWidth())


def answered(extract: Extract, known: str = "") -> str:
    """Questions and answers, a line each; the answer alone where the question is ``known``."""
    return "\n".join(
        answer if asked == known else f"{asked}{'' if asked.endswith('?') else ':'} {answer}"
        for asked, answer in extract.answers
    )


def _facts(extract: Extract, today: date) -> str:
    when = day(extract.assessed_on, today) if extract.assessed_on else ""
    confidence = named("sikkerhet", extract.confidence)
    parts = (
        named("land", extract.country),
        named("objekttype", extract.subject_type),
        say("places.across.assessed", date=when) if when else "",
        status(extract.status).lower(),
        say("places.across.confidence", level=confidence.lower()) if confidence else "",
    )
    return " · ".join(part for part in parts if part)
