"""Making, opening and closing a profile: one workplace on this machine.

Rules kept here:

* a profile appears whole or not at all: it is built in a folder of its own and moved into place;
* the recovery code is shown once and kept nowhere; of its key only the public half is stored;
* opening an unprotected profile loads neither pydantic nor cryptography (start-up budget).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import (
    StorageDamagedError,
    StorageError,
    StorageExistsError,
    StorageFullError,
    StorageKeyError,
    StorageReadOnlyError,
    UsageError,
)
from neksus_desktop.settings import Settings
from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.storage.settings import get_value, load_settings, save_settings, set_value
from neksus_desktop.storage.store import Store, create_store, open_for_reading, open_store
from neksus_desktop.storage.unfinished import unfinished
from neksus_desktop.texts import Language

if TYPE_CHECKING:
    from neksus_desktop.bundles.keys import KeyPair
    from neksus_desktop.forms import Form
    from neksus_desktop.records.workplace import Card, WorkplaceRole

Clock = Callable[[], datetime]
ProfileState = Literal["absent", "unprotected", "protected"]

_CARD, _ROLE, _NAME, _INVENTED, _UNTESTED = "card", "workplace_role", "workplace_name", "invented", "recovery_untested"
_AWAITED = "awaited"
_BUILD = "new"
_LONGEST_NAME = 120


def local_now() -> datetime:
    """The time now, aware, in this machine's zone."""
    return datetime.now().astimezone()


class Profile:
    """An opened profile; every use case takes one first."""

    def __init__(self, store: Store, folder: Path, settings: Settings, clock: Clock = local_now) -> None:
        self.store = store
        self.folder = folder
        self.settings = settings
        self.clock = clock
        self.forms: dict[tuple[str, str], Form] = {}
        """Forms loaded so far, by id and version; a form never changes."""

    def now(self) -> datetime:
        """The aware local time."""
        return self.clock()

    @property
    def role(self) -> str:
        """The role that whoever writes acts in."""
        return self.settings.acting_role

    @property
    def protected(self) -> bool:
        """Whether the profile needs a passphrase."""
        return self.store.protected

    @property
    def read_only(self) -> bool:
        """Whether nothing can be kept in it: opened where nothing can be written, or as a safety copy."""
        return self.store.read_only

    @property
    def closed_by(self) -> StorageError | None:
        """What keeps the profile from being written, if anything."""
        return self.store.closed_by

    @cached_property
    def workplace_role(self) -> str:
        """What kind of workplace this is: post, norad or norec."""
        return get_value(self.store, _ROLE)

    @cached_property
    def workplace_name(self) -> str:
        """The workplace's name."""
        return get_value(self.store, _NAME)

    @property
    def invented(self) -> bool | None:
        """Whether the profile holds invented data; None before its first record decides."""
        return {"1": True, "0": False}.get(get_value(self.store, _INVENTED))

    @property
    def card(self) -> Card:
        """The workplace's own public card."""
        from neksus_desktop.records.workplace import Card

        card = Card.model_validate_json(get_value(self.store, _CARD))
        return card.model_copy(update={"invented": self.invented is True})

    @property
    def recovery_tested(self) -> bool:
        """Whether the recovery code was typed or scanned back."""
        return get_value(self.store, _UNTESTED) not in {"1", _AWAITED}

    @property
    def code_awaited(self) -> bool:
        """Whether set-up was broken off while the recovery code was on screen: it may stand on no paper at all."""
        return not self.read_only and get_value(self.store, _UNTESTED) == _AWAITED

    def change_settings(self, **changes: object) -> None:
        """Change and keep settings by name; in a profile that is only read they hold until it is closed."""
        self.settings = self.settings._replace(**changes)  # type: ignore[arg-type]  # names are checked there
        if not self.read_only:
            save_settings(self.store, self.settings)

    def close(self) -> None:
        """Close the database and wipe the key; what is typed must have been saved before."""
        self.store.close()


def profile_state(folder: Path) -> ProfileState:
    """Whether there is a profile in ``folder`` and whether it needs a passphrase.

    A plain header says so itself; else ``profile.json`` is asked (an unprotected database may be damaged).

    Raises:
        StorageDamagedError: there is one, but how it is protected cannot be told.
    """
    path = folder / DATABASE
    if not path.is_file():
        return "absent"
    with path.open("rb") as file:
        plain = file.read(16) == b"SQLite format 3\x00"
    if plain:
        return "unprotected"
    from neksus_desktop.storage.protection import is_protected

    return "protected" if is_protected(folder) else "unprotected"


