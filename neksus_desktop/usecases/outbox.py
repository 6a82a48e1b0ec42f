"""Sending again, and roads other than a folder: a shared folder, e-mail, a courier. The list is in ``transfers``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import (
    BundleError,
    BundleRecipientError,
    BundleSealError,
    ExchangeFileError,
    NotFoundError,
    UsageError,
)
from neksus_desktop.texts import Language, count_text, text

if TYPE_CHECKING:
    import threading

    from neksus_desktop.exchange.plan import FilePlan
    from neksus_desktop.storage.transfers import OutgoingRow
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile


def resend(profile: Profile, outgoing: str, destination: Path, to: str = "") -> Path:
    """Write a file once more, sealed anew to its recipients as they are known now; the signed content is the same.

    What was for everybody who trusts us (a key list, forms) is written without a seal, as it was.

    Args:
        profile: the open profile.
        outgoing: the id of a file to one recipient; or a file's name, for all its recipients. Of several files of that
            name (in different folders) the newest. Or the number that a recipient misses.
        destination: a folder or a file.
        to: the recipient, by name or thumbprint; "" is whoever the file was for.

    Raises:
        NotFoundError: no such file.
        UsageError: several recipients have a file of that number (``reason`` several_files).
        ExchangeFileError: it could not be read or written.
        ExchangeRecipientError: a recipient's key was revoked since.
    """
    from neksus_desktop.bundles.seal import seal, unseal
    from neksus_desktop.bundles.strict import parse_object
    from neksus_desktop.exchange.identity import recipient_card
    from neksus_desktop.usecases import export
    from neksus_desktop.usecases.keys import workplace

    rows = _rows(profile, outgoing, to)
    own = workplace(profile)
    kept = profile.folder / export.KEEP / f"{rows[0].digest}.json"
    try:
        signed = unseal(parse_object(kept.read_bytes()), own.opening)
    except OSError as error:
        raise ExchangeFileError(file=rows[0].file_name, reason="read") from error
    names = [one for row in rows for one in row.recipients]
    seals = [recipient_card(profile.store, own, one, profile.now()).sealing for one in names]
    path = destination / export.free_name(destination, rows[0].file_name) if destination.is_dir() else destination
    export.put(path, seal(signed, [*seals, *own.own_seals()]) if seals else signed)
    return path


def new_files(
    profile: Profile,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> ImportPlan:
    """Look into a shared folder: a plan for the files in it that are for us and were not taken in before.

    Key cards of workplaces that are known here, and our own, are left out too.

    Raises:
        ExchangeFileError: the folder is not there, or may not be read (``reason`` folder).
        ExchangeStoppedError: ``cancelled`` was set.
    """
    from neksus_desktop.usecases.import_files import ImportPlan, plan_import
    from neksus_desktop.usecases.keys import peers, workplace

    try:
        with os.scandir(folder) as entries:
            next(entries, None)
    except OSError as error:
        raise ExchangeFileError(file=str(folder), reason="folder") from error
    own = workplace(profile).names
    known = {*own, *(peer.thumbprint for peer in peers(profile))}
    plan = plan_import(profile, [folder], progress, cancelled)
    files = tuple(
        one for one in plan.files if not (one.seen or one.sender in own or _for_others(one) or _card_of(one) in known)
    )
    return ImportPlan(files, tuple(item for one in files for item in one.items))


def _for_others(file: FilePlan) -> bool:
    """Whether a file was refused because it is sealed or addressed to others, as many in such a folder are."""
    error = file.error
    sealed = isinstance(error, BundleSealError) and error.facts.get("reason") == "not_recipient"
    return sealed or isinstance(error, BundleRecipientError)


def _card_of(file: FilePlan) -> str:
    """Whose key card a file is; "" where it is none, or not a sound one."""
    from neksus_desktop.usecases.keys import read_card

    if file.error is None or file.error.facts.get("reason") != "card":
        return ""
    try:
        return read_card(file.path).thumbprint
    except (BundleError, ExchangeFileError):
        return ""


def write_drafts(
    profile: Profile, files: Sequence[Path], path: Path, language: Language | None = None, *, size_limit: int = 0
) -> tuple[Path, ...]:
    """Write e-mail drafts with the files attached: one at ``path``, more beside it where they do not fit in one.

    Args:
        profile: the open profile.
        files: what goes out, in order.
        path: the first draft; the second is called ``…-2``.
        language: of the letter; None: the profile's.
        size_limit: bytes of files in one draft; 0 is what one file is held to. A file larger than that has its own.

    Raises:
        ExchangeFileError: a file could not be read, or a draft not written.
    """
    from neksus_desktop.exchange.outbox import SIZE_LIMIT
    from neksus_desktop.usecases.export import free_name, put

    limit = size_limit or SIZE_LIMIT
    loads: list[list[Path]] = []
    room = 0
    for file in files:
        size = file.stat().st_size if file.is_file() else 0
        if not loads or size > room:
            loads.append([])
            room = limit
        loads[-1].append(file)
        room -= size
    written = []
    for number, load in enumerate(loads, start=1):
        of = path if number == 1 else path.parent / free_name(path.parent, f"{path.stem}-{number}{path.suffix}")
        put(of, email_draft(profile, load, language, part=(number, len(loads))))
        written.append(of)
    return tuple(written)


def email_draft(
    profile: Profile, files: Sequence[Path], language: Language | None = None, *, part: tuple[int, int] = (1, 1)
) -> bytes:
    """An e-mail draft (``.eml``) with the files attached, for the user's own mail program; it names no contents.

    ``part`` is which of how many drafts this is.

    Raises:
        ExchangeFileError: a file could not be read.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    spoken = language or profile.settings.language
    number, count = part
    draft = EmailMessage(policy=SMTP)
    subject = text(spoken, "exchange.mail.subject", name=profile.card.name)
    draft["Subject"] = f"{subject} ({number}/{count})" if count > 1 else subject
    draft["X-Unsent"] = "1"
    draft.set_content(count_text(spoken, "exchange.mail.body", len(files), name=profile.card.name))
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ExchangeFileError(file=path.name, reason="read") from error
        draft.add_attachment(content, maintype="application", subtype="json", filename=path.name)
    return draft.as_bytes()


