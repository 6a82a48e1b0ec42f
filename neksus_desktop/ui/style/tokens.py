"""The design tokens: colours in light and dark (text on its ground has AA contrast), type scale, grid.

Colour never carries meaning alone: ``note`` marks something to attend to, ``error`` a fault of the program, a file or
an input. Neither is ever a verdict on a partner or a country.
"""

from __future__ import annotations

from typing import NamedTuple

GAP = 4
"""The grid in pixels; distances are multiples of it."""
SCROLL_EXTENT = 12
"""The width of a scroll bar."""
RADIUS = 8
"""Corners of cards."""
CONTROL_RADIUS = 6
CONTROL_HEIGHT = 32

BODY_POINTS = 10.5
SCALE: dict[str, tuple[float, bool]] = {
    "PageTitle": (15.0, True),
    "QuestionText": (13.5, True),
    "Heading": (11.25, True),
    "BodyStrong": (10.5, True),
    "Caption": (9.0, False),
    "NoteText": (9.75, False),
    "Overline": (8.75, False),
    "Chip": (9.0, False),
    "StatusText": (9.0, False),
    "TableHead": (9.0, True),
}
"""Widget class → size in points at 100 % and whether it is semibold; the rest is body text."""


class Tokens(NamedTuple):
    """One theme's colours as ``#rrggbb``."""

    background: str
    surface: str
    rail: str
    text: str
    muted: str
    line: str
    field_line: str
    accent: str
    on_accent: str
    weak_accent: str
    note: str
    note_background: str
    error: str
    error_background: str
    hover: str


LIGHT = Tokens(
    background="#F5F6F4",
    surface="#FFFFFF",
    rail="#ECEFEE",
    text="#1B2327",
    muted="#56626A",
    line="#D6DCDD",
    field_line="#7D898F",
    accent="#14557B",
    on_accent="#FFFFFF",
    weak_accent="#E4EEF4",
    note="#6B4A00",
    note_background="#FBF2DD",
    error="#9E2328",
    error_background="#FBE9E9",
    hover="#EDF1F2",
)
DARK = Tokens(
    background="#14181B",
    surface="#1B2125",
    rail="#181D20",
    text="#E6ECEE",
    muted="#A2AEB5",
    line="#2F393E",
    field_line="#6A777E",
    accent="#86BCDD",
    on_accent="#0F1A20",
    weak_accent="#20313C",
    note="#E8C27A",
    note_background="#2D2718",
    error="#F1A6A6",
    error_background="#33201F",
    hover="#232B30",
)
