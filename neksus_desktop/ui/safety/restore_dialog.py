"""Choosing the safety copy that shall take the place of the database; what is there now is set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, Dialog
from neksus_desktop.ui.widgets.lists import ChoiceList

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell

_REASONS = ("manual", "auto", "start", "import", "erased")
_MEGABYTE = 1024 * 1024


class RestoreDialog(Dialog):
    """The copies, newest first."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        from neksus_desktop.usecases.maintain import snapshots

        super().__init__("restore", say("safety.restore.title"), say("safety.restore.do"), parent)
        self.shell = shell
        self.copies = snapshots(shell.profile.folder)
        self.list = ChoiceList("restore_list")
        self.list.setAccessibleName(say("safety.restore.title"))
        now = shell.profile.now()
        for copy in self.copies:
            reason = copy.reason if copy.reason in _REASONS else "other"
            facts = say(
                "safety.restore.facts", reason=say(f"safety.restore.reason.{reason}"), size=-(-copy.size // _MEGABYTE)
            )
            made = copy.made_at.astimezone(now.tzinfo)
            at = say("ui.time.at", time=say.time(made))
            self.list.add(f"{say.date(made.date(), today=now.date())} {at}", facts)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.try_accept())
        self.column.addWidget(Body(say("safety.restore.text")))
        self.column.addWidget(self.list)
        self.primary.setEnabled(bool(self.copies))

    def chosen(self) -> str:
        """The name of the chosen copy."""
        return self.copies[self.list.currentRow()].name

    def accept(self) -> None:
        """Close, then let the window do it: the profile must be closed for it."""
        name = self.chosen()
        super().accept()
        self.shell.restore(name)
