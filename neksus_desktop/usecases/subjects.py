"""Subjects for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neksus_desktop.errors import UsageError

if TYPE_CHECKING:
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.usecases.profile import Profile


def make_subject(**values: Any) -> Subject:
    """A subject from single values; it gets an id when it has none. Half a character becomes U+FFFD, as in fields.

    Raises:
        UsageError: a value makes no sense; ``field`` says which.
    """
    from pydantic import ValidationError

    from neksus_desktop.records.ids import SubjectId, new_id
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.storage.fields import writable

    clean = {name: writable(value) if isinstance(value, str) else value for name, value in values.items()}
    try:
        return Subject(**{"id": SubjectId(new_id()), **clean})
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UsageError(reason="subject_value", field=field) from error


def save_subject(profile: Profile, subject: Subject) -> None:
    """Keep a subject, new or changed.

    Raises:
        InventedMixError: it is invented and the profile real, or the other way.
    """
    from neksus_desktop.storage import subjects

    subjects.save_subject(profile.store, subject)


def load_subject(profile: Profile, subject: str) -> Subject:
    """A subject.

    Raises:
        NotFoundError: there is none of this id.
    """
    from neksus_desktop.records.ids import SubjectId
    from neksus_desktop.storage import subjects

    return subjects.load_subject(profile.store, SubjectId(subject))


def list_subjects(profile: Profile, text: str = "", *, limit: int = 500) -> list[Subject]:
    """Subjects by title; with ``text`` those that have every word of it in one of their texts."""
    from neksus_desktop.storage import subjects

    return subjects.list_subjects(profile.store, text, limit=limit)


def set_subject(profile: Profile, record: str, subject: Subject) -> None:
    """Save the subject and let the record be about it.

    Raises:
        NotFoundError: no such record.
        InventedMixError: the subject is of the other kind.
    """
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import records

    records.set_subject(profile.store, RecordId(record), subject)
