"""Read one point's texts across assessments: texts and counts, never an average and never an order of merit.

Rules kept here:

* «mangler grunnlag», «ikke relevant» and «ikke vurdert» are told apart and are never counted as low values;
* with ``shareable_only`` nothing is given but texts that were cleared, and subjects with a shielded partner are masked;
* every extract carries what is needed to find it again: record, date, Version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import threading

    from neksus_desktop.forms import Form, FormSession, Point
    from neksus_desktop.storage.across import AcrossRow
    from neksus_desktop.usecases.profile import Profile

State = Literal["assessed", "no_basis", "not_relevant", "not_assessed"]
STATES: tuple[State, ...] = ("assessed", "no_basis", "not_relevant", "not_assessed")
_OUTSIDE = {"mangler_grunnlag": "no_basis", "ikke_relevant": "not_relevant"}
_PAGE = 500


class AcrossQuery(NamedTuple):
    """Which point of which form, in which records; ``groups`` are those of partners."""

    form: str
    point: str
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    shareable_only: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """What one assessment says about the point. ``answers`` are pairs of question and answer in words."""

    record: str
    title: str
    country: str
    subject_type: str
    status: str
    assessed_on: str
    updated_at: str
    version: str
    state: State
    answers: tuple[tuple[str, str], ...]
    text: str
    confidence: str


@dataclass(frozen=True, slots=True)
class PointChoice:
    """A point one can read across: id, number, title, its first question and the DAC principles it belongs to."""

    id: str
    number: str
    title: str
    question: str
    principles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Across:
    """All extracts of the point, those with something to read first, and how many there are of each state."""

    point: PointChoice
    extracts: tuple[Extract, ...]
    counts: dict[State, int]


def points_of(profile: Profile, form_id: str, language: str) -> list[PointChoice]:
    """The points of a form, in form order."""
    from neksus_desktop.usecases.forms import load_form

    form = load_form(profile, form_id)
    session = _session(form, language)
    return [_choice(session, point) for point in form.points]


def read_across(
    profile: Profile,
    query: AcrossQuery,
    language: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Across:
    """Everything that is written about a point in the records where it was chosen.

    Raises:
        NotFoundError: the form or the point does not exist.
    """
    from neksus_desktop.errors import NotFoundError
    from neksus_desktop.usecases.forms import load_form

    form = load_form(profile, query.form)
    point = next((found for found in form.points if found.id == query.point), None)
    if point is None:
        raise NotFoundError(kind="point", id=query.point)
    session = _session(form, language)
    words = _Words(session, point)
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    extracts = []
    for at, row in enumerate(_rows(profile, query, point), 1):
        if cancelled is not None and cancelled.is_set():
            break
        if progress is not None and at % _PAGE == 0:
            progress(at, 0)
        extract = _extract(row, query, point, words)
        if extract is not None:
            counts[extract.state] += 1
            extracts.append(extract)
    extracts.sort(key=lambda found: (not (found.text or found.answers), found.country, found.title))
    return Across(_choice(session, point), tuple(extracts), counts)


def assessed_per_subject(profile: Profile) -> dict[str, tuple[int, str]]:
    """How many assessments each subject (by id) has, and the date of the newest, "" when none was given."""
    from neksus_desktop.storage.across import assessed_per_subject as counted

    return counted(profile.store)


def _rows(profile: Profile, query: AcrossQuery, point: Point) -> Iterator[AcrossRow]:
    from neksus_desktop.storage.across import across

    prefixes = (point.key + "/", f"note/{point.id}/", "points")
    last = 0
    while rows := across(
        profile.store, query.form, prefixes, countries=query.countries, types=query.types, statuses=query.statuses,
        pillars=query.pillars, groups=query.groups, after=last, limit=_PAGE,
    ):  # fmt: skip
        yield from rows
        last = rows[-1].nr


def _extract(row: AcrossRow, query: AcrossQuery, point: Point, words: _Words) -> Extract | None:
    if point.number and point.id not in row.fields.get("points", "").split():
        return None
    from neksus_desktop.records.subject import MASK

    note = f"note/{point.id}/"
    cleared = row.fields.get(note + "confirmed") == "1"
    answers = {path: value for path, value in row.fields.items() if path.startswith("/")}
    hidden = query.shareable_only and row.shielded
    if query.shareable_only:
        withheld = bool(row.fields.get(note + "shielding")) or not cleared
        text = "" if withheld else row.fields.get(note + "shareable", "")
    else:
        text = row.fields.get(note + "internal", "") or row.fields.get(note + "shareable", "")
    return Extract(
        record=row.record,
        title=MASK if hidden else row.title,
        country=row.country,
        subject_type=row.subject_type,
        status=row.status,
        assessed_on=row.assessed_on,
        updated_at=row.updated_at,
        version=row.head,
        state=words.state(answers, has_text=bool(text)),
        answers=() if query.shareable_only else tuple(words.say(answers)),
        text=text,
        confidence="" if query.shareable_only else row.fields.get(note + "confidence", ""),
    )


class _Words:
    """How the answers of one point read: built once, used for every record."""

    def __init__(self, session: FormSession, point: Point) -> None:
        self._labels: dict[str, str] = {}
        self._choices: dict[str, dict[str, str]] = {}
        self._outside: dict[str, frozenset[str]] = {}
        self._rows: dict[str, tuple[str, str]] = {}
        columns = _columns(session, point)
        for key in _questions(session, point.key):
            view = session.view(key)
            if view.type in {"note", "trigger"}:
                continue
            column = columns.get(view.attributes.get("column", ""), "")
            self._labels[key] = view.label or column
            if view.attributes.get("row"):
                self._rows[key] = (f"{key.rpartition('/')[0]}/{view.attributes['row']}", column)
            self._choices[key] = {choice.value: choice.label for choice in view.choices}

    def say(self, answers: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Question and answer in words, in form order; rows of lists are left to the record itself."""
        found: dict[str, tuple[str, list[str]]] = {}
        for key, label in self._labels.items():
            value = answers.get(key, "")
            if value:
                row, column = self._rows.get(key, (key, ""))
                words = self._value(key, value)
                found.setdefault(row, (label, []))[1].append(f"{column.lower()} {words.lower()}" if column else words)
        for label, parts in found.values():
            yield label, ", ".join(parts)

    def _value(self, key: str, value: str) -> str:
        named = self._choices[key]
        return ", ".join(named.get(part, part) for part in value.split()) if named else value

    def state(self, answers: dict[str, str], *, has_text: bool) -> State:
        """What the point is in this record."""
        values = {part for key, value in answers.items() if key in self._labels for part in [value] if part}
        rows = any("[" in key for key in answers)
        inside = values - _OUTSIDE.keys()
        if inside or rows:
            return "assessed"
        if "mangler_grunnlag" in values:
            return "no_basis"
        if "ikke_relevant" in values:
            return "not_relevant"
        return "assessed" if has_text else "not_assessed"


def _columns(session: FormSession, point: Point) -> dict[str, str]:
    return {
        view.attributes["column"]: view.label
        for key in _questions(session, point.key)
        for view in [session.view(key)]
        if view.attributes.get("role") == "column"
    }


def _questions(session: FormSession, key: str) -> Iterator[str]:
    for child in session.children(key):
        kind = session.view(child).kind
        if kind == "question":
            yield child
        elif kind == "group":
            yield from _questions(session, child)


def _session(form: Form, language: str) -> FormSession:
    from neksus_desktop.forms import FormSession

    return FormSession(form, {}, language=language if language in form.languages else None)


def _choice(session: FormSession, point: Point) -> PointChoice:
    title = session.view(point.key).label
    question = next(
        (
            view.label
            for key in (*_groups(session, point.key), *_questions(session, point.key))
            for view in [session.view(key)]
            if view.attributes.get("question")
        ),
        "",
    )
    principles = tuple(point.attributes.get("dac", "").split())
    return PointChoice(point.id, point.number, title or point.id, question, principles)


def _groups(session: FormSession, key: str) -> Iterator[str]:
    return (child for child in session.children(key) if session.view(child).kind == "group")
