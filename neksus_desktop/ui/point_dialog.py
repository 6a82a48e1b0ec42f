"""What a point of the checklist is about, for somebody who has no assessment open: read it, or begin one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Caption, Dialog, Heading, ScrollColumn

if TYPE_CHECKING:
    from neksus_desktop.usecases.points import PointHelp

_MOST = 420
"""Higher than this it scrolls."""


class PointDialog(Dialog):
    """Questions, what one may ask, background."""

    def __init__(self, found: PointHelp, parent: QWidget) -> None:
        title = f"{found.number} {found.title}".strip()
        super().__init__("point_dialog", title, say("ui.home.new"), parent, width=640)
        scroll = ScrollColumn(margins=(0, 0, 0, 0), beside=12)
        for question in found.questions:
            scroll.column.addWidget(BodyStrong(question))
        if found.asks:
            scroll.column.addWidget(Heading(say("editor.guidance.ask")))
            for line in found.asks:
                scroll.column.addWidget(Body(line))
        if found.background:
            scroll.column.addWidget(Heading(say("editor.guidance.background")))
            for name, text in found.background:
                scroll.column.addWidget(BodyStrong(name))
                scroll.column.addWidget(Caption(text))
        scroll.column.addStretch(1)
        scroll.setMinimumHeight(self.at_most(min(scroll.inner.sizeHint().height() + 8, _MOST)))
        self.column.addWidget(scroll, 1)
        self.cancel.say(say("ui.action.close"))
        self.primary.setFocus()
