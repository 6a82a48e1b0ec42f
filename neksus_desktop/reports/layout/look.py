"""The look of print: sizes, leading and distances in points. Sober: one face, one ink, hairlines, wide margins."""

from __future__ import annotations

from typing import NamedTuple

from neksus_desktop.reports.content.model import Look
from neksus_desktop.reports.layout.fonts import Style
from neksus_desktop.reports.layout.page import ACCENT, BLACK, HEIGHT, MM, QUIET, WIDTH, Ink

LEFT, RIGHT = 42 * MM, 25 * MM
TOP, BOTTOM = 30 * MM, HEIGHT - 27 * MM
COLUMN = WIDTH - LEFT - RIGHT
MARGIN_COLUMN = 18 * MM
"""Point numbers hang this far to the left of the text."""
EDGE = LEFT - MARGIN_COLUMN
HEADER_Y, FOOTER_Y = 15 * MM, HEIGHT - 15 * MM


class Type(NamedTuple):
    """A size of type with its leading and the space before it."""

    size: float
    leading: float
    before: float
    style: Style = "regular"
    ink: Ink = BLACK


TITLE = Type(23, 27.5, 0, "strong", ACCENT)
LONG_TITLES = ((120, Type(17, 21, 0, "strong", ACCENT)), (60, Type(20, 24.5, 0, "strong", ACCENT)))
"""Titles of so many characters and more are set smaller."""
KIND = Type(10.5, 14, 0, "regular", QUIET)
SUBTITLE = Type(12.5, 17, 3, "regular", QUIET)
HEADINGS = {
    1: Type(15.5, 20, 26, "strong", ACCENT),
    2: Type(12, 16, 17, "strong", BLACK),
    3: Type(11, 15.5, 10, "strong", BLACK),
}
LOOKS: dict[Look, Type] = {
    "body": Type(11, 15.5, 5),
    "lead": Type(12, 17, 6),
    "question": Type(10.5, 14.5, 7, "emphasis", QUIET),
    "asked": Type(11, 15, 13, "strong"),
    "answer": Type(11, 15.5, 3, "strong"),
    "quiet": Type(10, 14, 4, "regular", QUIET),
    "small": Type(9.5, 13, 4, "regular", QUIET),
    "notice": Type(10.5, 14.5, 8, "strong"),
}
CELL = Type(9.5, 13, 0)
CELL_HEAD = Type(9, 12.5, 0, "strong", QUIET)
FACT = Type(10.5, 15, 0)
PAGE_TEXT = Type(8.5, 11, 0, "regular", QUIET)
MARKING = Type(9.5, 12, 0, "strong")
STAMP = Type(9, 11, 0, "strong")
WRITING = 8.5 * MM
"""Distance of the lines one writes on."""
BOX = 9.5
