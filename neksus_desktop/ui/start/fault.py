"""What keeps the profile from opening, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from neksus_desktop.errors import NeksusError
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.page import StartPage
from neksus_desktop.ui.widgets import Body, Caption, PageTitle, PrimaryButton, SecondaryButton


class FaultPage(StartPage):
    """Tells one known error; one can try again or close the program. Nothing was changed."""

    def __init__(self, error: NeksusError, again: Callable[[], object], close: Callable[[], object]) -> None:
        super().__init__("fault_page")
        self._error = error
        self.copy: PrimaryButton | None = None
        self.what = PageTitle()
        self.do = Body()
        self.code = Caption()
        self._again = again
        self.again: PrimaryButton | SecondaryButton = PrimaryButton("fault_again", clicked=again)
        self.quit = SecondaryButton("fault_quit", clicked=close)
        for widget in (self.what, self.do, self.code):
            self.card.column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.quit)
        self._row = row
        row.addWidget(self.again)
        self.card.column.addLayout(row)
        self.retranslate()

    def offer_copy(self, read: Callable[[], object]) -> None:
        """Offer to read the newest safety copy of a damaged profile: to try again seldom helps then."""
        self.copy = PrimaryButton("fault_copy", say("safety.copy.open"), read)
        again, self.again = self.again, SecondaryButton("fault_again", say("ui.fault.again"), self._again)
        self._row.replaceWidget(again, self.again)
        again.setObjectName("")
        again.hide()
        again.deleteLater()
        self._row.addWidget(self.copy)

    def retranslate(self) -> None:
        """Say it again."""
        if self.copy is not None:
            self.copy.say(say("safety.copy.open"))
        explanation = say.explain(self._error)
        self.what.setText(explanation.what)
        self.do.setText(explanation.do)
        self.code.setText(say("ui.fault.code", code=self._error.code))
        self.again.say(say("ui.fault.again"))
        self.quit.say(say("ui.fault.quit"))
