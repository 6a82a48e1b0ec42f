"""From what a person types in the search field to FTS5 expressions.

Rules kept here:

* every word is a prefix; words in quotation marks (" or « ») are a phrase; all terms must be found in a record,
  in whichever of its texts;
* a word of four letters or more also finds the compounds that hold it («analyse» finds «konfliktanalyse»);
* nothing typed can be read as FTS5 syntax: words are folded, stripped and quoted.
"""

from __future__ import annotations

import json
import re
from itertools import product
from math import prod
from typing import NamedTuple

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.folding import folded, without_marks, words
from neksus_desktop.storage.numbering import BITS
from neksus_desktop.storage.store import Store

_PHRASE = re.compile(r"[\"«]([^\"«»]+)[\"»]")
SHORTEST_PART = 4
"""Shorter words find no compounds."""
_COMPOUNDS_AT_MOST = 100
_SPELLINGS_AT_MOST = 800
_PHRASES_AT_MOST = 16
_CACHE_AT_MOST = 500
COMMON = 5_000
"""A word in so many texts is not listed but asked for record by record."""
_HOLDS = """
    (EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND rowid >= r.nr << 20 AND rowid < (r.nr + 1) << 20)
     OR EXISTS (SELECT 1 FROM subject_search WHERE subject_search MATCH ? AND rowid = r.subject))
"""
_SPELLINGS = {
    "ae": "(?:ae|æ|ä)", "oe": "(?:oe|ø|ö)", "aa": "(?:aa|å)", "a": "[aáàâã]", "e": "[eéèêë]", "i": "[iíìîï]",
    "o": "[oøöóòôõ]", "u": "[uúùûü]", "c": "[cç]", "n": "[nñ]",
}  # fmt: skip

_HALF_BEFORE, _HALF_AFTER = {"a": "å", "e": "[æäøö]"}, {"a": "[åæä]"}
"""Letters that the index has as two, by the one they end or begin with."""


class Term(NamedTuple):
    """One thing asked for: the FTS5 expression, its words, and whether any subject holds it."""

    expression: str
    words: tuple[str, ...]
    in_subjects: bool = True


def terms(store: Store, db: Connection, text: str) -> list[Term]:
    """What is asked for, in the order typed."""
    if text.isalnum():
        return [_word(store, db, folded(text))]
    phrases, alone = phrases_and_words(text)
    found = [_phrase(db, inside) for inside in phrases] + [_word(store, db, word) for word in alone]
    return [term for term in found if term.words]


def phrases_and_words(text: str) -> tuple[list[str], list[str]]:
    """What stands in quotation marks, and the other words, folded."""
    return _PHRASE.findall(text), words(_PHRASE.sub(" ", text))


def _phrase(db: Connection, text: str) -> Term:
    """The words in this order, each as the index may have it."""
    asked = tuple(words(text))
    ways = [_whole(db, without_marks(word)) for word in asked]
    if prod(map(len, ways)) > _PHRASES_AT_MOST:
        ways = [[without_marks(word)] for word in asked]
    return Term(" OR ".join(f'"{" ".join(way)}"' for way in product(*ways)), asked)


def _whole(db: Connection, plain: str) -> list[str]:
    """The words of the index that may be asked for so; the word itself when there is none."""
    return [word for (word,) in db.execute("SELECT word FROM word WHERE spelled = ?", (plain,))] or [plain]


def _word(store: Store, db: Connection, word: str) -> Term:
    spellings = store.spellings
    known = spellings.get(word)
    if known is None:
        if len(spellings) > _CACHE_AT_MOST:
            spellings.clear()
        expression = _expression(db, word)
        in_subjects = db.execute(
            "SELECT 1 FROM subject_search WHERE subject_search MATCH ? LIMIT 1", (expression,)
        ).fetchone()
        known = spellings[word] = (expression, in_subjects is not None)
    return Term(known[0], (word,), known[1])


def _expression(db: Connection, word: str) -> str:
    """All words of the index that begin with the word or are compounds of it.

    A list of whole words is walked by FTS5 as far as the page needs; ``word*`` would first gather every hit there is.
    """
    plain = without_marks(word)
    span = (plain, plain + "\U0010ffff", _SPELLINGS_AT_MOST)
    found = db.execute("SELECT word FROM word WHERE spelled >= ? AND spelled < ? LIMIT ? + 0", span).fetchall()
    if len(found) == _SPELLINGS_AT_MOST:
        others = "SELECT word FROM word WHERE spelled >= ? AND spelled < ? AND spelled <> word LIMIT ? + 0"
        return " OR ".join([f'"{plain}"*', *(f'"{other}"' for (other,) in db.execute(others, span))])
    if len(plain) >= SHORTEST_PART:
        holding = """
            SELECT w.word FROM word_part p CROSS JOIN word w ON w.nr = p.rowid WHERE word_part MATCH ? LIMIT ? + 0
        """
        found += db.execute(holding, (f'"{plain}"', _COMPOUNDS_AT_MOST)).fetchall()
    return " OR ".join(f'"{whole}"' for (whole,) in dict.fromkeys(found)) or f'"{plain}"'


class Found(NamedTuple):
    """The records that hold a term: their numbers, or None when there are too many to list."""

    term: Term
    records: list[int] | None


def find_records(db: Connection, term: Term) -> Found:
    """Which records hold the term in a field or in their subject."""
    fields = db.execute(
        "SELECT rowid >> ? FROM search WHERE search MATCH ? LIMIT ? + 0", (BITS, term.expression, COMMON)
    ).fetchall()
    subjects = db.execute(
        "SELECT rowid FROM subject_search WHERE subject_search MATCH ? LIMIT ? + 0", (term.expression, COMMON)
    ).fetchall()
    if max(len(fields), len(subjects)) == COMMON:
        return Found(term, None)
    of_subjects = db.execute(
        "SELECT nr FROM record WHERE subject IN (SELECT value FROM json_each(?))",
        (json.dumps([nr for (nr,) in subjects]),),
    ).fetchall() if subjects else []  # fmt: skip
    return Found(term, sorted({nr for (nr,) in fields} | {nr for (nr,) in of_subjects}))


def in_record(found: Found) -> tuple[str, list[str]]:
    """A condition on ``record r``: it holds the term."""
    if found.records is not None:
        return "r.nr IN (SELECT value FROM json_each(?))", [json.dumps(found.records)]
    return _HOLDS, [found.term.expression] * 2


def marker(asked: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that matches the whole words, as written, that were asked for."""
    ways = []
    for word in asked:
        pieces = re.findall("ae|oe|aa|.", without_marks(word))
        spelled = [_SPELLINGS.get(piece, re.escape(piece)) for piece in pieces]
        inside = len(word) >= SHORTEST_PART
        # Å is aa to the index, so that «alesund» stands within Ålesund, and blå begins with «bla».
        if inside and pieces[0] in _HALF_BEFORE:
            spelled[0] = f"(?:{spelled[0]}|{_HALF_BEFORE[pieces[0]]})"
        if pieces[-1] in _HALF_AFTER:
            spelled[-1] = f"(?:{spelled[-1]}|{_HALF_AFTER[pieces[-1]]})"
        ways.append((r"[^\W_]*" if inside else r"(?<![^\W_])") + "".join(spelled) + r"[^\W_]*")
    return re.compile("|".join(ways), re.IGNORECASE)
