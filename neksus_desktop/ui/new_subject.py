"""Choosing what is assessed: one of the subjects there are, or a new one described in a few fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.errors import NeksusError
from neksus_desktop.ui.countries import country, country_choices
from neksus_desktop.ui.widgets import ChoiceField, Field, Muted, NoteBox, SearchField, TextField, ToggleChip
from neksus_desktop.ui.widgets.lists import ChoiceList

if TYPE_CHECKING:
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.ui.shell import Shell


class SubjectPicker(QWidget):
    """Two ways: «finnes fra før» with a search, «nytt objekt» with fields."""

    written = Signal()
    """Somebody wrote about a new subject."""

    def __init__(self, shell: Shell, chosen: Callable[[Subject | None], object]) -> None:
        super().__init__()
        self.shell = shell
        self._chosen = chosen
        self._type = ""
        self._wanted = ""
        self._found: list[Subject] = []
        self.old = ToggleChip("new_subject_old")
        self.new = ToggleChip("new_subject_new")
        for chip in (self.old, self.new):
            chip.setAutoExclusive(True)
        self.new.toggled.connect(self._switch)
        self.search = SearchField("new_subject_search", lambda _text: self._read())
        self.list = ChoiceList("new_subject_list")
        self.list.setFixedHeight(312)
        self.search.below = self.list
        self.list.currentRowChanged.connect(lambda _row: self._chosen(self._current()))
        self.none = Muted()
        self.title, self.partner, self.number = (
            Field(TextField(f"new_subject_{name}")) for name in ("title", "partner", "number")
        )
        self._worded = {"title": self.title, "partner": self.partner, "number": self.number}
        self.country_choice = ChoiceField("new_subject_country")
        self.country = Field(self.country_choice)
        self.shielded = QCheckBox()
        self.shielded.setObjectName("new_subject_shielded")
        self.invented = QCheckBox()
        self.invented.setObjectName("new_subject_invented")
        self.careful = NoteBox()
        for words in self._worded.values():
            self._line(words).textEdited.connect(self.written)
        self.country_choice.chosen.connect(self.written)
        self.shielded.clicked.connect(self.written)
        self._lay_out()
        self.old.setChecked(True)
        self._switch(new=False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.old)
        row.addWidget(self.new)
        row.addStretch(1)
        column.addLayout(row)
        for widget in (
            self.search, self.list, self.none, self.title, self.country, self.number, self.partner, self.shielded,
            self.careful, self.invented,
        ):  # fmt: skip
            column.addWidget(widget)

    def begin(self, subject: str = "") -> None:
        """A new assessment: empty fields, and ``subject`` chosen if given."""
        self._wanted = subject
        self.old.setChecked(True)
        for field in (self.title, self.partner, self.number):
            self._line(field).clear()
            field.set_fault("")
        self.search.clear()
        self.shielded.setChecked(False)
        self._show_invented()
        self._read()

    def typed(self) -> dict[str, str]:
        """What was written about a new subject, by field; nothing where no word was."""
        words = {name: self._line(field).text() for name, field in self._worded.items()}
        if not any(words.values()):
            return {}
        return {**words, "country": self.country_choice.value(), "shielded": "1" if self.shielded.isChecked() else ""}

    def put_back(self, texts: Mapping[str, str]) -> None:
        """Go on with a new subject where it was left."""
        self.new.setChecked(True)
        for name, field in self._worded.items():
            self._line(field).setText(texts.get(name, ""))
        self.country_choice.set_value(texts.get("country", ""))
        self.shielded.setChecked(bool(texts.get("shielded")))

    def is_chosen(self, subject: str) -> bool:
        """Whether this is the subject that is chosen in the list."""
        current = self._current()
        return current is not None and current.id == subject

    def known_type(self) -> str:
        """The type of the subject chosen beforehand."""
        return next((subject.type for subject in self._found if subject.id == self._wanted), "")

    def show_type(self, subject_type: str) -> None:
        """Offer subjects of this type, and the fields that it has."""
        self._type = subject_type
        self.number.setVisible(self.new.isChecked() and subject_type == "avtale")
        self.partner.setVisible(self.new.isChecked() and subject_type in {"avtale", "styre"})
        self.shielded.setVisible(self.new.isChecked() and subject_type in {"avtale", "portefoelje"})
        self.retranslate()
        self._read()

    def subject(self, subject_type: str) -> Subject | str:
        """The chosen or described subject; a sentence if something is missing."""
        from neksus_desktop.usecases.subjects import make_subject

        say = self.shell.say
        if self.old.isChecked():
            return self._current() or say("ui.new.fault.subject")
        title = self._line(self.title).text().strip()
        if not title and subject_type == "land":
            title = country(self.country_choice.value())
        self.title.set_fault("" if title else say("ui.new.fault.title"))
        if not title:
            return say("ui.new.fault.title")
        try:
            return make_subject(
                type=subject_type,
                title=title,
                country=self.country_choice.value(),
                partner=self._line(self.partner).text().strip() if self.partner.isVisibleTo(self) else "",
                agreement_number=self._line(self.number).text().strip() if self.number.isVisibleTo(self) else "",
                partner_shielded=self.shielded.isChecked() and self.shielded.isVisibleTo(self),
                invented=self._is_invented(),
            )
        except NeksusError as error:
            explanation = say.explain(error)
            return f"{explanation.what} {explanation.do}"

    def retranslate(self) -> None:
        """Say every text again."""
        say = self.shell.say
        kind = self._type or "avtale"
        self.old.say(say("ui.new.subject.old"))
        self.new.say(say("ui.new.subject.new"))
        self.search.say(say("ui.new.subject.search"))
        self.list.setAccessibleName(say("ui.new.subject.old"))
        self.title.say(say(f"ui.new.subject.title.{kind}"))
        self.partner.say(say("ui.new.subject.partner"), say("ui.new.subject.partner_hint"))
        self.number.say(say("ui.new.subject.number"))
        self.country.say(say("ui.new.subject.country"))
        self.country_choice.set_choices([("", say("ui.new.subject.no_country")), *country_choices()])
        self.shielded.setText(say("ui.new.subject.shielded"))
        self.invented.setText(say("ui.new.subject.invented"))
        self.careful.set_text(say("ui.new.subject.careful"))
        self.none.setText(say("ui.new.subject.none"))

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Focus goes to where one types."""
        (self.title.control if self.new.isChecked() else self.search).setFocus()

    @staticmethod
    def _line(field: Field) -> TextField:
        assert isinstance(field.control, TextField)
        return field.control

    def _is_invented(self) -> bool:
        decided = self.shell.profile.invented
        return self.invented.isChecked() if decided is None else decided

    def _show_invented(self) -> None:
        self.invented.setVisible(self.new.isChecked() and self.shell.profile.invented is None)

    def _switch(self, new: bool) -> None:  # noqa: FBT001 - connected to a signal
        for widget in (self.title, self.country, self.careful):
            widget.setVisible(new)
        for searched in (self.search, self.list):
            searched.setVisible(not new)
        self.show_type(self._type)
        self._show_invented()
        self.none.setVisible(not new and not self._found)
        self._chosen(None if new else self._current())
        if self.isVisible():
            (self.title.control if new else self.search).setFocus()

    def _current(self) -> Subject | None:
        row = self.list.currentRow()
        return self._found[row] if self.old.isChecked() and 0 <= row < len(self._found) else None

    def _read(self) -> None:
        from neksus_desktop.usecases.subjects import list_subjects

        self.shell.runner.submit(list_subjects, self.shell.profile, self.search.text().strip(), done=self._show)

    def _show(self, subjects: list[Subject]) -> None:
        before = self._current()
        wanted = self._wanted or (before.id if before is not None else "")
        self._found = [s for s in subjects if s.type == self._type or not self._type or s.id == self._wanted]
        self.list.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.list.clear()
        for subject in self._found:
            facts = " · ".join(part for part in (subject.agreement_number, country(subject.country)) if part)
            self.list.add(subject.title, facts)
        at = next((row for row, subject in enumerate(self._found) if subject.id == wanted), -1)
        if at < 0 and before is not None and self._found and self.list.hasFocus():
            at = 0  # who is quick went down into the list before what was searched for stood there
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt takes it positionally
        self.none.setVisible(self.old.isChecked() and not self._found)
        self.list.setVisible(self.old.isChecked() and bool(self._found))
        if not self._found and not self.search.text() and not self.new.isChecked() and not self._wanted:
            self.new.setChecked(True)
        if at >= 0 or before is not None:
            self._chosen(self._current())
