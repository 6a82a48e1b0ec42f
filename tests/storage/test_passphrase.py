"""How good a passphrase is said to be, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.errors import StorageCommonPassphraseError
from neksus_desktop.storage.passphrase import is_common, strength
from neksus_desktop.usecases.profile import create_profile, profile_state


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("Sommer2026!", "poor"), ("aaaaaaaaaaaa", "poor"), ("lynlynlynlyn", "poor"), ("Tr0ub4dor&3", "poor"),
        ("fedcbahgfedcba", "poor"), ("Gammel hest 83", "weak"), ("fire vanlige ord her", "good"),
        ("sykkel måne brødskive telt", "good"), ("xkqvbnzpwlrt", "good"), ("hest lampe grus fjord saft", "strong"),
    ],
)  # fmt: skip
def test_a_passphrase_is_judged_by_the_cheapest_way_to_guess_it(passphrase: str, level: str) -> None:
    found = strength(passphrase)
    assert (found.level, found.common) == (level, False), found


def test_what_a_thief_knows_anyway_counts_for_little() -> None:
    text = "Ambassaden Oppdiktby"
    assert strength(text, ["Ambassaden i Oppdiktby"]).bits < strength(text).bits / 2


def test_one_more_word_is_never_weaker() -> None:
    words = ["hest", "lampe", "grus", "fjord", "saft"]
    bits = [strength(" ".join(words[: n + 1])).bits for n in range(len(words))]
    assert bits == sorted(bits)


def test_a_very_long_text_is_judged_at_once() -> None:
    assert strength("lang tekst " * 10_000).level in {"poor", "weak", "good", "strong"}


@pytest.mark.parametrize("passphrase", ["passord1", "PASSORD1", "12345678", " qwertyuiop "])
def test_the_commonest_are_refused(passphrase: str, tmp_path: Path) -> None:
    assert is_common(passphrase)
    with pytest.raises(StorageCommonPassphraseError):
        create_profile(tmp_path, role="post", name="X", passphrase=passphrase)
    assert profile_state(tmp_path) == "absent"
