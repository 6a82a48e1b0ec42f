"""Taking in a roster: the workplaces that headquarters vouches for.

Rules kept here:

* a roster is believed only from headquarters (role «norad») whose card was compared by a person here: one roster never
  makes another sender's roster good;
* a lower number than the last one taken in, or a roster out of its time, changes nothing;
* whom only the list vouches for is trusted until the list's end, for files made before it;
* a revocation holds whoever had trusted the key before, and is never taken back by a card;
* a key that replaces another retires it from that moment;
* a workplace whose own key is withdrawn is told so, and sends nothing more with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from neksus_desktop.bundles.meaning import CLOCK_SLACK
from neksus_desktop.bundles.payload import Header, RosterEntry, RosterInfo
from neksus_desktop.errors import ExchangeCardError, NotFoundError
from neksus_desktop.exchange.identity import ROSTER_UNTIL, Workplace
from neksus_desktop.storage.peers import PeerRow, find_peer, save_peer
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text


def may_vouch(store: Store, workplace: Workplace, header: Header) -> bool:
    """Whether this sender's roster is believed here."""
    if header.sender.thumbprint in workplace.names:
        return workplace.card.role == "norad"
    try:
        peer = find_peer(store, header.sender.thumbprint)
    except NotFoundError:
        return False
    return peer.role == "norad" and peer.source == "card" and peer.revoked_at is None


def apply_roster(store: Store, workplace: Workplace, header: Header, contents: Iterable[object], now: datetime) -> int:
    """Take a roster in, inside the caller's transaction; returns how many workplaces changed.

    Raises:
        ExchangeCardError: the sender may not vouch for others (``reason`` not_headquarters).
    """
    if not may_vouch(store, workplace, header):
        raise ExchangeCardError(name=header.sender.name, reason="not_headquarters")
    changed, good = 0, False
    for content in contents:
        if isinstance(content, RosterInfo):
            good = judge_list(store, header.sender.thumbprint, content, now)[0] == "update"
            if good:
                set_value(store, _last(header.sender.thumbprint), str(content.number))
                set_value(store, ROSTER_UNTIL, to_text(content.valid_until))
        elif isinstance(content, RosterEntry) and good:
            if content.card.thumbprint not in workplace.names:
                changed += _take(store, content, now)
            elif content.revoked_at is not None:
                set_value(store, _withdrawn(content.card.thumbprint), to_text(content.revoked_at))
    return changed


def judge_list(
    store: Store, sender: str, info: RosterInfo, now: datetime
) -> tuple[Literal["update", "have", "older", "refused"], str]:
    """What a list is here, and why when its time is over (plan_list_ended) or has not come (plan_list_to_come)."""
    last = last_roster(store, sender)
    if info.number <= last:
        return ("have" if info.number == last else "older"), ""
    if now > info.valid_until:
        return "older", "plan_list_ended"
    return ("update", "") if info.valid_from <= now + CLOCK_SLACK else ("refused", "plan_list_to_come")


def last_roster(store: Store, sender: str) -> int:
    """The number of the newest list taken in from a sender, 0 for none."""
    return int(get_value(store, _last(sender)) or "0")


def own_key_withdrawn(store: Store, workplace: Workplace) -> bool:
    """Whether headquarters withdrew the key that we sign with, so that nobody takes what we send."""
    return bool(get_value(store, _withdrawn(workplace.card.thumbprint)))


def _withdrawn(key: str) -> str:
    return f"withdrawn/{key}"


def _last(sender: str) -> str:
    return f"roster/{sender}"


def _take(store: Store, entry: RosterEntry, now: datetime) -> bool:
    card = entry.card
    try:
        before: PeerRow | None = find_peer(store, card.thumbprint)
    except NotFoundError:
        before = None
    revoked = to_text(entry.revoked_at) if entry.revoked_at else None
    if before is not None and before.revoked_at and (revoked is None or before.revoked_at < revoked):
        revoked = before.revoked_at
    row = PeerRow(
        card_json=card.model_dump_json(), thumbprint=card.thumbprint, name=card.name, role=entry.role,
        trusted_at=before.trusted_at if before else to_text(now), source=before.source if before else "roster",
        valid_from=to_text(entry.valid_from), revoked_at=revoked,
        revoked_reason=entry.revoked_reason or (before.revoked_reason if before else ""),
    )  # fmt: skip
    if row == before:
        return False
    save_peer(store, row)
    if entry.replaces is not None and entry.replaces != card.thumbprint:
        _retire(store, entry)
    return True


def _retire(store: Store, entry: RosterEntry) -> None:
    assert entry.replaces is not None
    try:
        old = find_peer(store, entry.replaces)
    except NotFoundError:
        return
    if old.thumbprint == entry.replaces and old.revoked_at is None:
        save_peer(store, old._replace(revoked_at=to_text(entry.valid_from), revoked_reason="replaced"))
