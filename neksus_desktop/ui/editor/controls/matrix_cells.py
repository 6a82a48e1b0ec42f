"""The cells of a grid: a dot, and the word for what lies outside the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QMenu, QSizePolicy

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.controls.scale import TakeBackRadio, is_outside
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import tokens

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice

_BROKEN = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
_BESIDE_WORD, _SLACK = 22, 2
"""Pixels of a word outside the scale before it and for its arrow; what Qt's rounding may take of its room."""


class GridRadio(TakeBackRadio):
    """A dot in the grid: the whole cell takes the click; up and down leave the row."""

    row_left = Signal(int)

    def __init__(self) -> None:
        super().__init__("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, position: QPoint) -> bool:
        """Anywhere in the cell."""
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to another row instead of another word."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.row_left.emit(step)


class GridTick(QCheckBox):
    """A tick in the grid: the whole cell takes the click; arrows go to its neighbours and the space bar ticks."""

    row_left = Signal(int)

    def __init__(self) -> None:
        super().__init__("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, position: QPoint) -> bool:
        """Anywhere in the cell."""
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to another row, left and right to another tick of this one."""
        key = Qt.Key(event.key())
        group = self.group()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.row_left.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and group is not None:
            back = (key == Qt.Key.Key_Left) == (self.layoutDirection() == Qt.LayoutDirection.LeftToRight)
            ticks = group.buttons()
            place = ticks.index(self) + (-1 if back else 1)
            if 0 <= place < len(ticks):
                ticks[place].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class OutsideButton(QAbstractButton):
    """What lies outside the scale, as a word that opens a small menu."""

    chosen = Signal(str)

    def __init__(self, name: str, about: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._about = about
        self._choices: tuple[Choice, ...] = ()
        self._quiet = True
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_value(self, value: str, choices: tuple[Choice, ...]) -> None:
        """Say where the answer stands."""
        self._choices = tuple(choice for choice in choices if is_outside(choice))
        outside = {choice.value: clean(choice.label) for choice in self._choices}
        self._quiet = value not in outside
        self.setText(outside.get(value) or ("–" if value else say("editor.not_assessed")))
        self.setAccessibleName(f"{self._about}: {self.text()}")
        self.update()

    def _words(self) -> list[str]:
        return [clean(choice.label) for choice in self._choices] + [say("editor.not_assessed")]

    def sizeHint(self) -> QSize:
        """Room for the longest of its words, so that the grid does not move."""
        width = max(map(self.fontMetrics().horizontalAdvance, self._words())) + _BESIDE_WORD
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """They break into lines where there is no room."""
        single = (word for words in self._words() for word in words.split())
        width = max(map(self.fontMetrics().horizontalAdvance, single)) + _BESIDE_WORD
        return QSize(width, 30)

    def hasHeightForWidth(self) -> bool:
        """Narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the words with most lines."""
        room, metrics = QRect(0, 0, max(width - _BESIDE_WORD + _SLACK, 1), 1000), self.fontMetrics()
        return max(30, *(metrics.boundingRect(room, _BROKEN, words).height() + 4 for words in self._words()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word and a small arrow."""
        del event
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if (self.underMouse() or self.hasFocus()) and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(self.rect(), 6, 6)
        painter.setPen(QColor(t.muted if self._quiet else t.text))
        room = self.rect().adjusted(6, 0, 6 - _BESIDE_WORD + _SLACK, 0)
        drawn = self.fontMetrics().boundingRect(room, _BROKEN, self.text())
        painter.drawText(room, _BROKEN, self.text())
        if self.text() != "–" and self.isEnabled():
            x = drawn.right() + 7
            y = self.height() // 2 - 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.muted if self._quiet else t.text))
            painter.drawPolygon([QPoint(x, y), QPoint(x + 7, y), QPoint(x + 3, y + 4)])
        painter.end()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, label in [(c.value, clean(c.label)) for c in self._choices] + [("", say("editor.not_assessed"))]:
            action = menu.addAction(label)
            action.triggered.connect(lambda _=False, value=value: self.chosen.emit(value))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
