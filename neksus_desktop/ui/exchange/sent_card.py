"""What was in a file that was sent, and what the recipient answered: what was refused comes first, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import Caption, Card, Heading, NoteBox, RowCard, ScrollColumn

if TYPE_CHECKING:
    from neksus_desktop.usecases.transfers import SentFile, SentItem

_AT_ONCE = 30
_ORDER = ("refused", "waiting", "", "confirmed")
_STATES = {"": "exported"}
"""What a state without a word yet is called among the texts."""


class SentCard(ScrollColumn):
    """Below the list of files sent, for the one that is chosen."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(margins=(0, 0, 0, 0))
        self.setObjectName("sent_card")
        self.setMinimumHeight(150)
        self.shell = shell

    def show_items(self, file: SentFile, items: Sequence[SentItem]) -> None:
        """Show what this file held; nothing where it held no records and no forms."""
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.setVisible(bool(items))
        card = Card(padding=0)
        card.column.setContentsMargins(1, 12, 1, 4)
        card.column.setSpacing(2)
        to = ", ".join(file.recipients)
        key = "places.exchange.sent_file" if file.sequence and to else "places.exchange.sent_to_all"
        title, name = Heading(say(key, number=file.sequence, names=to)), Caption(file.name)
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (title, name):
            label.setContentsMargins(12, 0, 12, 0)
            card.column.addWidget(label)
        for at, one in enumerate(sorted(items, key=lambda one: _ORDER.index(one.state))[:_AT_ONCE]):
            known = one.title != one.record and file.kind == "records"
            opens = partial(self.shell.navigate, "editor", record=one.record) if known else None
            row = RowCard(f"sent_item_{at}", one.title, _answer(one), activated=opens)
            if one.state in {"refused", "waiting"}:
                row.facts.tone(self.palette().ColorRole.LinkVisited)
            card.column.addWidget(row)
        if len(items) > _AT_ONCE:
            card.column.addWidget(NoteBox(say.count("places.export.more", len(items) - _AT_ONCE)))
        self.column.addWidget(card)
        self.column.addStretch(1)


def _answer(item: SentItem) -> str:
    """What became of it, when that was told, and why."""
    from neksus_desktop.usecases.transfers import reason_words

    state = say(f"places.exchange.state.{_STATES.get(item.state, item.state)}")
    facts = (state, say.date(item.at.date()) if item.at is not None else "", reason_words(say.language, item))
    return " · ".join(part for part in facts if part)
