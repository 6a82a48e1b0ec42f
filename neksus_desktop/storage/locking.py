"""One program at a time per profile: a lock that the operating system lets go when the program dies."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from neksus_desktop.errors import StorageFullError, StorageGoneError, StorageLockedError, StorageReadOnlyError

LOCK = "profile.lock"


class ProfileLock:
    """The held lock of one profile folder."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let other programs in; harmless when done already."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def take_lock(folder: Path) -> ProfileLock:
    """Take the profile for this program.

    Raises:
        StorageLockedError: another program has it.
        StorageReadOnlyError: the folder cannot be written to.
        StorageFullError: there is not even room for the lock.
        StorageGoneError: the folder is not there.
    """
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except FileNotFoundError as error:
        raise StorageGoneError(folder=str(folder)) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (StorageFullError if full else StorageReadOnlyError)(folder=str(folder)) from error
    try:
        _lock(descriptor)
    except OSError as error:
        os.close(descriptor)
        raise StorageLockedError(folder=str(folder)) from error
    return ProfileLock(descriptor)


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
