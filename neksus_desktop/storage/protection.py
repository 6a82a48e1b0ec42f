"""``profile.json``: how the database key of a protected profile is kept, and nothing else.

Rules kept here:

* the database key is 256 random bits and never changes; the file holds it wrapped (AES-256-GCM) once under the
  passphrase (Argon2id, RFC 9106) and once under the recovery secret (HKDF-SHA256); a new passphrase rewrites
  only this file;
* a wrong passphrase is told from a damaged database, because the wrapping is authenticated;
* costs read from the file are bounded, so that a planted file cannot exhaust the machine;
* a copy lies beside the safety copies, for without this file a protected profile is lost.
"""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from neksus_desktop.errors import (
    StorageCommonPassphraseError,
    StorageDamagedError,
    StorageKeyError,
    StoragePassphraseError,
    StorageReadOnlyError,
)
from neksus_desktop.paths import write_atomically
from neksus_desktop.storage.passphrase import is_common

FILE = "profile.json"
FORMAT = "neksus-profile-1"
COPY_FOLDER = "snapshots"
SHORTEST_PASSPHRASE = 8
_MEMORY_KIB, _ITERATIONS, _LANES = 65536, 3, 4
_MOST_MEMORY_KIB, _MOST_ITERATIONS, _MOST_LANES = 1 << 20, 20, 16
_BOUND_TO = b"neksus profile key 1"
_RECOVERY_INFO = b"neksus profile recovery 1"


def new_key() -> bytes:
    """A new database key: 256 random bits."""
    return secrets.token_bytes(32)


def is_protected(folder: Path) -> bool:
    """Whether the profile in ``folder`` needs a passphrase.

    Raises:
        StorageDamagedError: the file is there but cannot be read.
    """
    return bool(_load(folder).get("protected"))


def write_unprotected(folder: Path) -> None:
    """Say that the profile needs no passphrase."""
    _store(folder, {"format": FORMAT, "protected": False})


def write_protected(folder: Path, key: bytes, passphrase: str, secret: bytes) -> None:
    """Wrap the database key for the first time.

    Raises:
        StoragePassphraseError: the passphrase is too short.
        StorageCommonPassphraseError: it is one of the commonest.
    """
    wraps = {"passphrase": _wrap_by_passphrase(key, passphrase), "recovery": _wrap(key, _recovery_key(secret))}
    _store(folder, {"format": FORMAT, "protected": True, **wraps})


def unwrap(folder: Path, passphrase: str) -> bytes:
    """The database key.

    Raises:
        StorageKeyError: the passphrase is wrong.
        StorageDamagedError: the file cannot be read.
    """
    found = _load(folder)
    try:
        wrapped = found["passphrase"]
        costs = (int(wrapped["memory_kib"]), int(wrapped["iterations"]), int(wrapped["lanes"]))
        outer = _stretch(passphrase, _bytes(wrapped["salt"]), *costs)
    except (KeyError, TypeError, ValueError) as error:
        raise StorageDamagedError(folder=str(folder), detail=FILE) from error
    return _unwrap(folder, wrapped, outer)


def unwrap_by_recovery(folder: Path, secret: bytes) -> bytes:
    """The database key, by the printed secret.

    Raises:
        StorageKeyError: the secret is another profile's.
        StorageDamagedError: the file cannot be read.
    """
    found = _load(folder)
    if "recovery" not in found:
        raise StorageDamagedError(folder=str(folder), detail=FILE)
    return _unwrap(folder, found["recovery"], _recovery_key(secret))


def change_passphrase(folder: Path, key: bytes, passphrase: str) -> None:
    """Wrap the same database key under a new passphrase; data and recovery code stay as they are.

    Raises:
        StoragePassphraseError: it is too short.
        StorageCommonPassphraseError: it is one of the commonest.
    """
    _store(folder, {**_load(folder), "passphrase": _wrap_by_passphrase(key, passphrase)})


def change_recovery(folder: Path, key: bytes, secret: bytes) -> None:
    """Wrap the same database key under a new recovery secret; the old sheet stops working."""
    _store(folder, {**_load(folder), "recovery": _wrap(key, _recovery_key(secret))})


def uses_key_store(folder: Path) -> bool:
    """Whether the operating system's key store is asked for this profile's key.

    Raises:
        StorageDamagedError: the file cannot be read.
    """
    return _load(folder).get("key_store") is True


def set_key_store(folder: Path, *, on: bool) -> None:
    """Say whether the operating system's key store is asked."""
    _store(folder, {**_load(folder), "key_store": on})


def copy_wrapped(folder: Path, target: Path) -> None:
    """Put a copy of the file beside a safety copy elsewhere.

    Raises:
        StorageDamagedError: the file cannot be read.
        StorageReadOnlyError: the copy cannot be written.
    """
    data = json.dumps(_load(folder), indent=1).encode() + b"\n"
    try:
        write_atomically(target, data)
    except OSError as error:
        raise StorageReadOnlyError(folder=str(target.parent)) from error


def destroy(folder: Path) -> None:
    """Overwrite and remove every wrapped key; what the database holds cannot be read by anyone after."""
    for place in (folder / FILE, folder / COPY_FOLDER / FILE):
        if place.exists():
            write_atomically(place, b"{}")
            place.unlink()


def _wrap_by_passphrase(key: bytes, passphrase: str) -> dict[str, Any]:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise StoragePassphraseError(shortest=SHORTEST_PASSPHRASE)
    if is_common(passphrase):
        raise StorageCommonPassphraseError
    salt = secrets.token_bytes(16)
    outer = _stretch(passphrase, salt, _MEMORY_KIB, _ITERATIONS, _LANES)
    costs = {"kdf": "argon2id", "memory_kib": _MEMORY_KIB, "iterations": _ITERATIONS, "lanes": _LANES}
    return {**costs, "salt": _text(salt), **_wrap(key, outer)}


def _stretch(passphrase: str, salt: bytes, memory_kib: int, iterations: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if memory_kib > _MOST_MEMORY_KIB or iterations > _MOST_ITERATIONS or lanes > _MOST_LANES:
        raise ValueError
    # The same passphrase typed on another keyboard may be composed differently (NFKC, RFC 8265 4.2).
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory_kib).derive(typed)


def _recovery_key(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_RECOVERY_INFO).derive(secret)


def _wrap(key: bytes, outer: bytes) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return {"nonce": _text(nonce), "wrapped": _text(AESGCM(outer).encrypt(nonce, key, _BOUND_TO))}


def _unwrap(folder: Path, wrapped: Any, outer: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(outer).decrypt(_bytes(wrapped["nonce"]), _bytes(wrapped["wrapped"]), _BOUND_TO)
    except InvalidTag as error:
        raise StorageKeyError(folder=str(folder)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise StorageDamagedError(folder=str(folder), detail=FILE) from error


def _load(folder: Path) -> dict[str, Any]:
    for place in (folder / FILE, folder / COPY_FOLDER / FILE):
        try:
            found = json.loads(place.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(found, dict) and found.get("format") == FORMAT:
            return found
    raise StorageDamagedError(folder=str(folder), detail=FILE)


def _store(folder: Path, content: dict[str, Any]) -> None:
    data = json.dumps(content, indent=1).encode() + b"\n"
    copies = folder / COPY_FOLDER
    try:
        copies.mkdir(exist_ok=True, mode=0o700)
        write_atomically(folder / FILE, data)
        write_atomically(copies / FILE, data)
    except OSError as error:
        raise StorageReadOnlyError(folder=str(folder)) from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
