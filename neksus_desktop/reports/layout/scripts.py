"""Scripts that are not written from left to right, or whose letters join: shaped per word, put in order per line.

Rules kept here:

* Arabic letters (also Persian, Dari, Urdu) take the form their neighbours ask for, as presentation forms that the
  embedded font has; a text reader gets the plain letters back;
* a line is put in visual order after it was broken in logical order (Unicode Bidirectional Algorithm, UAX 9, as far as
  text without explicit embeddings goes: those characters never reach paper);
* a script that needs more than this, and has no font here, is reported before printing.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from typing import Literal, NamedTuple

_RIGHT = {"R", "AL"}
_NUMBER = {"EN", "AN"}
_FORMS = ("isolated", "final", "initial", "medial")
_PRESENTATION = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
_NEVER_JOINED = "\u0621\u0674\u06d5"
"""Hamza, high hamza, ae."""
_TATWEEL = "\u0640"
_LAM = "\u0644"


class Glyph(NamedTuple):
    """A character with its place in the text, for reordering."""

    char: str
    style: int


def has_right_to_left(text: str) -> bool:
    """Whether any character is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT for char in text)


def base_direction(text: str) -> Literal["ltr", "rtl"]:
    """A paragraph runs as its first strong character does (rules P2 and P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return "ltr"
        if kind in _RIGHT:
            return "rtl"
    return "ltr"


def shaped(word: str) -> str:
    """The word with Arabic letters in their joined forms, in logical order."""
    if not any("\u0600" <= char <= "\u06ff" for char in word):
        return word
    letters = _with_ligatures(word)
    forms = _forms()
    out = []
    for index, letter in enumerate(letters):
        own = forms.get(letter)
        if own is None:
            out.append(letter)
            continue
        before, after = _neighbour(letters, index, -1), _neighbour(letters, index, 1)
        joins_before = _joins_on(before) and "final" in own
        joins_after = _takes(after) and "initial" in own
        form = ("medial" if joins_after else "final") if joins_before else ("initial" if joins_after else "isolated")
        out.append(own.get(form) or own.get("isolated") or letter)
    return "".join(out)


def unjoined(text: str) -> set[str]:
    """The Arabic letters of a text that join by nature, but have no joined form in the font."""
    return {char for char in text if "\u0600" <= char <= "\u06ff" and _joins_without_form(char)}


@cache
def _joins_without_form(char: str) -> bool:
    return (
        unicodedata.category(char) == "Lo" and unicodedata.bidirectional(char) == "AL" and char not in _forms()
        and char not in _NEVER_JOINED
    )  # fmt: skip


def visual(glyphs: list[Glyph], base: Literal["ltr", "rtl"]) -> list[Glyph]:
    """The characters of one line in the order they are drawn, from left to right."""
    levels = _levels("".join(glyph.char[0] for glyph in glyphs), 1 if base == "rtl" else 0)
    order = _clusters(glyphs, levels)
    highest = max((level for level, _ in order), default=0)
    for level in range(highest, 0, -1):
        turned: list[tuple[int, list[Glyph]]] = []
        for inside, group in groupby(order, key=lambda item: item[0] >= level):
            run = list(group)
            turned += run[::-1] if inside else run
        order = turned
    return [_mirrored(glyph) if level % 2 else glyph for level, cluster in order for glyph in cluster]


def _clusters(glyphs: list[Glyph], levels: list[int]) -> list[tuple[int, list[Glyph]]]:
    """Characters with the marks that stand on them, which stay behind them when the order turns."""
    found: list[tuple[int, list[Glyph]]] = []
    for glyph, level in zip(glyphs, levels, strict=True):
        if found and unicodedata.combining(glyph.char[0]):
            found[-1][1].append(glyph)
        else:
            found.append((level, [glyph]))
    return found


def _levels(line: str, base: int) -> list[int]:
    """Embedding levels without explicit embeddings."""
    kinds = [unicodedata.bidirectional(char) for char in line]
    strong = "R" if base else "L"
    resolved: list[str] = []
    last = strong
    for kind in kinds:
        if kind in _RIGHT or kind == "L":
            last = "R" if kind in _RIGHT else "L"
            resolved.append(last)
        elif kind in _NUMBER:
            resolved.append("L" if kind == "EN" and last == "L" else "N")
        elif kind == "NSM" and resolved:
            resolved.append(resolved[-1])
        else:
            resolved.append("")
    _resolve_brackets(resolved, line, strong)
    _resolve_neutrals(resolved, kinds, strong)
    by_kind = {"L": base + base % 2, "R": 1, "N": 2}
    return [by_kind[kind] for kind in resolved]


def _resolve_brackets(resolved: list[str], line: str, strong: str) -> None:
    """Rule N0: both brackets of a pair go with what is inside them."""
    waiting: list[int] = []
    for index, char in enumerate(line):
        if char in "([{":
            waiting.append(index)
        elif char in ")]}" and waiting and _MIRRORS[char] == line[waiting[-1]]:
            opened = waiting.pop()
            inside = {"R" if kind == "N" else kind for kind in resolved[opened + 1 : index] if kind}
            before = next(("R" if kind == "N" else kind for kind in resolved[:opened][::-1] if kind), strong)
            if inside:
                resolved[opened] = resolved[index] = strong if strong in inside or before == strong else inside.pop()


def _resolve_neutrals(resolved: list[str], kinds: list[str], strong: str) -> None:
    index = 0
    while index < len(resolved):
        if resolved[index]:
            index += 1
            continue
        end = index
        while end < len(resolved) and not resolved[end]:
            end += 1
        before = resolved[index - 1] if index else strong
        after = resolved[end] if end < len(resolved) else strong
        if before == after == "N" and all(kind in {"CS", "ES", "ET"} for kind in kinds[index:end]):
            given = "N"
        else:
            sides = {"R" if side == "N" else side for side in (before, after)}
            given = sides.pop() if len(sides) == 1 else strong
        resolved[index:end] = [given] * (end - index)
        index = end


def _mirrored(glyph: Glyph) -> Glyph:
    return glyph._replace(char=_MIRRORS.get(glyph.char, glyph.char))


_MIRRORS = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter (or lam with alef) → its presentation forms."""
    found: dict[str, dict[str, str]] = {}
    for first, last in _PRESENTATION:
        for code in range(first, last + 1):
            kind, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
            form = kind.removeprefix("<")
            parts = [chr(int(part, 16)) for part in letters.split()]
            if form in _FORMS and (len(parts) == 1 or (len(parts) == 2 and parts[0] == _LAM)):  # noqa: PLR2004
                found.setdefault("".join(parts), {})[form] = chr(code)
    return found


def _with_ligatures(word: str) -> list[str]:
    letters: list[str] = []
    for char in word:
        if letters and letters[-1] == _LAM and char in "\u0622\u0623\u0625\u0627":
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def _neighbour(letters: list[str], index: int, step: int) -> str:
    index += step
    while 0 <= index < len(letters) and unicodedata.combining(letters[index][0]):
        index += step
    return letters[index] if 0 <= index < len(letters) else ""


def _joins_on(letter: str) -> bool:
    """Whether a letter joins to the one after it."""
    return letter == _TATWEEL or "initial" in _forms().get(letter, {})


def _takes(letter: str) -> bool:
    """Whether a letter joins to the one before it."""
    return letter == _TATWEEL or "final" in _forms().get(letter, {})
