"""Reading code before it is needed: what a first click would have to wait for is imported while nobody waits.

Rules kept here:

* nothing is imported before the first picture stands; it happens in the worker, one module at a time, and the main
  thread goes on answering in between;
* only imports: no widget, no file, no setting is touched, so that leaving it out changes nothing but the wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject

from neksus_desktop.ui.places import PLACES
from neksus_desktop.ui.tasks import TaskRunner

_FIRST = (
    "neksus_desktop.ui.new_record",
    "neksus_desktop.ui.editor.screen",
    "neksus_desktop.forms.form",
    "neksus_desktop.records.record",
    "neksus_desktop.usecases.records",
    "neksus_desktop.usecases.autosave",
    "neksus_desktop.usecases.ready",
    "neksus_desktop.usecases.history",
    "neksus_desktop.usecases.comments",
    "neksus_desktop.ui.editor.note_dialogs",
    "neksus_desktop.ui.editor.decide_dialogs",
    "neksus_desktop.ui.palette",
    "neksus_desktop.ui.point_dialog",
    "neksus_desktop.usecases.points",
)


class Warmer(QObject):
    """Imports one module after the other in the runner; what the user asks for comes in between."""

    def __init__(self, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._names: Iterator[str] = _names()
        self._stopped = False

    def start(self) -> None:
        """Begin, and go on until everything is read."""
        name = "" if self._stopped else next(self._names, "")
        if name:
            self._runner.submit(import_module, name, done=lambda _module: self.start())

    def stop(self) -> None:
        """Begin no more: the profile is being closed."""
        self._stopped = True


def _names() -> Iterator[str]:
    yield from _FIRST
    for place in PLACES.values():
        yield f"neksus_desktop.ui.{place.screen.partition(':')[0]}"
