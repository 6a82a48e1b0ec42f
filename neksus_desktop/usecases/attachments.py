"""Files kept with a record.

Rules kept here:

* bytes are kept first, the fields that name them after it: a record never names what was not kept here once;
* the limit is told beforehand; pictures lose what they know of place, time and camera unless asked not to;
* a file taken away can be brought back by undo until the record is sent for approval; then its bytes go, unless a
  Version vouches for them (``tidy``);
* a file is written outside the profile only where the user says, never to a temporary place.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import NotFoundError, StorageTooLargeError, UsageError
from neksus_desktop.records.attachment import AttachmentFacts, attached, attachment_fields, free_name
from neksus_desktop.records.ids import RecordId, VersionHash
from neksus_desktop.storage import attachments as stored
from neksus_desktop.storage.attachments import LARGEST

if TYPE_CHECKING:
    from neksus_desktop.records.record import Record
    from neksus_desktop.usecases.profile import Profile

__all__ = [
    "LARGEST", "AttachmentFacts", "Kept", "attach", "attachments", "detach", "file_kind", "keep",
    "largest_megabytes", "named_files", "read", "save_as", "tidy",
]  # fmt: skip

_MEGABYTE = 1024 * 1024
_ODDLY_NAMED = {".heic": "image/heic", ".webp": "image/webp", ".m4a": "audio/mp4", ".opus": "audio/ogg"}


class Kept(NamedTuple):
    """A file that a record names. ``here`` is False until its bytes have come; ``stripped``: metadata was taken out."""

    facts: AttachmentFacts
    here: bool
    stripped: bool


def largest_megabytes() -> int:
    """How large a file may be."""
    return LARGEST // _MEGABYTE


def file_kind(name: str) -> str:
    """The media type by a file's name."""
    return _ODDLY_NAMED.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def keep(
    profile: Profile,
    record: str,
    source: Path | bytes,
    *,
    point: str,
    owner: str,
    name: str = "",
    taken: Collection[str] = (),
    keep_metadata: bool = False,
) -> AttachmentFacts:
    """Keep the bytes of a file with a record. The caller writes the fields that name it.

    Args:
        profile: the open profile.
        record: the record's id.
        source: the file, or bytes that were pasted.
        point: id of the point it belongs to.
        owner: id of the ground, or path of the question.
        name: what it shall be called; the file's own name if not given.
        taken: names that other files of the record have.
        keep_metadata: leave place, time and camera in a picture.

    Raises:
        StorageTooLargeError: it is larger than ``LARGEST``.
        StoragePictureError: metadata cannot be taken out of this kind of picture.
        NotFoundError: no such record or file.
    """
    data = source if isinstance(source, bytes) else _read_file(source)
    wanted = name or (source.name if isinstance(source, Path) else "")
    free = free_name(wanted, taken)
    found = stored.add_attachment(
        profile.store, RecordId(record), data, owner=owner, name=free, media_type=file_kind(free), now=profile.now(),
        keep_metadata=keep_metadata,
    )  # fmt: skip
    return AttachmentFacts(found.id, point, owner, free, found.media_type, found.size, found.digest)


def attach(
    profile: Profile, record: str, file: Path, *, ground: str = "", question: str = "", keep_metadata: bool = False
) -> AttachmentFacts:
    """Keep a file as a ground's or as the answer of an upload question, and name it in the record.

    Raises:
        NotFoundError: no such record, file or question.
        UsageError: no such ground, or the question takes no file.
        StatusError: the record is not open for writing.
        StorageTooLargeError, StoragePictureError: as ``keep``.
    """
    from neksus_desktop.usecases.records import open_record, save_fields, set_answer

    opened = open_record(profile, record)
    taken = [facts.name for facts in attached(opened.record.fields)]
    if question:
        if opened.session.view(question).type != "binary":
            raise UsageError(reason="takes_no_file", field=question)
        point = next((p.id for p in opened.form.points if f"{question}/".startswith(p.key + "/")), "")
    else:
        found = next((item for item in opened.record.evidence() if item.id == ground), None)
        if found is None:
            raise UsageError(reason="unknown_ground", ground=ground)
        point = found.point
    with profile.store.write():
        facts = keep(
            profile, record, file, point=point, owner=question or ground, taken=taken, keep_metadata=keep_metadata
        )
        save_fields(profile, record, attachment_fields(facts))
        if question:
            set_answer(profile, record, question, facts.name)
    return facts


