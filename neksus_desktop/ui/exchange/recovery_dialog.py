"""Opening what this workplace once sent with the printed recovery code: the way back after every key was lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import Body, Dialog, Field, TextField

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.usecases.import_files import ImportPlan


class RecoveryDialog(Dialog):
    """The code as it is printed. ``opened`` gives what the files hold, once a code opened at least one of them."""

    opened = Signal(object)

    def __init__(self, shell: Shell, files: Sequence[Path], parent: QWidget) -> None:
        super().__init__(
            "recovery_dialog", say("places.import.recover"), say("places.import.recover_do"), parent, width=640
        )
        self.shell = shell
        self._files = list(files)
        self.column.addWidget(Body(say("places.import.recover_about")))
        self.code = TextField("recovery_code")
        self.row = Field(self.code, say("places.import.recover_code"), say("places.import.recover_hint"))
        self.column.addWidget(self.row)
        self.code.setFocus()

    def try_accept(self) -> None:
        """Open the files in the background; the dialog closes when the code opened one."""
        from neksus_desktop.usecases.import_files import plan_import

        self.row.set_fault("")
        self.primary.setEnabled(False)
        self.shell.runner.submit(
            plan_import, self.shell.profile, self._files, recovery_code=self.code.text(),
            done=self._on_plan, failed=self._on_failed,
        )  # fmt: skip

    def _on_plan(self, plan: ImportPlan) -> None:
        self.primary.setEnabled(True)
        if any(file.error is None for file in plan.files):
            self.accept()
            self.opened.emit(plan)
        else:
            self._say_fault(say("places.import.recover_none"))

    def _on_failed(self, error: NeksusError) -> None:
        self.primary.setEnabled(True)
        told = say.explain(error)
        self._say_fault(f"{told.what} {told.do}")

    def _say_fault(self, words: str) -> None:
        self.row.set_fault(words)
        self.fit()
        self.code.setFocus()
