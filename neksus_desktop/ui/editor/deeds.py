"""What can be done in the editor besides what stands in its bar, by key and by name: one list for both.

Rule kept here: what Ctrl+K offers in the open record can be done to it now, and says its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QKeySequence, QShortcut

from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Deed, deeds_of
from neksus_desktop.ui.widgets.buttons import keys_of

if TYPE_CHECKING:
    from neksus_desktop.ui.editor.screen import EditorScreen
    from neksus_desktop.ui.editor.steps import Steps


_DECISIONS = {"draft": "submit", "returned": "submit", "for_approval": "decide"}
"""What the first key of the bar leads to, by the record's status, in the words one would look for it by."""


class _Keyed(NamedTuple):
    name: str
    keys: str
    act: Callable[[], object]
    possible: Callable[[], bool]


class EditorDeeds:
    """Keys of the editor, and everything that is possible there by its name."""

    def __init__(self, screen: EditorScreen, steps: Steps, focus_on_point: Callable[[], object]) -> None:
        self._screen = screen
        self._steps = steps
        self._keyed = (
            _Keyed("editor.deed.write", "Ctrl+I", steps.write, steps.may_add_ground),
            _Keyed("editor.grounds.new", "Ctrl+G", steps.add_ground, steps.may_add_ground),
            _Keyed("editor.follow_up.new", "Ctrl+O", steps.add_follow_up, steps.may_follow_up),
            _Keyed("editor.find.field", "Ctrl+F", screen.find_bar.open_bar, lambda: True),
            _Keyed("editor.deed.alone", "F9", focus_on_point, lambda: True),
            _Keyed("editor.deed.undo", "Ctrl+Z", steps.undo, steps.may_write),
            _Keyed("editor.deed.redo", "Ctrl+Shift+Z", steps.redo, steps.may_write),
        )
        for keyed in self._keyed:
            QShortcut(keys_of(keyed.keys), screen).activated.connect(keyed.act)

    def all(self) -> list[Deed]:
        """What can be done now."""
        return list(self._found()) if self._screen.desk is not None else []

    def _found(self) -> Iterator[Deed]:
        native = QKeySequence.SequenceFormat.NativeText
        for keyed in self._keyed:
            if keyed.possible():
                yield Deed(say(keyed.name), keys_of(keyed.keys).toString(native), keyed.act)
        screen = self._screen
        primary, decision = screen.bar.primary, _DECISIONS.get(screen.desk.head.status) if screen.desk else None
        if decision and primary.isEnabled():
            yield Deed(say(f"editor.deed.{decision}"), primary.shortcut().toString(native), primary.click)
        footer = screen.middle.footer
        for button, key in ((footer.previous, "editor.deed.before"), (footer.following, "editor.deed.after")):
            if not button.isHidden():
                yield Deed(say(key), button.shortcut().toString(native), button.click)
        if screen.left is not None:
            yield from deeds_of(screen.left.links())
        if screen.side is not None and not screen.side.isHidden():
            for page in deeds_of(screen.side.tabs()):
                yield page._replace(name=say("editor.deed.beside", page=page.name))
        if screen.rail == "records":  # what stands in a register is not an assessment of something
            yield Deed(say("places.subjects.details"), "", self._show_subject)
            yield Deed(say("places.subjects.assessments"), "", self._show_others)

    def _show_subject(self) -> None:
        if self._screen.desk is not None:
            self._screen.shell.navigate("subjects", subject=self._screen.desk.head.subject.id)

    def _show_others(self) -> None:
        if self._screen.desk is not None:
            subject = self._screen.desk.head.subject
            self._screen.shell.navigate("records", subject=subject.id, title=subject.title)
