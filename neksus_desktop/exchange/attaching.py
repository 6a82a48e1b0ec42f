"""Sending attachments: small ones beside their record, large ones in files that follow.

Rules kept here:

* a following file holds the record's newest Version again, which names what it carries, so that it stands alone and
  the files may come in any order;
* what every recipient has said to have is not sent again; what one waits for is;
* what a record keeps in several places goes once;
* a lesser edition carries attachments only when somebody chose so, and then under names and ids that tell nothing,
  pictures without what they know of place, time and camera, and none of a point that gives nothing away.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from neksus_desktop.bundles.payload import AttachmentPart, as_canonical
from neksus_desktop.errors import NotFoundError, StorageDamagedError, StoragePictureError
from neksus_desktop.exchange.groups import GROWTH, Group, Line, Sent, about_as_file
from neksus_desktop.records.attachment import STEP, AttachmentFacts, attached
from neksus_desktop.storage.attachment_parts import missing
from neksus_desktop.storage.attachments import read_attachment
from neksus_desktop.storage.records import load_record, record_exists
from neksus_desktop.storage.settings import get_value, set_value

if TYPE_CHECKING:
    from neksus_desktop.bundles.payload import Edition, ReceiptItem
    from neksus_desktop.records.ids import RecordId, Thumbprint
    from neksus_desktop.storage.store import Store

_STEPS_PER_LINE = 4
_ASKED = "attachments_asked_for"
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")


def spread(groups: Iterable[Group], size_limit: int) -> Iterator[Group]:
    """Put small attachments into the groups they belong to; the large ones come after all groups, in their own."""
    following: list[tuple[Group, list[Sent]]] = []
    for group in groups:
        room = size_limit // 2 - about_as_file(group.lines)
        lines, later = list(group.lines), []
        once = {one.facts.digest: one for one in group.attachments}.values()
        for one in sorted(once, key=lambda sent: sent.facts.size):
            room -= int(one.facts.size * GROWTH * 1.1)
            if room < 0:
                later.append(one)
            else:
                lines += _parts(group, one, size_limit)
        yield Group(tuple(lines), group.items, write=group.write)
        if later:
            following.append((group, later))
    for group, later in following:
        yield from _following(group, later, size_limit)


def _following(group: Group, later: Iterable[Sent], size_limit: int) -> Iterator[Group]:
    held, size, frame = list(group.vouching), about_as_file(group.vouching), 0
    for one in later:
        for part in _parts(group, one, size_limit):
            more = about_as_file([part])
            if len(held) > len(group.vouching) and size + more + frame > size_limit * 0.9:
                yield Group(tuple(held), group.items)
                held, size = list(group.vouching), about_as_file(group.vouching)
            held.append(part)
            size += more
    yield Group(tuple(held), group.items)


def _parts(group: Group, sent: Sent, size_limit: int) -> Iterator[Line]:
    (record, _version), *_ = group.items
    step = STEP * max(1, min(_STEPS_PER_LINE, int(size_limit / GROWTH / (8 * STEP))))
    data = sent.read()
    for offset in range(0, len(data), step):
        content = base64.b64encode(data[offset : offset + step]).decode()
        part = AttachmentPart(record=record, digest=sent.facts.digest, offset=offset, content=content)
        yield Line("attachment", as_canonical(part))


def full_attachments(
    store: Store, record: RecordId, named: Iterable[AttachmentFacts], recipients: Collection[Thumbprint]
) -> tuple[Sent, ...]:
    """The files of a Version that are here and that not every recipient has."""
    listed = tuple(named)
    away = {facts.id for facts in missing(store, record, listed)}
    have = [set(known_there(store, one, record)["here"]) for one in recipients]
    there = set.intersection(*have) if have else set()
    return tuple(
        Sent(facts, lambda key=facts.id: read_attachment(store, key))  # type: ignore[misc]  # bound now
        for facts in listed
        if facts.id not in away and facts.digest not in there
    )


def lesser_attachments(
    store: Store, fields: dict[str, str], edition: Edition, hidden: Collection[str]
) -> tuple[Sent, ...]:
    """The files of a record as a lesser edition may show them; one that cannot be cleaned stays at home."""
    found: list[Sent] = []
    for facts in attached(fields):
        if facts.point in hidden:
            continue
        try:
            data = _cleaned(read_attachment(store, facts.id), facts)
        except (NotFoundError, StorageDamagedError, StoragePictureError):
            continue
        ending = PurePath(facts.name).suffix
        seen = AttachmentFacts(
            id=hashlib.sha256(f"{edition}:{facts.id}".encode()).hexdigest()[:26],
            point=facts.point,
            owner=facts.owner if facts.owner.startswith("/") else "",
            name=f"vedlegg-{len(found) + 1}{ending if _ENDING.fullmatch(ending) else ''}",
            media_type=facts.media_type,
            size=len(data),
            digest=hashlib.sha256(data).hexdigest(),
        )
        found.append(Sent(seen, lambda data=data: data))  # type: ignore[misc]  # bound now
    return tuple(found)


def _cleaned(data: bytes, facts: AttachmentFacts) -> bytes:
    from neksus_desktop.storage.pictures import is_picture, strip_metadata

    return strip_metadata(data, facts.name) if is_picture(data, facts.media_type) else data


def known_there(store: Store, recipient: Thumbprint, record: RecordId) -> dict[str, Any]:
    """Digests of a record's files that a recipient said to have (``here``) and to wait for (``missing``), and when."""
    known = get_value(store, _there(recipient, record))
    found: dict[str, Any] = json.loads(known) if known else {"at": "", "here": [], "missing": []}
    return found


def note_there(store: Store, recipient: Thumbprint, item: ReceiptItem, at: str) -> None:
    """Note what a recipient says of a record's files; the newest word holds, in whatever order they come."""
    if (item.attachments or item.missing) and at >= known_there(store, recipient, item.record)["at"]:
        there = {"at": at, "here": sorted(item.attachments), "missing": sorted(item.missing)}
        set_value(store, _there(recipient, item.record), json.dumps(there))
        asked: list[list[str]] = json.loads(get_value(store, _ASKED) or "[]")
        others = [pair for pair in asked if pair != [recipient, item.record]]
        wanted = sorted([*others, [recipient, item.record]]) if item.missing else others
        if wanted != asked:
            set_value(store, _ASKED, json.dumps(wanted))


def asked_for(store: Store) -> list[tuple[Thumbprint, RecordId, int]]:
    """Whom records' files are missing for by the newest word of each, and how many of them can be sent from here."""
    found = []
    for recipient, record in json.loads(get_value(store, _ASKED) or "[]"):
        if record_exists(store, record):
            wanted = set(known_there(store, recipient, record)["missing"])
            named = [one for one in attached(load_record(store, record).fields) if one.digest in wanted]
            count = len(named) - len(missing(store, record, named))
            if count:
                found.append((recipient, record, count))
    return found


def _there(recipient: Thumbprint, record: RecordId) -> str:
    return f"attachments/{recipient}/{record}"
