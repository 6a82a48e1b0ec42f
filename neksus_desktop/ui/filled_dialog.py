"""What a PDF that was filled in on screen would bring, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Dialog, Muted, NoteBox

if TYPE_CHECKING:
    from neksus_desktop.usecases.filled_form import FilledPlan


class FilledDialog(Dialog):
    """The plan in sentences."""

    def __init__(self, plan: FilledPlan, parent: QWidget) -> None:
        super().__init__("filled_dialog", say("places.filled.title"), say("places.filled.do"), parent, writes=True)
        if plan.subject.get("title"):
            self.column.addWidget(BodyStrong(plan.subject["title"]))
        self.column.addWidget(Body(say(f"places.filled.action.{plan.action}")))
        told = [say.count("places.filled.fresh", len(plan.fresh)), say.count("places.filled.same", len(plan.same))]
        self.column.addWidget(Muted(" · ".join(told)))
        if plan.kept:
            self.column.addWidget(NoteBox(say.count("places.filled.kept", len(plan.kept))))
        if plan.refused:
            self.column.addWidget(NoteBox(say.count("places.filled.refused", len(plan.refused))))
        self.primary.setEnabled(plan.action != "have")
