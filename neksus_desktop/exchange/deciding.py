"""What an incoming state of a record means here: new, update, already have, older, to be merged, in conflict, refused.

Rules kept here, used by the plan and by its application alike:

* told by lineage only, so any order of any files, again or late, ends in the same state;
* what is here and not yet part of a Version counts as grown apart: it is never overwritten, only merged;
* a merge without collisions needs no answer while the record here is open, nor where only follow-up of one approved
  text came together; one that would turn an approved or waiting text into a draft, or that collides, asks;
* a Version is approved by a decision on it, or as the follow-up of one that was;
* a record seen in a lesser edition never replaces the full one; the full one replaces a lesser; of two lesser ones the
  later holds, of the same state the one with more in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from neksus_desktop.bundles.payload import Edition
from neksus_desktop.exchange.lineage import Links, ancestors, common_base, load_links
from neksus_desktop.exchange.merge import Merged, merge_fields, state_of, with_subject
from neksus_desktop.records.following_up import DECIDED, only_followed_up
from neksus_desktop.records.ids import RecordId, VersionHash
from neksus_desktop.records.record import Record
from neksus_desktop.records.statuses import Status
from neksus_desktop.records.version import Approval, Version
from neksus_desktop.storage.approvals import approvals
from neksus_desktop.storage.records import load_record, record_exists, working_texts
from neksus_desktop.storage.retention import tombstones
from neksus_desktop.storage.settings import get_value
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.versions import has_version, head, load_version, versions

Action = Literal["new", "update", "have", "older", "merge", "conflict", "refused"]
OPEN: frozenset[Status] = frozenset({"draft", "returned"})


class Local(NamedTuple):
    """A record as it stands here. ``head`` None: no Version yet; ``edition`` "" when we have all of it."""

    record: RecordId
    head: VersionHash | None
    links: Links
    edition: str


class Decision(NamedTuple):
    """What to do with an incoming Version; ``merged`` and ``base`` belong to «merge» and «conflict»."""

    action: Action
    reason: str = ""
    merged: Merged | None = None
    base: VersionHash | None = None


def local_of(store: Store, record: RecordId) -> Local | None:
    """The record as it stands here; None when it is not here."""
    if not record_exists(store, record):
        return None
    return Local(record, head(store, record), load_links(store, record), get_value(store, edition_name(record)))


def deleted_here(store: Store) -> set[RecordId]:
    """Records that were filed and deleted here: they come back only when somebody says so."""
    return {RecordId(one.record) for one in tombstones(store)}


def edition_name(record: RecordId) -> str:
    """Name of the fact that a record is here in a lesser edition only."""
    return f"edition/{record}"


def by_lineage(
    local: Local | None, incoming: VersionHash, links: Mapping[VersionHash, tuple[VersionHash, ...]], edition: Edition
) -> Decision | None:
    """The decision that needs no content; None when the content must be looked at."""
    if local is None:
        return Decision("new")
    if edition == "full" and local.edition:
        return None
    if edition != "full" and not local.edition:
        return Decision("have", "fuller_here")
    if local.head == incoming:
        return Decision("have")
    if edition == "full" and local.head is not None and incoming in ancestors({**links, **local.links}, local.head):
        return Decision("older")
    return None


def by_content(
    store: Store, local: Local, incoming: Version, found: VersionHash, links: Links, edition: Edition
) -> Decision:
    """The decision for a Version that is not simply behind what is here; ``links`` are those that came with it."""
    if local.edition:
        return _of_lesser(store, local, incoming, found, edition)
    record = current_record(store, local.record)
    mine = with_subject(record.fields, record.subject)
    all_links = {**links, **local.links}
    changed = local.head is None or mine != state_of(load_version(store, local.head))
    behind = local.head is not None and local.head in ancestors(all_links, found)
    if behind and not changed:
        return Decision("update")
    base = _base(store, local, found, all_links)
    was = state_of(load_version(store, base)) if base else {}
    merged = merge_fields(was, mine, state_of(incoming))
    goes_on = stays_approved(store, record, incoming, all_links, found, merged.fields)
    return _merging(merged, base, asks=record.status not in OPEN and not goes_on)


def _merging(merged: Merged, base: VersionHash | None, *, asks: bool) -> Decision:
    if merged.collisions:
        return Decision("conflict", "collisions", merged, base)
    return Decision("conflict" if asks else "merge", "decided_here" if asks else "", merged, base)


def stays_approved(
    store: Store, record: Record, incoming: Version, links: Links, found: VersionHash, state: Mapping[str, str]
) -> bool:
    """Whether a merge to ``state`` joins follow-up of one approved text alone: then the approval stands."""
    if record.status not in DECIDED or incoming.status not in DECIDED:
        return False
    return any(
        only_followed_up(state_of(text), state)
        for text in approved_past(store, links, found, approvals(store, record.id), {})
    )


def current_record(store: Store, record: RecordId) -> Record:
    """The record with what is being typed into it just now."""
    found = load_record(store, record)
    typing = working_texts(store, record)
    fields = {path: value for path, value in {**found.fields, **typing}.items() if value}
    return found.model_copy(update={"fields": fields})


def status_of(
    store: Store,
    version: Version,
    found: VersionHash,
    decisions: Iterable[Approval],
    links: Links | None = None,
    came: Mapping[VersionHash, Version] | None = None,
) -> Status:
    """The status that a Version has by the decisions that are trusted here, on it or on the text that it follows up.

    ``links`` and ``came`` are lineage and Versions that came with it, when they are not kept yet.
    """
    given = list(decisions)
    decided = [approval.decision for approval in given if approval.version == found]
    if "approved" in decided:
        return "approved"
    if version.status in DECIDED:
        known = {**load_links(store, version.record), **(links or {})}
        past = approved_past(store, known, found, [*given, *approvals(store, version.record)], came or {})
        if any(_follows_up(text, version) for text in past):
            return "approved"
    if "returned" in decided:
        return "returned"
    return version.status if version.status in {"draft", "for_approval", "returned"} else "for_approval"


def approved_past(
    store: Store, links: Links, found: VersionHash, decisions: Iterable[Approval], came: Mapping[VersionHash, Version]
) -> Iterator[Version]:
    """The newest approved Versions that this one is or grew out of, usually one."""
    past = (ancestors(links, found) | {found}) & {one.version for one in decisions if one.decision == "approved"}
    for one in past - set().union(*(ancestors(links, approved) for approved in past)):
        if one in came:
            yield came[one]
        elif has_version(store, one):
            yield load_version(store, one)


def _follows_up(approved: Version, now: Version) -> bool:
    same = approved.form == now.form and approved.subject == now.subject
    return same and only_followed_up(approved.fields, now.fields)


def _base(store: Store, local: Local, found: VersionHash, links: Links) -> VersionHash | None:
    if local.head is None:
        return None
    here = {row.hash for row in versions(store, local.record)}
    return common_base(links, local.head, found, here)


def _of_lesser(store: Store, local: Local, incoming: Version, found: VersionHash, edition: Edition) -> Decision:
    """What to do where a lesser edition is here: it has no past, so number and time tell which of two is the later.

    Of one state the fuller holds. A total order, so that the same files leave the same record in whichever order they
    come. What somebody wrote here since is merged, never overwritten.
    """
    assert local.head is not None
    came, have = _last_that_came(store, local, local.head)
    here = (have.number, have.made_at, local.edition == "shareable", came)
    if edition != "full" and (incoming.number, incoming.made_at, edition == "shareable", found) <= here:
        return Decision("older", "edition")
    record, was = current_record(store, local.record), state_of(have)
    mine = with_subject(record.fields, record.subject)
    if mine == was:
        return Decision("update", "fuller" if edition == "full" else "edition")
    return _merging(merge_fields(was, mine, state_of(incoming)), came, asks=record.status not in OPEN)


def _last_that_came(store: Store, local: Local, tip: VersionHash) -> tuple[VersionHash, Version]:
    """The newest lesser edition that what is here grew out of; such a Version has no parents."""
    past = (ancestors(local.links, tip) | {tip}) & {VersionHash(row.hash) for row in versions(store, local.record)}
    found = [(one, load_version(store, one)) for one in past if not local.links.get(one)]
    return max(found, key=lambda pair: (pair[1].number, pair[1].made_at, pair[0]))
