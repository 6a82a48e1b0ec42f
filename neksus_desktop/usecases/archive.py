"""«Arkivpakke»: an approved record as one PDF/A-3 with the signed data inside, and its metadata for the archive.

Rules kept here: only what is approved is filed; the program is not the archive, it hands over files; packing notes
nothing in the outbox and changes no status.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from neksus_desktop.errors import ReportNotApprovedError, UsageError
from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile

_APPROVED = {"approved", "exported", "confirmed"}


@dataclass(frozen=True, slots=True)
class ArchiveFiles:
    """What was written."""

    document: Path
    metadata: Path
    unprintable: str = ""
    """Characters that the document shows as code points."""


class _PackedError(Exception):
    """Carries the packed bytes out of a transaction that is not to be kept."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content


def archive_record(profile: Profile, record_id: str, folder: Path, *, language: Language) -> ArchiveFiles:
    """Write the archive package of a record into ``folder``.

    Raises:
        NotFoundError: no such record.
        ReportNotApprovedError: it is not approved.
        UsageError: the folder cannot be written to.
    """
    from neksus_desktop.reports.content.editions import reader
    from neksus_desktop.reports.layout.check import unprintable
    from neksus_desktop.reports.layout.render import Attachment, render
    from neksus_desktop.reports.noark import noark_xml
    from neksus_desktop.usecases.records import open_record
    from neksus_desktop.usecases.report import Wanted, report_content

    opened = open_record(profile, record_id)
    record = opened.record
    if record.status not in _APPROVED:
        raise ReportNotApprovedError(status=record.status)
    content = report_content(profile, Wanted("summary", (record_id,), language))
    bundle = Attachment(
        f"{record.id}.json", "application/json", signed_bundle(profile, record_id), "Neksus: signed record (JWS)"
    )
    today = profile.now().date()
    data = render(content, attachments=[bundle]).data
    document, metadata = folder / f"{record.id}.pdf", folder / f"{record.id}.xml"
    xml = noark_xml(
        record, reader(record, "public", language, today), title=f"{content.kind}: {content.title}",
        file_name=document.name, data=data, version=content.version, made_on=today,
    )  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(document, data)
        write_atomically(metadata, xml)
    except OSError as error:
        raise UsageError(reason="file_unwritable", file=str(folder)) from error
    return ArchiveFiles(document, metadata, unprintable(content))


def signed_bundle(profile: Profile, record_id: str) -> bytes:
    """The record as a signed file for everybody who trusts the workplace; nothing is noted as sent."""
    from neksus_desktop.exchange.outbox import Sending, make_files, record_group
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records
    from neksus_desktop.usecases.approvers import vouched
    from neksus_desktop.usecases.export import coded_of
    from neksus_desktop.usecases.keys import workplace

    own = RecordId(record_id)
    try:
        with profile.store.write():
            sending = Sending(
                kind="records", recipients=(), made_at=profile.now(), plain=True, approvers=vouched(profile),
                attachments=False,
                invented=records.load_record(profile.store, own).invented,
            )  # fmt: skip
            group = record_group(profile.store, own, sending, role=profile.role, coded=coded_of(profile))
            made = list(make_files(profile.store, workplace(profile), sending, [group], lambda _: f"{own}.json"))
            _leave_with(made[0].content)
    except _PackedError as packed:
        return packed.content


def _leave_with(content: bytes) -> NoReturn:
    raise _PackedError(content)
