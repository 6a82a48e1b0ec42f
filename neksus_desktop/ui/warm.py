"""Reading code before it is needed: what a first click would have to wait for is imported while nobody waits.

Rules kept here:

* nothing is imported before the first picture stands; one module at a time, and the user is answered in between;
* modules with widgets are imported on the main thread, each in a turn of its own, since classes of Qt objects must not
  be made beside it (that can bring the program down); all others in the worker;
* only imports: no widget, no file, no setting is touched, so that leaving it out changes nothing but the wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject

from neksus_desktop.ui.places import PLACES
from neksus_desktop.ui.tasks import TaskRunner

_WIDGETS = "neksus_desktop.ui."
_FIRST = (
    "neksus_desktop.ui.new_record",
    "neksus_desktop.forms.form",
    "neksus_desktop.records.record",
    "neksus_desktop.usecases.records",
    "neksus_desktop.usecases.autosave",
    "neksus_desktop.usecases.ready",
    "neksus_desktop.usecases.history",
    "neksus_desktop.usecases.comments",
    "neksus_desktop.ui.editor.desk",
    "neksus_desktop.ui.editor.outline",
    "neksus_desktop.ui.editor.controls.base",
    "neksus_desktop.ui.editor.controls.factory",
    "neksus_desktop.ui.editor.blocks",
    "neksus_desktop.ui.editor.point_view",
    "neksus_desktop.ui.editor.side_panel",
    "neksus_desktop.ui.editor.screen",
    "neksus_desktop.ui.editor.note_dialogs",
    "neksus_desktop.ui.editor.decide_dialogs",
    "neksus_desktop.ui.palette",
    "neksus_desktop.ui.point_dialog",
    "neksus_desktop.usecases.points",
)


class Warmer(QObject):
    """Imports one module after the other; what the user asks for comes in between."""

    def __init__(self, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._names: Iterator[str] = _names()
        self._stopped = False

    def start(self) -> None:
        """Begin, and go on until everything is read."""
        name = "" if self._stopped else next(self._names, "")
        if name.startswith(_WIDGETS):
            self._runner.later(partial(self._here, name))
        elif name:
            self._runner.submit(import_module, name, done=lambda _module: self.start())

    def _here(self, name: str) -> None:
        import_module(name)
        self.start()

    def stop(self) -> None:
        """Begin no more: the profile is being closed."""
        self._stopped = True


def _names() -> Iterator[str]:
    yield from _FIRST
    for place in PLACES.values():
        yield f"neksus_desktop.ui.{place.screen.partition(':')[0]}"
