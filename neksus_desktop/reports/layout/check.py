"""Before printing: which characters of a document no embedded font can print as they should be, and saying so in words.

Rule kept here: what cannot be printed is told before it is printed, on every road to paper, by the name of its script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from neksus_desktop.reports.content.model import ReportContent
from neksus_desktop.reports.layout.fonts import missing
from neksus_desktop.reports.layout.printable import printable
from neksus_desktop.reports.layout.scripts import unjoined
from neksus_desktop.texts import Language, text

_SHOWN = 12
"""So many characters of a script are shown."""
_SCRIPTS = {
    "myanmar": ("MYANMAR",),
    "indic": (
        "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA",
    ),
    "southeast_asian": ("THAI", "LAO", "KHMER", "TIBETAN"),
    "east_asian": ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "KANGXI", "BOPOMOFO"),
}  # fmt: skip
"""Groups of scripts by the first word of a character's Unicode name."""


def unprintable(content: ReportContent) -> str:
    """The characters that cannot be printed as they should be, each once, in code order; "" when all can.

    They are printed as code points; Arabic letters that no font here joins are printed each by itself.
    """
    found: set[str] = set()
    for said in _texts(content):
        if not said.isascii():
            clean = printable(said)
            found |= missing(clean) | unjoined(clean)
    return "".join(sorted(found))


def warning(language: Language, characters: str) -> str:
    """What the user is told of them before printing; "" when there are none."""
    groups: dict[str, list[str]] = {}
    for char in characters:
        groups.setdefault(_group(char), []).append(char)
    alone = groups.pop("unjoined", [])
    said = []
    if groups:
        named = ", ".join(
            text(language, f"report.script.{name}", signs=_signs(groups[name])) for name in sorted(groups)
        )
        said.append(text(language, "report.unprintable", what=named))
    if alone:
        said.append(text(language, "report.unjoined", signs=_signs(alone)))
    return " ".join(said)


def _signs(characters: list[str]) -> str:
    """The characters, marks on a circle, not more than can be read."""
    shown = [f"\u25cc{char}" if unicodedata.combining(char) else char for char in characters[:_SHOWN]]
    return " ".join([*shown, "…"] if len(characters) > _SHOWN else shown)


def _group(char: str) -> str:
    first = unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
    if unjoined(char):
        return "unjoined"
    if unicodedata.category(char) == "So" and ord(char) >= 0x1F000:  # noqa: PLR2004 - pictographs begin there
        return "emoji"
    return next((name for name, words in _SCRIPTS.items() if first in words), "other")


def _texts(item: object) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, tuple):
        for part in item:
            yield from _texts(part)
    elif is_dataclass(item):
        for one in fields(item):
            yield from _texts(getattr(item, one.name))
