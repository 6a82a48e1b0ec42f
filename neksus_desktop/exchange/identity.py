"""Who we are to others, and whom we trust: the store's keys and peers as the bundles room wants them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from neksus_desktop.bundles.keys import KeyPair, key_pair
from neksus_desktop.bundles.meaning import CLOCK_SLACK
from neksus_desktop.bundles.read import Reader
from neksus_desktop.bundles.trust import Trusted
from neksus_desktop.errors import ExchangeRecipientError, NotFoundError
from neksus_desktop.records.ids import Thumbprint
from neksus_desktop.records.workplace import Card
from neksus_desktop.storage import keys as stored_keys
from neksus_desktop.storage import peers as stored_peers
from neksus_desktop.storage.peers import PeerRow
from neksus_desktop.storage.settings import get_value
from neksus_desktop.storage.store import Store

ROSTER_UNTIL = "roster_until"
"""Name of the fact until when headquarters' newest key list vouches for the workplaces in it."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """This workplace with its keys.

    ``names`` are the thumbprints of all signing keys and ``opening`` all sealing keys it ever had; ``recovery`` is
    public only.
    """

    card: Card
    signing: KeyPair
    names: frozenset[Thumbprint]
    opening: tuple[KeyPair, ...]
    recovery: tuple[dict[str, str], ...]

    def own_seals(self) -> list[dict[str, str]]:
        """Keys that everything we send is sealed to as well, so that we can always open it."""
        return [self.card.sealing, *self.recovery]


def load_workplace(store: Store, card: Card) -> Workplace:
    """This workplace's keys out of the store.

    Raises:
        NotFoundError: the profile has no signing key.
    """
    found = stored_keys.keys(store)
    signing = next((key for key in found if key.use == "signing" and key.thumbprint == card.thumbprint), None)
    if signing is None:
        raise NotFoundError(kind="key", id=card.thumbprint)
    return Workplace(
        card=card,
        signing=key_pair(signing.private),
        names=frozenset(key.thumbprint for key in found if key.use == "signing"),
        opening=tuple(key_pair(key.private) for key in found if key.use == "sealing"),
        recovery=tuple(key.public_jwk for key in found if key.use == "recovery" and key.retired_at is None),
    )


def reader(store: Store, workplace: Workplace, now: datetime) -> Reader:
    """Who reads, for ``bundles.read``. We trust ourselves: what we sent can be read again."""
    return Reader(workplace.names, workplace.opening, lambda signer: trusted(store, workplace, signer, now), now)


def recovery_reader(recovery: KeyPair, now: datetime) -> Reader:
    """Who reads its own old files with the key out of the printed recovery code, after all others were lost.

    Only files that were sealed to this key open, and only their senders knew it; so the sender is taken at its word.
    """
    return Reader(frozenset(), (recovery,), lambda _signer: Trusted(""), now)


def trusted(store: Store, workplace: Workplace, signer: Thumbprint, now: datetime) -> Trusted | None:
    """What we know of a signing key by now: of one that only a key list vouches for, from its day to the list's end."""
    if signer in workplace.names:
        return Trusted(workplace.card.name)
    try:
        peer = stored_peers.find_peer(store, signer)
    except NotFoundError:
        return None
    if peer.thumbprint != signer:
        return None
    ends = [(datetime.fromisoformat(peer.revoked_at), peer.revoked_reason)] if peer.revoked_at else []
    if peer.source == "roster":
        if datetime.fromisoformat(peer.valid_from) > now + CLOCK_SLACK:
            return None
        if until := get_value(store, ROSTER_UNTIL):
            ends.append((datetime.fromisoformat(until), "expired"))
    return Trusted(peer.name, *min(ends)) if ends else Trusted(peer.name)


def as_compared(store: Store, workplace: Workplace, sender: Card) -> Card:
    """A sender under the name and role that its key is known by here, whatever its own file calls it."""
    if sender.thumbprint in workplace.names:
        return sender.model_copy(update={"name": workplace.card.name, "role": workplace.card.role})
    try:
        peer = stored_peers.find_peer(store, sender.thumbprint)
    except NotFoundError:
        return sender
    if peer.thumbprint != sender.thumbprint:
        return sender
    known = card_of(peer)
    return sender.model_copy(update={"name": known.name, "role": known.role})


def recipient_card(store: Store, workplace: Workplace, name: str, now: datetime) -> Card:
    """The card of a workplace that something shall be sent to.

    Raises:
        ExchangeRecipientError: unknown, revoked, vouched for by a key list that has expired, or ourselves.
    """
    try:
        peer = stored_peers.find_peer(store, name)
    except NotFoundError as error:
        own = name in {workplace.card.name, workplace.card.thumbprint}
        raise ExchangeRecipientError(name=name, reason="self" if own else "unknown") from error
    if peer.revoked_at is not None:
        raise ExchangeRecipientError(name=peer.name, reason="revoked")
    known = trusted(store, workplace, peer.thumbprint, now)
    if known is None or (known.revoked_at is not None and now >= known.revoked_at):
        raise ExchangeRecipientError(name=peer.name, reason="expired")
    return card_of(peer)


def card_of(peer: PeerRow) -> Card:
    """The card that was kept for a peer."""
    return Card.model_validate_json(peer.card_json)
