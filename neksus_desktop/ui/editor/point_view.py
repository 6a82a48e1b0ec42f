"""The middle: one point with its questions, texts, grounds, follow-up points, confidence and shielding.

Only the point in sight is built; the one before is thrown away with all its widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.blocks import Block, make_block, make_blocks, touched
from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.field_grid import FieldGrid
from neksus_desktop.ui.editor.note_cards import ConfidenceCard, FollowUpCard, GroundsCard, ShieldingRow, card_row
from neksus_desktop.ui.editor.note_panel import NotePanel
from neksus_desktop.ui.editor.tags_row import TagsRow
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, Muted, NoteBox, PageTitle, ScrollColumn, SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.forms import ChangeSet, Point
    from neksus_desktop.ui.editor.desk import Desk

_WIDEST = 860
"""Lines of text longer than this are hard to read."""


class PointView(ScrollColumn):
    """One point, to be written in."""

    def __init__(self, desk: Desk, point: Point) -> None:
        super().__init__(margins=(22, 16, 22, 24))
        self.setObjectName("editor_point")
        self._desk = desk
        self.point = point
        self.inner.setMaximumWidth(_WIDEST)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._blocks: list[Block] = []
        self._fields: FieldGrid | None = None
        self.column.setSpacing(3 * GAP)
        self._build_head()
        self._build_questions()
        self.note: NotePanel | None = None
        self.grounds: GroundsCard | None = None
        self.follow_ups = FollowUpCard()
        self._confidence: ConfidenceCard | None = None
        self._shielding: ShieldingRow | None = None
        self._tags: TagsRow | None = None
        self._build_note()
        self.column.addStretch(1)
        desk.answers_changed.connect(self._answers_changed)
        desk.fields_changed.connect(self._fields_changed)

    def minimumSizeHint(self) -> QSize:
        """Narrower than its content only where letters are very large on a small screen; then it scrolls sideways."""
        return QSize(min(self.inner.minimumSizeHint().width(), 380), 120)

    def retire(self) -> None:
        """Listen no more; another point comes in its place."""
        self._desk.answers_changed.disconnect(self._answers_changed)
        self._desk.fields_changed.disconnect(self._fields_changed)

    def goto(self, key: str) -> None:
        """Put the cursor at a question, a text or a card."""
        target = self._target(key)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, target, lambda: self.ensureWidgetVisible(target, 0, 80))

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

    def refresh_note(self) -> None:
        """Show texts and cards as they are now."""
        editable = self._desk.editable
        self.follow_ups.show_follow_ups(self._desk.follow_ups(self.point.id), editable=editable)
        if self.note is not None:
            self.note.refresh()
        if self.grounds is not None:
            self.grounds.show_grounds(self._desk.evidence(self.point.id), editable=editable)
        if self._confidence is not None:
            self._confidence.refresh()
        if self._shielding is not None:
            self._shielding.refresh()
        if self._tags is not None:
            self._tags.refresh()

    def _build_head(self) -> None:
        attributes = self.point.attributes
        ref = attributes.get("ref", "")
        parts = []
        if self.point.number:
            parts.append(say("editor.point.number", number=self.point.number))
        if ref:
            parts.append(say("editor.point.ref", ref=ref))
        if parts:
            self.column.addWidget(Caption(" · ".join(parts)))
        view = self._desk.view(self.point.key)
        quoted = any(
            self._desk.view(key).attributes.get("question") for key in self._desk.session.children(self.point.key)
        )
        if view.kind != "question" and not quoted:
            self.column.addWidget(PageTitle(clean(view.label)))

    def _build_questions(self) -> None:
        view = self._desk.view(self.point.key)
        if view.kind == "group":
            self._blocks = make_blocks(self._desk, self._desk.session.children(self.point.key))
        else:
            block = make_block(self._desk, view, is_point=True)
            self._blocks = [block] if block is not None else []
        self._fields = FieldGrid(self._blocks)
        self.column.addWidget(self._fields)

    def _build_note(self) -> None:
        is_part = bool(self.point.attributes.get("part"))
        if is_part:
            self.column.addWidget(self.follow_ups)
        else:
            if self.point.attributes.get("sensitive") == "1":
                self.column.addWidget(NoteBox(say("editor.sensitive")))
            self.note = NotePanel(self._desk, self.point.id)
            self.grounds = GroundsCard()
            self._confidence = ConfidenceCard(self._desk, self.point.id)
            self._shielding = ShieldingRow(self._desk, self.point.id)
            self.column.addSpacing(GAP)
            self.column.addWidget(self.note)
            self.column.addLayout(card_row([(self.grounds, 4), (self.follow_ups, 4), (self._confidence, 2)]))
            self.column.addWidget(self._shielding)
            self._tags = TagsRow(self._desk, self.point.id)
            self.column.addWidget(self._tags)
        self.refresh_note()

    def _target(self, key: str) -> QWidget | None:
        if key.startswith("evidence/"):
            return self.grounds.add if self.grounds is not None else None
        if key.startswith("followup/"):
            return self.follow_ups.add
        if key.startswith("note/") and self.note is not None:
            which = key.rpartition("/")[2]
            if which == "confidence" and self._confidence is not None:
                return next(iter(self._confidence.findChildren(QWidget, "confidence_lav")), None)
            self.note.show_text("shareable" if which in {"shareable", "confirmed"} else "internal")
            return self.note.text
        found = next((block for own in self._blocks if (block := own.block_of(key)) is not None), None)
        return found.entry() if found is not None else None

    def _answers_changed(self, changes: ChangeSet) -> None:
        keys = touched(changes)
        for block in self._blocks:
            if block.concerned(keys):
                block.refresh(changes)
        if self._fields is not None:
            self._fields.arrange()

    def _fields_changed(self, paths: frozenset[str]) -> None:
        if any(path.startswith(("evidence/", "followup/", f"note/{self.point.id}/")) for path in paths):
            self.refresh_note()


class PointFooter(QWidget):
    """Back and on to the next point."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 6, 22, 8)
        self.previous = SecondaryButton("point_previous", shortcut="Ctrl+PgUp")
        self.following = SecondaryButton("point_next", shortcut="Ctrl+PgDown")
        row.addWidget(self.previous)
        row.addStretch(1)
        row.addWidget(self.following)


