"""Start, open and write a record.

Rules kept here:

* a record keeps the form version it was begun with; that form's source is kept in the profile from then on;
* a profile holds invented records or real ones, never both;
* a new assessment of the same subject takes over the chosen points, never the answers (job 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.record import Record
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.usecases.profile import Profile


_PLACE_DIGITS = 6
"""A place has fewer digits; the ids that the program gives its rows are longer."""


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record with its form and the live session over its answers."""

    record: Record
    form: Form
    session: FormSession

    def chosen_points(self) -> tuple[str, ...]:
        """Ids of the points shown, in form order: the chosen ones, and the parts for this type of subject."""
        chosen = set(self.record.points)
        kind = self.record.subject.type
        return tuple(
            point.id
            for point in self.form.points
            if point.id in chosen or (not point.number and (not point.subjects or kind in point.subjects))
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """The moment, in local time, at which everything given was durable."""

    at: datetime


def new_record(
    profile: Profile,
    form_id: str,
    subject: Subject,
    *,
    points: Sequence[str] | None = None,
    previous: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> RecordId:
    """Make a draft about ``subject`` and return its id.

    Without ``points`` the form's default points for the subject's type are chosen; with ``previous`` the points
    chosen there. ``answers`` are those it begins with; without them what the form begins with (defaults, first rows
    of lists), so that this is the same each time the record is opened.

    Raises:
        NotFoundError: no such form, or no such previous record.
        InventedMixError: the profile holds data of the other kind.
        OtherPackError: the form belongs to a pack that this workplace does not use.
        UsageError: a point is not in the form.
    """
    from neksus_desktop.records.ids import RecordId, new_id
    from neksus_desktop.records.record import FormRef, Record
    from neksus_desktop.storage import records
    from neksus_desktop.usecases.field_paths import check_points
    from neksus_desktop.usecases.forms import keep_form, load_form

    _refuse_other_pack(profile, form_id)
    form = load_form(profile, form_id)
    if points is None and previous is not None:
        points = records.load_record(profile.store, RecordId(previous)).points
    chosen = default_points(form, subject.type) if points is None else tuple(points)
    check_points(form, list(chosen))
    given = first_answers(form) if answers is None else answers
    linked = {form.linked_fields[path]: value for path, value in given.items() if path in form.linked_fields}
    record = Record(
        id=RecordId(new_id()),
        form=FormRef(id=form.id, version=form.version, content_hash=form.content_hash),
        subject=subject,
        origin=profile.card.thumbprint,
        fields={"points": " ".join(chosen), "language": profile.settings.language, **linked, **given},
        previous=RecordId(previous) if previous else None,
    )
    with profile.store.write():
        keep_form(profile, form)
        records.create_record(profile.store, record, role=profile.role, now=profile.now())
    return record.id


def _refuse_other_pack(profile: Profile, form_id: str) -> None:
    from neksus_desktop.errors import OtherPackError
    from neksus_desktop.forms.packs import packs

    having = [pack.name for pack in packs().values() if form_id in pack.forms]
    if having and profile.settings.pack not in having:
        raise OtherPackError(form=form_id)


def first_answers(form: Form, answers: Mapping[str, str] | None = None, language: str | None = None) -> dict[str, str]:
    """What a form holds when it is new, or over ``answers``; nothing that is only told of this one session."""
    from neksus_desktop.forms import FormSession

    held = FormSession(form, answers, language=language if language in form.languages else None).answers()
    return {path: value for path, value in held.items() if "/meta/" not in path}


def default_points(form: Form, subject_type: str) -> tuple[str, ...]:
    """Points that the form chooses for this type of subject; all of them where the form says nothing."""
    chosen = tuple(point.id for point in form.points if point.number and subject_type in point.subjects)
    return chosen or tuple(point.id for point in form.points if point.number)


def open_record(profile: Profile, record_id: str) -> OpenRecord:
    """Load a record with its form version and a session over its answers, unfinished typing included.

    Raises:
        NotFoundError: no such record, or its form version is nowhere.
    """
    from neksus_desktop.forms import FormSession
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records
    from neksus_desktop.usecases.forms import load_form

    record = records.load_record(profile.store, RecordId(record_id))
    typed = records.working_texts(profile.store, record.id)
    if typed:
        merged = {path: value for path, value in {**record.fields, **typed}.items() if value}
        record = record.model_copy(update={"fields": merged})
    form = load_form(profile, record.form.id, record.form.version)
    language = profile.settings.language
    session = FormSession(form, record.answers(), language=language if language in form.languages else None)
    return OpenRecord(record, form, session)


def save_fields(profile: Profile, record_id: str, changes: Mapping[str, str]) -> Saved:
    """Write fields durably; an empty text removes the field. Values that are as before write nothing.

    Follow-up of an approved record is written too, and leaves it approved (``decide.follow_up``).

    Raises:
        StatusError: the record is approved or waits for approval; reopen or recall it first.
        StorageError: nothing was written; what is on screen is the only copy until a retry succeeds.
    """
    from neksus_desktop.records.following_up import about_follow_up
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records
    from neksus_desktop.usecases import decide

    if about_follow_up(changes) and (approved := decide.approved_text(profile, record_id)) is not None:
        return Saved(decide.follow_up(profile, record_id, approved, changes))
    wanted = {**changes, **_linked(profile, record_id, changes)}
    moment = records.save_fields(profile.store, RecordId(record_id), wanted, role=profile.role, now=profile.now())
    return Saved(moment)


def _linked(profile: Profile, record_id: str, changes: Mapping[str, str]) -> dict[str, str]:
    """Fields of the record itself that follow an answer, such as the date of the assessment."""
    if not any(path.startswith("/") for path in changes):
        return {}
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records
    from neksus_desktop.usecases.forms import load_form

    links = load_form(profile, *records.form_of(profile.store, RecordId(record_id))).linked_fields
    return {links[path]: value for path, value in changes.items() if path in links}


def set_answer(profile: Profile, record_id: str, path: str, value: str) -> Saved:
    """Set one field by its path; an answer goes through the form first, so that its path must exist there.

    A row is named by its id, as ``answers`` has it, or by its place from 1: ``rader[2]/x``; the place after the last
    is a new row.

    Raises:
        NotFoundError: the form has no such question.
        UsageError: no such field, a value that it cannot have, or a point that is not in the form.
    """
    from neksus_desktop.usecases.field_paths import check_field

    opened = open_record(profile, record_id)
    if not path.startswith("/"):
        check_field(opened.form, path, value)
        return save_fields(profile, record_id, {path: value})
    before = opened.session.answers()
    opened.session.set(_key_of(opened.session, path), value)
    after = opened.session.answers()
    changed = {key: after.get(key, "") for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return save_fields(profile, record_id, changed)


def _key_of(session: FormSession, path: str) -> str:
    key = ""
    for part in path.strip("/").split("/"):
        name, _, place = part.rstrip("]").partition("[")
        around, key = f"{key}/{name}", f"{key}/{part}"
        if place.isdecimal() and len(place) < _PLACE_DIGITS:
            rows, at = session.children(around), int(place)
            if key not in rows and at == len(rows) + 1:
                key = session.add_row(around)[0]
            elif key not in rows and 1 <= at <= len(rows):
                key = rows[at - 1]
    return key


def choose_points(profile: Profile, record_id: str, points: Sequence[str]) -> Saved:
    """Choose which points the record covers; what was written under a point left out is kept."""
    return save_fields(profile, record_id, {"points": " ".join(points)})
