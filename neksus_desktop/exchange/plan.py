"""The import plan: what would happen, file by file and record by record, before anything is changed.

Rules kept here:

* a file that cannot be read or trusted is one row «refused» with its reason, and never stops the others;
* files are taken in the order of sender and number; planning writes nothing, and sees the profile as of one moment;
* what this workplace made itself is left out when all of it is here: one row says so, and nothing answers it;
* a plan holds no more than a bounded amount of file content; the rest is read again, by its digest, when applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from neksus_desktop.bundles.keys import KeyPair
from neksus_desktop.bundles.meaning import Outline
from neksus_desktop.bundles.parts import Carried
from neksus_desktop.bundles.payload import FormEntry, Lineage, RosterEntry, RosterInfo
from neksus_desktop.bundles.read import LIMITS, Bundle, read
from neksus_desktop.bundles.sign import Kind
from neksus_desktop.errors import ExchangeCardError, ExchangeFileError, InventedMixError, NeksusError
from neksus_desktop.exchange.answers import Remarks
from neksus_desktop.exchange.authors import why_not
from neksus_desktop.exchange.deciding import Action, Decision, Local, by_content, by_lineage, deleted_here, local_of
from neksus_desktop.exchange.formcheck import judge_form
from neksus_desktop.exchange.identity import Workplace, as_compared, reader, recovery_reader
from neksus_desktop.exchange.lineage import Links, tips
from neksus_desktop.exchange.merge import Collision
from neksus_desktop.exchange.pieces import Steps, brings, lacking
from neksus_desktop.exchange.roster import judge_list, may_vouch
from neksus_desktop.exchange.welcome import UNKNOWN_FORM, unwelcome
from neksus_desktop.records.comment import Comment
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
from neksus_desktop.records.version import Version
from neksus_desktop.storage.settings import get_value
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.transfers import seen_file

Facts = dict[str, str | int]
_HELD_BYTES = 16 * 1024 * 1024
_PARSED_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One row of the plan. ``code`` and ``facts`` say why; ``collisions`` are what must be answered."""

    file: Path
    action: Action
    title: str = ""
    record: RecordId | None = None
    version: VersionHash | None = None
    status: str = ""
    code: str = ""
    facts: Facts = field(default_factory=dict)
    collisions: tuple[Collision, ...] = ()
    local_version: VersionHash | None = None
    """The Version here that it would be merged with."""
    role: str = ""
    """Which role made the incoming Version, and when."""
    made_at: datetime | None = None
    form: str = ""
    form_title: str = ""
    """Where the record has a title of its own: what its form is called."""
    awaiting: int = 0
    """How many of the record's files would still be on their way afterwards."""
    lacking: Steps = field(default=frozenset(), repr=False)
    """What of its files is not here yet."""


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file of the plan; ``error`` when it was refused as a whole."""

    path: Path
    kind: Kind | None = None
    digest: str = ""
    sender: Thumbprint | None = None
    sender_name: str = ""
    sequence: int = 0
    seen: bool = False
    made_at: datetime | None = None
    items: tuple[PlanItem, ...] = ()
    error: NeksusError | None = None
    carried: Carried = field(default_factory=dict, repr=False)
    """Which pieces of attachments it brings."""
    bundle: Bundle | None = field(default=None, repr=False)
    """Its content, if there was room for it."""
    left_out: bool = False
    """It was made here, and brings nothing."""
    recovery: KeyPair | None = field(default=None, repr=False)
    """The key out of the printed code that opened it, when own files are brought back."""


@dataclass(slots=True)
class Room:
    """How much content the plans of one import may still hold: packed, and as it was parsed."""

    packed: int = _HELD_BYTES
    parsed: int = _PARSED_BYTES

    def hold(self, plan: FilePlan) -> FilePlan:
        """The plan with its content, or without where there is no room; it is read again then when it is applied."""
        if plan.bundle is None or len(plan.bundle.payload) > self.packed:
            return replace(plan, bundle=None)
        self.packed -= len(plan.bundle.payload)
        self.parsed -= plan.bundle.kept_bytes
        return plan


class Tip(NamedTuple):
    """The newest Version of a record in a file, and the parents that the file tells of."""

    outline: Outline
    links: Links


def read_file(
    store: Store, workplace: Workplace, path: Path, now: datetime, recovery: KeyPair | None = None, *, keep: int = 0
) -> Bundle:
    """Read one file through the only door; with a ``recovery`` key, one that this workplace once sent.

    ``keep`` is how many bytes of its content to keep parsed.

    Raises:
        ExchangeFileError: it could not be read from the disk.
        BundleError: it was refused.
        InventedMixError: it is of the other kind than the profile.
        ExchangeCardError: a key list or a form from somebody who is not headquarters.
    """
    own = reader(store, workplace, now) if recovery is None else recovery_reader(recovery, now)
    bundle = read(_bytes_of(path), own, keep=keep)
    kind = get_value(store, "invented")
    if bundle.outline and kind and (kind == "1") != bundle.header.invented:
        raise InventedMixError(profile="invented" if kind == "1" else "real")
    if bundle.kind in {"roster", "forms"} and not may_vouch(store, workplace, bundle.header):
        raise ExchangeCardError(name=bundle.header.sender.name, reason="not_headquarters")
    sender = as_compared(store, workplace, bundle.header.sender)
    return replace(bundle, header=bundle.header.model_copy(update={"sender": sender}))


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMITS.file + 1)
    except OSError as error:
        raise ExchangeFileError(file=path.name, reason="read") from error


def plan_file(
    store: Store, workplace: Workplace, path: Path, now: datetime, recovery: KeyPair | None = None, *, keep: int = 0
) -> FilePlan:
    """Read a file and tell what it would do to the profile as it stands."""
    try:
        bundle = read_file(store, workplace, path, now, recovery, keep=keep)
    except NeksusError as error:
        item = PlanItem(path, "refused", title=path.name, code=error.code, facts=error.facts)
        return FilePlan(path, items=(item,), error=error)
    own = [address.sequence for address in bundle.header.recipients if address.thumbprint in workplace.names]
    with store.read():
        items = tuple(_items(store, workplace, bundle, path, now, anyone=recovery is not None))
    plan = FilePlan(
        path=path,
        kind=bundle.kind,
        digest=bundle.digest,
        sender=bundle.header.sender.thumbprint,
        sender_name=bundle.header.sender.name,
        sequence=own[0] if own else 0,
        seen=seen_file(store, bundle.digest),
        made_at=bundle.header.made_at,
        items=items,
        carried=bundle.carried,
        bundle=bundle,
        recovery=recovery,
    )
    return _left_out(plan) if recovery is None and _brings_nothing_of_ours(workplace, plan) else plan


def _brings_nothing_of_ours(workplace: Workplace, plan: FilePlan) -> bool:
    if plan.sender not in workplace.names:
        return False
    return plan.kind in {"receipt", "roster"} or all(item.action in {"have", "older"} for item in plan.items)


def _left_out(plan: FilePlan) -> FilePlan:
    row = PlanItem(plan.path, "have", plan.path.name, code="plan_own_file")
    return replace(plan, items=(row,), carried={}, bundle=None, left_out=True)


def in_order(files: list[FilePlan]) -> list[FilePlan]:
    """Files as they are applied: forms first, remarks last; of the same content only the first acts."""
    ordered = sorted(
        files,
        key=lambda plan: (
            plan.kind != "forms", plan.kind == "comments", plan.sender or "", plan.sequence, str(plan.path)
        ),
    )  # fmt: skip
    coming = _coming(files)
    forms = {item.form for plan in files if plan.kind == "forms" for item in plan.items if item.action == "new"}
    done: set[str] = set()
    result = []
    known: dict[RecordId, VersionHash] = {}
    for plan in ordered:
        again = bool(plan.digest) and plan.digest in done
        done.add(plan.digest)
        items = tuple(_after(_with_files(item, coming, forms), known, again=again) for item in plan.items)
        known.update({
            item.record: item.version for item in items if item.record and item.version and item.action != "refused"
        })  # fmt: skip
        result.append(replace(plan, items=items))
    return result


def tips_of(bundle: Bundle) -> dict[RecordId, list[Tip]]:
    """Per record in a file: its newest Versions, usually one."""
    found: dict[RecordId, list[Outline]] = {}
    for outline in bundle.outline:
        found.setdefault(outline.record, []).append(outline)
    result = {}
    for record, outlines in found.items():
        links: Links = {outline.version: outline.parents for outline in outlines}
        newest = set(tips(links, links))
        result[record] = [Tip(outline, links) for outline in outlines if outline.version in newest]
    return result


def _coming(files: list[FilePlan]) -> dict[tuple[RecordId, str], set[int]]:
    """Which steps of which records' files all these transfer files bring together."""
    found: dict[tuple[RecordId, str], set[int]] = {}
    for plan in files:
        for key, steps in plan.carried.items():
            found.setdefault(key, set()).update(steps)
    return found


