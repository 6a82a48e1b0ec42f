"""What one can choose when a new assessment is begun: forms, the form's points, subjects, the assessment before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

_LOOKED_AT = 50
"""So many of a subject's assessments, those changed last, can be the one before."""


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
    """The newest assessment of a subject with the same form, when it was made and changed, and the points chosen."""

    record: str
    assessed_on: str
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
    """The newest record about a subject with this form, by its own date (without one: when it was changed)."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records
    from neksus_desktop.storage.listing import RowQuery, page

    rows = page(profile.store, RowQuery(forms=(form_id,), subject=subject_id), limit=_LOOKED_AT).rows
    if not rows:
        return None
    last = max(rows, key=lambda row: (row.assessed_on or row.updated_at[:10], row.updated_at))
    points = records.load_record(profile.store, RecordId(last.id)).points
    return Earlier(last.id, last.assessed_on, last.updated_at, points)
