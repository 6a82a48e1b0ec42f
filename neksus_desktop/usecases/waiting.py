"""Records left waiting in an import: remembered with the file they came in, until somebody has chosen.

Rules kept here:

* the file is kept in the profile, sealed to this workplace, so that the choice does not need the memory stick again;
* what waits is settled by any road: by this file taken in anew, or by a later one that builds on it;
* a file that nothing waits in any more is removed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neksus_desktop.errors import ExchangeFileError, NotFoundError

if TYPE_CHECKING:
    from neksus_desktop.exchange.importing import FileResult
    from neksus_desktop.exchange.plan import FilePlan
    from neksus_desktop.usecases.profile import Profile

KEEP = "inbox"
"""Folder in the profile with the files that something waits in."""
_FACT = "waiting"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for a choice; ``file`` is what to plan an import of. ``since`` is local."""

    record: str
    title: str
    sender: str
    sequence: int
    since: datetime
    digest: str
    file: Path


def remember(profile: Profile, plans: Sequence[FilePlan], results: Sequence[FileResult]) -> None:
    """Note what was left waiting in files just taken in, inside the caller's transaction.

    Raises:
        ExchangeFileError: a file could not be kept.
    """
    from neksus_desktop.storage.settings import set_value
    from neksus_desktop.storage.times import to_text

    by_path = {plan.path: plan for plan in plans if plan.error is None and plan.recovery is None}
    taken = {plan.digest for plan in by_path.values()}
    before = _facts(profile)
    kept = [one for one in before if one["digest"] not in taken]
    for result in results:
        plan = by_path.get(result.path)
        if plan is None or not result.waiting:
            continue
        _keep(profile, plan)
        kept += [
            {"digest": plan.digest, "record": record, "version": version, "sender": plan.sender,
             "sequence": plan.sequence, "since": to_text(profile.now())}
            for record, version in result.waiting
        ]  # fmt: skip
    if kept != before:
        set_value(profile.store, _FACT, json.dumps(kept))


def waiting(profile: Profile) -> tuple[Waiting, ...]:
    """What waits for a choice, the oldest first."""
    from neksus_desktop.storage.peers import peers
    from neksus_desktop.storage.times import to_moment

    names: dict[str, str] = {peer.thumbprint: peer.name for peer in peers(profile.store)}
    zone = profile.now().tzinfo
    found = []
    for one in _facts(profile):
        file = _path(profile, one["digest"])
        title = _waits(profile, one)
        if title is not None and file.exists():
            sender = names.get(one["sender"], one["sender"][:8])
            since = to_moment(one["since"]).astimezone(zone)
            found.append(Waiting(one["record"], title, sender, one["sequence"], since, one["digest"], file))
    return tuple(found)


def tidy(profile: Profile) -> None:
    """Remove kept files that nothing waits in any more."""
    needed = {one.digest for one in waiting(profile)}
    for path in (profile.folder / KEEP).glob("*.json"):
        if path.stem not in needed:
            path.unlink(missing_ok=True)


def _facts(profile: Profile) -> list[dict[str, Any]]:
    from neksus_desktop.storage.settings import get_value

    found: list[dict[str, Any]] = json.loads(get_value(profile.store, _FACT) or "[]")
    return found


def _waits(profile: Profile, one: dict[str, Any]) -> str | None:
    """The record's title, if the Version is still no part of what is here."""
    from neksus_desktop.exchange.lineage import ancestors, load_links
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.versions import head
    from neksus_desktop.usecases.titles import Titles

    record = RecordId(one["record"])
    try:
        title = Titles(profile).of_record(record)
    except NotFoundError:
        return None
    here = head(profile.store, record)
    known = here is not None and one["version"] in ancestors(load_links(profile.store, record), here) | {here}
    return None if known else title


def _keep(profile: Profile, plan: FilePlan) -> None:
    from neksus_desktop.bundles.seal import is_sealed, seal
    from neksus_desktop.bundles.strict import parse_object
    from neksus_desktop.paths import write_atomically
    from neksus_desktop.usecases.keys import workplace

    path = _path(profile, plan.digest)
    if path == plan.path:
        return
    try:
        content = plan.path.read_bytes()
        if not is_sealed(parse_object(content)):
            content = seal(content, workplace(profile).own_seals())
        path.parent.mkdir(exist_ok=True, mode=0o700)
        write_atomically(path, content)
    except OSError as error:
        raise ExchangeFileError(file=plan.path.name, reason="read") from error


def _path(profile: Profile, digest: str) -> Path:
    return profile.folder / KEEP / f"{digest}.json"
