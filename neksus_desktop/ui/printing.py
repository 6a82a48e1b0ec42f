"""To paper: pages are drawn in the runner at the printer's resolution and handed to it one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.page_view import to_image

if TYPE_CHECKING:
    from neksus_desktop.ui.tasks import TaskRunner
    from neksus_desktop.usecases.pages import PageImage

_FINEST = 300
_POINTS = 72


class PrintJob:
    """Asks for a printer, then prints all pages of one document."""

    def __init__(self, runner: TaskRunner, pdf: bytes, pages: int, *, title: str, done: Callable[[], object]) -> None:
        self._runner = runner
        self._pdf = pdf
        self._pages = pages
        self._done = done
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setResolution(_FINEST)
        self.printer.setDocName(title)
        self.printer.setFullPage(True)
        self.printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self.printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        self._painter: QPainter | None = None
        self._range = range(pages)

    def ask(self, parent: QWidget) -> None:
        """Open the print dialog."""
        dialog = QPrintDialog(self.printer, parent)
        dialog.setObjectName("print_dialog")
        dialog.setMinMax(1, self._pages)
        dialog.accepted.connect(self.start)
        dialog.setModal(True)
        dialog.show()

    def start(self) -> None:
        """Print the pages asked for."""
        first, last = self.printer.fromPage() or 1, self.printer.toPage() or self._pages
        self._range = range(first - 1, min(last, self._pages))
        self._painter = QPainter()
        if self._range and self._painter.begin(self.printer):
            self._next(self._range.start)

    def _next(self, page: int) -> None:
        from neksus_desktop.usecases.pages import page_image

        scale = self.printer.resolution() / _POINTS
        self._runner.submit(page_image, self._pdf, page, scale, done=self._put)

    def _put(self, found: PageImage) -> None:
        assert self._painter is not None
        paper = QRectF(self.printer.paperRect(QPrinter.Unit.DevicePixel))
        self._painter.drawImage(QRectF(0, 0, paper.width(), paper.height()), to_image(found))
        if found.page + 1 in self._range:
            self.printer.newPage()
            self._next(found.page + 1)
        else:
            self._painter.end()
            self._done()
