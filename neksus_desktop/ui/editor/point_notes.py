"""What follows the questions of a point: its texts, grounds, follow-up points, confidence, shielding and tags.

The same for every point, so that it is built once and filled for each. A part of the form that is no point of the guide
has follow-up points only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.editor.note_cards import ConfidenceCard, FollowUpCard, GroundsCard, ListCard, ShieldingRow
from neksus_desktop.ui.editor.note_panel import NotePanel
from neksus_desktop.ui.editor.tags_row import TagsRow
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import NoteBox
from neksus_desktop.ui.widgets.flow import TurningRow

if TYPE_CHECKING:
    from neksus_desktop.forms import Point
    from neksus_desktop.ui.editor.desk import Desk


class PointNotes(QWidget):
    """Empty until ``show_point`` says whose."""

    pointed_out = Signal(QWidget)
    """As the note's own."""
    step_wanted = Signal(str, str)
    """What shall be done with a card (a method of ``Steps``), and with which entry of it."""

    _desk: Desk
    _point: Point

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, GAP, 0, 0)
        self._column.setSpacing(3 * GAP)
        self._sensitive: NoteBox | None = None
        self.note = NotePanel()
        self.note.pointed_out.connect(self.pointed_out)
        self.grounds = GroundsCard()
        self.follow_ups = FollowUpCard()
        self._confidence = ConfidenceCard()
        self._shielding = ShieldingRow()
        self._tags = TagsRow()
        self._connect_card(self.grounds, "ground")
        self._connect_card(self.follow_ups, "follow_up")
        cards = TurningRow([(self.grounds, 4), (self.follow_ups, 4), (self._confidence, 2)])
        for part in (self.note, cards, self._shielding, self._tags):
            self._column.addWidget(part)

    def show_point(self, desk: Desk, point: Point) -> None:
        """What is written about another point; what is being typed goes to the one before."""
        typing = QApplication.focusWidget()
        if typing is not None and self.isAncestorOf(typing):
            typing.clearFocus()
        self._desk, self._point = desk, point
        whole = not point.attributes.get("part")
        for part in (self.note, self._confidence, self._shielding, self._tags):
            show_if(part, whole)
            if whole:
                part.show_point(desk, point.id)
        show_if(self.grounds, whole)
        self._warn(sensitive=whole and point.attributes.get("sensitive") == "1")
        self._show_cards()

    def refresh(self) -> None:
        """Everything as it is now."""
        for part in (self.note, self._confidence, self._shielding, self._tags):
            if not part.isHidden():
                part.refresh()
        self._show_cards()

    def target(self, key: str) -> QWidget | None:
        """Where the cursor goes for a text or a card."""
        whole = not self.note.isHidden()
        if key.startswith("evidence/"):
            return self.grounds.row_or_add(key.split("/")[1]) if whole else None
        if key.startswith("followup/"):
            return self.follow_ups.row_or_add(key.split("/")[1])
        if not key.startswith("note/") or not whole:
            return None
        which = key.rpartition("/")[2]
        if which == "confidence":
            return next(iter(self._confidence.findChildren(QWidget, "confidence_lav")), None)
        self.note.show_text("shareable" if which in {"shareable", "confirmed"} else "internal")
        return self.note.text

    def place(self, key: str) -> QWidget | None:
        """The whole of what shows ``key``."""
        if key.startswith("evidence/"):
            return self.grounds
        return self.follow_ups if key.startswith("followup/") else self.target(key)

    def _warn(self, *, sensitive: bool) -> None:
        if sensitive and self._sensitive is None:
            self._sensitive = NoteBox(say("editor.sensitive"))
            self._column.insertWidget(0, self._sensitive)
            self._sensitive.lower()
        if self._sensitive is not None:
            show_if(self._sensitive, sensitive)

    def _connect_card(self, card: ListCard, what: str) -> None:
        card.add_wanted.connect(partial(self.step_wanted.emit, f"add_{what}", ""))
        card.chosen.connect(partial(self.step_wanted.emit, f"edit_{what}"))

    def _show_cards(self) -> None:
        desk, point = self._desk, self._point.id
        self.follow_ups.show_follow_ups(desk.follow_ups(point), editable=desk.follows_up)
        if not self.grounds.isHidden():
            self.grounds.show_grounds(desk.evidence(point), desk.attachments(), editable=desk.editable)
