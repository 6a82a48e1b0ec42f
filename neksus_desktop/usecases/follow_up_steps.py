"""Close, open again, move and hand over follow-up points, one or many at a time.

Rules kept here:

* a point belongs to its record; a change is a change of the record's fields, with its place in the history;
* the approved Version is never touched: a decided record is opened for change first, and only when ``reopen`` allows it;
* what waits for approval is not written to; those points are told back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

PointRef = tuple[str, str]
"""Record id and follow-up id."""
_DECIDED = frozenset({"approved", "exported", "confirmed"})
_CHANGED = ("state", "outcome", "deadline", "responsible")


@dataclass(frozen=True, slots=True)
class FollowUpResult:
    """What was done. ``before`` gives back the former values of each point, for undo."""

    changed: int
    waiting: int
    decided: int
    before: dict[PointRef, dict[str, str]]


def change_follow_ups(
    profile: Profile, points: Iterable[PointRef], changes: Mapping[str, str], *, reopen: bool = False
) -> FollowUpResult:
    """Give the same attributes (state, outcome, deadline, responsible) to several follow-up points, in one transaction.

    Points of records that wait for approval, and of decided records unless ``reopen``, are left and counted.
    """
    return restore_follow_ups(profile, dict.fromkeys(points, dict(changes)), reopen=reopen)


def restore_follow_ups(
    profile: Profile, wanted: Mapping[PointRef, Mapping[str, str]], *, reopen: bool = False
) -> FollowUpResult:
    """Give each point its own attributes; undo hands ``FollowUpResult.before`` in here."""
    by_record: dict[str, dict[str, Mapping[str, str]]] = {}
    for (record, point), changes in wanted.items():
        by_record.setdefault(record, {})[point] = changes
    waiting = decided = 0
    before: dict[PointRef, dict[str, str]] = {}
    with profile.store.write():
        for record, changes_of in by_record.items():
            status = _status(profile, record)
            if status == "for_approval":
                waiting += len(changes_of)
            elif status in _DECIDED and not reopen:
                decided += len(changes_of)
            else:
                before |= _write(profile, record, changes_of, reopen=status in _DECIDED)
    return FollowUpResult(len(before), waiting, decided, before)


def _status(profile: Profile, record_id: str) -> str:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import load_record

    return load_record(profile.store, RecordId(record_id)).status


def _write(
    profile: Profile, record_id: str, changes_of: Mapping[str, Mapping[str, str]], *, reopen: bool
) -> dict[PointRef, dict[str, str]]:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import load_record
    from neksus_desktop.usecases import decide
    from neksus_desktop.usecases.records import save_fields

    if reopen:
        decide.reopen(profile, record_id)
    fields = load_record(profile.store, RecordId(record_id)).fields
    paths = {
        f"followup/{point}/{name}": value
        for point, changes in changes_of.items()
        for name, value in changes.items()
        if name in _CHANGED
    }
    before = {
        (record_id, point): {name: fields.get(f"followup/{point}/{name}", "") for name in changes}
        for point, changes in changes_of.items()
    }
    save_fields(profile, record_id, paths)
    return before
