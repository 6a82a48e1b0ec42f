"""The box where a file is added, seen and taken away: chosen, dropped or pasted.

Rules kept here:

* how large a file may be, and what is taken out of pictures, is said before one is chosen;
* everything that the mouse does, the keyboard does too; what went wrong is said in the box.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.files import ask_open, local_files, take_copy
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens, wide
from neksus_desktop.ui.widgets import Body, Caption, Card, LinkButton, NoteBox, SecondaryButton, draw_icon
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from neksus_desktop.errors import NeksusError
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.ui.editor.files import Belonging, Files

PATTERNS = {
    "image": "*.jpg *.jpeg *.png *.webp *.gif",
    "audio": "*.mp3 *.m4a *.ogg *.opus *.wav *.flac",
    "video": "*.mp4 *.m4v *.mov *.webm *.mkv",
}
_SHEET = 16
_KILO, _MEGA = 1024, 1024 * 1024


class FileBox(QWidget):
    """Files of one owner. It keeps bytes; the caller hears ``added`` and ``removed`` and writes what names them."""

    added = Signal(object)
    """``AttachmentFacts`` of a file whose bytes are kept now."""
    removed = Signal(object)
    """``AttachmentFacts`` of a file that shall go."""

    def __init__(self, name: str, files: Files, belongs: Belonging, *, kind: str = "", several: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self._files, self._belongs, self._kind, self._several = files, belongs, kind, several
        self._shown: tuple[AttachmentFacts, ...] | None = None
        self._writable = True
        self._waiting: list[tuple[Path | bytes, str]] = []
        self._under_way = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GAP)
        column.addLayout(self._rows)
        self._adding = QWidget()
        adding = QVBoxLayout(self._adding)
        adding.setContentsMargins(0, 0, 0, 0)
        adding.setSpacing(GAP)
        buttons = FlowRow(gap=2 * GAP)
        self.pick = SecondaryButton(f"{name}_pick", say("attachment.pick"), self._ask)
        self._paste = LinkButton(f"{name}_paste", say("attachment.paste"), self.paste)
        self.keep_metadata = QCheckBox(say("attachment.keep_metadata"))
        self.keep_metadata.setObjectName(f"{name}_keep_metadata")
        self.keep_metadata.setAccessibleName(say("attachment.keep_metadata"))
        for widget in (self.pick, self._paste):
            buttons.flow.addWidget(widget)
        adding.addWidget(buttons)
        adding.addWidget(self.keep_metadata)
        self._limits = Caption(self._said_beforehand())
        self.pick.setAccessibleDescription(self._limits.text())
        adding.addWidget(self._limits)
        column.addWidget(self._adding)
        show_if(self._paste, kind in {"", "image"})
        show_if(self.keep_metadata, kind in {"", "image"})
        self.fault = NoteBox(tone="error")
        self.fault.setObjectName(f"{name}_fault")
        self.fault.hide()
        column.addWidget(self.fault)
        files.changed.connect(self._show_again)
        self.show_files(())

    def show_files(self, files: tuple[AttachmentFacts, ...], *, writable: bool = True) -> None:
        """Show what is kept; one owner that takes one file says no more how to add one when it has it."""
        if files == self._shown and writable == self._writable:
            return
        self._shown, self._writable = files, writable
        while self._rows.count():
            item = self._rows.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for facts in files:
            self._rows.addWidget(self._row(facts))
        show_if(self._adding, writable and (self._several or not files))

    def first_control(self) -> QWidget:
        """Where the cursor goes: the way to add, or else what can be done with the first file."""
        if not self._adding.isHidden():
            return self.pick
        found = [link for link in self.findChildren(LinkButton) if link.isVisibleTo(self)]
        return found[0] if found else self

    def take(self, sources: list[Path]) -> None:
        """Keep files; only the first where one is wanted."""
        self._waiting += [(source, "") for source in (sources if self._several else sources[:1])]
        self._go_on()

    def paste(self) -> None:
        """Keep the picture or the files on the clipboard."""
        self._take_data(QGuiApplication.clipboard().mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes."""
        if event.matches(QKeySequence.StandardKey.Paste) and not self._adding.isHidden():
            self.paste()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped."""
        data = event.mimeData()
        if not self._adding.isHidden() and (data.hasUrls() or data.hasImage()):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep what was dropped."""
        self._take_data(event.mimeData())
        take_copy(event)

    def _take_data(self, data: QMimeData) -> None:
        paths = local_files(data)
        if paths:
            self.take(paths)
        elif data.hasImage():
            self._waiting.append((_as_png(data), f"{say('attachment.pasted')}.png"))
            self._go_on()
        else:
            self._tell(say("attachment.nothing_to_paste"))

    def _ask(self) -> None:
        ask_open(self.window(), say("attachment.pick"), PATTERNS.get(self._kind, "*"), self.take)

    def _go_on(self) -> None:
        """One file after the other: the next one's name depends on those before it."""
        from neksus_desktop.usecases.attachments import file_kind

        if self._under_way or not self._waiting:
            return
        source, name = self._waiting.pop(0)
        called = name or (source.name if isinstance(source, Path) else "")
        if self._kind and not file_kind(called).startswith(f"{self._kind}/"):
            self._waiting.clear()
            self._tell(say(f"attachment.only.{self._kind}", name=called))
            return
        self.fault.hide()
        self._under_way = True
        self._busy()
        taken = tuple(facts.name for facts in self._shown or ())
        self._files.keep(
            source, self._belongs, name=name, also_taken=taken, keep_metadata=self.keep_metadata.isChecked(),
            then=self._kept, failed=self._failed,
        )  # fmt: skip

    def _kept(self, facts: AttachmentFacts) -> None:
        self._under_way = False
        self._busy()
        self.added.emit(facts)
        self._go_on()

    def _failed(self, error: NeksusError) -> None:
        self._under_way = False
        self._waiting.clear()
        self._busy()
        told = say.explain(error)
        self._tell(f"{told.what} {told.do}")

    def _busy(self) -> None:
        self.pick.setEnabled(not self._under_way)
        self._limits.setText(say("attachment.adding") if self._under_way else self._said_beforehand())

    def _tell(self, words: str) -> None:
        from neksus_desktop.ui.announce import announce

        self.fault.set_text(words)
        self.fault.show()
        announce(self.fault)

    def _said_beforehand(self) -> str:
        kind = self._kind if self._kind in PATTERNS else "any"
        return say(f"attachment.limits.{kind}", megabytes=self._files.largest)

    def _show_again(self) -> None:
        shown, self._shown = self._shown or (), None
        self.show_files(shown, writable=self._writable)

    def _row(self, facts: AttachmentFacts) -> QWidget:
        row = Card(padding=2 * GAP)
        row.setObjectName(f"{self.objectName()}_{facts.id}")
        line = QHBoxLayout()
        line.setSpacing(3 * GAP)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Body(facts.name))
        awaited = facts.id in self._files.awaited
        size = size_in_words(facts.size)
        words.addWidget(Caption(f"{size} · {say('attachment.awaited')}" if awaited else size))
        line.addWidget(_Sheet(), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        if not awaited:
            self._link(line, "open", facts, partial(self._open, facts))
        if self._writable:
            self._link(line, "remove", facts, partial(self.removed.emit, facts))
        row.column.addLayout(line)
        return row

    def _link(self, line: QHBoxLayout, what: str, facts: AttachmentFacts, act: Callable[[], object]) -> None:
        link = LinkButton(f"{self.objectName()}_{what}", say(f"attachment.{what}"), act)
        link.setAccessibleName(say(f"attachment.{what}_named", name=facts.name))
        line.addWidget(link, 0, Qt.AlignmentFlag.AlignVCenter)

    def _open(self, facts: AttachmentFacts) -> None:
        from neksus_desktop.ui.editor.file_view import FileView

        FileView(self._files, facts, self.window()).open()


class _Sheet(QWidget):
    """The sign of a file; what kind it is its name says."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(wide(_SHEET) + GAP, wide(_SHEET) + GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A sheet of paper."""
        draw_icon(QPainter(self), "forms", QRectF(2, 2, wide(_SHEET), wide(_SHEET)), tokens().muted)


def size_in_words(size: int) -> str:
    """«1,4 MB», «12 kB», «800 byte»."""
    if size >= _MEGA:
        return f"{say.locale().toString(size / _MEGA, 'f', 1)} MB"
    return f"{say.number(round(size / _KILO))} kB" if size >= _KILO else say("attachment.bytes", number=size)


def _as_png(data: QMimeData) -> bytes:
    """The picture as PNG: nothing of where it came from is in it."""
    from PySide6.QtGui import QImage, QImageWriter

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(QImage(data.imageData()))
    return bytes(buffer.data().data())
