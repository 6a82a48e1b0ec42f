"""Every way of spoiling a file is one line here; nothing but the right error may come out."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import Any

import pytest

from neksus_desktop.bundles.keys import decode, encode
from neksus_desktop.bundles.read import Limits, Reader
from neksus_desktop.bundles.seal import seal
from neksus_desktop.bundles.sign import sign
from neksus_desktop.bundles.trust import Trusted
from neksus_desktop.errors import (
    BundleClockError,
    BundleContentError,
    BundleError,
    BundleRecipientError,
    BundleRevokedError,
    BundleSealError,
    BundleShapeError,
    BundleSignatureError,
    BundleSizeError,
    BundleUntrustedError,
    BundleVersionError,
)
from neksus_desktop.records.canonical import canonical
from tests.bundles.making import (
    CARD,
    JUBA,
    JUBA_SEAL,
    NORAD,
    NORAD_SEAL,
    NOW,
    READER,
    STRANGER,
    STRANGER_SEAL,
    Edit,
    approval,
    edited,
    good,
    gzip,
    header,
    opened,
    payload,
    records,
    resigned,
    sealed,
    signed,
    version,
)

GOOD = good()
PLAIN = signed(records(version()))


def test_a_good_file_is_read() -> None:
    bundle = opened(GOOD)
    assert (bundle.kind, bundle.sealed, bundle.signers) == ("records", True, (JUBA.thumbprint,))
    assert [entry.name for entry in bundle.entries()] == ["version", "approval"]
    assert [(one.title, one.status) for one in bundle.outline] == [("Vann og mekling mellom landsbyer", "approved")]


def test_the_sender_can_open_what_it_sent() -> None:
    own = Reader(frozenset({JUBA.thumbprint}), [JUBA_SEAL], READER.trust, NOW)
    assert opened(GOOD, own).digest == opened(GOOD).digest


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"null", b"3", b'"x"', b"\xff\xfe{}", b"{}", b'{"payload":"","payload":"","signatures":[]}',
        b'{"payload":1,"signatures":[]}', b'{"a":NaN}', b'{"a":1e999}', b"[" * 1_000_000, b'{"a":' * 1_000_000,
        b"\xef\xbb\xbf" + PLAIN, PLAIN[:-1], PLAIN + b"x", b"PK\x03\x04",
    ],
)  # fmt: skip
def test_what_is_not_shaped_like_a_file_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises((BundleShapeError, BundleSignatureError)):
        opened(data)


def _set(*path: Any, value: Any) -> Edit:
    def edit(found: Any) -> None:
        for step in path[:-1]:
            found = found[step]
        found[path[-1]] = value

    return edit


def _drop(*path: Any) -> Edit:
    def edit(found: Any) -> None:
        for step in path[:-1]:
            found = found[step]
        del found[path[-1]]

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        _set("header", value={}), _set("signatures", value={}), _set("signatures", 0, "header", value={"alg": "none"}),
        _drop("payload"), _drop("signatures", 0, "signature"), _set("signatures", 0, "signature", value=3),
        _set("signatures", 0, "protected", value="%%%"), _set("signatures", value=[{}] * 17),
        _set("payload", value=[]),
        _set("signatures", 0, "protected", value=encode(b'{"typ":1}')),
    ],
)  # fmt: skip
def test_a_signed_file_of_another_shape_is_refused(edit: Edit) -> None:
    with pytest.raises(BundleShapeError):
        opened(edited(PLAIN, edit))


@pytest.mark.parametrize(
    "typ",
    [
        "application/neksus-records+jws", "JWT", "application/neksus-unknown+jws;v=1", "", "neksus-records+jws;v=1",
        "application/neksus-records+jws;v=0", "application/neksus-records+jws;v=01",
        "application/neksus-records+jws;v=٢", "application/neksus-rеcords+jws;v=1", 7, None,
    ],
)  # fmt: skip
def test_a_wrong_typ_is_refused(typ: object) -> None:
    with pytest.raises(BundleShapeError):
        opened(resigned(PLAIN, _set("typ", value=typ)))


def test_a_newer_major_version_is_refused_politely() -> None:
    with pytest.raises(BundleVersionError) as caught:
        opened(resigned(PLAIN, _set("typ", value="application/neksus-records+jws;v=2")))
    assert caught.value.facts == {"found": "2"}
    with pytest.raises(BundleVersionError):
        opened(signed(records(version()), header(format="2.0")))


@pytest.mark.parametrize(
    "edit",
    [
        _set("alg", value="none"), _set("alg", value="HS256"), _set("alg", value="ES256"), _set("alg", value=["EdDSA"]),
        _set("kid", value=STRANGER.thumbprint), _set("kid", value=None), _set("jwk", value=STRANGER.public),
        _drop("jwk"),
        _set("jwk", "d", value="AA"), _set("jwk", "crv", value="X25519"), _set("jwk", value="x"),
        _set("cty", value="x"),
        _set("crit", value=["b64"]), _set("b64", value=False), _set("zip", value="DEF"),
        _set("jwk", "kid", value="x"), _set("jku", value="https://eksempel.invalid/"),
    ],
)  # fmt: skip
def test_another_protected_header_is_refused_though_it_is_signed(edit: Edit) -> None:
    with pytest.raises(BundleSignatureError):
        opened(resigned(PLAIN, edit))


def test_no_signature_and_the_same_signer_twice_are_refused() -> None:
    twice = json.loads(PLAIN)
    twice["signatures"] *= 2
    for spoilt in (edited(PLAIN, _set("signatures", value=[])), json.dumps(twice).encode()):
        with pytest.raises(BundleSignatureError):
            opened(spoilt)


def test_a_bad_signature_beside_a_good_one_refuses_the_file() -> None:
    both = json.loads(sign("records", payload(records(version())), [JUBA, STRANGER]))
    both["signatures"][1]["signature"] = both["signatures"][0]["signature"]
    with pytest.raises(BundleSignatureError):
        opened(json.dumps(both).encode())


def test_a_signature_by_a_stranger_beside_the_senders_is_not_trusted() -> None:
    with pytest.raises(BundleUntrustedError):
        opened(sign("records", payload(records(version())), [JUBA, STRANGER]))


def test_mixed_kinds_are_refused() -> None:
    content = payload(records(version()))
    both, other = json.loads(sign("records", content, [JUBA])), json.loads(sign("forms", content, [STRANGER]))
    both["signatures"] += other["signatures"]
    with pytest.raises(BundleShapeError):
        opened(json.dumps(both).encode())


def test_a_file_signed_anew_by_a_stranger_is_not_trusted() -> None:
    with pytest.raises(BundleContentError):
        opened(sign("records", payload(records(version())), [STRANGER]))
    stranger = CARD.model_copy(update={"signing": STRANGER.public, "thumbprint": STRANGER.thumbprint})
    head = header(sender=stranger.model_dump(mode="json"))
    with pytest.raises(BundleUntrustedError) as caught:
        opened(sign("records", payload(records(version()), head), [STRANGER]))
    assert caught.value.facts["thumbprint"] == STRANGER.thumbprint


@pytest.mark.parametrize(
    "edit",
    [
        _set("unprotected", value={}), _set("aad", value="YQ"), _drop("tag"), _set("recipients", value=[]),
        _set("recipients", 0, "header", "alg", value="dir"), _set("recipients", 0, "header", "apu", value="YQ"),
        _set("recipients", 0, "header", "kid", value=3),
        _set("recipients", 1, "header", "kid", value=NORAD_SEAL.thumbprint),
        _set("protected", value=encode(b'{"enc":"A256GCM","zip":"DEF"}')), _set("iv", value="%"), _set("tag", value=1),
        _set("recipients", value="x"), _set("recipients", 0, value={}),
    ],
)  # fmt: skip
def test_a_sealed_file_of_another_shape_is_refused(edit: Edit) -> None:
    with pytest.raises(BundleShapeError):
        opened(edited(GOOD, edit))


@pytest.mark.parametrize(
    "edit",
    [
        _set("tag", value=encode(b"0" * 16)), _set("tag", value=""), _set("iv", value=encode(b"0" * 12)),
        _set("iv", value=""), _set("ciphertext", value=encode(b"0" * 100)),
        _set("recipients", 0, "encrypted_key", value=encode(b"0" * 40)),
        _set("recipients", 0, "encrypted_key", value=""),
        _set("recipients", 0, "header", "epk", value=STRANGER_SEAL.public),
        _set("recipients", 0, "header", "epk", value=JUBA.public), _set("recipients", 0, "header", "epk", value=[]),
        _set("recipients", 0, "header", "epk", value={"kty": "OKP", "crv": "X25519", "x": encode(bytes(32))}),
    ],
)  # fmt: skip
def test_a_damaged_seal_is_refused(edit: Edit) -> None:
    with pytest.raises(BundleSealError):
        opened(edited(GOOD, edit))


def test_swapped_recipients_do_not_open() -> None:
    found = json.loads(GOOD)
    first, second = found["recipients"]
    first["header"]["kid"], second["header"]["kid"] = second["header"]["kid"], first["header"]["kid"]
    with pytest.raises(BundleSealError):
        opened(json.dumps(found).encode())


def test_what_is_sealed_to_others_cannot_be_opened() -> None:
    with pytest.raises(BundleSealError) as caught:
        opened(seal(PLAIN, [STRANGER_SEAL.public]))
    assert caught.value.facts == {"reason": "not_recipient"}


def test_a_seal_in_a_seal_is_refused() -> None:
    with pytest.raises(BundleShapeError):
        opened(seal(GOOD, [NORAD_SEAL.public]))


def test_a_file_passed_on_to_somebody_it_was_not_addressed_to_is_refused() -> None:
    other = Reader(frozenset({STRANGER.thumbprint}), [STRANGER_SEAL], READER.trust, NOW)
    with pytest.raises(BundleRecipientError):
        opened(seal(PLAIN, [STRANGER_SEAL.public]), other)


def _entry(name: str, content: bytes) -> list[tuple[str, bytes]]:
    return [(name, content)]


ONE = version()
FORM = {"id": "x", "version": "1", "content_hash": "", "file_name": "a", "source": ""}
REAL = ONE.model_copy(update={"subject": ONE.subject.model_copy(update={"invented": False})})


@pytest.mark.parametrize(
    "spoilt",
    [
        sealed([]),
        sealed(records(ONE, ONE)),
        sealed(records(ONE, REAL)),
        sealed(records(ONE), header(invented=False)),
        sealed(records(ONE), header(kind="comments")),
        sealed(records(ONE), header(format="1")),
        sealed(records(ONE), header(format="0.9")),
        sealed(records(ONE), header(format="1.0.0")),
        sealed(records(ONE), header(unknown=1)),
        sealed(records(ONE), header(recipients=[{"thumbprint": NORAD.thumbprint, "sequence": 0}])),
        sealed(records(ONE), header(recipients=[{"thumbprint": NORAD.thumbprint, "sequence": 1}] * 2)),
        sealed(records(ONE), header(recipients=[{"thumbprint": NORAD.thumbprint, "sequence": 2**63}])),
        sealed(records(ONE), header(recipients=[{"thumbprint": "../../etc", "sequence": 1}])),
        sealed(records(ONE), header(made_at="2026-11-23T13:30:00")),
        sealed(records(ONE), header(made_at=1795440600)),
        sealed(records(ONE), header(sender=None)),
        sealed(records(ONE), header(sender={**header()["sender"], "thumbprint": STRANGER.thumbprint})),
        sealed(records(ONE), header(sender={**header()["sender"], "sealing": JUBA.public})),
        sealed(_entry("receipt", b"{}")),
        sealed(_entry("version", b"{}")),
        sealed(_entry("version", b"[]")),
        sealed(_entry("version", ONE.canonical() + b" ")),
        sealed(_entry("version", ONE.canonical().replace(b'"number":1', b'"number":1.0'))),
        sealed(_entry("version", ONE.canonical().replace(b'"number":1', b'"number":1,"number":1'))),
        sealed(_entry("version", ONE.canonical().replace(b'"number":1', b'"number":' + b"9" * 5000))),
        sealed(_entry("version", ONE.canonical().replace(b'"number":1', b'"number":NaN'))),
        sealed(_entry("version", ONE.canonical().replace(b'"ja"', b'"\\ud800"'))),
        sealed(_entry("version", ONE.canonical().replace(b'"ja"', b'"\xed\xa0\x80"'))),
        sealed(_entry("version", b"[" * 1_000_000)),
        sealed(_entry("version", b'{"a":' * 100_000 + b"1" + b"}" * 100_000)),
        sealed(_entry("approval", canonical(approval(ONE).model_dump(mode="json")) + b"]")),
        sealed([("header", canonical(header()))]),
        sealed(_entry("form", canonical(FORM | {"id": "../x"}))),
        sealed(_entry("form", canonical(FORM | {"file_name": "../a"}))),
        sealed(_entry("lineage", canonical({"record": "../../x", "links": {}}))),
    ],
)  # fmt: skip
def test_content_that_breaks_the_format_is_refused_though_it_is_signed(spoilt: bytes) -> None:
    with pytest.raises(BundleContentError):
        opened(spoilt)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", gzip(b""), gzip(b"\n"), gzip(b"no json\n"), gzip(b'["header",{}]'), gzip(b"{}\n") + b"more",
        payload(records(ONE))[:-9], payload(records(ONE)) + payload(records(ONE)), gzip(b'["version",{}]\n'),
    ],
)  # fmt: skip
def test_a_payload_that_does_not_unpack_to_lines_is_refused(content: bytes) -> None:
    with pytest.raises(BundleContentError):
        opened(sign("records", content, [JUBA]))


def test_an_approval_that_its_signer_did_not_give_is_refused() -> None:
    forged = approval(ONE).model_copy(update={"role": "utenriksråd"})
    with pytest.raises(BundleSignatureError):
        opened(sealed([*records(ONE), ("approval", canonical(forged.model_dump(mode="json")))]))


@pytest.mark.parametrize("days", [3, 365 * 50, -365 * 50])
def test_a_time_that_cannot_be_is_refused(days: int) -> None:
    moment = (NOW + timedelta(days=days)).isoformat().replace("+00:00", "Z")
    with pytest.raises(BundleClockError):
        opened(sealed(records(ONE), header(made_at=moment)))


def test_bombs_are_refused() -> None:
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = pack.compress(b'["header",' + canonical(header()) + b"]\n") + pack.flush(zlib.Z_FULL_FLUSH)
    million = pack.compress(b"\0" * 1_000_000) + pack.flush(zlib.Z_FULL_FLUSH)
    with pytest.raises(BundleSizeError):
        opened(sign("records", start + million * 1_000, [JUBA]))
    with pytest.raises(BundleSizeError):
        opened(PLAIN, limits=Limits(unpacked=100))
    with pytest.raises(BundleSizeError):
        opened(PLAIN, limits=Limits(line=100))
    with pytest.raises(BundleSizeError):
        opened(PLAIN, limits=Limits(file=100))


def test_a_file_made_before_a_revocation_stays_good_and_one_made_after_is_refused() -> None:
    def revoked(hours: int) -> Reader:
        known = Trusted("Ambassaden i Juba", NOW + timedelta(hours=hours), "Stjålet maskin")
        return READER._replace(trust=lambda _signer: known)

    assert opened(GOOD, revoked(1)).kind == "records"
    for hours in (0, -1):
        with pytest.raises(BundleRevokedError) as caught:
            opened(GOOD, revoked(hours))
        assert caught.value.facts["cause"] == "Stjålet maskin"


def test_a_newer_minor_format_is_read_and_what_it_adds_is_passed_over() -> None:
    more = json.loads(ONE.canonical()) | {"added": {"later": [1]}}
    lines = [("version", canonical(more)), ("later", b"{}")]
    bundle = opened(sealed(lines, header(format="1.7", also="x")))
    (entry,) = bundle.entries()
    assert (entry.name, entry.content) == ("version", ONE)
    assert entry.canonical == canonical(more)


@pytest.mark.parametrize("part", range(40))  # parts, not bytes: the length of a file hangs on its random keys
def test_a_file_cut_at_any_byte_is_refused(part: int) -> None:
    with pytest.raises(BundleError):
        opened(PLAIN[: part * len(PLAIN) // 40])


@pytest.mark.parametrize("part", range(64))
def test_a_file_with_a_bit_flipped_is_refused(part: int) -> None:
    at = part * len(GOOD) // 64
    spoilt = bytearray(GOOD)
    spoilt[at] ^= 1 << (at % 8)
    foreign = b'"kid":"' + JUBA_SEAL.thumbprint.encode() in GOOD[max(0, at - 60) : at + 60]
    try:
        bundle = opened(bytes(spoilt))
    except BundleError:
        return
    assert foreign or bundle.payload == opened(GOOD).payload


def test_the_payload_is_signed_as_it_is() -> None:
    assert decode(json.loads(PLAIN)["payload"]) == opened(PLAIN).payload


@pytest.mark.parametrize(
    "change",
    [
        {"record": "0001-01-01T00:00:00Z"}, {"record": "../x"}, {"record": ""}, {"made_at": "2026-11-23T13:30:00"},
        {"made_at": "0001-01-01T00:00:00Z"}, {"made_at": "9999-12-31T23:59:59Z"},
    ],
)  # fmt: skip
def test_a_version_with_an_id_or_a_time_that_nobody_could_use_is_refused(change: dict[str, str]) -> None:
    content = json.loads(version().canonical()) | change
    with pytest.raises(BundleContentError):
        opened(signed([("version", canonical(content))]))
