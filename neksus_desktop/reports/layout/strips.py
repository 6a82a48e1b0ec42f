"""Blocks become strips: slices of the page, as wide as the text, that are never cut. Pages are filled with strips.

Rules kept here: a heading stays with what follows it; a paragraph leaves at least two lines on each side of a page
break; a table row is cut only between lines, and its column headings are repeated; what is taller than a page flows
over; space at the top of a page is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from neksus_desktop.reports.layout.lines import Line
from neksus_desktop.reports.layout.page import BLACK, HAIR, QUIET, Ink, Page
from neksus_desktop.reports.layout.tags import Element


class Text(NamedTuple):
    """A line of text at ``x`` from the left of the text column; ``down`` is its baseline below the strip's top."""

    x: float
    down: float
    line: Line
    size: float
    ink: Ink
    element: Element | None

    def draw(self, page: Page, left: float, top: float) -> None:
        """Put it on the page."""
        page.text(left + self.x, top + self.down, self.line, self.size, self.ink, self.element)


class Rule(NamedTuple):
    """A horizontal rule from ``x0`` to ``x1``."""

    x0: float
    x1: float
    down: float
    weight: float = 0.5
    ink: Ink = HAIR

    def draw(self, page: Page, left: float, top: float) -> None:
        """Put it on the page."""
        page.rule(left + self.x0, top + self.down, left + self.x1, top + self.down, self.weight, self.ink)


class Square(NamedTuple):
    """A tick box of ``side`` points."""

    x: float
    down: float
    side: float
    ink: Ink = QUIET

    def draw(self, page: Page, left: float, top: float) -> None:
        """Put it on the page."""
        page.box(left + self.x, top + self.down, self.side, self.side, 0.8, self.ink)


class Upright(NamedTuple):
    """A vertical rule as high as its strip."""

    x: float
    height: float
    ink: Ink = HAIR

    def draw(self, page: Page, left: float, top: float) -> None:
        """Put it on the page."""
        page.rule(left + self.x, top, left + self.x, top + self.height, 0.5, self.ink)


class Hook(NamedTuple):
    """Something to be told where it came to stand: a bookmark, a form field."""

    call: Callable[[Page, float, float], None]

    def draw(self, page: Page, left: float, top: float) -> None:
        """Tell it."""
        self.call(page, left, top)


Drawn = Text | Rule | Square | Upright | Hook


@dataclass(slots=True)
class Strip:
    """A slice of the page. ``keep`` holds it together with the next; ``gap`` is space that may vanish at a page's top.

    ``header`` are the strips to repeat when a page begins with this one; ``fresh`` asks for a new page.
    """

    height: float
    drawn: Sequence[Drawn] = ()
    keep: bool = False
    gap: bool = False
    header: Sequence[Strip] = field(default=())
    fresh: bool = False


def gap(height: float) -> Strip:
    """Empty space; at a page's top it is dropped."""
    return Strip(height, gap=True, keep=False)


def paragraph(
    lines: Sequence[Line], element: Element | None, *, size: float, leading: float, ink: Ink = BLACK, x: float = 0.0
) -> list[Strip]:
    """The strips of a paragraph's lines, with two lines kept together at either end."""
    rise = (leading + size * 0.72) / 2
    last = len(lines) - 1
    return [
        Strip(leading, (Text(x, rise, line, size, ink, element),), keep=last > 0 and index in {0, last - 1})
        for index, line in enumerate(lines)
    ]


def kept(strips: list[Strip]) -> list[Strip]:
    """All of these together with what follows."""
    for strip in strips:
        strip.keep = True
    return strips


def chains(strips: Sequence[Strip]) -> Iterable[Sequence[Strip]]:
    """Groups of strips that stay together, in order. A gap after a kept strip belongs to its chain."""
    begun = 0
    for index, strip in enumerate(strips):
        if strip.keep or (strip.gap and index > begun and strips[index - 1].keep):
            continue
        yield strips[begun : index + 1]
        begun = index + 1
    if begun < len(strips):
        yield strips[begun:]


class Pager:
    """Fills pages with strips. ``new_page`` makes a page; the text column runs from ``top`` to ``bottom``."""

    def __init__(self, new_page: Callable[[], Page], *, left: float, top: float, bottom: float) -> None:
        self._new_page = new_page
        self._left = left
        self._top = top
        self._bottom = bottom
        self.page = new_page()
        self._y = top

    def place(self, strips: Sequence[Strip]) -> None:
        """Put the strips on as many pages as they need."""
        for chain in chains(strips):
            height = sum(strip.height for strip in chain)
            if chain[0].fresh and self._y > self._top:
                self._turn(())
            if self._y + height > self._bottom and self._y > self._top:
                if chain[0].gap and len(chain) == 1:
                    continue
                self._turn(next((strip.header for strip in chain if not strip.gap), ()))
            for strip in chain:
                self._put(strip)

    def _put(self, strip: Strip) -> None:
        if strip.gap and self._y <= self._top:
            return
        if self._y + strip.height > self._bottom and self._y > self._top:
            self._turn(strip.header)
        for item in strip.drawn:
            item.draw(self.page, self._left, self._y)
        self._y += strip.height

    def _turn(self, header: Sequence[Strip]) -> None:
        self.page = self._new_page()
        self._y = self._top
        if sum(strip.height for strip in header) > (self._bottom - self._top) / 3:
            return  # headings that fill a page are not repeated on the next
        for strip in header:
            for item in strip.drawn:
                (item._replace(element=None) if isinstance(item, Text) else item).draw(self.page, self._left, self._y)
            self._y += strip.height
