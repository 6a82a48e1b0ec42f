from __future__ import annotations

import json

import pytest

from neksus_desktop.bundles import keys
from neksus_desktop.bundles.fingerprint import digits, word_list, words
from neksus_desktop.errors import BundleKeyError, BundleSignatureError
from tests.bundles.making import JUBA, NOW, STRANGER, approval, version

RFC_8037_KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


def test_the_thumbprint_is_that_of_rfc_8037_appendix_a_3() -> None:
    assert keys.thumbprint(RFC_8037_KEY) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_kept_key_is_the_same_key() -> None:
    made = keys.new_signing_key()
    assert keys.key_pair(made.private) == made


def test_the_recovery_secret_always_gives_the_same_key() -> None:
    first = keys.sealing_key_from_secret(b"s" * 32)
    assert first == keys.sealing_key_from_secret(b"s" * 32)
    assert first != keys.sealing_key_from_secret(b"t" * 32)
    assert first.public["crv"] == "X25519"


def test_a_short_recovery_secret_is_refused() -> None:
    with pytest.raises(BundleKeyError):
        keys.sealing_key_from_secret(b"short")


@pytest.mark.parametrize("private", [b"", b"{}", b"[]", b'{"crv":"Ed25519","kty":"OKP","x":"AA"}', b"\xff"])
def test_what_is_no_private_key_is_refused(private: bytes) -> None:
    with pytest.raises(BundleKeyError):
        keys.key_pair(private)


def test_a_sealing_key_cannot_sign() -> None:
    with pytest.raises(BundleKeyError):
        keys.sign_approval(approval(version()), keys.new_sealing_key())


def test_an_approval_names_its_signer() -> None:
    signed = approval(version())
    assert signed.signer == JUBA.thumbprint
    assert keys.verify_approval(signed) == JUBA.public


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "returned"},
        {"role": "programansvarlig"},
        {"version": "0" * 64},
        {"remarks": {"": "Et annet innhold"}},
        {"risk_willingness_approved": True},
        {"signer": STRANGER.thumbprint},
        {"signature": ""},
        {"signature": "a.b.c"},
        {"signature": "a.b"},
        {"decided_at": NOW.replace(year=2027)},
    ],
)
def test_an_approval_changed_after_signing_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BundleSignatureError):
        keys.verify_approval(approval(version()).model_copy(update=change))


@pytest.mark.parametrize("member", [{"alg": "none"}, {"alg": "HS256"}, {"typ": "JWT"}, {"crit": ["b64"]}, {"kid": "x"}])
def test_an_approval_with_another_header_is_refused(member: dict[str, object]) -> None:
    signed = approval(version())
    head, body, tail = signed.signature.split(".")
    changed = keys.encode(json.dumps(json.loads(keys.decode(head)) | member).encode())
    with pytest.raises(BundleSignatureError):
        keys.verify_approval(signed.model_copy(update={"signature": f"{changed}.{body}.{tail}"}))


@pytest.mark.parametrize("text", ["a", "YQ==", "YR", "Y+", "Y/", "Y Q", "æ"])
def test_loose_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64url|ascii|ASCII"):
        keys.decode(text)


def test_digits_and_words_tell_keys_apart() -> None:
    assert digits(JUBA.thumbprint) != digits(STRANGER.thumbprint)
    assert words(JUBA.thumbprint, "nn") == words(JUBA.thumbprint, "nb") != words(STRANGER.thumbprint, "nb")
    assert [len(group) for group in digits(JUBA.thumbprint).split()] == [5] * 6
    assert len(words(JUBA.thumbprint, "en")) == 12


@pytest.mark.parametrize("name", ["nb", "en"])
def test_a_word_list_has_256_different_short_words(name: str) -> None:
    listed = word_list(name)
    assert len(set(listed)) == 256
    assert all(word.isalpha() and word.islower() and len(word) <= 9 for word in listed)