def _centred(widget: QWidget, margins: tuple[int, int, int, int]) -> QHBoxLayout:
    """As wide as the point's column and in the middle of what is left."""
    widget.setMaximumWidth(_WIDEST)
    row = QHBoxLayout()
    row.setContentsMargins(*margins)
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row


class Middle(QWidget):
    """The point in sight, with room for notices above it."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.notice = NoteBox()
        self.notice.setObjectName("editor_notice")
        self.notice.hide()
        self._column.addLayout(_centred(self.notice, (22, 12, 22, 0)))
        self._view: PointView | None = None
        self.loading = Muted(say("editor.loading"))
        self.loading.setObjectName("editor_loading")
        self.loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(self.loading, 1)
        self.footer = PointFooter()
        self.footer.hide()
        self._column.addLayout(_centred(self.footer, (0, 0, 0, 0)))

    @property
    def view(self) -> PointView | None:
        """The point in sight."""
        return self._view

    def drop(self) -> None:
        """Take the point out of sight."""
        if self._view is not None:
            self._view.retire()
            self._column.removeWidget(self._view)
            self._view.hide()
            self._view.deleteLater()
            self._view = None
        self.loading.setText(say("editor.loading"))
        self.loading.show()
        self.footer.hide()

    def show_point(self, view: PointView) -> None:
        """Put another point in sight."""
        self.drop()
        self._view = view
        self.loading.hide()
        self._column.insertWidget(1, view, 1)
        view.show()
        self.footer.show()
        self.footer.raise_()  # a screen reader reads in the order of the children
