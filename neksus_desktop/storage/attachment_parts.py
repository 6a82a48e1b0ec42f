"""Attachments that come piece by piece: kept as they come, whole only when all is there and has the right digest.

Rules kept here:

* a row whose ``added_at`` is "" is on its way: nobody sees it, nobody reads it;
* pieces may come in any order, twice, or after the file is whole; a whole file is never written to again;
* what does not have the digest that the record names is thrown away, and counts as never come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from neksus_desktop.records.attachment import STEP
from neksus_desktop.storage.attachments import drop_unused_chunks
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.records import number_of
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text

if TYPE_CHECKING:
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.records.ids import RecordId


def keep_part(
    store: Store, record: RecordId, facts: AttachmentFacts, offset: int, data: bytes, *, now: datetime
) -> None:
    """Keep a piece of a file that the record names; the last one that was missing makes it whole.

    Raises:
        NotFoundError: no such record.
    """
    with store.write() as db:
        if not _row(db, number_of(db, record), facts):
            return
        for at in range(0, max(len(data), 1), STEP):
            piece = data[at : at + STEP]
            name = hashlib.sha256(piece).hexdigest()
            db.execute("INSERT INTO chunk VALUES (?, ?) ON CONFLICT DO NOTHING", (name, piece))
            db.execute(
                "INSERT OR REPLACE INTO attachment_chunk VALUES (?, ?, ?)", (facts.id, (offset + at) // STEP, name)
            )
        _settle(db, facts, now)


def steps_here(store: Store, record: RecordId, named: Iterable[AttachmentFacts]) -> dict[str, frozenset[int]]:
    """Per id of a named file: the steps of it that are here. A whole file has them all."""
    found: dict[str, set[int]] = {facts.id: set() for facts in named}
    with store.read() as db:
        rows = db.execute(
            """
            SELECT a.id, c.position FROM attachment a JOIN record r ON r.nr = a.record
            JOIN attachment_chunk c ON c.attachment = a.id WHERE r.id = ?
            """,
            (record,),
        )
        for key, position in rows:
            if key in found:
                found[key].add(position)
    return {key: frozenset(steps) for key, steps in found.items()}


def missing(store: Store, record: RecordId, named: Iterable[AttachmentFacts]) -> tuple[AttachmentFacts, ...]:
    """Those of the named files that are not whole here."""
    listed = tuple(named)
    if not listed:
        return ()
    with store.read() as db:
        whole = set(
            db.execute(
                """
                SELECT a.id, a.digest FROM attachment a JOIN record r ON r.nr = a.record
                WHERE r.id = ? AND a.added_at <> ''
                """,
                (record,),
            )
        )
    return tuple(facts for facts in listed if (facts.id, facts.digest) not in whole)


def forget_parts(store: Store, record: RecordId, named: Iterable[AttachmentFacts]) -> None:
    """Let go of pieces of files that the record no longer waits for."""
    wanted = {(facts.id, facts.digest) for facts in named}
    with store.write() as db:
        rows = db.execute(
            "SELECT id, digest FROM attachment WHERE record = ? AND added_at = ''", (number_of(db, record),)
        ).fetchall()
        for key, digest in rows:
            if (key, digest) not in wanted:
                _drop(db, key)


def _row(db: Connection, record: int, facts: AttachmentFacts) -> bool:
    """Whether pieces may be added: the file's row is there, made now if need be, and is not whole."""
    row = db.execute("SELECT record, digest, added_at FROM attachment WHERE id = ?", (facts.id,)).fetchone()
    if row is not None and row[0] == record and row[1] != facts.digest and row[2] == "":
        _drop(db, facts.id)
        row = None
    if row is not None:
        return bool(row[0] == record and row[1] == facts.digest and row[2] == "")
    db.execute(
        """
        INSERT INTO attachment (id, record, owner, name, media_type, size, digest, stripped, added_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, '')
        """,
        (facts.id, record, facts.owner, facts.name, facts.media_type, facts.size, facts.digest),
    )
    return True


def _settle(db: Connection, facts: AttachmentFacts, now: datetime) -> None:
    (count,) = db.execute("SELECT count(*) FROM attachment_chunk WHERE attachment = ?", (facts.id,)).fetchone()
    if count < max(-(-facts.size // STEP), 1):
        return
    digest, size = hashlib.sha256(), 0
    for (piece,) in db.execute(
        """
        SELECT c.data FROM attachment_chunk a JOIN chunk c ON c.digest = a.chunk
        WHERE a.attachment = ? ORDER BY a.position
        """,
        (facts.id,),
    ):
        digest.update(piece)
        size += len(piece)
    if (digest.hexdigest(), size) == (facts.digest, facts.size):
        db.execute("UPDATE attachment SET added_at = ? WHERE id = ?", (to_text(now), facts.id))
    else:
        _drop(db, facts.id)


def _drop(db: Connection, attachment: str) -> None:
    db.execute("DELETE FROM attachment_chunk WHERE attachment = ?", (attachment,))
    db.execute("DELETE FROM attachment WHERE id = ?", (attachment,))
    drop_unused_chunks(db)
