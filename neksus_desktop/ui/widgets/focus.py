"""Where the keys are: when the focus moves, and where its ring is shown.

The ring is shown only while the user moves by keyboard, as Qt's own controls do.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRectF, Qt, SignalInstance
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from neksus_desktop.ui.style import tokens


def focus_moved() -> SignalInstance:
    """What the program tells when the keys go from one widget to another: both, None for a window of others."""
    return cast("QApplication", QApplication.instance()).focusChanged


def shows_focus(widget: QWidget) -> bool:
    """Whether the ring stands around this widget now."""
    return widget.hasFocus() and widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def draw_ring(painter: QPainter, rect: QRectF, radius: float = 6) -> None:
    """The ring, 2 px, inside ``rect``."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens().accent), 2))
    painter.drawRoundedRect(rect, radius, radius)
