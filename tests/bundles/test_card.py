from __future__ import annotations

import pytest

from neksus_desktop.bundles.card import card_file, read_card
from neksus_desktop.bundles.sign import sign
from neksus_desktop.errors import BundleError
from neksus_desktop.records.canonical import canonical
from tests.bundles.making import CARD, JUBA, NORAD, STRANGER, STRANGER_SEAL, good, opened


def test_a_card_comes_through_a_file() -> None:
    assert read_card(card_file(CARD, JUBA)) == CARD


@pytest.mark.parametrize(
    "spoilt",
    [
        b"{}", b"", good(), canonical(CARD.model_dump(mode="json")), card_file(CARD, STRANGER),
        sign("card", canonical(CARD.model_dump(mode="json")), [JUBA, NORAD]), sign("card", b"{}", [JUBA]),
        sign("card", b"\xff", [JUBA]),
        card_file(CARD.model_copy(update={"thumbprint": STRANGER.thumbprint}), JUBA),
        card_file(CARD.model_copy(update={"sealing": STRANGER_SEAL.public | {"d": "AA"}}), JUBA),
    ],
)  # fmt: skip
def test_a_card_that_is_not_its_own_is_refused(spoilt: bytes) -> None:
    with pytest.raises(BundleError):
        read_card(spoilt)


def test_a_sealing_key_cannot_be_put_in_by_another() -> None:
    swapped = CARD.model_copy(update={"sealing": STRANGER_SEAL.public})
    with pytest.raises(BundleError):
        read_card(card_file(swapped, STRANGER))


def test_a_card_is_no_transfer_file() -> None:
    with pytest.raises(BundleError):
        opened(card_file(CARD, JUBA))
