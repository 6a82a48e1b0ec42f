"""Years of operation: which there are, beginning one, and making the next from the one before.

Rules kept here:

* what a register passes on stands in its form: ``carry`` all rows, the open ones, those of its ``seed`` list, or none;
* where all rows go on, what is marked ``fresh`` (states, dates from this year's letters, who checked them) is left
  empty: no date is invented; an unfinished row goes on as it is;
* a year appears whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neksus_desktop.errors import RegisterYearError

if TYPE_CHECKING:
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.registers import Register

KIND = "virksomhetsaar"
_EARLIEST, _LATEST = 1991, 2199


@dataclass(frozen=True, slots=True)
class Year:
    """A year of operation: the id of its subject, its number, its title."""

    subject: str
    number: int
    title: str


def years(profile: Profile) -> list[Year]:
    """The years of the profile, newest first."""
    from neksus_desktop.storage.subjects import list_subjects

    found = [
        Year(subject.id, _number(subject), subject.title)
        for subject in list_subjects(profile.store, limit=5000)
        if subject.type == KIND
    ]
    return sorted(found, key=lambda year: (year.number, year.title), reverse=True)


def find_year(profile: Profile, number: int | None = None) -> Year:
    """The year of this number; the newest when None.

    Raises:
        RegisterYearError: there is none.
    """
    found = next((year for year in years(profile) if number in {None, year.number}), None)
    if found is None:
        raise RegisterYearError(reason="none", year=str(number or ""))
    return found


def begin_year(profile: Profile, number: int, *, before: str | None = None, language: Language | None = None) -> Year:
    """Make a year with the rows that its registers begin with; ``before`` is the subject of the year to go on from.

    Raises:
        RegisterYearError: there is such a year already, it is no year, or this workplace keeps no registers.
        InventedMixError: the profile holds data of the other kind.
    """
    from neksus_desktop.records.ids import SubjectId, new_id
    from neksus_desktop.storage.subjects import load_subject, save_subject
    from neksus_desktop.texts import text
    from neksus_desktop.usecases.registers import describe, register_ids
    from neksus_desktop.usecases.subjects import make_subject

    if not register_ids(profile):
        raise RegisterYearError(reason="pack", year=str(number))
    if not _EARLIEST <= number <= _LATEST or any(year.number == number for year in years(profile)):
        raise RegisterYearError(reason="taken", year=str(number))
    spoken = language or profile.settings.language
    earlier = load_subject(profile.store, SubjectId(before)) if before else None
    subject = make_subject(
        id=SubjectId(new_id()), type=KIND, title=text(spoken, "register.year.title", year=number), period=str(number),
        responsible_unit=earlier.responsible_unit if earlier else "",
        invented=earlier.invented if earlier else profile.invented is True,
    )  # fmt: skip
    with profile.store.write():
        save_subject(profile.store, subject)
        for form_id in register_ids(profile):
            _begin(profile, describe(profile, form_id, spoken), subject, before)
    return Year(subject.id, number, subject.title)


def _begin(profile: Profile, register: Register, subject: Subject, before: str | None) -> None:
    """The rows with which a register begins a year."""
    from neksus_desktop.usecases.registers import new_row, rows

    if before is None or register.carry == "seed":
        for values in _seeds(profile, register):
            new_row(profile, register.form_id, subject, values)
        return
    if register.carry == "none":
        return
    for row in rows(profile, register, before):
        if register.carry == "all" or not register.finished(row.values):
            new_row(profile, register.form_id, subject, _kept(profile, register, row.id), previous=row.id)


def _seeds(profile: Profile, register: Register) -> list[dict[str, str]]:
    """One row for each choice of the question marked ``seed``; its other columns answer the questions of their name."""
    from neksus_desktop.forms import FormSession
    from neksus_desktop.usecases.forms import load_form

    seed = next((one for one in register.questions if one.attributes.get("seed") == "1"), None)
    if seed is None:
        return []
    session = FormSession(load_form(profile, register.form_id))
    paths = {one.name: one.path for one in register.questions if one.editable and one is not seed}
    return [
        {seed.path: choice.value}
        | {paths[name]: value for name, value in choice.extra.items() if name in paths and value}
        for choice in session.view(seed.path).choices
        if choice.extra.get("ikke_fast") != "1"
    ]


def _kept(profile: Profile, register: Register, record: str) -> Mapping[str, str]:
    """The answers of a row that go on into the next year."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import load_record

    unfinished = register.carry == "open"
    own = {
        one.path for one in register.questions
        if one.editable and (unfinished or one.attributes.get("fresh") != "1")
    }  # fmt: skip
    return {
        path: value for path, value in load_record(profile.store, RecordId(record)).answers().items() if path in own
    }


def _number(subject: Subject) -> int:
    return int(subject.period) if subject.period.isdecimal() else 0
