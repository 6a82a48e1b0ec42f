"""A kept file shown inside the window: pictures and texts; what else there is can be saved after a warning.

Rules kept here:

* nothing is written to be seen: bytes go from the database to the screen;
* a picture is decoded in the background, and scaled down when it is larger than a screen;
* saving is the user's own choice of place, after being told that the file leaves the profile's protection.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from neksus_desktop.ui.files import ask_save
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Dialog, Muted, NoteBox, SecondaryButton

if TYPE_CHECKING:
    from pathlib import Path

    from neksus_desktop.errors import NeksusError
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.ui.editor.files import Files

WIDTH, HEIGHT, NARROW = 900, 620, 480
_LONGEST_SIDE = 2400
_LONGEST_TEXT = 200_000
_TEXT_KINDS = frozenset(
    {"application/json", "application/xml", "application/x-yaml", "application/yaml", "image/svg+xml"}
)


class PictureView(QLabel):
    """A picture as large as there is room for, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("file_picture")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._picture = QPixmap()

    def show_picture(self, image: QImage, name: str) -> None:
        """Show it; screen readers are told its name."""
        self._picture = QPixmap.fromImage(image)
        self.setAccessibleName(name)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = self.size() * ratio
        larger = self._picture.width() > room.width() or self._picture.height() > room.height()
        shown = self._picture
        if larger:
            shown = self._picture.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        shown.setDevicePixelRatio(ratio)
        self.setPixmap(shown)


class FileView(Dialog):
    """One file."""

    def __init__(self, files: Files, facts: AttachmentFacts, parent: QWidget | None = None) -> None:
        super().__init__("file_view", facts.name, say("ui.action.close"), parent, width=NARROW)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._files, self._facts = files, facts
        self.cancel.hide()
        self.save = SecondaryButton("file_save", say("attachment.save_as"), self._ask_where)
        self.save.setEnabled(False)
        self.buttons.insertWidget(0, self.save)
        self.waiting = Muted(say("attachment.loading"))
        self.waiting.setObjectName("file_waiting")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture = PictureView()
        self.text = QPlainTextEdit()
        self.text.setObjectName("file_text")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(facts.name)
        self.stack = QStackedWidget()
        for page in (self.waiting, self.picture, self.text):
            self.stack.addWidget(page)
        self.stack.setMinimumHeight(72)
        self.column.addWidget(self.stack, 1)
        self.warning = NoteBox(say("attachment.leaves_protection"))
        self.warning.setObjectName("file_warning")
        self.column.addWidget(self.warning)
        if self._shown_kind():
            room = parent.size() if parent is not None else QSize(WIDTH, HEIGHT)
            self.resize(min(WIDTH, room.width() - 80), min(HEIGHT, room.height() - 80))
        files.read(facts, self._came, self._failed)

    def _shown_kind(self) -> str:
        kind = self._facts.media_type
        if kind.startswith("text/") or kind in _TEXT_KINDS:
            return "text"
        return "picture" if kind.startswith("image/") else ""

    def _came(self, data: bytes) -> None:
        self.save.setEnabled(True)
        if self._shown_kind() == "picture":
            self._files.run(partial(decoded, data), self._show_picture)
        elif self._shown_kind() == "text":
            self.text.setPlainText(as_text(data))
            self.stack.setCurrentWidget(self.text)
            self.text.setFocus()
        else:
            self.waiting.setText(say("attachment.not_shown"))

    def _show_picture(self, image: object) -> None:
        if isinstance(image, QImage) and not image.isNull():
            self.picture.show_picture(image, self._facts.name)
            self.stack.setCurrentWidget(self.picture)
        else:
            self.waiting.setText(say("attachment.not_shown"))

    def _failed(self, error: NeksusError) -> None:
        from neksus_desktop.errors import NotFoundError

        told = say.explain(error)
        missing = isinstance(error, NotFoundError)
        self.waiting.setText(say("attachment.not_here") if missing else f"{told.what} {told.do}")
        self.warning.hide()

    def _ask_where(self) -> None:
        ask_save(self, say("attachment.save_as"), self._facts.name, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the file there."""
        self._files.save_as(self._facts, path, self._failed)
        self.accept()


def decoded(data: bytes) -> QImage:
    """A picture from its bytes, upright, no larger than a screen; a null image if it is none."""
    holder = QByteArray(data)
    buffer = QBuffer(holder)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LONGEST_SIDE:
        reader.setScaledSize(size.scaled(_LONGEST_SIDE, _LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def as_text(data: bytes) -> str:
    """A text file as text, its beginning if it is very long."""
    part = data if len(data) <= _LONGEST_TEXT else data[:_LONGEST_TEXT].rpartition(b"\n")[0]
    try:
        return part.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        return part.decode("latin-1")
