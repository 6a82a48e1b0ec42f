"""Keys and trust: the own card, trusting another's, comparing fingerprints, signing decisions and remarks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import BundleShapeError, ExchangeCardError, ExchangeFileError, NotFoundError
from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    from neksus_desktop.bundles.keys import KeyPair
    from neksus_desktop.exchange.identity import Workplace
    from neksus_desktop.records.comment import Comment
    from neksus_desktop.records.version import Approval
    from neksus_desktop.records.workplace import Card
    from neksus_desktop.storage.peers import PeerRow
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.approvers import SignAs
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A key's name for people: ``digits`` in groups of five, ``words`` to read aloud; both say the same.

    ``qr`` is what its QR code holds.
    """

    thumbprint: str
    digits: str
    words: tuple[str, ...]
    qr: str


def own_card(profile: Profile) -> Card:
    """The workplace's own public card."""
    return profile.card


def write_card(profile: Profile, path: Path) -> None:
    """Write the own card, signed with the key that it names, to a file for others.

    Raises:
        ExchangeFileError: it could not be written.
    """
    from neksus_desktop.bundles.card import card_file

    content = card_file(profile.card, workplace(profile).signing)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise ExchangeFileError(file=str(path), reason="write") from error


def read_card(path: Path) -> Card:
    """The card in a file; whether it is whose it says is for a person to compare.

    Raises:
        ExchangeFileError: it could not be read.
        BundleError: it is no sound card (a shape error with the reason not_card where it is a file of another kind).
    """
    from neksus_desktop.bundles import card
    from neksus_desktop.bundles.read import LIMITS

    try:
        with path.open("rb") as file:
            return card.read_card(file.read(LIMITS.file + 1))
    except OSError as error:
        raise ExchangeFileError(file=path.name, reason="read") from error
    except BundleShapeError as error:
        raise BundleShapeError(**{**error.facts, "reason": "not_card"}) from error


def check_card(profile: Profile, card: Card) -> None:
    """Whether a card could be trusted here, so that nobody compares one by voice that will be refused.

    Raises:
        ExchangeCardError: it is our own card, invented in a real profile, or its key was revoked.
    """
    from neksus_desktop.storage.peers import find_peer

    if card.thumbprint == profile.card.thumbprint:
        raise ExchangeCardError(name=card.name, reason="own")
    if card.invented and profile.invented is False:
        raise ExchangeCardError(name=card.name, reason="invented")
    try:
        before = find_peer(profile.store, card.thumbprint)
    except NotFoundError:
        return
    if before.revoked_at:
        raise ExchangeCardError(name=card.name, reason="revoked")


def trust_card(profile: Profile, path: Path) -> PeerRow:
    """Trust the workplace whose card this is, after its fingerprint was compared by voice.

    Raises:
        ExchangeCardError: it is our own card, invented in a real profile, or its key was revoked.
        ExchangeFileError, BundleError: the file cannot be read or is no sound card.
    """
    from neksus_desktop.storage.peers import PeerRow, save_peer
    from neksus_desktop.storage.times import to_text

    card = read_card(path)
    check_card(profile, card)
    now = to_text(profile.now())
    row = PeerRow(card.model_dump_json(), card.thumbprint, card.name, card.role, now, "card", now)
    save_peer(profile.store, row)
    return row


def look_alikes(profile: Profile, card: Card) -> tuple[str, ...]:
    """Names of trusted workplaces, or our own, that this card's name could be taken for though its key is another.

    That is as it should be when a workplace has new keys, and else a forgery.
    """
    from neksus_desktop.exchange.lookalikes import skeleton

    known = [(peer.name, peer.thumbprint) for peer in peers(profile) if not peer.revoked_at]
    known.append((profile.card.name, profile.card.thumbprint))
    read_as = skeleton(card.name)
    return tuple(name for name, key in known if key != card.thumbprint and skeleton(name) == read_as)


def peers(profile: Profile) -> list[PeerRow]:
    """All workplaces that are, or were, trusted."""
    from neksus_desktop.storage import peers as stored

    return stored.peers(profile.store)


def fingerprint(card: Card, language: Language = "nb") -> Fingerprint:
    """The fingerprint of a card's signing key, for comparing by voice."""
    from neksus_desktop.bundles.fingerprint import digits, qr_text, words

    name = card.thumbprint
    return Fingerprint(name, digits(name), words(name, language), qr_text(name))


def peer_fingerprint(peer: PeerRow, language: Language = "nb") -> Fingerprint:
    """The fingerprint of a workplace that is, or was, trusted."""
    from neksus_desktop.records.workplace import Card

    return fingerprint(Card.model_validate_json(peer.card_json), language)


def fingerprint_svg(card: Card) -> bytes:
    """The fingerprint as a QR code (SVG), for comparing two screens or a screen and a printed card."""
    import io

    import segno

    from neksus_desktop.bundles.fingerprint import qr_text

    drawn = io.BytesIO()
    segno.make(qr_text(card.thumbprint), error="m").save(drawn, kind="svg", scale=4, border=4)
    return drawn.getvalue()


def sign_approval(profile: Profile, approval: Approval, sign_as: SignAs | None = None) -> Approval:
    """The approval, signed by this workplace, or with an approver's own key.

    Raises:
        NotFoundError: no such approver's key.
        BundlePassphraseError: its passphrase is wrong.
    """
    from neksus_desktop.bundles import keys
    from neksus_desktop.usecases.approvers import open_key

    return keys.sign_approval(approval, signing_key(profile) if sign_as is None else open_key(profile, sign_as))


def sign_comment(profile: Profile, comment: Comment) -> Comment:
    """The remark, signed by this workplace."""
    from neksus_desktop.bundles import keys

    return keys.sign_comment(comment, signing_key(profile))


def signing_key(profile: Profile) -> KeyPair:
    """The workplace's signing key."""
    return workplace(profile).signing


def workplace(profile: Profile) -> Workplace:
    """The workplace with its keys, as the exchange room wants it."""
    from neksus_desktop.exchange.identity import load_workplace

    return load_workplace(profile.store, profile.card)


def rotate_keys(profile: Profile) -> Card:
    """Give the workplace new keys; the old ones go on opening what was sent to them, and sign nothing more.

    The others must be given the new card, and headquarters withdraws the old key in its key list.
    """
    from neksus_desktop.bundles import card as cards
    from neksus_desktop.bundles import keys
    from neksus_desktop.storage.keys import KeyRow, save_key
    from neksus_desktop.storage.keys import keys as stored
    from neksus_desktop.storage.settings import set_value
    from neksus_desktop.storage.times import to_text

    old, now = profile.card, to_text(profile.now())
    signing, sealing = keys.new_signing_key(), keys.new_sealing_key()
    card = cards.make_card(old.role, old.name, signing, sealing)
    with profile.store.write():
        for row in stored(profile.store):
            if row.use in {"signing", "sealing"} and row.retired_at is None:
                save_key(profile.store, row._replace(retired_at=now))
        save_key(profile.store, KeyRow(signing.thumbprint, "signing", old.name, signing.public, signing.private, now))
        save_key(profile.store, KeyRow(sealing.thumbprint, "sealing", old.name, sealing.public, sealing.private, now))
        set_value(profile.store, "card", card.model_dump_json())
    return profile.card
