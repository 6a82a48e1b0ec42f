"""Pictures that a form has beside its words: shown from memory, as large as there is room for.

Other media (sound, film) are named, not played.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neksus_desktop.ui.editor.desk import Desk

LARGE = QSize(480, 300)
SMALL = QSize(120, 90)


def picture(desk: Desk, name: str, room: QSize = LARGE) -> QPixmap | None:
    """The form's picture of this name, no larger than ``room``; None if it is not there or is none."""
    data = desk.form.definition.media.get(name)
    if not data:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > room.width() or size.height() > room.height()):
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)


class MediaBox(QWidget):
    """What belongs to a question beside its words; hidden when there is nothing."""

    def __init__(self, desk: Desk, about: str) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[tuple[str, str], ...] = ()
        self._about = about
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self.hide()

    def show_media(self, media: Mapping[str, str]) -> bool:
        """Show these (kind → name of the file); whether there is anything."""
        wanted = tuple((kind, name) for kind, name in media.items() if kind != "big-image" or "image" not in media)
        if wanted == self._shown:
            return bool(wanted)
        self._shown = wanted
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for kind, name in wanted:
            self._column.addWidget(self._part(kind, name), 0, Qt.AlignmentFlag.AlignLeft)
        return bool(wanted)

    def _part(self, kind: str, name: str) -> QWidget:
        is_picture = kind in {"image", "big-image"}
        found = picture(self._desk, name) if is_picture else None
        if found is None:
            here = name in self._desk.form.definition.media
            key = "not_shown" if is_picture else "not_played"
            return Caption(say(f"editor.media.{key if here else 'missing'}", name=name))
        label = QLabel()
        label.setPixmap(found)
        label.setAccessibleName(say("editor.media.picture", about=self._about or name))
        return label
