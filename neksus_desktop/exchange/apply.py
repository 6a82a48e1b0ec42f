"""Applying an import: all files in one transaction; each decision is taken anew against what is here by then.

Rules kept here:

* nothing is half imported: an error or a stop undoes everything;
* a collision without an answer changes nothing and is told to the sender as waiting;
* a refusal goes back with its reason; a record deleted here, or of a form that is not this workplace's, is refused
  unless somebody chose otherwise;
* both sides stay: a merge is a Version with two parents, and what was here but in no Version is frozen first;
* a merged Version depends on its parents and the answers only, so that two workplaces make the same one; it is a draft,
  or approved where nothing but follow-up of one approved text came together;
* an approval counts only if its signer is trusted here or vouched for by the file's sender.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from neksus_desktop.bundles.keys import thumbprint
from neksus_desktop.bundles.meaning import Outline
from neksus_desktop.bundles.payload import LARGEST, AttachmentPart, Entry, Header, ReceiptItem
from neksus_desktop.bundles.read import Bundle
from neksus_desktop.errors import ExchangeChoiceError
from neksus_desktop.exchange.authors import author_fault
from neksus_desktop.exchange.deciding import (
    Decision,
    Local,
    by_content,
    by_lineage,
    current_record,
    deleted_here,
    edition_name,
    local_of,
    status_of,
    stays_approved,
)
from neksus_desktop.exchange.freezing import freeze
from neksus_desktop.exchange.having import note_sender
from neksus_desktop.exchange.identity import Workplace, trusted
from neksus_desktop.exchange.lineage import Links, keep_links, tips
from neksus_desktop.exchange.merge import Choice, resolve, split_subject
from neksus_desktop.exchange.pieces import brings, lacking
from neksus_desktop.exchange.welcome import unwelcome
from neksus_desktop.records.comment import Comment
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
from neksus_desktop.records.statuses import Status
from neksus_desktop.records.version import Approval, Version
from neksus_desktop.storage.approvals import add_approval, approvals
from neksus_desktop.storage.comments import add_comment
from neksus_desktop.storage.keys import keys
from neksus_desktop.storage.records import create_record, record_exists, replace_fields, set_status, set_subject
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text
from neksus_desktop.storage.versions import add_version, load_version, set_head


@dataclass(frozen=True, slots=True)
class RecordChoice:
    """What the user decided about one record: take it in (with a choice per collision), refuse it, or let it wait."""

    action: Literal["apply", "refuse", "wait"] = "apply"
    reason: str = ""
    fields: Mapping[str, Choice] = field(default_factory=dict)
    rest: Literal["mine", "theirs", "both", ""] = ""
    """What holds for collisions that ``fields`` does not name; "" leaves them to be asked."""


Choices = Mapping[RecordId, RecordChoice]


class Writer(NamedTuple):
    """Who imports: the store, the workplace, the role and the time that go into the history."""

    store: Store
    workplace: Workplace
    role: str
    now: datetime


class Outcome(NamedTuple):
    """What was done with one thing, and what its sender is told of it."""

    action: str
    item: ReceiptItem | None


@dataclass(slots=True)
class _Group:
    """All lines of a file about one record."""

    record: RecordId
    versions: dict[VersionHash, tuple[Version, bytes]] = field(default_factory=dict)
    links: Links = field(default_factory=dict)
    approvals: list[Approval] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


def apply_records(writer: Writer, bundle: Bundle, choices: Choices) -> Iterator[Outcome]:
    """Apply a file of records, record by record, inside the caller's transaction."""
    _remember_approvers(writer, bundle.header)
    gone = RecordChoice("refuse", "deleted_here")
    unwanted = {one: gone for one in deleted_here(writer.store) if not record_exists(writer.store, one)}
    why_not = unwelcome(writer.store)
    fresh = _fresh_pieces(writer.store, bundle)
    for group in _groups(bundle):
        group.approvals = [one for one in group.approvals if _counts(writer, one)]
        group.comments = [
            one for one in group.comments if not author_fault(writer.store, writer.workplace, one, writer.now)
        ]
        choice = choices.get(group.record) or unwanted.get(group.record) or _by_form(writer.store, group, why_not)
        for tip in tips(group.links, group.versions):
            item = ReceiptItem(record=group.record, version=tip, result="accepted")
            if choice.action == "apply":
                done = _apply_tip(writer, bundle.header, group, tip, choice, item)
                yield done._replace(action="update") if done.action == "have" and tip in fresh else done
            else:
                result: Literal["refused", "waiting"] = "refused" if choice.action == "refuse" else "waiting"
                yield Outcome(result, item.model_copy(update={"result": result, "reason": choice.reason}))


