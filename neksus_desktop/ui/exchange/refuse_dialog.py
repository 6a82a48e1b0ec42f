"""Why a record is not taken in, or a key is trusted no more and since when; the reason is told to others."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.entry import DayField, TextBox
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import BodyStrong, Caption, Dialog, Field
from neksus_desktop.usecases.reasons import LONGEST

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
        self._most = LONGEST[what]
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
        length, fault = len(self.reason()), ""
        if not length:
            fault = say("places.import.reason_missing")
        elif length > self._most:
            fault = say("places.import.reason_long", most=say.number(self._most), length=say.number(length))
        self._field.set_fault(fault)
        self.fit()
        return not fault


class RevokeDialog(RefuseDialog):
    """The reason, and the day since which the key is out of its owner's hands."""

    def __init__(self, parent: QWidget, of: str, now: datetime) -> None:
        super().__init__(parent, of, "revoke")
        self._now = now
        self._day = DayField("revoke_since", say("places.keys.astray"), now.date(), now.date().isoformat())
        self.column.addWidget(self._day)
        self.column.addWidget(Caption(say("places.keys.astray_hint")))

    def since(self) -> datetime:
        """The moment: the beginning of the day that was typed, now where that is today or nothing was typed."""
        typed = self._day.value()
        day = date.fromisoformat(typed) if typed else self._now.date()
        return self._now if day == self._now.date() else datetime.combine(day, time(), self._now.tzinfo)

    def _sound(self) -> bool:
        good = self._day.sound()
        if good and self.since() > self._now:
            self._day.set_fault(say("places.keys.astray_future"))
            good = False
        return super()._sound() and good
