"""Ny vurdering: what is assessed to the left, which points to the right; one page, one button.

Rules kept here:

* the type's default points are ticked; every point can be taken in or left out;
* a new assessment of the same subject takes over the chosen points of the one before, never its answers;
* whether the profile is for invented or for real data is asked once, with the first assessment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.errors import NeksusError
from neksus_desktop.ui.naming import day
from neksus_desktop.ui.new_points import PointPicker
from neksus_desktop.ui.new_subject import SubjectPicker
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.style import SCROLL_EXTENT
from neksus_desktop.ui.widgets import (
    BodyStrong,
    Card,
    ChoiceField,
    Field,
    Heading,
    Muted,
    NoteBox,
    PrimaryButton,
    ScrollColumn,
    SecondaryButton,
    ToggleChip,
)
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.forms import FormInfo
    from neksus_desktop.usecases.starting import Earlier, Offer


_DRAFT = "new_record//"
_GAP = 16
_AROUND = 48 + _GAP + SCROLL_EXTENT
"""Pixels of the page beside and between both cards."""


class NewRecordScreen(Screen):
    """Asks for form, type, subject and points, makes the record and opens it."""

    place = "new_record"
    rail = "records"
    watches = frozenset({"forms", "subjects", "records"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._offer: Offer | None = None
        self._earlier: Earlier | None = None
        self._wanted_subject = ""
        self.cancel = SecondaryButton("new_cancel", clicked=self._cancel)
        self.start = PrimaryButton("new_start", clicked=self.make, shortcut="Ctrl+Return", writes=True)
        self.header.set_back("", lambda: shell.navigate("records"))
        self.header.add_action(self.cancel)
        self.header.add_action(self.start)
        self.form_choice = ChoiceField("new_form")
        self.form_choice.chosen.connect(lambda _value: self._read_offer())
        self.form = Field(self.form_choice)
        self.type_label = BodyStrong()
        self.types: dict[str, ToggleChip] = {}
        self.type_row = FlowRow()
        self.what, self.which, self.which_facts = Heading(), Heading(), Muted()
        self.before = NoteBox(tone="accent")
        self.before.hide()
        self.points = PointPicker()
        self.subject = SubjectPicker(shell, self._subject_chosen)
        self.subject.written.connect(lambda: shell.drafts.note(_DRAFT, self.subject.typed()))
        self.fault = NoteBox(tone="error")
        self.fault.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = self._cards = Card(padding=20), Card(padding=20)
        left.column.setSpacing(12)
        left.column.addWidget(self.what)
        left.column.addWidget(self.form)
        left.column.addWidget(self.type_label)
        left.column.addWidget(self.type_row)
        left.column.addWidget(self.subject)
        right.column.addWidget(self.which)
        right.column.addWidget(self.which_facts)
        right.column.addWidget(self.before)
        right.column.addWidget(self.points, 1)
        columns = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(_GAP)
        left.column.addStretch(1)
        columns.addWidget(left, 9)
        columns.addWidget(right, 13)
        scroll = ScrollColumn()
        scroll.setMinimumWidth(1)  # it can be narrower than both columns are: they turn
        scroll.column.addWidget(self.fault)
        scroll.column.addLayout(columns)
        scroll.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The points stand below in a narrow window."""
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """And with large letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._turn()

    def _turn(self) -> None:
        needed = sum(card.minimumSizeHint().width() for card in self._cards) + _AROUND
        beside = self.width() >= needed
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

    def enter(self, **arguments: Any) -> None:
        """``subject`` chooses a subject beforehand."""
        self._wanted_subject = arguments.get("subject", "")
        self.fault.hide()
        self.subject.begin(self._wanted_subject)
        begun = {} if self._wanted_subject else self.shell.drafts.found(_DRAFT)
        if begun:
            self.subject.put_back(begun)
            self.shell.notify("ui.draft.back")
        super().enter()
        self.subject.setFocus()

    def reload(self) -> None:
        """Read which forms there are."""
        from neksus_desktop.usecases.forms import available_forms

        self.shell.runner.submit(available_forms, self.shell.profile, done=self._show_forms)

    def retranslate(self) -> None:
        """Say every text again."""
        say = self.shell.say
        self.header.set_back(say("ui.place.records"), lambda: self.shell.navigate("records"))
        self.header.set_title(say("ui.home.new"))
        self.cancel.say(say("ui.action.cancel"))
        self.start.say(say("ui.new.start"))
        self.form.say(say("ui.new.form"))
        self.type_label.setText(say("ui.new.type"))
        self.what.setText(say("ui.new.what"))
        self.which.setText(say("ui.new.which"))
        self.which_facts.setText(say("ui.new.which_facts"))
        self.subject.retranslate()
        self.points.retranslate()
        if self._offer is not None:
            self.reload()

    def make(self) -> None:
        """Make the record, in the background, and open it."""
        subject = self.subject.subject(self._type())
        if isinstance(subject, str):
            self._say_fault(subject)
            return
        chosen = self.points.chosen()
        if self._offer is not None and self._offer.points and not chosen:
            self._say_fault(self.shell.say("ui.new.fault.points"))
            return
        self.fault.hide()
        self.start.setEnabled(False)
        from neksus_desktop.usecases.records import new_record

        self.shell.runner.submit(
            new_record,
            self.shell.profile,
            self.form_choice.value(),
            subject,
            points=chosen or None,
            previous=self._earlier.record if self._earlier is not None else None,
            done=self._made,
            failed=self._failed,
        )

    def _cancel(self) -> None:
        self.shell.drafts.forget(_DRAFT)
        self.shell.navigate("records")

    def _made(self, record: str) -> None:
        self.start.setEnabled(True)
        self.shell.drafts.forget(_DRAFT)
        self.shell.announce("records", "subjects")
        self.shell.navigate("editor", record=record)

    def _failed(self, error: NeksusError) -> None:
        self.start.setEnabled(True)
        explanation = self.shell.say.explain(error)
        self._say_fault(f"{explanation.what} {explanation.do}")

    def _say_fault(self, sentence: str) -> None:
        self.fault.set_text(sentence)
        self.fault.show()

    def _show_forms(self, forms: list[FormInfo]) -> None:
        language = self.shell.say.language
        titles = [(form.id, form.titles.get(language) or next(iter(form.titles.values()))) for form in forms]
        self.form_choice.set_choices(titles)
        self.form.setVisible(len(titles) > 1)
        self._read_offer()

    def _read_offer(self) -> None:
        from neksus_desktop.usecases.starting import offer

        form = self.form_choice.value()
        if form:
            language = self.shell.say.language
            self.shell.runner.submit(offer, self.shell.profile, form, language, done=self._show_offer)

    def _show_offer(self, found: Offer) -> None:
        from neksus_desktop.forms.codelists import codelist

        chosen = self._type() or self.subject.known_type()
        same = self._offer is not None and self._offer.form_id == found.form_id
        ticked = self.points.chosen() if same else ()
        self._offer = found
        for chip in self.types.values():
            self.type_row.flow.removeWidget(chip)
            chip.deleteLater()
        names = codelist("objekttype")
        types = found.subject_types or names.codes
        self.types = {}
        for code in types:
            chip = ToggleChip(f"new_type_{code}", names.label(code, self.shell.say.language))
            chip.setAutoExclusive(True)
            chip.setChecked(code == (chosen if chosen in types else types[0]))
            chip.toggled.connect(lambda on, code=code: self._type_chosen(code) if on else None)
            self.types[code] = chip
            self.type_row.flow.addWidget(chip)
        self._order_focus()
        self.points.show_points(found.points, self._type())
        self._turn()
        earlier = self._earlier.points if self._earlier is not None else ()
        if ticked or (earlier and self.points.ticks.keys() >= set(earlier)):
            self.points.choose(ticked or earlier)  # who is quick has chosen the subject before this was read
        self.subject.show_type(self._type())

    def _order_focus(self) -> None:
        """Chips are made late; Tab shall still meet them where they stand."""
        before: QWidget = self.form_choice
        for chip in (*self.types.values(), self.subject.old):
            QWidget.setTabOrder(before, chip)
            before = chip

    def _type(self) -> str:
        return next((code for code, chip in self.types.items() if chip.isChecked()), "")

    def _type_chosen(self, code: str) -> None:
        if self._offer is not None:
            self.points.show_points(self._offer.points, code)
            self._turn()
        self.subject.show_type(code)
        self._show_earlier(None)

    def _subject_chosen(self, subject: Subject | None) -> None:
        if subject is None:
            self._show_earlier(None)
            return
        if subject.type in self.types and not self.types[subject.type].isChecked():
            self.types[subject.type].setChecked(True)
        from neksus_desktop.usecases.starting import earlier

        self.shell.runner.submit(
            earlier,
            self.shell.profile,
            subject.id,
            self.form_choice.value(),
            done=lambda found: self._show_earlier(found) if self.subject.is_chosen(subject.id) else None,
        )

    def _show_earlier(self, found: Earlier | None) -> None:
        from neksus_desktop.usecases.listing import moment

        before, self._earlier = self._earlier, found
        if found is None and before is not None and set(self.points.chosen()) == set(before.points):
            self.points.choose_usual()  # they were those of another subject, and nobody has changed them since
        self.before.setVisible(found is not None)
        if found is not None:
            say = self.shell.say
            changed = moment(found.updated_at).astimezone(self.shell.profile.now().tzinfo).date()
            self.before.set_text(say("ui.new.before", date=day(found.assessed_on or changed.isoformat())))
            self.points.choose(found.points)
