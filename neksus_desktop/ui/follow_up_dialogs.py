"""The three questions of Oppfølging: with what outcome, until when, whose from now on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.entry import DayField, GroundEntry, RoleField, TextBox
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, ChoiceField, Dialog, Field, NoteBox

if TYPE_CHECKING:
    from neksus_desktop.usecases.follow_up_steps import Ground
    from neksus_desktop.usecases.follow_ups import DeadlineRow

_AGAIN = (0, 1, 3, 6, 12)
"""Months until a point that is repeated is due again."""


class CloseDialog(Dialog):
    """What came of it, and what that rests on."""

    def __init__(self, rows: Sequence[DeadlineRow], today: date, parent: QWidget) -> None:
        super().__init__(
            "follow_up_close_dialog",
            say.count("places.follow_up.close_title", len(rows)),
            say("places.follow_up.close_do"),
            parent,
            width=640,
        )
        self.column.setSpacing(8)  # with large letters it takes the whole height of a small screen
        _tell(self, rows)
        self._outcome = TextBox("follow_up_outcome")
        self._outcome_field = Field(
            self._outcome, say("places.follow_up.outcome"), say("places.follow_up.outcome_hint")
        )
        self._ground = GroundEntry(today)
        self.column.addWidget(self._outcome_field)
        self.column.addWidget(self._ground)
        self._again = ChoiceField("follow_up_again")
        self._again.set_choices([(str(months or ""), say(f"places.follow_up.again.{months}")) for months in _AGAIN])
        self.column.addWidget(Field(self._again, say("places.follow_up.again"), say("places.follow_up.again_hint")))
        self.check = self._sound
        self._outcome.setFocus()

    def again(self) -> int:
        """After how many months the same is to be done again; 0 for never."""
        return int(self._again.value() or 0)

    def outcome(self) -> str:
        """What came of it."""
        return self._outcome.toPlainText().strip()

    def ground(self) -> Ground | None:
        """What it rests on, if anything was given."""
        return self._ground.ground()

    def _sound(self) -> bool:
        missing = not self.outcome()
        self._outcome_field.set_fault(say("places.follow_up.outcome_missing") if missing else "")
        sound = self._ground.sound() and not missing
        self.fit()
        return sound


class DeadlineDialog(Dialog):
    """Until when."""

    def __init__(self, rows: Sequence[DeadlineRow], today: date, parent: QWidget) -> None:
        title = say.count("places.follow_up.move_title", len(rows))
        super().__init__("follow_up_move_dialog", title, say("places.follow_up.move_do"), parent)
        _tell(self, rows)
        known = rows[0].deadline if len(rows) == 1 else ""
        self._day = DayField("follow_up_deadline", say("places.follow_up.column.deadline"), today, known)
        self.column.addWidget(self._day)
        self.check = self._day.sound
        self._day.box.setFocus()
        self._day.box.selectAll()

    def deadline(self) -> str:
        """The ISO date, "" for none."""
        return self._day.value()


class TakeOverDialog(Dialog):
    """Whose from now on."""

    def __init__(self, rows: Sequence[DeadlineRow], role: str, parent: QWidget) -> None:
        title = say.count("places.follow_up.take_over_title", len(rows))
        super().__init__("follow_up_take_over_dialog", title, say("places.follow_up.take_over_do"), parent)
        _tell(self, rows)
        self._role = RoleField("follow_up_new_role", say("places.follow_up.column.responsible"), role)
        self.column.addWidget(self._role)
        self.check = self._sound
        self._role.box.setFocus()

    def role(self) -> str:
        """The role's code, or what was typed."""
        return self._role.value()

    def _sound(self) -> bool:
        self._role.set_fault("" if self.role() else say("places.follow_up.role_missing"))
        return bool(self.role())


def _tell(dialog: Dialog, rows: Sequence[DeadlineRow]) -> None:
    """Say what the question is about, and what will happen to records that are decided on or wait."""
    from neksus_desktop.records.following_up import DECIDED

    if len(rows) == 1:
        dialog.column.addWidget(Body(rows[0].text))
    decided = len({row.record for row in rows if row.record_status in DECIDED})
    waiting = sum(row.record_status == "for_approval" for row in rows)
    if decided:
        dialog.column.addWidget(NoteBox(say.count("places.follow_up.stays_approved", decided)))
    if waiting:
        dialog.column.addWidget(NoteBox(say.count("places.follow_up.waits", waiting)))
