"""Send records: make the files for one or more recipients, write them, read them back."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import (
    ExchangeFileError,
    ExchangeNothingError,
    ExchangeRecipientError,
    ExchangeStoppedError,
    FormError,
    NotFoundError,
)
from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    import threading

    from neksus_desktop.bundles.payload import Edition
    from neksus_desktop.exchange.editions import Coded
    from neksus_desktop.exchange.groups import Group
    from neksus_desktop.exchange.ledger import Ledger
    from neksus_desktop.exchange.outbox import OutFile, Sending
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.record import FormRef, Record
    from neksus_desktop.records.version import Version
    from neksus_desktop.records.workplace import Card
    from neksus_desktop.usecases.profile import Profile

Progress = Callable[[int, int], None]

_CONTROLS = frozenset({"select", "select1", "trigger", "range", "rank"})
_TYPES = frozenset({"int", "decimal", "date", "time", "dateTime", "boolean"})
_ROW = re.compile(r"\[[^\]]*\]")
DEFAULT_EDITION: Edition = "anonymised"
"""What goes out when nobody chose: the least there is (decision 0013). More goes only when chosen."""
KEEP = "outbox"
"""Folder in the profile with what was sent, each file sealed to ourselves only."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The files that were written and read back; ``sequence`` is the first one's number, ``to`` whom they are for."""

    files: tuple[Path, ...]
    records: int
    sequence: int
    to: tuple[str, ...] = ()


class Written(NamedTuple):
    """The files that were written, and the first one's number: the first recipient's, 0 when there is none.

    ``kept`` are the copies for sending again.
    """

    files: tuple[Path, ...]
    sequence: int
    kept: tuple[Path, ...] = ()


def export_records(
    profile: Profile,
    ids: Sequence[str],
    to: str | Sequence[str],
    destination: Path,
    *,
    plain: bool = False,
    edition: Edition = DEFAULT_EDITION,
    size_limit: int = 0,
    attachments: bool | None = None,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
) -> ExportResult:
    """Send records to one or more trusted workplaces. A draft travels only because it is named, and as a draft.

    Nothing waits while the files are made: they are noted at the end, in one short write.

    Args:
        profile: the open profile.
        ids: the records' ids.
        to: name or thumbprint of the recipient, or several.
        destination: a folder, in which the files get their own names, or a file.
        plain: signed only, readable by anybody who gets hold of the file.
        edition: what the recipients may see.
        size_limit: bytes per file; 0 is the default, made for e-mail.
        attachments: whether the records' files go with them; None: with the full edition only. What the recipients
            have said to have does not go again.
        progress: called with records done and records in all.
        cancelled: set it to stop; the files are removed again and nothing is noted as sent.

    Raises:
        ExchangeStoppedError: it was stopped.
        ExchangeNothingError: no records.
        ExchangeRecipientError: a recipient is unknown or revoked.
        ExchangeFileError: a file could not be written; nothing is noted as sent.
        NotFoundError: no such record.
        InventedMixError: invented and real records in one transfer.
    """
    from neksus_desktop.exchange.ledger import OvertakenError
    from neksus_desktop.exchange.outbox import SIZE_LIMIT, Sending
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records
    from neksus_desktop.usecases.approvers import vouched

    if not ids:
        raise ExchangeNothingError
    chosen = list(dict.fromkeys(RecordId(one) for one in ids))
    sending = Sending(
        kind="records",
        recipients=recipients(profile, to),
        made_at=profile.now(),
        invented=records.load_record(profile.store, chosen[0]).invented,
        edition=edition,
        plain=plain,
        size_limit=size_limit or SIZE_LIMIT,
        approvers=vouched(profile),
        attachments=attachments,
    )
    watch = _Watch(len(chosen), progress, cancelled)
    try:
        written = _made_and_noted(profile, chosen, sending, destination, watch)
    except OvertakenError:
        with profile.store.write():
            written = _made_and_noted(profile, chosen, sending, destination, watch)
    names = tuple(card.name for card in sending.recipients)
    return ExportResult(written.files, len(chosen), written.sequence, names)


