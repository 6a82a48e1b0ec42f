"""The pages of a PDF one below the other; only pages in view are drawn, each in the runner, a few are kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import tokens

if TYPE_CHECKING:
    from neksus_desktop.ui.tasks import TaskRunner
    from neksus_desktop.usecases.pages import PageImage

_GAP = 16
_KEPT = 8
_WIDEST = 900
_SMALLEST, _LARGEST = 0.4, 4.0


class PageView(QScrollArea):
    """Fits the width until zoomed; Ctrl and the wheel, or Ctrl and plus or minus, zoom."""

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__()
        self.setObjectName("preview_pages")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.zoom = 1.0
        self._sheet = _Sheet(runner)
        self.setWidget(self._sheet)
        self.viewport().setAutoFillBackground(False)

    def show_pages(self, pdf: bytes, sizes: list[tuple[float, float]]) -> None:
        """Show another document from its first page."""
        self._sheet.set_pages(pdf, sizes)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller."""
        self.zoom = min(max(self.zoom * factor, _SMALLEST), _LARGEST)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
        else:
            super().wheelEvent(event)

    def _fit(self) -> None:
        room = min(self.viewport().width() - 2 * _GAP, _WIDEST)
        self._sheet.set_width(max(int(room * self.zoom), 100))


class _Sheet(QWidget):
    def __init__(self, runner: TaskRunner) -> None:
        super().__init__()
        self._runner = runner
        self._pdf = b""
        self._sizes: list[tuple[float, float]] = []
        self._width = 100
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._asked: set[int] = set()
        self._turn = 0

    def set_pages(self, pdf: bytes, sizes: list[tuple[float, float]]) -> None:
        """Show another document."""
        self._pdf, self._sizes = pdf, sizes
        self.setAccessibleName(say.count("places.preview.pages", len(sizes)))
        self._forget()

    def set_width(self, width: int) -> None:
        """Give pages this width."""
        if width != self._width:
            self._width = width
            self._forget()
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """All pages with a gap around each."""
        rects = self._rects()
        return QSize(self._width + 2 * _GAP, (rects[-1].bottom() if rects else 0) + _GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pages in view; those not drawn yet are white and asked for."""
        painter = QPainter(self)
        t = tokens()
        for page, rect in enumerate(self._rects()):
            if not rect.intersects(event.rect()):
                continue
            painter.fillRect(rect, QColor("#FFFFFF"))
            if page in self._images:
                painter.drawImage(rect.topLeft(), self._images[page])  # as it is: scaling would drop lines of letters
                self._images.move_to_end(page)
            else:
                self._ask(page)
            painter.setPen(QColor(t.line))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _rects(self) -> list[QRect]:
        rects, top = [], _GAP
        for width, height in self._sizes:
            tall = int(self._width * height / width)
            rects.append(QRect(_GAP, top, self._width, tall))
            top += tall + _GAP
        return rects

    def _ask(self, page: int) -> None:
        from neksus_desktop.usecases.pages import page_image

        if page in self._asked:
            return
        self._asked.add(page)
        turn, scale = self._turn, self._width * self.devicePixelRatioF() / self._sizes[page][0]
        self._runner.submit(page_image, self._pdf, page, scale, done=lambda found: self._take(turn, found))

    def _take(self, turn: int, found: PageImage) -> None:
        if turn != self._turn:
            return
        image = to_image(found)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._images[found.page] = image
        self._asked.discard(found.page)
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.update()

    def _forget(self) -> None:
        self._turn += 1
        self._images.clear()
        self._asked.clear()
        self.update()


def to_image(found: PageImage) -> QImage:
    """The pixels as a picture of Qt's own."""
    return QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy()
