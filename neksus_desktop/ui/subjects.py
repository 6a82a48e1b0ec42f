"""Objekter: what is assessed. Search, open, add, take in lists of agreements, begin an assessment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtWidgets import QHBoxLayout

from neksus_desktop.ui.files import ask_open
from neksus_desktop.ui.naming import choices, day, named, sorted_choices
from neksus_desktop.ui.page import or_empty, page_column
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import (
    ChoiceField,
    EmptyState,
    Muted,
    PageTitle,
    PrimaryButton,
    SearchField,
    SecondaryButton,
)

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.usecases.agreement_lists import AgreementPlan
    from neksus_desktop.usecases.profile import Profile

_MOST = 5000


class _Found(NamedTuple):
    subjects: list[Subject]
    assessed: dict[str, tuple[int, str]]


class SubjectsScreen(Screen):
    """The list of subjects."""

    place: ClassVar[str] = "subjects"
    watches: ClassVar[frozenset[Changed]] = frozenset({"subjects", "records"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._subjects: list[Subject] = []
        self._assessed: dict[str, tuple[int, str]] = {}
        self.csv_button = SecondaryButton("subjects_csv", clicked=self.choose_csv, writes=True)
        self.assess_button = SecondaryButton("subjects_assess", clicked=self.assess, writes=True)
        self.records_button = SecondaryButton("subjects_records", clicked=self.show_records)
        self.new_button = PrimaryButton("subjects_new", clicked=self.new, writes=True)
        for button in (self.csv_button, self.records_button, self.assess_button, self.new_button):
            self.header.add_action(button)
        self.title = PageTitle()
        self.summary = Muted()
        self.search = SearchField("subjects_search", lambda _text: self.reload())
        self.type = ChoiceField("subjects_type")
        self.country = ChoiceField("subjects_country")
        for choice in (self.type, self.country):
            choice.chosen.connect(lambda _value: self._show())
        self.table = RowTable(
            "subjects_table",
            (
                Column("places.subjects.column.title", _title_cell),
                Column("places.subjects.column.type", lambda row: Cell(named("objekttype", row.type)), 18, 1),
                Column("places.subjects.column.country", lambda row: Cell(named("land", row.country)), 40, 2),
                Column("places.subjects.column.assessed", self._assessed_cell, 24, 3),
            ),
        )
        self.table.opened.connect(self.edit)
        self.table.chosen.connect(self._on_chosen)
        self.empty = EmptyState("subjects_empty", self.new, writes=True)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.type)
        filters.addWidget(self.country)
        self.stack = or_empty(self.table, self.empty)
        column = page_column(self, self.title, self.summary)
        column.addLayout(filters)
        column.addWidget(self.stack, 1)

    def retranslate(self) -> None:
        """Say everything again."""
        say = self.shell.say
        self.title.setText(say("places.subjects.title"))
        self.csv_button.say(say("places.subjects.csv"))
        self.records_button.say(say("places.subjects.records"))
        self.assess_button.say(say("places.subjects.assess"))
        self.new_button.say(say("places.subjects.new"))
        self.search.say(say("places.subjects.search"))
        self.type.say_name(say("places.subjects.column.type"))
        self.country.say_name(say("places.subjects.column.country"))
        self.type.set_choices([("", say("places.subjects.all_types")), *choices("objekttype")])
        self.table.setAccessibleName(say("places.subjects.title"))
        self.table.retranslate()
        self._offer_countries(self._subjects)
        self._show()

    def enter(self, **arguments: Any) -> None:
        """``subject`` is the id of one to open."""
        self._wanted = str(arguments.get("subject", ""))
        super().enter(**arguments)
        self.search.setFocus()

    def reload(self) -> None:
        """Read the subjects again."""
        self.shell.runner.submit(_load, self.shell.profile, self.search.text(), done=self._on_found)

    def new(self) -> None:
        """Ask for a new subject's details."""
        self._open(None)

    def edit(self, subject: Subject) -> None:
        """Show a subject's details."""
        self._open(subject)

    def assess(self) -> None:
        """Begin an assessment of the chosen subject."""
        if self.table.selected():
            self.shell.navigate("new_record", **self.about())

    def show_records(self) -> None:
        """All assessments of the chosen subject."""
        for subject in self.table.selected()[:1]:
            self.shell.navigate("records", subject=subject.id, title=subject.title)

    def _on_chosen(self) -> None:
        chosen = self.table.selected()[:1]
        self.assess_button.setEnabled(bool(chosen))
        self.records_button.setEnabled(any(subject.id in self._assessed for subject in chosen))

    def about(self) -> dict[str, str]:
        """The chosen subject."""
        chosen = self.table.selected()
        return {"subject": chosen[0].id} if chosen else {}

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A list of agreements."""
        if [path.suffix.lower() for path in paths] != [".csv"]:
            return False
        self.plan_csv(paths[0])
        return True

    def choose_csv(self) -> None:
        """Ask for a list of agreements."""
        say = self.shell.say
        ask_open(self, say("places.subjects.csv_title"), "*.csv *.txt", lambda paths: self.plan_csv(paths[0]))

    def plan_csv(self, path: Path) -> None:
        """Read a list of agreements and show what it would change."""
        from neksus_desktop.usecases.agreement_lists import plan_agreements

        self.shell.runner.submit(plan_agreements, self.shell.profile, path, done=self._show_plan)

    def _show_plan(self, plan: AgreementPlan) -> None:
        from neksus_desktop.ui.agreement_dialog import AgreementDialog

        dialog = AgreementDialog(plan, self)
        dialog.accepted.connect(lambda: self._apply(plan))
        dialog.open()

    def _apply(self, plan: AgreementPlan) -> None:
        from neksus_desktop.usecases.agreement_lists import apply_agreements

        self.shell.runner.submit(
            apply_agreements, self.shell.profile, plan, progress=lambda _at, _of: None, done=self._on_applied
        )

    def _on_applied(self, written: int) -> None:
        self.shell.announce("subjects", "records")
        self.shell.notified.emit(self.shell.say.count("places.subjects.taken_in", written))

    def _open(self, subject: Subject | None) -> None:
        from neksus_desktop.ui.subject_dialog import SubjectDialog

        dialog = SubjectDialog(subject, invented=self.shell.profile.invented is True, parent=self)
        dialog.accepted.connect(lambda: self._save(dialog.subject()))
        self.shell.drafts.keep(f"subject/{subject.id if subject is not None else ''}/", dialog)
        dialog.open()

    def _save(self, subject: Subject) -> None:
        from neksus_desktop.usecases.subjects import save_subject

        self.shell.runner.submit(
            save_subject, self.shell.profile, subject,
            done=lambda _none: self.shell.announce("subjects", "records"),
            failed=lambda error: self._not_saved(subject, error),
        )  # fmt: skip

    def _not_saved(self, subject: Subject, error: NeksusError) -> None:
        """What was written is there again, to be saved when that is possible."""
        self.shell.show_error(error)
        self._open(subject)

    def _on_found(self, found: _Found) -> None:
        self._subjects, self._assessed = found
        subjects = found.subjects
        self._offer_countries(subjects)
        self._show()
        for subject in subjects:
            if subject.id == getattr(self, "_wanted", ""):
                self._wanted = ""
                self._open(subject)

    def _offer_countries(self, subjects: Sequence[Subject]) -> None:
        countries = {subject.country for subject in subjects if subject.country}
        offered = [pair for pair in sorted_choices("land") if pair[0] in countries]
        self.country.set_choices([("", self.shell.say("places.subjects.all_countries")), *offered])

    def _assessed_cell(self, subject: Subject) -> Cell:
        number, last = self._assessed.get(subject.id, (0, ""))
        if not number:
            return Cell(self.shell.say("places.subjects.never"), tone="muted")
        return Cell(day(last) or "–", self.shell.say.count("places.exchange.records", number))

    def _show(self) -> None:
        rows = [
            subject
            for subject in self._subjects
            if self.type.value() in {"", subject.type} and self.country.value() in {"", subject.country}
        ]
        self.table.set_rows(rows, keep=lambda subject: subject.id)
        say = self.shell.say
        self.summary.setText(say.count("places.subjects.count", len(rows)))
        self.stack.setCurrentIndex(0 if rows else 1)
        filtered = bool(self.search.text() or self.type.value() or self.country.value())
        kind = "filtered" if filtered else "none"
        self.empty.say(
            say(f"places.subjects.empty.{kind}"),
            say(f"places.subjects.empty.{kind}_help"),
            say("places.subjects.new"),
        )


def _load(profile: Profile, text: str) -> _Found:
    from neksus_desktop.usecases.read_across import assessed_per_subject
    from neksus_desktop.usecases.subjects import list_subjects

    return _Found(list_subjects(profile, text, limit=_MOST), assessed_per_subject(profile))


def _title_cell(subject: Subject) -> Cell:
    from neksus_desktop.ui.say import say

    partner = say("places.subjects.shielded") if subject.partner_shielded else subject.partner
    return Cell(subject.title, " · ".join(part for part in (subject.agreement_number, partner) if part))
