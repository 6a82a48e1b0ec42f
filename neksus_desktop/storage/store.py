"""Store: the thread-safe door to one opened profile database.

Rules kept here:

* connections do not cross threads: each thread gets its own, made when first needed;
* one writer at a time: threads queue on a lock, other programs are kept out by the profile's lock file;
* a write is one ``BEGIN IMMEDIATE … COMMIT``; what ``write()`` has returned from is on the disk, and that disk is still
  there; one that was taken out and put back is opened anew by the next write;
* a ``write()`` inside a ``write()`` joins it; an error must leave the outermost block, which then undoes all;
* what costs less for many at once (the search index) is done last in a write (``before_commit``);
* a database that cannot be written is opened for reading only when that is asked for, and refuses every write.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from neksus_desktop.errors import (
    StorageError,
    StorageExistsError,
    StorageFullError,
    StorageGoneError,
    StorageMissingError,
    StorageReadingError,
    StorageReadOnlyError,
)
from neksus_desktop.storage.connection import DATABASE, Connection, connect, faults_of, translate
from neksus_desktop.storage.locking import ProfileLock, take_lock
from neksus_desktop.storage.migrate import MIGRATIONS, known_schema, migrate, refuse_unfit, schema_of


class _Seat(threading.local):
    """What one thread has: its connection and the kind of transaction that is open on it."""

    db: Connection | None = None
    mode: Literal["", "read", "write"] = ""
    turn = 0


class ForIndex:
    """Texts of the write that is open which the search index shall hold: ``(number, text)`` of fields and subjects."""

    def __init__(self) -> None:
        self.fields: list[tuple[int, str]] = []
        self.subjects: list[tuple[int, str]] = []
        self.size = 0

    def __bool__(self) -> bool:
        return bool(self.fields or self.subjects)


class Store:
    """An opened profile database. Made by ``create_store`` and ``open_store`` only."""

    def __init__(
        self,
        path: Path,
        key: bytes | None,
        lock: ProfileLock | None,
        *,
        read_only: bool = False,
        closed_by: StorageError | None = None,
    ) -> None:
        self.folder = path.parent
        self.path = path
        self.read_only = read_only
        self.closed_by = closed_by
        """What keeps the profile itself from being written; None for one that can be, and for a safety copy."""
        self.protected = key is not None
        self._key: bytearray | None = None if key is None else bytearray(key)
        self._lock = lock
        self._seat = _Seat()
        self._all: list[Connection] = []
        self._writer = threading.RLock()
        self._errors = faults_of(key)
        self._closed = False
        self._turn = 0
        """How often the file was opened anew; a connection of an earlier turn is not used again."""
        self._file: tuple[int, int] | None = None
        self._whose = ""
        self.seen_words: set[str | bytes] = set()
        """Pieces of text whose words are in the index's word list; forgotten when a write fails."""
        self.for_index = ForIndex()
        """What the write that is open has for the search index; forgotten when it fails."""
        self._last: list[Callable[[Connection], object]] = []
        self.spellings: dict[str, tuple[str, bool]] = {}
        """Words asked for before, as all the words they stand for, and whether any subject has one; another dict after
        each write, so that a search that began before cannot leave here what it saw."""
        self.kind_seen = ""
        """Whether the profile holds invented ("1") or real data ("0"), once a write has seen it; forgotten when one
        fails."""
        self.index_behind = not read_only
        """Whether fields may have changed since the search index was brought up to date."""

    @property
    def key(self) -> bytes | None:
        """The raw key while the store is open, for copies that shall be as protected as the original."""
        return None if self._key is None else bytes(self._key)

    def connection(self) -> Connection:
        """This thread's connection, outside any transaction of its own."""
        seat = self._seat
        db = seat.db
        if db is None or seat.turn != self._turn:
            if self._closed:
                raise StorageError(cause="closed")
            turn = self._turn
            db = connect(self.path, self.key, read_only=self.read_only)
            seat.db, seat.turn = db, turn
            with self._writer:
                self._all.append(db)
        return db

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read snapshot on this thread's connection; joins an open transaction.

        Raises:
            StorageError: reading failed; the kind says why.
        """
        seat = self._seat
        if seat.mode:
            yield self.connection()
            return
        try:
            db = self.connection()
            db.execute("BEGIN")
            seat.mode = "read"
            try:
                yield db
            finally:
                seat.mode = ""
                if db.in_transaction:
                    db.execute("COMMIT")
        except self._errors as error:
            raise translate(error, self.folder, protected=self.protected) from error

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For one single statement, which is its own snapshot; joins an open transaction.

        Raises:
            StorageError: reading failed; the kind says why.
        """
        try:
            yield self.connection()
        except self._errors as error:
            raise translate(error, self.folder, protected=self.protected) from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: durable when the block has ended, undone when an error leaves it.

        Raises:
            StorageError: why it could not be written: the disk is full, read-only, gone or faulty, the database
                damaged, or one of its rules broken.
        """
        seat = self._seat
        if seat.mode == "write":
            yield self.connection()
            return
        assert not seat.mode, "a write cannot begin inside a read snapshot"
        if self.read_only:
            raise StorageReadingError(folder=str(self.folder))
        with self._writer:
            try:
                self._find()
                db = self.connection()
                db.execute("BEGIN IMMEDIATE")
                seat.mode = "write"
                done = False
                try:
                    yield db
                    while self._last:
                        self._last.pop()(db)
                    db.execute("COMMIT")
                    self.index_behind = done = True
                finally:
                    seat.mode = ""
                    self.spellings = {}
                    if not done:
                        self._forget()
                    if db.in_transaction:
                        db.execute("ROLLBACK")
            except self._errors as error:
                raise translate(error, self.folder, protected=self.protected) from error
            if self._place() != self._file:
                raise StorageGoneError(folder=str(self.folder))

    def _place(self) -> tuple[int, int] | None:
        """Which file stands where the database belongs; None for none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _find(self) -> None:
        """See that the file is where it was; a drive that was put back in is opened anew, if it is the same profile."""
        found = self._place()
        if found is None:
            raise StorageGoneError(folder=str(self.folder))
        if found == self._file:
            return
        if self._file is None:
            self._file, self._whose = found, _whose(self.connection())
            return
        db = connect(self.path, self.key)
        if _whose(db) != self._whose:
            db.close()
            raise StorageGoneError(folder=str(self.folder))
        lock = take_lock(self.folder)
        if self._lock is not None:
            self._lock.release()
        self._lock, self._file = lock, found
        self._turn += 1
        self._seat.db, self._seat.turn = db, self._turn
        self._all.append(db)
        self._forget()
        self.index_behind = True

    @property
    def writing(self) -> bool:
        """Whether this thread is in a write."""
        return self._seat.mode == "write"

    def before_commit(self, work: Callable[[Connection], object]) -> None:
        """Have work done at the end of the write that is open; a write that fails forgets it."""
        assert self.writing
        self._last.append(work)

    def _forget(self) -> None:
        """What a write that failed had put in these objects."""
        self.seen_words.clear()
        self.kind_seen = ""
        self.for_index = ForIndex()
        self._last.clear()

    def close(self) -> None:
        """Close every thread's connection, wipe the key and let other programs in."""
        with self._writer:
            if self._closed:
                return
            self._closed = True
            for db in self._all:
                db.close()
            self._all.clear()
            self._seat = _Seat()
            if self._key is not None:
                self._key[:] = bytes(len(self._key))
            if self._lock is not None:
                self._lock.release()


