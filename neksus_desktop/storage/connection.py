"""The one place that picks the driver: ``sqlite3`` for an unprotected profile, SQLCipher for a protected one.

Rules kept here:

* every connection is WAL, ``synchronous=FULL``, with foreign keys and no temporary files;
* the key is raw (32 bytes); a passphrase never reaches the driver (it would cost 80 ms per connection);
* a limit is written as ``? + 0``: of a bare ``?`` newer SQLite (3.46 on) reads the value to plan by it, and so
  prepares the statement anew at every call, which doubled the time of a search;
* a database that is only read is read where it lies, also where nothing can be written, with all that the write-ahead
  log holds; no byte is written beside it and no copy is made (``docs/decisions/0010-reading-only.md``);
* exceptions of both drivers become ours in ``translate``; nothing of them leaves the storage room.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from neksus_desktop.errors import (
    StorageBusyError,
    StorageDamagedError,
    StorageDeviceError,
    StorageError,
    StorageFullError,
    StorageGoneError,
    StorageKeyError,
    StorageReadOnlyError,
    StorageRuleError,
)

DATABASE = "neksus.db"
KEY_BYTES = 32
_FREE_AT_LEAST = 256 * 1024
"""With less free space than this, an input/output fault is taken for a full disk."""


class Cursor(Protocol):
    """What both drivers' cursors can do."""

    @property
    def lastrowid(self) -> int | None:
        """Number of the row inserted last."""

    @property
    def description(self) -> Any:
        """A tuple per column, whose first part is its name."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""

    def fetchone(self) -> Any:
        """The next row as a tuple, or None."""

    def fetchall(self) -> list[Any]:
        """All rows as tuples."""

    def __iter__(self) -> Iterator[Any]:
        """Rows as tuples."""


class Connection(Protocol):
    """What both drivers' connections can do."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement for many rows."""

    def executescript(self, sql: str, /) -> Cursor:
        """Run many statements; commits first."""

    def interrupt(self) -> None:
        """Break off the statement that runs."""

    def backup(self, target: Any, /, *, pages: int = ..., progress: Any = ..., sleep: float = ...) -> None:
        """Copy the database page by page."""

    def close(self) -> None:
        """Close; open cursors end."""


def driver_of(key: bytes | None) -> ModuleType:
    """The DB-API module for a profile with or without a key."""
    if key is None:
        return sqlite3
    import sqlcipher3.dbapi2

    driver: ModuleType = sqlcipher3.dbapi2
    return driver


def faults_of(key: bytes | None) -> tuple[type[Exception], ...]:
    """What the driver raises: its own errors, and the failure to decode a message that damage has garbled."""
    return (driver_of(key).Error, UnicodeDecodeError)


def connect(path: Path, key: bytes | None, *, read_only: bool = False, cut: bool = False) -> Connection:
    """Open a database file with the settings of the house.

    Args:
        path: the file; made when it does not exist, unless ``read_only``.
        key: 32 raw bytes, or None for an unprotected profile.
        read_only: open without writing a byte to the file; a closed folder or a full disk does not hinder.
        cut: to read what there is in a file that has lost its end.

    Raises:
        StorageKeyError: the key does not fit (or a protected file is damaged in its first page).
        StorageDamagedError: the file is not a database.
        StorageReadOnlyError, StorageGoneError: the folder cannot be written to, or is not there.
    """
    faults = faults_of(key)
    try:
        return _open(path, key, "mode=ro" if read_only else "mode=rwc", cut=cut)
    except faults as error:
        if read_only and path.is_file() and _result_code(error) in _NO_ROOM_BESIDE:
            try:
                return _open(path, key, _without_writing_beside(path), cut=cut)
            except faults:
                pass
        raise translate(error, path.parent, protected=key is not None) from error


def _without_writing_beside(path: Path) -> str:
    """How to open a database that SQLite may not even note beside that somebody reads it.

    A log that holds something must be read: with no locks and its index in this process's memory. Where there is none,
    SQLite would make one unless it is told that the file stands still.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        return f"mode=ro&vfs={'win32-none' if sys.platform == 'win32' else 'unix-none'}"
    return "mode=ro&immutable=1"


def _open(path: Path, key: bytes | None, how: str, *, cut: bool) -> Connection:
    db: Connection = driver_of(key).connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True, timeout=5.0, isolation_level=None, check_same_thread=False, cached_statements=256,
    )  # fmt: skip
    try:
        if "vfs=" in how:
            db.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
        _prepare(db, key, read_only="mode=ro" in how, cut=cut)
    except faults_of(key):
        db.close()
        raise
    return db


def _prepare(db: Connection, key: bytes | None, *, read_only: bool, cut: bool) -> None:
    if key is not None:
        assert len(key) == KEY_BYTES
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if cut:
        db.execute("PRAGMA writable_schema = ON")  # else SQLite refuses a file shorter than its header says
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cache_size = -8000")
    db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if read_only:
        return
    db.execute("PRAGMA journal_mode = WAL").fetchone()
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA fullfsync = ON")
    db.execute("PRAGMA checkpoint_fullfsync = ON")
    db.execute("PRAGMA journal_size_limit = 67108864")
    db.execute("PRAGMA secure_delete = FAST").fetchone()


_READONLY, _IOERR, _FULL, _CANTOPEN, _NOTADB = 8, 10, 13, 14, 26
_NO_ROOM_BESIDE = (_READONLY, _IOERR, _FULL, _CANTOPEN)
"""What SQLite says when it cannot make its index of the log beside the database."""
_PLAIN: dict[int, type[StorageError]] = {5: StorageBusyError, 6: StorageBusyError, _FULL: StorageFullError}
_DETAILED: dict[int, type[StorageError]] = {
    11: StorageDamagedError,
    19: StorageRuleError,
    26: StorageDamagedError,
}


def translate(error: Exception, folder: Path, *, protected: bool = False) -> StorageError:
    """Our error for an exception of either driver, by SQLite's result code."""
    code = _result_code(error)
    if code in (_IOERR, _CANTOPEN, _READONLY):
        return _device_fault(folder, code)
    if isinstance(error, UnicodeDecodeError):
        return StorageDamagedError(folder=str(folder), detail="garbled")
    if code == _NOTADB and protected:
        return StorageKeyError(folder=str(folder))
    if code in _PLAIN:
        return _PLAIN[code](folder=str(folder))
    if code in _DETAILED:
        return _DETAILED[code](folder=str(folder), detail=str(error))
    cause = getattr(error, "sqlite_errorname", "") or type(error).__name__
    return StorageError(folder=str(folder), cause=f"{cause}: {error}")


def _result_code(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _device_fault(folder: Path, code: int) -> StorageError:
    place = str(folder)
    if not folder.is_dir():
        return StorageGoneError(folder=place)
    if not os.access(folder, os.W_OK) or code == _READONLY:
        return StorageReadOnlyError(folder=place)
    if free_bytes(folder) < _FREE_AT_LEAST:
        return StorageFullError(folder=place)
    return StorageDeviceError(folder=place)


def free_bytes(folder: Path) -> int:
    """Free bytes for this user on the disk that holds ``folder``."""
    import shutil

    return shutil.disk_usage(folder).free
