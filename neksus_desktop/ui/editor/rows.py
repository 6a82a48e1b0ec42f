"""Lists and action rows: each row a card that opens; a closed row says its answers on one line.

An action row can be made a follow-up point: what it says is copied, the row stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neksus_desktop.ui.editor.blocks import Block, make_blocks, touched
from neksus_desktop.ui.editor.controls.base import clean, show_if
from neksus_desktop.ui.editor.field_grid import FieldGrid
from neksus_desktop.ui.editor.words import leaves, said, shortened
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import BodyStrong, Card, ElidedLabel, IconButton, LinkButton

if TYPE_CHECKING:
    from neksus_desktop.forms import ChangeSet, NodeView
    from neksus_desktop.ui.editor.desk import Desk


class RowBox(Card):
    """One row of a list."""

    def __init__(self, owner: RowsBlock, key: str, number: int, *, is_open: bool) -> None:
        super().__init__(padding=6)
        self.key = key
        self._owner = owner
        self._desk = owner.desk
        self.setObjectName(f"row_{key.rpartition('[')[2].rstrip(']')}")
        self._fields: FieldGrid | None = None
        head = QHBoxLayout()
        head.setSpacing(GAP)
        self._toggle = IconButton(f"{self.objectName()}_open", "forward", clicked=self._switch)
        self._summary = ElidedLabel()
        head.addWidget(self._toggle)
        head.addWidget(self._summary, 1)
        self._tools: list[QWidget] = []
        for name, icon_name, act in (
            ("up", "up", lambda: owner.move_row(self.key, -1)),
            ("down", "down", lambda: owner.move_row(self.key, 1)),
            ("remove", "trash", lambda: owner.remove_row(self.key)),
        ):
            if owner.counted and name == "remove":
                continue
            button = IconButton(f"{self.objectName()}_{name}", icon_name, say(f"editor.row.{name}"), act)
            button.setEnabled(self._desk.editable)
            head.addWidget(button)
            self._tools.append(button)
        self.column.addLayout(head)
        self._follow: LinkButton | None = None
        self.number = number
        if is_open:
            self.open()
        self.refresh()

    @property
    def is_open(self) -> bool:
        """Whether the fields are in sight."""
        return self._fields is not None and not self._fields.isHidden()

    def open(self) -> None:
        """Show the fields."""
        if self._fields is None:
            self._fields = FieldGrid(make_blocks(self._desk, self._desk.session.children(self.key)))
            self._fields.setContentsMargins(2 * GAP, 0, 2 * GAP, 2 * GAP)
            self.column.addWidget(self._fields)
            if self._owner.is_action_list and self._desk.editable:
                name = f"{self.objectName()}_to_follow_up"
                self._follow = LinkButton(name, say("editor.row.to_follow_up"), self._to_follow_up)
                self.column.addWidget(self._follow, 0, Qt.AlignmentFlag.AlignLeft)
        self._fields.show()
        self.refresh()

    def stand_at(self, number: int, of: int) -> None:
        """Which row it is: the first cannot go up, the last not down."""
        up, down = self._tools[:2]
        up.setEnabled(self._desk.editable and number > 1)
        down.setEnabled(self._desk.editable and number < of)

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """The line and the fields."""
        keys = touched(changes) if changes is not None else None
        if self._fields is not None:
            for block in self._fields.blocks:
                if keys is None or block.concerned(keys):
                    block.refresh(changes)
            self._fields.arrange()
        if self._follow is not None:
            show_if(self._follow, self.is_open)
        self._toggle.icon_name = "down" if self.is_open else "forward"
        self._toggle.say(say("editor.row.close" if self.is_open else "editor.row.open", number=self.number))
        self._toggle.update()
        self._summary.set_text(self._line())

    def entry(self) -> QWidget:
        """The first field."""
        self.open()
        return self._fields.blocks[0].entry() if self._fields is not None and self._fields.blocks else self

    def block_of(self, key: str) -> Block | None:
        """The block that shows a key in this row."""
        self.open()
        blocks = self._fields.blocks if self._fields is not None else []
        return next((found for block in blocks if (found := block.block_of(key)) is not None), None)

    def _line(self) -> str:
        said_here = [shortened(said(view, say.language), 60) for view in leaves(self._desk.session, self.key)]
        words = " · ".join(part for part in said_here if part)
        return words or say("editor.row.empty", number=self.number)

    def _switch(self) -> None:
        if self.is_open and self._fields is not None:
            self._fields.hide()
            self.refresh()
        else:
            self.open()

    def _to_follow_up(self) -> None:
        found = {view.name: view.value for view in leaves(self._desk.session, self.key)}
        text = found.get("tiltak") or next((value for value in found.values() if value), "")
        self._desk.follow_up_wanted.emit(text, found.get("ansvarlig", ""), found.get("frist", ""))


class RowsBlock(Block):
    """A repeat: its rows, and a way to add one."""

    def __init__(self, desk: Desk, view: NodeView, *, titled: bool = True) -> None:
        super().__init__(desk, view)
        self._titled = titled
        self.setObjectName(f"rows_{view.name}")
        self.column.setSpacing(2 * GAP)
        self.counted = bool({"count", "fixed"} & view.attributes.keys())
        """Whether the form says how many rows there are; then none is added or removed by hand."""
        self.is_action_list = view.attributes.get("kind") == "tiltak"
        self.label = BodyStrong(clean(view.label))
        self.column.addWidget(self.label)
        self.rows: dict[str, RowBox] = {}
        self._add = LinkButton(f"{self.objectName()}_add", say("editor.row.add"), self._add_row)
        self.column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh()

    def concerned(self, keys: frozenset[str]) -> bool:
        """The list or anything in it."""
        return any(key == self.key or key.startswith((self.key + "[", self.key + "/")) for key in keys)

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """Rows that came, went or moved; then what is in them."""
        view = self.desk.view(self.key)
        editable = self.desk.editable and not view.readonly
        self.show_relevant(view.relevant and (editable or bool(self.desk.session.children(self.key))))
        self.label.setText(clean(view.label))
        show_if(self.label, self._titled and view.label != self.desk.view(self.key.rpartition("/")[0]).label)
        show_if(self._add, editable and not self.counted)
        wanted = self.desk.session.children(self.key)
        if list(self.rows) != wanted:
            self._arrange(wanted)
        for number, row in enumerate(self.rows.values(), start=1):
            row.number = number
            row.stand_at(number, len(self.rows))
            row.refresh(changes)

    def entry(self) -> QWidget:
        """The first row, or the way to add one."""
        return next((row.entry() for row in self.rows.values()), self._add)

    def block_of(self, key: str) -> Block | None:
        """A block in one of the rows, or the list."""
        for row_key, row in self.rows.items():
            if key.startswith(row_key):
                return row.block_of(key) or self
        return self if key == self.key or key.startswith(self.key + "[") else None

    def move_row(self, key: str, step: int) -> None:
        """One place up (-1) or down (1)."""
        place = list(self.rows).index(key) + step
        if 0 <= place < len(self.rows):
            self.desk.move_row(key, place)

    def remove_row(self, key: str) -> None:
        """Away with it; Ctrl+Z brings it back."""
        self.desk.remove_row(key)
        self.desk.told.emit("editor.row.removed")

    def _add_row(self) -> None:
        key = self.desk.add_row(self.key)
        self.refresh()
        row = self.rows.get(key)
        if row is not None:
            row.entry().setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self, wanted: list[str]) -> None:
        fresh = not self.rows
        for key in [key for key in self.rows if key not in wanted]:
            box = self.rows.pop(key)
            self.column.removeWidget(box)
            box.deleteLater()
        known = {**self.rows}
        self.rows = {}
        for number, key in enumerate(wanted, start=1):
            added_now = key not in known and not fresh
            box = known.get(key) or RowBox(self, key, number, is_open=added_now or (fresh and len(wanted) == 1))
            self.rows[key] = box
            self.column.removeWidget(box)
            self.column.insertWidget(number, box)
