"""Keys: making them, naming them, signing and checking one statement (an approval, a comment).

A key travels as a JWK (RFC 7517, RFC 8037) and is named by its RFC 7638 thumbprint. Rules kept here:

* signing keys are Ed25519, sealing keys are X25519; one key never does both;
* a private key leaves this module only as JWK bytes, for the store to keep;
* the recovery key is derived from the printed secret alone, so that paper can bring everything back;
* an approval and a comment carry a compact JWS whose payload is their own canonical statement.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import BundleKeyError, BundleSignatureError
from neksus_desktop.records.ids import Thumbprint

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from neksus_desktop.records.comment import Comment
    from neksus_desktop.records.version import Approval

ALGORITHMS = ("EdDSA", "Ed25519")
"""RFC 8037's name, which we write, and RFC 9864's name for the same, which we also read."""

PIECE = 384 * 1024
"""Divisible by three, so that the pieces' codes join without padding; small enough to stay near the processor."""
_RECOVERY_INFO = b"neksus recovery sealing key 1"


class KeyPair(NamedTuple):
    """A key: ``public`` is a JWK without ``d``, ``private`` the whole JWK as JSON bytes."""

    public: dict[str, str]
    private: bytes
    thumbprint: Thumbprint


def new_signing_key() -> KeyPair:
    """A new Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _pair("Ed25519", Ed25519PrivateKey.generate())


def new_sealing_key() -> KeyPair:
    """A new X25519 key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return _pair("X25519", X25519PrivateKey.generate())


def sealing_key_from_secret(secret: bytes) -> KeyPair:
    """The X25519 key that belongs to a recovery secret (HKDF-SHA256); the same secret always gives the same key.

    Raises:
        BundleKeyError: the secret is shorter than 32 bytes.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    if len(secret) < 32:  # noqa: PLR2004 - 256 bits, the strength of the keys themselves
        raise BundleKeyError(detail="short_secret")
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=_RECOVERY_INFO).derive(secret)
    return _pair("X25519", X25519PrivateKey.from_private_bytes(raw))


def key_pair(private: bytes) -> KeyPair:
    """A key pair out of the JWK bytes that were kept.

    Raises:
        BundleKeyError: the bytes are no private key of ours.
    """
    try:
        jwk = json.loads(private)
        public = {name: jwk[name] for name in ("crv", "kty", "x")}
        decode(jwk["d"])
    except (ValueError, KeyError, TypeError) as error:
        raise BundleKeyError(detail="private_key") from error
    return KeyPair(public, private, thumbprint(public))


def thumbprint(jwk: Mapping[str, str]) -> Thumbprint:
    """RFC 7638 thumbprint of an OKP key: SHA-256 of its required members, base64url.

    Raises:
        BundleKeyError: a required member is missing or the key is of another kind.
    """
    required = {name: jwk.get(name) for name in ("crv", "kty", "x")}
    if required["kty"] != "OKP" or required["crv"] not in {"Ed25519", "X25519"} or not isinstance(required["x"], str):
        raise BundleKeyError(detail="public_key")
    canonical = json.dumps(required, sort_keys=True, separators=(",", ":")).encode()
    return Thumbprint(encode(hashlib.sha256(canonical).digest()))


def check_public(jwk: Mapping[str, object], curve: str) -> dict[str, str]:
    """The three members of a public key of this curve, and nothing else of it.

    Raises:
        BundleKeyError: it is no such key.
    """
    public = {name: str(jwk.get(name, "")) for name in ("crv", "kty", "x")}
    try:
        raw = decode(public["x"])
    except ValueError as error:
        raise BundleKeyError(detail="public_key") from error
    if public["kty"] != "OKP" or public["crv"] != curve or len(raw) != 32 or "d" in jwk:  # noqa: PLR2004 - RFC 8037
        raise BundleKeyError(detail="public_key")
    return public


def sign_approval(approval: Approval, key: KeyPair) -> Approval:
    """The approval with signature and signer filled in."""
    signature = sign_statement("approval", approval.statement(), key)
    return approval.model_copy(update={"signature": signature, "signer": key.thumbprint})


def verify_approval(approval: Approval) -> dict[str, str]:
    """Check that the named signer signed exactly this approval; returns the signer's public key.

    Whether the signer is trusted is for the caller to judge by ``approval.signer``.

    Raises:
        BundleSignatureError: missing, malformed, by another key or over another text.
    """
    return verify_statement("approval", approval.signature, approval.statement(), approval.signer)


def sign_comment(comment: Comment, key: KeyPair) -> Comment:
    """The comment with its signature filled in; ``workplace`` must be the key's thumbprint."""
    return comment.model_copy(update={"signature": sign_statement("comment", comment.statement(), key)})


