"""Our style for another text size than 100 %: ticks and dots grow with the letters.

A style of its own, and a module of its own: Qt asks for measures thousands of times when a record is opened, and each
answer given in Python costs microseconds that only those shall pay who need them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStyle

from neksus_desktop.ui.style.proxy import NeksusStyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOption, QWidget

_SIDE, _BESIDE = 14, 6
"""Of Fusion's ticks and dots in pixels, and the air between them and their words."""
_INDICATORS = {
    QStyle.PixelMetric.PM_IndicatorWidth,
    QStyle.PixelMetric.PM_IndicatorHeight,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
}
_AIR = {QStyle.PixelMetric.PM_CheckBoxLabelSpacing, QStyle.PixelMetric.PM_RadioButtonLabelSpacing}


class ScaledStyle(NeksusStyle):
    """Draws and measures for larger or smaller letters."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Fusion's, except for ticks and dots and the words beside them."""
        if metric in _INDICATORS:
            return self.grown(_SIDE)
        if metric in _AIR:
            return self.grown(_BESIDE)
        return super().pixelMetric(metric, option, widget)
