"""The recovery sheet on paper: one page for the safe, straight to the printer; the program writes it to no file."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.say import say

_MARGIN = 0.1
_COLUMNS = 4
_CODE_SIDE = 0.32
_QUIET = 4


def print_sheet(parent: QWidget, workplace: str, code: str) -> None:
    """Ask for a printer and print the sheet there."""
    dialog = QPrintDialog(QPrinter(QPrinter.PrinterMode.HighResolution), parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, on=False)
    dialog.setWindowTitle(say("ui.start.recovery.print"))
    dialog.accepted.connect(lambda: draw_sheet(dialog.printer(), workplace, code))
    dialog.setModal(True)
    dialog.show()


def draw_sheet(printer: QPrinter, workplace: str, code: str) -> None:
    """Draw the one page: what it is, whose, the code in groups to type and as a square code to scan."""
    painter = QPainter(printer)
    page = QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))
    side = page.width() * _MARGIN
    area = QRectF(side, side, page.width() - 2 * side, page.height() - 2 * side)
    top = area.top()
    for text, points in ((say("ui.start.sheet.title"), 20.0), (workplace, 13.0), (say("ui.start.sheet.text"), 11.0)):
        top = _paragraph(painter, area, top, text, points)
    top = _groups(painter, area, top, code)
    square = area.width() * _CODE_SIDE
    _draw_code(painter, QRectF(area.left(), top, square, square), code)
    beside = area.adjusted(square + side / 2, 0, 0, 0)
    below = _paragraph(painter, beside, top, say("safety.sheet.scan"), 10.0)
    _paragraph(painter, beside, below, say("ui.start.sheet.keep"), 11.0)
    painter.end()


def _paragraph(painter: QPainter, area: QRectF, top: float, text: str, points: float) -> float:
    font = QFont()
    font.setPointSizeF(points)
    painter.setFont(font)
    room = QRectF(area.left(), top, area.width(), area.height())
    flags = int(Qt.TextFlag.TextWordWrap)
    used = painter.boundingRect(room, flags, text)
    painter.drawText(room, flags, text)
    return used.bottom() + painter.fontMetrics().height()


def _groups(painter: QPainter, area: QRectF, top: float, code: str) -> float:
    """The groups in columns, each with its number, as a slip of the pen is told by the group's number."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    small = QFont(fixed)
    fixed.setPointSizeF(18.0)
    small.setPointSizeF(8.0)
    painter.setFont(fixed)
    height = painter.fontMetrics().height() * 1.5
    width = area.width() / _COLUMNS
    groups = code.split("-")
    for at, group in enumerate(groups):
        left, line = area.left() + at % _COLUMNS * width, top + at // _COLUMNS * height
        painter.setFont(small)
        painter.drawText(QRectF(left, line, width * 0.16, height), int(Qt.AlignmentFlag.AlignVCenter), str(at + 1))
        painter.setFont(fixed)
        place = QRectF(left + width * 0.18, line, width * 0.82, height)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), group)
    return top + (len(groups) + _COLUMNS - 1) // _COLUMNS * height + height / 2


def _draw_code(painter: QPainter, place: QRectF, code: str) -> None:
    """The square code with its quiet border; black on white on any printer."""
    import segno

    rows = tuple(tuple(row) for row in segno.make(code, error="q", micro=False).matrix)
    step = place.width() / (len(rows) + 2 * _QUIET)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                left, top = place.left() + (x + _QUIET) * step, place.top() + (y + _QUIET) * step
                painter.fillRect(QRectF(left, top, step * 1.02, step * 1.02), QColor(Qt.GlobalColor.black))