def _made_and_noted(
    profile: Profile, chosen: Sequence[RecordId], sending: Sending, destination: Path, watch: _Watch
) -> Written:
    from neksus_desktop.exchange.ledger import Ledger

    ledger = Ledger(profile.store)
    written = write_files(profile, sending, _groups(profile, chosen, sending, watch), destination, ledger)
    with _taken_back(written):
        watch.see(len(chosen))
        with profile.store.write():
            ledger.note()
            for one in chosen:
                _exported(profile, one)
    return written


def _groups(profile: Profile, chosen: Sequence[RecordId], sending: Sending, watch: _Watch) -> Iterator[Group]:
    """What goes out of each record, one after the other."""
    from neksus_desktop.exchange.outbox import record_group, sent_to

    coded, sent = coded_of(profile), sent_to(profile.store)
    for at, one in enumerate(chosen):
        watch.see(at)
        yield record_group(profile.store, one, sending, role=profile.role, coded=coded, sent=sent)


class _Watch(NamedTuple):
    """Whoever waits: told how far it is, and asked whether to go on."""

    records: int
    progress: Progress | None
    cancelled: threading.Event | None

    def see(self, done: int) -> None:
        """Tell, and stop if that was said.

        Raises:
            ExchangeStoppedError: it was.
        """
        if self.cancelled is not None and self.cancelled.is_set():
            raise ExchangeStoppedError
        if self.progress is not None:
            self.progress(done, self.records)


def preview(profile: Profile, ids: Sequence[str], edition: Edition) -> list[Record]:
    """The records exactly as a recipient of this edition will see them; nothing is written.

    Raises:
        NotFoundError: no such record.
    """
    from neksus_desktop.exchange.deciding import current_record
    from neksus_desktop.exchange.editions import edition_of
    from neksus_desktop.records.ids import RecordId

    coded, shown = coded_of(profile), []
    for one in ids:
        record = current_record(profile.store, RecordId(one))
        shown.append(edition_of(as_version(profile, record), edition, coded(record.form)).as_record())
    return shown


def as_version(profile: Profile, record: Record) -> Version:
    """A record as the Version that would leave, for looking only."""
    from neksus_desktop.records.version import Version

    return Version(
        record=record.id, number=1, form=record.form, subject=record.subject, fields=record.fields, reason="exported",
        status=record.status, role=profile.role, made_at=profile.now(), origin=record.origin,
    )  # fmt: skip


def recipients(profile: Profile, to: str | Sequence[str]) -> tuple[Card, ...]:
    """The cards of recipients by name or thumbprint.

    Raises:
        ExchangeRecipientError: none, unknown, revoked, or ourselves; or our own key was withdrawn (own_revoked).
    """
    from neksus_desktop.exchange.identity import recipient_card
    from neksus_desktop.exchange.roster import own_key_withdrawn
    from neksus_desktop.usecases.keys import workplace

    names = [to] if isinstance(to, str) else list(to)
    if not names:
        raise ExchangeRecipientError(name="", reason="none")
    own = workplace(profile)
    if own_key_withdrawn(profile.store, own):
        raise ExchangeRecipientError(name=own.card.name, reason="own_revoked")
    found = {
        card.thumbprint: card for card in (recipient_card(profile.store, own, name, profile.now()) for name in names)
    }
    return tuple(found.values())


def coded_of(profile: Profile) -> Callable[[FormRef], Coded]:
    """What tells the coded answers of a form from prose; for a form that is not here everything is prose."""
    found: dict[tuple[str, str], Coded] = {}

    def of(form: FormRef) -> Coded:
        key = (form.id, form.version)
        if key not in found:
            found[key] = _coded(profile, form)
        return found[key]

    return of


