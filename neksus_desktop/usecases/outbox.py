"""Sending again, and roads other than a folder: a shared folder, e-mail, a courier. The list is in ``transfers``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import ExchangeFileError, NotFoundError
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.storage.transfers import OutgoingRow
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile


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
