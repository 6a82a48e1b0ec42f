"""What was sent and what became of it; what is missing; sending again; roads other than a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import ExchangeFileError, NotFoundError
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.records.ids import Thumbprint
    from neksus_desktop.storage.listing import ListRow
    from neksus_desktop.storage.transfers import OutgoingItem, OutgoingRow
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class SentItem:
    """One record in a file. ``state``: "" (no word yet), confirmed, refused or waiting; ``reason`` came with it."""

    record: str
    title: str
    version: str
    state: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file that was made. ``state``: exported, confirmed or partly; times are UTC texts."""

    id: str
    name: str
    kind: str
    recipients: tuple[str, ...]
    sequence: int
    made_at: str
    state: str
    digest: str
    items: tuple[SentItem, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Numbers of files from a workplace that never came."""

    sender: str
    thumbprint: str
    numbers: tuple[int, ...]


def sent(profile: Profile) -> list[SentFile]:
    """All files that were made, newest first."""
    from neksus_desktop.records.ids import Thumbprint
    from neksus_desktop.storage import transfers

    names = _names(profile)
    return [
        SentFile(
            id=row.id, name=row.file_name, kind=row.kind,
            recipients=tuple(names.get(Thumbprint(one), one) for one in row.recipients), sequence=row.sequence,
            made_at=row.made_at, state=row.state, digest=row.digest,
            items=tuple(_item(profile, one) for one in transfers.outgoing_items(profile.store, outgoing=row.id)),
        )
        for row in transfers.outgoing(profile.store)
    ]  # fmt: skip


def ready(profile: Profile, limit: int = 500) -> list[ListRow]:
    """Records that are approved and were not sent since."""
    from neksus_desktop.storage.listing import RowQuery, page

    return list(page(profile.store, RowQuery(statuses=("approved",)), None, limit).rows)


def missing(profile: Profile) -> list[Missing]:
    """What each trusted workplace has sent that never came here, by the numbers of what did."""
    from neksus_desktop.storage import transfers

    found = []
    for thumbprint, name in _names(profile).items():
        numbers = transfers.gaps(profile.store, thumbprint)
        if numbers:
            found.append(Missing(name, thumbprint, tuple(numbers)))
    return found


def resend(profile: Profile, outgoing: str, destination: Path) -> Path:
    """Write a file once more, sealed anew to its recipients as they are known now; the signed content is the same.

    Args:
        profile: the open profile.
        outgoing: the file's id, or its name.
        destination: a folder or a file.

    Raises:
        NotFoundError: no such file.
        ExchangeFileError: it could not be read or written.
        ExchangeRecipientError: a recipient's key was revoked since.
    """
    from neksus_desktop.bundles.seal import seal, unseal
    from neksus_desktop.bundles.strict import parse_object
    from neksus_desktop.exchange.identity import recipient_card
    from neksus_desktop.usecases import export
    from neksus_desktop.usecases.keys import workplace

    row = _row(profile, outgoing)
    own = workplace(profile)
    kept = profile.folder / export.KEEP / f"{row.digest}.json"
    try:
        signed = unseal(parse_object(kept.read_bytes()), own.opening)
    except OSError as error:
        raise ExchangeFileError(file=row.file_name, reason="read") from error
    to = [recipient_card(profile.store, own, one, profile.now()).sealing for one in row.recipients]
    path = destination / export.free_name(destination, row.file_name) if destination.is_dir() else destination
    export.put(path, seal(signed, [*to, *own.own_seals()]))
    return path


def new_files(profile: Profile, folder: Path) -> ImportPlan:
    """Look into a shared folder: a plan for the files in it that have not been taken in before."""
    from neksus_desktop.usecases.import_files import ImportPlan, plan_import

    plan = plan_import(profile, [folder])
    files = tuple(one for one in plan.files if not one.seen and one.sender != profile.card.thumbprint)
    return ImportPlan(files, tuple(item for one in files for item in one.items))


def email_draft(profile: Profile, files: Sequence[Path], language: Language | None = None) -> bytes:
    """An e-mail draft (``.eml``) with the files attached, for the user's own mail program; it names no contents.

    Raises:
        ExchangeFileError: a file could not be read.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    spoken = language or profile.settings.language
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = text(spoken, "exchange.mail.subject", name=profile.card.name)
    draft["X-Unsent"] = "1"
    draft.set_content(text(spoken, "exchange.mail.body", name=profile.card.name))
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ExchangeFileError(file=path.name, reason="read") from error
        draft.add_attachment(content, maintype="application", subtype="json", filename=path.name)
    return draft.as_bytes()


def transfer_list(profile: Profile, files: Iterable[Path], language: Language | None = None) -> str:
    """A list to print and send along with a courier: per file its name, size and checksum.

    Raises:
        ExchangeFileError: a file could not be read.
    """
    spoken = language or profile.settings.language
    lines = [text(spoken, "exchange.list.title", name=profile.card.name), ""]
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ExchangeFileError(file=path.name, reason="read") from error
        digest = hashlib.sha256(content).hexdigest()
        groups = " ".join(digest[at : at + 8] for at in range(0, 64, 8))
        lines.append(text(spoken, "exchange.list.file", file=path.name, size=len(content)))
        lines.append(text(spoken, "exchange.list.digest", digest=groups))
    lines += ["", text(spoken, "exchange.list.signed")]
    return "\n".join(lines) + "\n"


def _row(profile: Profile, outgoing: str) -> OutgoingRow:
    from neksus_desktop.storage import transfers

    for row in transfers.outgoing(profile.store):
        if outgoing in {row.id, row.file_name}:
            return row
    raise NotFoundError(kind="outgoing", id=outgoing)


def _names(profile: Profile) -> dict[Thumbprint, str]:
    from neksus_desktop.storage.peers import peers

    return {peer.thumbprint: peer.name for peer in peers(profile.store)}


def _item(profile: Profile, item: OutgoingItem) -> SentItem:
    from neksus_desktop.storage import records

    try:
        title = records.load_record(profile.store, item.record).subject.title
    except NotFoundError:
        title = ""
    return SentItem(item.record, title, item.version, item.state, item.reason, item.at)
