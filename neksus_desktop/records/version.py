"""Version: an immutable, hash-linked state of a record; Approval: a role's decision on one Version.

Rules kept here:

* a Version's content is canonical JSON (RFC 8785) and its hash is the SHA-256 of those bytes;
* its parents' hashes are part of the content, so a Version fixes its whole past;
* what may be done in which status (``next_status``): an approved text never changes, a change starts a new draft;
* a Version that is the approved one with nothing changed but its follow-up (``following_up``) says so by its status and
  ``reason`` «approved»; it is believed where the approved Version that it grew out of shows it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from neksus_desktop.errors import StatusError
from neksus_desktop.records.canonical import canonical
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
from neksus_desktop.records.record import FormRef, Record
from neksus_desktop.records.statuses import Status
from neksus_desktop.records.subject import Subject

VersionReason = Literal["submitted", "approved", "exported", "imported", "merged"]
Step = Literal["edit", "follow_up", "submit", "recall", "approve", "return", "reopen", "export", "confirm"]

_ALLOWED: dict[Step, dict[Status, Status]] = {
    "edit": {"draft": "draft", "returned": "returned"},
    "follow_up": {"approved": "approved", "exported": "approved", "confirmed": "approved"},
    "submit": {"draft": "for_approval", "returned": "for_approval"},
    "recall": {"for_approval": "draft"},
    "approve": {"for_approval": "approved"},
    "return": {"for_approval": "returned"},
    "reopen": {"approved": "draft", "exported": "draft", "confirmed": "draft"},
    "export": {"draft": "draft", "returned": "returned", "for_approval": "for_approval", "approved": "exported",
               "exported": "exported", "confirmed": "confirmed"},
    "confirm": {"approved": "confirmed", "exported": "confirmed", "confirmed": "confirmed"},
}  # fmt: skip


def next_status(status: Status, step: Step) -> Status:
    """The status after a step.

    Raises:
        StatusError: the step cannot be taken in this status.
    """
    try:
        return _ALLOWED[step][status]
    except KeyError:
        raise StatusError(status=status, reason=step) from None


class Version(BaseModel):
    """One immutable state. ``role`` made it at ``made_at`` (UTC); ``number`` counts from 1 in the workplace."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: RecordId
    number: int
    form: FormRef
    subject: Subject
    fields: dict[str, str]
    parents: tuple[VersionHash, ...] = ()
    reason: VersionReason
    status: Status
    role: str
    made_at: datetime
    origin: Thumbprint
    """The workplace that made the record (not the one that made this Version)."""
    previous: RecordId | None = None

    def canonical(self) -> bytes:
        """RFC 8785 bytes; what is hashed, stored and sent."""
        return canonical(self.model_dump(mode="json", exclude_none=True))

    @property
    def hash(self) -> VersionHash:
        """SHA-256 of the canonical bytes, in hex."""
        return hash_of(self.canonical())

    def as_record(self, status: Status | None = None) -> Record:
        """The record as it stood in this Version, or with another status; what was checked once is not again."""
        return Record.model_construct(
            id=self.record, form=self.form, subject=self.subject, status=status or self.status, origin=self.origin,
            fields=dict(self.fields), previous=self.previous,
        )  # fmt: skip


def hash_of(canonical: bytes) -> VersionHash:
    """The hash of canonical Version bytes."""
    return VersionHash(hashlib.sha256(canonical).hexdigest())


def parse_version(canonical: bytes) -> Version:
    """Read a Version from its canonical bytes; members that a newer program added are passed over, not lost.

    Raises: pydantic.ValidationError, wrapped at the calling border.
    """
    return Version.model_validate_json(canonical, extra="ignore")


class Approval(BaseModel):
    """A role's signed decision on one Version. ``signature`` is a compact JWS over ``statement()``.

    «Godkjent» means: this role approved this text at this time; no grant decision is made here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: VersionHash
    record: RecordId
    decision: Literal["approved", "returned"]
    role: str
    decided_at: datetime
    remarks: dict[str, str] = {}
    """Point id (or "" for the whole) → remark; a return carries at least one."""
    risk_willingness_approved: bool = False
    signer: Thumbprint = Thumbprint("")
    signature: str = ""

    def statement(self) -> bytes:
        """The canonical bytes that are signed: everything but the signature itself."""
        return canonical(self.model_dump(mode="json", exclude={"signature", "signer"}))
