"""Buttons of choices whose words wrap, with the picture that the form has for the choice.

A radio button or tick box of Qt's keeps its words on one line, however long; short words are left to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionFocusRect,
)

from neksus_desktop.ui.editor.controls.scale import TakeBackRadio
from neksus_desktop.ui.style import GAP

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # Qt's own class comes after it in the order of the bases

_WIDEST = 600
_LEAST = 160
_WRAP = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading) | int(Qt.TextFlag.TextWordWrap)


class _Face:
    """Measures and draws a button with words that wrap beside a picture."""

    def __init__(self, button: QRadioButton | QCheckBox, words: str, picture: QPixmap | None) -> None:
        self._button = button
        self._words = words
        self._picture = picture if picture is not None else QPixmap()
        button.setText(words.replace("&", "&&"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)

    def plain(self) -> bool:
        """Whether Qt's own drawing does."""
        return self._picture.isNull() and self._natural() <= self._button.width()

    def size(self, own: QSize) -> QSize:
        """As wide as the words, up to a line's length; ``own`` is what Qt wants."""
        if self._picture.isNull() and own.width() <= _WIDEST:
            return own
        width = min(self._natural(), _WIDEST)
        return QSize(width, self.height(width))

    def least(self, own: QSize) -> QSize:
        """Words can wrap."""
        width = min(self._natural(), max(_LEAST, self._before() + self._picture.width()))
        return QSize(width, own.height())

    def height(self, width: int) -> int:
        """As many lines as the words need in this width."""
        words = self._wrapped(width).height() if self._words else 0
        return max(words + GAP, self._picture.height() + GAP, self._button.fontMetrics().height() + GAP, 20)

    def paint(self) -> None:
        """Indicator, picture, words, focus ring."""
        button, style = self._button, self._button.style()
        painter = QPainter(button)
        option = QStyleOptionButton()
        button.initStyleOption(option)
        radio = isinstance(button, QRadioButton)
        primitive = QStyle.PrimitiveElement
        kind = primitive.PE_IndicatorRadioButton if radio else primitive.PE_IndicatorCheckBox
        whole = button.rect()
        side = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, option, button)
        lone = self._picture.isNull()
        top = max((min(button.fontMetrics().height() + GAP, whole.height()) if lone else whole.height()) - side, 0) // 2
        option.rect = self._turned(QRect(0, top, side, side))
        style.drawPrimitive(kind, option, painter, button)
        at = side + GAP
        if not lone:
            place = QRect(at, (whole.height() - self._picture.height()) // 2, *self._picture.size().toTuple())
            painter.drawPixmap(self._turned(place), self._picture)
            at += self._picture.width() + 2 * GAP
        words = self._turned(QRect(at, 0, max(whole.width() - at, 1), whole.height()))
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap) | self._edge()
        role = button.foregroundRole()
        style.drawItemText(painter, words, flags, option.palette, button.isEnabled(), self._words, role)
        if button.hasFocus():
            ring = QStyleOptionFocusRect()
            ring.initFrom(button)
            ring.rect = whole.adjusted(0, 0, -1, -1)
            style.drawPrimitive(primitive.PE_FrameFocusRect, ring, painter, button)
        painter.end()

    def _before(self) -> int:
        side = self._button.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self._button)
        return side + GAP + (0 if self._picture.isNull() else self._picture.width() + 2 * GAP)

    def _natural(self) -> int:
        return self._before() + self._button.fontMetrics().horizontalAdvance(self._words) + 2 * GAP

    def _wrapped(self, width: int) -> QRect:
        room = QRect(0, 0, max(width - self._before(), 40), 10_000)
        return self._button.fontMetrics().boundingRect(room, _WRAP, self._words)

    def _edge(self) -> int:
        right = self._button.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return int(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)

    def _turned(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self._button.layoutDirection(), self._button.rect(), rect)


class _Wrapping(_Button):
    """A button that draws its own face where Qt's would not do."""

    _face: _Face

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as needed."""
        return self._face.height(width)

    def sizeHint(self) -> QSize:
        """As wide as the words, within reason."""
        return self._face.size(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """Words can wrap."""
        return self._face.least(super().minimumSizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt draws it while it fits."""
        if self._face.plain():
            super().paintEvent(event)
        else:
            self._face.paint()


class ChoiceRadio(_Wrapping, TakeBackRadio):
    """One of several."""

    def __init__(self, words: str, picture: QPixmap | None = None) -> None:
        super().__init__(words)
        self._face = _Face(self, words, picture)


class ChoiceTick(_Wrapping, QCheckBox):
    """One of several that can be chosen together."""

    def __init__(self, words: str, picture: QPixmap | None = None) -> None:
        super().__init__(words)
        self._face = _Face(self, words, picture)

    def hitButton(self, position: QPoint) -> bool:
        """Words on further lines and the picture take the click too."""
        return self.rect().contains(position)


def choice_button(words: str, picture: QPixmap | None, *, several: bool) -> QAbstractButton:
    """A button for a choice."""
    return ChoiceTick(words, picture) if several else ChoiceRadio(words, picture)
