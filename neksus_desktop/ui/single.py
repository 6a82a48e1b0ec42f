"""One window per profile: a second start raises the first and hands it the files it was given.

Rules kept here:

* no socket, no port: a lock and a request file in the user's own runtime folder of this machine, never in the profile,
  which may lie on a share or be copied;
* a lock whose program is gone is taken over; where no such folder can be used, the program starts as ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QFileSystemWatcher, QLockFile, QObject, QStandardPaths, Qt

from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    from neksus_desktop.ui.window import Window


class Single(QObject):
    """The claim of this process on a profile's window."""

    def __init__(self, profile: Path) -> None:
        super().__init__()
        places = QStandardPaths.StandardLocation
        runtime = QStandardPaths.writableLocation(places.RuntimeLocation)
        self._folder = Path(runtime or QStandardPaths.writableLocation(places.TempLocation)) / "neksus-desktop"
        place = QCryptographicHash.hash(str(profile.resolve()).encode(), QCryptographicHash.Algorithm.Sha256)
        name = bytes(place.toHex().data()).decode()[:16]
        self._request = self._folder / f"{name}.request"
        self.faults = self._folder / f"{name}.fault"
        """Where it is written what brought the program down."""
        self._lock = QLockFile(str(self._folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None
        self._window: Window | None = None

    def claim(self, files: Sequence[Path] = ()) -> bool:
        """True: the window is ours. False: another has it, and was asked to come forward with these files."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return True
        if self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError:
            self._asked_for()  # what was asked of a program that is gone
            return True
        wanted = [*(self._asked_for() or ()), *(str(path.resolve()) for path in files)]
        try:
            write_atomically(self._request, json.dumps(wanted).encode())
        except OSError:
            return True
        return False

    def watch(self, window: Window) -> None:
        """Come forward when another start asks for it."""
        self._window = window
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._look)
        self._look()  # somebody may have asked while this window was opened

    def _look(self, _folder: str = "") -> None:
        files = self._asked_for()
        if files is None or self._window is None:
            return
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        self._window.open_files([Path(file) for file in files])

    def _asked_for(self) -> list[str] | None:
        """The files of a request, which is taken away; None if there is none."""
        try:
            files = json.loads(self._request.read_text(encoding="utf-8"))
            self._request.unlink()
        except (OSError, ValueError):
            return None
        return [str(file) for file in files]
