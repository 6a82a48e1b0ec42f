"""Send for approval, take back, approve, return, open for change.

Rules kept here:

* what is decided on is a Version, named by its hash; the decision is signed over that hash;
* an approved Version never changes: a change opens the record again, and a new Version follows;
* follow-up goes on after the approval: it makes a new Version too, and the approval of the text stands;
* a return says why, for the whole or for a point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.records.ids import RecordId, VersionHash
    from neksus_desktop.records.record import Record
    from neksus_desktop.records.version import Approval, Step, Version, VersionReason
    from neksus_desktop.usecases.approvers import SignAs
    from neksus_desktop.usecases.profile import Profile


def submit(profile: Profile, record_id: str) -> VersionHash:
    """Send a draft for approval: freezes it as a Version and returns the Version's hash.

    Raises:
        StatusError: it is not a draft or returned.
    """
    from neksus_desktop.usecases.attachments import tidy
    from neksus_desktop.usecases.autosave import finish_typing

    with profile.store.write():
        finish_typing(profile, record_id)
        tidy(profile, record_id)
        _step(profile, record_id, "submit")
        return add_version(profile, _load(profile, record_id), "submitted")


def recall(profile: Profile, record_id: str) -> None:
    """Take a record back from approval, as a draft."""
    with profile.store.write():
        _step(profile, record_id, "recall")


def approve(
    profile: Profile,
    record_id: str,
    *,
    remarks: Mapping[str, str] | None = None,
    risk_willingness: bool = False,
    sign_as: SignAs | None = None,
) -> Approval:
    """Approve the Version that waits: this role approved this text at this time.

    ``sign_as`` signs with an approver's own key instead of the workplace's, in the role that the key was made for.

    Raises:
        StatusError: it does not wait for approval.
        NotFoundError, BundlePassphraseError: the approver's key cannot be used.
    """
    said = dict(remarks or {})
    return _decide(profile, record_id, "approve", "approved", said, risk_willingness=risk_willingness, sign_as=sign_as)


def return_for_change(profile: Profile, record_id: str, *, remarks: Mapping[str, str]) -> Approval:
    """Return the Version that waits, with a remark for the whole (key "") or for points.

    Raises:
        UsageError: there is no remark.
        StatusError: it does not wait for approval.
    """
    said = {point: remark.strip() for point, remark in remarks.items() if remark.strip()}
    if not said:
        raise UsageError(reason="return_without_remark")
    return _decide(profile, record_id, "return", "returned", said, risk_willingness=False)


def reopen(profile: Profile, record_id: str) -> None:
    """Open an approved record for change, as a draft; its approved Version stays as it is."""
    with profile.store.write():
        _step(profile, record_id, "reopen")


def approved_text(profile: Profile, record_id: str) -> Version | None:
    """The approved Version that a record's present state is, or is the follow-up of; None when it is not approved."""
    from neksus_desktop.exchange.deciding import approved_past
    from neksus_desktop.exchange.lineage import load_links
    from neksus_desktop.records.following_up import DECIDED
    from neksus_desktop.storage import approvals

    record = _load(profile, record_id)
    head = head_version(profile, record_id)
    if record.status not in DECIDED or head is None:
        return None
    given = approvals.approvals(profile.store, record.id)
    found = approved_past(profile.store, load_links(profile.store, record.id), head, given, {})
    return next(iter(sorted(found, key=lambda version: version.made_at, reverse=True)), None)


def follow_up(profile: Profile, record_id: str, approved: Version, changes: Mapping[str, str]) -> datetime:
    """Write what was done about follow-up points of an approved record, and freeze that as a Version of its own.

    Raises:
        StatusError: more than its follow-up would change; open it for change first.
    """
    from neksus_desktop.storage import records

    with profile.store.write():
        before, now = _load(profile, record_id), profile.now()
        saved = records.save_follow_up(profile.store, before.id, approved.fields, changes, role=profile.role, now=now)
        written = _load(profile, record_id)
        if written.fields != before.fields:
            add_version(profile, written, "approved")
    return saved


def add_version(
    profile: Profile, record: Record, reason: VersionReason, *, parents: tuple[VersionHash, ...] | None = None
) -> VersionHash:
    """Freeze the record as it stands and make that its head; without ``parents`` the present head is the parent.

    A state that is already the head is not frozen twice.
    """
    from neksus_desktop.records.version import Version
    from neksus_desktop.storage import versions

    head = versions.head(profile.store, record.id)
    if parents is None:
        parents = (head,) if head else ()
    version = Version(
        record=record.id,
        number=len(versions.versions(profile.store, record.id)) + 1,
        form=record.form,
        subject=record.subject,
        fields=record.fields,
        parents=parents,
        reason=reason,
        status=record.status,
        role=profile.role,
        made_at=profile.now(),
        origin=record.origin,
        previous=record.previous,
    )
    added = versions.add_version(profile.store, version)
    versions.set_head(profile.store, record.id, added)
    return added


def head_version(profile: Profile, record_id: str) -> VersionHash | None:
    """The hash of the record's newest Version, if it has one."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import versions

    return versions.head(profile.store, RecordId(record_id))


def _load(profile: Profile, record_id: str) -> Record:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records

    return records.load_record(profile.store, RecordId(record_id))


def _step(profile: Profile, record_id: str, step: Step) -> Record:
    from neksus_desktop.records.version import next_status
    from neksus_desktop.storage import records

    record = _load(profile, record_id)
    records.set_status(profile.store, record.id, next_status(record.status, step))
    return record


def _decide(
    profile: Profile,
    record_id: str,
    step: Literal["approve", "return"],
    decision: Literal["approved", "returned"],
    remarks: dict[str, str],
    *,
    risk_willingness: bool,
    sign_as: SignAs | None = None,
) -> Approval:
    from neksus_desktop.records.version import Approval
    from neksus_desktop.storage import approvals, versions
    from neksus_desktop.usecases.approvers import label_of
    from neksus_desktop.usecases.keys import sign_approval

    with profile.store.write():
        record: Record = _step(profile, record_id, step)
        record_key: RecordId = record.id
        head = versions.head(profile.store, record_key)
        if head is None:
            raise UsageError(reason="nothing_to_decide_on")
        unsigned = Approval(
            version=head,
            record=record_key,
            decision=decision,
            role=profile.role if sign_as is None else label_of(profile, sign_as),
            decided_at=profile.now(),
            remarks=remarks,
            risk_willingness_approved=risk_willingness,
        )
        approval = sign_approval(profile, unsigned, sign_as)
        approvals.add_approval(profile.store, approval)
        return approval
