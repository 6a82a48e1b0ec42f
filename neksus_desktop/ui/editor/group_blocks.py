"""Groups in a point as blocks: a matrix, a quoted question answered by several, or nodes under a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.editor.blocks import Block, QuestionBlock, TextBlock, make_blocks, touched
from neksus_desktop.ui.editor.controls.base import clean, show_if
from neksus_desktop.ui.editor.field_grid import FieldGrid
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Heading, QuestionText

if TYPE_CHECKING:
    from neksus_desktop.forms import ChangeSet, NodeView
    from neksus_desktop.ui.editor.controls.matrix import GridMatrix
    from neksus_desktop.ui.editor.controls.matrix_shape import MatrixRow
    from neksus_desktop.ui.editor.desk import Desk

_MATRIX = frozenset({"matrise", "flervalg"})


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
        keys = touched(changes) if changes is not None else None
        if self._grid is not None:
            self._grid.refresh_cells(keys)
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
        from neksus_desktop.ui.editor.controls.matrix import GridMatrix
        from neksus_desktop.ui.editor.controls.matrix_shape import fits_grid, shape_of

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


class TableBlock(Block):
    """Questions that XLSForm's appearances make a table of: a grid, each question a row."""

    def __init__(self, desk: Desk, views: list[NodeView]) -> None:
        from neksus_desktop.ui.editor.controls.matrix import GridMatrix
        from neksus_desktop.ui.editor.controls.matrix_shape import shape_of_table

        super().__init__(desk, views[0])
        self.setObjectName(f"table_{views[0].name}")
        self._keys = {view.key for view in views}
        self._asked = ""
        self._grid = GridMatrix(desk, views[0], shape_of_table(views))
        self.column.addWidget(self._grid)
        self.refresh()

    def concerned(self, keys: frozenset[str]) -> bool:
        """One of the questions."""
        return not self._keys.isdisjoint(keys)

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """The rows that changed."""
        self._grid.refresh_cells(touched(changes) if changes is not None else None)
        self.show_relevant(any(self.desk.view(key).relevant for key in self._keys))

    def entry(self) -> QWidget:
        """The row that was asked for last, else the first."""
        return self._grid.entry_of(self._asked)

    def block_of(self, key: str) -> Block | None:
        """The table, when it holds this question."""
        if key not in self._keys:
            return None
        self._asked = key
        return self


class MatrixRowBlock(Block):
    """A row of a matrix that holds texts: the row's title, then its cells below each other."""

    def __init__(self, desk: Desk, row: MatrixRow, headings: dict[str, str]) -> None:
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
