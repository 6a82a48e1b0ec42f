"""Safety copies of the database, made while it is in use, verified, and thinned out.

Rules kept here:

* a copy is made with the online backup API out of one read snapshot, as protected as the original, and counts only
  once it is verified and on the disk (written under another name first);
* kept are the 10 newest and one a day for 30 days, within a size limit; the newest one is never removed;
* restoring sets the present database aside, it never overwrites it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from neksus_desktop.errors import (
    StorageDamagedError,
    StorageDeviceError,
    StorageError,
    StorageExistsError,
    StorageFullError,
    StorageReadOnlyError,
    StorageSnapshotError,
)
from neksus_desktop.storage.connection import DATABASE, Connection, connect, faults_of, translate
from neksus_desktop.storage.locking import take_lock
from neksus_desktop.storage.store import Store

FOLDER = "snapshots"
REPLACED = "replaced-{at}"
"""Folder in the profile that a restore sets the database aside in."""
NEWEST_KEPT = 10
DAYS_KEPT = 30
SIZE_LIMIT = 4 * 1024**3
_PAGES = 4096
_FORM = "%Y%m%dT%H%M%SZ"

Progress = Callable[[int, int], None]


class Snapshot(NamedTuple):
    """A safety copy. ``made_at`` is UTC; ``reason`` one word such as ``start`` or ``import``."""

    name: str
    made_at: datetime
    reason: str
    size: int


class CancelledError(Exception):
    """Left a copy because it was asked to."""


def take_snapshot(
    store: Store,
    reason: str,
    now: datetime,
    *,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
    destination: Path | None = None,
) -> Path | None:
    """Make and verify a copy; thin out the old ones.

    Args:
        store: the open profile.
        reason: one word for the file name.
        now: aware time.
        progress: told pages done and pages in all.
        cancelled: leave the copy unfinished when set.
        destination: a file elsewhere instead of the profile's own folder.

    Returns:
        The file, or None when it was cancelled.

    Raises:
        StorageExistsError: ``destination`` is a file in the profile itself.
        StorageDamagedError: what was copied is not sound.
        StorageError: it could not be written.
    """
    folder = store.folder / FOLDER
    target = _target(store.folder, f"{now.astimezone(UTC).strftime(_FORM)}-{reason}.db", destination)
    part = target.with_name(f".{target.name}.part")
    try:
        if destination is None:
            folder.mkdir(exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        _copy(store, part, progress, cancelled)
        verify(part, store.key)
        _to_disk(part)
        part.replace(target)
    except CancelledError:
        return None
    except StorageSnapshotError as error:
        raise StorageDamagedError(folder=str(store.folder), detail=part.name) from error
    except OSError as error:
        raise _writing_failed(error, target.parent) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    if destination is None:
        thin_out(folder, now)
    return target


def _writing_failed(error: OSError, folder: Path) -> StorageError:
    kinds = {errno.ENOSPC: StorageFullError, errno.EROFS: StorageReadOnlyError, errno.EACCES: StorageReadOnlyError}
    return kinds.get(error.errno or 0, StorageDeviceError)(folder=str(folder))


def _target(profile: Path, name: str, destination: Path | None) -> Path:
    """Where a copy goes: among the profile's own, to a file, or under its own name to a folder."""
    if destination is None:
        return profile / FOLDER / name
    target = destination / name if destination.is_dir() else destination
    if target.exists() and target.resolve().parent == profile.resolve():
        raise StorageExistsError(folder=str(target))
    return target


def _copy(store: Store, part: Path, progress: Progress | None, cancelled: threading.Event | None) -> None:
    def step(_status: int, remaining: int, total: int) -> None:
        if cancelled is not None and cancelled.is_set():
            raise CancelledError
        if progress is not None:
            progress(total - remaining, total)

    copy = connect(part, store.key)
    try:
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        with store.read() as db:
            # The first read fixes the snapshot, so that writes by other threads do not make the copy begin again.
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            db.backup(copy, pages=_PAGES, progress=step)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    except faults_of(store.key) as error:
        raise translate(error, part.parent, protected=store.protected) from error
    finally:
        copy.close()


