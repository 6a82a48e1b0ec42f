"""Making files that go out: what is in them, numbered per recipient, signed, sealed, remembered until confirmed.

Rules kept here:

* sealed is the default; everything sealed is sealed to ourselves and to our recovery key as well;
* a record travels as its head Version with those Versions before it that the recipients have not all confirmed,
  its lineage, and the decisions on them;
* a lesser edition is a Version of its own without past, decisions or remarks (``editions``);
* a transfer too large for one file becomes several, each with its own number, each standing alone; large attachments
  follow in files of their own (``attaching``); no file has the same record twice.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from neksus_desktop.bundles.payload import (
    FORMAT,
    Address,
    Approver,
    Edition,
    Header,
    Lineage,
    PayloadWriter,
    as_canonical,
)
from neksus_desktop.bundles.seal import seal
from neksus_desktop.bundles.sign import Kind, sign
from neksus_desktop.errors import ExchangeNothingError, InventedMixError
from neksus_desktop.exchange.attaching import full_attachments, lesser_attachments, spread
from neksus_desktop.exchange.editions import Coded, edition_of, hidden_points
from neksus_desktop.exchange.freezing import freeze
from neksus_desktop.exchange.groups import GROWTH, Group, Line, Sent, about_as_file
from neksus_desktop.exchange.having import note_shown
from neksus_desktop.exchange.identity import Workplace
from neksus_desktop.exchange.lineage import ancestors, load_links
from neksus_desktop.records.attachment import attached
from neksus_desktop.records.ids import RecordId, VersionHash, new_id
from neksus_desktop.records.record import FormRef
from neksus_desktop.records.version import hash_of
from neksus_desktop.records.workplace import Card
from neksus_desktop.storage.approvals import approvals
from neksus_desktop.storage.records import load_record
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text
from neksus_desktop.storage.transfers import (
    OutgoingRow,
    add_outgoing,
    add_outgoing_item,
    next_sequence,
    outgoing,
    outgoing_items,
)
from neksus_desktop.storage.versions import head, version_bytes, versions

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes per file, for e-mail."""
EVERYBODY = ""
"""In place of a recipient: files for everybody are counted for their names only."""
CodedOf = Callable[[FormRef], Coded]
SentTo = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Sending:
    """What is said about a transfer: kind, to whom, when, how."""

    kind: Kind
    recipients: tuple[Card, ...]
    made_at: datetime
    invented: bool = False
    edition: Edition = "full"
    plain: bool = False
    size_limit: int = SIZE_LIMIT
    approvers: tuple[Approver, ...] = ()
    attachments: bool | None = None
    """Whether attachments go with the records; None: with the full edition, with no other."""

    @property
    def with_attachments(self) -> bool:
        """Whether they do."""
        return self.edition == "full" if self.attachments is None else self.attachments


@dataclass(frozen=True, slots=True)
class OutFile:
    """One file to be written. ``keep`` is the same content sealed to ourselves only, for sending again."""

    digest: str
    name: str
    content: bytes
    keep: bytes
    sequence: int
    records: int


def record_group(
    store: Store, record: RecordId, sending: Sending, *, role: str, coded: CodedOf, sent: SentTo | None = None
) -> Group:
    """The lines of one record in the sending's edition; freezes its present state when no Version says the same.

    ``coded`` gives, for a form, what tells coded answers from prose; ``sent`` comes from ``sent_to``
    and leaves out what the recipients are known to have.

    Raises:
        NotFoundError: no such record.
        InventedMixError: it is invented and the sending is not, or the other way.
    """
    present = load_record(store, record)
    if present.invented != sending.invented:
        raise InventedMixError(profile="invented" if sending.invented else "real")
    tip, version = freeze(store, record, role=role, now=sending.made_at, head=head(store, record))
    files: tuple[Sent, ...] = ()
    if sending.edition != "full":
        decided = "approved" if present.status in {"approved", "exported", "confirmed"} else present.status
        hidden = hidden_points(version.fields)
        if sending.with_attachments:
            files = lesser_attachments(store, version.fields, sending.edition, hidden)
        seen = edition_of(
            version.model_copy(update={"status": decided}), sending.edition, coded(version.form),
            [one.facts for one in files],
        )  # fmt: skip
        line = Line("version", seen.canonical())
        found = hash_of(line.content)
        for card in sending.recipients:
            note_shown(store, card.thumbprint, seen, found, sending.edition)
        return Group((line,), ((record, found),), files, (line,))
    links = load_links(store, record)
    before = ancestors(links, tip)
    unconfirmed = _unconfirmed(store, record, before, sending, sent or {})
    here = [row.hash for row in versions(store, record) if row.hash in unconfirmed]
    lines = [Line("version", version_bytes(store, one)) for one in here]
    beyond = {one: links[one] for one in before if one in links and one not in here}
    if beyond:
        lines.insert(0, Line("lineage", as_canonical(Lineage(record=record, links=beyond))))
    newest = Line("version", version_bytes(store, tip))
    lines.append(newest)
    decisions = [one for one in approvals(store, record) if one.version in before | {tip}]
    lines += [Line("approval", as_canonical(one)) for one in decisions]
    if sending.with_attachments:
        to = [card.thumbprint for card in sending.recipients]
        files = full_attachments(store, record, attached(version.fields), to)
    past = {one: links[one] for one in before if one in links}
    vouching = [Line("lineage", as_canonical(Lineage(record=record, links=past)))] if past and files else []
    vouching.append(newest)
    vouching += [Line("approval", as_canonical(one)) for one in decisions if one.version == tip]
    return Group(tuple(lines), ((record, tip),), files, tuple(vouching))


