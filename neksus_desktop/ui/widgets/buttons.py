"""Buttons. Each is made with an object name; text and accessible name are the same sentence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from neksus_desktop.ui.style import tokens, wide
from neksus_desktop.ui.widgets.focus import draw_ring, shows_focus
from neksus_desktop.ui.widgets.icons import draw_icon
from neksus_desktop.ui.widgets.writing import writing

_ICON, _AROUND = 16, 8
"""An icon in pixels at 100 %, and the air around it in a button."""


def keys_of(shortcut: str) -> QKeySequence:
    """The keys of a shortcut written as in the code («Alt+Left»), whatever Qt calls its keys in the user's language."""
    return QKeySequence.fromString(shortcut, QKeySequence.SequenceFormat.PortableText)


class _Button(QPushButton):
    kind = "secondary"

    def __init__(
        self,
        name: str,
        text: str = "",
        clicked: Callable[[], object] | None = None,
        *,
        shortcut: str = "",
        writes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.writes = writes
        self.setObjectName(name)
        self.setProperty("kind", self.kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._keys = shortcut
        self.say(text)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())
        if writes:
            self.setEnabled(True)

    def setEnabled(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signature
        """A key that keeps something is out of use where nothing can be kept, whoever would have it otherwise."""
        super().setEnabled(on and not (self.writes and writing.closed))

    def say(self, text: str) -> None:
        """Set the text; a shortcut is told in the tool tip, and set again since Qt drops it with the text."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        if self._keys:
            sequence = keys_of(self._keys)
            self.setShortcut(sequence)
            self.setToolTip(sequence.toString(QKeySequence.SequenceFormat.NativeText))
        if self.writes and (why := writing.why_not()):
            self.setToolTip(why)
            self.setAccessibleDescription(why)


class PrimaryButton(_Button):
    """The one main action of a screen, top right."""

    kind = "primary"


class SecondaryButton(_Button):
    """Every other action."""


class LinkButton(_Button):
    """An action in running text or a way back."""

    kind = "link"

    def sizeHint(self) -> QSize:
        """Little air at the sides, so that it lines up with text."""
        width = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&")) + 12
        return QSize(width, max(28, self.fontMetrics().height() + 8))

    def minimumSizeHint(self) -> QSize:
        """A link is never cut."""
        return self.sizeHint()


class IconButton(QAbstractButton):
    """A square button with an icon only; its name is its tool tip and accessible name."""

    def __init__(
        self,
        name: str,
        icon_name: str,
        text: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.icon_name = icon_name
        self.say(text)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def say(self, text: str) -> None:
        """What it does."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """32 px square, more where its icon is larger."""
        side = wide(_ICON) + 2 * _AROUND
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, ground under the mouse, ring with focus."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(rect, 6, 6)
        if shows_focus(self):
            draw_ring(painter, rect)
        square = QRectF(0, 0, wide(_ICON), wide(_ICON))
        square.moveCenter(rect.center())
        draw_icon(painter, self.icon_name, square, t.text if self.isEnabled() else t.muted)


class ToggleChip(QAbstractButton):
    """A rounded switch («Intern», «Til godkjenning»): on or off, told by frame, ground and weight."""

    def __init__(
        self, name: str, text: str = "", toggled: Callable[[bool], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(text)
        if toggled is not None:
            self.toggled.connect(toggled)

    def say(self, text: str) -> None:
        """What is switched."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Text and air."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 24, max(26, self.fontMetrics().height() + 8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, ground, text."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(t.weak_accent if on else t.hover if self.underMouse() else t.surface))
        focused = shows_focus(self)
        painter.setPen(QPen(QColor(t.accent if on or focused else t.line), 2 if focused else 1))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setPen(QColor(t.accent if on else t.text if self.isEnabled() else t.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class SearchButton(QAbstractButton):
    """Looks like a search field and opens one (the command palette)."""

    def __init__(self, name: str, clicked: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.clicked.connect(lambda _checked=False: clicked())

    def say(self, text: str) -> None:
        """What can be searched."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its text, as high as a field."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(min(max(words + wide(_ICON) + 32, 260), 420), max(32, self.fontMetrics().height() + 10))

    def minimumSizeHint(self) -> QSize:
        """Only the glass, where the actions of a screen need the room."""
        return QSize(wide(_ICON) + 22, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A field with a glass and the text standing back."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(t.hover if self.underMouse() else t.background))
        focused = shows_focus(self)
        painter.setPen(QPen(QColor(t.accent if focused else t.line), 2 if focused else 1))
        painter.drawRoundedRect(rect, 6, 6)
        side = wide(_ICON)
        draw_icon(painter, "search", QRectF(11, (self.height() - side) / 2, side, side), t.muted)
        painter.setPen(QColor(t.muted))
        inside = self.rect().adjusted(20 + side, 0, -8, 0)
        text, room = self.text(), inside.width()
        if self.fontMetrics().horizontalAdvance(text) > room:
            text = text.rpartition(" … ")[0] + " …" if " … " in text else text  # half the name of a key says nothing
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
