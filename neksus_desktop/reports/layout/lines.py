"""Text → lines of a given width: words are measured once, broken greedily, never lost and never wider than the line.

A word too long for a line is broken after a hyphen, slash or dash when it has one, else where the line is full.
A line knows its runs (face and text) in the order they are drawn, from left to right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from neksus_desktop.reports.layout.fonts import Run, Style, runs
from neksus_desktop.reports.layout.printable import printable
from neksus_desktop.reports.layout.scripts import Glyph, base_direction, has_right_to_left, shaped, visual

_LONGEST_LINE = 1000
"""No line of a page header needs more characters than this."""
_INSIDE = re.compile(r"(?<=[-/–—_.,;@])")


class Line(NamedTuple):
    """A line that fits: its runs from left to right, its width in points, and how far in it begins."""

    runs: tuple[Run, ...]
    width: float
    indent: float = 0.0


class _Word(NamedTuple):
    runs: tuple[Run, ...]
    width: float  # thousandths of the size


Piece = tuple[str, Style]


def break_lines(pieces: tuple[Piece, ...], size: float, width: float) -> list[Line]:
    """The lines of a paragraph made of pieces in different styles; line breaks in the text are kept.

    Args:
        pieces: texts with their style, read one after the other without a space added.
        size: font size in points.
        width: line width in points.
    """
    room = width * 1000 / size
    lines: list[Line] = []
    for paragraph in _paragraphs(pieces):
        made = _fill(paragraph, room, size)
        said = "".join(text for text, _ in paragraph)
        lines.extend(_in_visual_order(made, base_direction(said), width) if has_right_to_left(said) else made)
    return lines


def text_width(text: str, style: Style, size: float) -> float:
    """Width of a text on one line, in points."""
    return sum(run.face.width(run.text) for run in runs(shaped(printable(text)), style)) * size / 1000


def one_line(text: str, style: Style, size: float, width: float) -> Line:
    """The text on one line, cut with an ellipsis when it is too long (for page headers, never for content)."""
    clean = " ".join(printable(text[:_LONGEST_LINE]).split())
    if text_width(clean, style, size) > width:
        fits = bisect_left(range(len(clean)), width, key=lambda end: text_width(clean[:end] + "…", style, size))
        clean = clean[: max(0, fits - 1)].rstrip() + "…"
    return break_lines(((clean, style),), size, 1e6)[0]._replace(indent=0.0)


def _paragraphs(pieces: tuple[Piece, ...]) -> Iterator[list[Piece]]:
    current: list[Piece] = []
    for text, style in pieces:
        first, *rest = printable(text).split("\n")
        current.append((first, style))
        for line in rest:
            yield current
            current = [(line, style)]
    yield current


def _fill(pieces: list[Piece], room: float, size: float) -> Iterator[Line]:
    line: list[_Word] = []
    used = 0.0
    for word, space in _words(pieces):
        if line and used + space.width + word.width > room:
            yield _line([*line, space], used, size)
            line, used = [], 0.0
        if line:
            line.append(space)
            used += space.width
        if word.width > room:
            *full, last = _broken(word, room)
            for part in full:
                yield _line([part], part.width, size)
        else:
            last = word
        line.append(last)
        used += last.width
    yield _line(line, used, size)


def _words(pieces: list[Piece]) -> Iterator[tuple[_Word, _Word]]:
    """Each word with the space before it; pieces that touch without a space make one word."""
    pending: _Word | None = None
    space = _word(" ", "regular")
    before = space
    for text, style in pieces:
        gap = _word(" ", style)
        parts = text.split(" ")
        for index, part in enumerate(parts):
            if index and pending is not None:
                yield pending, before
                pending, before = None, gap
            if part:
                word = _word(part, style)
                pending = word if pending is None else _Word(pending.runs + word.runs, pending.width + word.width)
    if pending is not None:
        yield pending, before


@lru_cache(maxsize=20_000)
def _word(text: str, style: Style) -> _Word:
    found = tuple(runs(shaped(text), style))
    return _Word(found, sum(run.face.width(run.text) for run in found))


def _broken(word: _Word, room: float) -> Iterator[_Word]:
    """Cut a word that is wider than a line."""
    part: list[Run] = []
    width = 0.0
    for run in word.runs:
        for chunk in _chunks(run, room):
            chunk_width = run.face.width(chunk)
            if part and width + chunk_width > room:
                yield _Word(tuple(part), width)
                part, width = [], 0.0
            part.append(Run(run.face, chunk))
            width += chunk_width
    yield _Word(tuple(part), width)


def _chunks(run: Run, room: float) -> Iterator[str]:
    for chunk in filter(None, _INSIDE.split(run.text)):
        if run.face.width(chunk) <= room:
            yield chunk
            continue
        begun, width = 0, 0.0
        for index, char in enumerate(chunk):
            char_width = run.face.width(char)
            if width + char_width > room and index > begun:
                yield chunk[begun:index]
                begun, width = index, 0.0
            width += char_width
        yield chunk[begun:]


def _in_visual_order(lines: Iterable[Line], base: Literal["ltr", "rtl"], width: float) -> Iterator[Line]:
    """The lines as they are drawn; those of a paragraph from right to left end at the right edge."""
    for line in lines:
        glyphs = [Glyph(char, place) for place, run in enumerate(line.runs) for char in run.text]
        if base == "rtl" and glyphs and glyphs[-1].char == " ":
            glyphs.pop()
        merged: list[Run] = []
        for glyph in visual(glyphs, base):
            face = line.runs[glyph.style].face
            if ord(glyph.char) not in face.has:
                merged.extend(runs(glyph.char, "regular"))
            elif merged and merged[-1].face is face:
                merged[-1] = Run(face, merged[-1].text + glyph.char)
            else:
                merged.append(Run(face, glyph.char))
        yield Line(tuple(merged), line.width, max(0.0, width - line.width) if base == "rtl" else 0.0)


def _line(words: list[_Word], width: float, size: float) -> Line:
    merged: list[Run] = []
    for word in words:
        for run in word.runs:
            if merged and merged[-1].face is run.face:
                merged[-1] = Run(run.face, merged[-1].text + run.text)
            else:
                merged.append(run)
    return Line(tuple(merged), width * size / 1000)
