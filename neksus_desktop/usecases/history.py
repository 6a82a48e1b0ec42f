"""«Historikk»: who judged what, when, on which ground; comparing Versions; taking an earlier text back; undo.

Rule kept here: nothing is ever taken out of the history; going back is a new change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from neksus_desktop.storage import history as stored
from neksus_desktop.storage import undo as steps
from neksus_desktop.storage.times import to_moment

if TYPE_CHECKING:
    from neksus_desktop.records.change import Change
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.version import Approval
    from neksus_desktop.storage.versions import VersionRow
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class Judgement:
    """One change of an answer or text: when (the writer's local time), which role, from, to, and the grounds then."""

    seq: int
    at: datetime
    role: str
    path: str
    old: str
    new: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs between two Versions; "" where one has none."""

    path: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class VersionName:
    """One Version to choose; ``at`` is local time."""

    hash: str
    number: int
    at: datetime
    role: str


def changes(profile: Profile, record: str, path_prefix: str = "") -> Iterator[Change]:
    """A record's changes, oldest first; only those of paths that begin with ``path_prefix``."""
    return stored.changes(profile.store, _id(record), path_prefix)


def judgements(profile: Profile, record: str, path_prefix: str, point: str = "") -> list[Judgement]:
    """Who judged what, when, on which ground: newest first.

    Args:
        profile: the open profile.
        record: the record's id.
        path_prefix: of the answer or text.
        point: the point whose grounds count; "" for the whole record's.
    """
    found: list[Judgement] = []
    grounds: dict[str, dict[str, str]] = {}
    for change in stored.changes(profile.store, _id(record)):
        if change.path.startswith("evidence/"):
            _, key, attribute = change.path.split("/", 2)
            grounds.setdefault(key, {})[attribute] = change.new
        if change.path.startswith(path_prefix):
            titles = tuple(
                " ".join(part for part in (ground.get("title", ""), ground.get("dated", "")) if part)
                for ground in grounds.values()
                if ground.get("title") and (not point or ground.get("point") == point)
            )
            at = to_moment(change.at, change.offset_minutes)
            found.append(Judgement(change.seq, at, change.role, change.path, change.old, change.new, titles))
    return found[::-1]


def version_rows(profile: Profile, record: str) -> list[VersionRow]:
    """A record's Versions, oldest first."""
    from neksus_desktop.storage.versions import versions

    return versions(profile.store, _id(record))


def version_names(profile: Profile, record: str) -> list[VersionName]:
    """What a person needs to choose between a record's Versions, newest first."""
    here = profile.now().tzinfo
    return [
        VersionName(str(row.hash), row.number, to_moment(row.made_at).astimezone(here), row.role)
        for row in reversed(version_rows(profile, record))
    ]


def decisions(profile: Profile, record: str) -> list[Approval]:
    """A record's approvals and returns, oldest first."""
    from neksus_desktop.storage.approvals import approvals

    return approvals(profile.store, _id(record))


def compare(profile: Profile, first: str, second: str) -> list[Difference]:
    """What differs between two Versions, by path.

    Raises:
        NotFoundError: a Version is not here.
    """
    from neksus_desktop.records.ids import VersionHash
    from neksus_desktop.storage.versions import load_version

    one = load_version(profile.store, VersionHash(first)).fields
    two = load_version(profile.store, VersionHash(second)).fields
    paths = sorted(path for path in one.keys() | two.keys() if one.get(path, "") != two.get(path, ""))
    return [Difference(path, one.get(path, ""), two.get(path, "")) for path in paths]


def take_back(profile: Profile, record: str, seq: int) -> datetime:
    """Make the text that change ``seq`` wrote the present one again, as a new change.

    Raises:
        NotFoundError: no such record or change.
        StatusError: the record is not open for editing.
    """
    from neksus_desktop.errors import NotFoundError
    from neksus_desktop.storage.records import save_fields

    for change in stored.changes(profile.store, _id(record)):
        if change.seq == seq:
            now = profile.now()
            return save_fields(profile.store, _id(record), {change.path: change.new}, role=profile.role, now=now)
    raise NotFoundError(kind="change", id=str(seq))


def can_undo(profile: Profile, record: str) -> bool:
    """Whether there is a step to take back."""
    return steps.undoable(profile.store, _id(record)) is not None


def can_redo(profile: Profile, record: str) -> bool:
    """Whether there is an undone step to bring back."""
    return steps.redoable(profile.store, _id(record)) is not None


def undo(profile: Profile, record: str) -> dict[str, str]:
    """Take the last step back, also after a restart; returns the fields put back, path → text.

    Raises:
        StatusError: the record is not open for editing.
    """
    return _step(profile, record, steps.undo)


def redo(profile: Profile, record: str) -> dict[str, str]:
    """Bring the last undone step back; returns the fields put back.

    Raises:
        StatusError: the record is not open for editing.
    """
    return _step(profile, record, steps.redo)


def _step(profile: Profile, record: str, step: Callable[..., dict[str, str]]) -> dict[str, str]:
    from neksus_desktop.usecases.newer_form import follow_step

    with profile.store.write():
        restored = step(profile.store, _id(record), role=profile.role, now=profile.now())
        follow_step(profile, record, restored)
    return restored


def _id(record: str) -> RecordId:
    from neksus_desktop.records.ids import RecordId

    return RecordId(record)
