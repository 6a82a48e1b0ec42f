"""The operating system's key store (Windows, macOS, Secret Service): opens a protected profile without its passphrase.

Rules kept here:

* it is never required, and never asked unless the user chose it for this profile; without the library ``keyring`` or
  without a store that encrypts, it is simply not offered;
* only the database key lies there, under a name that tells neither the workplace nor where the profile lies;
* it opens the profile when the program starts; a profile that was locked asks for its passphrase;
* whoever can use the user's account can then open the profile: that is said where it is chosen.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neksus_desktop.errors import StorageError, StorageKeyStoreError
from neksus_desktop.usecases.profile import Clock, Profile, local_now, open_by_key

if TYPE_CHECKING:
    from types import ModuleType

_SERVICE = "neksus-desktop"
_KEY_BYTES = 32
_UNSAFE = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")


def available() -> bool:
    """Whether there is a key store that encrypts."""
    return _store() is not None


def remembered(folder: Path) -> bool:
    """Whether the user chose the key store for this profile."""
    from neksus_desktop.storage.protection import uses_key_store

    return uses_key_store(folder)


def remember(profile: Profile) -> None:
    """Leave the database key of an open protected profile in the key store.

    Raises:
        StorageKeyStoreError: there is no key store, or it refused.
    """
    from neksus_desktop.storage.protection import set_key_store

    store, key = _store(), profile.store.key
    if store is None or key is None:
        raise StorageKeyStoreError
    try:
        store.set_password(_SERVICE, _name(profile.folder), base64.b64encode(key).decode())
    except _faults(store) as error:
        raise StorageKeyStoreError from error
    set_key_store(profile.folder, on=True)


def forget(folder: Path) -> None:
    """Take the key out of the key store; from now on the passphrase is asked for.

    Raises:
        StorageKeyStoreError: the key store is not there or refused; the profile no longer asks it all the same.
    """
    from neksus_desktop.storage.protection import set_key_store, uses_key_store

    if not uses_key_store(folder):
        return
    set_key_store(folder, on=False)
    store = _store()
    if store is None:
        raise StorageKeyStoreError
    try:
        if store.get_password(_SERVICE, _name(folder)) is not None:
            store.delete_password(_SERVICE, _name(folder))
    except _faults(store) as error:
        raise StorageKeyStoreError from error


def open_remembered(folder: Path, *, clock: Clock = local_now) -> Profile | None:
    """Open a profile by the key store, or None when the passphrase must be asked for.

    Raises:
        StorageError: the key fits, but the profile cannot be opened (in use, newer).
    """
    if not remembered(folder):
        return None
    store = _store()
    if store is None:
        return None
    try:
        key = base64.b64decode(store.get_password(_SERVICE, _name(folder)) or "", validate=True)
    except _faults(store):
        return None
    if len(key) != _KEY_BYTES or not _fits(folder, key):
        return None
    return open_by_key(folder, key, clock=clock)


def _fits(folder: Path, key: bytes) -> bool:
    """Whether the key opens the database: the folder may hold another profile by now."""
    from neksus_desktop.storage.connection import DATABASE, connect

    try:
        connect(folder / DATABASE, key, read_only=True).close()
    except StorageError:
        return False
    return True


def _name(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:32]


def _store() -> ModuleType | None:
    try:
        import keyring
    except ImportError:
        return None
    module: Any = keyring
    return None if type(module.get_keyring()).__module__.startswith(_UNSAFE) else module


def _faults(store: ModuleType) -> tuple[type[Exception], ...]:
    faults: type[Exception] = store.errors.KeyringError
    return (faults, OSError, ValueError)
