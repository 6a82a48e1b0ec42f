"""The nodes of a point as blocks: a question with its control, a matrix, a list of rows, a warning, a help text.

Rules kept here:

* a block that is not relevant is hidden, what was answered in it is kept;
* only what a point holds is built, rows of a list when they are opened;
* what is wrong is said beside the question and stops no one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import clean, dress, show_if
from neksus_desktop.ui.editor.controls.factory import make_control
from neksus_desktop.ui.editor.controls.pictures import MediaBox
from neksus_desktop.ui.editor.words import said, what_is_wrong
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Body, BodyStrong, Caption, LinkButton, NoteBox, QuestionText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neksus_desktop.forms import ChangeSet, NodeView
    from neksus_desktop.ui.editor.desk import Desk

_LACKS = "mangler_grunnlag"
_NARROW = frozenset({"date", "time", "int", "integer", "decimal"})


def touched(changes: ChangeSet) -> frozenset[str]:
    """Every key that a change concerns."""
    return frozenset().union(*changes)


class Block(QWidget):
    """Shows one node. ``wide`` blocks take the whole width, others stand two beside each other."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__()
        self.desk = desk
        self.key = view.key
        self.wide = True
        self.relevant = view.relevant
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)

    def concerned(self, keys: frozenset[str]) -> bool:
        """Whether a change of these keys changes what is shown."""
        return self.key in keys

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """Show the node as it is now; ``changes`` say what differs, None means everything."""
        del changes

    def show_relevant(self, relevant: bool) -> None:  # noqa: FBT001 - as Qt's own setVisible
        """Show or hide the block."""
        self.relevant = relevant
        show_if(self, relevant)

    def entry(self) -> QWidget:
        """Where the cursor goes."""
        return self

    def block_of(self, key: str) -> Block | None:
        """The block that shows ``key``, this one or one inside it."""
        return self if key == self.key or key.startswith(self.key + "/") else None


class QuestionBlock(Block):
    """A question: its words, help, control, and what is wrong with the answer."""

    def __init__(self, desk: Desk, view: NodeView, *, is_point: bool = False) -> None:
        super().__init__(desk, view)
        self.setObjectName(f"question_{view.name}")
        role = view.attributes.get("role", "")
        quoted = is_point or bool(view.attributes.get("question"))
        self.label = QuestionText() if quoted else Caption() if role == "outside" else BodyStrong()
        self.hint = Caption()
        self.media = MediaBox(desk, clean(view.label)) if view.media else None
        self.control = make_control(desk, view)
        self.wide = quoted or not self._is_narrow(view)
        self.fault = Caption()
        self.offer: LinkButton | None = None
        line = QHBoxLayout() if role == "outside" else QVBoxLayout()
        line.setSpacing(3 * GAP if role == "outside" else GAP)
        line.addWidget(self.label)
        line.addWidget(self.hint)
        if self.media is not None:
            line.addWidget(self.media)
        if self.control is not None:
            line.addWidget(self.control, 1 if role == "outside" else 0)
            self.label.setBuddy(self.control)
        self.label.setWordWrap(role != "outside")
        self.column.addLayout(line)
        self.column.addWidget(self.fault)
        self.refresh()

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """Words, value, fault."""
        del changes
        view = self.desk.view(self.key)
        self.show_relevant(view.relevant)
        dress(self.label, view.label)
        show_if(self.label, bool(view.label))
        if self.media is not None:
            show_if(self.media, self.media.show_media(view.media))
        dress(self.hint, view.hint)
        show_if(self.hint, bool(view.hint))
        if self.control is not None:
            self.control.setAccessibleDescription(clean(view.hint))
            self.control.refresh(view)
        wrong = bool(view.value) and not view.valid
        self.fault.setText(clean(what_is_wrong(self.desk.session, view)))
        self.fault.tone(QPalette.ColorRole.BrightText if wrong else QPalette.ColorRole.LinkVisited)
        show_if(self.fault, bool(self.fault.text()))
        self._offer_follow_up(view)

    def entry(self) -> QWidget:
        """The control's own."""
        return self.control.entry() if self.control is not None else self

    def _offer_follow_up(self, view: NodeView) -> None:
        wanted = view.value == _LACKS and self.desk.editable and bool(view.attributes.get("question"))
        if wanted and self.offer is None:
            self.offer = LinkButton(f"{self.objectName()}_to_follow_up", say("editor.lacks.follow_up"), self._follow_up)
            self.column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        if self.offer is not None:
            show_if(self.offer, wanted)

    def _follow_up(self) -> None:
        self.desk.follow_up_wanted.emit(say("editor.lacks.follow_up_text"), "", "")

    @staticmethod
    def _is_narrow(view: NodeView) -> bool:
        if view.type in _NARROW or ("minimal" in view.appearance and view.type != "select"):
            return view.attributes.get("role") != "outside"
        return view.type == "string" and "multiline" not in view.appearance and view.attributes.get("role") != "reason"


class TextBlock(Block):
    """A note of the form: a warning in a box, or words to read; a text that cannot be changed shows its value."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self.setObjectName(f"note_{view.name}")
        self._box = NoteBox() if view.attributes.get("role") == "warning" else None
        self._words = Caption() if view.attributes.get("role") == "help" else Body()
        self.column.addWidget(self._box or self._words)
        self._media = MediaBox(desk, clean(view.label)) if view.media else None
        if self._media is not None:
            self.column.addWidget(self._media)
        self._value = Body() if view.type == "note" else None
        if self._value is not None:
            self.column.addWidget(self._value)
        self.refresh()

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """The words."""
        del changes
        view = self.desk.view(self.key)
        told = bool(view.label or view.media or (view.value and self._value is not None))
        self.show_relevant(view.relevant and told)
        if self._box is not None:
            self._box.set_text(clean(view.label))
        else:
            dress(self._words, view.label)
            show_if(self._words, view.label)
        if self._media is not None:
            show_if(self._media, self._media.show_media(view.media))
        if self._value is not None:
            self._value.setText(said(view, say.language))
            show_if(self._value, view.value)


def make_blocks(desk: Desk, keys: Iterable[str]) -> list[Block]:
    """A block for each node, in order."""
    from neksus_desktop.ui.editor.controls.matrix_shape import table_at

    found: list[Block] = []
    views = [desk.view(key) for key in keys]
    place = 0
    while place < len(views):
        table = table_at(views, place) if views[place].appearance else []
        if table:
            from neksus_desktop.ui.editor.group_blocks import TableBlock

            found.append(TableBlock(desk, table))
        elif (block := make_block(desk, views[place])) is not None:
            found.append(block)
        place += len(table) or 1
    return found


def make_block(desk: Desk, view: NodeView, *, is_point: bool = False) -> Block | None:
    """The block of a node; None for what is never shown. ``is_point``: the node is all there is to the point."""
    if view.kind == "repeat":
        from neksus_desktop.ui.editor.rows import RowsBlock

        return RowsBlock(desk, view, titled=not is_point)
    if view.kind in {"group", "row"}:
        from neksus_desktop.ui.editor.group_blocks import GroupBlock

        return GroupBlock(desk, view)
    if view.type == "note" or view.attributes.get("role") in {"warning", "help", "ingress"}:
        return TextBlock(desk, view)
    if view.attributes.get("role") == "column" or view.type in {"calculate", "hidden"}:
        return None
    return QuestionBlock(desk, view, is_point=is_point)
