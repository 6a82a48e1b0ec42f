"""A draft moved to the newest version of its form: first what would become of it, then, if wanted, the move.

Rules kept here: nothing that was written is dropped, what has no place in the newer form stays under its old path; a
record that is approved or waits for approval is not moved; earlier Versions keep the form they were frozen with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile


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
    return Move(*head, outcome.fits, outcome.moved, outcome.lost, outcome.new), changes