def attachments(profile: Profile, record: str) -> list[Kept]:
    """The files that a record names, in the order in which they were added."""
    from neksus_desktop.storage.records import load_record

    return named_files(profile, load_record(profile.store, RecordId(record)))


def named_files(profile: Profile, record: Record) -> list[Kept]:
    """The same for a record in hand."""
    here = {row.id: row for row in stored.attachments(profile.store, record.id)}
    return [
        Kept(facts, facts.id in here, facts.id in here and here[facts.id].stripped)
        for facts in attached(record.fields)
    ]  # fmt: skip


def read(profile: Profile, attachment: str) -> bytes:
    """The bytes of an attachment.

    Raises:
        NotFoundError: no such attachment.
        StorageDamagedError: what is kept is not what was put in.
    """
    return stored.read_attachment(profile.store, attachment)


def save_as(profile: Profile, attachment: str, destination: Path) -> None:
    """Write an attachment to a file that the user chose; from then on it lies outside the profile's protection.

    Raises:
        NotFoundError, StorageDamagedError: as ``read``.
    """
    from neksus_desktop.paths import write_atomically

    write_atomically(destination, read(profile, attachment))


def detach(profile: Profile, record: str, attachment: str) -> None:
    """Take a file away from a record; undo brings it back. An answer that named it is taken away too.

    Raises:
        NotFoundError: the record names no such file.
        StatusError: the record is not open for writing.
    """
    from neksus_desktop.storage.records import load_record
    from neksus_desktop.usecases.records import save_fields

    fields = load_record(profile.store, RecordId(record)).fields
    for facts in attached(fields):
        if facts.id == attachment:
            gone = dict.fromkeys(attachment_fields(facts), "")
            gone |= {path: "" for path, value in fields.items() if path.startswith("/") and value == facts.name}
            save_fields(profile, record, gone)
            return
    raise NotFoundError(kind="attachment", id=attachment)


def tidy(profile: Profile, record: str) -> int:
    """Let go of files that nothing holds any more, before the record is sent on; returns how many files' bytes went.

    A file whose ground or answer is gone (with a row of a list, say) is named no more; bytes that neither the record
    nor any of its Versions names go.
    """
    from neksus_desktop.storage.records import load_record
    from neksus_desktop.storage.versions import load_version, versions
    from neksus_desktop.usecases.records import save_fields

    key = RecordId(record)
    found = load_record(profile.store, key)
    answers, grounds = set(found.answers().values()), {ground.id for ground in found.evidence()}
    loose: dict[str, str] = {}
    for facts in attached(found.fields):
        if (facts.name not in answers) if facts.owner.startswith("/") else (facts.owner not in grounds):
            loose |= dict.fromkeys(attachment_fields(facts), "")
    if loose:
        save_fields(profile, record, loose)
    kept = {row.id for row in stored.attachments(profile.store, key)}
    kept -= {facts.id for facts in attached(load_record(profile.store, key).fields)}
    for row in versions(profile.store, key) if kept else ():
        kept -= {facts.id for facts in attached(load_version(profile.store, VersionHash(row.hash)).fields)}
    for attachment in sorted(kept):
        stored.remove_attachment(profile.store, attachment)
    return len(kept)


def _read_file(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise StorageTooLargeError(size=-(-size // _MEGABYTE), limit=LARGEST // _MEGABYTE)
        return file.read_bytes()
    except OSError as error:
        raise NotFoundError(kind="file", id=file.name) from error