def make_files(
    store: Store, workplace: Workplace, sending: Sending, groups: Iterable[Group], name_of: Callable[[int], str]
) -> Iterator[OutFile]:
    """Pack groups into as many files as needed and note them in the outbox, inside the caller's transaction.

    Raises:
        ExchangeNothingError: there are no groups.
    """
    packing: _Packing | None = None
    for group in spread(groups, sending.size_limit):
        if packing is not None and (packing.holds(group) or packing.would_be(group) > sending.size_limit):
            yield packing.finish(store, workplace, name_of)
            packing = None
        if packing is None:
            packing = _Packing(store, workplace, sending)
        packing.add(group)
    if packing is None:
        raise ExchangeNothingError
    yield packing.finish(store, workplace, name_of)


def file_name(sender: Card, recipients: Sequence[Card], number: int) -> str:
    """A name that says from whom, for whom and which, never what: ``neksus-ambassaden-juba-til-norad-000014.json``.

    ``number`` is the first recipient's. With further recipients ``-mfl`` stands behind the first; what is for everybody
    is called ``-til-alle``. No two files that one workplace makes have the same name (decision 11).
    """
    to = ascii_name(recipients[0].name) + ("-mfl" if len(recipients) > 1 else "") if recipients else "alle"
    return f"neksus-{ascii_name(sender.name)}-til-{to}-{number:06d}.json"


def ascii_name(name: str) -> str:
    """A name in small ASCII letters, digits and hyphens, for file names."""
    spelled = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "arbeidssted"


class _Packing:
    """One file being filled."""

    def __init__(self, store: Store, workplace: Workplace, sending: Sending) -> None:
        self._sending = sending
        self._numbers = [next_sequence(store, card.thumbprint) for card in sending.recipients]
        addresses = tuple(
            Address(thumbprint=card.thumbprint, sequence=number)
            for card, number in zip(sending.recipients, self._numbers, strict=True)
        )
        self._writer = PayloadWriter(
            Header(
                format=FORMAT, kind=sending.kind, sender=workplace.card, recipients=addresses,
                made_at=sending.made_at.astimezone(UTC), invented=sending.invented, edition=sending.edition,
                approvers=sending.approvers,
            )
        )  # fmt: skip
        self._items: list[tuple[RecordId, VersionHash]] = []
        self._records: set[RecordId] = set()

    def would_be(self, group: Group) -> int:
        """About how large the file would be with this group in it."""
        return int(self._writer.size * GROWTH) + about_as_file(group.lines) + 400 * (len(self._numbers) + 4)

    def holds(self, group: Group) -> bool:
        """Whether one of the group's records is in it already."""
        return any(record in self._records for record, _ in group.items)

    def add(self, group: Group) -> None:
        """Put a group in."""
        for line in group.lines:
            self._writer.add(line.name, line.content)
        self._items += group.items
        self._records.update(record for record, _ in group.items)

    def finish(self, store: Store, workplace: Workplace, name_of: Callable[[int], str]) -> OutFile:
        """Sign, seal and note the file."""
        sending, payload = self._sending, self._writer.finish()
        signed = sign(sending.kind, payload, [workplace.signing])
        keep = seal(signed, workplace.own_seals())
        to = [card.sealing for card in sending.recipients]
        content = signed if sending.plain else seal(signed, [*to, *workplace.own_seals()])
        number = self._numbers[0] if self._numbers else 0
        digest = hashlib.sha256(payload).hexdigest()
        name = name_of(number or next_sequence(store, EVERYBODY))
        made = OutFile(digest, name, content, keep, number, len(self._records))
        for card, sequence in zip(sending.recipients, self._numbers, strict=True):
            self._note(store, made, (card.thumbprint,), sequence)
        if not sending.recipients:
            self._note(store, made, (), 0)
        return made

    def _note(self, store: Store, made: OutFile, recipients: tuple[str, ...], sequence: int) -> None:
        """One row per recipient, because each answers for itself."""
        row = OutgoingRow(
            id=new_id(), kind=self._sending.kind, recipients=recipients, sequence=sequence, file_name=made.name,
            made_at=to_text(self._sending.made_at), digest=made.digest, state="exported",
        )  # fmt: skip
        add_outgoing(store, row)
        for record, version in self._items:
            add_outgoing_item(store, row.id, record, version)


def sent_to(store: Store) -> SentTo:
    """Which rows of the outbox went to which recipient."""
    found: dict[str, set[str]] = {}
    for row in outgoing(store):
        for recipient in row.recipients:
            found.setdefault(recipient, set()).add(row.id)
    return found


def _unconfirmed(
    store: Store, record: RecordId, before: set[VersionHash], sending: Sending, sent: SentTo
) -> set[VersionHash]:
    """Those of the earlier Versions that not every recipient has confirmed to have."""
    if not before:
        return before
    confirmed = [item for item in outgoing_items(store, record=record) if item.state == "confirmed"]
    everywhere = set(before)
    for card in sending.recipients:
        rows = sent.get(card.thumbprint, set())
        everywhere &= {item.version for item in confirmed if item.outgoing in rows}
    return before - everywhere
