"""Surfaces: cards with a hairline, notes, empty states, rows that open something, a scrolling column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.style import RADIUS, SCROLL_EXTENT, tokens
from neksus_desktop.ui.widgets.buttons import SecondaryButton
from neksus_desktop.ui.widgets.focus import draw_ring, shows_focus
from neksus_desktop.ui.widgets.labels import Body, Caption, Heading, Muted, _Label

_LETTERS, _NARROWEST = 95, 320
"""A line of an empty state has about so many letters at most, and so many pixels at least."""


class Card(QWidget):
    """A surface with 8 px corners and a hairline. Add to ``card.column``."""

    def __init__(self, parent: QWidget | None = None, *, padding: int = 16) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding)
        self.column.setSpacing(8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and hairline."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class _NoteLine(_Label):
    """Text in a note."""


class NoteBox(QWidget):
    """Something to attend to (``note``) or a fault (``error``), in words, with an optional action beside it."""

    def __init__(
        self, text: str = "", tone: Literal["note", "error", "accent"] = "note", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.tone = tone
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 8, 12, 8)
        self.label = _NoteLine()
        self.row.addWidget(self.label, 1)
        self.set_text(text)
        self.set_tone(tone)

    def set_text(self, text: str) -> None:
        """What to attend to."""
        self.label.setText(text)
        self.setAccessibleName(text)

    def set_tone(self, tone: Literal["note", "error", "accent"]) -> None:
        """``note``, ``error`` or ``accent`` (for good news and neutral notices)."""
        role = self.palette().ColorRole
        self.tone = tone
        self.label.tone({"note": role.LinkVisited, "error": role.BrightText, "accent": role.WindowText}[tone])
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = {"note": t.note_background, "error": t.error_background, "accent": t.weak_accent}[self.tone]
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)


class EmptyState(QWidget):
    """What a place says when there is nothing yet, and the one thing to do about it."""

    def __init__(
        self,
        name: str,
        action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        writes: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 48)
        column.setSpacing(8)
        self.title = Heading()
        self.text = Muted()
        self.button = SecondaryButton(f"{name}_action", clicked=action, writes=writes)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMinimumWidth(_NARROWEST)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button.setVisible(action is not None)
        column.addStretch(1)

    def say(self, title: str, text: str, action: str = "") -> None:
        """The sentences; ``action`` names the button."""
        self.title.setText(title)
        self.text.setText(text)
        if action:
            self.button.say(action)

    def minimumSizeHint(self) -> QSize:
        """What stands beside the lines gives way: a wide page can become narrow again."""
        return QSize(_NARROWEST + 48, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines stay short enough to follow, in the middle of a wide page."""
        super().resizeEvent(event)
        beside = (self.width() - _LETTERS * self.text.fontMetrics().averageCharWidth()) // 2
        self.column.setContentsMargins(max(beside, 24), 48, max(beside, 24), 48)


class RowCard(QAbstractButton):
    """A row that opens something: an optional lead («15. desember»), a title, facts; a button to screen readers.

    Return, space or a click activates it. Rows stand in a ``Card(padding=0)`` with a ``Line`` between.
    """

    def __init__(
        self,
        name: str,
        title: str,
        facts: str = "",
        *,
        lead: str = "",
        activated: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(", ".join(part for part in (lead, title, facts) if part))
        # Qt holds a button to be as wide as it would like, and counts its lines by that; here they break into more.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._activated = activated
        if activated is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.clicked.connect(self.activate)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(12)
        if lead:
            self.lead = Muted(lead)
            row.addWidget(self.lead, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = Body(title)
        words.addWidget(self.title)
        if facts:
            self.facts = Caption(facts)
            words.addWidget(self.facts)
        row.addLayout(words, 1)

    def activate(self) -> None:
        """Open what the row stands for."""
        if self._activated is not None:
            self._activated()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return activates as space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activate()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground under the mouse, ring with focus."""
        if self._activated is None:
            return
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(rect, 6, 6)
        if shows_focus(self):
            draw_ring(painter, rect)


class ScrollColumn(QScrollArea):
    """A column that scrolls up and down, never sideways. Add to ``scroll.column``.

    ``beside`` is the air between the column and the scroll bar: with no bar the column ends where its neighbours do.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        margins: tuple[int, int, int, int] = (24, 20, 24, 24),
        beside: int = 0,
    ) -> None:
        super().__init__(parent)
        self._margins, self._beside = margins, beside
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Our own viewport, not Qt's: asking for Qt's makes the bindings load some hundred classes (16 ms at start).
        viewport = self._ground = QWidget()
        self.setViewport(viewport)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(12)
        self.setWidget(self.inner)
        viewport.setAutoFillBackground(False)
        self.inner.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)

    def _on_range(self, _least: int, most: int) -> None:
        if self._beside:
            left, top, right, bottom = self._margins
            self.column.setContentsMargins(left, top, right + (self._beside if most else 0), bottom)
        # Qt does not tell those around that what is in it needs more now; more of it is longer, as a rule.
        self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where the keys scroll it stands in a ring."""
        super().focusInEvent(event)
        self._ground.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self._ground.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring, in the margins of what is shown."""
        super().paintEvent(event)
        if shows_focus(self):
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_ring(painter, QRectF(self._ground.rect()).adjusted(2, 2, -2, -2))

    def minimumSizeHint(self) -> QSize:
        """As wide as its content and the scroll bar need, as low as one likes."""
        coming = 0 if self.verticalScrollBar().maximum() else self._beside
        return QSize(self.inner.minimumSizeHint().width() + coming + SCROLL_EXTENT, 120)
