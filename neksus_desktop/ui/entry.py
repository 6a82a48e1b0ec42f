"""Small fields for dialogs: a day typed as one likes, a role offered or typed, a box of text, an outcome's ground."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.files import local_files
from neksus_desktop.ui.naming import choices, code_of, named, sorted_choices
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField, Field, TextArea, TextField, TypedChoice

if TYPE_CHECKING:
    from neksus_desktop.usecases.follow_up_steps import Ground


class DayField(Field):
    """A date, typed («5.6.26», «5. juni»); what was understood is said in words below."""

    def __init__(self, name: str, label: str, today: date, value: str = "") -> None:
        self.box = TextField(name)
        super().__init__(self.box, label)
        self._today = today
        self.box.textChanged.connect(lambda _text: self._tell())
        if value:
            self.box.setText(say.figures(date.fromisoformat(value)))
        self._tell()

    def value(self) -> str:
        """The ISO date, "" for nothing; None-like text that is no date gives "" and a fault."""
        from neksus_desktop.ui.editor.lexical import parse_date

        locale = say.locale()
        months = [locale.standaloneMonthName(month) for month in range(1, 13)]
        typed = self.box.text().strip()
        found = parse_date(typed, self._today, months) if typed else ""
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            return ""

    def sound(self) -> bool:
        """Whether it is empty or a date; says so if not."""
        wrong = bool(self.box.text().strip()) and not self.value()
        self.set_fault(say("places.entry.no_date") if wrong else "")
        return not wrong

    def _tell(self) -> None:
        found = self.value()
        self.set_fault("")
        self.hint.setText(say.date(date.fromisoformat(found)) if found else say("places.entry.date_hint"))
        self.hint.show()


class RoleField(Field):
    """A role: offered from the list, free text allowed; never a name."""

    def __init__(self, name: str, label: str, value: str = "") -> None:
        self.box = TypedChoice(name)
        for _code, text in choices("rolle"):
            self.box.addItem(text)
        self.box.setCurrentText(named("rolle", value))
        super().__init__(self.box, label, say("places.entry.role_hint"))

    def value(self) -> str:
        """The code of the role, or what was typed."""
        return code_of("rolle", self.box.currentText())


class TextBox(TextArea):
    """Some lines of text."""

    def __init__(self, name: str, text: str = "", lines: int = 4) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + self.around() + 4)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )  # a dialog is no higher than it needs

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text; of a file that is dropped or pasted nothing, not its path either."""
        return not local_files(source) and super().canInsertFromMimeData(source)


class GroundEntry(QWidget):
    """What the outcome of a follow-up point rests on: kind, title, day; all may be left empty."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._kind = ChoiceField("follow_up_ground_kind")
        self._kind.set_choices([("", say("places.follow_up.no_ground")), *sorted_choices("grunnlagstype")])
        self._title = TextField("follow_up_ground_title")
        self._dated = DayField("follow_up_ground_date", say("places.follow_up.ground_date"), today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Field(self._kind, say("places.follow_up.ground")))
        row = QHBoxLayout()
        row.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Field(self._title, say("places.follow_up.ground_title")), 3, top)
        row.addWidget(self._dated, 2, top)
        column.addLayout(row)

    def ground(self) -> Ground | None:
        """What was given, if anything."""
        from neksus_desktop.usecases.follow_up_steps import Ground

        found = Ground(self._kind.value(), self._title.text().strip(), self._dated.value())
        return found if found.kind or found.title else None

    def sound(self) -> bool:
        """Whether the day is one; says so if not."""
        return self._dated.sound()
