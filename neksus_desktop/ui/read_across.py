"""Les på tvers: one point's texts in all assessments, with counts and never an average; copy with reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.extract_view import ExtractList, answered
from neksus_desktop.ui.files import ask_save
from neksus_desktop.ui.naming import choices, sorted_choices, status
from neksus_desktop.ui.page import page_column
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import (
    ChoiceField,
    EmptyState,
    Muted,
    NoteBox,
    PageTitle,
    PrimaryButton,
    SecondaryButton,
    ToggleChip,
)
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.usecases.forms import FormInfo
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.read_across import Across, Extract, PointChoice

_MANY = 20
_FILTER_LETTERS, _GROUP_LETTERS, _PRINCIPLE_LETTERS = 11, 18, 20
"""A filter shows at least so many («Alle land», «Alle partnergrupper»); the whole of it stands in its list."""
_READING_WIDTH = 1140


class _Points(NamedTuple):
    form: str
    points: list[PointChoice]


class ReadAcrossScreen(Screen):
    """Choose a point; read."""

    place: ClassVar[str] = "read_across"
    watches: ClassVar[frozenset[Changed]] = frozenset({"records", "subjects", "forms"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._forms: list[FormInfo] = []
        self._points: list[PointChoice] = []
        self._across: Across | None = None
        self._turn = 0
        self._wanted = ""
        self._went = False
        self.paper_button = SecondaryButton("across_paper", clicked=self.to_paper)
        self.copy_button = PrimaryButton("across_copy", clicked=self.copy)
        self.table_button = SecondaryButton("across_table", clicked=self.save_table)
        self.header.add_action(self.table_button)
        self.header.add_action(self.paper_button)
        self.header.add_action(self.copy_button)
        self.title = PageTitle()
        self.question = Muted()
        self.counts = Muted()
        self.form = ChoiceField("across_form")
        self.point = ChoiceField("across_point")
        self.principle = ChoiceField("across_principle")
        self.type = ChoiceField("across_type")
        self.country = ChoiceField("across_country")
        self.pillar = ChoiceField("across_pillar")
        self.group = ChoiceField("across_group")
        self.status = ChoiceField("across_status")
        self._filters = (self.type, self.country, self.pillar, self.group, self.status)
        self.shareable = ToggleChip("across_shareable", toggled=lambda _on: self.read())
        self.form.chosen.connect(lambda _value: self._read_points())
        self.principle.chosen.connect(lambda _value: self._offer_points())
        for choice in (self.point, *self._filters):
            choice.chosen.connect(lambda _value: self.read())
        self.many = NoteBox()
        self.extracts = ExtractList(self._open)
        self.extracts.itemSelectionChanged.connect(self._say_state)
        self.empty = EmptyState("across_empty")
        QShortcut(QKeySequence.StandardKey.Copy, self.extracts).activated.connect(self.copy)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        chosen = QHBoxLayout()
        chosen.setSpacing(8)
        chosen.addWidget(self.form)
        chosen.addWidget(self.point, 1)
        _narrow(self.principle, _PRINCIPLE_LETTERS)
        chosen.addWidget(self.principle)
        filters = FlowRow(gap=8)
        for choice in self._filters:
            _narrow(choice, _GROUP_LETTERS if choice is self.group else _FILTER_LETTERS)
            filters.flow.addWidget(choice)
        filters.flow.addWidget(self.shareable)
        self.stack = QStackedWidget()
        self.stack.setMaximumWidth(_READING_WIDTH)
        self.stack.addWidget(self.extracts)
        self.stack.addWidget(self.empty)
        column = page_column(self, self.title, self.question)
        column.addLayout(chosen)
        column.addWidget(filters)
        column.addWidget(self.counts)
        column.addWidget(self.many)
        column.addWidget(self.stack, 1)

    def retranslate(self) -> None:
        """Say everything again; titles and answers come in the language of the window."""
        self.title.setText(say("places.across.title"))
        self.copy_button.say(say("places.across.copy"))
        self.paper_button.say(say("places.across.paper"))
        self.table_button.say(say("places.across.table"))
        self.shareable.say(say("places.across.shareable"))
        self.many.set_text(say("places.across.many"))
        self.extracts.setAccessibleName(say("places.across.title"))
        for choice, key in (
            (self.form, "form"), (self.point, "point"), (self.principle, "principle"), (self.type, "type"),
            (self.country, "country"), (self.pillar, "pillar"), (self.group, "group"), (self.status, "status"),
        ):  # fmt: skip
            choice.say_name(say(f"places.across.{key}"))
        self.type.set_choices([("", say("places.subjects.all_types")), *choices("objekttype")])
        self.country.set_choices([("", say("places.subjects.all_countries")), *sorted_choices("land")])
        self.pillar.set_choices([("", say("places.across.all_pillars")), *choices("pilar")])
        self.group.set_choices([("", say("places.across.all_groups")), *choices("partnergruppe")])
        statuses = ("draft", "for_approval", "approved", "exported", "confirmed")
        self.status.set_choices([("", say("places.across.all_statuses")), *((one, status(one)) for one in statuses)])
        self._offer_forms()
        if self.current:
            self._read_points()
        else:
            self._stale = True
        self._say_state()

    def enter(self, **arguments: Any) -> None:
        """``point`` is the one to begin with."""
        self._wanted = str(arguments.get("point", ""))
        super().enter(**arguments)
        comes_back, self._went = self._went, False
        (self.extracts if comes_back else self.point).setFocus()

    def reload(self) -> None:
        """Read the forms, then the points, then the texts."""
        from neksus_desktop.usecases.forms import available_forms

        self.shell.runner.submit(available_forms, self.shell.profile, done=self._on_forms)

    def read(self) -> None:
        """Read the chosen point's texts."""
        from neksus_desktop.usecases.read_across import AcrossQuery, read_across

        if not self.point.value():
            return
        self._turn += 1
        turn = self._turn
        query = AcrossQuery(
            self.form.value(), self.point.value(), _one(self.country.value()), _one(self.type.value()),
            _one(self.status.value()), _one(self.pillar.value()), _one(self.group.value()), self.shareable.isChecked(),
        )  # fmt: skip
        self.shell.runner.submit(
            read_across, self.shell.profile, query, say.language, progress=lambda _at, _of: None,
            done=lambda found: self._on_across(turn, found),
        )  # fmt: skip

    def copy(self) -> None:
        """Copy the chosen extracts, or all, each with its reference."""
        if self._across is None:
            return
        chosen = self.extracts.chosen() or list(self._across.extracts)
        texts = [reference(extract, self._across.point) for extract in chosen]
        QGuiApplication.clipboard().setText("\n\n".join(texts))
        self.shell.notified.emit(say.count("places.across.copied", len(texts)))

    def save_table(self) -> None:
        """Ask where to save what is shown as a spreadsheet."""
        ask_save(self, say("places.across.table"), "neksus-tekster.xlsx", self.save_table_to)

    def save_table_to(self, path: Path) -> None:
        """Save all texts of the assessments shown; the edition follows the switch."""
        from neksus_desktop.usecases.tables import make_table

        if self._across is not None:
            self.shell.runner.submit(
                make_table, self.shell.profile, "texts", path, ids=[one.record for one in self._across.extracts],
                language=say.language, edition="shareable" if self.shareable.isChecked() else "internal",
                done=lambda _rows: self.shell.notify("places.across.table_saved", file=path.name),
            )  # fmt: skip

    def to_paper(self) -> None:
        """Show the same as a document."""
        if self._across is not None:
            ids = tuple(extract.record for extract in self._across.extracts)
            edition = "shareable" if self.shareable.isChecked() else "internal"
            self.shell.navigate("preview", ids=ids, kind="across", edition=edition, back="read_across")

    def _on_forms(self, forms: list[FormInfo]) -> None:
        self._forms = forms
        self._offer_forms()
        self._read_points()

    def _offer_forms(self) -> None:
        language = say.language
        self.form.set_choices(
            [(form.id, form.titles.get(language) or next(iter(form.titles.values()), form.id)) for form in self._forms]
        )
        self.form.setVisible(len(self._forms) > 1)

    def _read_points(self) -> None:
        if self.form.value():
            self.shell.runner.submit(
                _load_points, self.shell.profile, self.form.value(), say.language, done=self._on_points
            )

    def _on_points(self, found: _Points) -> None:
        self._points = found.points
        codes = {code for one in found.points for code in one.principles}
        chosen = "" if self._wanted else self.principle.value()
        named = [(code, f"{code} {label}") for code, label in choices("dac") if code in codes]
        self.principle.set_choices([("", say("places.across.all_principles")), *named])
        self.principle.set_value(chosen if chosen in codes else "")
        self.principle.setVisible(bool(codes))
        self._offer_points()

    def _offer_points(self) -> None:
        """The points of the principle that is chosen, and the texts of the one wanted or chosen, else of the first."""
        principle = self.principle.value()
        offered = [one for one in self._points if not principle or principle in one.principles]
        before, self._wanted = self._wanted or self.point.value(), ""
        self.point.set_choices([(one.id, f"{one.number} {one.title}".strip()) for one in offered])
        ids = [one.id for one in offered]
        first = next((one.id for one in offered if one.number), ids[0] if ids else "")
        self.point.set_value(before if before in ids else first)
        self.read()

    def _open(self, extract: Extract) -> None:
        """The assessment at the point; the cursor is in the list again when one comes back."""
        self._went = True
        self.shell.navigate("editor", record=extract.record, point=self.point.value(), back=self.place)

    def _on_across(self, turn: int, found: Across) -> None:
        if turn == self._turn:
            self._across = found
            self.extracts.set_extracts(found.extracts, self.shell.profile.now().date(), found.point.question)
            self._say_state()
            if self.current:
                announce(self.counts, self.counts.text() or say("places.across.empty"))

    def _say_state(self) -> None:
        found = self._across
        self.question.setText(found.point.question if found is not None else "")
        self.question.setVisible(bool(self.question.text()))
        parts = [
            say.count(f"places.across.count.{state}", count)
            for state, count in (found.counts.items() if found is not None else ())
            if count
        ]
        self.counts.setText(" · ".join(parts))
        number = len(found.extracts) if found is not None else 0
        self.many.setVisible(number >= _MANY)
        self.stack.setCurrentIndex(1 if found is not None and not number else 0)
        self.copy_button.setEnabled(bool(number))
        self.paper_button.setEnabled(bool(number))
        self.table_button.setEnabled(bool(number))
        self.empty.say(say("places.across.empty"), say("places.across.empty_help"))


def _narrow(choice: ChoiceField, letters: int) -> None:
    """No wider than so many letters need; the whole of a name stands in its list."""
    choice.setSizeAdjustPolicy(choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(letters)


def reference(extract: Any, point: PointChoice) -> str:
    """The text with all that is needed to find it again."""
    from neksus_desktop.ui.naming import day, named

    answers = answered(extract)
    where = say(
        "places.across.reference",
        title=extract.title,
        country=named("land", extract.country) or "–",
        point=f"{point.number} {point.title}".strip(),
        date=day(extract.assessed_on) or day(extract.updated_at),
        status=status(extract.status).lower(),
        version=extract.version[:12] or "–",
        id=extract.record,
    )
    return "\n".join(part for part in (answers, extract.text, where) if part)


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _load_points(profile: Profile, form: str, language: str) -> _Points:
    from neksus_desktop.usecases.read_across import points_of

    return _Points(form, points_of(profile, form, language))
