"""Tables → strips: column headings repeated on each page, cells broken into lines, rows cut only between lines.

A table whose words need more than the text's width takes the margin column too.
"""

from __future__ import annotations

from collections.abc import Sequence

from neksus_desktop.reports.content.model import Table
from neksus_desktop.reports.layout.fonts import Style
from neksus_desktop.reports.layout.lines import Line, break_lines, text_width
from neksus_desktop.reports.layout.look import CELL, CELL_HEAD, COLUMN, MARGIN_COLUMN, Type
from neksus_desktop.reports.layout.page import BLACK, QUIET, Ink
from neksus_desktop.reports.layout.pdffile import Name
from neksus_desktop.reports.layout.strips import Rule, Strip, Text, gap, kept
from neksus_desktop.reports.layout.tags import Element

TABLE, ROW, HEAD = Name("Table"), Name("Row"), Name("Column")
_KEPT_LINES = 5
"""A row of at most so many lines is never cut."""
_SPACE = 9.0
"""Between two columns."""

Cell = tuple[float, Sequence[Line], Element, Ink]
"""Where a cell begins, its lines, its element, its ink."""


def table(block: Table, root: Element) -> list[Strip]:
    """The strips of a table; one without rows has none."""
    if not block.rows:
        return []
    element = Element("Table", root)
    strips = [gap(8)]
    if block.caption:
        caption = Element("Caption", element)
        lines = break_lines(((block.caption, "strong"),), CELL.size, COLUMN)
        strips += kept(side_by_side(((0, lines, caption, BLACK),), CELL))
    left = -MARGIN_COLUMN if sum(_needs(block)) > COLUMN else 0.0
    widths = column_widths(block, COLUMN - left)
    starts = [left + sum(widths[:index]) for index in range(len(widths))]
    header = _header(block, element, widths, starts)
    strips += header
    for row in block.rows:
        strips += _row(row, element, widths, starts, header, row_header=block.row_headers)
    return [*strips, gap(4)]


def column_widths(block: Table, room: float = COLUMN) -> list[float]:
    """Widths by shares; a column is never narrower than its longest word, as far as there is room."""
    total = sum(column.share for column in block.columns)
    widths = [room * column.share / total for column in block.columns]
    needs = _needs(block)
    lacking = [max(0.0, need - width) for need, width in zip(needs, widths, strict=True)]
    spare = [max(0.0, width - need) for need, width in zip(needs, widths, strict=True)]
    to_give = sum(spare)
    if not any(lacking) or not to_give:
        return widths
    # Who lacks least is helped first, so that one very long word does not break the short ones beside it.
    granted = [0.0] * len(widths)
    left = to_give
    for index in sorted(range(len(widths)), key=lambda index: lacking[index]):
        granted[index] = min(lacking[index], left)
        left -= granted[index]
    taken = (to_give - left) / to_give
    return [width + more - extra * taken for width, more, extra in zip(widths, granted, spare, strict=True)]


def side_by_side(cells: Sequence[Cell], look: Type) -> list[Strip]:
    """Cells beside one another, line by line; the first and last two lines stay together."""
    count = max(len(lines) for _, lines, _, _ in cells)
    rise = (look.leading + look.size * 0.72) / 2
    strips = []
    for index in range(count):
        drawn = [
            Text(x, rise, lines[index], look.size, ink, element)
            for x, lines, element, ink in cells
            if index < len(lines)
        ]
        held = count > 1 and (count <= _KEPT_LINES or index in {0, count - 2}) and index < count - 1
        strips.append(Strip(look.leading, drawn, keep=held))
    return strips


def _needs(block: Table) -> list[float]:
    """The width of each column's longest word, up to a third of the text's width."""
    return [
        min(
            COLUMN / 3,
            max(
                (text_width(word, style, CELL.size) for texts, style in _texts(block, index) for word in texts.split()),
                default=0.0,
            )
            + _SPACE,
        )
        for index in range(len(block.columns))
    ]


def _texts(block: Table, index: int) -> list[tuple[str, Style]]:
    style: Style = "strong" if block.row_headers and index == 0 else "regular"
    found: list[tuple[str, Style]] = [(row[index], style) for row in block.rows[:200] if index < len(row)]
    return [(block.columns[index].title, "strong"), *found]


def _header(block: Table, element: Element, widths: Sequence[float], starts: Sequence[float]) -> list[Strip]:
    if not any(column.title for column in block.columns):
        return [Strip(1, (Rule(starts[0], COLUMN, 0.5, 0.7, QUIET),), keep=True)]
    row = Element("TR", element)
    cells = []
    for column, width, start in zip(block.columns, widths, starts, strict=True):
        head = Element("TH", row, A={"O": TABLE, "Scope": HEAD})
        lines = break_lines(((column.title, "strong"),), CELL_HEAD.size, width - _SPACE)
        cells.append((start, lines, head, CELL_HEAD.ink))
    strips = side_by_side(cells, CELL_HEAD)
    strips.append(Strip(4, (Rule(starts[0], COLUMN, 2.5, 0.9, QUIET),)))
    return kept(strips)


def _row(
    row: Sequence[str],
    table_element: Element,
    widths: Sequence[float],
    starts: Sequence[float],
    header: Sequence[Strip],
    *,
    row_header: bool,
) -> list[Strip]:
    element = Element("TR", table_element)
    cells: list[Cell] = []
    for index, (text, width, start) in enumerate(zip(row, widths, starts, strict=True)):
        heads = row_header and index == 0
        cell = Element("TH", element, A={"O": TABLE, "Scope": ROW}) if heads else Element("TD", element)
        style: Style = "strong" if heads else "regular"
        cells.append((start, break_lines(((text, style),), CELL.size, width - _SPACE), cell, BLACK))
    strips = [Strip(2.5, keep=True), *side_by_side(cells, CELL)]
    strips[-1].keep = True
    strips.append(Strip(3.5, (Rule(starts[0], COLUMN, 3),)))
    for strip in strips:
        strip.header = header
    return strips
