"""What travelled: files that went out and what became of them, files that came in, what is missing, what is ready.

The one list of it; the window, the command line and the printed list show it. Sending again and the roads stand in
``outbox``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import NotFoundError
from neksus_desktop.texts import Language, room, text

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.transfers import IncomingRow, OutgoingRow
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.titles import Titles
    from neksus_desktop.usecases.waiting import Waiting

SentState = Literal["exported", "confirmed", "partly", "refused", "waiting"]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was made. Times are local; ``answered_at`` is when the newest receipt was made.

    ``state``: exported (no word yet), confirmed, partly confirmed, refused, or waiting for a choice over there. What
    was for everybody is never more than partly confirmed.
    """

    id: str
    kind: str
    sequence: int
    name: str
    recipients: tuple[str, ...]
    made_at: datetime
    records: int
    state: SentState
    answered_at: datetime | None
    refused: int
    digest: str
    answered_by: tuple[str, ...] = ()
    """Of a file for everybody: who has said to have it."""


@dataclass(frozen=True, slots=True)
class SentItem:
    """One record in a file, or one form (called by its id, as a record is that was deleted since).

    ``state``: "" (no word yet), confirmed, refused or waiting; ``reason`` came with it.
    """

    record: str
    title: str
    version: str
    state: str
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was taken in; ``counts`` are its rows by action."""

    sender: str
    kind: str
    sequence: int
    received_at: datetime
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """Numbers of files from a workplace that never came."""

    sender: str
    thumbprint: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MissingFiles:
    """How many files a record waits for: here, or at the workplace ``name``."""

    record: str
    title: str
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Transfers:
    """Everything that travelled, newest first; the numbers that never came; how many records are ready to be sent.

    ``waiting`` are records that came in and wait for a choice here, ``awaiting`` those whose attachments are still on
    their way, ``asked_for`` those whose attachments a recipient waits for.
    """

    sent: tuple[SentFile, ...]
    received: tuple[ReceivedFile, ...]
    missing: tuple[Missing, ...]
    ready: int
    waiting: tuple[Waiting, ...]
    awaiting: tuple[MissingFiles, ...]
    asked_for: tuple[MissingFiles, ...]


def transfers(profile: Profile) -> Transfers:
    """Everything that travelled."""
    from neksus_desktop.storage import transfers as stored
    from neksus_desktop.storage.listing import RowQuery, count
    from neksus_desktop.usecases.waiting import waiting

    names, zone, waits = _names(profile), profile.now(), waiting(profile)
    open_in = Counter(one.digest for one in waits)
    received = stored.incoming(profile.store)
    gaps = {row.sender: tuple(stored.gaps(profile.store, row.sender)) for row in received}
    return Transfers(
        sent=tuple(_sent(profile, row, names, zone) for row in stored.outgoing(profile.store)),
        received=tuple(
            ReceivedFile(
                names.get(row.sender, row.sender[:8]), row.kind, row.sequence, _local(row.received_at, zone),
                _counts(row, open_in[row.digest]),
            )
            for row in received
        ),
        missing=tuple(Missing(names.get(one, one[:8]), one, numbers) for one, numbers in gaps.items() if numbers),
        ready=count(profile.store, RowQuery(statuses=("approved",))),
        waiting=waits,
        awaiting=_awaiting(profile),
        asked_for=_asked_for(profile, names),
    )  # fmt: skip


def _awaiting(profile: Profile) -> tuple[MissingFiles, ...]:
    from neksus_desktop.exchange.pieces import awaited
    from neksus_desktop.usecases.titles import Titles

    titles = Titles(profile)
    return tuple(
        MissingFiles(record, _title(titles, record), count) for record, count in awaited(profile.store).items()
    )


def _asked_for(profile: Profile, names: dict[str, str]) -> tuple[MissingFiles, ...]:
    from neksus_desktop.exchange.attaching import asked_for
    from neksus_desktop.usecases.titles import Titles

    titles = Titles(profile)
    return tuple(
        MissingFiles(record, _title(titles, record), count, names.get(recipient, recipient[:8]))
        for recipient, record, count in asked_for(profile.store)
    )


def sent_items(profile: Profile, outgoing: str) -> tuple[SentItem, ...]:
    """The records in a file that was made, by the file's id, and what became of each."""
    from neksus_desktop.storage import transfers as stored
    from neksus_desktop.usecases.titles import Titles

    zone, titles = profile.now(), Titles(profile)
    return tuple(
        SentItem(
            item.record, _title(titles, item.record) or item.record, item.version, item.state, item.reason,
            _local(item.at, zone) if item.at else None,
        )
        for item in stored.outgoing_items(profile.store, outgoing=outgoing)
    )  # fmt: skip


