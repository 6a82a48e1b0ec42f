"""The embedded fonts and what each can print; a font is chosen per run, since reportlab has no fallback of its own.

First comes the house face (Neksus Sans, an instance of Source Sans 3), then DejaVu Sans for what it lacks, then
Abyssinica for Ethiopic. A character
no font has is printed as its code point in brackets, never as an empty box.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any, Literal, NamedTuple

from neksus_desktop.paths import shipped

Style = Literal["regular", "strong", "emphasis"]
_CHAINS: dict[Style, tuple[str, ...]] = {
    "regular": ("NeksusSans-Regular", "DejaVuSans", "AbyssinicaSIL-Regular"),
    "strong": ("NeksusSans-Semibold", "DejaVuSans-Bold", "DejaVuSans", "AbyssinicaSIL-Regular"),
    "emphasis": ("NeksusSans-Italic", "DejaVuSans", "AbyssinicaSIL-Regular"),
}
_LOADING = Lock()


class Face:
    """One font file: which characters it has, how wide words are (in thousandths of the size)."""

    def __init__(self, name: str) -> None:
        from reportlab.pdfbase.ttfonts import TTFontFace

        self.name = name
        self.file: Any = TTFontFace(str(shipped("resources", "fonts", f"{name}.ttf")))
        self.glyphs: dict[int, int] = self.file.charToGlyph
        self.has = frozenset(self.glyphs) - {0}
        self._char: dict[int, float] = self.file.charWidths
        self._default = float(self.file.defaultWidth)
        self._words: dict[str, float] = {}

    def width(self, word: str) -> float:
        """Width of a word in thousandths of the font size."""
        found = self._words.get(word)
        if found is None:
            get, default = self._char.get, self._default
            found = sum(get(ord(char), default) for char in word)
            if len(word) < 40:  # noqa: PLR2004 - longer ones hardly come again
                self._words[word] = found
        return found


class Run(NamedTuple):
    """A stretch of text in one face."""

    face: Face
    text: str


@cache
def face(name: str) -> Face:
    """The face, read from its file the first time it is needed."""
    with _LOADING:
        return Face(name)


def runs(text: str, style: Style) -> Iterator[Run]:
    """Cut a text into stretches that one face can print."""
    names = _CHAINS[style]
    first = face(names[0])
    if first.has.issuperset(map(ord, text)):
        yield Run(first, text)
        return
    current, begun = first, ""
    for char in text:
        found, shown = _face_for(char, names)
        if found is not current and begun:
            yield Run(current, begun)
            begun = ""
        current = found
        begun += shown
    if begun:
        yield Run(current, begun)


def missing(text: str) -> set[str]:
    """The characters of a text that no embedded font has."""
    names = _CHAINS["regular"]
    rest = {char for char in set(text) if ord(char) not in face(names[0]).has and not char.isspace()}
    return {char for char in rest if not any(ord(char) in face(name).has for name in names[1:])}


def _face_for(char: str, names: tuple[str, ...]) -> tuple[Face, str]:
    code = ord(char)
    for name in names:
        if code in face(name).has:
            return face(name), char
    return face(names[0]), f"[U+{code:04X}]"
