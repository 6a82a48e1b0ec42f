"""The self-test in the window: the same parts as ``neksus selftest``, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import Body, NoteBox
from neksus_desktop.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from neksus_desktop.usecases.selftest import CheckResult


class SelfTestDialog(Dialog):
    """Runs the parts in the background and shows what came out."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("selftest", say("package.selftest.title"), say("ui.action.close"), parent, width=640)
        self.cancel.hide()
        self.lines = Body(say("package.selftest.running"))
        self.lines.setObjectName("selftest_lines")
        self.outcome = NoteBox()
        self.outcome.hide()
        self.column.addWidget(self.lines)
        self.column.addWidget(self.outcome)
        shell.runner.submit(_all_parts, done=self._show)

    def _show(self, results: list[CheckResult]) -> None:
        lines = []
        for result in results:
            outcome = say("package.selftest.ok" if result.works else "package.selftest.failed")
            lines.append(f"{say(f'package.selftest.{result.name}')}: {outcome}. {result.detail}")
        self.lines.setText("\n".join(lines))
        well = all(result.works for result in results)
        self.outcome.set_tone("accent" if well else "error")
        self.outcome.set_text(say("package.selftest.all_well" if well else "package.selftest.not_well"))
        self.outcome.show()
        self.fit()
        self.primary.setFocus()


def _all_parts() -> list[CheckResult]:
    from neksus_desktop.usecases.selftest import self_test

    return list(self_test())
