"""To whom, in which edition, sealed or not. What is chosen from the start is the least."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import (
    Caption,
    Card,
    ChoiceField,
    Field,
    Heading,
    LinkButton,
    Muted,
    NoteBox,
    ScrollColumn,
)
from neksus_desktop.ui.widgets.ticks import BelowTick
from neksus_desktop.usecases.export import DEFAULT_EDITION

_EDITIONS = ("anonymised", "shareable", "full")
_MANY = 20
_MAIL, _MEGABYTES = 5, (5, 1, 20, 100)
"""Megabytes per file: what most mail takes, and other roads."""


class ExportChoices(ScrollColumn):
    """The right side of Eksporter."""

    changed = Signal()

    def __init__(self, to_keys: Callable[[], object]) -> None:
        super().__init__(margins=(0, 0, 0, 0), beside=4)
        self.setMinimumWidth(340)
        self._boxes: dict[str, QCheckBox] = {}
        self._names: dict[str, str] = {}
        self.to_title = Heading()
        self.to_box = QVBoxLayout()
        self.to_box.setSpacing(6)
        self.nobody = Muted()
        self.keys_button = LinkButton("export_to_keys", clicked=to_keys)
        self.edition_title = Heading()
        self.editions: dict[str, QRadioButton] = {}
        self.helps: dict[str, Caption] = {}
        self.plain_box = QCheckBox()
        self.plain_box.setObjectName("export_plain")
        self.plain_box.toggled.connect(lambda _on: self._on_plain())
        self.remarks_box = QCheckBox()
        self.remarks_box.setObjectName("export_remarks")
        self.remarks_box.toggled.connect(self._on_remarks)
        self.files_box = QCheckBox()
        self.files_box.setObjectName("export_attachments")
        self.files_box.toggled.connect(lambda _on: self.changed.emit())
        self.largest = ChoiceField("export_size")
        self.largest_row = Field(self.largest)
        self.plain_note = NoteBox()
        self.drafts_note = NoteBox()
        self.many_note = NoteBox()
        self.nothing_note = NoteBox()
        self._lay_out()

    def _lay_out(self) -> None:
        to = Card()
        to.column.addWidget(self.to_title)
        to.column.addLayout(self.to_box)
        to.column.addWidget(self.nobody)
        to.column.addWidget(self.keys_button, 0, Qt.AlignmentFlag.AlignLeft)
        edition = Card()
        edition.column.addWidget(self.edition_title)
        group = QButtonGroup(self)
        for name in _EDITIONS:
            radio = QRadioButton()
            radio.setObjectName(f"export_edition_{name}")
            radio.toggled.connect(lambda on: self._on_edition() if on else None)
            group.addButton(radio)
            self.editions[name] = radio
            self.helps[name] = Caption()
            edition.column.addWidget(radio)
            edition.column.addWidget(BelowTick(self.helps[name]))
        self.editions[DEFAULT_EDITION].setChecked(True)
        edition.column.addSpacing(4)
        edition.column.addWidget(self.files_box)
        edition.column.addWidget(self.nothing_note)
        seal = Card()
        seal.column.addWidget(self.largest_row)
        seal.column.addWidget(self.remarks_box)
        seal.column.addWidget(self.plain_box)
        seal.column.addWidget(self.plain_note)
        for widget in (to, edition, seal, self.drafts_note, self.many_note):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        for note in (self.drafts_note, self.many_note, self.plain_note, self.nothing_note):
            note.hide()

    def retranslate(self) -> None:
        """Say everything again."""
        self.to_title.setText(say("places.export.to"))
        self.nobody.setText(say("places.export.nobody"))
        self.keys_button.say(say("places.export.to_keys"))
        self.edition_title.setText(say("places.export.edition"))
        for name, radio in self.editions.items():
            radio.setText(say(f"exchange.edition.{name}"))
            radio.setAccessibleName(radio.text())
            self.helps[name].setText(say(f"places.export.edition.{name}_help"))
            radio.setAccessibleDescription(self.helps[name].text())
        self.files_box.setText(say("places.export.attachments"))
        self.files_box.setAccessibleDescription(say("places.export.attachments_help"))
        self.files_box.setToolTip(say("places.export.attachments_help"))
        self.remarks_box.setText(say("places.export.remarks"))
        self.plain_box.setText(say("places.export.plain"))
        self.plain_note.set_text(say("places.export.plain_help"))
        self.largest_row.say(say("places.export.size_limit"), say("places.export.size_limit_hint"))
        self.largest.set_choices(
            (str(size), say("places.export.size_mail" if size == _MAIL else "places.export.size_mb", size=size))
            for size in _MEGABYTES
        )
        self.many_note.set_text(say("places.export.many"))

    def set_peers(self, peers: Sequence[Any]) -> None:
        """Whom one can send to; who is chosen stays chosen, and one alone is chosen at once."""
        before = set(self.recipients())
        for box in self._boxes.values():
            box.deleteLater()
        self._boxes = {}
        self._names = {peer.thumbprint: peer.name for peer in peers}
        for peer in peers:
            box = QCheckBox(peer.name.replace("&", "&&"))
            box.setObjectName(f"export_to_{peer.thumbprint[:8]}")
            box.setAccessibleName(peer.name)
            box.setChecked(peer.thumbprint in before or len(peers) == 1)
            box.toggled.connect(lambda _on: self.changed.emit())
            self._boxes[peer.thumbprint] = box
            self.to_box.addWidget(box)
        self.nobody.setVisible(not peers)

    def begin(self) -> None:
        """The least again: what was chosen for one file is not meant for the next."""
        self.editions[DEFAULT_EDITION].setChecked(True)
        self.files_box.setChecked(False)
        self.plain_box.setChecked(False)
        self.remarks_box.setChecked(False)

    def recipients(self) -> list[str]:
        """Thumbprints of those chosen."""
        return [thumbprint for thumbprint, box in self._boxes.items() if box.isChecked()]

    def names(self) -> list[str]:
        """Names of those chosen."""
        return [self._names[thumbprint] for thumbprint in self.recipients()]

    def edition(self) -> Any:
        """The edition chosen."""
        return next(name for name, radio in self.editions.items() if radio.isChecked())

    def attachments(self) -> bool:
        """Whether attachments go along."""
        return self.files_box.isChecked()

    def plain(self) -> bool:
        """Whether the file shall be signed only."""
        return self.plain_box.isChecked()

    def size_limit(self) -> int:
        """Bytes that one file may have; what is larger is split."""
        return int(self.largest.value()) * 1024 * 1024

    def remarks_only(self) -> bool:
        """Whether only our own remarks on the records shall be sent."""
        return self.remarks_box.isChecked()

    def tell_drafts(self, count: int) -> None:
        """Say that some are not approved."""
        self.drafts_note.set_text(say.count("places.export.drafts", count))
        self.drafts_note.setVisible(bool(count))

    def tell_many(self, count: int) -> None:
        """Say that many together may need protection."""
        self.many_note.setVisible(count >= _MANY)

    def tell_nothing(self, words: str) -> None:
        """Say that what is chosen brings somebody nothing new; "" when it does."""
        self.nothing_note.set_text(words)
        self.nothing_note.setVisible(bool(words))

    def _on_edition(self) -> None:
        """Attachments go with everything; with less only when somebody says so anew."""
        self.files_box.setChecked(self.edition() == "full")
        self.changed.emit()

    def _on_remarks(self, on: bool) -> None:  # noqa: FBT001 - a signal calls it
        """Remarks have no edition, no files and never fill one."""
        for widget in (*self.editions.values(), *self.helps.values(), self.files_box, self.largest_row):
            widget.setEnabled(not on)
        self.changed.emit()

    def _on_plain(self) -> None:
        self.plain_note.setVisible(self.plain())
        self.changed.emit()
