"""The bar over the editor: way back, subject, status and when it was saved, and the one thing to do next.

What the primary button does follows the record's status: a draft asks «Klar?», what waits is decided on, what is
approved is sent on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.naming import named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Chip, HeaderBar, IconButton, Muted, PrimaryButton, SecondaryButton

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.records.record import Record
    from neksus_desktop.ui.editor.autosave import State

_PRIMARY = {
    "draft": "ready",
    "returned": "ready",
    "for_approval": "decide",
    "approved": "export",
    "exported": "export",
    "confirmed": "export",
}
_LEAST_TITLE = 160
_GOOD_TITLE = 260
_GAP = 12
_SECOND = {"for_approval": "recall", "approved": "reopen", "exported": "reopen", "confirmed": "reopen"}


class EditorBar(QObject):
    """Fills a screen's header and tells which action was chosen."""

    chosen = Signal(str)
    """ready, decide, export, recall, reopen, print or side."""

    def __init__(self, header: HeaderBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._header = header
        header.setMinimumWidth(_LEAST_TITLE)
        self._chips: list[QWidget] = []
        self._status = "draft"
        self._left: int | None = None
        self._record = ""
        self.saved = Muted()
        self.saved.setObjectName("editor_saved")
        self.saved.setWordWrap(False)
        self.side = IconButton("editor_side_toggle", "info", clicked=lambda: self.chosen.emit("side"))
        self.print = SecondaryButton("editor_print", clicked=lambda: self.chosen.emit("print"), shortcut="Ctrl+P")
        self.second = SecondaryButton(
            "editor_second", clicked=lambda: self.chosen.emit(_SECOND.get(self._status, "")), writes=True
        )
        self.primary = PrimaryButton(
            "editor_primary",
            clicked=lambda: self.chosen.emit(_PRIMARY[self._status]),
            shortcut="Ctrl+Return",
            writes=True,
        )
        for widget in (self.saved, self.side, self.print, self.second, self.primary):
            header.add_action(widget)
        self.side.hide()

    def show_record(self, record: Record) -> None:
        """Title, facts and what can be done."""
        self._drop_chips()
        for part in (self.saved, self.print, self.primary):
            part.show()
        if record.id != self._record:
            self._record, self._left = record.id, None  # it was counted for another
        subject = record.subject
        self._header.set_title(subject.title)
        kind = named("objekttype", subject.type)
        facts = [Chip(f"{kind} {subject.agreement_number}".strip())]
        if subject.country:
            facts.append(Chip(named("land", subject.country)))
        if record.invented:
            facts.append(Chip(say("editor.bar.invented"), "note"))
            facts[-1].setObjectName("chip_invented")
        self._chips = list(facts)
        for chip in facts:
            self._header.add_chip(chip)
        self._status = record.status
        self.retranslate()

    def show_nothing(self) -> None:
        """No record is in sight: one is still being read, or it could not be."""
        self._drop_chips()
        self._header.set_title("")
        for part in (self.saved, self.print, self.second, self.primary):
            part.hide()

    def _drop_chips(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []

    def fit(self, room: int) -> None:
        """Give up facts, the last first, where there is no room for them; the mark of invented data stays.

        Where letters are so large that no title would be left, the state goes, which notice and status line tell too,
        and then the words of the way back.
        """
        facts = [chip for chip in self._chips if chip.objectName() != "chip_invented"]
        for chip in facts:
            chip.show()
        self._header.shorten_back(short=False)
        keys = [one for one in (self.side, self.print, self.second, self.primary) if not one.isHidden()]
        needed = sum(one.sizeHint().width() + _GAP for one in [self._header.back, self.saved, *keys, *self._chips])
        for chip in reversed(facts):
            if needed + _GOOD_TITLE > room:
                needed -= chip.sizeHint().width() + _GAP
                chip.hide()
        show_if(self.saved, needed + _LEAST_TITLE <= room)
        if self.saved.isHidden():
            needed -= self.saved.sizeHint().width() + _GAP
            self._header.shorten_back(short=needed + _LEAST_TITLE > room)

    def show_saved(self, state: State, at: datetime | None) -> None:
        """How safe what was typed is."""
        status = say(f"record.status.{self._status}")
        if state == "failed":
            words = say("editor.bar.not_saved")
        elif state == "unsaved":
            words = say("editor.bar.saving")
        elif at is not None:
            words = say("editor.bar.saved_at", time=say.time(at))
        else:
            words = ""
        self.saved.setText(" · ".join(part for part in (status, words) if part))
        self.saved.tone(self.saved.palette().ColorRole.BrightText if state == "failed" else self.saved.role)

    def show_left(self, left: int | None) -> None:
        """How many things stand open, None while that is not known."""
        self._left = left
        if _PRIMARY[self._status] == "ready":
            self.primary.say(self._ready())

    def retranslate(self) -> None:
        """Say everything again."""
        self.print.say(say("editor.bar.print"))
        self.side.say(say("editor.bar.side"))
        second = _SECOND.get(self._status)
        show_if(self.second, second is not None)
        if second is not None:
            self.second.say(say(f"editor.bar.{second}"))
        action = _PRIMARY[self._status]
        self.primary.say(self._ready() if action == "ready" else say(f"editor.bar.{action}"))

    def _ready(self) -> str:
        if self._left is None:
            return say("editor.bar.ready")
        return say.count("editor.bar.ready_left", self._left) if self._left else say("editor.bar.ready_none")
