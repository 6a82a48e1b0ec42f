"""The form has a newer version: a calm line over the draft, and what would become of each answer before it is moved.

Rules kept here: nothing is moved before the list was shown; what has no place any more is named, and is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Body, Caption, Dialog, Heading, LinkButton, Muted, NoteBox, ScrollColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.usecases.newer_form import Outlook

_MOST_ROWS = 60
"""Rows of a kind that are listed; the rest are counted."""


class NewerFormNotice(NoteBox):
    """«The form has a newer version», with a way to what that means."""

    def __init__(self, look: Callable[[], object]) -> None:
        super().__init__(tone="accent")
        self.setObjectName("editor_newer_form")
        self._look = LinkButton("editor_newer_form_look", "", look)
        self.row.addWidget(self._look)
        self.hide()

    def show_desk(self, desk: Desk) -> None:
        """Say it, or nothing."""
        self.set_text(say("editor.newer.notice"))
        self._look.say(say("editor.newer.look"))
        show_if(self, bool(desk.newer_form))


class NewerFormDialog(Dialog):
    """What fits, what moves, what has no place any more, what is new; then the move."""

    def __init__(self, outlook: Outlook, parent: QWidget | None) -> None:
        title, move = say("editor.newer.title"), outlook.move
        super().__init__("newer_form_dialog", title, say("editor.newer.move"), parent, width=620)
        self.column.addWidget(Body(say("editor.newer.about", before=move.before, after=move.after)))
        scroll = ScrollColumn(margins=(0, 0, 0, 0), beside=8)
        scroll.setMinimumHeight(self.at_most(260))
        titles = outlook.titles
        kinds = {
            "lost": [titles[path] for path in move.lost],
            "moved": [titles[path] for path, _ in move.moved],
            "new": [titles[path] for path in move.new],
            "fits": [titles[path] for path in move.fits],
        }
        for kind, words in kinds.items():
            if words:
                self._add(scroll, kind, words)
        if not any(kinds.values()):
            scroll.column.addWidget(Muted(say("editor.newer.nothing")))
        scroll.column.addStretch(1)
        self.column.addWidget(scroll, 1)
        self.column.addWidget(Caption(say("editor.newer.kept")))

    def _add(self, scroll: ScrollColumn, kind: str, words: list[str]) -> None:
        scroll.column.addSpacing(GAP)
        heading = Heading(say.count(f"editor.newer.{kind}", len(words)))
        heading.setObjectName(f"newer_form_{kind}")
        scroll.column.addWidget(heading)
        for line in words[:_MOST_ROWS]:
            scroll.column.addWidget(Body(line))
        if len(words) > _MOST_ROWS:
            scroll.column.addWidget(Muted(say("editor.newer.more", count=len(words) - _MOST_ROWS)))
