"""Full-text search over every text of every record, in whatever language it was written.

Rules kept here:

* newest text first and pages found by number: no ranking over common words, no OFFSET (both measured too slow);
* first the records whose subject is called so, then the texts;
* the words that were found are marked in their context, as parts, never as markup.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.indexing import flush
from neksus_desktop.storage.matching import Term, in_record, is_hit, terms
from neksus_desktop.storage.store import Store

SUBJECT = "subject"
"""The path of a hit in the subject's own texts."""

_WORD = re.compile(r"[^\W_]+")
_BEFORE, _AFTER = 60, 120


class Span(NamedTuple):
    """A piece of text; ``hit`` says whether it was asked for."""

    text: str
    hit: bool


class Hit(NamedTuple):
    """A text that was found. ``context`` is the text around the first word found, cut at spaces."""

    record: str
    title: str
    country: str
    status: str
    path: str
    context: tuple[Span, ...]


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


class SearchPage(NamedTuple):
    """Hits, and where the next page begins (None at the end)."""

    hits: tuple[Hit, ...]
    next: int | None


EVERYTHING = SearchFilter()


def search(
    store: Store, text: str, narrowed: SearchFilter = EVERYTHING, *, limit: int = 20, after: int | None = None
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
    with store.read() as db:
        asked = terms(store, db, text)
        if not asked:
            return SearchPage((), None)
        where, values = _narrowing(narrowed, asked[1:])
        rows: list[tuple[int, str, str, str, str, str, str]] = []
        if after is None or after < 0:
            rows += _subject_rows(db, asked[0], where, values, after, limit + 1) if not narrowed.points else []
        if len(rows) <= limit:
            before = after if after is not None and after > 0 else None
            rows += _field_rows(db, asked[0], narrowed, (where, values), before, limit + 1 - len(rows))
    wanted = tuple(word for term in asked for word in term.words)
    hits = tuple(Hit(*row[1:6], context(_readable(row), wanted)) for row in rows[:limit])
    return SearchPage(hits, rows[limit - 1][0] if len(rows) > limit else None)


def _readable(row: tuple[int, str, str, str, str, str, str]) -> str:
    if row[0] > 0:
        return row[6]
    found = json.loads(row[6])
    return " · ".join(str(found[name]) for name in ("title", "partner", "description") if found.get(name))


def _subject_rows(
    db: Connection, term: Term, where: str, values: list[str], after: int | None, limit: int
) -> list[tuple[int, str, str, str, str, str, str]]:
    """Records of subjects that hold the term; numbered below zero by record, newest first."""
    found: list[tuple[int, str, str, str, str, str, str]] = db.execute(
        f"""
        SELECT -r.nr, r.id, r.title, r.country, r.status, '{SUBJECT}', u.content
        FROM record r JOIN subject u ON u.nr = r.subject
        WHERE r.subject IN (SELECT -rowid FROM search WHERE search MATCH ? AND rowid < 0) AND -r.nr > ? {where}
        ORDER BY r.nr DESC LIMIT ?
        """,  # noqa: S608  # the conditions are this module's own
        (term.expression, -(2**62) if after is None else after, *values, limit),
    ).fetchall()
    return found


def _field_rows(
    db: Connection, term: Term, narrowed: SearchFilter, condition: tuple[str, list[str]], before: int | None, limit: int
) -> list[tuple[int, str, str, str, str, str, str]]:
    where, values = condition
    point_where, point_values = _of_points(narrowed.points)
    found: list[tuple[int, str, str, str, str, str, str]] = db.execute(
        f"""
        SELECT s.rowid, r.id, r.title, r.country, r.status, f.path, f.value
        FROM search s CROSS JOIN field f ON f.nr = s.rowid CROSS JOIN record r ON r.nr = f.record
        WHERE search MATCH ? AND s.rowid > 0 AND s.rowid < ? {where} {point_where}
        ORDER BY s.rowid DESC LIMIT ?
        """,  # noqa: S608  # the conditions are this module's own
        (term.expression, before or 2**62, *values, *point_values, limit),
    ).fetchall()
    return found


def _narrowing(narrowed: SearchFilter, others: list[Term]) -> tuple[str, list[str]]:
    """Further conditions on ``record r``, each beginning with AND."""
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
    for mark, day in ((">=", narrowed.since), ("<=", narrowed.until)):
        if day:
            where += f" AND coalesce(nullif(r.assessed_on, ''), substr(r.updated_at, 1, 10)) {mark} ?"
            values.append(day)
    for term in others:
        condition, more = in_record(term)
        where += f" AND {condition}"
        values += more
    return where, values


def _of_points(points: tuple[str, ...]) -> tuple[str, list[str]]:
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
    places = [match.span() for match in _WORD.finditer(flat) if is_hit(match.group(), asked)]
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
    if here < end:
        spans.append(Span(flat[here:end], hit=False))
    if end < len(flat):
        spans.append(Span(" …", hit=False))
    return tuple(spans)


def _at_space(text: str, place: int) -> int:
    found = text.find(" ", place, place + 20)
    return place if found < 0 else found + 1
