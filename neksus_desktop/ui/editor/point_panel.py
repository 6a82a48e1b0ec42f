"""One point as it is written in: its questions, texts, grounds, follow-up points, confidence and shielding.

A panel knows nothing of scrolling: alone it stands in ``PointView``, among others in ``AllPointsView``. It is built in
two parts where asked to, the questions first; what is asked for in the second part builds it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.blocks import Block, make_block, make_blocks, touched
from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.field_grid import FieldGrid
from neksus_desktop.ui.editor.note_cards import ConfidenceCard, FollowUpCard, GroundsCard, ShieldingRow
from neksus_desktop.ui.editor.note_panel import NotePanel
from neksus_desktop.ui.editor.tags_row import TagsRow
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, NoteBox, PageTitle
from neksus_desktop.ui.widgets.flow import TurningRow

if TYPE_CHECKING:
    from neksus_desktop.forms import ChangeSet, Point
    from neksus_desktop.ui.editor.desk import Desk

WIDEST = 860
"""Lines of text longer than this are hard to read."""
MARGINS = (22, 16, 22, 24)


class PointPanel(QWidget):
    """One point, to be written in."""

    step_wanted = Signal(str, str)
    """What shall be done with a card of this point (a method of ``Steps``), and with which entry of it."""

    def __init__(self, desk: Desk, point: Point, *, whole: bool = True) -> None:
        super().__init__()
        self._desk = desk
        self.point = point
        self._blocks: list[Block] = []
        self._fields: FieldGrid | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*MARGINS)
        self._column.setSpacing(3 * GAP)
        self._head: QWidget | None = None
        self._build_head()
        self._build_questions()
        self.note: NotePanel | None = None
        self.grounds: GroundsCard | None = None
        self.follow_ups = FollowUpCard()
        self._confidence: ConfidenceCard | None = None
        self._shielding: ShieldingRow | None = None
        self._tags: TagsRow | None = None
        self._finished = False
        if whole:
            self.finish()
        desk.answers_changed.connect(self._answers_changed)
        desk.fields_changed.connect(self._fields_changed)

    def finish(self) -> None:
        """Build what follows the questions, if that is not done."""
        if not self._finished:
            self._finished = True
            self._build_note()
            self._column.addStretch(1)

    def retire(self) -> None:
        """Listen no more; the panel is thrown away."""
        self._desk.answers_changed.disconnect(self._answers_changed)
        self._desk.fields_changed.disconnect(self._fields_changed)

    def question_with_focus(self) -> str:
        """The key of the question where the cursor is, else that of the first one."""
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, Block):
                return widget.key
            widget = widget.parentWidget()
        return self._blocks[0].key if self._blocks else self.point.key

    def focus_first(self) -> None:
        """The cursor to the first place to answer."""
        for block in self._blocks:
            if block.relevant and block.entry() is not block:
                block.entry().setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def target(self, key: str) -> QWidget | None:
        """Where the cursor goes for a question, a text or a card."""
        if not key.startswith("/"):
            self.finish()
        if key.startswith("evidence/"):
            return self.grounds.row_or_add(key.split("/")[1]) if self.grounds is not None else None
        if key.startswith("followup/"):
            return self.follow_ups.row_or_add(key.split("/")[1])
        if key.startswith("note/") and self.note is not None:
            which = key.rpartition("/")[2]
            if which == "confidence" and self._confidence is not None:
                return next(iter(self._confidence.findChildren(QWidget, "confidence_lav")), None)
            self.note.show_text("shareable" if which in {"shareable", "confirmed"} else "internal")
            return self.note.text
        found = self._block_of(key)
        return found.entry() if found is not None else None

    def place(self, key: str) -> QWidget | None:
        """The whole of what shows ``key``: the head for the point itself, else a question, a text or a card."""
        if key == self.point.key:
            return self._head
        if not key.startswith("/"):
            self.finish()
        if key.startswith("evidence/"):
            return self.grounds
        if key.startswith("followup/"):
            return self.follow_ups
        return self.target(key) if key.startswith("note/") else self._block_of(key)

    def _block_of(self, key: str) -> Block | None:
        return next((block for own in self._blocks if (block := own.block_of(key)) is not None), None)

    def _build_head(self) -> None:
        attributes = self.point.attributes
        ref = attributes.get("ref", "")
        parts = []
        if self.point.number:
            parts.append(say("editor.point.number", number=self.point.number))
        if ref:
            parts.append(say("editor.point.ref", ref=ref))
        if parts:
            self._head = Caption(" · ".join(parts))
            self._column.addWidget(self._head)
        view = self._desk.view(self.point.key)
        quoted = any(
            self._desk.view(key).attributes.get("question") for key in self._desk.session.children(self.point.key)
        )
        if view.kind != "question" and not quoted:
            self._head = PageTitle(clean(view.label))
            self._column.addWidget(self._head)

    def _build_questions(self) -> None:
        view = self._desk.view(self.point.key)
        if view.kind == "group":
            self._blocks = make_blocks(self._desk, self._desk.session.children(self.point.key))
        else:
            block = make_block(self._desk, view, is_point=True)
            self._blocks = [block] if block is not None else []
            self._head = self._head or block
        self._fields = FieldGrid(self._blocks)
        self._column.addWidget(self._fields)

    def _build_note(self) -> None:
        self._connect_card(self.follow_ups, "follow_up")
        if self.point.attributes.get("part"):
            self._column.addWidget(self.follow_ups)
        else:
            if self.point.attributes.get("sensitive") == "1":
                self._column.addWidget(NoteBox(say("editor.sensitive")))
            self.note = NotePanel(self._desk, self.point.id)
            self.grounds = GroundsCard()
            self._connect_card(self.grounds, "ground")
            self._confidence = ConfidenceCard(self._desk, self.point.id)
            self._shielding = ShieldingRow(self._desk, self.point.id)
            self._column.addSpacing(GAP)
            self._column.addWidget(self.note)
            self._column.addWidget(TurningRow([(self.grounds, 4), (self.follow_ups, 4), (self._confidence, 2)]))
            self._column.addWidget(self._shielding)
            self._tags = TagsRow(self._desk, self.point.id)
            self._column.addWidget(self._tags)
        self._refresh_note()

    def _connect_card(self, card: FollowUpCard | GroundsCard, what: str) -> None:
        card.add_wanted.connect(partial(self.step_wanted.emit, f"add_{what}", ""))
        card.chosen.connect(partial(self.step_wanted.emit, f"edit_{what}"))

    def _refresh_note(self) -> None:
        editable = self._desk.editable
        self.follow_ups.show_follow_ups(self._desk.follow_ups(self.point.id), editable=editable)
        if self.note is not None:
            self.note.refresh()
        if self.grounds is not None:
            files = self._desk.attachments()
            self.grounds.show_grounds(self._desk.evidence(self.point.id), files, editable=editable)
        for part in (self._confidence, self._shielding, self._tags):
            if part is not None:
                part.refresh()

    def _answers_changed(self, changes: ChangeSet) -> None:
        keys = touched(changes)
        for block in self._blocks:
            if block.concerned(keys):
                block.refresh(changes)
        if self._fields is not None:
            self._fields.arrange()

    def _fields_changed(self, paths: frozenset[str]) -> None:
        if self._finished and any(
            path.startswith(("evidence/", "followup/", "attachment/", f"note/{self.point.id}/")) for path in paths
        ):
            self._refresh_note()
