"""Full-text search over every text of every record, in whatever language it was written.

Rules kept here:

* newest text first and pages found by number: no ranking over common words, no OFFSET (both measured too slow);
* first the records whose subject is called so, then the texts; which ones when several words are asked for,
  ``together`` knows;
* the words that were found are marked in their context, as parts, never as markup.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from neksus_desktop.storage import not_indexed
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.indexing import flush
from neksus_desktop.storage.matching import Term, marker, terms
from neksus_desktop.storage.numbering import BITS
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.together import Condition, Together

SUBJECT = "subject"
"""The path of a hit in the subject's own texts."""

_BEFORE, _AFTER = 60, 120
_FEW = 2000
_TOP = 2**62

Place = tuple[str, int]
"""Where a page ends: among subjects or fields, and the number there."""


class Span(NamedTuple):
    """A piece of text; ``hit`` says whether it was asked for."""

    text: str
    hit: bool


class Hit(NamedTuple):
    """A text that was found, whole; ``context`` cuts and marks it when it is shown."""

    record: str
    title: str
    country: str
    status: str
    path: str
    text: str
    asked: tuple[str, ...]

    @property
    def context(self) -> tuple[Span, ...]:
        """The text around the first word found, cut at spaces, every word found marked."""
        return context(self.text, self.asked)


class SearchFilter(NamedTuple):
    """Empty means all. ``since`` and ``until`` are ISO dates; a record counts by its assessment date."""

    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    without: tuple[int, ...] = ()
    """Numbers of records that are looked through by other means."""


class SearchPage(NamedTuple):
    """Hits, and where the next page begins (None at the end)."""

    hits: tuple[Hit, ...]
    next: Place | None


_Row = tuple[int, str, str, str, str, str, str]
"""What a query finds: number of the record (subject hits) or field, then record, title, country, status, path, text."""


class _Asked(NamedTuple):
    """What to look for: one FTS5 expression, and conditions on ``record r`` (each beginning with AND)."""

    expression: str
    where: str
    values: list[str]
    few: list[int] | None = None
    """The records that the filter leaves, newest first, when they are few."""


EVERYTHING = SearchFilter()


def search(
    store: Store, text: str, narrowed: SearchFilter = EVERYTHING, *, limit: int = 20, after: Place | None = None
) -> SearchPage:
    """One page of hits.

    Args:
        store: the open profile.
        text: words, and phrases in quotation marks.
        narrowed: which records and points to look in.
        limit: hits per page.
        after: the ``next`` of the page before.
    """
    flush(store)
    with store.glance() if narrowed is EVERYTHING else store.read() as db:
        wanted = terms(store, db, text)
        if not wanted:
            return SearchPage((), None)
        before_subject = _TOP if after is None else after[1]
        before_field = after[1] if after and after[0] != SUBJECT else _TOP
        if narrowed.points or (after is not None and after[0] != SUBJECT):
            before_subject = 0
        apart: list[_Row] = []
        if store.read_only and (behind := not_indexed.behind(db)):
            if after is None:
                apart = _unindexed_rows(db, behind, text, narrowed)
            narrowed = narrowed._replace(without=tuple(behind))
        if len(wanted) == 1:
            rows = _with_one(db, wanted[0], narrowed, (before_subject, before_field), limit + 1)
        else:
            rows = _with_several(db, wanted, narrowed, (before_subject, before_field), limit + 1)
    words = tuple([word for term in wanted for word in term.words])
    hits = tuple([Hit(record, title, country, status, path, text, words)
                  for _, record, title, country, status, path, text in (*apart, *rows[:limit])])  # fmt: skip
    if len(rows) <= limit:
        return SearchPage(hits, None)
    last = rows[limit - 1]
    return SearchPage(hits, (SUBJECT if last[5] == SUBJECT else "", last[0]))


def _unindexed_rows(db: Connection, records: list[int], text: str, narrowed: SearchFilter) -> list[_Row]:
    """The hits in records that the index does not hold as they are, where it cannot be brought up to date."""
    found = not_indexed.find(db, records, text, _narrowing(narrowed), _of_points(narrowed.points))
    return [(*row[:5], SUBJECT, _subject_text(row[6])) if row[5] == not_indexed.SUBJECT else row for row in found]


def _with_one(db: Connection, term: Term, narrowed: SearchFilter, before: tuple[int, int], limit: int) -> list[_Row]:
    """Subjects, then fields, that hold the term."""
    asked = _Asked(term.expression, "", [])
    if narrowed is not EVERYTHING:
        where, values = _narrowing(narrowed)
        asked = _Asked(term.expression, where, values, _few(db, where, values) if where else None)
    rows = _subject_rows(db, asked, before[0], limit) if term.in_subjects and before[0] else []
    if len(rows) < limit:
        rows += _field_rows(db, asked, narrowed.points, before[1], limit - len(rows))
    return rows


def _few(db: Connection, where: str, values: list[str]) -> list[int] | None:
    rows = db.execute(f"SELECT r.nr FROM record r WHERE 1 {where} LIMIT ? + 0", (*values, _FEW)).fetchall()  # noqa: S608
    return sorted((nr for (nr,) in rows), reverse=True) if len(rows) < _FEW else None


