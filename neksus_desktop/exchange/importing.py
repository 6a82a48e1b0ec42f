"""Taking planned files in: one transaction over all of them, and a receipt for each sender."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from neksus_desktop.bundles.payload import Receipt, ReceiptItem
from neksus_desktop.bundles.read import Bundle
from neksus_desktop.errors import ExchangeFileError, ExchangeStoppedError, NeksusError
from neksus_desktop.exchange.apply import Choices, Outcome, Writer, apply_records
from neksus_desktop.exchange.others import apply_comments, apply_forms
from neksus_desktop.exchange.outbox import OutFile, Sending, file_name, make_files
from neksus_desktop.exchange.pieces import take_pieces, told
from neksus_desktop.exchange.plan import FilePlan, read_file
from neksus_desktop.exchange.receipts import receipt_group, settle, take_in
from neksus_desktop.exchange.roster import apply_roster
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
from neksus_desktop.records.workplace import Card
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text
from neksus_desktop.storage.transfers import IncomingRow, add_incoming

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: its records by action, whether it was applied at all, and what in it waits."""

    path: Path
    applied: bool
    counts: dict[str, int]
    code: str = ""
    waiting: tuple[tuple[RecordId, VersionHash], ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of all files, and the receipts to send back, each with the card of whom it is for."""

    files: tuple[FileResult, ...]
    receipts: tuple[tuple[Card, OutFile], ...]


def apply_files(
    writer: Writer,
    plans: Sequence[FilePlan],
    choices: Choices,
    *,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
) -> Imported:
    """Apply planned files in their order, all of them or none; one that is no longer what was planned is refused.

    Raises:
        ExchangeStoppedError: ``cancelled`` was set; nothing was changed.
        StorageError: it could not be written; nothing was changed.
    """
    total = sum(len(plan.items) for plan in plans)
    results: list[FileResult] = []
    answers: dict[Thumbprint, tuple[Bundle, list[Receipt]]] = {}
    done: set[str] = set()
    step = _Step(total, progress, cancelled)
    with writer.store.write():
        for plan in plans:
            step.check()
            if plan.error is not None:
                results.append(FileResult(plan.path, applied=False, counts={"refused": 1}, code=plan.error.code))
                step.advance()
                continue
            if plan.left_out or plan.digest in done:
                results.append(FileResult(plan.path, applied=True, counts={"have": len(plan.items)}))
                step.advance(len(plan.items))
                continue
            done.add(plan.digest)
            try:
                bundle = plan.bundle or _again(writer, plan)
            except NeksusError as error:
                results.append(FileResult(plan.path, applied=False, counts={"refused": 1}, code=error.code))
                step.advance()
                continue
            outcomes = []
            for outcome in _apply_one(writer, bundle, choices, anyone=plan.recovery is not None):
                outcomes.append(outcome)
                step.advance()
            results.append(_note(writer, plan, outcomes))
            if bundle.kind != "receipt" and plan.recovery is None and plan.sender not in writer.workplace.names:
                items = told(writer.store, bundle, (outcome.item for outcome in outcomes if outcome.item))
                receipt = _receipt(writer, plan, items)
                answers.setdefault(bundle.header.sender.thumbprint, (bundle, []))[1].append(receipt)
        receipts = tuple(_receipt_file(writer, bundle, found) for bundle, found in answers.values())
    return Imported(tuple(results), receipts)


class _Step:
    """Progress and stopping, per record."""

    def __init__(self, total: int, progress: Progress | None, cancelled: threading.Event | None) -> None:
        self._at, self._total, self._progress, self._cancelled = 0, max(total, 1), progress, cancelled

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled.is_set():
            raise ExchangeStoppedError

    def advance(self, records: int = 1) -> None:
        self.check()
        self._at += records
        if self._progress is not None:
            self._progress(min(self._at, self._total), self._total)


def _again(writer: Writer, plan: FilePlan) -> Bundle:
    bundle = read_file(writer.store, writer.workplace, plan.path, writer.now, plan.recovery)
    if bundle.digest != plan.digest:
        raise ExchangeFileError(file=plan.path.name, reason="differs")
    return bundle


def _apply_one(writer: Writer, bundle: Bundle, choices: Choices, *, anyone: bool) -> Iterator[Outcome]:
    contents = (entry.content for entry in bundle.entries())
    if bundle.kind == "records":
        yield from apply_records(writer, bundle, choices)
        take_pieces(writer.store, bundle, writer.now)
        settle(writer.store, bundle.header, ((one.record, one.version) for one in bundle.outline))
    elif bundle.kind == "comments":
        yield from apply_comments(writer, bundle, anyone=anyone)
    elif bundle.kind == "forms":
        yield from apply_forms(writer, bundle.entries())
    elif bundle.kind == "roster":
        apply_roster(writer.store, writer.workplace, bundle.header, contents, writer.now)
    else:
        take_in(writer.store, bundle.header, (one for one in contents if isinstance(one, Receipt)))


def _note(writer: Writer, plan: FilePlan, outcomes: Sequence[Outcome]) -> FileResult:
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.action] = counts.get(outcome.action, 0) + 1
    assert plan.sender is not None
    row = IncomingRow(
        digest=plan.digest, sender=plan.sender, kind=plan.kind or "", sequence=plan.sequence,
        received_at=to_text(writer.now), result_json=json.dumps(counts, sort_keys=True),
    )  # fmt: skip
    if plan.sender not in writer.workplace.names and plan.recovery is None:
        add_incoming(writer.store, row)
    waiting = tuple(
        (one.item.record, one.item.version) for one in outcomes if one.item and one.item.result == "waiting"
    )
    return FileResult(plan.path, applied=True, counts=counts, waiting=waiting)


def _receipt(writer: Writer, plan: FilePlan, items: Iterable[ReceiptItem]) -> Receipt:
    at = writer.now.astimezone(UTC)
    return Receipt(digest=plan.digest, sequence=plan.sequence, received_at=at, items=tuple(items))


def _receipt_file(writer: Writer, bundle: Bundle, receipts: list[Receipt]) -> tuple[Card, OutFile]:
    store: Store = writer.store
    card = bundle.header.sender
    sending = Sending(
        kind="receipt", recipients=(card,), made_at=writer.now, invented=bundle.header.invented, size_limit=2**62
    )
    groups = [receipt_group(receipt) for receipt in receipts]
    own = writer.workplace
    (made,) = make_files(store, own, sending, groups, lambda number: file_name(own.card, (card,), number))
    return card, made
