"""Taking attachments in: pieces are kept as they come, and what a record still waits for is known.

Rules kept here:

* only what the record, as it stands after the import, names is kept: what came with a Version that was refused or
  waits for a choice is not;
* a file is there when all of it is there and has the digest that the record names; half a file is nobody's to see.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from neksus_desktop.bundles.parts import part_bytes
from neksus_desktop.bundles.payload import AttachmentPart, ReceiptItem
from neksus_desktop.errors import NotFoundError
from neksus_desktop.records.attachment import STEP, AttachmentFacts, attached
from neksus_desktop.storage.attachment_parts import forget_parts, keep_part, missing, steps_here
from neksus_desktop.storage.attachments import read_attachment
from neksus_desktop.storage.records import load_record, record_exists
from neksus_desktop.storage.settings import get_value, set_value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from neksus_desktop.bundles.read import Bundle
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.store import Store

_FACT = "attachments_awaited"

Steps = frozenset[tuple[str, int]]


def take_pieces(store: Store, bundle: Bundle, now: datetime) -> None:
    """Keep the pieces in a file of records that was just taken in, inside the caller's transaction."""
    concerned = {one.record for one in bundle.outline if one.attachments}
    named = {record: _named(store, record) for record in concerned if record_exists(store, record)}
    for record, listed in named.items():
        for facts in listed:
            if not facts.size:
                keep_part(store, record, facts, 0, b"", now=now)
    if bundle.carried:
        for entry in bundle.entries():
            part = entry.content
            if isinstance(part, AttachmentPart):
                for facts in named.get(part.record, ()):
                    if facts.digest == part.digest:
                        keep_part(store, part.record, facts, part.offset, part_bytes(part), now=now)
    for record, listed in named.items():
        _take_twins(store, record, listed, now)
        forget_parts(store, record, listed)
    _note(store, {record: len(missing(store, record, listed)) for record, listed in named.items()})


def _take_twins(store: Store, record: RecordId, listed: tuple[AttachmentFacts, ...], now: datetime) -> None:
    """A file that the record keeps whole in another place is not waited for: nobody sends it once more."""
    away = missing(store, record, listed)
    whole = {facts.digest: facts.id for facts in listed if facts not in away}
    for facts in away:
        if facts.digest in whole:
            keep_part(store, record, facts, 0, read_attachment(store, whole[facts.digest]), now=now)


def told(store: Store, bundle: Bundle, items: Iterable[ReceiptItem]) -> list[ReceiptItem]:
    """Receipt items that say which of a Version's files are here, and which are waited for."""
    listed = {one.version: one.attachments for one in bundle.outline if one.attachments}
    found = []
    for item in items:
        facts = listed.get(item.version, ())
        if facts and item.result == "accepted" and record_exists(store, item.record):
            still = {one.id for one in _named(store, item.record)}
            wanted = [one for one in facts if one.id in still]
            away = {one.digest for one in missing(store, item.record, wanted)}
            here = tuple(sorted({one.digest for one in wanted} - away))
            found.append(item.model_copy(update={"attachments": here, "missing": tuple(sorted(away))}))
        else:
            found.append(item)
    return found


def lacking(store: Store, record: RecordId, named: Iterable[AttachmentFacts]) -> Steps:
    """The steps of named files that are not here, by digest."""
    listed = tuple(named)
    have = steps_here(store, record, listed) if listed else {}
    away = missing(store, record, listed)
    return frozenset(
        (facts.digest, step)
        for facts in away
        for step in range(max(-(-facts.size // STEP), 1))
        if facts.size and step not in have[facts.id]
    )


def brings(bundle: Bundle, record: RecordId, away: Steps) -> int:
    """How many of the files that are not whole here a transfer file brings something of."""
    return len({digest for digest, step in away if step in bundle.carried.get((record, digest), ())})


def awaited(store: Store) -> dict[RecordId, int]:
    """How many files each record waits for, as far as anything came of it; checked against the record as it stands."""
    found = {}
    for record in json.loads(get_value(store, _FACT) or "{}"):
        try:
            count = len(missing(store, record, _named(store, record)))
        except NotFoundError:
            continue
        if count:
            found[record] = count
    return found


def _note(store: Store, counts: dict[RecordId, int]) -> None:
    before: dict[RecordId, int] = json.loads(get_value(store, _FACT) or "{}")
    after = {record: count for record, count in {**before, **counts}.items() if count}
    if after != before:
        set_value(store, _FACT, json.dumps(dict(sorted(after.items()))))


def _named(store: Store, record: RecordId) -> tuple[AttachmentFacts, ...]:
    return attached(load_record(store, record).fields)
