"""What leaves, word by word, as the recipient will see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neksus_desktop.ui.naming import capital, named, readable, status
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import (
    Body,
    BodyStrong,
    Caption,
    Card,
    Heading,
    LinkButton,
    Muted,
    NoteBox,
    PageTitle,
    ScrollColumn,
)

if TYPE_CHECKING:
    from neksus_desktop.records.comment import Comment
    from neksus_desktop.usecases.edition_news import NothingNew
    from neksus_desktop.usecases.export_preview import RecordPreview

_AT_ONCE = 20


class PreviewPage(QWidget):
    """The records in the chosen edition, one below the other."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("export_preview")
        self.back = LinkButton("export_preview_back", clicked=back)
        self.title = PageTitle()
        self.summary = Muted()
        self.page = ScrollColumn(margins=(24, 4, 24, 24))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(24, 16, 24, 0)
        head.setSpacing(4)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self.title)
        head.addWidget(self.summary)
        column.addLayout(head)
        column.addWidget(self.page, 1)

    def retranslate(self) -> None:
        """Say everything again."""
        self.back.say(f"‹ {say('places.export.choose')}")
        self.title.setText(say("places.export.preview"))

    def show_remarks(self, remarks: Sequence[Comment], to: Sequence[str]) -> None:
        """Show the remarks and answers that leave, and nothing else: of the records themselves nothing does."""
        self._empty()
        self.summary.setText(", ".join(to) or say("places.export.nobody_yet"))
        if not remarks:
            self.page.column.addWidget(NoteBox(say("exchange.no_remarks")))
        for remark in remarks:
            card = Card()
            facts = (capital(named("rolle", remark.role)), remark.workplace_name, say.date(remark.made_at.date()))
            card.column.addWidget(Caption(" · ".join(part for part in facts if part)))
            card.column.addWidget(Body(remark.text))
            if remark.state != "open":
                card.column.addWidget(Caption(say(f"editor.remarks.state.{remark.state}")))
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)

    def _empty(self) -> None:
        while (item := self.page.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def show_previews(
        self, previews: Sequence[RecordPreview], edition: str, to: Sequence[str], nothing: Sequence[NothingNew]
    ) -> None:
        """Show these; ``nothing`` tells of which the edition brings somebody nothing new."""
        told = {one.record: one for one in nothing}
        self._empty()
        names = ", ".join(to) or say("places.export.nobody_yet")
        self.summary.setText(say("places.export.preview_help", edition=say(f"exchange.edition.{edition}"), names=names))
        for preview in previews[:_AT_ONCE]:
            self.page.column.addWidget(_record(preview, told.get(preview.record)))
        if len(previews) > _AT_ONCE:
            self.page.column.addWidget(NoteBox(say.count("places.export.more", len(previews) - _AT_ONCE)))
        self.page.column.addStretch(1)


def nothing_words(one: NothingNew) -> str:
    """For whom an edition holds nothing new, and which edition does."""
    better = say("exchange.nothing_new_better", edition=say(f"exchange.edition.{one.better}")) if one.better else ""
    told = say(f"exchange.nothing_new.{one.why}", names=", ".join(one.names))
    return f"{told} {better}".rstrip()


def _record(preview: RecordPreview, nothing: NothingNew | None) -> Card:
    card = Card()
    card.column.addWidget(Heading(preview.title))
    if nothing is not None:
        card.column.addWidget(NoteBox(nothing_words(nothing)))
    facts = (preview.form, named("land", preview.country), preview.partner, status(preview.status))
    card.column.addWidget(Caption(" · ".join(part for part in facts if part)))
    place = ""
    for passage in preview.passages:
        if passage.place and passage.place != place:
            place = passage.place
            card.column.addSpacing(4)
            card.column.addWidget(BodyStrong(place))
        card.column.addWidget(Caption(capital(passage.name)))
        card.column.addWidget(Body(readable(passage.text)))
    if preview.files:
        card.column.addSpacing(4)
        card.column.addWidget(BodyStrong(say.count("places.export.files", len(preview.files))))
    for file in preview.files:
        card.column.addWidget(Body(f"{file.name} · {say('places.export.size', size=max(1, file.size // 1000))}"))
    if preview.kept_files:
        card.column.addWidget(NoteBox(say.count("places.export.files_kept", preview.kept_files), "accent"))
    if preview.withheld:
        card.column.addWidget(NoteBox(say.count("places.export.withheld", preview.withheld), "accent"))
    return card
