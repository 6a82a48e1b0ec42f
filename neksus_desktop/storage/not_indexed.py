"""Searching what the index does not hold yet, where nothing can be written: texts saved since the last search.

Rules kept here:

* such records are few (those edited since then) and are read whole; the index answers for all the others;
* a word finds the same as by the index: beginnings of words, parts of compounds, å typed as aa or plain ø as o.
"""

from __future__ import annotations

from typing import NamedTuple

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.folding import index_pieces, searchable, spellings, without_marks, words
from neksus_desktop.storage.matching import SHORTEST_PART, phrases_and_words
from neksus_desktop.storage.subjects import search_text

SUBJECT = ""
"""The path of a hit in the subject's texts; its text is the stored subject."""
_CHOOSES = 3
"""A shorter word never chooses a text by itself."""

Condition = tuple[str, list[str]]
"""SQL that begins with AND, and its values."""

Row = tuple[int, str, str, str, str, str, str]
"""Number of the record (subject hits) or field, then record, title, country, status, path, text."""


class _Text(NamedTuple):
    row: Row
    folds: list[str]
    """The words in order, as the index would have them."""
    spelled: dict[str, set[str]]
    """How each of them may be asked for."""


def behind(db: Connection) -> list[int]:
    """Numbers of the records with texts that the index does not hold, newest first."""
    rows = db.execute("SELECT DISTINCT nr >> 20 FROM search_pending UNION SELECT record FROM working ORDER BY 1 DESC")
    return [nr for (nr,) in rows]


def find(
    db: Connection,
    records: list[int],
    text: str,
    narrowing: Condition,
    of_points: Condition,
) -> list[Row]:
    """The hits in these records, newest first.

    Args:
        db: an open connection.
        records: numbers of records.
        text: words, and phrases in quotation marks.
        narrowing: conditions on ``record r``, and their values.
        of_points: conditions on ``field f``, and their values; with any, subjects are not looked for.
    """
    asked = phrases_and_words(text)
    found: list[Row] = []
    for record in records:
        heads = db.execute(
            f"""
            SELECT r.nr, r.id, r.title, r.country, r.status, u.content
            FROM record r JOIN subject u ON u.nr = r.subject WHERE r.nr = ? {narrowing[0]}
            """,  # noqa: S608  # the conditions are the storage room's own
            (record, *narrowing[1]),
        ).fetchall()
        for nr, key, title, country, status, content in heads:
            head = (key, title, country, status)
            about = _read((nr, *head, SUBJECT, content), search_text(content))
            found += _in_record(asked, about, _texts(db, nr, head, of_points), with_subject=not of_points[0])
    return found


def _texts(db: Connection, nr: int, head: tuple[str, str, str, str], of_points: Condition) -> list[_Text]:
    rows = db.execute(
        f"""
        WITH f (record, nr, path, value) AS (
          SELECT f.record, f.nr, f.path, coalesce(w.value, f.value)
          FROM field f LEFT JOIN working w ON w.record = f.record AND w.path = f.path
          UNION ALL SELECT record, record << 20, path, value FROM working
          WHERE NOT EXISTS (SELECT 1 FROM field g WHERE g.record = working.record AND g.path = working.path)
        )
        SELECT f.nr, f.path, f.value FROM f WHERE f.record = ? {of_points[0]} ORDER BY f.nr DESC
        """,  # noqa: S608  # the conditions are the storage room's own
        (nr, *of_points[1]),
    ).fetchall()
    return [_read((at, *head, path, value), value) for at, path, value in rows if searchable(path, value)]


def _read(row: Row, said: str) -> _Text:
    spelled: dict[str, set[str]] = {}
    for asked, word in spellings(index_pieces([said])[1]):
        spelled.setdefault(word, set()).add(asked)
    return _Text(row, [without_marks(word) for word in words(said)], spelled)


def _in_record(
    asked: tuple[list[str], list[str]], about: _Text, texts: list[_Text], *, with_subject: bool
) -> list[Row]:
    terms: list[tuple[str, ...]] = [tuple(words(phrase)) for phrase in asked[0]] + [(word,) for word in asked[1]]
    quoted = len(asked[0])
    holds = [
        [_holds(one, term, whole=at < quoted) for at, term in enumerate(terms)] for one in (about, *texts)
    ]  # fmt: skip
    if not terms or not all(any(one[at] for one in holds) for at in range(len(terms))):
        return []
    missing = [at for at in range(len(terms)) if not holds[0][at]] or list(range(len(terms)))
    best = [one.row for one, has in zip(texts, holds[1:], strict=True) if all(has[at] for at in missing)]
    if not best:
        choosing = [at for at in missing if len(terms[at]) > 1 or len(terms[at][0]) >= _CHOOSES] or missing
        best = [one.row for one, has in zip(texts, holds[1:], strict=True) if any(has[at] for at in choosing)]
    return [about.row, *best] if with_subject and all(holds[0]) else best


def _holds(one: _Text, term: tuple[str, ...], *, whole: bool) -> bool:
    plain = [without_marks(word) for word in term]
    if not whole:
        return any(_begins_or_holds(way, plain[0]) for word in one.folds for way in one.spelled.get(word, {word}))
    ways = [one.spelled.get(word, {word}) for word in one.folds]
    last = len(ways) - len(plain)
    return any(all(plain[at] in ways[start + at] for at in range(len(plain))) for start in range(last + 1))


def _begins_or_holds(word: str, asked: str) -> bool:
    return word.startswith(asked) or (len(asked) >= SHORTEST_PART and asked in word and len(word) > len(asked))
