"""Which texts to show when several words were asked for: record by record, newest first.

Rules kept here:

* a record is found when it holds every word, in whichever of its texts or in its subject;
* of such a record are shown the texts that hold all the words its subject does not («kvinner mali» shows what an
  assessment of Mali says about women); where no single text does, those that hold any of them;
* a word of one or two letters never chooses a text by itself, and one that stands nearly everywhere is not asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.matching import Term, find_records, in_record
from neksus_desktop.storage.numbering import BITS

_LONG = 3
_AMONG = "AND r.nr IN (SELECT value FROM json_each(?))"

Condition = tuple[str, list[str]]
"""SQL that begins with AND, and its values."""


class Together:
    """Several terms, and the conditions (on ``record r``) of a search."""

    def __init__(self, db: Connection, wanted: list[Term], narrowing: Condition, of_points: Condition) -> None:
        self._db = db
        self._of_points = of_points
        listed: list[set[int]] = []
        where, values = narrowing
        self.terms = []
        for term in wanted:
            found = find_records(db, term)
            if found.records is not None:
                listed.append(set(found.records))
            elif not _long(term) and any(_long(other) for other in wanted):
                continue
            else:
                condition, more = in_record(found)
                where, values = f"{where} AND {condition}", values + more
            self.terms.append(term)
        if listed:
            both = sorted(set.intersection(*listed))
            where, values = f" {_AMONG} {where}", [json.dumps(both), *values]
        self.where: Condition = (where, values)

    @property
    def whole(self) -> str:
        """All the terms as one FTS5 expression."""
        return " AND ".join(f"({term.expression})" for term in self.terms)

    def field_numbers(self, before: int, limit: int) -> list[int]:
        """Numbers of the fields to show, falling, below ``before``."""
        found: list[int] = []
        for record, subject in self._records(before):
            found += [number for number in self._of_record(record, subject) if number < before]
            if len(found) >= limit:
                break
        return found[:limit]

    def _records(self, before: int) -> Iterator[tuple[int, int]]:
        where, values = self.where
        sql = f"SELECT r.nr, r.subject FROM record r NOT INDEXED WHERE r.nr <= ? {where} ORDER BY r.nr DESC"  # noqa: S608  # the conditions are the storage room's own
        yield from self._db.execute(sql, (before >> BITS, *values))

    def _of_record(self, record: int, subject: int) -> list[int]:
        missing = [term for term in self.terms if not self._in_subject(term, subject)]
        holding = [self._holding(term, record) for term in missing or self.terms]
        best = set.intersection(*holding)
        if not best and (missing or self._of_points[0]):
            chosen = [fields for term, fields in zip(missing or self.terms, holding, strict=True) if _long(term)]
            best = set[int]().union(*(chosen or holding))
        return sorted(best, reverse=True)

    def _in_subject(self, term: Term, subject: int) -> bool:
        sql = "SELECT 1 FROM subject_search WHERE subject_search MATCH ? AND rowid = ?"
        return term.in_subjects and self._db.execute(sql, (term.expression, subject)).fetchone() is not None

    def _holding(self, term: Term, record: int) -> set[int]:
        where, values = self._of_points
        rows = self._db.execute(
            f"""
            SELECT s.rowid FROM search s CROSS JOIN field f ON f.nr = s.rowid
            WHERE search MATCH ? AND s.rowid >= ? AND s.rowid < ? {where}
            """,  # noqa: S608  # the conditions are the storage room's own
            (term.expression, record << BITS, (record + 1) << BITS, *values),
        )
        return {number for (number,) in rows}


def _long(term: Term) -> bool:
    return len(term.words) > 1 or len(term.words[0]) >= _LONG
