"""Blocks of running text → strips: headings, paragraphs, facts, bullets, contents. Tables and pens have their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from neksus_desktop.reports.content.model import (
    Block,
    Bullets,
    Contents,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    ReportContent,
    Table,
    TickBoxes,
    TickTable,
    WritingLines,
    WritingTable,
)
from neksus_desktop.reports.layout import pen, tables
from neksus_desktop.reports.layout.lines import Piece, break_lines, one_line, text_width
from neksus_desktop.reports.layout.look import (
    COLUMN,
    FACT,
    HEADINGS,
    KIND,
    LONG_TITLES,
    LOOKS,
    MARGIN_COLUMN,
    SUBTITLE,
    TITLE,
    Type,
)
from neksus_desktop.reports.layout.page import ACCENT, QUIET, Page
from neksus_desktop.reports.layout.printable import printable
from neksus_desktop.reports.layout.strips import Hook, Rule, Strip, Text, gap, kept, paragraph
from neksus_desktop.reports.layout.tags import Element


@dataclass(slots=True)
class Place:
    """Where a heading came to stand; ``page`` is -1 until it is laid out."""

    level: int
    text: str
    page: int = -1
    top: float = 0.0

    def mark(self, page: Page, _left: float, top: float) -> None:
        """Remember the page and the height."""
        self.page, self.top = page.number, top


@dataclass(slots=True)
class Entry:
    """A line of the table of contents: which heading, and where the line stands."""

    place: Place
    element: Element
    page: Page | None = None
    left: float = 0.0
    top: float = 0.0
    slot: int = 0

    def mark(self, page: Page, left: float, top: float) -> None:
        """Remember where the line stands; its page number is filled in when all pages are laid out."""
        self.page, self.left, self.top, self.slot = page, left, top, page.slot()


@dataclass(slots=True)
class Composer:
    """Makes the strips of one document and keeps what is needed when all pages are laid out."""

    root: Element
    places: list[Place] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    fields: pen.Fields | None = None
    _open: list[int] = field(default_factory=list)
    """Levels of the headings that the present place is below."""

    def compose(self, content: ReportContent) -> list[Strip]:
        """The strips of the title and of all blocks."""
        self.places = [
            Place(block.level, f"{block.number} {block.text}".strip())
            for block in content.blocks
            if isinstance(block, Heading) and block.listed
        ]
        waiting = iter(self.places)
        strips = self._title(content)
        fresh = False
        for block in content.blocks:
            if isinstance(block, PageBreak):
                fresh = True
                continue
            made = self._heading(block, next(waiting) if block.listed else None) if isinstance(block, Heading) else None
            made = made or self._block(block)
            if fresh and made:
                made[0].fresh, fresh = True, False
            strips.extend(made)
        return strips

    def _block(self, block: Block) -> list[Strip]:  # noqa: PLR0911 - one line per kind of block
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Facts():
                return self._facts(block)
            case Table():
                return tables.table(block, self.root)
            case Bullets():
                return self._bullets(block)
            case TickBoxes():
                return pen.tick_boxes(block, self.root, self.fields)
            case TickTable():
                return pen.tick_table(block, self.root, self.fields)
            case WritingLines():
                return pen.writing_lines(block, self.root, self.fields)
            case WritingTable():
                return pen.writing_table(block, self.root, self.fields)
            case Contents():
                return self._contents(block)
            case Heading() | PageBreak():
                return []

    def _title(self, content: ReportContent) -> list[Strip]:
        strips = self._lines(content.kind, KIND, Element("P", self.root))
        look = next((smaller for length, smaller in LONG_TITLES if len(content.title) >= length), TITLE)
        strips += [gap(2), *self._lines(content.title, look, Element("H1", self.root))]
        if content.subtitle:
            strips += [gap(SUBTITLE.before), *self._lines(content.subtitle, SUBTITLE, Element("P", self.root))]
        return [*kept(strips), Strip(15, (Rule(0, COLUMN, 11, 1.1, ACCENT),), keep=True)]

    def _heading(self, block: Heading, place: Place | None) -> list[Strip]:
        look = HEADINGS[block.level]
        while self._open and self._open[-1] >= block.level:
            self._open.pop()
        self._open.append(block.level)
        element = Element(f"H{len(self._open) + 1}", self.root)
        if self.fields is not None:
            self.fields.about = block.text
        strips = self._lines(block.text, look, element)
        if block.number:
            size = min(look.size, 11)
            number = one_line(block.number + " ", "regular", size, MARGIN_COLUMN)
            down = (look.leading + look.size * 0.72) / 2
            strips[0].drawn = (Text(-MARGIN_COLUMN, down, number, size, QUIET, element), *strips[0].drawn)
        if place is not None:
            strips[0].drawn = (*strips[0].drawn, Hook(place.mark))
        return [gap(look.before), *kept(strips)]

    def _paragraph(self, block: Paragraph) -> list[Strip]:
        look = LOOKS[block.look]
        strips: list[Strip] = []
        if self.fields is not None and block.look == "asked":
            self.fields.about = block.text
        label = f"{block.label} " if block.label else ""
        for part in _parts(block.text) or ([""] if label else []):
            element = Element("P", self.root)
            pieces: tuple[Piece, ...] = ((label, "strong"), (part, look.style)) if label else ((part, look.style),)
            lines = break_lines(pieces, look.size, COLUMN)
            strips.append(gap(look.before))
            strips += paragraph(lines, element, size=look.size, leading=look.leading, ink=look.ink)
            label = ""
        if block.keep or block.look in {"question", "asked"}:
            kept(strips)
        return strips

    def _facts(self, block: Facts) -> list[Strip]:
        table = Element("Table", self.root)
        width = min(
            COLUMN * 0.36, max((text_width(name, "regular", FACT.size) for name, _ in block.rows), default=0) + 14
        )
        strips = [gap(6)]
        for name, said in block.rows:
            row = Element("TR", table)
            head = Element("TH", row, A={"O": tables.TABLE, "Scope": tables.ROW})
            cell = Element("TD", row)
            left = break_lines(((name, "regular"),), FACT.size, width - 8)
            right = break_lines(((said, "regular"),), FACT.size, COLUMN - width)
            strips += tables.side_by_side(((0, left, head, QUIET), (width, right, cell, FACT.ink)), FACT)
        return strips

    def _bullets(self, block: Bullets) -> list[Strip]:
        look = LOOKS[block.look]
        listing = Element("L", self.root)
        strips: list[Strip] = [gap(3)]
        for item in block.items:
            entry = Element("LI", listing)
            label, body = Element("Lbl", entry), Element("LBody", entry)
            lines = break_lines(((item, look.style),), look.size, COLUMN - 14)
            mark = one_line("–", "regular", look.size, 14)
            made = paragraph(lines, body, size=look.size, leading=look.leading, ink=look.ink, x=14)
            down = (look.leading + look.size * 0.72) / 2
            made[0].drawn = (Text(2, down, mark, look.size, QUIET, label), *made[0].drawn)
            strips += made
        return kept(strips) if block.keep else strips

    def _contents(self, block: Contents) -> list[Strip]:
        look = LOOKS["body"]
        strips = [gap(18), *kept(self._lines(block.title, HEADINGS[2], Element("P", self.root))), gap(4)]
        toc = Element("TOC", self.root)
        for place in self.places:
            if place.level > block.depth:
                continue
            element = Element("Link", Element("Reference", Element("TOCI", toc)))
            indent = 14 * (place.level - 1)
            line = one_line(place.text + " ", "regular", look.size, COLUMN - indent - 40)
            entry = Entry(place, element)
            self.entries.append(entry)
            drawn = (Text(indent, 11, line, look.size, look.ink, element), Hook(entry.mark))
            strips.append(Strip(look.leading, drawn))
        return strips

    def _lines(self, text: str, look: Type, element: Element) -> list[Strip]:
        lines = break_lines(((text, look.style),), look.size, COLUMN)
        return paragraph(lines, element, size=look.size, leading=look.leading, ink=look.ink)


def _parts(text: str) -> Sequence[str]:
    """The paragraphs of a text: an empty line parts them, a single line break stays in its paragraph."""
    parts: list[str] = []
    for line in printable(text).split("\n"):
        if not line.strip():
            parts.append("")
        elif parts and parts[-1]:
            parts[-1] += "\n" + line.strip()
        else:
            parts.append(line.strip())
    return [part for part in parts if part]
