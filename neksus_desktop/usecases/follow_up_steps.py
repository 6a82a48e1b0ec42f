"""Close, open again, move and hand over follow-up points, one or many at a time.

Rules kept here:

* a point belongs to its record; a change is a change of the record's fields, with its place in the history;
* follow-up is work after the approval: an approved record stays approved, and so does its Version (``following_up``);
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
    undo: dict[str, dict[str, str]]


def change_follow_ups(
    profile: Profile,
    points: Iterable[PointRef],
    changes: Mapping[str, str],
    *,
    ground: Ground | None = None,
    again: int = 0,
) -> FollowUpResult:
    """Give the same attributes (state, outcome, deadline, responsible) to several follow-up points, in one transaction.

    With ``again`` each gets a successor, due so many months after its own deadline, or after today if it has none or
    that day would have passed. Points of records that wait for approval are left and counted.
    """
    by_record: dict[str, list[str]] = {}
    for record, point in points:
        by_record.setdefault(record, []).append(point)
    changed = waiting = 0
    undo: dict[str, dict[str, str]] = {}
    with profile.store.write():
        for record_id, ids in by_record.items():
            if _status(profile, record_id) == "for_approval":
                waiting += len(ids)
            else:
                undo[record_id] = _write(profile, record_id, ids, changes, ground, again)
                changed += len(ids)
    return FollowUpResult(changed, waiting, undo)


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
    """Undo a change: write the former fields again, in one transaction."""
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
) -> dict[str, str]:
    from neksus_desktop.records.ids import RecordId, short_id
    from neksus_desktop.records.note import Evidence
    from neksus_desktop.records.record import evidence_fields, follow_up_fields
    from neksus_desktop.storage.records import load_record
    from neksus_desktop.usecases.records import save_fields

    record = load_record(profile.store, RecordId(record_id))
    fields = record.fields
    wanted = {f"followup/{point}/{name}": value for point in ids for name, value in changes.items() if name in _CHANGED}
    if ground is not None:
        of = {fields.get(f"followup/{key}/point", ""): key for key in reversed(ids)}
        for point, key in sorted(of.items()):
            wanted |= evidence_fields(
                Evidence(
                    id=short_id(), point=point, kind=ground.kind, title=ground.title, dated=ground.dated, followup=key
                )
            )
    for former in record.follow_ups() if again else ():
        if former.id in ids:
            due = next_deadline(former.deadline, again, profile.now().date())
            wanted |= follow_up_fields(former.model_copy(update={"id": short_id(), "deadline": due, **_UNDONE}))
    save_fields(profile, record_id, wanted)
    return {path: fields.get(path, "") for path in wanted}
