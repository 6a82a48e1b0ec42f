"""The steps «meaning» and «trust» of ``read()``: does what was signed make sense, for this reader, from this sender?

Rules kept here:

* the kind in the header is the kind that was signed for; the sender is one of the signers;
* a file names its recipients: one that is passed on by a recipient under its own seal is refused elsewhere;
* invented and real data never share a file; no Version, approval or number stands twice;
* all lines about one record stand together, so that a reader may take a file in record by record;
* approvals and comments are verified here, one by one; an approver's key is vouched for by the sender;
* every signer must be trusted, and at the time when the file was made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from neksus_desktop.bundles.keys import check_public, thumbprint, verify_approval, verify_comment
from neksus_desktop.bundles.parts import Carried, Pieces
from neksus_desktop.bundles.payload import (
    AttachmentPart,
    Entry,
    Header,
    Receipt,
    RosterEntry,
    RosterInfo,
    sensible,
)
from neksus_desktop.bundles.sign import Signed
from neksus_desktop.bundles.trust import Trusted
from neksus_desktop.errors import (
    BundleClockError,
    BundleContentError,
    BundleKeyError,
    BundleRecipientError,
    BundleRevokedError,
    BundleUntrustedError,
)
from neksus_desktop.records.attachment import AttachmentFacts
from neksus_desktop.records.comment import Comment
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
from neksus_desktop.records.version import Approval, Version, hash_of
from neksus_desktop.records.workplace import Card

CLOCK_SLACK = timedelta(days=2)
"""How far ahead of the reader's clock a sender's may be: time zones, and a clock set a day wrong."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""No file of ours is older than the format."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Signs that turn, hide or break what is shown of a name."""
_LONGEST_NAME = 200
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Outline(NamedTuple):
    """One Version in a file, for plans and lists."""

    record: RecordId
    version: VersionHash
    parents: tuple[VersionHash, ...]
    title: str
    status: str
    origin: Thumbprint
    form: str
    role: str
    made_at: datetime
    attachments: tuple[AttachmentFacts, ...] = ()


def check_header(header: Header, verified: Signed, *, own: AbstractSet[Thumbprint], now: datetime) -> None:
    """Judge the header against what was signed, the reader and the clock.

    Raises:
        BundleContentError: it contradicts itself.
        BundleClockError: made in the future, or before the format existed.
        BundleRecipientError: addressed to others.
    """
    if header.kind != verified.kind:
        raise BundleContentError(detail="kind", line=1)
    check_card(header.sender, line=1)
    if header.sender.thumbprint not in verified.signers:
        raise BundleContentError(detail="sender", line=1)
    names = [address.thumbprint for address in header.recipients]
    if len(set(names)) != len(names):
        raise BundleContentError(detail="recipients", line=1)
    if header.sender.invented and not header.invented:
        raise BundleContentError(detail="invented", line=1)
    for approver in header.approvers:
        _check_key(approver.signing, "Ed25519", line=1)
    if not EARLIEST <= header.made_at <= now + CLOCK_SLACK:
        raise BundleClockError(made_at=header.made_at.isoformat(), name=header.sender.name)
    if own and names and not own & {*names, header.sender.thumbprint}:
        raise BundleRecipientError(name=header.sender.name)


def check_card(card: Card, *, line: int) -> None:
    """The card's keys are what they claim to be, its thumbprint is its signing key's, and its name can be read.

    Raises:
        BundleContentError: they are not.
    """
    _check_key(card.signing, "Ed25519", line=line)
    _check_key(card.sealing, "X25519", line=line)
    if card.thumbprint != thumbprint(card.signing):
        raise BundleContentError(detail="thumbprint", line=line)
    hidden = any(unicodedata.category(sign) in _HIDDEN for sign in card.name)
    if hidden or not 0 < len(card.name.strip()) <= _LONGEST_NAME:
        raise BundleContentError(detail="name", line=line)


def judge(header: Header, entries: Iterable[tuple[int, Entry | None]]) -> tuple[tuple[Outline, ...], Carried]:
    """Judge every line; returns the outline of the Versions, and which pieces of attachments came along.

    Raises:
        BundleContentError: a line that makes no sense; ``line`` says which.
        BundleSignatureError: an approval or comment that was not signed by its signer.
    """
    outline: list[Outline] = []
    pieces = Pieces()
    approved: set[VersionHash] = set()
    vouched = {header.sender.thumbprint, *(thumbprint(approver.signing) for approver in header.approvers)}
    seen: set[str] = set()
    together = _Together(header.kind)
    count = 0
    for number, entry in entries:
        count += 1
        if entry is None:
            continue
        mark = _check_entry(header, entry, number)
        together.check(getattr(entry.content, "record", None), number)
        if mark in seen:
            raise BundleContentError(detail="twice", line=number)
        if mark:
            seen.add(mark)
        if isinstance(entry.content, Version):
            named = pieces.name(entry.content, number)
            outline.append(_outline(entry.content, VersionHash(mark), named))
        elif isinstance(entry.content, AttachmentPart):
            pieces.take(entry.content, number)
        elif isinstance(entry.content, Approval) and entry.content.signer in vouched:
            approved.update([entry.content.version] if entry.content.decision == "approved" else [])
    if count == 0:
        raise BundleContentError(detail="nothing", line=1)
    told = tuple(one._replace(status="approved") if one.version in approved else one for one in outline)
    return told, pieces.carried()


class _Together:
    """Whether the lines of a file of records about one record stand together."""

    def __init__(self, kind: str) -> None:
        self._records = kind == "records"
        self._now: str | None = None
        self._before: set[str] = set()

    def check(self, record: str | None, line: int) -> None:
        """Judge the next line, about this record or about none.

        Raises:
            BundleContentError: lines about others stood in between.
        """
        if not self._records or record is None or record == self._now:
            return
        if record in self._before:
            raise BundleContentError(detail="apart", line=line)
        self._before.add(record)
        self._now = record


def check_trust(header: Header, signers: Sequence[Thumbprint], trust: Callable[[Thumbprint], Trusted | None]) -> None:
    """All signers are trusted, and were when the file was made.

    Raises:
        BundleUntrustedError: one is not.
        BundleRevokedError: one no longer was.
    """
    for signer in signers:
        known = trust(signer)
        name = header.sender.name if signer == header.sender.thumbprint else ""
        if known is None:
            raise BundleUntrustedError(name=name, thumbprint=signer, kind=header.kind)
        if known.revoked_at is not None and header.made_at >= known.revoked_at:
            raise BundleRevokedError(
                name=known.name, thumbprint=signer, revoked=known.revoked_at.isoformat(), cause=known.revoked_reason
            )


def _check_entry(header: Header, entry: Entry, number: int) -> str:
    """What may stand only once in a file; "" for a line that may come again."""
    content = entry.content
    mark = ""
    record = getattr(content, "record", None)
    if record is not None and not _ID.fullmatch(record):
        raise BundleContentError(detail="record", line=number)
    at = getattr(content, "decided_at", None) or getattr(content, "made_at", None)
    if at is not None and not sensible(at):
        raise BundleContentError(detail="time", line=number)
    if isinstance(content, Version):
        if content.subject.invented != header.invented:
            raise BundleContentError(detail="invented", line=number)
        mark = hash_of(entry.canonical)
    elif isinstance(content, Approval):
        verify_approval(content)
        mark = content.signature
    elif isinstance(content, Comment):
        verify_comment(content)
        mark = content.id
    elif isinstance(content, RosterEntry):
        check_card(content.card, line=number)
        if content.card.role != content.role:
            raise BundleContentError(detail="card", line=number)
        mark = content.card.thumbprint
    elif isinstance(content, RosterInfo | Receipt):
        mark = content.digest if isinstance(content, Receipt) else "roster"
    return mark


def _outline(version: Version, found: VersionHash, named: tuple[AttachmentFacts, ...]) -> Outline:
    return Outline(
        version.record,
        found,
        version.parents,
        version.subject.title,
        version.status,
        version.origin,
        version.form.id,
        version.role,
        version.made_at,
        named,
    )


def _check_key(jwk: dict[str, str], curve: str, *, line: int) -> None:
    try:
        if check_public(jwk, curve) != jwk:
            raise BundleContentError(detail="key", line=line)
    except BundleKeyError as error:
        raise BundleContentError(detail="key", line=line) from error