def reason_words(language: Language, item: SentItem) -> str:
    """Why a recipient refused or left a record, in words: a known reason in ours, any other as it was written there."""
    known = f"refusal.{item.reason}"
    return text(language, f"exchange.refusal.{item.reason}") if known in room(language, "exchange") else item.reason


def receipt_counts(plan: ImportPlan) -> dict[str, int]:
    """What the receipts in a plan say of records that were sent: accepted, waiting, refused."""
    from neksus_desktop.bundles.payload import Receipt

    found = {"accepted": 0, "waiting": 0, "refused": 0}
    for file in plan.files:
        for entry in file.bundle.entries() if file.bundle is not None else ():
            if isinstance(entry.content, Receipt):
                for item in entry.content.items:
                    found[item.result] += 1
    return found


def _sent(profile: Profile, row: OutgoingRow, names: dict[str, str], zone: datetime) -> SentFile:
    from neksus_desktop.storage import transfers as stored

    items = stored.outgoing_items(profile.store, outgoing=row.id)
    by = {} if row.recipients else _answered_by(profile, row.id, names)
    answers = [*(item.at for item in items if item.at), *by.values()]
    states = {item.state for item in items} | ({"confirmed"} if by else set())
    return SentFile(
        id=row.id, kind=row.kind, sequence=row.sequence, name=row.file_name,
        recipients=tuple(names.get(one, one[:8]) for one in row.recipients), made_at=_local(row.made_at, zone),
        records=len({item.record for item in items}), state=_state("partly" if by else row.state, states),
        answered_at=_local(max(answers), zone) if answers else None,
        refused=sum(item.state == "refused" for item in items), digest=row.digest,
        answered_by=tuple(by),
    )  # fmt: skip


def _answered_by(profile: Profile, outgoing: str, names: dict[str, str]) -> dict[str, str]:
    """Who answered for a file that was for everybody, and when, by name."""
    from neksus_desktop.exchange.receipts import answered_at
    from neksus_desktop.records.ids import Thumbprint

    found = {name: answered_at(profile.store, outgoing, Thumbprint(key)) for key, name in names.items()}
    return {name: at for name, at in sorted(found.items()) if at}


def _state(file: str, items: Iterable[str]) -> SentState:
    told = set(items)
    if file == "confirmed":
        return "confirmed"
    if told == {"refused"}:
        return "refused"
    if "waiting" in told and "confirmed" not in told:
        return "waiting"
    return "partly" if file == "partly" else "exported"


def _counts(row: IncomingRow, waiting: int) -> dict[str, int]:
    """Rows by action; of what needed a choice only what needs it still."""
    told: dict[str, int] = json.loads(row.result_json or "{}")
    settled = {action: number for action, number in told.items() if action not in {"conflict", "waiting"}}
    return {**settled, "conflict": waiting} if waiting else settled


def _names(profile: Profile) -> dict[str, str]:
    from neksus_desktop.storage.peers import peers

    names: dict[str, str] = {peer.thumbprint: peer.name for peer in peers(profile.store)}
    names[profile.card.thumbprint] = profile.card.name
    return names


def _title(titles: Titles, record: RecordId) -> str:
    try:
        return titles.of_record(record)
    except NotFoundError:
        return ""


def _local(text: str, zone: datetime) -> datetime:
    from neksus_desktop.storage.times import to_moment

    return to_moment(text).astimezone(zone.tzinfo)
