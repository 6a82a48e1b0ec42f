"""A draft moved to the newest version of its form: first what would become of it, then, if wanted, the move.

Rules kept here: nothing that was written is dropped, what has no place in the newer form stays under its old path; a
record that is approved or waits for approval is not moved; earlier Versions keep the form they were frozen with; a
step taken back across the move takes the form back too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.records.record import Record
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import OpenRecord

_ROW = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of the answers; all are paths, in the order of the form. ``moved`` holds old and new path."""

    form: str
    before: str
    after: str
    fits: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def needed(self) -> bool:
        """Whether there is a newer version."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of a draft, for a person to read: ``titles`` has the words of every path in ``move``."""

    move: Move
    titles: Mapping[str, str]


def newer_version(profile: Profile, opened: OpenRecord) -> str:
    """The version that the form of a draft now has, "" if it is the draft's own or the draft cannot be moved."""
    from neksus_desktop.usecases.forms import newest_version

    if opened.record.status not in {"draft", "returned"}:
        return ""
    newest = newest_version(profile, opened.form.id)
    return "" if newest == opened.form.version else newest


def look(profile: Profile, record_id: str) -> Outlook:
    """What would become of a draft, with the words of the questions; changes nothing.

    Raises:
        NotFoundError: no such record.
        FormError: the newer version cannot be compiled.
    """
    from neksus_desktop.forms import FormSession
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.records import open_record

    found, changes = _compared(profile, record_id)
    opened = open_record(profile, record_id)
    newest = load_form(profile, found.form)
    after = {**opened.record.answers(), **changes}
    language = opened.session.language
    session = FormSession(newest, {path: value for path, value in after.items() if value}, language=language)
    old = [*found.fits, *(path for path, _ in found.moved), *found.lost]
    written = {f"evidence/{one.id}": one.title or one.reference or one.kind for one in opened.record.evidence()}
    written |= {f"followup/{one.id}": one.text for one in opened.record.follow_ups()}
    titles = {path: written.get(path) or _title(opened.session, path) for path in old}
    return Outlook(found, {**titles, **{path: _title(session, path) for path in found.new}})


def compare(profile: Profile, record_id: str) -> Move:
    """What would become of a record's answers in the newest version of its form; changes nothing.

    Raises:
        NotFoundError: no such record.
    """
    return _compared(profile, record_id)[0]


def move(profile: Profile, record_id: str) -> Move:
    """Move a draft to the newest version of its form.

    Raises:
        NotFoundError: no such record.
        StatusError: the record is approved or waits for approval; reopen or recall it first.
    """
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.record import FormRef
    from neksus_desktop.storage import records
    from neksus_desktop.usecases.forms import keep_form, load_form

    found, changes = _compared(profile, record_id)
    if not found.needed:
        return found
    form = load_form(profile, found.form)
    record = RecordId(record_id)
    with profile.store.write():
        keep_form(profile, form)
        records.save_fields(profile.store, record, changes, role=profile.role, now=profile.now())
        ref = FormRef(id=form.id, version=form.version, content_hash=form.content_hash)
        records.set_form(profile.store, record, ref)
    return found


def _compared(profile: Profile, record_id: str) -> tuple[Move, dict[str, str]]:
    """The comparison, and the fields to write."""
    from neksus_desktop.forms.migration import migrate
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.records import open_record

    opened = open_record(profile, record_id)
    newest = load_form(profile, opened.form.id)
    head = (opened.form.id, opened.form.version, newest.version)
    if newest.content_hash == opened.form.content_hash:
        return Move(*head), {}
    before = opened.record.answers()
    outcome = migrate(opened.form, newest, before)
    changes = {**dict.fromkeys((path for path in before if path not in outcome.answers), ""), **outcome.answers}
    lost = (*outcome.lost, *_texts_without_point(opened.record, newest))
    return Move(*head, outcome.fits, outcome.moved, lost, outcome.new), changes


def follow_step(profile: Profile, record_id: str, restored: Mapping[str, str]) -> None:
    """After undo and redo: let the record follow the version of its form that has the places of what was restored."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.record import FormRef
    from neksus_desktop.storage import forms as stored
    from neksus_desktop.storage import records
    from neksus_desktop.usecases.forms import load_form

    record = RecordId(record_id)
    form_id, version = records.form_of(profile.store, record)
    kept = [row.version for row in stored.installed_forms(profile.store) if row.id == form_id]
    if len(kept) < 2:  # noqa: PLR2004 - only from one version to another can anything have moved
        return
    form = load_form(profile, form_id, version)
    paths = [_ROW.sub("", path) for path, value in restored.items() if path.startswith("/") and value]
    if all(path in form.definition.by_path for path in paths):
        return
    for one in kept:
        other = load_form(profile, form_id, one)
        if all(path in other.definition.by_path for path in paths):
            ref = FormRef(id=other.id, version=other.version, content_hash=other.content_hash)
            records.set_form(profile.store, record, ref)
            return


def _texts_without_point(record: Record, newest: Form) -> list[str]:
    """What is written about points that the newer version does not have."""
    points = newest.places
    notes = [path for path in record.fields if path.startswith("note/") and path.split("/")[1] not in points]
    grounds = [f"evidence/{one.id}" for one in record.evidence() if one.point and one.point not in points]
    return (
        notes + grounds + [f"followup/{one.id}" for one in record.follow_ups() if one.point and one.point not in points]
    )


def _title(session: FormSession, path: str) -> str:
    """The words of a question, or of the point of a text; else the name that it has in the form."""
    from neksus_desktop.errors import NotFoundError
    from neksus_desktop.forms.markdown import plain

    if path.startswith("note/"):
        place = session.form.places.get(path.split("/")[1])
        path = path.split("/")[1] if place is None else session.form.points[place].key
    template = session.form.definition.by_path.get(_ROW.sub("", path))
    try:
        label = session.view(path).label if template is not None else ""
    except NotFoundError:  # a row that is not there
        label = ""
    return " ".join(plain(label).split()) or path.rpartition("/")[2]
