"""Why a record is not taken in, or a key is trusted no more; the reason is told to others."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.entry import TextBox
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import BodyStrong, Dialog, Field

_TEXTS = {
    "refuse": ("places.import.refuse_title", "places.import.refuse_do", "places.import.reason_hint"),
    "revoke": ("places.keys.revoke_title", "places.keys.revoke_do", "places.keys.reason_hint"),
}


class RefuseDialog(Dialog):
    """One field: the reason."""

    def __init__(self, parent: QWidget, of: str, what: Literal["refuse", "revoke"] = "refuse") -> None:
        """Args: ``of`` is the title of the record, or whose key it is."""
        title, do, hint = _TEXTS[what]
        super().__init__(f"{what}_dialog", say(title), say(do), parent)
        self.column.addWidget(BodyStrong(of))
        self._text = TextBox("refuse_reason")
        self._field = Field(self._text, say("places.import.reason"), say(hint))
        self.column.addWidget(self._field)
        self.check = self._sound
        self._text.setFocus()

    def reason(self) -> str:
        """What was written."""
        return self._text.toPlainText().strip()

    def _sound(self) -> bool:
        self._field.set_fault("" if self.reason() else say("places.import.reason_missing"))
        self.adjustSize()
        return bool(self.reason())