def create_profile(
    folder: Path,
    *,
    role: WorkplaceRole,
    name: str,
    language: Language = "nb",
    passphrase: str | None = None,
    invented: bool | None = None,
    clock: Clock = local_now,
) -> tuple[Profile, str]:
    """Make a workplace with its keys.

    Args:
        folder: where; made when missing.
        role: what kind of workplace.
        name: how other workplaces know it.
        language: the language to begin in.
        passphrase: protects the profile; None makes an unprotected one.
        invented: whether it is for invented data; None lets the first record decide.
        clock: where the time comes from.

    Returns:
        The opened profile, and the recovery code to print.

    Raises:
        StorageExistsError: there is a profile already.
        StoragePassphraseError: the passphrase is too short.
        UsageError: the name is empty, too long, or not one line.
        StorageReadOnlyError, StorageFullError: it cannot be written.
    """
    import shutil

    from neksus_desktop.forms.packs import pack_of_role, usual_writer
    from neksus_desktop.storage import protection, recovery_code

    if (folder / DATABASE).exists():
        raise StorageExistsError(folder=str(folder))
    name = _workplace_name(name)
    secret = recovery_code.new_secret()
    key = None if passphrase is None else protection.new_key()
    build = folder / _BUILD
    litter = build if folder.exists() else folder
    shutil.rmtree(build, ignore_errors=True)
    store = create_store(build, key)
    whole = False
    try:
        if passphrase is None or key is None:
            protection.write_unprotected(folder)
        else:
            protection.write_protected(folder, key, passphrase, secret)
        pack = pack_of_role(role)
        settings = Settings(language=language, pack=pack, acting_role=usual_writer(role))  # type: ignore[arg-type]  # packs.json names them
        _furnish(store, role, name, secret, clock())
        save_settings(store, settings)
        set_value(store, _INVENTED, {None: "", True: "1", False: "0"}[invented])
        whole = True
    finally:
        store.close()
        if not whole:
            shutil.rmtree(litter, ignore_errors=True)
    (build / DATABASE).replace(folder / DATABASE)
    shutil.rmtree(build)
    profile = Profile(open_store(folder, key), folder, settings, clock)
    return profile, recovery_code.to_code(secret)


def _workplace_name(name: str) -> str:
    """The name without spaces around it: one line, long enough to say something and short enough for a list."""
    plain = " ".join(name.split())
    if not 0 < len(plain) <= _LONGEST_NAME or not plain.isprintable():
        raise UsageError(reason="workplace_name", longest=_LONGEST_NAME)
    return plain


def _furnish(store: Store, role: WorkplaceRole, name: str, secret: bytes, now: datetime) -> None:
    from neksus_desktop.bundles import keys
    from neksus_desktop.records.workplace import Card
    from neksus_desktop.storage.keys import KeyRow, KeyUse, save_key
    from neksus_desktop.storage.times import to_text

    signing, sealing, recovery = keys.new_signing_key(), keys.new_sealing_key(), keys.sealing_key_from_secret(secret)
    card = Card(role=role, name=name, signing=signing.public, sealing=sealing.public, thumbprint=signing.thumbprint)
    pairs: tuple[tuple[KeyUse, KeyPair, bytes], ...] = (
        ("signing", signing, signing.private),
        ("sealing", sealing, sealing.private),
        ("recovery", recovery, b""),
    )
    with store.write():
        for use, pair, private in pairs:
            save_key(store, KeyRow(pair.thumbprint, use, name, pair.public, private, to_text(now)))
        set_value(store, _CARD, card.model_dump_json())
        set_value(store, _ROLE, role)
        set_value(store, _NAME, name)
        set_value(store, _UNTESTED, "1")


def open_profile(folder: Path, passphrase: str | None = None, *, clock: Clock = local_now) -> Profile:
    """Open a profile; for reading only where nothing can be written (``Profile.read_only``).

    Raises:
        StorageMissingError: there is none.
        StorageKeyError: a passphrase is needed, or this one is wrong.
        StorageLockedError: another program has it open.
        StorageNewerError: a newer program made it; nothing was touched.
        StorageDamagedError: the database is not sound.
    """
    if profile_state(folder) != "protected":
        return _opened(folder, None, clock)
    from neksus_desktop.storage.protection import unwrap

    if passphrase is None:
        raise StorageKeyError(folder=str(folder))
    return _opened(folder, unwrap(folder, passphrase), clock)