def _by_form(store: Store, group: _Group, why_not: Callable[[str], str]) -> RecordChoice:
    """What is done without anybody's choice: a record of a form that is not this workplace's is refused."""
    reason = next((why for version, _ in group.versions.values() if (why := why_not(version.form.id))), "")
    return RecordChoice("refuse", reason) if reason and not record_exists(store, group.record) else RecordChoice()


def _fresh_pieces(store: Store, bundle: Bundle) -> set[VersionHash]:
    """Versions of which the file brings attachments, or pieces of them, that are not here."""
    return {
        one.version
        for one in bundle.outline
        if one.attachments and brings(bundle, one.record, lacking(store, one.record, one.attachments))
    }


def _groups(bundle: Bundle) -> Iterator[_Group]:
    group: _Group | None = None
    hashes = iter(bundle.outline)
    for entry in bundle.entries():
        record = getattr(entry.content, "record", None)
        if record is None or isinstance(entry.content, AttachmentPart):
            continue
        if group is None or group.record != record:
            if group is not None:
                yield group
            group = _Group(record)
        _collect(group, entry, hashes)
    if group is not None:
        yield group


def _collect(group: _Group, entry: Entry, hashes: Iterator[Outline]) -> None:
    content = entry.content
    if isinstance(content, Version):
        found = next(hashes).version
        group.versions[found] = (content, entry.canonical)
        group.links[found] = content.parents
    elif isinstance(content, Approval):
        group.approvals.append(content)
    elif isinstance(content, Comment):
        group.comments.append(content)
    else:
        group.links = {**content.links, **group.links}


def _remember_approvers(writer: Writer, header: Header) -> None:
    """Keep whom the sender vouches for: the approvals may reach others, or come again, by another road."""
    for approver in header.approvers:
        name = f"approver/{thumbprint(approver.signing)}"
        known = get_value(writer.store, name)
        ended = to_text(approver.revoked_at) if approver.revoked_at else ""
        by, _, before = known.partition(" ")
        if not known or (by == header.sender.thumbprint and not before):
            set_value(writer.store, name, f"{header.sender.thumbprint} {ended}".strip())


def _counts(writer: Writer, approval: Approval) -> bool:
    """Whether an approval was given by somebody trusted here, while they were."""
    at = to_text(approval.decided_at)
    vouched = get_value(writer.store, f"approver/{approval.signer}")
    if vouched:
        by, _, ended = vouched.partition(" ")
        voucher = trusted(writer.store, writer.workplace, Thumbprint(by), writer.now)
        return voucher is not None and (not ended or at < ended)
    known = trusted(writer.store, writer.workplace, approval.signer, writer.now)
    own = any(key.thumbprint == approval.signer for key in keys(writer.store, "approver"))
    return own or (known is not None and (known.revoked_at is None or approval.decided_at < known.revoked_at))


def _apply_tip(
    writer: Writer, header: Header, group: _Group, tip: VersionHash, choice: RecordChoice, item: ReceiptItem
) -> Outcome:
    store = writer.store
    note_sender(store, header, group.versions[tip][0])
    local = local_of(store, group.record)
    decision = by_lineage(local, tip, group.links, header.edition)
    if decision is None and local is not None:
        decision = by_content(store, local, group.versions[tip][0], tip, group.links, header.edition)
    assert decision is not None
    action = decision.action
    if action in {"conflict", "merge"} and local is not None:
        try:
            _merge(writer, group, tip, local, decision, choice)
        except ExchangeChoiceError:
            return Outcome("conflict", item.model_copy(update={"result": "waiting", "reason": "collisions"}))
        _note_edition(store, header, local, group.record)
        return Outcome("merge", item)
    if decision.reason == "fuller_here":
        return Outcome("have", item)
    if action == "new":
        _create(writer, header, group, tip)
    elif action == "update":
        _replace(writer, header, group, tip)
    _keep(store, group)
    if action == "update":
        set_head(store, group.record, tip)
    if action in {"new", "update"}:
        _note_edition(store, header, local, group.record)
    elif action == "have":
        _settle_status(store, group.record, tip)
    return Outcome(action, item)