def _whose(db: Connection) -> str:
    """What tells one profile from another: its recovery key never changes."""
    return str(db.execute("SELECT max(thumbprint) FROM key WHERE use = 'recovery'").fetchone()[0])


def create_store(folder: Path, key: bytes | None) -> Store:
    """Make an empty database in ``folder`` (made when missing).

    Args:
        folder: the profile's folder.
        key: 32 raw bytes for SQLCipher, or None.

    Raises:
        StorageExistsError: there is a profile already.
        StorageReadOnlyError, StorageFullError: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError as error:
        raise StorageExistsError(folder=str(folder)) from error
    except OSError as error:
        shut = error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
        raise (StorageReadOnlyError if shut else StorageGoneError)(folder=str(folder)) from error
    lock = take_lock(folder)
    path = folder / DATABASE
    if path.exists():
        lock.release()
        raise StorageExistsError(folder=str(folder))
    return _opened(folder, key, lock, MIGRATIONS)


def open_store(folder: Path, key: bytes | None, *, migrations: Path = MIGRATIONS) -> Store:
    """Open an existing database, brought to this program's schema.

    Args:
        folder: the profile's folder.
        key: 32 raw bytes for SQLCipher, or None.
        migrations: where the numbered SQL files lie.

    Raises:
        StorageMissingError: there is no database.
        StorageLockedError: another program has the profile open.
        StorageNewerError: made by a newer program; nothing was touched.
        StorageKeyError: the key does not fit.
        StorageDamagedError: the file is not a sound database.
        StorageReadOnlyError, StorageFullError: nothing can be written there; ``open_for_reading`` can.
    """
    path = folder / DATABASE
    if not path.is_file():
        raise StorageMissingError(folder=str(folder))
    lock = take_lock(folder)
    try:
        _refuse_closed(path)
        refuse_unfit(path, key, migrations)
    except StorageError:
        lock.release()
        raise
    return _opened(folder, key, lock, migrations)


def open_for_reading(folder: Path, key: bytes | None, closed_by: StorageError) -> Store:
    """Open an existing database that cannot be written, by the one way that writes nothing anywhere.

    Args:
        folder: the profile's folder.
        key: 32 raw bytes for SQLCipher, or None.
        closed_by: what ``open_store`` met.

    Raises:
        StorageLockedError: another program has the profile open.
        StorageNewerError: made by a newer program.
        StorageError: ``closed_by``, where an older program made it: it must be written before it can be read.
        StorageKeyError: the key does not fit.
        StorageDamagedError: the file is not a sound database.
    """
    path = folder / DATABASE
    try:
        lock = take_lock(folder)
    except (StorageReadOnlyError, StorageFullError):
        lock = None
    store = Store(path, key, lock, read_only=True, closed_by=closed_by)
    try:
        refuse_unfit(path, key)
        with store.read() as db:
            if schema_of(db) < known_schema():
                raise closed_by
    except StorageError:
        store.close()
        raise
    return store


def _refuse_closed(path: Path) -> None:
    """SQLite would open a file that it may not write, and say so at the first save only."""
    try:
        os.close(os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0)))
    except OSError as error:
        raise StorageReadOnlyError(folder=str(path.parent)) from error


def _opened(folder: Path, key: bytes | None, lock: ProfileLock, migrations: Path) -> Store:
    store = Store(folder / DATABASE, key, lock)
    try:
        migrate(store.connection(), store.path, key, migrations)
    except StorageError:
        store.close()
        raise
    return store
