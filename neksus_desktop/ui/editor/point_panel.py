"""One point as it is written in: its questions, then its texts, grounds, follow-up points, confidence and shielding.

A panel knows nothing of scrolling: alone it stands in ``PointView``, among others in ``AllPointsView``. Made empty, it
goes from point to point: only the questions are built anew, what follows them (``finish``) is the same for every
point and is filled; it can be built before there is a point, or after the questions stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.blocks import Block, make_block, make_blocks, touched
from neksus_desktop.ui.editor.controls.base import clean, reads_from_right, show_if
from neksus_desktop.ui.editor.field_grid import FieldGrid
from neksus_desktop.ui.editor.point_notes import PointNotes
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, PageTitle
from neksus_desktop.ui.widgets.filling import filled_at_once

if TYPE_CHECKING:
    from neksus_desktop.forms import ChangeSet, Point
    from neksus_desktop.ui.editor.desk import Desk

WIDEST = 860
"""Lines of text longer than this are hard to read."""
MARGINS = (22, 16, 22, 24)
_FIELDS_AT = 2
"""Place in the column, after number and title."""


class PointPanel(QWidget):
    """One point, to be written in."""

    pointed_out = Signal(QWidget)
    """As the notes' own."""
    step_wanted = Signal(str, str)
    """What shall be done with a card of this point (a method of ``Steps``), and with which entry of it."""

    point: Point

    def __init__(self) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self._blocks: list[Block] = []
        self._fields: FieldGrid | None = None
        self.notes: PointNotes | None = None
        """What follows the questions, once it is built."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*MARGINS)
        self._column.setSpacing(3 * GAP)
        self._ref = Caption()
        self._title = PageTitle()
        self._head: QWidget | None = None
        for label in (self._ref, self._title):
            label.hide()
            self._column.addWidget(label)
        self._column.addStretch(1)

    def show_point(self, desk: Desk, point: Point) -> None:
        """Another point, or the same one of a record read anew; then the cursor stays in its question."""
        stays = self.question_with_focus() if self._has_cursor() and point.id == self.point.id else ""
        self.retire()
        self._desk = desk
        self.point = point
        desk.answers_changed.connect(self._answers_changed)
        desk.fields_changed.connect(self._fields_changed)
        if self.notes is not None:
            with filled_at_once(self.notes):
                self.notes.show_point(desk, point)
        self._say_head(desk)
        self._build_questions(desk, stays)

    def finish(self) -> None:
        """Build what follows the questions, if that is not done."""
        if self.notes is not None:
            return
        self.notes = PointNotes()
        self.notes.step_wanted.connect(self.step_wanted)
        self.notes.pointed_out.connect(self.pointed_out)
        if self._desk is not None:
            self.notes.show_point(self._desk, self.point)
        self._column.insertWidget(self._column.count() - 1, self.notes)

    def retire(self) -> None:
        """Listen no more; the panel is thrown away or comes to another point."""
        if self._desk is not None:
            self._desk.answers_changed.disconnect(self._answers_changed)
            self._desk.fields_changed.disconnect(self._fields_changed)
            self._desk = None

    def question_with_focus(self) -> str:
        """The key of the question where the cursor is, else that of the first one."""
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, Block):
                return widget.key
            widget = widget.parentWidget()
        return self._blocks[0].key if self._blocks else self.point.key

    def focus_first(self) -> bool:
        """The cursor to the first place to answer, if there is one."""
        for block in self._blocks:
            entry = block.entry()
            if block.relevant and entry is not block and entry.isEnabled():
                entry.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def target(self, key: str) -> QWidget | None:
        """Where the cursor goes for a question, a text or a card."""
        if not key.startswith("/"):
            self.finish()
        if self.notes is not None and not key.startswith("/"):
            return self.notes.target(key)
        found = self._block_of(key)
        return found.entry() if found is not None else None

    def place(self, key: str) -> QWidget | None:
        """The whole of what shows ``key``: the head for the point itself, else a question, a text or a card."""
        if key == self.point.key:
            return self._head
        if not key.startswith("/"):
            self.finish()
        if self.notes is not None and not key.startswith("/"):
            return self.notes.place(key)
        return self._block_of(key)

    def _has_cursor(self) -> bool:
        now = QApplication.focusWidget()
        return self._fields is not None and now is not None and self._fields.isAncestorOf(now)

    def _take_cursor(self, key: str) -> None:
        target = self.target(key) if key else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.focus_first():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _block_of(self, key: str) -> Block | None:
        return next((block for own in self._blocks if (block := own.block_of(key)) is not None), None)

    def _say_head(self, desk: Desk) -> None:
        self._head = None
        ref = self.point.attributes.get("ref", "")
        parts = []
        if self.point.number:
            parts.append(say("editor.point.number", number=self.point.number))
        if ref:
            parts.append(say("editor.point.ref", ref=ref))
        view = desk.view(self.point.key)
        quoted = any(desk.view(key).attributes.get("question") for key in desk.session.children(self.point.key))
        title = "" if view.kind == "question" or quoted else clean(view.label)
        for label, words in ((self._ref, " · ".join(parts)), (self._title, title)):
            label.setText(words)
            show_if(label, words)
            self._head = label if words else self._head

    def _build_questions(self, desk: Desk, stays: str) -> None:
        """In place of those before, also in the order of Tab and for screen readers; the cursor at ``stays``."""
        before, in_them = self._fields, self._has_cursor()
        view = desk.view(self.point.key)
        if view.kind == "group":
            self._blocks = make_blocks(desk, desk.session.children(self.point.key))
        else:
            block = make_block(desk, view, is_point=True)
            self._blocks = [block] if block is not None else []
            self._head = self._head or block
        self._fields = FieldGrid(self._blocks)
        said = view.label or next((desk.view(block.key).label for block in self._blocks), "")
        side = Qt.LayoutDirection.RightToLeft if reads_from_right(said) else Qt.LayoutDirection.LeftToRight
        self._title.setLayoutDirection(side)
        self._fields.setLayoutDirection(side)
        self._column.insertWidget(_FIELDS_AT, self._fields)
        self._fields.show()
        if self.notes is None and before is None:
            return
        for part in (self._fields, self._title, self._ref):
            part.lower()
        follow_in_tab_order(self._ref, self._fields)
        if before is None:
            return
        self._column.removeWidget(before)
        for old in (before, *before.findChildren(QWidget)):
            old.setObjectName("")  # it lives for a while, and must not be found in place of the new one
        if in_them:  # else Qt looks for another place for it, and scrolls there
            self._take_cursor(stays)
        before.hide()
        before.deleteLater()

    def _answers_changed(self, changes: ChangeSet) -> None:
        keys = touched(changes)
        for block in self._blocks:
            if block.concerned(keys):
                block.refresh(changes)
        if self._fields is not None:
            self._fields.arrange()

    def _fields_changed(self, paths: frozenset[str]) -> None:
        if self.notes is not None and any(
            path.startswith(("evidence/", "followup/", "attachment/", f"note/{self.point.id}/")) for path in paths
        ):
            self.notes.refresh()


def follow_in_tab_order(first: QWidget, part: QWidget) -> None:
    """Put what takes the focus in ``part``, which came late and so came last, behind ``first`` in the order of Tab."""
    late: list[QWidget] = []
    at = part.nextInFocusChain()
    while at is not None and part.isAncestorOf(at):
        if at.focusPolicy() != Qt.FocusPolicy.NoFocus and at.focusProxy() is None:
            late.append(at)
        at = at.nextInFocusChain()
    first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # what takes no focus has no place in the order
    before = first
    for widget in late:
        QWidget.setTabOrder(before, widget)
        before = widget
    first.setFocusPolicy(Qt.FocusPolicy.NoFocus)
