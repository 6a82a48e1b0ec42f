"""What stands on every page beside the text: stamp, marking, running title, id, version, edition, page, QR code.

All of it is marked as an artifact, so that a screen reader does not read it on every page.
"""

from __future__ import annotations

from functools import lru_cache

from neksus_desktop.reports.content.model import ReportContent
from neksus_desktop.reports.layout.lines import break_lines, one_line
from neksus_desktop.reports.layout.look import COLUMN, EDGE, LEFT, MARGIN_COLUMN, MARKING, PAGE_TEXT, STAMP, Type
from neksus_desktop.reports.layout.page import BLACK, HEIGHT, MM, QUIET, Ink, Page

_FULL = COLUMN + MARGIN_COLUMN
_RIGHT = LEFT + COLUMN
_QR = 13 * MM


def furnish(page: Page, content: ReportContent, pages: int) -> None:
    """Draw all that stands around the text."""
    _header(page, content)
    _footer(page, content, pages)


def _header(page: Page, content: ReportContent) -> None:
    y = 14 * MM
    if content.stamp:
        line = one_line(content.stamp, "strong", STAMP.size, _FULL * 0.7)
        page.box(EDGE, y - 11, line.width + 12, 16, 1.0, BLACK)
        page.text(EDGE + 6, y, line, STAMP.size, BLACK, None)
    if content.marking:
        room = _FULL * 0.42 if content.stamp else _FULL * 0.7
        lines = break_lines(((content.marking, "strong"),), MARKING.size, room)
        for index, line in enumerate(lines):
            down = y - MARKING.leading * (len(lines) - 1) / 2 + MARKING.leading * index
            page.text(_RIGHT - line.width, down, line, MARKING.size, MARKING.ink, None)
    if page.number == 0:
        if content.sender:
            _left(page, content.sender, Type(11, 14, 0, "strong"), 22 * MM)
        return
    _left(page, f"{content.kind} · {content.title}", PAGE_TEXT, 22 * MM)
    page.rule(EDGE, 24 * MM, _RIGHT, 24 * MM)


def _footer(page: Page, content: ReportContent, pages: int) -> None:
    top = HEIGHT - 22 * MM
    page.rule(EDGE, top, _RIGHT, top)
    room = _FULL - 90
    first = " · ".join(filter(None, (content.edition, content.state, content.form)))
    _left(page, first, PAGE_TEXT, top + 12, room)
    _left(page, content.identity, PAGE_TEXT, top + 23, room)
    edge = _RIGHT
    if content.reference:
        edge -= _QR + 8
        _qr(page, f"NEKSUS:{content.reference}:{content.version}".upper(), _RIGHT - _QR, top + 4)
    number = content.page_text.format(page=page.number + 1, pages=pages)
    line = one_line(number, "regular", 9.5, 120)
    page.text(edge - line.width, top + 12, line, 9.5, BLACK, None)


def _left(page: Page, text: str, look: Type, y: float, room: float = _FULL) -> None:
    page.text(EDGE, y, one_line(text, look.style, look.size, room), look.size, look.ink, None)


def _qr(page: Page, text: str, x: float, y: float) -> None:
    rows = _modules(text)
    side = _QR / len(rows)
    ink: Ink = QUIET._replace(red=0.1, green=0.1, blue=0.1)
    for down, row in enumerate(rows):
        for start, length in row:
            page.area(x + start * side, y + down * side, length * side, side * 1.02, ink)


@lru_cache(maxsize=32)
def _modules(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The dark stretches (start, length) of each row of the code."""
    import segno

    found = []
    for row in segno.make(text, error="m", micro=False).matrix:
        stretches: list[tuple[int, int]] = []
        for index, dark in enumerate(row):
            if dark and stretches and sum(stretches[-1]) == index:
                stretches[-1] = (stretches[-1][0], stretches[-1][1] + 1)
            elif dark:
                stretches.append((index, 1))
        found.append(tuple(stretches))
    return tuple(found)
