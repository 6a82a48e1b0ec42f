"""The recovery sheet on paper: one page for the safe, straight to the printer, never to a file."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.say import say

_MARGIN = 0.1


def print_sheet(parent: QWidget, workplace: str, code: str) -> None:
    """Ask for a printer and print the sheet there."""
    dialog = QPrintDialog(QPrinter(QPrinter.PrinterMode.HighResolution), parent)
    dialog.setWindowTitle(say("ui.start.recovery.print"))
    dialog.accepted.connect(lambda: draw_sheet(dialog.printer(), workplace, code))
    dialog.setModal(True)
    dialog.show()


def draw_sheet(printer: QPrinter, workplace: str, code: str) -> None:
    """Draw the one page."""
    painter = QPainter(printer)
    page = QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))
    area = QRectF(0, 0, page.width(), page.height()).adjusted(
        page.width() * _MARGIN, page.height() * _MARGIN, -page.width() * _MARGIN, 0
    )
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    top = area.top()
    for text, points, font in (
        (say("ui.start.sheet.title"), 20.0, QFont()),
        (workplace, 13.0, QFont()),
        (say("ui.start.sheet.text"), 11.0, QFont()),
        (code, 18.0, fixed),
        (say("ui.start.sheet.keep"), 11.0, QFont()),
    ):
        font.setPointSizeF(points)
        painter.setFont(font)
        room = QRectF(area.left(), top, area.width(), area.height())
        flags = int(Qt.TextFlag.TextWordWrap)
        used = painter.boundingRect(room, flags, text)
        painter.drawText(room, flags, text)
        top = used.bottom() + painter.fontMetrics().height()
    painter.end()
