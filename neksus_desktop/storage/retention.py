"""Filed elsewhere, then deleted here: what remains is a tombstone without contents.

Rules kept here:

* only a record that is marked as filed in the case system can be deleted, and only when a person says so: there is
  no «delete after N years» of our own invention;
* a tombstone says which record, when, which role and which case number, and carries the last hash of the record's
  log, so that a copy turning up later can be recognised; it holds no title and no text;
* deletion reaches the search index, the word list and the free pages of the file; older safety copies are the
  use case's duty.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import StorageFiledError
from neksus_desktop.storage.attachments import drop_unused_chunks
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.drafts import forget_drafts
from neksus_desktop.storage.indexing import flush_in, forget_fields, forget_subject, forget_words
from neksus_desktop.storage.projections import count_status
from neksus_desktop.storage.records import number_of
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.subjects import search_text
from neksus_desktop.storage.times import to_text

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId

_OF_RECORD = ("working", "follow_up", "undo_step", "filed", "change", "version", "approval", "comment", "field")


class Filed(NamedTuple):
    """Where a record is filed. ``at`` is UTC text."""

    case_number: str
    at: str
    role: str


class Tombstone(NamedTuple):
    """What remains of a deleted record; ``signature`` is a compact JWS over ``statement``."""

    record: str
    deleted_at: str
    role: str
    case_number: str
    statement: str
    signature: str


def mark_filed(store: Store, record: RecordId, case_number: str, *, role: str, now: datetime) -> None:
    """Remember that a record is filed in the case system.

    Raises:
        NotFoundError: no such record.
    """
    with store.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO filed VALUES (?, ?, ?, ?)", (number_of(db, record), case_number, to_text(now), role)
        )


def filed(store: Store, record: RecordId) -> Filed | None:
    """Where a record is filed, if it is.

    Raises:
        NotFoundError: no such record.
    """
    with store.read() as db:
        row = db.execute(
            "SELECT case_number, at, role FROM filed WHERE record = ?", (number_of(db, record),)
        ).fetchone()
    return None if row is None else Filed(*row)


def tombstones(store: Store) -> list[Tombstone]:
    """All deletions, newest first."""
    with store.read() as db:
        rows = db.execute(
            "SELECT record, deleted_at, role, case_number, statement, signature FROM tombstone ORDER BY nr DESC"
        ).fetchall()
    return [Tombstone(*row) for row in rows]


def erase_record(
    store: Store, record: RecordId, *, role: str, now: datetime, sign: Callable[[bytes], str]
) -> Tombstone:
    """Delete a filed record and leave a signed tombstone.

    Args:
        store: the open profile.
        record: the record's id.
        role: who deletes.
        now: aware time.
        sign: makes the signature over the statement's bytes.

    Raises:
        NotFoundError: no such record.
        StorageFiledError: it is not marked as filed.
    """
    where = filed(store, record)
    if where is None:
        raise StorageFiledError(record=record)
    db = store.connection()
    db.execute("PRAGMA secure_delete = ON").fetchone()
    with store.write() as db:
        nr = number_of(db, record)
        (last_hash, head) = db.execute("SELECT last_hash, head FROM record WHERE nr = ?", (nr,)).fetchone()
        content = {
            "kind": "neksus-tombstone-1", "record": record, "deleted_at": to_text(now), "role": role,
            "case_number": where.case_number, "last_change": last_hash, "version": head or "",
        }  # fmt: skip
        statement = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        left = Tombstone(record, to_text(now), role, where.case_number, statement, sign(statement.encode()))
        db.execute("INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?, ?)", (nr, *left))
        forget_drafts(db, record)
        _remove(store, db, nr)
    return left


def purge(store: Store) -> None:
    """Write over what deletions left in the search index and in the write-ahead log; takes its time."""
    with store.write() as db:
        for index in ("search", "subject_search", "word_part"):
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608  # our names
    db = store.connection()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    db.execute("PRAGMA secure_delete = FAST").fetchone()


def _remove(store: Store, db: Connection, nr: int) -> None:
    flush_in(store, db)
    fields = db.execute("SELECT nr, path, value FROM field WHERE record = ?", (nr,)).fetchall()
    forget_fields(store, db, fields)
    subject, status = db.execute("SELECT subject, status FROM record WHERE nr = ?", (nr,)).fetchone()
    db.execute("DELETE FROM attachment_chunk WHERE attachment IN (SELECT id FROM attachment WHERE record = ?)", (nr,))
    db.execute("DELETE FROM attachment WHERE record = ?", (nr,))
    drop_unused_chunks(db)
    for table in _OF_RECORD:
        db.execute(f"DELETE FROM {table} WHERE record = ?", (nr,))  # noqa: S608  # our names
    db.execute("DELETE FROM record WHERE nr = ?", (nr,))
    count_status(db, status, -1)
    texts = [value for _, _, value in fields]
    if db.execute("SELECT 1 FROM record WHERE subject = ? LIMIT 1", (subject,)).fetchone() is None:
        (content,) = db.execute("SELECT content FROM subject WHERE nr = ?", (subject,)).fetchone()
        forget_subject(store, db, subject, search_text(content))
        db.execute("DELETE FROM subject WHERE nr = ?", (subject,))
        texts.append(search_text(content))
    forget_words(store, db, " ".join(texts))
