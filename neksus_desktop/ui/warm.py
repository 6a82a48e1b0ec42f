"""Making ready before it is needed: what a first click would have to wait for is done while nobody waits.

Rules kept here:

* nothing is begun before the first picture stands; one thing at a time, and the user is answered in between;
* modules with widgets are imported on the main thread, each in a turn of its own, since classes of Qt objects must not
  be made beside it (that can bring the program down); all others in the worker. A module that takes long by what it
  imports stands behind that in the list;
* of the screens only the editor's is built, empty and by parts: no file, no record, no setting is touched, so that
  leaving it out changes nothing but the wait;
* what was made stays: at the end the garbage collector is told to look at it no more, until the profile is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from sys import modules

from PySide6.QtCore import QObject

from neksus_desktop.forms.collector import keep_no_more, keep_what_is_here
from neksus_desktop.ui.places import PLACES
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.tasks import TaskRunner

_WIDGETS = "neksus_desktop.ui."
_EDITOR = "neksus_desktop.ui.editor."
_FIRST = (
    "neksus_desktop.ui.new_record",
    "neksus_desktop.forms.form",
    "neksus_desktop.records.record",
    "neksus_desktop.usecases.records",
    "neksus_desktop.usecases.autosave",
    "neksus_desktop.usecases.ready",
    "neksus_desktop.usecases.history",
    "neksus_desktop.usecases.comments",
    "neksus_desktop.usecases.newer_form",
    "neksus_desktop.records.version",
    "neksus_desktop.exchange.answers",
    "neksus_desktop.storage.comments",
    "neksus_desktop.storage.peers",
    "neksus_desktop.forms.guidance",
    "neksus_desktop.ui.editor.desk",
    "neksus_desktop.ui.editor.outline",
    "neksus_desktop.ui.editor.controls.base",
    "neksus_desktop.ui.editor.controls.factory",
    "neksus_desktop.ui.editor.controls.numbers",
    "neksus_desktop.ui.editor.blocks",
    "neksus_desktop.ui.editor.controls.matrix",
    "neksus_desktop.ui.editor.group_blocks",
    "neksus_desktop.ui.editor.point_view",
    "neksus_desktop.ui.editor.all_points",
    "neksus_desktop.ui.editor.side_panel",
    "neksus_desktop.ui.editor.side",
    "neksus_desktop.ui.editor.parts",
    "neksus_desktop.ui.editor.steps",
    "neksus_desktop.ui.editor.screen",
)
_THEN = (
    "neksus_desktop.ui.editor.note_dialogs",
    "neksus_desktop.ui.editor.decide_dialogs",
    "neksus_desktop.ui.palette",
    "neksus_desktop.ui.point_dialog",
    "neksus_desktop.usecases.points",
    "neksus_desktop.usecases.transfers",
    "neksus_desktop.usecases.waiting",
    "neksus_desktop.ui.drafts",
    "segno",
)


def missing(place: str) -> list[str]:
    """The modules of a place that is gone to before they are loaded, where they take long together."""
    return [name for name in _FIRST if place == "editor" and name.startswith(_EDITOR) and name not in modules]


class Warmer(QObject):
    """Does one thing after the other, the user's own in between; ``screen_of`` builds the screen of a place."""

    def __init__(self, runner: TaskRunner, screen_of: Callable[[str], Screen], parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._screen_of = screen_of
        self._names: Iterator[str] = _names()
        self._stopped = False

    def start(self) -> None:
        """Begin, and go on until everything is ready."""
        name = "" if self._stopped else next(self._names, "")
        if name in PLACES:
            self._runner.later(partial(self._build, name))
        elif name.startswith(_WIDGETS):
            self._runner.later(partial(self._here, name))
        elif name:
            self._runner.submit(import_module, name, done=lambda _module: self.start())
        elif not self._stopped:
            keep_what_is_here()

    def _here(self, name: str) -> None:
        import_module(name)
        self.start()

    def _build(self, place: str) -> None:
        self._screen_of(place).prepare()
        self._runner.later(self.start)

    def stop(self) -> None:
        """Begin no more: the profile is being closed, and nothing of it may be kept from the collector."""
        self._stopped = True
        keep_no_more()


def _names() -> Iterator[str]:
    """Modules, and the place that is built."""
    yield from _FIRST
    yield "editor"
    yield from _THEN
    for place in PLACES.values():
        yield f"neksus_desktop.ui.{place.screen.partition(':')[0]}"
