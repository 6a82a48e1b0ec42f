"""What is filled in with a pen: tick boxes, tables of boxes, lines long enough to write on, empty rows.

Every place that can be filled in knows its point or question id, so that the same content also becomes a fillable PDF.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from neksus_desktop.reports.content.model import TickBoxes, TickTable, WritingLines, WritingTable
from neksus_desktop.reports.layout.lines import break_lines
from neksus_desktop.reports.layout.look import BOX, CELL, CELL_HEAD, COLUMN, LOOKS, WRITING
from neksus_desktop.reports.layout.page import BLACK, QUIET, Page
from neksus_desktop.reports.layout.strips import Drawn, Hook, Rule, Square, Strip, Text, Upright, gap, kept, paragraph
from neksus_desktop.reports.layout.tables import HEAD, ROW, TABLE, Cell, side_by_side
from neksus_desktop.reports.layout.tags import Element

_LOOK = LOOKS["body"]
_SIZE = 10.5
_AFTER_BOX = 5.0
_BETWEEN = 18.0


@dataclass(slots=True)
class Field:
    """A place to fill in on the page: what it is called, what it takes, where it stands."""

    key: str
    kind: str
    label: str
    element: Element
    x: float
    down: float
    width: float
    height: float
    option: str = ""
    about: str = ""
    page: int = -1
    left: float = 0.0
    top: float = 0.0

    def mark(self, page: Page, left: float, top: float) -> None:
        """Remember where it came to stand."""
        self.page, self.left, self.top = page.number, left + self.x, top + self.down

    def spoken(self) -> str:
        """What a screen reader says of it: what is asked, then what stands beside it."""
        return ": ".join(dict.fromkeys(filter(None, (self.about, self.label)))) or self.key


@dataclass(slots=True)
class Fields:
    """Where fields are collected; ``about`` is what was asked last. Paper alone has no fields (None)."""

    placed: list[Field] = field(default_factory=list)
    about: str = ""

    def add(self, found: Field) -> Hook:
        """Keep a field that is about what was asked last; it wants to know where it comes to stand."""
        found.about = found.about or self.about
        self.placed.append(found)
        return Hook(found.mark)


def tick_boxes(block: TickBoxes, root: Element, fields: Fields | None) -> list[Strip]:
    """Boxes with their texts, several to a line where they fit."""
    strips: list[Strip] = []
    if block.label:
        strips += [gap(4), *kept(_label(block.label, root))]
    listing = Element("L", root)
    row: list[Drawn] = []
    x = 0.0
    rows: list[Strip] = []
    for value, text in block.options:
        lines = break_lines(((text, "regular"),), _SIZE, COLUMN - BOX - _AFTER_BOX)
        width = BOX + _AFTER_BOX + max(line.width for line in lines)
        if row and x + width > COLUMN:
            rows.append(Strip(17, row))
            row, x = [], 0.0
        body = Element("LBody", Element("LI", listing))
        row += [Square(x, 4.2, BOX), *_field(fields, block, value, text, body, x)]
        row.append(Text(x + BOX + _AFTER_BOX, 12.6, lines[0], _SIZE, BLACK, body))
        for line in lines[1:]:
            rows.append(Strip(15, row))
            row = [Text(x + BOX + _AFTER_BOX, 11.6, line, _SIZE, BLACK, body)]
            x = COLUMN
        x += width + _BETWEEN
    rows.append(Strip(17, row))
    kept(rows[:-1])
    return [*strips, gap(3), *rows]


def _field(fields: Fields | None, block: TickBoxes, value: str, text: str, element: Element, x: float) -> list[Drawn]:
    if fields is None or not block.key:
        return []
    kind = "many" if block.many else "one"
    about = ": ".join(filter(None, (fields.about, block.label)))
    return [fields.add(Field(block.key, kind, text, element, x, 4.2, BOX, BOX, value, about))]


def tick_table(block: TickTable, root: Element, fields: Fields | None) -> list[Strip]:
    """Rows of boxes below the headings of the choices."""
    table = Element("Table", root)
    first = COLUMN * (0.30 if len(block.options) > 4 else 0.42)  # noqa: PLR2004 - many choices need the room
    step = (COLUMN - first) / len(block.options)
    starts = [first + step * index for index in range(len(block.options))]
    head_row = Element("TR", table)
    scope = {"O": TABLE, "Scope": HEAD}
    heads: list[Cell] = [
        (0, break_lines(((block.title, "strong"),), 8.5, first - 6), Element("TH", head_row, A=scope), QUIET)
    ]
    for start, (_, text) in zip(starts, block.options, strict=True):
        lines = break_lines(((text, "strong"),), 8.5, step - 4)
        heads.append((start, lines, Element("TH", head_row, A=scope), QUIET))
    header = kept(side_by_side(heads, CELL_HEAD._replace(size=8.5, leading=10.5)))
    header.append(Strip(4, (Rule(0, COLUMN, 2.5, 0.9, QUIET),), keep=True))
    strips = [gap(8), *header]
    for key, text in block.rows:
        row = Element("TR", table)
        label = Element("TH", row, A={"O": TABLE, "Scope": ROW})
        made = side_by_side(((0, break_lines(((text, "regular"),), CELL.size, first - 6), label, BLACK),), CELL)
        boxes: list[Drawn] = []
        for start, (value, option) in zip(starts, block.options, strict=True):
            cell = Element("TD", row)
            boxes.append(Square(start, 2, BOX))
            if fields is not None and key:
                about = ": ".join(filter(None, (fields.about, block.title, text)))
                boxes.append(fields.add(Field(key, "one", option, cell, start, 2, BOX, BOX, value, about)))
        made[0].drawn = (*made[0].drawn, *boxes)
        whole = [Strip(3, keep=True), *kept(made), Strip(4, (Rule(0, COLUMN, 3.5),))]
        for strip in whole:
            strip.header = header
        strips += whole
    return [*strips, gap(4)]


def writing_lines(block: WritingLines, root: Element, fields: Fields | None) -> list[Strip]:
    """Lines to write on, below their label; a short one beside it."""
    if block.short:
        return _short_line(block, root, fields)
    label = kept(_label(block.label, root)) if block.label else []
    lines = [Strip(WRITING, (Rule(0, COLUMN, WRITING - 1),)) for _ in range(block.count)]
    if len(lines) > 1:
        lines[0].keep = lines[-2].keep = True
    if fields is not None and block.key and lines:
        kept(lines[:-1])
        element = Element("Form", root)
        height = WRITING * block.count - 3
        found = Field(block.key, "text", block.label, element, 0, 2, COLUMN, height, about=block.about)
        lines[0].drawn = (fields.add(found),)
        for line in lines[1:-1]:
            line.drawn = ()
    return [gap(6), *label, *lines]


def _short_line(block: WritingLines, root: Element, fields: Fields | None) -> list[Strip]:
    element = Element("P", root)
    lines = break_lines(((block.label, "regular"),), _SIZE, COLUMN * 0.62)
    start = max(line.width for line in lines) + 6
    end = min(COLUMN, start + (COLUMN * 0.24 if block.kind in {"date", "number"} else COLUMN))
    strips = paragraph(lines, element, size=_SIZE, leading=14, ink=QUIET)
    kept(strips[:-1])
    last = strips[-1]
    last.height = 18
    last.drawn = (*last.drawn, Rule(start, end, 13))
    if fields is not None and block.key:
        found = Field(block.key, block.kind, block.label, Element("Form", root), start, -1, end - start, 14)
        last.drawn = (*last.drawn, fields.add(found))
    return [gap(6), *strips]


def writing_table(block: WritingTable, root: Element, fields: Fields | None) -> list[Strip]:
    """Empty rows below column headings."""
    total = sum(column.share for column in block.columns)
    widths = [COLUMN * column.share / total for column in block.columns]
    starts = [sum(widths[:index]) for index in range(len(widths))]
    table = Element("Table", root)
    head_row = Element("TR", table)
    heads: list[Cell] = []
    for column, width, start in zip(block.columns, widths, starts, strict=True):
        head = Element("TH", head_row, A={"O": TABLE, "Scope": HEAD})
        heads.append(
            (start + (3 if start else 0), break_lines(((column.title, "strong"),), 8.5, width - 6), head, QUIET)
        )
    header = kept(side_by_side(heads, CELL_HEAD._replace(size=8.5, leading=10.5)))
    header.append(Strip(4, (Rule(0, COLUMN, 3.5, 0.9, QUIET),), keep=True))
    strips = [gap(8), *header]
    height = WRITING * 1.35
    titles = [column.title for column in block.columns]
    for number in range(block.count):
        row = Element("TR", table)
        drawn: list[Drawn] = [Upright(start, height) for start in starts[1:]]
        drawn.append(Rule(0, COLUMN, height))
        for key, title, start, width in zip(block.keys, titles, starts, widths, strict=False):
            cell = Element("TD", row)
            if fields is not None and block.key:
                name = f"{block.key}[{number + 1}]/{key}"
                label = f"{title} {number + 1}"
                drawn.append(fields.add(Field(name, "text", label, cell, start + 2, 1.5, width - 4, height - 3)))
        strips.append(Strip(height, drawn, header=header))
    return [*strips, gap(6)]


def _label(text: str, root: Element) -> list[Strip]:
    lines = break_lines(((text, "regular"),), _SIZE, COLUMN)
    return paragraph(lines, Element("P", root), size=_SIZE, leading=14.5, ink=QUIET)
