"""Cards: a workplace's public keys as a file that others can trust.

A card is signed with the signing key that it names. So whoever compares the fingerprint of that one key by voice
knows that the sealing key beside it belongs to the same workplace.
"""

from __future__ import annotations

from pydantic import ValidationError

from neksus_desktop.bundles.keys import KeyPair
from neksus_desktop.bundles.meaning import check_card
from neksus_desktop.bundles.read import check_size
from neksus_desktop.bundles.sign import sign, verify
from neksus_desktop.bundles.strict import parse_object
from neksus_desktop.errors import BundleContentError, BundleShapeError
from neksus_desktop.records.canonical import canonical, parse_canonical
from neksus_desktop.records.workplace import Card, WorkplaceRole


def make_card(role: WorkplaceRole, name: str, signing: KeyPair, sealing: KeyPair, *, invented: bool = False) -> Card:
    """The card of a workplace with these keys."""
    return Card(
        role=role, name=name, invented=invented, signing=signing.public, sealing=sealing.public,
        thumbprint=signing.thumbprint,
    )  # fmt: skip


def card_file(card: Card, signing: KeyPair) -> bytes:
    """The card as a signed file."""
    return sign("card", canonical(card.model_dump(mode="json")), [signing])


def read_card(data: bytes) -> Card:
    """A card out of a file. It is sound; whether it is whose it says is for a person to compare.

    Raises:
        BundleError: not a card, or not signed by the key that it names.
    """
    check_size(data)
    signed = verify(parse_object(data))
    if signed.kind != "card":
        raise BundleShapeError(detail="kind")
    try:
        card = Card.model_validate(parse_canonical(signed.payload))
    except (ValueError, ValidationError) as error:
        raise BundleContentError(detail="card", line=0) from error
    check_card(card, line=0)
    if signed.signers != (card.thumbprint,):
        raise BundleContentError(detail="sender", line=0)
    return card
