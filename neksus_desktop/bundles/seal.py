"""Sealing: a signed file in a JWE (RFC 7516) to one or more X25519 keys; the step «unseal» of ``read()``.

Rules kept here:

* ECDH-ES+A256KW and A256GCM, nothing else; never ``zip`` (the compression is inside, bounded by us);
* the sender's own sealing and recovery keys are added by the caller, so that what was sent can always be opened;
* ``cty`` says no more than «a JOSE object»: an outsider does not learn the kind;
* a seal says nothing about who made the file: only the signatures inside do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from neksus_desktop.bundles.keys import PIECE, KeyPair, check_public, encode_piece, thumbprint
from neksus_desktop.bundles.strict import members, parse_object, raw, with_large
from neksus_desktop.errors import BundleKeyError, BundleSealError, BundleShapeError, BundleVersionError

if TYPE_CHECKING:
    from joserfc.jwe import GeneralJSONSerialization, JWERegistry

ALG = "ECDH-ES+A256KW"
ENC = "A256GCM"
TYP = "application/neksus-sealed+jwe;v=1"
CTY = "application/jose+json"
MAX_RECIPIENTS = 64

_TYP = re.compile(r"application/neksus-sealed\+jwe;v=([1-9][0-9]{0,5})")
_JWE = frozenset({"protected", "recipients", "iv", "ciphertext", "tag"})
_RECIPIENT = frozenset({"header", "encrypted_key"})
_RECIPIENT_HEADER = frozenset({"alg", "kid", "epk"})


def seal(signed: bytes, recipients: Sequence[Mapping[str, str]]) -> bytes:
    """The sealed file: a General JWE as UTF-8 JSON. ``recipients`` are X25519 public JWKs; doubles are dropped.

    Raises:
        BundleKeyError: a recipient's key is no X25519 key, or there is none or too many.
    """
    from joserfc.jwe import GeneralJSONEncryption, encrypt_json
    from joserfc.jwk import OKPKey

    from neksus_desktop.bundles.pouring import PouringGcm, PouringRegistry

    keys = {thumbprint(public): check_public(public, "X25519") for public in recipients}
    if not 0 < len(keys) <= MAX_RECIPIENTS:
        raise BundleKeyError(detail="recipients")
    made = GeneralJSONEncryption({"enc": ENC, "typ": TYP, "cty": CTY}, signed)
    for name, public in keys.items():
        made.add_recipient({"alg": ALG, "kid": name}, OKPKey.import_key(dict(public)))
    gcm = PouringGcm(encode_piece, PIECE)
    sealed = encrypt_json(made, None, registry=PouringRegistry(ALG, gcm))
    return with_large(sealed, "ciphertext", gcm.poured)


def is_sealed(found: Mapping[str, Any]) -> bool:
    """Whether a parsed file claims to be sealed."""
    return "ciphertext" in found


def recipients_of(found: Mapping[str, Any]) -> list[str]:
    """Key names of those who can open the file, as it claims.

    Raises:
        BundleShapeError: not the shape of a JWE of ours.
        BundleVersionError: made by a newer program.
    """
    members(found, _JWE, "jwe")
    header = parse_object(raw(found, "protected"))
    match = _TYP.fullmatch(typ) if isinstance(typ := header.get("typ"), str) else None
    if match is None:
        raise BundleShapeError(detail="typ")
    if match[1] != "1":
        raise BundleVersionError(found=match[1])
    if header != {"enc": ENC, "typ": TYP, "cty": CTY}:
        raise BundleShapeError(detail="jwe_header")
    listed = found["recipients"]
    if not isinstance(listed, list) or not 0 < len(listed) <= MAX_RECIPIENTS:
        raise BundleShapeError(detail="recipients")
    headers = [members(members(item, _RECIPIENT, "recipient")["header"], _RECIPIENT_HEADER, "recipient_header")
               for item in listed]  # fmt: skip
    names = [header["kid"] for header in headers]
    if any(header["alg"] != ALG for header in headers) or not all(isinstance(name, str) for name in names):
        raise BundleShapeError(detail="recipient_header")
    if len(set(names)) != len(names):
        raise BundleShapeError(detail="recipient_twice")
    return names


def unseal(found: Mapping[str, Any], keys: Sequence[KeyPair]) -> bytes:
    """What was sealed, opened with the first of ``keys`` that is a recipient's.

    Raises:
        BundleShapeError: not the shape of a JWE of ours.
        BundleVersionError: made by a newer program.
        BundleSealError: sealed to others (``reason`` not_recipient), or damaged (``reason`` damaged).
    """
    names = recipients_of(found)
    key = next((key for key in keys if key.thumbprint in names), None)
    if key is None:
        raise BundleSealError(reason="not_recipient")
    chosen = found["recipients"][names.index(key.thumbprint)]
    for name in ("iv", "tag"):
        raw(found, name)
    if not isinstance(found["ciphertext"], str):
        raise BundleShapeError(detail="ciphertext")
    raw(chosen, "encrypted_key")
    return _open({**found, "recipients": [chosen]}, key)


def _open(found: Mapping[str, Any], key: KeyPair) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
    from joserfc.errors import JoseError
    from joserfc.jwe import decrypt_json
    from joserfc.jwk import OKPKey

    try:
        check_public(found["recipients"][0]["header"]["epk"], "X25519")
        sealed = cast("GeneralJSONSerialization", found)
        opened = decrypt_json(sealed, OKPKey.import_key(json.loads(key.private)), registry=_registry())
    except (JoseError, BundleKeyError, InvalidTag, InvalidUnwrap, ValueError, TypeError, AttributeError) as error:
        raise BundleSealError(reason="damaged") from error
    plaintext = opened.plaintext
    if not isinstance(plaintext, bytes):
        raise BundleSealError(reason="damaged")
    return plaintext


@cache
def _registry() -> JWERegistry:
    from joserfc.jwe import JWERegistry

    class Registry(JWERegistry):
        """The library's own bounds are for tokens; ``read()`` has bounded the whole file before."""

        max_ciphertext_length = 2**31

    return Registry(algorithms=[ALG, ENC], max_recipients=MAX_RECIPIENTS)