def _with_files(item: PlanItem, coming: dict[tuple[RecordId, str], set[int]], forms: set[str]) -> PlanItem:
    """The row with what these files together do about its attachments, and about its form."""
    if item.code == f"plan_{UNKNOWN_FORM}" and item.form in forms:
        item = replace(item, action="new", code="plan_after_earlier")
    if item.record is None or not item.lacking or item.action in {"refused", "conflict"}:
        return item
    record = item.record
    away = {digest for digest, step in item.lacking if step not in coming.get((record, digest), ())}
    code, facts = item.code, item.facts
    if away and not code:
        code, facts = "plan_awaits_attachments", {"count": len(away)}
    return replace(item, awaiting=len(away), code=code, facts=facts)


def _after(item: PlanItem, known: dict[RecordId, VersionHash], *, again: bool) -> PlanItem:
    """A record that an earlier file of the same plan brings is here when the later one comes, for remarks too."""
    if again and item.action != "refused":
        return replace(item, action="have", code="plan_same_file", facts={}, collisions=())
    if item.record in known and item.action == "new":
        same = known[item.record] == item.version
        return replace(item, action="have" if same else "update", code="plan_after_earlier", facts={})
    if item.record in known and item.code == "plan_no_record":
        return replace(item, action="new", code="plan_after_earlier")
    return item


