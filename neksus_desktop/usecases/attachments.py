"""Files kept with a record; the limit is told beforehand, and pictures lose their metadata unless asked not to."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import NotFoundError, StorageTooLargeError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage import attachments as stored
from neksus_desktop.storage.attachments import LARGEST, Attachment

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

__all__ = ["LARGEST", "Attachment", "attach", "attachments", "detach", "read", "save_as"]

_MEGABYTE = 1024 * 1024


def attach(profile: Profile, record: str, file: Path, *, owner: str, keep_metadata: bool = False) -> Attachment:
    """Keep a file with a record; ``owner`` is the evidence or point it belongs to.

    Raises:
        StorageTooLargeError: it is larger than ``LARGEST``.
        StoragePictureError: metadata cannot be taken out of this kind of picture.
        NotFoundError: no such record or file.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise StorageTooLargeError(size=-(-size // _MEGABYTE), limit=LARGEST // _MEGABYTE)
        data = file.read_bytes()
    except OSError as error:
        raise NotFoundError(kind="file", id=file.name) from error
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return stored.add_attachment(
        profile.store, RecordId(record), data, owner=owner, name=file.name, media_type=kind, now=profile.now(),
        keep_metadata=keep_metadata,
    )  # fmt: skip


def attachments(profile: Profile, record: str) -> list[Attachment]:
    """A record's attachments in the order they were added."""
    return stored.attachments(profile.store, RecordId(record))


def read(profile: Profile, attachment: str) -> bytes:
    """The bytes of an attachment.

    Raises:
        NotFoundError: no such attachment.
        StorageDamagedError: what is kept is not what was put in.
    """
    return stored.read_attachment(profile.store, attachment)


def save_as(profile: Profile, attachment: str, destination: Path) -> None:
    """Write an attachment to a file that the user chose; from then on it lies outside the profile's protection."""
    from neksus_desktop.paths import write_atomically

    write_atomically(destination, read(profile, attachment))


def detach(profile: Profile, attachment: str) -> None:
    """Remove an attachment.

    Raises:
        NotFoundError: no such attachment.
    """
    stored.remove_attachment(profile.store, attachment)
