"""A picture, sound, video or other file as the answer of a question; its name is the answer, as in ODK.

The file is found by that name: rows of a list can be moved without losing what is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, show_if
from neksus_desktop.ui.editor.file_box import PATTERNS, FileBox
from neksus_desktop.ui.editor.files import Belonging
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.ui.editor.desk import Desk


class FileControl(AnswerControl):
    """One file."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._lost = Caption()
        column.addWidget(self._lost)
        self.box: FileBox | None = None
        if desk.files is not None:
            kind = view.attributes.get("mediatype", "").partition("/")[0]
            point = next((one.id for one in desk.form.points if f"{view.key}/".startswith(one.key + "/")), "")
            self.box = FileBox(
                f"{self.objectName()}_file",
                desk.files,
                Belonging(point, view.key),
                kind=kind if kind in PATTERNS else "",
            )
            self.box.pick.setAccessibleName(f"{self.accessibleName()}: {say('attachment.pick')}")
            self.box.added.connect(self._added)
            self.box.removed.connect(lambda _facts: self._removed())
            column.addWidget(self.box)
        self.refresh(view)

    def refresh(self, view: NodeView) -> None:
        """Show the file that the answer names; a name that no file has is said as such."""
        files = self._named(view.value)
        show_if(self._lost, view.value and not files)
        self._lost.setText(say("attachment.only_a_name", name=view.value) if view.value and not files else "")
        if self.box is not None:
            self.box.show_files(files, writable=self.writable(view))

    def entry(self) -> QWidget:
        """The way to add one, or the first thing that can be done with what there is."""
        if self.box is None:
            return self
        return self.box.first_control()

    def _named(self, name: str) -> tuple[AttachmentFacts, ...]:
        return tuple(facts for facts in self.desk.attachments() if name and facts.name == name)

    def _added(self, facts: AttachmentFacts) -> None:
        if self.desk.files is not None:
            self.desk.files.answer(self.key, facts, self._named(self.desk.session.value(self.key)))

    def _removed(self) -> None:
        if self.desk.files is not None:
            self.desk.files.take_answer_away(self.key, self._named(self.desk.session.value(self.key)))
