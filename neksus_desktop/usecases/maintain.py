"""Looking after the profile: examining it, safety copies, restoring, rescue from damage.

Rules kept here:

* nothing here overwrites a database: restoring sets the present one aside, rescue writes a new profile;
* a damaged profile can still be read: from its newest sound safety copy, saying what is not in it.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import StorageDamagedError, StorageError, StorageKeyError
from neksus_desktop.storage.protection import FILE
from neksus_desktop.usecases.profile import Clock, Profile, local_now, profile_state

if TYPE_CHECKING:
    from neksus_desktop.storage.salvage import Salvage
    from neksus_desktop.storage.snapshots import Snapshot

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Findings:
    """What an examination found: ``checked`` counts by kind, ``faults`` one line each (kind, record, detail)."""

    sound: bool
    checked: dict[str, int]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a safety copy does not have: everything after ``copy_at``; ``records`` are those known to be newer."""

    copy_at: datetime
    records: tuple[str, ...]
    readable: bool
    """Whether the damaged database could still say which records are newer."""


def examine(
    profile: Profile, *, progress: Progress | None = None, cancelled: threading.Event | None = None
) -> Findings:
    """Check pages, chains, Versions and attachments; changes nothing."""
    from neksus_desktop.storage.doctor import diagnose

    found = diagnose(profile.store, progress=progress, cancelled=cancelled)
    checked = {"records": found.records, "changes": found.changes, "versions": found.versions}
    faults = tuple(" ".join(part for part in problem if part) for problem in found.problems)
    return Findings(not faults, checked, faults)


def back_up(
    profile: Profile,
    reason: str = "manual",
    *,
    destination: Path | None = None,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
) -> Path | None:
    """Make a verified safety copy, in the profile or at ``destination``; None when it was cancelled.

    A copy of a protected profile elsewhere gets the wrapped key beside it (``FILE.profile.json``), without which nobody
    could open it were this machine lost.

    Raises:
        StorageError: it could not be written, or what was written is not sound.
    """
    from neksus_desktop.storage.protection import copy_wrapped
    from neksus_desktop.storage.snapshots import take_snapshot

    made = take_snapshot(
        profile.store, reason, profile.now(), progress=progress, cancelled=cancelled, destination=destination
    )
    if made is not None and destination is not None and profile.protected:
        copy_wrapped(profile.folder, made.with_name(f"{made.name}.{FILE}"))
    return made


def back_up_when_due(
    profile: Profile,
    *,
    reason: str = "auto",
    minutes: int = 30,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
) -> Path | None:
    """Make a safety copy when the newest one is older than so many minutes; for the window's clock."""
    from neksus_desktop.storage.snapshots import due

    if not due(profile.folder, profile.now(), minutes):
        return None
    return back_up(profile, reason, progress=progress, cancelled=cancelled)


def snapshots(folder: Path) -> list[Snapshot]:
    """The safety copies of the profile in ``folder``, newest first."""
    from neksus_desktop.storage.snapshots import list_snapshots

    return list_snapshots(folder)


def restore(folder: Path, name: str, passphrase: str | None = None, *, clock: Clock = local_now) -> Path:
    """Put a safety copy in the place of the database of a closed profile.

    Returns:
        The folder where the replaced database lies.

    Raises:
        StorageLockedError: the profile is open.
        StorageSnapshotError: the copy is not there or not sound.
        StorageKeyError: the passphrase is wrong.
    """
    return restore_by_key(folder, name, key_of(folder, passphrase), clock=clock)


def restore_by_key(folder: Path, name: str, key: bytes | None, *, clock: Clock = local_now) -> Path:
    """The same for a profile that was just closed, whose key is at hand.

    Raises:
        StorageLockedError: the profile is open.
        StorageSnapshotError: the copy is not there or not sound.
    """
    from neksus_desktop.storage import snapshots as stored

    return stored.restore(folder, name, key, clock())


def open_newest_copy(folder: Path, passphrase: str | None = None, *, clock: Clock = local_now) -> tuple[Profile, Loss]:
    """Open the newest sound safety copy of a damaged profile for reading, and say what it does not have.

    Raises:
        StorageSnapshotError: there is no sound copy.
        StorageKeyError: the passphrase is wrong.
    """
    from neksus_desktop.storage.settings import load_settings
    from neksus_desktop.storage.snapshots import list_snapshots, newest_sound
    from neksus_desktop.storage.store import Store

    key = key_of(folder, passphrase)
    path = newest_sound(folder, key)
    made_at = next(copy.made_at for copy in list_snapshots(folder) if copy.name == path.name)
    store = Store(path, key, None, read_only=True)
    profile = Profile(store, folder, load_settings(store), clock)
    newer, readable = _newer_records(folder, key, made_at)
    return profile, Loss(made_at, newer, readable)


def _newer_records(folder: Path, key: bytes | None, made_at: datetime) -> tuple[tuple[str, ...], bool]:
    from neksus_desktop.storage.connection import DATABASE
    from neksus_desktop.storage.store import Store
    from neksus_desktop.storage.times import to_text

    store = Store(folder / DATABASE, key, None, read_only=True)
    try:
        with store.read() as db:
            rows = db.execute("SELECT id FROM record WHERE updated_at > ? ORDER BY nr", (to_text(made_at),)).fetchall()
    except StorageError:
        return (), False
    finally:
        store.close()
    return tuple(row[0] for row in rows), True


def repair(folder: Path, target: Path, passphrase: str | None = None) -> Salvage:
    """Rescue every readable row of a damaged profile into a new profile in ``target``, under the same passphrase.

    The files kept for sending again and those that something waits in go along.

    Raises:
        StorageExistsError: there is a profile in ``target`` already.
        StorageKeyError: the passphrase is wrong.
        StorageDamagedError: not even the first page can be read; only a safety copy helps.
    """
    import shutil

    from neksus_desktop.storage.connection import DATABASE
    from neksus_desktop.storage.protection import copy_wrapped
    from neksus_desktop.storage.salvage import salvage
    from neksus_desktop.usecases import export, waiting

    key = key_of(folder, passphrase)
    try:
        found = salvage(folder / DATABASE, target, key)
    except (StorageKeyError, StorageDamagedError) as error:
        # The key came out of an authenticated wrapping, so it is the database that is wrong.
        raise StorageDamagedError(folder=str(folder), detail=DATABASE, reason="nothing") from error
    with contextlib.suppress(StorageDamagedError):  # an unprotected profile can do without
        copy_wrapped(folder, target / FILE)
    for kept in (folder / export.KEEP, folder / waiting.KEEP):
        if kept.is_dir():
            shutil.copytree(kept, target / kept.name, dirs_exist_ok=True)
    return found


def key_of(folder: Path, passphrase: str | None) -> bytes | None:
    """The database key of a profile that may be damaged; None for an unprotected one.

    Raises:
        StorageKeyError: a passphrase is needed, or this one is wrong.
    """
    if profile_state(folder) != "protected":
        return None
    from neksus_desktop.storage.protection import unwrap

    if passphrase is None:
        raise StorageKeyError(folder=str(folder))
    return unwrap(folder, passphrase)
