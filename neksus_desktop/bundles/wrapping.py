"""An approver's private key under a passphrase of its own: Argon2id and AES-256-GCM.

Whoever can open the profile can therefore still not approve in the approver's name.
"""

from __future__ import annotations

import json
import os

from neksus_desktop.bundles.keys import KeyPair, decode, encode, key_pair
from neksus_desktop.errors import BundleKeyError, BundlePassphraseError

MEMORY_KIB = 64 * 1024
ITERATIONS = 3
LANES = 4
MIN_LENGTH = 8
_AAD = b"neksus approver key 1"


def wrap(key: KeyPair, passphrase: str) -> bytes:
    """The private key, readable only with the passphrase.

    Raises:
        BundlePassphraseError: the passphrase is too short (``reason`` short).
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase) < MIN_LENGTH:
        raise BundlePassphraseError(reason="short", letters=MIN_LENGTH)
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_derive(passphrase, salt)).encrypt(nonce, key.private, _AAD)
    return json.dumps({"wrapped": 1, "salt": encode(salt), "nonce": encode(nonce), "key": encode(sealed)}).encode()


def unwrap(blob: bytes, passphrase: str) -> KeyPair:
    """The key again.

    Raises:
        BundlePassphraseError: the passphrase is wrong (``reason`` wrong).
        BundleKeyError: the blob is none of ours.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        found = json.loads(blob)
        salt, nonce, sealed = (decode(found[name]) for name in ("salt", "nonce", "key"))
    except (ValueError, KeyError, TypeError) as error:
        raise BundleKeyError(detail="wrapped_key") from error
    try:
        return key_pair(AESGCM(_derive(passphrase, salt)).decrypt(nonce, sealed, _AAD))
    except InvalidTag as error:
        raise BundlePassphraseError(reason="wrong", letters=MIN_LENGTH) from error


def _derive(passphrase: str, salt: bytes) -> bytes:
    import unicodedata

    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=32, iterations=ITERATIONS, lanes=LANES, memory_cost=MEMORY_KIB)
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())