def _with_several(
    db: Connection, wanted: list[Term], narrowed: SearchFilter, before: tuple[int, int], limit: int
) -> list[_Row]:
    """Subjects that hold all the terms, then the fields to show of the records that do."""
    where, values = _narrowing(narrowed)
    few = _few(db, where, values) if where else None
    if few is not None:
        where, values = "AND r.nr IN (SELECT value FROM json_each(?))", [json.dumps(few)]
    together = Together(db, wanted, (where, values), _of_points(narrowed.points))
    rows: list[_Row] = []
    if before[0] and all(term.in_subjects for term in together.terms):
        rows = _subject_rows(db, _Asked(together.whole, *together.where), before[0], limit)
    if len(rows) < limit:
        numbers = together.field_numbers(before[1], limit - len(rows))
        rows += db.execute(
            """
            SELECT f.nr, r.id, r.title, r.country, r.status, f.path, f.value
            FROM field f CROSS JOIN record r ON r.nr = f.record
            WHERE f.nr IN (SELECT value FROM json_each(?)) ORDER BY f.nr DESC
            """,
            (json.dumps(numbers),),
        ).fetchall()
    return rows


def _subject_text(content: str) -> str:
    found = json.loads(content)
    return " · ".join(str(found[name]) for name in ("title", "partner", "description") if found.get(name))


def _subject_rows(db: Connection, asked: _Asked, before: int, limit: int) -> list[_Row]:
    """Records whose subject holds the term, newest first."""
    rows = db.execute(
        f"""
        SELECT r.nr, r.id, r.title, r.country, r.status, '{SUBJECT}', u.content
        FROM subject_search s CROSS JOIN record r ON r.subject = s.rowid CROSS JOIN subject u ON u.nr = s.rowid
        WHERE subject_search MATCH ? AND r.nr < ? {asked.where}
        ORDER BY r.nr DESC LIMIT ? + 0
        """,  # noqa: S608  # the conditions are this module's own
        (asked.expression, before, *asked.values, limit),
    )
    return [(*row[:6], _subject_text(row[6])) for row in rows]


def _field_rows(db: Connection, asked: _Asked, points: tuple[str, ...], before: int, limit: int) -> list[_Row]:
    """Fields that hold the term, newest record first."""
    if asked.few is None:
        return _field_rows_between(db, asked, points, (0, before), limit)
    rows: list[_Row] = []
    for record in asked.few:
        span = (record << BITS, min((record + 1) << BITS, before))
        if span[0] < span[1] and len(rows) < limit:
            rows += _field_rows_between(db, asked, points, span, limit - len(rows))
    return rows


def _field_rows_between(
    db: Connection, asked: _Asked, points: tuple[str, ...], span: tuple[int, int], limit: int
) -> list[_Row]:
    point_where, point_values = _of_points(points)
    rows: list[_Row] = db.execute(
        f"""
        SELECT s.rowid, r.id, r.title, r.country, r.status, f.path, f.value
        FROM search s CROSS JOIN field f ON f.nr = s.rowid CROSS JOIN record r ON r.nr = f.record
        WHERE search MATCH ? AND s.rowid >= ? AND s.rowid < ? {asked.where} {point_where}
        ORDER BY s.rowid DESC LIMIT ? + 0
        """,  # noqa: S608  # the conditions are this module's own
        (asked.expression, *span, *asked.values, *point_values, limit),
    ).fetchall()
    return rows


def _narrowing(narrowed: SearchFilter) -> Condition:
    """The filter as conditions on ``record r``, each beginning with AND."""
    where = ""
    values: list[str] = []
    lists = (
        ("r.country", narrowed.countries), ("r.subject_type", narrowed.types), ("r.status", narrowed.statuses),
        ("r.form_id", narrowed.forms),
    )  # fmt: skip
    for column, wanted in lists:
        if wanted:
            where += f" AND {column} IN ({', '.join('?' * len(wanted))})"
            values += wanted
    if narrowed.pillars:
        where += f" AND ({' OR '.join(['instr(r.pillars, ?)'] * len(narrowed.pillars))})"
        values += [f" {pillar} " for pillar in narrowed.pillars]
    if narrowed.without:
        where += " AND r.nr NOT IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(narrowed.without))
    for mark, day in ((">=", narrowed.since), ("<=", narrowed.until)):
        if day:
            where += f" AND coalesce(nullif(r.assessed_on, ''), substr(r.updated_at, 1, 10)) {mark} ?"
            values.append(day)
    return where, values


def _of_points(points: tuple[str, ...]) -> Condition:
    """The field belongs to one of the points: by its path, or as a ground or follow-up of the point."""
    if not points:
        return "", []
    one = """
        instr(f.path || '/', '/' || ? || '/') OR EXISTS (
          SELECT 1 FROM field p WHERE p.record = f.record AND p.value = ?
          AND p.path = substr(f.path, 1, instr(f.path, '/') + instr(substr(f.path, instr(f.path, '/') + 1), '/'))
            || 'point')
    """
    return f"AND ({' OR '.join([one] * len(points))})", [point for name in points for point in (name, name)]


def context(text: str, asked: tuple[str, ...]) -> tuple[Span, ...]:
    """The text around the first word that was asked for, with every such word marked."""
    flat = " ".join(text.split())
    places = [match.span() for match in marker(asked).finditer(flat)]
    first = places[0][0] if places else 0
    start = _at_space(flat, first - _BEFORE) if first > _BEFORE else 0
    end = _at_space(flat, first + _AFTER) if len(flat) > first + _AFTER else len(flat)
    spans, here = [Span("… ", hit=False)] if start else [], start
    for begin, stop in places:
        if begin < start or stop > end:
            continue
        if begin > here:
            spans.append(Span(flat[here:begin], hit=False))
        spans.append(Span(flat[begin:stop], hit=True))
        here = stop
    last = flat[here:end].rstrip()
    if last:
        spans.append(Span(last, hit=False))
    if end < len(flat):
        spans.append(Span(" …", hit=False))
    return tuple(spans)


def _at_space(text: str, place: int) -> int:
    found = text.find(" ", place, place + 20)
    return place if found < 0 else found + 1