def transfer_list(profile: Profile, files: Iterable[Path], language: Language | None = None) -> str:
    """A list to print and send along with a courier: per file its name, for whom, size and checksum.

    Raises:
        ExchangeFileError: a file could not be read.
    """
    spoken = language or profile.settings.language
    lines, to = [text(spoken, "exchange.list.title", name=profile.card.name), ""], _recipients(profile)
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ExchangeFileError(file=path.name, reason="read") from error
        digest = hashlib.sha256(content).hexdigest()
        groups = " ".join(digest[at : at + 8] for at in range(0, 64, 8))
        lines.append(text(spoken, "exchange.list.file", file=path.name, size=len(content)))
        if path.name in to:
            lines.append(text(spoken, "exchange.list.to", names=", ".join(to[path.name])))
        lines.append(text(spoken, "exchange.list.digest", digest=groups))
    lines += ["", text(spoken, "exchange.list.signed")]
    return "\n".join(lines) + "\n"


def _recipients(profile: Profile) -> dict[str, list[str]]:
    """The names of those whom each file of the outbox is for; of files of one name the newest."""
    from neksus_desktop.storage import transfers

    names = _names(profile)
    newest: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for row in transfers.outgoing(profile.store):
        if newest.setdefault(row.file_name, row.digest) == row.digest:
            found.setdefault(row.file_name, []).extend(names.get(one, one[:8]) for one in row.recipients)
    return {file: sorted(to) for file, to in found.items() if to}


def _rows(profile: Profile, outgoing: str, to: str) -> list[OutgoingRow]:
    """The row of an id or a recipient's number, or those of the newest file of a name: one per recipient."""
    from neksus_desktop.storage import transfers

    names = _names(profile)
    rows = [
        row for row in transfers.outgoing(profile.store)
        if not to or any(to in {one, names.get(one)} for one in row.recipients)
    ]  # fmt: skip
    number = int(outgoing) if outgoing.isascii() and outgoing.isdecimal() else 0
    named = [row for row in rows if outgoing in {row.id, row.file_name} or (row.recipients and row.sequence == number)]
    if not named:
        raise NotFoundError(kind="outgoing", id=outgoing)
    of_number = {names.get(one, one) for row in named for one in row.recipients} if number else set()
    if len(of_number) > 1:
        raise UsageError(reason="several_files", number=number, names=", ".join(sorted(of_number)))
    return [row for row in named if row.digest == named[0].digest]


def _names(profile: Profile) -> dict[str, str]:
    from neksus_desktop.storage import peers

    return {peer.thumbprint: peer.name for peer in peers.peers(profile.store)}
