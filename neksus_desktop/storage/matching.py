"""From what a person types in the search field to FTS5 expressions.

Rules kept here:

* every word is a prefix; words in quotation marks (" or « ») are a phrase; all terms must be found in a record,
  in whichever of its texts;
* a word of four letters or more also finds the compounds that hold it («analyse» finds «konfliktanalyse»);
* nothing typed can be read as FTS5 syntax: words are folded, stripped and quoted.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.folding import folded, words
from neksus_desktop.storage.store import Store

_PHRASE = re.compile(r"[\"«]([^\"«»]+)[\"»]")
_SHORTEST_PART = 4
_COMPOUNDS_AT_MOST = 60
_CACHE_AT_MOST = 500


class Term(NamedTuple):
    """One thing asked for: the FTS5 expression, its words, and whether they must stand together."""

    expression: str
    words: tuple[str, ...]
    phrase: bool


def terms(store: Store, db: Connection, text: str) -> list[Term]:
    """What is asked for, in the order typed."""
    found = [_phrase(inside) for inside in _PHRASE.findall(text)]
    found += [_word(store, db, word) for word in words(_PHRASE.sub(" ", text))]
    return [term for term in found if term.words]


def _phrase(text: str) -> Term:
    asked = tuple(words(text))
    return Term('"' + " ".join(asked) + '"', asked, phrase=True)


def _word(store: Store, db: Connection, word: str) -> Term:
    compounds = _compounds(store, db, word) if len(word) >= _SHORTEST_PART else ()
    return Term(" OR ".join((f'"{word}"*', *(f'"{whole}"' for whole in compounds))), (word,), phrase=False)


def _compounds(store: Store, db: Connection, part: str) -> tuple[str, ...]:
    """Words of the index that hold the part other than as their beginning."""
    known = store.compounds.get(part)
    if known is None:
        rows = db.execute(
            "SELECT word FROM word_part WHERE word_part MATCH ? LIMIT ?", (f'"{part}"', _COMPOUNDS_AT_MOST)
        ).fetchall()
        known = tuple(word for (word,) in rows if not word.startswith(part))
        if len(store.compounds) > _CACHE_AT_MOST:
            store.compounds.clear()
        store.compounds[part] = known
    return known


def in_record(term: Term) -> tuple[str, list[str]]:
    """A condition on ``record r``: one of its fields, or its subject, holds the term."""
    return (
        """
        (r.nr IN (SELECT f.record FROM search s JOIN field f ON f.nr = s.rowid WHERE search MATCH ? AND s.rowid > 0)
         OR r.subject IN (SELECT -rowid FROM search WHERE search MATCH ? AND rowid < 0))
        """,
        [term.expression, term.expression],
    )


def is_hit(word: str, asked: tuple[str, ...]) -> bool:
    """Whether a word as written is one that was asked for."""
    plain = _plain(folded(word))
    with_o = _plain(folded(word.lower().replace("ø", "o").replace("ö", "o")))
    return any(
        spelling.startswith(want) or (len(want) >= _SHORTEST_PART and want in spelling)
        for want in map(_plain, asked)
        for spelling in (plain, with_o)
    )


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
