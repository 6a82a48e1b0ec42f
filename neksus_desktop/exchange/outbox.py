"""Making files that go out: what is in them, numbered per recipient, signed, sealed, remembered until confirmed.

Rules kept here:

* sealed is the default; everything sealed is sealed to ourselves and to our recovery key as well;
* a record travels as its head Version with those Versions before it that the recipients have not all confirmed,
  its lineage, and the decisions on them;
* a lesser edition is a Version of its own without past, decisions or remarks (``editions``);
* making files writes nothing; what is to be noted of them stands in a ``Ledger``;
* a transfer too large for one file becomes several, each with its own number, each standing alone; large attachments
  follow in files of their own (``attaching``); no file has the same record twice.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
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
from neksus_desktop.exchange.freezing import Frozen, keep_frozen, present_state
from neksus_desktop.exchange.groups import GROWTH, Group, Line, Sent, about_as_file
from neksus_desktop.exchange.having import note_shown
from neksus_desktop.exchange.identity import Workplace
from neksus_desktop.exchange.ledger import Ledger, OvertakenError
from neksus_desktop.exchange.lineage import ancestors, load_links
from neksus_desktop.records.attachment import attached
from neksus_desktop.records.ids import RecordId, VersionHash, new_id
from neksus_desktop.records.record import FormRef
from neksus_desktop.records.version import Version, hash_of
from neksus_desktop.records.workplace import Card
from neksus_desktop.storage.approvals import approvals
from neksus_desktop.storage.records import flush_working_texts, load_record, record_exists
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text
from neksus_desktop.storage.transfers import OutgoingRow, outgoing, outgoing_items
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
    """The lines of one record in the sending's edition, as of one moment.

    Where no Version says the same as its present state, a new one is sent, and kept once the files are noted.
    ``coded`` gives, for a form, what tells coded answers from prose; ``sent`` comes from ``sent_to``
    and leaves out what the recipients are known to have.

    Raises:
        NotFoundError: no such record.
        InventedMixError: it is invented and the sending is not, or the other way.
    """
    with store.read():
        return _record_group(store, record, sending, role, coded, sent or {})


def _record_group(store: Store, record: RecordId, sending: Sending, role: str, coded: CodedOf, sent: SentTo) -> Group:
    present = load_record(store, record)
    if present.invented != sending.invented:
        raise InventedMixError(profile="invented" if sending.invented else "real")
    before_it = head(store, record)
    frozen = present_state(store, record, role=role, now=sending.made_at, head=before_it)
    tip, version = frozen.name, frozen.version
    keeping = _Keeping(store, sending, role, before_it, frozen)
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
        keeping.seen = (seen, found)
        return Group((line,), ((record, found),), files, (line,), keeping.write)
    links = {**load_links(store, record), tip: version.parents}
    before = ancestors(links, tip)
    unconfirmed = _unconfirmed(store, record, before, sending, sent)
    here = [row.hash for row in versions(store, record) if row.hash in unconfirmed]
    lines = [Line("version", version_bytes(store, one)) for one in here]
    beyond = {one: links[one] for one in before if one in links and one not in here}
    if beyond:
        lines.insert(0, Line("lineage", as_canonical(Lineage(record=record, links=beyond))))
    newest = Line("version", frozen.content or version_bytes(store, tip))
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
    return Group(tuple(lines), ((record, tip),), files, tuple(vouching), keeping.write)


class _Keeping:
    """What is written about a record once it has gone out: its new Version, and what the recipients were shown."""

    def __init__(self, store: Store, sending: Sending, role: str, before: VersionHash | None, frozen: Frozen) -> None:
        self._store, self._sending, self._role = store, sending, role
        self._record, self._name, self._before = frozen.version.record, frozen.name, before
        self._packed = zlib.compress(frozen.content, 1) if frozen.content is not None else None
        self.seen: tuple[Version, VersionHash] | None = None

    def write(self) -> None:
        """Write it.

        Raises:
            OvertakenError: the record went on from another Version meanwhile, or is gone.
        """
        store, sending = self._store, self._sending
        if not record_exists(store, self._record) or head(store, self._record) != self._before:
            raise OvertakenError
        if self._packed is not None:
            flush_working_texts(store, self._record, role=self._role, now=sending.made_at)
            content = zlib.decompress(self._packed)
            keep_frozen(store, self._name, Version.model_validate_json(content), content)
        for card in sending.recipients if self.seen else ():
            assert self.seen is not None
            note_shown(store, card.thumbprint, *self.seen, sending.edition)


def make_files(
    store: Store,
    workplace: Workplace,
    sending: Sending,
    groups: Iterable[Group],
    name_of: Callable[[int], str],
    ledger: Ledger | None = None,
) -> Iterator[OutFile]:
    """Pack groups into as many files as needed, to be noted in the outbox with the ledger.

    Without a ledger they are noted here, inside the caller's transaction, once all are made.

    Raises:
        ExchangeNothingError: there are no groups.
    """
    own = ledger or Ledger(store)
    packing: _Packing | None = None
    for group in spread(groups, sending.size_limit):
        if packing is not None and (packing.holds(group) or packing.would_be(group) > sending.size_limit):
            yield packing.finish(workplace, name_of)
            packing = None
        if packing is None:
            packing = _Packing(own, workplace, sending)
        packing.add(group)
    if packing is None:
        raise ExchangeNothingError
    yield packing.finish(workplace, name_of)
    if ledger is None:
        own.note()


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

    def __init__(self, ledger: Ledger, workplace: Workplace, sending: Sending) -> None:
        self._ledger = ledger
        self._sending = sending
        self._numbers = [ledger.number(card.thumbprint) for card in sending.recipients]
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
        if group.write is not None:
            self._ledger.write_then(group.write)
        self._records.update(record for record, _ in group.items)

    def finish(self, workplace: Workplace, name_of: Callable[[int], str]) -> OutFile:
        """Sign and seal the file, and put it down to be noted."""
        sending, payload = self._sending, self._writer.finish()
        signed = sign(sending.kind, payload, [workplace.signing])
        keep = seal(signed, workplace.own_seals())
        to = [card.sealing for card in sending.recipients]
        content = signed if sending.plain else seal(signed, [*to, *workplace.own_seals()])
        number = self._numbers[0] if self._numbers else 0
        digest = hashlib.sha256(payload).hexdigest()
        name = name_of(number or self._ledger.number(EVERYBODY))
        made = OutFile(digest, name, content, keep, number, len(self._records))
        for card, sequence in zip(sending.recipients, self._numbers, strict=True):
            self._note(made, (card.thumbprint,), sequence)
        if not sending.recipients:
            self._note(made, (), 0)
        return made

    def _note(self, made: OutFile, recipients: tuple[str, ...], sequence: int) -> None:
        """One row per recipient, because each answers for itself."""
        row = OutgoingRow(
            id=new_id(), kind=self._sending.kind, recipients=recipients, sequence=sequence, file_name=made.name,
            made_at=to_text(self._sending.made_at), digest=made.digest, state="exported",
        )  # fmt: skip
        self._ledger.add(row, self._items)


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
