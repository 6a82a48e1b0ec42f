"""One page as a content stream: text, rules and boxes, each inside the mark of its element or as an artifact.

Coordinates are points from the top left corner, downwards; the stream's are from the bottom left, upwards.
"""

from __future__ import annotations

from typing import NamedTuple

from neksus_desktop.reports.layout.fonts import Face
from neksus_desktop.reports.layout.lines import Line
from neksus_desktop.reports.layout.tags import Element, Mark

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM


class Ink(NamedTuple):
    """A colour of the print (sRGB, 0–1)."""

    red: float
    green: float
    blue: float


BLACK = Ink(0.09, 0.10, 0.11)
QUIET = Ink(0.33, 0.36, 0.39)
ACCENT = Ink(0.07, 0.21, 0.33)
HAIR = Ink(0.62, 0.65, 0.68)


class Glyphs:
    """Which glyphs of each face a document uses; the code of a glyph is its place in the embedded subset."""

    def __init__(self) -> None:
        self.faces: dict[str, tuple[Face, dict[int, int], list[int]]] = {}

    def encode(self, face: Face, text: str) -> str:
        """The text as hexadecimal two-byte codes."""
        try:
            _, codes, characters = self.faces[face.name]
        except KeyError:
            codes, characters = {}, []
            self.faces[face.name] = (face, codes, characters)
        glyphs = face.glyphs
        out = []
        for char in map(ord, text):
            glyph = glyphs[char]
            code = codes.get(glyph)
            if code is None:
                code = codes[glyph] = len(codes) + 1
                characters.append(32 if char == 0xA0 else char)  # noqa: PLR2004 - a no-break space is the same glyph
            out.append(f"{code:04x}")
        return "".join(out)


class Page:
    """A page being written; ``owners`` are the elements of its marks, by mark number."""

    def __init__(self, number: int, glyphs: Glyphs) -> None:
        self.number = number
        self.owners: list[Element] = []
        self._glyphs = glyphs
        self._out: list[str] = []
        self._open: Element | None = None
        self._artifact = False
        self._ink: Ink | None = None

    def text(self, x: float, y: float, line: Line, size: float, ink: Ink, element: Element | None) -> None:
        """A line with its baseline at ``y``; without an element it is an artifact."""
        if not line.runs:
            return
        self._mark(element)
        self._colour(ink)
        out = self._out
        out.append(f"BT 1 0 0 1 {x + line.indent:.2f} {HEIGHT - y:.2f} Tm")
        for face, text in line.runs:
            out.append(f"/{face.name} {size:g} Tf <{self._glyphs.encode(face, text)}> Tj")
        out.append("ET")

    def slot(self) -> int:
        """A place in the stream for a text that is known only when all pages are laid out."""
        self._end()
        self._out.append("")
        return len(self._out) - 1

    def fill(self, slot: int, x: float, y: float, line: Line, size: float, ink: Ink, element: Element) -> None:
        """Put a line where a place was kept, so that the stream stays in reading order."""
        stream, state = self._out, (self._open, self._artifact, self._ink)
        self._out, self._open, self._artifact, self._ink = ["q"], None, False, None
        self.text(x, y, line, size, ink, element)
        self._end()
        stream[slot] = "\n".join([*self._out, "Q"])
        self._out = stream
        self._open, self._artifact, self._ink = state

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = 0.5, ink: Ink = HAIR) -> None:
        """A straight line; always an artifact."""
        self._mark(None)
        self._out.append(
            f"{ink.red:.3g} {ink.green:.3g} {ink.blue:.3g} RG {weight:g} w "
            f"{x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S"
        )

    def box(self, x: float, y: float, width: float, height: float, weight: float = 0.7, ink: Ink = QUIET) -> None:
        """An empty rectangle with its top left corner at (x, y); always an artifact."""
        self._mark(None)
        self._out.append(
            f"{ink.red:.3g} {ink.green:.3g} {ink.blue:.3g} RG {weight:g} w "
            f"{x:.2f} {HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re S"
        )

    def area(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        """A filled rectangle; always an artifact."""
        self._mark(None)
        self._colour(ink)
        self._out.append(f"{x:.2f} {HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re f")

    def close(self) -> bytes:
        """The finished content stream."""
        self._end()
        return "\n".join(self._out).encode("ascii")

    def _colour(self, ink: Ink) -> None:
        if self._ink != ink:
            self._out.append(f"{ink.red:.3g} {ink.green:.3g} {ink.blue:.3g} rg")
            self._ink = ink

    def _mark(self, element: Element | None) -> None:
        if element is None:
            if not self._artifact:
                self._end()
                self._out.append("/Artifact BMC")
                self._artifact = True
        elif self._open is not element:
            self._end()
            number = len(self.owners)
            self.owners.append(element)
            element.kids.append(Mark(self.number, number))
            self._out.append(f"/{element.tag} <</MCID {number}>> BDC")
            self._open = element

    def _end(self) -> None:
        if self._open is not None or self._artifact:
            self._out.append("EMC")
        self._open, self._artifact = None, False
