"""Bringing a journey home: first what would happen, with a choice for every field changed in both places, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.safety.travel_dialogs import TravelDialog, facts
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField, Field, ScrollColumn

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.travel import Returning

PICKS = ("mine", "theirs", "both")
_SHOWN = 80


class ReturnDialog(TravelDialog):
    """The first press shows the plan, the second carries it out."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        title, primary = say("safety.travel.return"), say("safety.travel.plan")
        super().__init__("return", title, primary, shell, parent)
        self.add_place()
        self.plan: list[Returning] | None = None
        self.picks: dict[tuple[str, str], Field] = {}
        self.shown = ScrollColumn(margins=(0, 0, 0, 0), beside=8)
        self.shown.setMinimumHeight(220)
        self.shown.hide()
        self.column.addWidget(self.shown, 1)

    def try_accept(self) -> None:
        """Show the plan, or carry it out once every collision has its choice."""
        from neksus_desktop.usecases.travel import merge_back, plan_return

        if not self.has_folder():
            return
        profile, phrase = self.shell.profile, self.line.text()
        if self.plan is None:
            self.primary.setEnabled(False)
            self.shell.runner.submit(plan_return, profile, self.folder, phrase, done=self._show, failed=self.fail)
        elif self._decided():
            self.primary.setEnabled(False)
            self.shell.runner.submit(
                merge_back, profile, self.folder, phrase, self._choices(), done=self._done, failed=self.fail
            )

    def _show(self, plan: list[Returning]) -> None:
        self.plan = plan
        self.phrase.set_fault("")
        for item in plan:
            self.shown.column.addWidget(facts(item.title, item.action))
            for collision in item.collisions:
                choice = ChoiceField(f"return_pick_{len(self.picks)}")
                choice.set_choices(
                    [
                        ("", say("safety.travel.pick.none")),
                        *((pick, say(f"safety.travel.pick.{pick}")) for pick in PICKS),
                    ]
                )
                told = say("safety.travel.collide", mine=_short(collision.mine), theirs=_short(collision.theirs))
                field = Field(choice, told)
                self.picks[item.record, collision.path] = field
                self.shown.column.addWidget(field)
        self.shown.column.addStretch(1)
        self.shown.show()
        self.primary.say(say("safety.travel.merge"))
        self.primary.setEnabled(True)

    def _decided(self) -> bool:
        wanting = [field for field in self.picks.values() if not _value(field)]
        for field in self.picks.values():
            field.set_fault("" if _value(field) else say("safety.travel.undecided"))
        return not wanting

    def _choices(self) -> dict[str, dict[str, Any]]:
        from neksus_desktop.usecases.travel import choice

        found: dict[str, dict[str, Any]] = {}
        for (record, path), field in self.picks.items():
            found.setdefault(record, {})[path] = choice(_value(field))  # type: ignore[arg-type]  # one of PICKS
        return found

    def _done(self, done: list[Returning]) -> None:
        brought = sum(item.action != "same" for item in done)
        self.shell.announce("records", "follow_ups", "subjects")
        self.shell.notified.emit(say.count("safety.travel.home", brought))
        self.accept()


def _value(field: Field) -> str:
    assert isinstance(field.control, ChoiceField)
    return field.control.value()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
