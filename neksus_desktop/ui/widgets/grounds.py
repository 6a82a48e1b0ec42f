"""Grounds and hairlines that Qt fills itself from the palette: no Python runs when they are drawn."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

Role = QPalette.ColorRole


def ground(widget: QWidget, role: Role) -> None:
    """Let a widget stand on a colour of the palette (``Base`` surface, ``AlternateBase`` rail, ``Window`` page)."""
    widget.setBackgroundRole(role)
    widget.setAutoFillBackground(True)


class Line(QWidget):
    """A hairline, across or, with ``upright``, from top to bottom."""

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        ground(self, Role.Mid)