def open_with_recovery(folder: Path, code: str, passphrase: str, *, clock: Clock = local_now) -> Profile:
    """Open a protected profile by its recovery code and give it a new passphrase.

    Raises:
        StorageRecoveryCodeError: the code is mistyped.
        StorageKeyError: it belongs to another profile.
        StoragePassphraseError: the new passphrase is too short.
    """
    from neksus_desktop.storage import protection, recovery_code

    key = protection.unwrap_by_recovery(folder, recovery_code.from_code(code))
    protection.change_passphrase(folder, key, passphrase)
    return _opened(folder, key, clock)


def open_by_key(folder: Path, key: bytes | None, *, clock: Clock = local_now) -> Profile:
    """Open a profile whose database key is at hand (None: unprotected), as after restoring or by the key store.

    Raises:
        StorageLockedError: another program has it open.
        StorageDamagedError: the database is not sound.
    """
    return _opened(folder, key, clock)


def change_passphrase(profile: Profile, old: str, new: str) -> None:
    """Give a protected profile a new passphrase; no data is rewritten.

    Raises:
        StorageKeyError: the old one is wrong.
        StoragePassphraseError: the new one is too short.
    """
    from neksus_desktop.storage import protection

    protection.change_passphrase(profile.folder, protection.unwrap(profile.folder, old), new)


def await_code(profile: Profile) -> None:
    """Let set-up not end before the recovery code was typed back, however often the program is stopped."""
    set_value(profile.store, _UNTESTED, _AWAITED)


def renew_recovery_code(profile: Profile) -> str:
    """Make a new recovery code in the place of one that was lost: the old one opens neither profile nor new files.

    Returns:
        The code to print; it is kept nowhere. ``check_recovery_code`` proves that it was.
    """
    from neksus_desktop.bundles.keys import sealing_key_from_secret
    from neksus_desktop.storage import protection, recovery_code
    from neksus_desktop.storage.keys import KeyRow, keys, save_key
    from neksus_desktop.storage.times import to_text

    secret, now = recovery_code.new_secret(), to_text(profile.now())
    pair = sealing_key_from_secret(secret)
    with profile.store.write():
        for old in keys(profile.store, "recovery"):
            save_key(profile.store, old._replace(retired_at=old.retired_at or now))
        save_key(profile.store, KeyRow(pair.thumbprint, "recovery", profile.workplace_name, pair.public, b"", now))
        await_code(profile)
    if (key := profile.store.key) is not None:
        protection.change_recovery(profile.folder, key, secret)
    return recovery_code.to_code(secret)


def check_passphrase(folder: Path, passphrase: str) -> None:
    """Prove that somebody knows the passphrase of a profile that is open.

    Raises:
        StorageKeyError: it is wrong.
        StorageDamagedError: how the profile is protected cannot be read.
    """
    from neksus_desktop.storage.protection import unwrap

    unwrap(folder, passphrase)


def check_recovery_code(profile: Profile, code: str) -> None:
    """Prove that the printed code works, before set-up ends.

    Raises:
        StorageRecoveryCodeError: it is mistyped or another profile's.
    """
    from neksus_desktop.bundles.keys import sealing_key_from_secret
    from neksus_desktop.errors import StorageRecoveryCodeError
    from neksus_desktop.storage import protection, recovery_code
    from neksus_desktop.storage.keys import keys

    secret = recovery_code.from_code(code)
    held = {key.thumbprint for key in keys(profile.store, "recovery") if key.retired_at is None}
    if sealing_key_from_secret(secret).thumbprint not in held:
        raise StorageRecoveryCodeError(group=0)
    if profile.protected:
        protection.unwrap_by_recovery(profile.folder, secret)
    set_value(profile.store, _UNTESTED, "0")


def _opened(folder: Path, key: bytes | None, clock: Clock) -> Profile:
    try:
        store = open_store(folder, key)
    except StorageKeyError as error:
        # The key came out of an authenticated wrapping, so it is the database that is wrong.
        raise StorageDamagedError(folder=str(folder), detail=DATABASE) from error
    except (StorageReadOnlyError, StorageFullError) as error:
        store = open_for_reading(folder, key, error)
    profile = Profile(store, folder, load_settings(store), clock)
    if not profile.read_only:
        _finish_typing(profile)
    return profile


def _finish_typing(profile: Profile) -> None:
    """What was being typed when the program was killed is found, printed and sent like all the rest."""
    with contextlib.suppress(StorageError):  # it stays where it is, and is tried again when the record is opened
        for record in unfinished(profile.store):
            from neksus_desktop.storage.records import flush_working_texts

            flush_working_texts(profile.store, record, role=profile.role, now=profile.now())
