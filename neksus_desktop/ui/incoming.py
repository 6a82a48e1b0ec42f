"""Files that come in otherwise than by a dialog: dropped, opened by double click, handed over by a second start.

Rules kept here:

* they are shown where they belong, as a plan; nothing is taken in before it was seen;
* none is lost: they wait while the profile is locked, a dialog is open or an import is going on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from neksus_desktop.ui.window import Window

_FORMS = {".xlsx", ".xlsm", ".xls", ".yaml", ".yml", ".md", ".csv", ".xml"}
_FILLED = ".pdf"


class Incoming(QObject):
    """The files that wait, and the way to where they are shown."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: list[Path] = []

    def take(self, paths: Sequence[Path]) -> None:
        """Show these, now or as soon as they can be."""
        self._waiting += [path for path in paths if path not in self._waiting]
        self.go_on()

    def go_on(self, *_told: object) -> None:
        """Show what waits, unless something is still in the way."""
        window = self._window
        if not self._waiting or window.workspace is None or window.shell is None or window.covered:
            return
        dialog = window.app.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.finished.connect(self.go_on, Qt.ConnectionType.QueuedConnection)
            window.shell.notify("ui.incoming.waits")
            return
        if window.workspace.place == "import" and window.shell.runner.busy:
            window.shell.runner.busy_changed.connect(self.go_on, Qt.ConnectionType.QueuedConnection)
            return
        paths, self._waiting = self._waiting, []
        if window.workspace.current.take_files(paths):
            return
        kinds = {path.suffix.lower() for path in paths}
        if len(paths) == 1 and kinds <= _FORMS | {_FILLED}:
            window.workspace.go("forms", files=paths)
        else:
            window.workspace.go("import", files=paths)
