"""What stands below a tick or a dot and explains it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget


class BelowTick(QWidget):
    """Words that begin where those of the tick above them begin, in every text size."""

    def __init__(self, words: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Ticks grow with the letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self.layout() is not None:
            self._fit()

    def _fit(self) -> None:
        metric, style = QStyle.PixelMetric, self.style()
        tick = style.pixelMetric(metric.PM_IndicatorWidth) + style.pixelMetric(metric.PM_CheckBoxLabelSpacing)
        self.setContentsMargins(tick, 0, 0, 0)
