"""Take files in: plan first, then apply in one transaction, then hand back the receipts to be returned."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import ExchangeFileError, ExchangeStoppedError, NotFoundError

if TYPE_CHECKING:
    from neksus_desktop.exchange.apply import RecordChoice
    from neksus_desktop.exchange.importing import FileResult
    from neksus_desktop.exchange.plan import FilePlan, PlanItem
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.titles import Titles

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would happen. ``items`` are rows file by file; nothing has been changed."""

    files: tuple[FilePlan, ...]
    items: tuple[PlanItem, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by action."""
        found: dict[str, int] = {}
        for item in self.items:
            found[item.action] = found.get(item.action, 0) + 1
        return found

    @property
    def refused(self) -> bool:
        """Whether a whole file was refused."""
        return any(plan.error is not None for plan in self.files)


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt to send back: to whom, under which name, its bytes, and where it was written if it was."""

    to: str
    name: str
    content: bytes
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was done: rows by action, file by file, and the receipts."""

    counts: dict[str, int]
    files: tuple[FileResult, ...]
    receipts: tuple[ReceiptFile, ...]


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files to read: each path, or for a folder every ``.json`` file in it (not in the folders below).

    What a system or an office program puts beside them (``._name``, ``~$name``) is nobody's file.
    """
    found: list[Path] = []
    for path in paths:
        found += sorted(filter(_somebodys, path.glob("*.json"))) if path.is_dir() else [path]
    return found


def _somebodys(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$"))


def plan_import(
    profile: Profile,
    paths: Sequence[Path],
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
    *,
    recovery_code: str | None = None,
) -> ImportPlan:
    """Read files and tell what taking them in would do; one bad file never stops the rest.

    With ``recovery_code``, the printed one, files that this workplace once sent are opened: the way back after every
    key was lost.

    Raises:
        ExchangeStoppedError: ``cancelled`` was set.
        StorageRecoveryCodeError: the code is mistyped.
    """
    from neksus_desktop.bundles.keys import sealing_key_from_secret
    from neksus_desktop.exchange.plan import Room, in_order, plan_file
    from neksus_desktop.storage.recovery_code import from_code as recovery_code_bytes
    from neksus_desktop.usecases.keys import workplace
    from neksus_desktop.usecases.titles import Titles

    own, now, recovery = workplace(profile), profile.now(), None
    if recovery_code is not None:
        recovery = sealing_key_from_secret(recovery_code_bytes(recovery_code))
    listed, titles, room = files_in(paths), Titles(profile), Room()
    plans = []
    for number, path in enumerate(listed, start=1):
        if cancelled is not None and cancelled.is_set():
            raise ExchangeStoppedError
        plan = plan_file(profile.store, own, path, now, recovery, keep=room.parsed)
        plans.append(room.hold(_titled(titles, plan)))
        if progress is not None:
            progress(number, len(listed))
    files = tuple(in_order(plans))
    return ImportPlan(files, tuple(item for plan in files for item in plan.items))


def _titled(titles: Titles, plan: FilePlan) -> FilePlan:
    """The plan with records called by their own titles where they have any, those of one form together.

    Below a remark stands what its record is called here.
    """
    if plan.kind == "comments":
        return replace(plan, items=tuple(replace(item, form_title=_title_here(titles, item)) for item in plan.items))
    if plan.bundle is None or not any(titles.own(item.form) for item in plan.items if item.record):
        return plan
    from neksus_desktop.records.version import Version

    hashes = iter(plan.bundle.outline)
    found = {
        next(hashes).version: titles.of(one.form.id, one.fields, one.subject.title)
        for entry in plan.bundle.entries()
        if isinstance(one := entry.content, Version)
    }
    items = [
        replace(item, title=found.get(item.version, item.title), form_title=titles.form(item.form))
        if item.version
        else item
        for item in plan.items
    ]
    return replace(plan, items=tuple(sorted(items, key=lambda item: item.form_title)))


def _title_here(titles: Titles, item: PlanItem) -> str:
    try:
        return titles.of_record(item.record) if item.record is not None else ""
    except NotFoundError:
        return ""


def apply_import(
    profile: Profile,
    plan: ImportPlan,
    choices: Mapping[RecordId, RecordChoice] | None = None,
    *,
    receipts_to: Path | None = None,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
) -> ImportResult:
    """Take planned files in: all in one transaction, or nothing.

    Args:
        profile: the open profile.
        plan: from ``plan_import``; a record whose collisions have no choice is left as it is and told as waiting.
        choices: what was decided per record.
        receipts_to: a folder in which to write the receipts, or a file for the first one; others come beside it.
        progress: called with rows done and rows in all.
        cancelled: set it to stop; nothing is changed then.

    Raises:
        ExchangeStoppedError: it was stopped.
        ExchangeFileError: a file changed since it was planned, or a receipt could not be written.
        StorageError: it could not be written; nothing was changed.
    """
    from neksus_desktop.exchange.apply import Writer
    from neksus_desktop.exchange.importing import apply_files
    from neksus_desktop.usecases import export, waiting
    from neksus_desktop.usecases.keys import workplace

    _set_copy_aside(profile, plan)
    writer = Writer(profile.store, workplace(profile), profile.role, profile.now())
    with profile.store.write():
        done = apply_files(writer, plan.files, choices or {}, progress=progress, cancelled=cancelled)
        waiting.remember(profile, plan.files, done.files)
        receipts: list[ReceiptFile] = []
        for card, made in done.receipts:
            path = None
            if receipts_to is not None:
                path = _receipt_path(receipts_to, made.name, first=not receipts)
                try:
                    export.put(path, made.content)
                except ExchangeFileError as error:
                    raise export.failed(error, "receipt") from error
            export.keep(profile, made)
            receipts.append(ReceiptFile(card.name, made.name, made.content, path))
    waiting.tidy(profile)
    counts: dict[str, int] = {}
    for file in done.files:
        for action, count in file.counts.items():
            counts[action] = counts.get(action, 0) + count
    return ImportResult(counts, done.files, tuple(receipts))


def _receipt_path(wanted: Path, name: str, *, first: bool) -> Path:
    from neksus_desktop.usecases.export import free_name

    if first and not wanted.is_dir():
        return wanted
    folder = wanted if wanted.is_dir() else wanted.parent
    return folder / free_name(folder, name)


def _set_copy_aside(profile: Profile, plan: ImportPlan) -> None:
    """A safety copy before records are taken in; receipts, and files that bring nothing new, need none."""
    from neksus_desktop.usecases.maintain import back_up

    if any(item.action in {"new", "update", "conflict"} for item in plan.items):
        back_up(profile, "import")
