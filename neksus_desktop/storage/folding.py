"""How words are made alike for search and sorting: æøå typed as ae/oe/aa and the other way, ø typed as o.

Search: every text is folded the same way when indexed and when asked for (æ → ae, ø → oe, å → aa). A word with
ø gets a second spelling with plain o in a column of its own, so that «bor» finds «bør» but «bør» does not find «bor».
Sorting is Norwegian: æ, ø, å (and aa) last.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STRUCTURAL = frozenset({"points", "assessed_on", "language", "marking/until"})
_STRUCTURAL_ENDS = ("/confirmed", "/shielded_until", "/confidence", "/state", "/deadline", "/dated", "/point", "/kind")
_SHORTEST = 3
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


def index_texts(text: str) -> tuple[str, str]:
    """The folded text, and its words with ø once more with o in its place."""
    plain, with_o, _ = index_pieces(text)
    return plain, with_o


def index_pieces(text: str) -> tuple[str, str, list[str]]:
    """The same, and the text's pieces between spaces in small letters but not yet folded: what an import learns from.

    The pieces are cut once for both uses: an import has millions.
    """
    if text.isascii():
        lower = text.lower()
        return lower, "", lower.split()
    lower = _composed(text).lower()
    if "ö" in lower:
        lower = lower.replace("ö", "ø")
    pieces = lower.split()
    with_o = " ".join([piece for piece in pieces if "ø" in piece]) if "ø" in lower else ""
    return _spelled_out(lower), _spelled_out(with_o.replace("ø", "o")) if with_o else "", pieces


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
    if path.startswith("attachment/"):
        return path.endswith("/name")
    return len(value) >= _SHORTEST and _holds_text(path)


@lru_cache(maxsize=4096)
def _holds_text(path: str) -> bool:
    return path not in _STRUCTURAL and not path.endswith(_STRUCTURAL_ENDS)


def sort_key(title: str) -> str:
    """A text that sorts as Norwegian dictionaries do: accents ignored, æ, ø, å last, aa as å."""
    text = unicodedata.normalize("NFC", title).casefold()
    if not text.isascii() or "aa" in text:
        text = text.replace("aa", "å").replace("ä", "æ").replace("ö", "ø")
        text = text.replace("æ", "{a").replace("ø", "{b").replace("å", "{c")
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return text
