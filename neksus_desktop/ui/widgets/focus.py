"""Where the focus ring is shown: only while the user moves by keyboard, as Qt's own controls do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.style import tokens


def shows_focus(widget: QWidget) -> bool:
    """Whether the ring stands around this widget now."""
    return widget.hasFocus() and widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def draw_ring(painter: QPainter, rect: QRectF, radius: float = 6) -> None:
    """The ring, 2 px, inside ``rect``."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens().accent), 2))
    painter.drawRoundedRect(rect, radius, radius)