def _note_edition(store: Store, header: Header, local: Local | None, record: RecordId) -> None:
    if header.edition != "full" or (local is not None and local.edition):
        set_value(store, edition_name(record), "" if header.edition == "full" else header.edition)


def _create(writer: Writer, header: Header, group: _Group, tip: VersionHash) -> None:
    version = group.versions[tip][0]
    status = _status(writer.store, header, group, tip)
    create_record(writer.store, version.as_record(status), role=version.role, now=writer.now, head=tip)


def _replace(writer: Writer, header: Header, group: _Group, tip: VersionHash) -> None:
    version = group.versions[tip][0]
    replace_fields(writer.store, group.record, version.fields, role=version.role, now=writer.now)
    set_subject(writer.store, group.record, version.subject)
    set_status(writer.store, group.record, _status(writer.store, header, group, tip))


def _status(store: Store, header: Header, group: _Group, tip: VersionHash) -> Status:
    """By the decisions that came along; a lesser edition carries none, and its sender's word is taken."""
    version = group.versions[tip][0]
    if header.edition != "full":
        return version.status
    came = {found: content for found, (content, _) in group.versions.items()}
    return status_of(store, version, tip, group.approvals, group.links, came)


def _keep(store: Store, group: _Group) -> None:
    """Keep every Version, its lineage, and the decisions and comments that came along."""
    for found, (version, canonical) in group.versions.items():
        add_version(store, version, canonical, found)
    if group.links.keys() - group.versions.keys():
        keep_links(store, group.record, group.links)
    for approval in group.approvals:
        add_approval(store, approval)
    for comment in group.comments:
        add_comment(store, comment)


def _settle_status(store: Store, record: RecordId, tip: VersionHash) -> None:
    """A decision that came later than its text settles the status of a record that waited for it."""
    now = current_record(store, record).status
    decided = status_of(store, load_version(store, tip), tip, approvals(store, record))
    if now == "for_approval" and decided in {"approved", "returned"}:
        set_status(store, record, decided)


def _merge(
    writer: Writer, group: _Group, tip: VersionHash, local: Local, decision: Decision, choice: RecordChoice
) -> None:
    assert decision.merged is not None
    store, record = writer.store, current_record(writer.store, group.record)
    rest = {one.path: Choice(choice.rest) for one in decision.merged.collisions} if choice.rest else {}
    asked = decision.action == "conflict" and not decision.merged.collisions
    if asked and not (choice.rest or choice.fields):
        raise ExchangeChoiceError(record=group.record)
    theirs = group.versions[tip][0]
    mine_hash, mine = freeze(store, group.record, role=writer.role, now=writer.now, head=local.head)
    state = resolve(decision.merged, {**rest, **choice.fields}, mine_first=mine_hash < tip)
    fields, subject = split_subject(state, record.subject)
    stays = stays_approved(store, record, theirs, {**group.links, **local.links}, tip, state)
    status: Status = "approved" if stays else "draft"
    later = max((mine, mine_hash), (theirs, tip), key=lambda side: (side[0].made_at, side[1]))[0]
    merged = later.model_copy(
        update={
            "number": min(max(mine.number, theirs.number) + 1, LARGEST),
            "form": max(mine.form, theirs.form, key=lambda form: (form.version, form.content_hash)),
            "fields": fields,
            "subject": subject,
            "parents": tuple(sorted((mine_hash, tip))),
            "reason": "merged",
            "status": status,
        }
    )
    _keep(store, group)
    replace_fields(store, group.record, fields, role=writer.role, now=writer.now)
    set_subject(store, group.record, subject)
    set_status(store, group.record, status)
    set_head(store, group.record, add_version(store, merged))
