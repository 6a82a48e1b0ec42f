"""Screens without a window system: one for every size that is looked at, side by side, each with its own pixels.

Qt's offscreen platform reads them from a file that is named when the program starts. A window is brought to one of them
with ``stand``; dialogs follow it, and are placed and bounded as on a screen of that size.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_APART: Final = 8000
"""From one screen's left edge to the next one's, in pixels: farther than any is wide."""
_USUAL_DPI: Final = 96


class Size(NamedTuple):
    """A screen: its pixels, and how many per cent the system draws everything larger."""

    width: int
    height: int
    scale: int = 100


SIZES: Final = {
    "1366x768": Size(1366, 768),
    "1920x1080": Size(1920, 1080),
    "1024x640": Size(1024, 640),
    "1160x700": Size(1160, 700),
    "1366x1100": Size(1366, 1100),
    "1920x1080@200": Size(1920, 1080, 200),
    "2732x1536@250": Size(2732, 1536, 250),
}


def use(folder: Path) -> None:
    """Begin without a window system, with these screens, unless the environment names a platform itself.

    Args:
        folder: where the file that describes the screens is put; it is read when the application object is made.
    """
    path = folder / "screens.json"
    screens = [
        {
            "name": name, "x": at * _APART, "y": 0, "width": size.width, "height": size.height, "dpr": 1,
            "logicalDpi": _USUAL_DPI * size.scale // 100, "logicalBaseDpi": _USUAL_DPI,
        }
        for at, (name, size) in enumerate(SIZES.items())
    ]  # fmt: skip
    told = {"synchronousWindowSystemEvents": True, "windowFrameMargins": False, "screens": screens}
    path.write_text(json.dumps(told), encoding="utf-8")
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={path.as_posix()}")


def stand(window: QWidget, name: str) -> None:
    """Bring a window to a screen and let it fill that; without our screens it only takes the size."""
    from PySide6.QtGui import QGuiApplication

    from neksus_desktop.ui.placing import smallest

    screen = next((one for one in QGuiApplication.screens() if one.name() == name), None)
    if screen is None:
        window.resize(*SIZES[name][:2])
        return
    window.setMinimumSize(smallest(screen.availableSize()))
    window.setGeometry(screen.geometry())
