"""The change log read back, and the proof that nobody tampered with it.

Rules kept here: a chain is sound when its numbers run from 1 without holes, each row's hash covers the row and
the hash before it, the last row is the one that the record names, and the log ends in the record's fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from neksus_desktop.errors import NotFoundError, StorageChainError
from neksus_desktop.records.change import GENESIS, Change, link_hash
from neksus_desktop.storage.store import Store

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId

_SELECT = """
    SELECT r.id, c.seq, c.at, c.offset_minutes, c.role, c.path, c.old, c.new, c.previous_hash, c.hash
    FROM change c JOIN record r ON r.nr = c.record
"""


def changes(store: Store, record: RecordId, path_prefix: str = "") -> Iterator[Change]:
    """A record's changes, oldest first; only those of paths that begin with ``path_prefix``."""
    with store.read() as db:
        rows = db.execute(
            _SELECT + "WHERE r.id = ?1 AND substr(c.path, 1, length(?2)) = ?2 ORDER BY c.seq", (record, path_prefix)
        ).fetchall()
    return (Change(*row) for row in rows)


def verify_chain(store: Store, record: RecordId) -> int:
    """Check a record's change log; returns how many changes it has.

    Raises:
        StorageChainError: it does not hold together from ``seq`` on.
        NotFoundError: no such record.
    """
    with store.read() as db:
        row = db.execute("SELECT nr, last_seq, last_hash FROM record WHERE id = ?", (record,)).fetchone()
        if row is None:
            raise NotFoundError(kind="record", id=record)
        nr, last_seq, last_hash = row
        seq, last, state = 0, GENESIS, dict[str, str]()
        for row in db.execute(_SELECT + "WHERE c.record = ? ORDER BY c.seq", (nr,)):
            change = Change(*row)
            seq += 1
            expected = link_hash(last, *change[:8])
            if (change.seq, change.previous_hash, change.hash) != (seq, last, expected):
                raise StorageChainError(record=record, seq=seq)
            if state.get(change.path, "") != change.old:
                raise StorageChainError(record=record, seq=seq)
            state[change.path] = change.new
            last = change.hash
        fields = dict(db.execute("SELECT path, value FROM field WHERE record = ?", (nr,)))
    if (seq, last) != (last_seq, last_hash):
        raise StorageChainError(record=record, seq=seq + 1)
    if {path: value for path, value in state.items() if value} != fields:
        raise StorageChainError(record=record, seq=last_seq)
    return seq
