"""What one can choose when a new assessment is begun: forms, the form's points, subjects, the assessment before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class OfferedPoint:
    """A numbered point of a form. ``default_for`` and ``extra_for`` name subject types."""

    id: str
    number: str
    title: str
    section: str
    default_for: tuple[str, ...]
    extra_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A form with what can be chosen in it; ``points`` is empty for a form without numbered points."""

    form_id: str
    title: str
    subject_types: tuple[str, ...]
    points: tuple[OfferedPoint, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The newest assessment of a subject with the same form, and the points chosen there."""

    record: str
    updated_at: str
    points: tuple[str, ...]


def offer(profile: Profile, form_id: str, language: str) -> Offer:
    """What can be chosen in a form, in a language.

    Raises:
        NotFoundError: no such form.
    """
    from neksus_desktop.forms import FormSession
    from neksus_desktop.usecases.forms import load_form

    form = load_form(profile, form_id)
    session = FormSession(form, {}, language=language if language in form.languages else None)
    points = []
    for point in form.points:
        if point.number:
            section = point.key.rpartition("/")[0]
            points.append(
                OfferedPoint(
                    id=point.id,
                    number=point.number,
                    title=session.view(point.key).label or point.id,
                    section=f"{point.attributes.get('ref', '')} {session.view(section).label}".strip(),
                    default_for=tuple(point.subjects),
                    extra_for=tuple(point.attributes.get("optional", "").split()),
                )
            )
    return Offer(form.id, form.title(language), form.subject_types, tuple(points))


def earlier(profile: Profile, subject_id: str, form_id: str) -> Earlier | None:
    """The newest record about a subject with this form, if there is one."""
    from neksus_desktop.records.ids import RecordId, SubjectId
    from neksus_desktop.storage import records, subjects
    from neksus_desktop.storage.listing import RowQuery, page

    subject = subjects.load_subject(profile.store, SubjectId(subject_id))
    query = RowQuery(types=(subject.type,), forms=(form_id,), text=subject.title)
    for row in page(profile.store, query, limit=50).rows:
        record = records.load_record(profile.store, RecordId(row.id))
        if record.subject.id == subject_id:
            return Earlier(row.id, row.updated_at, record.points)
    return None
