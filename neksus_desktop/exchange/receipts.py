"""Receipts: telling a sender what became of its file, and taking in what others tell us.

Rules kept here:

* a receipt counts only for the file that it names by digest, and only from one of that file's recipients; of a file
  for everybody it is counted who has it, and a refusal is kept with its reason;
* it can come twice, late or out of order: the newest word about a Version in a file holds;
* what waited for a choice over there was chosen when the recipient confirms, or sends, a Version that builds on it;
* a record becomes «confirmed» when headquarters has accepted the very Version that it stands at.
"""

from __future__ import annotations

from collections.abc import Iterable

from neksus_desktop.bundles.payload import Header, Receipt, ReceiptItem, as_canonical
from neksus_desktop.exchange.attaching import note_there
from neksus_desktop.exchange.groups import Group, Line
from neksus_desktop.exchange.lineage import ancestors, load_links
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
from neksus_desktop.records.version import next_status
from neksus_desktop.storage.records import load_record, record_exists, set_status
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text
from neksus_desktop.storage.transfers import (
    OutgoingRow,
    outgoing,
    outgoing_items,
    set_outgoing_item_state,
    set_outgoing_state,
)
from neksus_desktop.storage.versions import head

STATES = {"accepted": "confirmed", "refused": "refused", "waiting": "waiting"}


def receipt_group(receipt: Receipt) -> Group:
    """A receipt as a line of a file."""
    return Group((Line("receipt", as_canonical(receipt)),))


def take_in(store: Store, header: Header, receipts: Iterable[Receipt]) -> list[tuple[RecordId, str]]:
    """Note what a recipient says, inside the caller's transaction; returns records and their new item states."""
    told = []
    files = outgoing(store)
    for receipt in receipts:
        for row in files:
            if row.digest != receipt.digest:
                continue
            if header.sender.thumbprint in row.recipients:
                told += _note(store, header, row, receipt)
            elif not row.recipients:
                _note_one_of_all(store, header, row, receipt)
    return told


def _note(store: Store, header: Header, row: OutgoingRow, receipt: Receipt) -> list[tuple[RecordId, str]]:
    at = to_text(receipt.received_at)
    known = {item.version: item for item in outgoing_items(store, outgoing=row.id)}
    told = []
    for item in receipt.items:
        before = known.get(item.version)
        if before is None or before.record != item.record or before.at > at:
            continue
        state = STATES[item.result]
        set_outgoing_item_state(store, item.version, state, at=at, reason=item.reason, outgoing=row.id)
        told.append((item.record, state))
        note_there(store, header.sender.thumbprint, item, at)
        if state == "confirmed":
            settle(store, header, [(item.record, item.version)])
            if header.sender.role != "post":
                _confirm(store, item)
    set_outgoing_state(store, row.id, _file_state(store, row))
    return told


def answered_at(store: Store, outgoing: str, workplace: Thumbprint) -> str:
    """When a workplace answered for a file that was for everybody (UTC text); "" when it has not."""
    return get_value(store, _answered(outgoing, workplace))


def _note_one_of_all(store: Store, header: Header, row: OutgoingRow, receipt: Receipt) -> None:
    at, before = to_text(receipt.received_at), answered_at(store, row.id, header.sender.thumbprint)
    if before >= at:
        return
    set_value(store, _answered(row.id, header.sender.thumbprint), at)
    for item in receipt.items:
        if item.result == "refused":
            set_outgoing_item_state(store, item.version, "refused", at=at, reason=item.reason, outgoing=row.id)


def _answered(outgoing: str, workplace: Thumbprint) -> str:
    return f"answered/{outgoing}/{workplace}"


def settle(store: Store, header: Header, having: Iterable[tuple[RecordId, VersionHash]]) -> None:
    """Note that the sender of a file has these Versions, and with them what they were built of."""
    at = to_text(header.made_at)
    sender = header.sender.thumbprint
    rows = {row.id: row for row in outgoing(store) if row.state == "partly" and sender in row.recipients}
    for record, version in having if rows else ():
        waiting = [
            item for item in outgoing_items(store, record=record)
            if item.outgoing in rows and item.state == "waiting" and item.at <= at
        ]  # fmt: skip
        past = ancestors(load_links(store, record), version) if waiting else set()
        for item in waiting:
            if item.version in past:
                set_outgoing_item_state(store, item.version, "confirmed", at=at, outgoing=item.outgoing)
                set_outgoing_state(store, item.outgoing, _file_state(store, rows[item.outgoing]))


def _file_state(store: Store, row: OutgoingRow) -> str:
    """The state of a file by its items; a file without items is confirmed by any receipt for it."""
    states = {item.state for item in outgoing_items(store, outgoing=row.id)}
    if states <= {"confirmed"}:
        return "confirmed"
    return "partly" if states - {""} else "exported"


def _confirm(store: Store, item: ReceiptItem) -> None:
    if not record_exists(store, item.record) or head(store, item.record) != item.version:
        return
    status = load_record(store, item.record).status
    if status in {"approved", "exported"}:
        set_status(store, item.record, next_status(status, "confirm"))