def _coded(profile: Profile, ref: FormRef) -> Coded:
    from neksus_desktop.usecases.forms import load_form

    try:
        form = load_form(profile, ref.id, ref.version)
    except (NotFoundError, FormError):
        return lambda _path, _hidden: False
    seen = {one.path for one in form.definition.templates if one.control in _CONTROLS or one.type in _TYPES}
    rows = {one.path for one in form.definition.templates if one.kind == "repeat"}
    points = {point.id: f"{point.key}/" for point in form.points}

    def coded(path: str, hidden: set[str]) -> bool:
        plain = _ROW.sub("", path)
        return (plain in seen or plain in rows) and not any(
            f"{plain}/".startswith(points[one]) for one in hidden if one in points
        )

    return coded


def write_files(
    profile: Profile, sending: Sending, groups: Iterable[Group], destination: Path, ledger: Ledger | None = None
) -> Written:
    """Make, write and read back the files, to be noted with the ledger; without one inside the caller's transaction.

    Raises:
        ExchangeFileError: a file could not be written; those written before it are removed again.
    """
    from neksus_desktop.exchange.outbox import file_name, make_files
    from neksus_desktop.usecases.keys import workplace

    own = workplace(profile)
    folder = destination if destination.is_dir() else destination.parent
    written: list[Path] = []
    kept: list[Path] = []
    sequence, done = 0, False

    def name_of(number: int) -> str:
        wanted = file_name(own.card, sending.recipients, number) if destination.is_dir() else destination.name
        return free_name(folder, wanted, own_file=not destination.is_dir() and not written)

    try:
        for made in make_files(profile.store, own, sending, groups, name_of, ledger):
            path = folder / made.name
            sequence = sequence or made.sequence
            written.append(path)
            put(path, made.content)
            kept.append(keep(profile, made))
        done = True
    except ExchangeFileError as error:
        raise failed(error, "export") from error
    finally:
        if not done:
            _take_back((*written, *kept))
    return Written(tuple(written), sequence, tuple(kept))


@contextlib.contextmanager
def _taken_back(written: Written) -> Iterator[None]:
    """Files that were not noted, for whatever reason, are removed again."""
    noted = False
    try:
        yield
        noted = True
    finally:
        if not noted:
            _take_back((*written.files, *written.kept))


def _take_back(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def failed(error: ExchangeFileError, doing: str) -> ExchangeFileError:
    """The same fault, but a file that could not be written is told by what was being done (export, receipt)."""
    return ExchangeFileError(**{**error.facts, "reason": doing}) if error.facts.get("reason") == "write" else error


def put(path: Path, content: bytes) -> None:
    """Write a file whole, flushed to the medium, and compare what lies there.

    Raises:
        ExchangeFileError: it could not be written, or reads back different.
    """
    try:
        write_atomically(path, content)
        with contextlib.suppress(OSError):  # a medium without rights, e.g. a memory stick, keeps its own
            path.chmod(0o644)
        same = path.read_bytes() == content
    except OSError as error:
        raise ExchangeFileError(file=str(path), reason="write") from error
    if not same:
        raise ExchangeFileError(file=str(path), reason="differs")


def keep(profile: Profile, made: OutFile) -> Path:
    """Keep what was sent, sealed to ourselves, so that it can be sent again; returns where."""
    folder = profile.folder / KEEP
    path = folder / f"{made.digest}.json"
    try:
        folder.mkdir(exist_ok=True)
        write_atomically(path, made.keep)
    except OSError as error:
        raise ExchangeFileError(file=str(folder), reason="write") from error
    return path


def free_name(folder: Path, wanted: str, *, own_file: bool = False) -> str:
    """``wanted``, or with a number behind it when that name is taken; ``own_file``: the user named it, so replace."""
    if own_file or not (folder / wanted).exists():
        return wanted
    stem, dot, end = wanted.rpartition(".")
    stem, end = (stem, f"{dot}{end}") if stem else (wanted, "")
    number = 2
    while (folder / f"{stem}-{number}{end}").exists():
        number += 1
    return f"{stem}-{number}{end}"


def _exported(profile: Profile, record: str) -> None:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.version import next_status
    from neksus_desktop.storage import records

    status = records.load_record(profile.store, RecordId(record)).status
    after = next_status(status, "export")
    if after != status:
        records.set_status(profile.store, RecordId(record), after)
