"""Rescue: every row that can still be read in a damaged database goes into a new one.

Rules kept here:

* the damaged file is only read, where it lies, also on a disk that is full or closed to writing;
* a table is read on behind the damage, so that one bad page costs its own rows and no others; so is a file that has
  lost its end;
* what a record's fields lost is taken from its change log, and what the log lost is begun anew from the fields;
* a lost subject is written anew from its records' list columns; other rows whose parents are lost are counted and
  left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from neksus_desktop.errors import StorageDamagedError
from neksus_desktop.records.ids import new_id
from neksus_desktop.storage.append_only import deletions_allowed
from neksus_desktop.storage.connection import Connection, connect, faults_of
from neksus_desktop.storage.indexing import rebuild
from neksus_desktop.storage.projections import recount
from neksus_desktop.storage.store import Store, create_store

_BY_NUMBER = (
    "subject", "record", "field", "version", "approval", "comment", "key", "peer", "outgoing", "outgoing_item",
    "incoming", "form", "tombstone", "filed", "attachment", "chunk",
)  # fmt: skip
_BY_RECORD = ("change", "working", "follow_up", "undo_step")
_SMALL = ("value", "setting", "sequence", "attachment_chunk")
_PARENTS = (
    ("record", "subject", "subject", "nr"), ("field", "record", "record", "nr"), ("change", "record", "record", "nr"),
    ("working", "record", "record", "nr"), ("follow_up", "record", "record", "nr"),
    ("undo_step", "record", "record", "nr"), ("version", "record", "record", "nr"),
    ("approval", "record", "record", "nr"), ("comment", "record", "record", "nr"), ("filed", "record", "record", "nr"),
    ("outgoing_item", "outgoing", "outgoing", "id"), ("attachment", "record", "record", "nr"),
    ("attachment_chunk", "attachment", "attachment", "id"), ("attachment_chunk", "chunk", "chunk", "digest"),
)  # fmt: skip

_BATCH = 256
_FARTHEST = 2**33


class Salvage(NamedTuple):
    """What was rescued and what was not, as rows by table; ``restored`` fields came back out of the log."""

    rescued: dict[str, int]
    lost_parents: dict[str, int]
    broken_ranges: int
    restored: int
    records: int


def salvage(damaged: Path, target: Path, key: bytes | None) -> Salvage:
    """Make a new database in the folder ``target`` out of what can be read in ``damaged``.

    Raises:
        StorageDamagedError: there is nothing to rescue in the file.
        StorageError: not even the first page can be read, or the new one cannot be written.
    """
    reader = _Reader(damaged, key)
    if reader.empty:
        reader.close()
        raise StorageDamagedError(folder=str(damaged.parent), detail="empty")
    store = create_store(target, key)
    try:
        rescued = _move(reader, store)
        _mend_subjects(store)
        orphans = _drop_orphans(store)
        store.connection().execute("PRAGMA foreign_keys = ON")
        restored = _mend(store)
        rebuild(store)
        with store.write() as db:
            recount(db)
            (records,) = db.execute("SELECT count(*) FROM record").fetchone()
    finally:
        store.close()
        reader.close()
    return Salvage(rescued, orphans, reader.broken, restored, records)


class _Reader:
    """Reads tables of a damaged database around the damage; a connection that met damage is not used again."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._path, self._key = path, key
        self._error = faults_of(key)
        self._db = connect(path, key, read_only=True, cut=True)
        self.broken = 0

    def close(self) -> None:
        self._db.close()

    @property
    def empty(self) -> bool:
        """Whether the file holds nothing at all, not even the names of tables."""
        return self._try("SELECT 1 FROM sqlite_schema LIMIT 1", ()) == []

    def by_number(self, table: str, columns: str) -> Iterator[tuple[object, ...]]:
        sql = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ? + 0"  # noqa: S608  # our names
        last, batch = 0, _BATCH
        while True:
            rows = self._try(sql, (last, batch))
            if rows is None and batch > 1:
                batch //= 4
                continue
            if rows is None:
                self.broken += 1
                behind = self._behind_damage(sql, last)
                if behind is None:
                    return
                last = behind
                continue
            if not rows:
                return
            for row in rows:
                yield row[1:]
            last, batch = int(str(rows[-1][0])), min(_BATCH, batch * 4)

    def _behind_damage(self, sql: str, last: int) -> int | None:
        """The smallest number after which reading works again, found by galloping ahead and halving back, if any."""
        step = 1
        while step < _FARTHEST and self._try(sql, (last + step, 1)) is None:
            step *= 2
        if step >= _FARTHEST:
            return None
        low, high = step // 2, step
        while high - low > 1:
            middle = (low + high) // 2
            if self._try(sql, (last + middle, 1)) is None:
                low = middle
            else:
                high = middle
        return last + high

    def by_record(self, table: str, columns: str, records: list[int]) -> Iterator[tuple[object, ...]]:
        for record in records:
            rows = self._try(f"SELECT {columns} FROM {table} WHERE record = ?", (record,))  # noqa: S608  # our names
            if rows is None:
                self.broken += 1
            else:
                yield from rows

    def whole(self, table: str, columns: str) -> list[tuple[object, ...]]:
        rows = self._try(f"SELECT {columns} FROM {table}", ())  # noqa: S608  # our names
        if rows is None:
            self.broken += 1
        return rows or []

    def _try(self, sql: str, values: tuple[object, ...]) -> list[tuple[object, ...]] | None:
        try:
            return self._db.execute(sql, values).fetchall()
        except self._error:
            self._db.close()
            self._db = connect(self._path, self._key, read_only=True, cut=True)
            return None