def verify_comment(comment: Comment) -> dict[str, str]:
    """Check that the workplace that a comment names signed exactly this comment; returns its public key.

    Raises:
        BundleSignatureError: missing, malformed, by another key or over another text.
    """
    return verify_statement("comment", comment.signature, comment.statement(), comment.workplace)


def sign_statement(what: str, statement: bytes, key: KeyPair) -> str:
    """A compact JWS (RFC 7515, section 3.1) over the canonical statement."""
    header = {"alg": "EdDSA", "jwk": key.public, "kid": key.thumbprint, "typ": _typ(what)}
    text = encode(json.dumps(header, sort_keys=True, separators=(",", ":")).encode())
    signed = f"{text}.{encode(statement)}"
    return f"{signed}.{encode(sign_bytes(key, signed.encode()))}"


def sign_bytes(key: KeyPair, signed: bytes) -> bytes:
    """One Ed25519 signature.

    Raises:
        BundleKeyError: the key is none for signing.
    """
    return _private(key).sign(signed)


def verify_statement(what: str, signature: str, statement: bytes, signer: str) -> dict[str, str]:
    """Check a compact JWS over a statement; returns the signer's public key.

    Raises:
        BundleSignatureError: missing, malformed, by another key or over another text.
    """
    parts = signature.split(".")
    try:
        header_part, payload_part, signature_part = parts
        header = json.loads(decode(header_part))
        payload, raw = decode(payload_part), decode(signature_part)
        public = check_public(header["jwk"], "Ed25519")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BundleKeyError) as error:
        raise BundleSignatureError(detail=f"{what}_shape") from error
    if header.keys() != {"alg", "jwk", "kid", "typ"} or header["alg"] not in ALGORITHMS or header["typ"] != _typ(what):
        raise BundleSignatureError(detail=f"{what}_header")
    if thumbprint(public) != signer or header["kid"] != signer:
        raise BundleSignatureError(detail=f"{what}_signer")
    if payload != statement:
        raise BundleSignatureError(detail=f"{what}_text")
    _verify(public, f"{header_part}.{payload_part}".encode(), raw)
    return public


def _typ(what: str) -> str:
    return f"application/neksus-{what}+jws;v=1"


def _verify(public: Mapping[str, str], signed: bytes, signature: bytes) -> None:
    from cryptography.exceptions import InvalidSignature

    try:
        _public(public).verify(signature, signed)
    except InvalidSignature as error:
        raise BundleSignatureError(detail="signature") from error


def encode(raw: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return b"".join(encode_pieces(raw)).decode()


def encode_pieces(raw: bytes) -> list[bytes | memoryview]:
    """The same in pieces: a copy of megabytes costs as much as the encoding itself."""
    if len(raw) <= PIECE:
        return [encode_piece(raw)]
    return [encode_piece(raw[at : at + PIECE]) for at in range(0, len(raw), PIECE)]


def encode_piece(raw: bytes) -> bytes | memoryview:
    """A piece of ``PIECE`` bytes, or the last one; by pydantic's encoder, which writes this alphabet at once."""
    from pydantic_core import to_json

    text = to_json(raw, bytes_mode="base64")
    return memoryview(text)[1:-1] if len(raw) % 3 == 0 else text.strip(b'="')


def decode(text: str) -> bytes:
    """Base64url without padding, strictly: no other letters, no padding, no loose bits.

    Raises:
        ValueError: it is not that.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if encode(raw) != text:
        raise ValueError("not base64url")
    return raw


def _pair(curve: str, key: Ed25519PrivateKey | X25519PrivateKey) -> KeyPair:
    public = {"crv": curve, "kty": "OKP", "x": encode(key.public_key().public_bytes_raw())}
    private = json.dumps({**public, "d": encode(key.private_bytes_raw())}, sort_keys=True).encode()
    return KeyPair(public, private, thumbprint(public))


def _private(key: KeyPair) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if key.public.get("crv") != "Ed25519":
        raise BundleKeyError(detail="wrong_use")
    return Ed25519PrivateKey.from_private_bytes(decode(json.loads(key.private)["d"]))


def _public(public: Mapping[str, str]) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(decode(check_public(public, "Ed25519")["x"]))
