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
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import clean, show_if
from neksus_desktop.ui.editor.controls.factory import make_control
from neksus_desktop.ui.editor.words import what_is_wrong
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Body, BodyStrong, Caption, Heading, LinkButton, NoteBox, QuestionText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neksus_desktop.forms import ChangeSet, NodeView
    from neksus_desktop.ui.editor.controls.matrix import GridMatrix
    from neksus_desktop.ui.editor.desk import Desk

_LACKS = "mangler_grunnlag"
_NARROW = frozenset({"date", "time", "int", "integer", "decimal"})
_MATRIX = frozenset({"matrise", "flervalg"})


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

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self.setObjectName(f"question_{view.name}")
        role = view.attributes.get("role", "")
        quoted = bool(view.attributes.get("question"))
        self.label = QuestionText() if quoted else Caption() if role == "outside" else BodyStrong()
        self.hint = Caption()
        self.control = make_control(desk, view)
        self.wide = quoted or not self._is_narrow(view)
        self.fault = Caption()
        self.offer: LinkButton | None = None
        line = QHBoxLayout() if role == "outside" else QVBoxLayout()
        line.setSpacing(3 * GAP if role == "outside" else GAP)
        line.addWidget(self.label)
        line.addWidget(self.hint)
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
        self.label.setText(clean(view.label))
        show_if(self.label, bool(view.label))
        self.hint.setText(clean(view.hint))
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
            self.column.addWidget(self.offer)
        if self.offer is not None:
            show_if(self.offer, wanted)

    def _follow_up(self) -> None:
        self.desk.follow_up_wanted.emit(say("editor.lacks.follow_up_text"), "", "")

    @staticmethod
    def _is_narrow(view: NodeView) -> bool:
        if view.type in _NARROW or "minimal" in view.appearance:
            return view.attributes.get("role") != "outside"
        return view.type == "string" and "multiline" not in view.appearance and view.attributes.get("role") != "reason"


class TextBlock(Block):
    """A note of the form: a warning in a box, or words to read."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self.setObjectName(f"note_{view.name}")
        self._box = NoteBox() if view.attributes.get("role") == "warning" else None
        self._words = Caption() if view.attributes.get("role") == "help" else Body()
        self.column.addWidget(self._box or self._words)
        self.refresh()

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """The words."""
        del changes
        view = self.desk.view(self.key)
        self.show_relevant(view.relevant and bool(view.label))
        if self._box is not None:
            self._box.set_text(clean(view.label))
        else:
            self._words.setText(clean(view.label))


class GroupBlock(Block):
    """A group in a point: a quoted question answered by several, a matrix, or just nodes under a heading."""

    def __init__(self, desk: Desk, view: NodeView, *, heading: bool = True) -> None:
        super().__init__(desk, view)
        self.setObjectName(f"group_{view.name}")
        self.column.setSpacing(2 * GAP)
        self.label = QuestionText() if view.attributes.get("question") else Heading()
        show_if(self.label, heading)
        self._heading = heading
        self.column.addWidget(self.label)
        self.inner: list[Block] = []
        self._grid: GridMatrix | None = None
        self.fields: FieldGrid | None = None
        if view.attributes.get("kind") in _MATRIX:
            self._build_matrix(view)
        else:
            self.fields = FieldGrid(make_blocks(desk, desk.session.children(view.key)))
            self.inner = self.fields.blocks
            self.column.addWidget(self.fields)
        self.refresh()

    def concerned(self, keys: frozenset[str]) -> bool:
        """Anything inside."""
        inside = self.key + "/"
        return self.key in keys or any(key.startswith(inside) for key in keys)

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """The heading and what is inside."""
        view = self.desk.view(self.key)
        self.show_relevant(view.relevant)
        self.label.setText(clean(view.label))
        show_if(self.label, self._heading and bool(view.label))
        if self._grid is not None:
            self._grid.refresh(view)
        keys = touched(changes) if changes is not None else None
        for block in self.inner:
            if keys is None or block.concerned(keys):
                block.refresh(changes)
        if self.fields is not None:
            self.fields.arrange()

    def entry(self) -> QWidget:
        """The first place to answer."""
        if self._grid is not None:
            return self._grid.entry()
        return next(
            (block.entry() for block in self.inner if block.relevant and isinstance(block, QuestionBlock)), self
        )

    def block_of(self, key: str) -> Block | None:
        """A block inside, or the matrix as a whole."""
        if not (key == self.key or key.startswith(self.key + "/")):
            return None
        return next((found for block in self.inner if (found := block.block_of(key)) is not None), self)

    def _build_matrix(self, view: NodeView) -> None:
        from neksus_desktop.ui.editor.controls.matrix import GridMatrix, fits_grid, shape_of

        for key in self.desk.session.children(view.key):
            child = self.desk.view(key)
            if child.attributes.get("role") in {"help", "warning"}:
                self.inner.append(TextBlock(self.desk, child))
                self.column.addWidget(self.inner[-1])
        shape = shape_of(self.desk, view.key)
        if fits_grid(shape):
            self._grid = GridMatrix(self.desk, view, shape)
            self.column.addWidget(self._grid)
            return
        for row in shape.rows.values():
            block = MatrixRowBlock(self.desk, row, shape.headings)
            self.inner.append(block)
            self.column.addWidget(block)


class MatrixRowBlock(Block):
    """A row of a matrix that holds texts: the row's title, then its cells below each other."""

    def __init__(self, desk: Desk, row: object, headings: dict[str, str]) -> None:
        from neksus_desktop.ui.editor.controls.matrix import MatrixRow

        assert isinstance(row, MatrixRow)
        cells = list(row.cells.values())
        super().__init__(desk, cells[0])
        self._keys = frozenset(cell.key for cell in cells)
        self.column.setContentsMargins(0, 3 * GAP, 0, 0)
        self.column.setSpacing(2 * GAP)
        self.column.addWidget(Heading(row.title))
        self.cells: list[CellBlock] = []
        parts = [("", row.detail)] if row.detail is not None else []
        for name, view in [*parts, *row.cells.items()]:
            self.cells.append(CellBlock(desk, view, headings.get(name, name or clean(view.label)), row.title))
            self.column.addWidget(self.cells[-1])

    def concerned(self, keys: frozenset[str]) -> bool:
        """One of the cells."""
        return bool(self._keys & keys)

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """Every cell."""
        for cell in self.cells:
            cell.refresh(changes)

    def entry(self) -> QWidget:
        """The first cell."""
        return self.cells[0].entry()

    def block_of(self, key: str) -> Block | None:
        """The cell."""
        return next((cell for cell in self.cells if cell.key == key), None)


