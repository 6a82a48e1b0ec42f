"""The navigation at the left: places with icon, name and, where something waits, a number.

Where the letters are too large for the window only the icons are left: a name is shown whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.places import PLACES, shortcuts
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import tokens, wide
from neksus_desktop.ui.widgets.buttons import keys_of
from neksus_desktop.ui.widgets.focus import draw_ring, shows_focus
from neksus_desktop.ui.widgets.grounds import Line, Role, ground
from neksus_desktop.ui.widgets.icons import draw_icon

WIDTH = 172
_ICON, _BEFORE, _BEHIND = 16, 10, 10
"""An icon, and the air before and behind it."""
_BESIDE_NAMES = 735
"""So much must be left for a screen, in pixels at 100 % text size, for the names to be shown."""


class NavButton(QAbstractButton):
    """One place. Chosen it is told by ground, weight and colour, and to screen readers as checked."""

    switched = Signal()
    """Chosen without a click, as assistive technology does it."""

    def __init__(self, place: str, shortcut: str) -> None:
        super().__init__()
        self.place = place
        self.keys = keys_of(shortcut)
        self._clicking = False
        self.toggled.connect(self._toggled)
        self.count = ""
        self.named = True
        self.setObjectName(f"nav_{place}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the place's name again."""
        self.setText(say(f"ui.place.{self.place}"))
        keys = self.keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleDescription(keys)
        self.set_count(self.count)

    def set_count(self, count: str) -> None:
        """Set what waits there, "" for nothing."""
        self.count = count
        self.setAccessibleName(f"{self.text()} {count}".strip())
        shown = self.text() if self.named else self.accessibleName()
        self.setToolTip(f"{shown} ({self.accessibleDescription()})")
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """A click is told by ``clicked``."""
        self._clicking = True
        super().nextCheckState()
        self._clicking = False

    def _toggled(self, on: bool) -> None:  # noqa: FBT001 - connected to a signal
        if on and not self._clicking:
            self.switched.emit()

    def sizeHint(self) -> QSize:
        """32 px high, more with larger text; as wide as the name or the icon."""
        height = max(32, self.fontMetrics().height() + 14)
        return QSize(self.width_of_name() if self.named else _words_at(), height)

    def width_of_name(self) -> int:
        """The room for icon, name in semibold and number."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        number = metrics.horizontalAdvance(self.count) + 14 if self.count else 0
        return max(WIDTH - 16, _words_at() + metrics.horizontalAdvance(self.text()) + number + 14)

    def minimumSizeHint(self) -> QSize:
        """A name is never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Larger text takes more room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, name, number."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.weak_accent if chosen else t.hover))
            painter.drawRoundedRect(rect, 4, 4)
        if shows_focus(self):
            draw_ring(painter, rect.adjusted(1, 1, -1, -1), 4)
        colour = t.accent if chosen else t.text
        side = wide(_ICON)
        place = QRectF(_BEFORE, (self.height() - side) / 2, side, side)
        draw_icon(painter, PLACES[self.place].icon, place, t.accent if chosen else t.muted)
        if not self.named:
            return
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        room = self._draw_count(painter, t.muted)
        painter.drawText(rect.adjusted(_words_at(), 0, -room, 0), flags, self.text())

    def _draw_count(self, painter: QPainter, colour: str) -> float:
        if not self.count:
            return 8
        painter.save()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(self.rect()).adjusted(0, 0, -10, 0), flags, self.count)
        width = painter.fontMetrics().horizontalAdvance(self.count)
        painter.restore()
        return width + 18


def _words_at() -> int:
    return _BEFORE + wide(_ICON) + _BEHIND


class Rail(QWidget):
    """The column of places. Up and down move between them, Ctrl and a figure goes there from anywhere."""

    chosen = Signal(str)

    def __init__(self, workplace_role: str) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        ground(self, Role.AlternateBase)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = QVBoxLayout()
        outer.addLayout(column, 1)
        outer.addWidget(Line(upright=True))
        column.setContentsMargins(8, 11, 7, 11)
        column.setSpacing(4)
        self.buttons: dict[str, NavButton] = {}
        self._marked = ""
        stretched = False
        for name, keys in shortcuts(workplace_role).items():
            if PLACES[name].bottom and not stretched:
                column.addStretch(1)
                stretched = True
            button = NavButton(name, keys)
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            button.switched.connect(partial(self._switched, name))
            self.buttons[name] = button
            column.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all names again."""
        self.setAccessibleName(say("ui.rail.name"))
        for button in self.buttons.values():
            button.retranslate()

    def fit(self, window: int) -> None:
        """Show the names if a window of this width has room for them."""
        named = window >= max(button.width_of_name() for button in self.buttons.values()) + wide(_BESIDE_NAMES)
        for button in self.buttons.values():
            if button.named != named:
                button.named = named
                button.set_count(button.count)

    def _switched(self, place: str) -> None:
        if place != self._marked:
            self.chosen.emit(place)

    def mark(self, place: str) -> None:
        """Show where the user is."""
        self._marked = place
        if place in self.buttons:
            self.buttons[place].setChecked(True)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show what waits where; nothing is shown for 0."""
        for place, button in self.buttons.items():
            number = counts.get(place, 0)
            button.set_count(say.number(number) if number else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk through the places."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        buttons = list(self.buttons.values())
        focused = next((at for at, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
