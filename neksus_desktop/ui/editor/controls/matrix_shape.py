"""How a matrix group reads: its rows and columns, and whether it can stand as a grid of dots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.controls.scale import is_outside
from neksus_desktop.ui.naming import capital

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.desk import Desk

MOST_WORDS = 6
"""A scale of more words than this does not fit in a grid."""
_MOST_COLUMNS = 10
_MOST_LETTERS = 60
"""A table whose longest words have more letters than this, one column beside the other, does not fit either."""
_IN_TABLE = frozenset({"list-nolabel", "list"})


@dataclass(slots=True)
class MatrixRow:
    """One row: its title, its cells by column, and the text that says what a free row is about."""

    title: str
    cells: dict[str, NodeView] = field(default_factory=dict)
    detail: NodeView | None = None


@dataclass(slots=True)
class Shape:
    """Rows and columns of a matrix, in the order in which they first appear."""

    rows: dict[str, MatrixRow] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    verbatim: bool = False
    """Whether the words of the choices stand as they are; else what all of them share is left out."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        seen: dict[str, None] = {}
        for row in self.rows.values():
            seen.update(dict.fromkeys(row.cells))
        return list(seen)

    def cells_of(self, column: str) -> list[NodeView]:
        """All cells of a column."""
        return [row.cells[column] for row in self.rows.values() if column in row.cells]


def shape_of(desk: Desk, key: str) -> Shape:
    """Read a matrix group."""
    shape = Shape()
    for child in desk.session.children(key):
        view = desk.view(child)
        name = view.attributes.get("row", "")
        if view.attributes.get("role") == "column":
            shape.headings[view.attributes.get("column", "")] = clean(view.label)
        elif name:
            row = shape.rows.setdefault(name, MatrixRow(clean(view.label)))
            if view.attributes.get("role") == "detail":
                row.detail = view
            else:
                row.title = clean(view.label)
                row.cells[view.attributes.get("column", "")] = view
    return shape


def fits_grid(shape: Shape) -> bool:
    """Whether the matrix can stand as a grid: scales of few words, the same in all, and dates at most beside them."""
    scales = [name for name in shape.columns if all(cell.type == "select1" for cell in shape.cells_of(name))]
    dates = [name for name in shape.columns if all(cell.type == "date" for cell in shape.cells_of(name))]
    if not scales or len(scales) + len(dates) != len(shape.columns) or (dates and len(scales) > 1):
        return False
    first = shape.cells_of(scales[0])[0].choices
    inside = [choice for choice in first if not is_outside(choice)]
    same = all(cell.choices == first for name in scales for cell in shape.cells_of(name))
    return same and 0 < len(inside) <= MOST_WORDS


def table_at(views: list[NodeView], at: int) -> list[NodeView]:
    """The questions from ``at`` on that XLSForm's appearances make a table of (``table-list``, ``list-nolabel``).

    Empty where none begins, or where its choices have no room beside each other or no words: then each question stands
    for itself.
    """
    first = views[at]
    words = [clean(choice.label) for choice in first.choices[: _MOST_COLUMNS + 1]]
    if first.type not in {"select1", "select"} or not 0 < len(words) <= _MOST_COLUMNS or not all(words):
        return []
    if sum(max(4, *map(len, word.split())) for word in words) > _MOST_LETTERS:
        return []
    found: list[NodeView] = []
    for view in views[at:]:
        if view.type != first.type or not _IN_TABLE & set(view.appearance.split()) or view.choices != first.choices:
            break
        found.append(view)
    return found


def shape_of_table(views: list[NodeView]) -> Shape:
    """Such a table: each question is a row."""
    return Shape({view.key: MatrixRow(clean(view.label) or view.name, {"": view}) for view in views}, verbatim=True)


def without_common_words(labels: list[str]) -> list[str]:
    """The labels without the words that all of them begin or end with: «Svært liten» for «I svært liten grad»."""
    words = [label.split() for label in labels]
    while len(words) > 1 and all(len(one) > 1 for one in words) and len({one[0] for one in words}) == 1:
        words = [one[1:] for one in words]
    while len(words) > 1 and all(len(one) > 1 for one in words) and len({one[-1] for one in words}) == 1:
        words = [one[:-1] for one in words]
    return [capital(" ".join(one)) for one in words]
