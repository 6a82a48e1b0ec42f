"""«Arkivert i saksnr. …», and then, if the user wants it, deletion of the working copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, Dialog, Field, NoteBox, SecondaryButton, TextField

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.retention import Filed, Tombstone


class FilingDialog(Dialog):
    """The case number; once it is noted, the working copy can be deleted, after a tick that says so."""

    def __init__(self, shell: Shell, record: str, parent: QWidget | None = None) -> None:
        from neksus_desktop.usecases.retention import filed

        super().__init__("filing", say("safety.filing.title"), say("safety.filing.keep"), parent, writes=True)
        self.shell = shell
        self.record = record
        found = filed(shell.profile, record)
        self.number = TextField("filing_case", found.case_number if found else "")
        self.field = Field(self.number, say("safety.filing.case"), say("safety.filing.case_hint"))
        self.column.addWidget(self.field)
        self.sure = QCheckBox(say("safety.filing.sure"))
        self.sure.setObjectName("filing_sure")
        self.erase = SecondaryButton("filing_erase", say("safety.filing.erase"), self._erase, writes=True)
        self.erase.setEnabled(False)
        self.sure.toggled.connect(self.erase.setEnabled)
        if found:
            self._offer_deletion(found)

    def _offer_deletion(self, found: Filed) -> None:
        from neksus_desktop.usecases.retention import filed_at

        profile = self.shell.profile
        when = say.moment(filed_at(profile, found), now=profile.now())
        self.column.addWidget(Body(say("safety.filing.filed", number=found.case_number, when=when)))
        self.column.addWidget(NoteBox(say("safety.filing.erase_text")))
        self.column.addWidget(self.sure)
        self.column.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignLeft)

    def try_accept(self) -> None:
        """Note the case number."""
        from neksus_desktop.usecases.retention import mark_filed

        self.shell.runner.submit(
            mark_filed, self.shell.profile, self.record, self.number.text(), done=self._noted, failed=self._failed
        )

    def _noted(self, _none: None) -> None:
        self.shell.notify("safety.filing.noted")
        self.accept()

    def _erase(self) -> None:
        from neksus_desktop.usecases.retention import erase

        self.accept()
        self.shell.navigate("records")
        self.shell.runner.submit(erase, self.shell.profile, self.record, done=self._erased)

    def _erased(self, _left: Tombstone) -> None:
        self.shell.announce("records", "follow_ups")
        self.shell.notify("safety.filing.erased")

    def _failed(self, error: NeksusError) -> None:
        self.field.set_fault(say.explain(error).what)