class CellBlock(QuestionBlock):
    """One cell of such a row, under the heading of its column."""

    def __init__(self, desk: Desk, view: NodeView, heading: str, row: str) -> None:
        self._heading = heading
        self._row = row
        super().__init__(desk, view)

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """As a question, but called by its column."""
        super().refresh(changes)
        self.label.setText(self._heading)
        show_if(self.label, bool(self._heading))
        if self.control is not None:
            self.control.setAccessibleName(f"{self._row}, {self._heading}")


class FieldGrid(QWidget):
    """Blocks below each other; narrow ones two beside each other. Hidden ones leave no hole."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__()
        self.blocks = blocks
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GAP)
        self._grid.setVerticalSpacing(3 * GAP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._placed: list[Block] = []
        for block in blocks:
            block.setParent(self)
        self.arrange()

    def arrange(self) -> None:
        """Place what is to be seen, if that changed."""
        seen = [block for block in self.blocks if block.relevant]
        if seen == self._placed:
            return
        for block in self._placed:
            self._grid.removeWidget(block)
        self._placed = seen
        row, column = 0, 0
        for block in seen:
            if block.wide:
                row += column
                self._grid.addWidget(block, row, 0, 1, 2)
                row, column = row + 1, 0
            else:
                self._grid.addWidget(block, row, column, Qt.AlignmentFlag.AlignTop)
                row, column = row + column, 1 - column


def make_blocks(desk: Desk, keys: Iterable[str]) -> list[Block]:
    """A block for each node, in order."""
    found = []
    for key in keys:
        block = make_block(desk, desk.view(key))
        if block is not None:
            found.append(block)
    return found


def make_block(desk: Desk, view: NodeView) -> Block | None:
    """The block of a node; None for what is never shown."""
    if view.kind == "repeat":
        from neksus_desktop.ui.editor.rows import RowsBlock

        return RowsBlock(desk, view)
    if view.kind in {"group", "row"}:
        return GroupBlock(desk, view)
    if view.type == "note" or view.attributes.get("role") in {"warning", "help", "ingress"}:
        return TextBlock(desk, view)
    if view.attributes.get("role") == "column" or view.type in {"calculate", "hidden"}:
        return None
    return QuestionBlock(desk, view)
