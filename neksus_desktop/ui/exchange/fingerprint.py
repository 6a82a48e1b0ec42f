"""A fingerprint for people: groups of digits, words to read aloud, and a square code to scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, Caption, Overline

if TYPE_CHECKING:
    from neksus_desktop.usecases.keys import Fingerprint

_COLUMNS = 4


class FingerprintView(QWidget):
    """Digits and words in columns, so that two people can read them line by line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(10)
        self._inner: QWidget | None = None

    def show_fingerprint(self, fingerprint: Fingerprint) -> None:
        """Show this one."""
        if self._inner is not None:
            self._inner.deleteLater()
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        groups = fingerprint.digits.split()
        column.addWidget(Overline(say("places.keys.digits")))
        column.addLayout(_grid(groups, digits=True))
        column.addWidget(Overline(say("places.keys.words")))
        column.addLayout(_grid(fingerprint.words, digits=False))
        code = _Code(fingerprint.qr)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(code)
        row.addWidget(Caption(say("places.keys.code_help")), 1)
        column.addLayout(row)
        self._column.addWidget(self._inner)
        self.setAccessibleName(f"{fingerprint.digits}. {' '.join(fingerprint.words)}")


def _grid(parts: tuple[str, ...] | list[str], *, digits: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for at, part in enumerate(parts):
        label = Body(part)
        label.setWordWrap(False)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if digits:
            font = QFont(label.font())
            font.setStyleHint(QFont.StyleHint.Monospace)
            font.setFixedPitch(True)
            font.setWeight(QFont.Weight.DemiBold)
            label.setFont(font)
        grid.addWidget(label, at // _COLUMNS, at % _COLUMNS)
    grid.setColumnStretch(_COLUMNS, 1)
    return grid


class _Code(QWidget):
    """A QR code, always dark on light so that any camera reads it."""

    def __init__(self, content: str) -> None:
        super().__init__()
        import segno

        self._rows = tuple(tuple(row) for row in segno.make(content, error="m").matrix)
        self.setFixedSize(QSize(112, 112))
        self.setAccessibleName(say("places.keys.code"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The squares with a quiet border."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        size = len(self._rows) + 4
        step = self.width() / size
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF((x + 2) * step, (y + 2) * step, step + 0.5, step + 0.5), QColor("#000000"))
