"""Freezing the present state of a record as a Version, when no Version says the same already."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from neksus_desktop.exchange.deciding import current_record, status_of
from neksus_desktop.records.ids import RecordId, VersionHash
from neksus_desktop.records.version import Version, hash_of
from neksus_desktop.storage.approvals import approvals
from neksus_desktop.storage.records import flush_working_texts
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.versions import add_version, load_version, set_head, versions


class Frozen(NamedTuple):
    """A record's present state as a Version; ``content`` are its canonical bytes while it is not kept yet."""

    name: VersionHash
    version: Version
    content: bytes | None = None


def freeze(
    store: Store, record: RecordId, *, role: str, now: datetime, head: VersionHash | None
) -> tuple[VersionHash, Version]:
    """The record's present state as a Version: its head if nothing changed since, otherwise a new one.

    What is being typed is saved first where the record is open.
    """
    flush_working_texts(store, record, role=role, now=now)
    found = present_state(store, record, role=role, now=now, head=head)
    if found.content is not None:
        keep_frozen(store, found.name, found.version, found.content)
    return found.name, found.version


def present_state(store: Store, record: RecordId, *, role: str, now: datetime, head: VersionHash | None) -> Frozen:
    """The same, and nothing is written: a new Version is for the caller to keep."""
    present = current_record(store, record)
    filled = {path: value for path, value in present.fields.items() if value}
    if head is not None:
        version = load_version(store, head)
        decided = status_of(store, version, head, approvals(store, record))
        settled = {"exported": "approved", "confirmed": "approved"}.get(present.status, present.status)
        if version.fields == filled and version.subject == present.subject and decided == settled:
            return Frozen(head, version)
    made = Version(
        record=record, number=len(versions(store, record)) + 1, form=present.form, subject=present.subject,
        fields=filled, parents=(head,) if head else (), reason="exported", status=present.status, role=role,
        made_at=now, origin=present.origin, previous=present.previous,
    )  # fmt: skip
    content = made.canonical()
    return Frozen(hash_of(content), made, content)


def keep_frozen(store: Store, name: VersionHash, version: Version, content: bytes) -> None:
    """Keep a new Version of a record and let the record grow from it."""
    add_version(store, version, content, name)
    set_head(store, version.record, name)
