"""What went out and what came in, as the window lists it: by file, with names instead of keys, and what is missing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from neksus_desktop.storage.transfers import OutgoingRow
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile

SentState = Literal["waiting", "confirmed", "partly", "refused"]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was made. Times are local; ``answered_at`` is when the newest receipt was made."""

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


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was taken in; ``counts`` are its rows by action."""

    sender: str
    kind: str
    sequence: int
    received_at: datetime
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Transfers:
    """Everything that travelled, newest first, and the numbers that never came, by sender."""

    sent: tuple[SentFile, ...]
    received: tuple[ReceivedFile, ...]
    missing: tuple[tuple[str, tuple[int, ...]], ...]


def transfers(profile: Profile) -> Transfers:
    """Everything that travelled."""
    from neksus_desktop.storage import transfers as stored
    from neksus_desktop.storage.peers import peers

    names: dict[str, str] = {peer.thumbprint: peer.name for peer in peers(profile.store)}
    names[profile.card.thumbprint] = profile.card.name
    received = stored.incoming(profile.store)
    gaps = {row.sender: tuple(stored.gaps(profile.store, row.sender)) for row in received}
    zone = profile.now()
    return Transfers(
        sent=tuple(_sent(profile, row, names, zone) for row in stored.outgoing(profile.store)),
        received=tuple(
            ReceivedFile(
                names.get(row.sender, row.sender[:8]), row.kind, row.sequence, _local(row.received_at, zone),
                json.loads(row.result_json or "{}"),
            )
            for row in received
        ),
        missing=tuple((names.get(sender, sender[:8]), numbers) for sender, numbers in gaps.items() if numbers),
    )  # fmt: skip


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
    refused = sum(item.state == "refused" for item in items)
    answers = [item.at for item in items if item.at]
    if row.state == "confirmed":
        state: SentState = "confirmed"
    elif refused == len(items) and items:
        state = "refused"
    else:
        state = "partly" if row.state == "partly" else "waiting"
    return SentFile(
        id=row.id, kind=row.kind, sequence=row.sequence, name=row.file_name,
        recipients=tuple(names.get(one, one[:8]) for one in row.recipients), made_at=_local(row.made_at, zone),
        records=len({item.record for item in items}), state=state,
        answered_at=_local(max(answers), zone) if answers else None, refused=refused,
    )  # fmt: skip


def _local(text: str, zone: datetime) -> datetime:
    from neksus_desktop.storage.times import to_moment

    return to_moment(text).astimezone(zone.tzinfo)
