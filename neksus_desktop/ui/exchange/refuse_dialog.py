"""Why a record is not taken in; the reason goes back to its sender in the receipt."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.entry import TextBox
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Dialog, Field


class RefuseDialog(Dialog):
    """One field: the reason."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("refuse_dialog", say("places.import.refuse_title"), say("places.import.refuse_do"), parent)
        self._text = TextBox("refuse_reason")
        self._field = Field(self._text, say("places.import.reason"), say("places.import.reason_hint"))
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
