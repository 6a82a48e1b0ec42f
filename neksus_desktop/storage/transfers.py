"""What was sent to whom under which number, and what came in; the memory behind «bekreftet av …» and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.store import Store

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash


class OutgoingRow(NamedTuple):
    """A file that was made. ``recipients`` are thumbprints; ``made_at`` UTC text; ``digest`` SHA-256 of the file."""

    id: str
    kind: str
    recipients: tuple[str, ...]
    sequence: int
    file_name: str
    made_at: str
    digest: str
    state: str


class OutgoingItem(NamedTuple):
    """One Version in a file that was made, and what its recipient said of it."""

    outgoing: str
    record: RecordId
    version: VersionHash
    state: str
    reason: str
    at: str


class IncomingRow(NamedTuple):
    """A file that was read in."""

    digest: str
    sender: Thumbprint
    kind: str
    sequence: int
    received_at: str
    result_json: str


def last_sequence(store: Store, recipient: str) -> int:
    """The last file number given to a recipient, 0 for none."""
    with store.read() as db:
        row = db.execute("SELECT last FROM sequence WHERE recipient = ?", (recipient,)).fetchone()
    return int(row[0]) if row else 0


def next_sequence(store: Store, recipient: str) -> int:
    """The next file number for a recipient, counting from 1; each is given once."""
    with store.write() as db:
        db.execute(
            "INSERT INTO sequence VALUES (?, 1) ON CONFLICT (recipient) DO UPDATE SET last = last + 1", (recipient,)
        )
        return int(db.execute("SELECT last FROM sequence WHERE recipient = ?", (recipient,)).fetchone()[0])


def add_outgoing(store: Store, outgoing: OutgoingRow) -> None:
    """Remember a file that was made."""
    with store.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO outgoing VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            outgoing._replace(recipients=" ".join(outgoing.recipients)),  # type: ignore[arg-type]  # one text column
        )


def set_outgoing_state(store: Store, outgoing: str, state: str) -> None:
    """Set the state of a file that was made.

    Raises:
        NotFoundError: no such file.
    """
    with store.write() as db:
        if db.execute("UPDATE outgoing SET state = ? WHERE id = ?", (state, outgoing)).rowcount == 0:
            raise NotFoundError(kind="outgoing", id=outgoing)


def add_outgoing_item(store: Store, outgoing: str, record: RecordId, version: VersionHash) -> None:
    """Remember that a Version travels in a file."""
    with store.write() as db:
        db.execute(
            "INSERT INTO outgoing_item (outgoing, record, version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (outgoing, record, version),
        )


def outgoing(store: Store) -> list[OutgoingRow]:
    """All files that were made, newest first."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT id, kind, recipients, sequence, file_name, made_at, digest, state FROM outgoing
            ORDER BY made_at DESC, id DESC
            """
        ).fetchall()
    return [OutgoingRow(key, kind, tuple(to.split()), *rest) for key, kind, to, *rest in rows]


def outgoing_items(
    store: Store, *, outgoing: str | None = None, record: RecordId | None = None, version: VersionHash | None = None
) -> list[OutgoingItem]:
    """Items of one file, or of one record or Version in whichever files."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT outgoing, record, version, state, reason, at FROM outgoing_item
            WHERE (?1 IS NULL OR outgoing = ?1) AND (?2 IS NULL OR record = ?2) AND (?3 IS NULL OR version = ?3)
            ORDER BY nr
            """,
            (outgoing, record, version),
        ).fetchall()
    return [OutgoingItem(*row) for row in rows]


def digests_with(store: Store, record: RecordId) -> list[str]:
    """The files that a record was sent in, by their digests."""
    with store.read() as db:
        rows = db.execute(
            "SELECT DISTINCT o.digest FROM outgoing_item i JOIN outgoing o ON o.id = i.outgoing WHERE i.record = ?",
            (record,),
        ).fetchall()
    return [digest for (digest,) in rows]


def set_outgoing_item_state(
    store: Store, version: VersionHash, state: str, *, at: str, reason: str = "", outgoing: str | None = None
) -> int:
    """Set what a recipient said of a Version, in one file or in all; returns how many items changed."""
    with store.write() as db:
        return db.execute(
            """
            UPDATE outgoing_item SET state = ?2, at = ?3, reason = ?4
            WHERE version = ?1 AND (?5 IS NULL OR outgoing = ?5)
            """,
            (version, state, at, reason, outgoing),
        ).rowcount


def seen_file(store: Store, digest: str) -> bool:
    """Whether a file with this SHA-256 was read in before."""
    with store.read() as db:
        return db.execute("SELECT 1 FROM incoming WHERE digest = ?", (digest,)).fetchone() is not None


def add_incoming(store: Store, incoming: IncomingRow) -> None:
    """Remember a file that was read in; the same one again keeps the first row."""
    with store.write() as db:
        db.execute("INSERT INTO incoming VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING", incoming)


def incoming(store: Store, sender: Thumbprint | None = None) -> list[IncomingRow]:
    """Files that were read in, newest first; of one sender or of all."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT digest, sender, kind, sequence, received_at, result_json FROM incoming
            WHERE ?1 IS NULL OR sender = ?1 ORDER BY received_at DESC, sequence DESC
            """,
            (sender,),
        ).fetchall()
    return [IncomingRow(*row) for row in rows]


def gaps(store: Store, sender: Thumbprint) -> list[int]:
    """File numbers below the highest received from a sender that never came."""
    with store.read() as db:
        have = {row[0] for row in db.execute("SELECT sequence FROM incoming WHERE sender = ?", (sender,))}
    return [number for number in range(1, max(have, default=0)) if number not in have]