def _items(
    store: Store, workplace: Workplace, bundle: Bundle, path: Path, now: datetime, *, anyone: bool
) -> Iterator[PlanItem]:
    if bundle.kind == "records":
        yield from _record_items(store, bundle, path)
        return
    listed: Action = "update"
    of_list = ""
    here = Remarks(store, workplace, bundle.header, anyone=anyone)
    for entry in bundle.entries():
        content = entry.content
        if isinstance(content, RosterInfo):
            listed, of_list = judge_list(store, bundle.header.sender.thumbprint, content, now)
        elif isinstance(content, Comment):
            reason = why_not(store, workplace, content, now, anyone=anyone)
            yield PlanItem(
                path, "refused" if reason else here.judge(content), content.text[:80], content.record,
                code=f"plan_{reason}" if reason else "",
            )  # fmt: skip
        elif isinstance(content, RosterEntry):
            code = of_list or ("plan_revoked" if content.revoked_at else "")
            yield PlanItem(path, listed, content.card.name, code=code)
        elif isinstance(content, FormEntry):
            action, code, title = judge_form(store, content)
            yield PlanItem(path, action, title, code=code, form=content.id)


def _record_items(store: Store, bundle: Bundle, path: Path) -> Iterator[PlanItem]:
    decided: dict[VersionHash, tuple[Decision, Local | None]] = {}
    unknown: dict[VersionHash, Local] = {}
    found, deleted, why_not = tips_of(bundle), deleted_here(store), unwelcome(store)
    for record, newest in found.items():
        local = local_of(store, record)
        for tip in newest:
            decision = by_lineage(local, tip.outline.version, tip.links, bundle.header.edition)
            if local is None and record in deleted:
                decision = Decision("refused", "deleted_here")
            elif local is None and (reason := why_not(tip.outline.form)):
                decision = Decision("refused", reason)
            if decision is not None:
                decided[tip.outline.version] = (decision, local)
            elif local is not None:
                unknown[tip.outline.version] = local
    decided.update(_look_inside(store, bundle, unknown))
    for newest in found.values():
        for tip in newest:
            outline = tip.outline
            decision, local = decided[outline.version]
            away = lacking(store, outline.record, outline.attachments)
            more = brings(bundle, outline.record, away) if decision.action == "have" else 0
            if more:
                decision = Decision("update", "attachments")
            yield PlanItem(
                path, decision.action, outline.title, outline.record, outline.version, outline.status,
                code=f"plan_{decision.reason}" if decision.reason else "",
                facts={"count": more} if more else {},
                collisions=decision.merged.collisions if decision.merged else (),
                local_version=local.head if local else None,
                role=outline.role,
                made_at=outline.made_at,
                form=outline.form,
                lacking=away,
            )  # fmt: skip


def _look_inside(
    store: Store, bundle: Bundle, unknown: dict[VersionHash, Local]
) -> dict[VersionHash, tuple[Decision, Local | None]]:
    """Decide on the Versions whose content must be compared; one pass over the file, only when there are any."""
    decided: dict[VersionHash, tuple[Decision, Local | None]] = {}
    if not unknown:
        return decided
    wanted = {local.record for local in unknown.values()}
    links: dict[RecordId, Links] = {record: {} for record in wanted}
    for outline in bundle.outline:
        if outline.record in wanted:
            links[outline.record][outline.version] = outline.parents
    contents: dict[VersionHash, Version] = {}
    hashes = iter(bundle.outline)
    for entry in bundle.entries():
        if isinstance(entry.content, Lineage) and entry.content.record in wanted:
            links[entry.content.record].update(entry.content.links)
        elif isinstance(entry.content, Version):
            found = next(hashes).version
            if found in unknown:
                contents[found] = entry.content
    for found, content in contents.items():
        local = unknown[found]
        decision = by_lineage(local, found, links[local.record], bundle.header.edition)
        if decision is None:
            decision = by_content(store, local, content, found, links[local.record], bundle.header.edition)
        decided[found] = (decision, local)
    return decided
