"""The first start in three steps: workplace, protection, recovery sheet.

Rules kept here:

* nothing is written before the second step is finished, and then the whole profile at once;
* that a forgotten passphrase means lost data is said before it is chosen;
* a protected profile is not used before its recovery code was typed back from paper: where that was broken off, it
  goes on with a new code the next time, as the old one may stand nowhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.answers import SHORTEST, StartAnswers, faults
from neksus_desktop.ui.start.page import StartPage
from neksus_desktop.ui.start.place_note import PlaceNote
from neksus_desktop.ui.start.protection_step import ProtectionStep
from neksus_desktop.ui.start.recovery_step import RecoveryStep
from neksus_desktop.ui.start.workplace_step import WorkplaceStep
from neksus_desktop.ui.tasks import TaskRunner
from neksus_desktop.ui.widgets import Caption, NoteBox, PrimaryButton, SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.usecases.profile import Profile

WORKPLACE, PROTECTION, RECOVERY = range(3)


class FirstStart(StartPage):
    """Asks, makes the profile, shows its recovery code and has it typed back; then hands the profile over."""

    finished = Signal(object)

    def __init__(self, folder: Path, broken_off: Profile | None = None) -> None:
        super().__init__("first_start")
        self.folder = folder
        self.runner = TaskRunner(self)
        self.profile = broken_off
        self.counter = Caption()
        self.workplace, self.protection, self.recovery = WorkplaceStep(), ProtectionStep(), RecoveryStep()
        self.pages: tuple[WorkplaceStep | ProtectionStep | RecoveryStep, ...] = (
            self.workplace,
            self.protection,
            self.recovery,
        )
        self.step = WORKPLACE
        self.anew = NoteBox()
        self.anew.setVisible(broken_off is not None)
        self.fault = NoteBox(tone="error")
        self.fault.hide()
        self.place = PlaceNote(folder)
        self.back = SecondaryButton("start_back", clicked=self.go_back)
        self.later = SecondaryButton("start_later", clicked=self._finish)
        self.next = PrimaryButton("start_next", clicked=self.go_on)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.later)
        row.addWidget(self.next)
        self.card.column.addWidget(self.counter)
        self.card.column.addWidget(self.place)
        self.card.column.addWidget(self.anew)
        for page in self.pages:
            self.card.column.addWidget(page)
        self.card.column.addWidget(self.fault)
        self.card.column.addLayout(row)
        for line in (line for page in self.pages for line in page.lines()):
            line.returnPressed.connect(self.go_on)
        self.show_step(WORKPLACE if broken_off is None else RECOVERY)
        if broken_off is not None:
            self.next.setEnabled(False)
            self.runner.submit(_new_code, broken_off, done=self._made, failed=self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        """One can answer at once."""
        super().showEvent(event)
        self._begin()

    def retranslate(self) -> None:
        """Say every text again."""
        at = self.step
        self.counter.setText(say("ui.start.step", step=at + 1, of=len(self.pages)))
        self.place.retranslate()
        self.anew.set_text(say("safety.sheet.anew"))
        for page in self.pages:
            page.retranslate()
        self.back.say(say("ui.action.back"))
        self.later.say(say("ui.start.later"))
        self.next.say(say(("ui.start.next", "ui.start.make", "ui.start.finish")[at]))

    def answers(self) -> StartAnswers:
        """What was filled in."""
        role, name = self.workplace.answers()
        protect, passphrase, repeated = self.protection.answers()
        return StartAnswers(role, name, protect, passphrase, repeated)

    def go_on(self) -> None:
        """The next step, if nothing is missing on this one."""
        at = self.step
        if self.runner.busy:
            return
        self.fault.hide()
        if at == RECOVERY:
            self._check_code()
            return
        found = {field: say(key, shortest=SHORTEST) for field, key in faults(self.answers(), at).items()}
        (self.workplace if at == WORKPLACE else self.protection).show_faults(found)
        if found:
            return
        if at == WORKPLACE:
            self.show_step(PROTECTION)
        else:
            self._make()

    def go_back(self) -> None:
        """Back to the workplace; once the profile is made there is no way back."""
        if self.step == PROTECTION:
            self.show_step(WORKPLACE)

    def show_step(self, step: int) -> None:
        """Show a step: workplace, protection or recovery."""
        self.step = step
        for at, page in enumerate(self.pages):
            page.setVisible(at == step)
        self.back.setVisible(step == PROTECTION)
        self.later.setVisible(step == RECOVERY and self.profile is not None and not self.profile.protected)
        self.language.setEnabled(step != RECOVERY)
        self.retranslate()
        self._begin()

    def _begin(self) -> None:
        at_first = self.step == WORKPLACE
        (self.workplace.roles["post"] if at_first else self.pages[self.step].lines()[0]).setFocus()

    def _make(self) -> None:
        answers = self.answers()
        self.next.setEnabled(False)
        self.runner.submit(
            _create,
            self.folder,
            role=answers.role,
            name=answers.name.strip(),
            language=say.language,
            passphrase=answers.passphrase if answers.protect else None,
            done=self._made,
            failed=self._failed,
        )

    def _made(self, made: tuple[Profile, str]) -> None:
        self.profile, code = made
        self.next.setEnabled(True)
        self.protection.forget()
        self.recovery.show_code(code, self.profile.workplace_name)
        self.show_step(RECOVERY)

    def _check_code(self) -> None:
        from neksus_desktop.usecases.profile import check_recovery_code

        self.runner.submit(
            check_recovery_code,
            self.profile,
            self.recovery.typed(),
            done=lambda _none: self._finish(),
            failed=self._failed,
        )

    def _finish(self) -> None:
        self.recovery.forget()
        self.runner.close()
        self.finished.emit(self.profile)

    def _failed(self, error: NeksusError) -> None:
        self.next.setEnabled(True)
        explanation = say.explain(error)
        self.fault.set_text(f"{explanation.what} {explanation.do}")
        self.fault.show()


def _create(folder: Path, *, passphrase: str | None, **facts: Any) -> tuple[Profile, str]:
    """Make the profile; a protected one stays at its third step until that is done."""
    from neksus_desktop.usecases.profile import await_code, create_profile

    profile, code = create_profile(folder, passphrase=passphrase, **facts)
    if profile.protected:
        await_code(profile)
    return profile, code


def _new_code(profile: Profile) -> tuple[Profile, str]:
    from neksus_desktop.usecases.profile import renew_recovery_code

    return profile, renew_recovery_code(profile)