def verify(path: Path, key: bytes | None) -> None:
    """Check that a copy is sound from its first page to its last.

    Raises:
        StorageSnapshotError: it is not.
    """
    try:
        db = connect(path, key, read_only=True)
    except StorageError as error:
        raise StorageSnapshotError(name=path.name) from error
    try:
        if not sound(db, protected=key is not None):
            raise StorageSnapshotError(name=path.name)
    except faults_of(key) as error:
        raise StorageSnapshotError(name=path.name) from error
    finally:
        db.close()


def sound(db: Connection, *, protected: bool) -> bool:
    """Whether SQLite (and for a protected database each page's HMAC) finds nothing wrong."""
    if protected and db.execute("PRAGMA cipher_integrity_check").fetchall():
        return False
    return [row[0] for row in db.execute("PRAGMA quick_check(1)").fetchall()] == ["ok"]


def list_snapshots(folder: Path) -> list[Snapshot]:
    """The copies of the profile in ``folder``, newest first."""
    found = []
    for path in (folder / FOLDER).glob("*.db"):
        stamp, _, reason = path.stem.partition("-")
        try:
            made_at = datetime.strptime(stamp, _FORM).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Snapshot(path.name, made_at, reason, path.stat().st_size))
    return sorted(found, key=lambda copy: (copy.made_at, copy.name), reverse=True)


def newest_sound(folder: Path, key: bytes | None) -> Path:
    """The newest copy that is sound.

    Raises:
        StorageSnapshotError: there is none.
    """
    for copy in list_snapshots(folder):
        path = folder / FOLDER / copy.name
        try:
            verify(path, key)
        except StorageSnapshotError:
            continue
        return path
    raise StorageSnapshotError(name="")


def due(folder: Path, now: datetime, minutes: int = 30) -> bool:
    """Whether the newest copy is older than so many minutes, or dated in the future (a clock set back)."""
    copies = list_snapshots(folder)
    return not copies or not timedelta(0) <= now - copies[0].made_at < timedelta(minutes=minutes)


def to_remove(copies: list[Snapshot], now: datetime, size_limit: int = SIZE_LIMIT) -> list[Snapshot]:
    """Which of the copies (newest first) are not kept."""
    kept, days, size = [], set(), 0
    for number, copy in enumerate(copies):
        day = copy.made_at.date()
        young = now - copy.made_at < timedelta(days=DAYS_KEPT)
        wanted = number < NEWEST_KEPT or (young and day not in days)
        if wanted and (number == 0 or size + copy.size <= size_limit):
            kept.append(copy)
            days.add(day)
            size += copy.size
    return [copy for copy in copies if copy not in kept]


def thin_out(folder: Path, now: datetime) -> None:
    """Remove the copies that are not kept."""
    for copy in to_remove(list_snapshots(folder.parent), now):
        (folder / copy.name).unlink(missing_ok=True)


def restore(folder: Path, name: str, key: bytes | None, now: datetime) -> Path:
    """Put a copy in the place of the database, which is set aside; the profile must be closed.

    Returns:
        The folder that the replaced database now lies in.

    Raises:
        StorageLockedError: the profile is open.
        StorageSnapshotError: the copy is not there or not sound.
    """
    copy = folder / FOLDER / Path(name).name
    if not copy.is_file():
        raise StorageSnapshotError(name=name)
    lock = take_lock(folder)
    try:
        verify(copy, key)
        part = folder / f".{DATABASE}.part"
        with copy.open("rb") as source, part.open("wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
        _to_disk(part)
        aside = folder / REPLACED.format(at=now.astimezone(UTC).strftime(_FORM))
        aside.mkdir(mode=0o700, exist_ok=True)
        # The WAL first: without it the old database is merely older, while a WAL beside a foreign database is harm.
        for suffix in ("-wal", "-shm", ""):
            old = folder / f"{DATABASE}{suffix}"
            if old.exists():
                old.replace(aside / old.name)
        part.replace(folder / DATABASE)
    finally:
        lock.release()
    return aside


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
