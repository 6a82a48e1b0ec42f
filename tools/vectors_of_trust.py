"""Test vectors about who signed: key lists and their ends, keys to come, strangers; and cards that do not hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from neksus_desktop.bundles import payload as p
from neksus_desktop.bundles.card import card_file, make_card
from neksus_desktop.bundles.keys import KeyPair, new_signing_key
from neksus_desktop.bundles.sign import sign
from neksus_desktop.records.canonical import canonical
from neksus_desktop.records.workplace import Card
from tools.vector_maker import COMES, LIST_ENDS, NOW, Maker


def of_trust(make: Maker) -> dict[str, tuple[bytes, str]]:
    """Files by those whom a key list vouches for, for a time; and by several, by nobody known, by another."""
    listed = _card(make, "listed", "Oppdiktet listet stasjon")
    coming = _card(make, "coming", "Oppdiktet ny stasjon")
    info = p.RosterInfo(number=3, valid_from=NOW, valid_until=LIST_ENDS)
    entries = [
        p.RosterEntry(card=listed, role="post", valid_from=NOW - timedelta(days=30)),
        p.RosterEntry(card=coming, role="post", valid_from=COMES),
    ]
    lines = [("workplace", entry) for entry in entries]
    stranger = new_signing_key()
    unknown = make_card("post", "Oppdiktet fremmed stasjon", stranger, make.keys["sealing"], invented=True)
    both = sign("records", make.payload(make.header("records"), ("version", make.version)),
                [make.keys["signing"], make.keys["listed_signing"]])  # fmt: skip
    return {
        "good-roster-ending": (make.signed("roster", ("roster", info), *lines, recipients=()), ""),
        "good-signed-before-list-ended": (
            _by(make, listed, make.keys["listed_signing"], LIST_ENDS - timedelta(seconds=1)), ""
        ),
        "bad-signed-after-list-ended": (_by(make, listed, make.keys["listed_signing"], LIST_ENDS), "bundle_revoked"),
        "bad-signed-by-a-key-to-come": (_by(make, coming, make.keys["coming_signing"], NOW), "bundle_untrusted"),
        "bad-signed-by-a-stranger": (_by(make, unknown, stranger, NOW), "bundle_untrusted"),
        "good-signed-by-two": (both, ""),
        "bad-roster-lists-one-twice": (
            make.signed("roster", ("roster", info), lines[0], lines[0], recipients=()), "bundle_content"
        ),
        "bad-roster-in-another-role": (
            make.signed("roster", ("roster", info),
                        ("workplace", entries[0].model_copy(update={"role": "norad"})), recipients=()),
            "bundle_content",
        ),
        **_cards(make),
    }  # fmt: skip


def _cards(make: Maker) -> dict[str, tuple[bytes, str]]:
    own = make.keys["signing"]
    hidden = make.card.model_copy(update={"name": "Norad\u202e"})
    borrowed = make.card.model_copy(update={"sealing": own.public})
    loose = canonical(make.card.model_dump(mode="json")).replace(b'":', b'": ', 1)
    return {
        "bad-card-signed-by-another": (card_file(make.card, make.keys["to_signing"]), "bundle_content"),
        "bad-card-thumbprint-of-another": (
            card_file(make.card.model_copy(update={"thumbprint": make.other.thumbprint}), own), "bundle_content"
        ),
        "bad-card-seals-with-its-signing-key": (card_file(borrowed, own), "bundle_content"),
        "bad-card-name-with-hidden-sign": (card_file(hidden, own), "bundle_content"),
        "bad-card-not-canonical": (sign("card", loose, [own]), "bundle_content"),
    }  # fmt: skip


def _card(make: Maker, whose: str, name: str) -> Card:
    return make_card("post", name, make.keys[f"{whose}_signing"], make.keys[f"{whose}_sealing"], invented=True)


def _by(make: Maker, sender: Card, key: KeyPair, at: datetime) -> bytes:
    theirs = make.version.model_copy(update={"origin": sender.thumbprint})
    header = make.header("records", sender=sender, made_at=at)
    return sign("records", make.payload(header, ("version", theirs)), [key])
