"""How good a new passphrase is, said in words and with a small bar while it is typed; it never stops anyone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import tokens
from neksus_desktop.ui.widgets import Caption

LEVELS = ("poor", "weak", "good", "strong")


class StrengthBar(QWidget):
    """Four steps; as many are filled as the passphrase has reached."""

    def __init__(self) -> None:
        super().__init__()
        self._filled = 0
        self.setFixedHeight(5)

    def show_level(self, filled: int) -> None:
        """Fill so many of the four."""
        self._filled = filled
        self.update()

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(160, 5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The steps."""
        t = tokens()
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        gap, step = 4, (self.width() - 12) / 4
        colour = t.note if self._filled < len(LEVELS) - 1 else t.accent
        for at in range(len(LEVELS)):
            painter.setBrush(QColor(colour if at < self._filled else t.line))
            painter.drawRoundedRect(QRectF(at * (step + gap), 0, step, 5), 2, 2)


class Strength(QWidget):
    """Follows a field; ``known`` gives the words that a thief knows anyway, such as the workplace's name."""

    def __init__(self, line: QLineEdit, known: Callable[[], tuple[str, ...]] = tuple) -> None:
        super().__init__()
        self.setObjectName(f"{line.objectName()}_strength")
        self._line = line
        self._known = known
        self.bar, self.words = StrengthBar(), Caption()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        line.textChanged.connect(lambda _text: self.retranslate())
        self.retranslate()

    def retranslate(self) -> None:
        """Judge what is typed and say it again."""
        from neksus_desktop.usecases.passphrase import strength

        typed = self._line.text()
        if not typed:
            self.bar.show_level(0)
            self.words.setText(say("safety.strength.advice"))
            return
        found = strength(typed, self._known())
        self.bar.show_level(1 if found.common else LEVELS.index(found.level) + 1)
        self.words.setText(say("safety.strength.common" if found.common else f"safety.strength.{found.level}"))
        self.setAccessibleName(self.words.text())
