"""What is wrong with a form file, with sheet, row and remedy; installing it when nothing stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.page import on_card
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import BodyStrong, Dialog, Muted, NoteBox

if TYPE_CHECKING:
    from neksus_desktop.forms.reading import FormProblem
    from neksus_desktop.ui.row_model import Tone
    from neksus_desktop.usecases.form_files import CheckedForm


class FormCheckDialog(Dialog):
    """The result of the check."""

    def __init__(self, checked: CheckedForm, parent: QWidget) -> None:
        errors = sum(problem.severity == "error" for problem in checked.problems)
        title = say("places.forms.check_title") if checked.usable else say.count("places.forms.faults", errors)
        super().__init__("form_check_dialog", title, say("places.forms.install_do"), parent, width=860, writes=True)
        named = f"{checked.title} · {checked.version}" if checked.version else checked.title
        self.column.addWidget(BodyStrong(named))
        if checked.problems:
            self.column.addWidget(Muted(say("places.forms.check_help")))
            self.table = RowTable(
                "form_problems",
                (
                    Column("places.forms.column.where", _where, 22),
                    Column("places.forms.column.problem", lambda row: Cell(row.message, row.remedy)),
                ),
                wraps=True,
            )
            self.table.setAccessibleName(title)
            self.table.set_rows(checked.problems)
            self.table.setMinimumHeight(self.at_most(280))
            self.column.addWidget(on_card(self.table), 1)
        else:
            self.column.addWidget(NoteBox(say("places.forms.sound"), "accent"))
        self.primary.setVisible(checked.usable)
        if not checked.usable:
            self.cancel.say(say("ui.action.close"))


def _where(problem: FormProblem) -> Cell:
    tone: Tone = "error" if problem.severity == "error" else "note"
    return Cell(problem.where, say(f"places.forms.severity.{problem.severity}"), tone)
