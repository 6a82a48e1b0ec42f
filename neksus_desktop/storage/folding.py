"""How words are made alike for search and sorting: æøå typed as ae/oe/aa and the other way, ø typed as o.

Search: every text is folded the same way when indexed and when asked for (æ → ae, ø → oe, å → aa). A word with
ø gets a second spelling with plain o in the word list, so that «bor» finds «bør» but «bør» does not find «bor».
Sorting is Norwegian: æ, ø, å (and aa) last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_STRUCTURAL = frozenset({"points", "assessed_on", "language", "marking/until"})
_STRUCTURAL_ENDS = ("/confirmed", "/shielded_until", "/confidence", "/state", "/deadline", "/dated", "/point", "/kind")
_SHORTEST, _NEVER = 3, 2**62
_WORD = re.compile(r"[^\W_]+")
_DECOMPOSED = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """The text in small letters with æ, ø, å (and ä, ö) written as ae, oe, aa."""
    if text.isascii():
        return text.lower()
    return _spelled_out(_composed(text).lower())


def _composed(text: str) -> str:
    try:
        text.encode("latin-1")  # such a text has no loose accents; far quicker than looking for them
    except UnicodeEncodeError:
        return unicodedata.normalize("NFC", text) if _DECOMPOSED.search(text) else text
    return text


def _spelled_out(text: str) -> str:
    text = text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    for foreign, spelled in (("ä", "ae"), ("ö", "oe"), ("\u00ad", "")):
        if foreign in text:
            text = text.replace(foreign, spelled)
    return text


def index_pieces(texts: Sequence[str]) -> tuple[list[str], set[str]]:
    """The folded texts, and their pieces between spaces, in small letters but not folded: what the word list learns.

    They are folded in one go: an import has millions of them, most of them short.
    """
    lower = _composed("\0".join(texts)).lower()
    plain = lower if lower.isascii() else _spelled_out(lower)
    parts = plain.split("\0")
    if len(parts) != len(texts):  # a text holds the mark itself
        parts = [folded(text) for text in texts]
    return parts, set(lower.replace("\0", " ").split())


def spellings(piece: str) -> set[tuple[str, str]]:
    """The words of a piece of text: how each may be asked for, and how the index has it.

    A word with ø (or ö) may be asked for with plain o too.
    """
    found = set[tuple[str, str]]()
    for word in _WORD.findall(_composed(piece).lower().replace("\u00ad", "").replace("ö", "ø")):
        plain = without_marks(_spelled_out(word))
        found.add((plain, plain))
        if "ø" in word:
            found.add((without_marks(_spelled_out(word.replace("ø", "o"))), plain))
    return found


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(folded(text))


def without_marks(word: str) -> str:
    """A folded word as the index's tokenizer leaves it: é as e."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def searchable(path: str, value: str) -> bool:
    """Whether a field's value is text that a person may search for (not a code, a date or a tick)."""
    return len(value) >= shortest_text(path)


@lru_cache(maxsize=16384)
def shortest_text(path: str) -> int:
    """From how many characters on the values of a path are texts to search for."""
    if path.startswith("attachment/"):
        return 1 if path.endswith("/name") else _NEVER
    return _NEVER if path in _STRUCTURAL or path.endswith(_STRUCTURAL_ENDS) else _SHORTEST


def sort_key(title: str) -> str:
    """A text that sorts as Norwegian dictionaries do: accents ignored, æ, ø, å last, aa as å."""
    text = unicodedata.normalize("NFC", title).casefold()
    if not text.isascii() or "aa" in text:
        text = text.replace("aa", "å").replace("ä", "æ").replace("ö", "ø")
        text = text.replace("æ", "{a").replace("ø", "{b").replace("å", "{c")
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return text
