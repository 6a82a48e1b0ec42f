"""Attachments as content-addressed chunks inside the database, so that they are as protected as all else.

Rules kept here: a chunk is named by its SHA-256 and kept once; pictures lose their metadata unless asked not to;
a file larger than ``LARGEST`` is refused before anything is written; what is read back is checked against its digest.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import NotFoundError, StorageDamagedError, StorageTooLargeError
from neksus_desktop.records.attachment import STEP
from neksus_desktop.records.ids import new_id
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.records import number_of
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId

LARGEST = 10 * 1024 * 1024
"""Bytes per file; said in the window beforehand."""
_MEGABYTE = 1024 * 1024


class Attachment(NamedTuple):
    """A kept file. ``owner`` is the evidence or point it belongs to; ``stripped`` says that metadata was taken out."""

    id: str
    owner: str
    name: str
    media_type: str
    size: int
    digest: str
    stripped: bool
    added_at: str


def add_attachment(
    store: Store,
    record: RecordId,
    data: bytes,
    *,
    owner: str,
    name: str,
    media_type: str,
    now: datetime,
    keep_metadata: bool = False,
    key: str = "",
) -> Attachment:
    """Keep a file with a record.

    Args:
        store: the open profile.
        record: the record's id.
        data: the file's bytes.
        owner: id of the evidence or point.
        name: the file's name, without folders.
        media_type: such as ``image/jpeg``.
        now: aware time.
        keep_metadata: leave place, time and camera in a picture.
        key: the attachment's id where the record names it already; a new one if not given.

    Raises:
        StorageTooLargeError: it is larger than ``LARGEST``.
        StoragePictureError: metadata cannot be taken out of this kind of picture.
        NotFoundError: no such record.
    """
    from neksus_desktop.storage.pictures import is_picture, strip_metadata

    if len(data) > LARGEST:
        raise StorageTooLargeError(size=-(-len(data) // _MEGABYTE), limit=LARGEST // _MEGABYTE)
    stripped = is_picture(data, media_type) and not keep_metadata
    if stripped:
        data = strip_metadata(data, name)
    digest = hashlib.sha256(data).hexdigest()
    kept = Attachment(key or new_id(), owner, name, media_type, len(data), digest, stripped, to_text(now))
    with store.write() as db:
        db.execute(
            """
            INSERT INTO attachment (id, record, owner, name, media_type, size, digest, stripped, added_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (kept.id, number_of(db, record), *kept[1:6], int(stripped), kept.added_at),
        )
        for position, start in enumerate(range(0, len(data), STEP)):
            piece = data[start : start + STEP]
            name_of_piece = hashlib.sha256(piece).hexdigest()
            db.execute("INSERT INTO chunk VALUES (?, ?) ON CONFLICT DO NOTHING", (name_of_piece, piece))
            db.execute("INSERT INTO attachment_chunk VALUES (?, ?, ?)", (kept.id, position, name_of_piece))
    return kept


def attachments(store: Store, record: RecordId) -> list[Attachment]:
    """A record's attachments in the order they were added; those still on their way are not among them."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT a.id, a.owner, a.name, a.media_type, a.size, a.digest, a.stripped, a.added_at
            FROM attachment a JOIN record r ON r.nr = a.record WHERE r.id = ? AND a.added_at <> '' ORDER BY a.id
            """,
            (record,),
        ).fetchall()
    return [Attachment._make(row)._replace(stripped=bool(row[6])) for row in rows]


def read_attachment(store: Store, attachment: str) -> bytes:
    """The bytes of an attachment.

    Raises:
        NotFoundError: no such attachment.
        StorageDamagedError: what is kept is not what was put in.
    """
    with store.read() as db:
        row = db.execute("SELECT digest FROM attachment WHERE id = ?", (attachment,)).fetchone()
        if row is None:
            raise NotFoundError(kind="attachment", id=attachment)
        pieces = db.execute(
            """
            SELECT c.data FROM attachment_chunk a JOIN chunk c ON c.digest = a.chunk
            WHERE a.attachment = ? ORDER BY a.position
            """,
            (attachment,),
        ).fetchall()
    data = b"".join(piece for (piece,) in pieces)
    if hashlib.sha256(data).hexdigest() != row[0]:
        raise StorageDamagedError(folder=str(store.folder), detail=attachment)
    return data


def remove_attachment(store: Store, attachment: str) -> None:
    """Remove an attachment, and chunks that no other has.

    Raises:
        NotFoundError: no such attachment.
    """
    with store.write() as db:
        db.execute("DELETE FROM attachment_chunk WHERE attachment = ?", (attachment,))
        if db.execute("DELETE FROM attachment WHERE id = ?", (attachment,)).rowcount == 0:
            raise NotFoundError(kind="attachment", id=attachment)
        drop_unused_chunks(db)


def drop_unused_chunks(db: Connection) -> None:
    """Remove chunks that no attachment has any more."""
    db.execute("DELETE FROM chunk WHERE digest NOT IN (SELECT chunk FROM attachment_chunk)")
