"""Labels by their place in the type scale. All are plain text, wrap, and can be read by a screen reader.

The class name is what the theme sets font and colour by (``style.tokens.SCALE``): do not subclass to rename.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from neksus_desktop.ui.style import tokens

Tone = Literal["plain", "accent", "note", "error"]


class _Label(QLabel):
    role = QPalette.ColorRole.WindowText

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setForegroundRole(self.role)

    def tone(self, role: QPalette.ColorRole) -> None:
        """Show it in another role of the palette (``Link`` accent, ``LinkVisited`` note, ``BrightText`` error)."""
        self.setForegroundRole(role)


class PageTitle(_Label):
    """The title of a page, 15 pt."""


class QuestionText(_Label):
    """A question in the editor, 13.5 pt."""


class Heading(_Label):
    """The heading of a card or a group."""


class Body(_Label):
    """Running text."""


class BodyStrong(_Label):
    """Running text that stands out."""


class Muted(_Label):
    """Running text that stands back."""

    role = QPalette.ColorRole.PlaceholderText


class Caption(_Label):
    """Small text that stands back, 9 pt."""

    role = QPalette.ColorRole.PlaceholderText


class NoteText(_Label):
    """Something to attend to, in the note colour."""

    role = QPalette.ColorRole.LinkVisited


class Overline(_Label):
    """A small heading in capitals over a group."""

    role = QPalette.ColorRole.PlaceholderText


class ElidedLabel(QLabel):
    """One line that ends in «…» when there is no room; the whole text is its tool tip and accessible name."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """The whole text."""
        self._whole = text.replace("\n", " ")
        self.setAccessibleName(text)
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, hint.height())

    def minimumSizeHint(self) -> QSize:
        """It can shrink to some letters."""
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 40))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Chip(QLabel):
    """A short fact in a rounded frame («Avtale ZZZ-25/0004», «OPPDIKTET EKSEMPEL»)."""

    def __init__(self, text: str = "", tone: Tone = "plain", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(10, 2, 10, 2)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tone: Tone = tone
        self.set_tone(tone)

    def set_tone(self, tone: Tone) -> None:
        """``plain`` a fact, ``accent`` chosen, ``note`` to attend to, ``error`` a fault."""
        self._tone = tone
        roles = {
            "plain": QPalette.ColorRole.PlaceholderText,
            "accent": QPalette.ColorRole.Link,
            "note": QPalette.ColorRole.LinkVisited,
            "error": QPalette.ColorRole.BrightText,
        }
        self.setForegroundRole(roles[tone])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, then the text."""
        t = tokens()
        fill, line = {
            "plain": (None, t.line),
            "accent": (t.weak_accent, t.accent),
            "note": (t.note_background, t.note_background),
            "error": (t.error_background, t.error_background),
        }[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(line), 1))
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.end()
        super().paintEvent(event)
