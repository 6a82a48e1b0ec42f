"""The icon as Windows and macOS want it, out of ``resources/icons/app.svg``: ``python -m tools.package.icons``."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image

from tools.package.places import ROOT

_ICO = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_LARGEST = 1024


def draw(size: int) -> Image.Image:
    """The icon at a size in pixels, drawn from its outlines rather than scaled from another picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "icons" / "app.svg")).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stubs want bytes, its code wants text
    return Image.open(io.BytesIO(data.data()))


def write(windows: Path, mac: Path) -> None:
    """Write both files."""
    largest = draw(_LARGEST)
    pictures = [draw(size) for size in _ICO]
    pictures[-1].save(windows, format="ICO", sizes=[(size, size) for size in _ICO], append_images=pictures[:-1])
    largest.save(mac, format="ICNS")


if __name__ == "__main__":
    write(ROOT / "packaging" / "windows" / "neksus.ico", ROOT / "packaging" / "macos" / "neksus.icns")
