"""To paper: pages are drawn in the runner at the printer's resolution and handed to it one by one.

Rules kept here: without a printer nothing pretends to print (Qt would write a file nobody asked for); the pages, their
order and the number of copies are those asked for in the dialog.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from neksus_desktop.errors import PrintingError
from neksus_desktop.ui.page_view import to_image

if TYPE_CHECKING:
    from neksus_desktop.ui.tasks import TaskRunner
    from neksus_desktop.usecases.pages import PageImage

_FINEST = 300
_POINTS = 72


class PrintJob:
    """Asks for a printer, then prints all pages of one document; ``failed`` is told when nothing goes to paper."""

    def __init__(
        self,
        runner: TaskRunner,
        pdf: bytes,
        pages: int,
        *,
        title: str,
        done: Callable[[], object],
        failed: Callable[[PrintingError], object],
    ) -> None:
        self._runner = runner
        self._pdf = pdf
        self._pages = pages
        self._done = done
        self._failed = failed
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setResolution(_FINEST)
        self.printer.setDocName(title)
        self.printer.setFullPage(True)
        self.printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self.printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        self._painter: QPainter | None = None
        self._waiting: list[int] = []

    def ask(self, parent: QWidget) -> None:
        """Open the print dialog, or tell that there is no printer."""
        if not QPrinterInfo.availablePrinterNames():
            self._failed(PrintingError(reason="no_printer"))
            return
        dialog = QPrintDialog(self.printer, parent)
        dialog.setObjectName("print_dialog")
        dialog.setMinMax(1, self._pages)
        dialog.accepted.connect(self.start)
        dialog.setModal(True)
        dialog.show()

    def start(self) -> None:
        """Print the pages asked for."""
        self._waiting = self.wanted()
        self._painter = QPainter()
        if self._waiting and self._painter.begin(self.printer):
            self._next()
        else:
            self._failed(PrintingError(reason="refused"))

    def wanted(self) -> list[int]:
        """The pages asked for, from 0, in the order they go to paper, as often as the printer cannot repeat them."""
        ranges = [(one.from_, one.to) for one in self.printer.pageRanges().toRangeList()]
        found = [
            page
            for first, last in ranges or [(1, self._pages)]
            for page in range(max(first, 1) - 1, min(last, self._pages))
        ]
        if self.printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
            found.reverse()
        if self.printer.supportsMultipleCopies():
            return found
        copies = self.printer.copyCount()
        return found * copies if self.printer.collateCopies() else [page for page in found for _ in range(copies)]

    def _next(self) -> None:
        from neksus_desktop.usecases.pages import page_image

        scale = self.printer.resolution() / _POINTS
        self._runner.submit(page_image, self._pdf, self._waiting.pop(0), scale, done=self._put)

    def _put(self, found: PageImage) -> None:
        assert self._painter is not None
        paper = QRectF(self.printer.paperRect(QPrinter.Unit.DevicePixel))
        self._painter.drawImage(QRectF(0, 0, paper.width(), paper.height()), to_image(found))
        if self._waiting:
            self.printer.newPage()
            self._next()
        else:
            self._painter.end()
            self._done()
