"""Close, open again, move and hand over follow-up points, one or many at a time.

Rules kept here:

* a point belongs to its record; a change is a change of the record's fields, with its place in the history;
* the approved Version is never touched: a decided record is opened for change first, if ``reopen`` allows it;
* what waits for approval is not written to; those points are told back;
* a point that is repeated is closed as any other, and a new one of the same words takes over with a later deadline.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

PointRef = tuple[str, str]
"""Record id and follow-up id."""
DECIDED = frozenset({"approved", "exported", "confirmed"})
"""Statuses of records that must be opened for change first."""
_UNDONE = {"state": "aapen", "outcome": ""}
_CHANGED = ("state", "outcome", "deadline", "responsible")


@dataclass(frozen=True, slots=True)
class Ground:
    """What an outcome rests on: a code of ``grunnlagstype``, a title, an ISO date."""

    kind: str
    title: str
    dated: str


@dataclass(frozen=True, slots=True)
class FollowUpResult:
    """How many points were changed, and how many were left; ``undo`` gives back the former fields per record."""

    changed: int
    waiting: int
    decided: int
    undo: dict[str, dict[str, str]]


def change_follow_ups(
    profile: Profile,
    points: Iterable[PointRef],
    changes: Mapping[str, str],
    *,
    ground: Ground | None = None,
    again: int = 0,
    reopen: bool = False,
) -> FollowUpResult:
    """Give the same attributes (state, outcome, deadline, responsible) to several follow-up points, in one transaction.

    With ``again`` each gets a successor, due so many months after its own deadline, or after today if it has none or
    that day would have passed. Points of records that wait for approval, and of decided records unless ``reopen``, are
    left and counted.
    """
    by_record: dict[str, list[str]] = {}
    for record, point in points:
        by_record.setdefault(record, []).append(point)
    changed = waiting = decided = 0
    undo: dict[str, dict[str, str]] = {}
    with profile.store.write():
        for record_id, ids in by_record.items():
            status = _status(profile, record_id)
            if status == "for_approval":
                waiting += len(ids)
            elif status in DECIDED and not reopen:
                decided += len(ids)
            else:
                undo[record_id] = _write(profile, record_id, ids, changes, ground, again, reopen=status in DECIDED)
                changed += len(ids)
    return FollowUpResult(changed, waiting, decided, undo)


def next_deadline(deadline: str, months: int, today: date) -> str:
    """The ISO date ``months`` after ``deadline``, the last of its month where there is no such day.

    Counted from ``today`` when there is no deadline, or when the day would have passed already.
    """
    try:
        begins = [date.fromisoformat(deadline), today]
    except ValueError:
        begins = [today]
    for begin in begins:
        year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
        found = date(year, month + 1, min(begin.day, monthrange(year, month + 1)[1]))
        if found > today:
            break
    return found.isoformat()


def take_back(profile: Profile, undo: Mapping[str, Mapping[str, str]]) -> None:
    """Undo a change: write the former fields again, in one transaction. A record opened for change stays open."""
    from neksus_desktop.usecases.records import save_fields

    with profile.store.write():
        for record_id, fields in undo.items():
            save_fields(profile, record_id, fields)


def _status(profile: Profile, record_id: str) -> str:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import load_record

    return load_record(profile.store, RecordId(record_id)).status


def _write(
    profile: Profile,
    record_id: str,
    ids: list[str],
    changes: Mapping[str, str],
    ground: Ground | None,
    again: int,
    *,
    reopen: bool,
) -> dict[str, str]:
    from neksus_desktop.records.ids import RecordId, short_id
    from neksus_desktop.records.note import Evidence
    from neksus_desktop.records.record import evidence_fields, follow_up_fields
    from neksus_desktop.storage.records import load_record
    from neksus_desktop.usecases import decide
    from neksus_desktop.usecases.records import save_fields

    if reopen:
        decide.reopen(profile, record_id)
    record = load_record(profile.store, RecordId(record_id))
    fields = record.fields
    wanted = {f"followup/{point}/{name}": value for point in ids for name, value in changes.items() if name in _CHANGED}
    if ground is not None:
        for point in sorted({fields.get(f"followup/{key}/point", "") for key in ids}):
            evidence = Evidence(id=short_id(), point=point, kind=ground.kind, title=ground.title, dated=ground.dated)
            wanted |= evidence_fields(evidence)
    for former in record.follow_ups() if again else ():
        if former.id in ids:
            due = next_deadline(former.deadline, again, profile.now().date())
            wanted |= follow_up_fields(former.model_copy(update={"id": short_id(), "deadline": due, **_UNDONE}))
    save_fields(profile, record_id, wanted)
    return {path: fields.get(path, "") for path in wanted}
