"""The wheel: twelve months in a ring, a mark for each deadline, today's place; a picture of the list beside it.

The list is the accessible truth; the wheel says nothing that does not stand there. A mark that is done is hollow, an
open one filled: shape, not colour alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import tokens, wide

if TYPE_CHECKING:
    from neksus_desktop.usecases.year_wheel import Entry

_SIZE, _LEAST = 280, 220
_DOT = 5.0


class Wheel(QWidget):
    """``chosen`` gives the key of the mark clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("year_wheel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._year = 0
        self._today: date | None = None
        self._marks: list[tuple[Entry, int]] = []
        self._current = ""

    def show_year(self, year: int, entries: Sequence[Entry], today: date) -> None:
        """Show the entries that lie in this year; those of one day stand one outside the other."""
        days: Counter[str] = Counter()
        self._year, self._today, self._marks = year, today, []
        for entry in entries:
            if entry.day[:4] == str(year):
                near = f"{entry.day[:7]}-{(int(entry.day[8:10]) - 1) // 4}"
                self._marks.append((entry, days[near]))
                days[near] += 1
        self.setAccessibleName(say.count("register.wheel.name", len(self._marks), year=year))
        self.update()

    def mark(self, key: str) -> None:
        """Show which entry is chosen in the list."""
        self._current = key
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(_SIZE, _SIZE)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a narrow window."""
        return QSize(_LEAST, _LEAST)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark that was clicked."""
        at = event.position()
        for entry, step in self._marks:
            place = self._place(entry, step)
            if math.hypot(place.x() - at.x(), place.y() - at.y()) <= _DOT + 3:
                self.chosen.emit(f"{entry.record} {entry.key}")
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ring, months, marks, today, year."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._months(painter)
        for entry, step in self._marks:
            place = self._place(entry, step)
            colour = QColor(t.muted if entry.done else t.accent)
            painter.setPen(QPen(colour, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush if entry.done else colour)
            painter.drawEllipse(place, _DOT, _DOT)
            if f"{entry.record} {entry.key}" == self._current:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(t.text), 1.6))
                painter.drawEllipse(place, _DOT + 4, _DOT + 4)
        if self._today is not None and self._today.year == self._year:
            angle = _angle(self._today)
            painter.setPen(QPen(QColor(t.note), 2))
            painter.drawLine(self._at(angle, self._radius() * 0.45), self._at(angle, self._radius()))

    def _months(self, painter: QPainter) -> None:
        t = tokens()
        outer, inner = self._radius(), self._radius() * 0.45
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(QColor(t.surface))
        painter.drawEllipse(self._middle(), outer, outer)
        painter.drawEllipse(self._middle(), inner, inner)
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.86)
        for month in range(1, 13):
            angle = math.tau * (month - 1) / 12
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(self._at(angle, inner), self._at(angle, outer))
            name = say.locale().monthName(month, say.locale().FormatType.ShortFormat).rstrip(".")
            painter.setPen(QColor(t.muted))
            painter.setFont(small)
            middle = self._at(angle + math.tau / 24, outer + wide(14))
            wider, higher = wide(24), wide(10)
            box = QRectF(middle.x() - wider, middle.y() - higher, 2 * wider, 2 * higher)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        strong = QFont(self.font())
        strong.setPointSizeF(strong.pointSizeF() * 1.6)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(t.text))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, str(self._year or ""))

    def _place(self, entry: Entry, step: int) -> QPointF:
        inner = self._radius() * 0.45
        room = (self._radius() - inner - 2 * _DOT) / 6
        return self._at(_angle(date.fromisoformat(entry.day)), inner + 2 * _DOT + room * (step % 6))

    def _radius(self) -> float:
        return min(self.width(), self.height()) / 2 - wide(26)

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def _at(self, angle: float, radius: float) -> QPointF:
        middle = self._middle()
        return QPointF(middle.x() + radius * math.sin(angle), middle.y() - radius * math.cos(angle))


def _angle(day: date) -> float:
    """January begins at the top; each month has the same share."""
    return math.tau * (day.month - 1 + (day.day - 0.5) / 31) / 12