def _mend_subjects(store: Store) -> None:
    """A record whose subject is lost gets one again out of its own list columns."""
    with store.write() as db:
        rows = db.execute(
            """
            SELECT subject, max(title), title_key, subject_type, country, partner, pillars, invented FROM record
            WHERE subject NOT IN (SELECT nr FROM subject) GROUP BY subject
            """
        ).fetchall()
        for nr, title, title_key, kind, country, partner, pillars, invented in rows:
            key = new_id()
            content = {"id": key, "type": kind, "title": title, "country": country, "partner": partner,
                       "pillars": pillars.split(), "invented": bool(invented)}  # fmt: skip
            db.execute(
                "INSERT INTO subject (nr, id, type, title, title_key, country, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (nr, key, kind, title, title_key, country, json.dumps(content, ensure_ascii=False)),
            )


def _move(reader: _Reader, store: Store) -> dict[str, int]:
    rescued: dict[str, int] = {}
    store.connection().execute("PRAGMA foreign_keys = OFF")
    with store.write() as db:
        columns = {table: _columns(db, table) for table in (*_BY_NUMBER, *_BY_RECORD, *_SMALL)}
        for table in _BY_NUMBER:
            rescued[table] = _insert(db, table, columns[table], reader.by_number(table, columns[table]))
        records = [row[0] for row in db.execute("SELECT nr FROM record")]
        for table in _BY_RECORD:
            rescued[table] = _insert(db, table, columns[table], reader.by_record(table, columns[table], records))
        for table in _SMALL:
            rescued[table] = _insert(db, table, columns[table], reader.whole(table, columns[table]))
    return rescued


def _columns(db: Connection, table: str) -> str:
    return ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({table})"))


def _insert(db: Connection, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> int:
    marks = ", ".join("?" * (columns.count(",") + 1))
    sql = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  # our names
    return sum(db.execute(sql, row).rowcount for row in rows)


def _drop_orphans(store: Store) -> dict[str, int]:
    dropped: dict[str, int] = {}
    with store.write() as db, deletions_allowed(db):
        for table, column, parent, key in _PARENTS:
            count = db.execute(
                f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {key} FROM {parent})"  # noqa: S608  # our names
            ).rowcount
            if count:
                dropped[table] = dropped.get(table, 0) + count
    return dropped


def _mend(store: Store) -> int:
    """Bring fields and log in step: lost fields back from the log; where the log is broken it begins anew."""
    from datetime import UTC, datetime

    from neksus_desktop.storage.mending import mend_record

    with store.write() as db, deletions_allowed(db):
        records = db.execute("SELECT nr, id FROM record ORDER BY nr").fetchall()
        return sum(mend_record(db, nr, record, datetime.now(UTC)) for nr, record in records)
