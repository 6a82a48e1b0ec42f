"""Signing: one General JWS (RFC 7515) per file, Ed25519 (RFC 8037); the steps «version» and «signatures».

Rules kept here:

* every signature must hold: one bad one beside a good one refuses the file;
* signers are counted by thumbprint: an empty list and the same signer twice are refused;
* ``kid`` is the thumbprint of the ``jwk`` beside it, so the name of a signer cannot be borrowed;
* the protected header has exactly five members, all known: ``alg`` ``cty`` ``jwk`` ``kid`` ``typ``;
* the payload's bytes are signed as they are and are never written anew to be verified.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from neksus_desktop.bundles.keys import ALGORITHMS, KeyPair, check_public, encode, encode_pieces, sign_bytes, thumbprint
from neksus_desktop.bundles.strict import members, parse_object, raw
from neksus_desktop.errors import BundleKeyError, BundleShapeError, BundleSignatureError, BundleVersionError
from neksus_desktop.records.ids import Thumbprint

if TYPE_CHECKING:
    from joserfc.jws import GeneralJSONSerialization, JWSRegistry

Kind = Literal["records", "receipt", "roster", "forms", "comments", "card"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MAJOR = 1
CONTENT_TYPE = {"card": "application/json"}
"""What the payload is; all other kinds are gzip'd JSON lines."""

_TYP = re.compile(r"application/neksus-([a-z]{1,20})\+jws;v=([1-9][0-9]{0,5})")
_SIGNATURE = frozenset({"protected", "signature"})
_PROTECTED = frozenset({"alg", "cty", "jwk", "kid", "typ"})
_MAX_SIGNATURES = 16


class Signed(NamedTuple):
    """A payload whose signatures all hold. Whether the signers are trusted is not said here."""

    kind: Kind
    payload: bytes
    signers: tuple[Thumbprint, ...]


def sign(kind: Kind, payload: bytes, signers: Sequence[KeyPair]) -> bytes:
    """The signed file: a General JWS as UTF-8 JSON."""
    header = {"alg": "EdDSA", "cty": content_type(kind), "typ": f"application/neksus-{kind}+jws;v={MAJOR}"}
    body = encode_pieces(payload)
    signatures = []
    for key in signers:
        protected = encode(json.dumps({**header, "jwk": key.public, "kid": key.thumbprint}, sort_keys=True).encode())
        signature = encode(sign_bytes(key, b"".join([protected.encode(), b".", *body])))
        signatures.append({"protected": protected, "signature": signature})
    told = json.dumps(signatures, separators=(",", ":")).encode()
    return b"".join([b'{"payload":"', *body, b'","signatures":', told, b"}"])


def check_version(found: Mapping[str, Any]) -> tuple[Kind, list[dict[str, Any]]]:
    """The kind that all signatures name, and their protected headers.

    Raises:
        BundleShapeError: not the shape of a General JWS of ours, or of mixed kinds.
        BundleVersionError: made by a newer program.
    """
    members(found, frozenset({"payload", "signatures"}), "jws")
    if not isinstance(found["payload"], str):
        raise BundleShapeError(detail="payload")
    listed = found["signatures"]
    if not isinstance(listed, list) or len(listed) > _MAX_SIGNATURES:
        raise BundleShapeError(detail="signatures")
    if not listed:
        raise BundleSignatureError(detail="none")
    headers = [parse_object(raw(members(item, _SIGNATURE, "signature"), "protected")) for item in listed]
    kinds = {_kind(header.get("typ")) for header in headers}
    if len(kinds) != 1:
        raise BundleShapeError(detail="mixed_kinds")
    return kinds.pop(), headers


def verify(found: Mapping[str, Any]) -> Signed:
    """Check the version and all signatures of a parsed General JWS.

    Raises:
        BundleShapeError: not the shape of a General JWS of ours.
        BundleVersionError: made by a newer program.
        BundleSignatureError: a signature is missing, doubled, of another kind, or does not hold.
    """
    kind, headers = check_version(found)
    signers, payload = [], b""
    for item, header in zip(found["signatures"], headers, strict=True):
        raw(item, "signature")
        signer, payload = _verify_one(kind, found["payload"], item, header)
        signers.append(signer)
    if len(set(signers)) != len(signers):
        raise BundleSignatureError(detail="doubled")
    return Signed(kind, payload, tuple(signers))


def content_type(kind: Kind) -> str:
    """The ``cty`` that a file of this kind carries."""
    return CONTENT_TYPE.get(kind, "application/gzip")


def _verify_one(
    kind: Kind, payload: str, item: Mapping[str, str], header: Mapping[str, Any]
) -> tuple[Thumbprint, bytes]:
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    if header.keys() != _PROTECTED or header["alg"] not in ALGORITHMS or header["cty"] != content_type(kind):
        raise BundleSignatureError(detail="header")
    try:
        public = check_public(header["jwk"], "Ed25519")
        if header["jwk"] != public or header["kid"] != thumbprint(public):
            raise BundleSignatureError(detail="kid")
        checked = jws.deserialize_json(
            cast("GeneralJSONSerialization", {"payload": payload, "signatures": [item]}),
            OKPKey.import_key({**public, "kid": header["kid"]}),
            registry=_registry(),
        )
    except (JoseError, BundleKeyError, ValueError, TypeError, AttributeError) as error:
        raise BundleSignatureError(detail="signature") from error
    return thumbprint(public), checked.payload


def _kind(typ: object) -> Kind:
    match = _TYP.fullmatch(typ) if isinstance(typ, str) else None
    if match is None:
        raise BundleShapeError(detail="typ")
    if int(match[2]) > MAJOR:
        raise BundleVersionError(found=match[2])
    for kind in KINDS:
        if kind == match[1] and int(match[2]) == MAJOR:
            return kind
    raise BundleShapeError(detail="kind")


@cache
def _registry() -> JWSRegistry:
    from joserfc.errors import UnsupportedAlgorithmError
    from joserfc.jws import JWSRegistry

    class Registry(JWSRegistry):
        """Two names of Ed25519 and nothing else.

        The library's own bounds are for tokens; ``read()`` has bounded the whole file before. It also warns about
        RFC 8037's name, which is the one that every JOSE library knows.
        """

        max_header_length = 4096
        max_payload_length = 2**31

        def get_alg(self, name: str) -> Any:
            if name not in ALGORITHMS:
                raise UnsupportedAlgorithmError
            return self.algorithms[name]

    return Registry(algorithms=list(ALGORITHMS))
