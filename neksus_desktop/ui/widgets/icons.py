"""Icons: our own 16 px line drawings in ``resources/icons``, coloured by token when drawn."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from neksus_desktop.paths import shipped
from neksus_desktop.ui.style import tokens


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
    """Draw an icon in a colour (``#rrggbb``)."""
    _renderer(name, colour).render(painter, rect)


def icon(name: str, colour: str = "", size: int = 16) -> QIcon:
    """An icon for a stock widget, in the text colour of the theme in use now; sharp at up to 250 %."""
    found = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(size * scale, size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_icon(painter, name, QRectF(0, 0, size * scale, size * scale), colour or tokens().text)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        found.addPixmap(pixmap)
    return found
