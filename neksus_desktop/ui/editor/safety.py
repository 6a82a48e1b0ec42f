"""How safe what is typed is, and whether the record may be written: said over the point and in the header.

Rules kept here:

* a failure is said at once, in words, with a way to try again; nothing is taken off the screen;
* a record that is locked says why, and how it is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.editor.screen import EditorScreen


class Safety(QObject):
    """The notice over the point, and the words in the header."""

    def __init__(self, screen: EditorScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._notice = screen.middle.notice
        self._retry = SecondaryButton("editor_retry", "", self._try_again)
        self._notice.row.addWidget(self._retry)
        self._failing = False

    def saving_changed(self) -> None:
        """Something waits, was saved, or could not be."""
        desk = self._screen.desk
        if desk is None:
            return
        state, at = desk.autosave.state, desk.autosave.saved_at
        self._screen.bar.show_saved(state, at)
        self._screen.shell.show_saved(at if state == "saved" else None)
        if state == "saved" and self._failing:
            self.show_status()
            self._screen.shell.tell_kept()

    def save_failed(self, error: NeksusError) -> None:
        """Say it, and offer to try again."""
        self._failing = True
        told = say.explain(error)
        self._notice.set_tone("error")
        self._notice.set_text(say("editor.notice.not_saved", what=told.what, do=told.do))
        self._retry.say(say("editor.notice.retry"))
        self._retry.show()
        self._notice.show()

    def show_status(self) -> None:
        """Say why the record cannot be written, or that it came back; nothing for a draft."""
        desk = self._screen.desk
        self._failing = False
        self._retry.hide()
        status = desk.head.status if desk is not None else "draft"
        words = "" if status == "draft" else say(f"editor.notice.{status}")
        self._notice.set_tone("note" if status == "returned" else "accent")
        self._notice.set_text(words)
        show_if(self._notice, words)

    def _try_again(self) -> None:
        if self._screen.desk is not None:
            self._screen.desk.autosave.retry()
