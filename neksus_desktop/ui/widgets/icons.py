"""Icons: our own 16 px line drawings in ``resources/icons``, coloured by token when drawn."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from neksus_desktop.paths import shipped


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
    """Draw an icon in a colour (``#rrggbb``)."""
    _renderer(name, colour).render(painter, rect)
