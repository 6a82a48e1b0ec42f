"""Versions: immutable canonical bytes by their hash, and which one is a record's head."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.records import number_of
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId, VersionHash
    from neksus_desktop.records.version import Version


class VersionRow(NamedTuple):
    """A Version without its content. ``made_at`` is UTC text."""

    hash: VersionHash
    number: int
    made_at: str
    role: str
    reason: str
    status: str
    parents: tuple[VersionHash, ...]


def add_version(
    store: Store, version: Version, canonical: bytes | None = None, found: VersionHash | None = None
) -> VersionHash:
    """Keep a Version; the same one twice is kept once.

    Args:
        store: the open profile.
        version: the Version; its record must be here.
        canonical: its canonical bytes when the caller has them already.
        found: the hash of these bytes when the caller has it already.

    Returns:
        Its hash.

    Raises:
        NotFoundError: its record is not here.
    """
    from neksus_desktop.records.version import hash_of

    content = version.canonical() if canonical is None else canonical
    found = found or hash_of(content)
    with store.write() as db:
        db.execute(
            """
            INSERT INTO version (hash, record, number, made_at, role, reason, status, parents, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING
            """,
            (
                found, number_of(db, version.record), version.number, to_text(version.made_at), version.role,
                version.reason, version.status, " ".join(version.parents), content,
            ),
        )  # fmt: skip
    return found


def versions(store: Store, record: RecordId) -> list[VersionRow]:
    """A record's Versions in the order they came here."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT v.hash, v.number, v.made_at, v.role, v.reason, v.status, v.parents
            FROM version v JOIN record r ON r.nr = v.record WHERE r.id = ? ORDER BY v.nr
            """,
            (record,),
        ).fetchall()
    return [VersionRow(*row)._replace(parents=tuple(row[6].split())) for row in rows]


def version_bytes(store: Store, version: VersionHash) -> bytes:
    """The canonical bytes of a Version.

    Raises:
        NotFoundError: it is not here.
    """
    with store.read() as db:
        row = db.execute("SELECT content FROM version WHERE hash = ?", (version,)).fetchone()
    if row is None:
        raise NotFoundError(kind="version", id=version)
    return bytes(row[0])


def load_version(store: Store, version: VersionHash) -> Version:
    """A Version.

    Raises:
        NotFoundError: it is not here.
    """
    from neksus_desktop.records.version import parse_version

    return parse_version(version_bytes(store, version))


def has_version(store: Store, version: VersionHash) -> bool:
    """Whether this Version is here."""
    with store.read() as db:
        return db.execute("SELECT 1 FROM version WHERE hash = ?", (version,)).fetchone() is not None


def head(store: Store, record: RecordId) -> VersionHash | None:
    """The Version that the record's present state grows from; None before the first.

    Raises:
        NotFoundError: no such record.
    """
    with store.read() as db:
        row = db.execute("SELECT head FROM record WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise NotFoundError(kind="record", id=record)
    found: VersionHash | None = row[0]
    return found


def set_head(store: Store, record: RecordId, version: VersionHash | None) -> None:
    """Let the record's present state grow from this Version.

    Raises:
        NotFoundError: no such record.
    """
    with store.write() as db:
        if db.execute("UPDATE record SET head = ? WHERE id = ?", (version, record)).rowcount != 1:
            raise NotFoundError(kind="record", id=record)
