"""Points found by their names, in the assessment that is open or else in the checklists there are; and what they ask.

Rules kept here: a form without numbered points is a form of questions, not a checklist; titles are worked out once per
form and language.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile


class FoundPoint(NamedTuple):
    """A point: its form and id, its number, its title, and what its form is called."""

    form_id: str
    id: str
    number: str
    title: str
    form_title: str


class PointHelp(NamedTuple):
    """What a point is about: its questions, what one may ask under them, and background (title, text)."""

    number: str
    title: str
    questions: tuple[str, ...]
    asks: tuple[str, ...]
    background: tuple[tuple[str, str], ...]


def find_points(profile: Profile, words: str, language: Language, *, record: str = "", limit: int) -> list[FoundPoint]:
    """Points whose number and title hold every word, in the order of the form.

    Args:
        profile: the open profile.
        words: what to look for.
        language: of the titles.
        record: the assessment that is open: only its points; "" for those of every checklist.
        limit: at most so many.
    """
    asked = words.casefold().split()
    found = _of_record(profile, record, language) if record else _of_checklists(profile, language)
    fitting = (one for one in found if all(word in f"{one.number} {one.title}".casefold() for word in asked))
    return [one for one, _ in zip(fitting, range(limit), strict=False)]


def point_help(profile: Profile, form_id: str, point_id: str, language: Language) -> PointHelp:
    """What a point is about, for somebody who has no assessment open.

    Raises:
        NotFoundError: no such form or point.
    """
    from neksus_desktop.errors import NotFoundError
    from neksus_desktop.forms.guidance import panels
    from neksus_desktop.forms.markdown import plain
    from neksus_desktop.usecases.forms import load_form

    form = load_form(profile, form_id)
    point = next((one for one in form.points if one.id == point_id), None)
    if point is None:
        raise NotFoundError(kind="point", id=point_id)
    session = _session(form, language)
    views = [session.view(key) for key in (point.key, *session.children(point.key))]
    asks = [line.strip().removeprefix("- ") for view in views for line in plain(view.guidance).splitlines()]
    known = panels()
    background = [known[name] for name in point.attributes.get("guidance", "").split() if name in known]
    return PointHelp(
        point.number,
        plain(session.view(point.key).label),
        tuple(plain(view.label) for view in views if view.attributes.get("question") and view.label),
        tuple(dict.fromkeys(line for line in asks if line)),
        tuple((panel.title(language), panel.text(language)) for panel in background),
    )


def _of_record(profile: Profile, record: str, language: Language) -> Iterator[FoundPoint]:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import load_record
    from neksus_desktop.usecases.forms import load_form

    found = load_record(profile.store, RecordId(record))
    form = load_form(profile, found.form.id, found.form.version)
    chosen, subject = set(found.points), found.subject.type
    ids = {p.id for p in form.points if (p.id in chosen if p.number else not p.subjects or subject in p.subjects)}
    return (one for one in _titles(form, language) if one.id in ids)


def _of_checklists(profile: Profile, language: Language) -> Iterator[FoundPoint]:
    from neksus_desktop.usecases.forms import available_forms, load_form

    for info in available_forms(profile):
        form = load_form(profile, info.id)
        yield from (one for one in _titles(form, language) if one.number)


@lru_cache(maxsize=24)
def _titles(form: Form, language: Language) -> tuple[FoundPoint, ...]:
    from neksus_desktop.forms.markdown import plain

    session, called = _session(form, language), form.title(language)
    return tuple(
        FoundPoint(form.id, point.id, point.number, plain(session.view(point.key).label), called)
        for point in form.points
    )


def _session(form: Form, language: Language) -> FormSession:
    from neksus_desktop.forms import FormSession

    return FormSession(form, language=language if language in form.languages else None)
