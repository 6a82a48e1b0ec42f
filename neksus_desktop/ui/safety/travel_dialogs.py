"""Reisemodus: packing some assessments for the road, bringing them home again, destroying the travel profile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QLineEdit, QWidget

from neksus_desktop.ui.files import ask_folder
from neksus_desktop.ui.naming import named, status
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.answers import SHORTEST, StartAnswers, faults
from neksus_desktop.ui.start.strength import Strength
from neksus_desktop.ui.widgets import (
    Body,
    BodyStrong,
    Caption,
    Dialog,
    Field,
    NoteBox,
    QuestionText,
    SecondaryButton,
    TextField,
)
from neksus_desktop.ui.widgets.lists import ChoiceList

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.profile import Profile

FOLDER = "neksus-reise"


class TravelDialog(Dialog):
    """What the three have in common: the travel profile's folder and its passphrase."""

    def __init__(self, name: str, title: str, primary: str, shell: Shell, parent: QWidget | None) -> None:
        super().__init__(name, title, primary, parent, width=600)
        self.shell = shell
        self.folder: Path | None = None
        self.place = Caption()
        self.place.hide()
        self.choose = SecondaryButton(f"{name}_folder", say("safety.travel.folder_button"), self._ask)
        self.where = Field(self.choose, say("safety.travel.folder"))
        self.line = TextField(f"{name}_phrase")
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.phrase = Field(self.line, say("safety.travel.phrase"))

    def add_place(self) -> None:
        """Put folder and passphrase into the dialog."""
        for widget in (self.where, self.place, self.phrase):
            self.column.addWidget(widget)

    def use_folder(self, folder: Path) -> None:
        """This one was chosen."""
        self.folder = folder
        self.place.setText(str(folder))
        self.place.show()
        self.fit()
        self.where.set_fault("")

    def has_folder(self) -> bool:
        """Whether one was chosen; says so if not."""
        self.where.set_fault("" if self.folder else say("safety.travel.folder_none"))
        return self.folder is not None

    def fail(self, error: NeksusError) -> None:
        """Say what went wrong beside the passphrase."""
        self.primary.setEnabled(True)
        told = say.explain(error)
        self.phrase.set_fault(f"{told.what} {told.do}")

    def _ask(self) -> None:
        ask_folder(self, say("safety.travel.folder"), self.use_folder)


class PackDialog(TravelDialog):
    """Which records, where, and under which passphrase."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        from neksus_desktop.usecases.listing import RowQuery, all_rows

        super().__init__("pack", say("safety.travel.pack"), say("safety.travel.pack_do"), shell, parent)
        self.rows = list(all_rows(shell.profile, RowQuery(sort="title", descending=False)))
        self.list = ChoiceList("pack_records")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.list.setMinimumHeight(150)
        for row in self.rows:
            self.list.add(
                row.title, " · ".join(part for part in (status(row.status), named("land", row.country)) if part)
            )
        self.records = Field(self.list, say("safety.travel.choose"))
        self.again = TextField("pack_again")
        self.again.setEchoMode(QLineEdit.EchoMode.Password)
        self.repeated = Field(self.again, say("safety.travel.again"))
        self.column.addWidget(self.records)
        self.add_place()
        self.column.addWidget(Strength(self.line, lambda: (shell.profile.workplace_name,)))
        self.column.addWidget(self.repeated)

    def try_accept(self) -> None:
        """Pack in the background."""
        from neksus_desktop.usecases.travel import pack

        chosen = [self.rows[index.row()].id for index in self.list.selectedIndexes()]
        self.records.set_fault("" if chosen else say("safety.travel.none"))
        found = faults(StartAnswers(passphrase=self.line.text(), repeated=self.again.text()), 1)
        self.phrase.set_fault(say(found["passphrase"], shortest=SHORTEST) if "passphrase" in found else "")
        self.repeated.set_fault(say(found["repeated"]) if "repeated" in found else "")
        if not self.has_folder() or not chosen or found:
            return
        assert self.folder is not None
        self.primary.setEnabled(False)
        self.shell.runner.submit(
            pack,
            self.shell.profile,
            chosen,
            self.folder / FOLDER,
            self.line.text(),
            done=self._packed,
            failed=self.fail,
        )

    def _packed(self, made: tuple[Profile, str]) -> None:
        travel, code = made
        travel.close()
        self.accept()
        PackedDialog(travel.folder, code, self.parentWidget()).open()


class PackedDialog(Dialog):
    """Where the travel profile lies, and its recovery code, once."""

    def __init__(self, folder: Path, code: str, parent: QWidget | None = None) -> None:
        super().__init__("packed", say("safety.travel.packed_title"), say("safety.travel.close"), parent)
        self.cancel.hide()
        self.column.addWidget(Body(say("safety.travel.packed", folder=folder)))
        groups = code.split("-")
        label = QuestionText("-\n".join("-".join(groups[at : at + 7]) for at in range(0, len(groups), 7)))
        label.setObjectName("packed_code")
        label.setWordWrap(False)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(label)


class DestroyDialog(TravelDialog):
    """The passphrase and a tick are the confirmation."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        title, do = say("safety.travel.destroy"), say("safety.travel.destroy_do")
        super().__init__("destroy", title, do, shell, parent)
        self.column.addWidget(NoteBox(say("safety.travel.destroy_text")))
        self.add_place()
        self.sure = QCheckBox(say("safety.travel.destroy_sure"))
        self.sure.setObjectName("destroy_sure")
        self.column.addWidget(self.sure)
        self.primary.setEnabled(False)
        self.sure.toggled.connect(self.primary.setEnabled)

    def try_accept(self) -> None:
        """Destroy it."""
        from neksus_desktop.usecases.travel import destroy

        if self.has_folder():
            self.shell.runner.submit(
                destroy, self.folder, self.line.text(), done=lambda _none: self._done(), failed=self.fail
            )

    def _done(self) -> None:
        self.shell.notify("safety.travel.destroyed")
        self.accept()


def facts(title: str, action: str) -> QWidget:
    """What would become of a record."""
    return BodyStrong(f"{title}: {say(f'safety.travel.action.{action}')}")
