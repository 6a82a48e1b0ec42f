"""What a workplace is known to have of a record, so that a file that would bring it nothing can be told beforehand.

Rules kept here:

* what is known came from the workplace itself: it made the record, sent it, or confirmed that it came;
* somebody who has all of a record gets nothing out of a lesser edition of it (``deciding``);
* what was sent and not confirmed may be lost, and counts as not there.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from neksus_desktop.records.canonical import canonical
from neksus_desktop.storage.approvals import approvals
from neksus_desktop.storage.peers import peers
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.times import to_text
from neksus_desktop.storage.transfers import outgoing, outgoing_items
from neksus_desktop.storage.versions import head, versions

if TYPE_CHECKING:
    from neksus_desktop.bundles.payload import Edition, Header
    from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
    from neksus_desktop.records.version import Version
    from neksus_desktop.records.workplace import Card
    from neksus_desktop.storage.store import Store


def note_sender(store: Store, header: Header, version: Version) -> None:
    """Note that the sender of a record has all of it, where its origin does not say so already."""
    sender = header.sender.thumbprint
    if header.edition == "full" and sender != version.origin and not get_value(store, _whole(sender, version.record)):
        set_value(store, _whole(sender, version.record), "1")


def note_shown(store: Store, recipient: Thumbprint, version: Version, found: VersionHash, edition: Edition) -> None:
    """Note what a recipient is sent of a record in a lesser edition."""
    name = _shown(recipient, version.record)
    known: dict[str, list[str]] = json.loads(get_value(store, name) or "{}")
    set_value(store, name, json.dumps({**known, edition: [_content(version), found]}, sort_keys=True))


class Having:
    """What workplaces have; reads the list of what was sent once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[str, str] = {peer.thumbprint: peer.name for peer in peers(store)}
        self._sent = {row.id: (row.recipients, row.made_at) for row in outgoing(store)}

    def whole(self, card: Card, record: RecordId, origin: Thumbprint) -> bool:
        """Whether a workplace has all of a record, in whichever state."""
        if card.thumbprint == origin or self._names.get(origin) == card.name:
            return True
        if get_value(self._store, _whole(card.thumbprint, record)):
            return True
        return bool(self._confirmed(card, record).keys() & {row.hash for row in versions(self._store, record)})

    def newest(self, card: Card, record: RecordId) -> bool:
        """Whether a workplace has confirmed the newest Version, and nothing was decided on it since it was sent."""
        tip = head(self._store, record)
        sent_at = self._confirmed(card, record).get(tip) if tip else None
        if sent_at is None:
            return False
        return all(one.version != tip or to_text(one.decided_at) <= sent_at for one in approvals(self._store, record))

    def shown(self, card: Card, seen: Version, edition: Edition) -> bool:
        """Whether a workplace has confirmed to have just this in this lesser edition."""
        known: dict[str, list[str]] = json.loads(get_value(self._store, _shown(card.thumbprint, seen.record)) or "{}")
        content, found = known.get(edition, ("", ""))
        return content == _content(seen) and found in self._confirmed(card, seen.record)

    def _confirmed(self, card: Card, record: RecordId) -> dict[str, str]:
        """Versions that a workplace has confirmed, and when they were last sent to it."""
        found: dict[str, str] = {}
        for item in outgoing_items(self._store, record=record):
            to, made_at = self._sent.get(item.outgoing, ((), ""))
            if item.state == "confirmed" and card.thumbprint in to:
                found[item.version] = max(made_at, found.get(item.version, ""))
        return found


def _content(version: Version) -> str:
    """What somebody sees of it, whatever the Version is called."""
    seen = version.model_dump(mode="json", include={"fields", "subject", "status"})
    return hashlib.sha256(canonical(seen)).hexdigest()


def _whole(workplace: Thumbprint, record: RecordId) -> str:
    return f"whole/{workplace}/{record}"


def _shown(workplace: Thumbprint, record: RecordId) -> str:
    return f"shown/{workplace}/{record}"
