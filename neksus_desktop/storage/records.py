"""Records and their fields: one transaction per save, with history, projections and search notes.

Rules kept here:

* a save writes fields, change log, list columns and follow-ups together or not at all;
* an unchanged value writes nothing; an empty one deletes the field;
* only drafts and returned records are edited (``next_status``), imports, merges (``replace_fields``) and the follow-up
  of what is approved (``save_follow_up``) excepted;
* the record keeps the last number and hash of its log, so that a log cut short is noticed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from neksus_desktop.errors import InventedMixError, NotFoundError, StatusError, StorageExistsError
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.fields import (
    Writing,
    first_fields,
    head_of,
    number_of,
    writable,
    write_changes,
    write_first,
)
from neksus_desktop.storage.folding import sort_key
from neksus_desktop.storage.projections import count_status
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.subjects import copy_to_records, save_subject_in
from neksus_desktop.storage.times import offset_minutes, to_text
from neksus_desktop.storage.unfinished import OPEN_STATUSES

__all__ = [
    "INVENTED", "OPEN_STATUSES", "create_record", "flush_working_texts", "keep_apart", "load_record", "number_of",
    "pillar_text", "record_exists", "replace_fields", "save_fields", "save_follow_up", "save_working_text",
    "set_status", "set_subject", "working_texts",
]  # fmt: skip

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId, VersionHash
    from neksus_desktop.records.record import FormRef, Record
    from neksus_desktop.records.statuses import Status
    from neksus_desktop.records.subject import Subject

INVENTED = "invented"
"""Name of the profile fact: "1" invented data only, "0" real data only, "" not decided yet."""


def create_record(store: Store, record: Record, *, role: str, now: datetime, head: VersionHash | None = None) -> None:
    """Keep a new record with its subject and whatever fields it has; ``head`` is the Version that it comes from.

    Raises:
        InventedMixError: it is invented and the profile real, or the other way.
        StorageExistsError: a record of this id is here already.
    """
    at, about = to_text(now), record.subject
    writing = Writing(record.id, role, at, offset_minutes(now))
    first = first_fields(record.fields, writing)
    with store.write() as db:
        keep_apart(store, db, invented=record.invented)
        subject = save_subject_in(store, db, about)
        added = db.execute(
            """
            INSERT INTO record (id, status, updated_at, last_seq, last_hash, form_id, form_version, form_hash, origin,
              invented, previous, head, created_at, subject, title, title_key, subject_type, country, partner, pillars)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """,
            (
                record.id, record.status, at, first.last_seq, first.last_hash, record.form.id, record.form.version,
                record.form.content_hash, record.origin, int(record.invented), record.previous, head, at, subject,
                about.title, sort_key(about.title), about.type, about.country, about.partner,
                pillar_text(about.pillars),
            ),
        )  # fmt: skip
        if added.rowcount != 1:
            raise StorageExistsError(folder=record.id)
        assert added.lastrowid is not None
        count_status(db, record.status, 1)
        write_first(store, db, added.lastrowid, first, writing)


def keep_apart(store: Store, db: Connection, *, invented: bool) -> None:
    """Let the profile's first record decide whether it holds invented or real data; refuse the other kind after.

    Raises:
        InventedMixError: the other kind was decided.
    """
    mark = "1" if invented else "0"
    if store.kind_seen == mark:
        return
    row = db.execute("SELECT value FROM value WHERE name = ?", (INVENTED,)).fetchone()
    if row is None or row[0] == "":
        db.execute("INSERT OR REPLACE INTO value (name, value) VALUES (?, ?)", (INVENTED, mark))
    elif row[0] != mark:
        raise InventedMixError(profile="invented" if row[0] == "1" else "real")
    store.kind_seen = mark


def pillar_text(pillars: tuple[str, ...]) -> str:
    """Pillars as one text that can be looked into: `` dev hum ``."""
    return f" {' '.join(pillars)} " if pillars else ""


def record_exists(store: Store, record: RecordId) -> bool:
    """Whether a record of this id is here."""
    with store.read() as db:
        return db.execute("SELECT 1 FROM record WHERE id = ?", (record,)).fetchone() is not None


def form_of(store: Store, record: RecordId) -> tuple[str, str]:
    """Id and version of the form that a record answers.

    Raises:
        NotFoundError: there is no such record.
    """
    with store.read() as db:
        row = db.execute("SELECT form_id, form_version FROM record WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise NotFoundError(kind="record", id=record)
    return row[0], row[1]


def load_record(store: Store, record: RecordId) -> Record:
    """The record as it stands; where nothing can be written, with typing that was cut off.

    Raises:
        NotFoundError: there is none of this id.
    """
    from neksus_desktop.records.record import FormRef, Record
    from neksus_desktop.records.subject import Subject

    with store.read() as db:
        row = db.execute(
            """
            SELECT r.nr, r.form_id, r.form_version, r.form_hash, r.status, r.origin, r.previous, s.content
            FROM record r JOIN subject s ON s.nr = r.subject WHERE r.id = ?
            """,
            (record,),
        ).fetchone()
        if row is None:
            raise NotFoundError(kind="record", id=record)
        nr, form_id, version, content_hash, status, origin, previous, subject = row
        fields = dict(db.execute("SELECT path, value FROM field WHERE record = ?", (nr,)))
        if store.read_only and status in OPEN_STATUSES:
            typed = db.execute("SELECT path, value FROM working WHERE record = ?", (nr,))
            fields = {path: value for path, value in {**fields, **dict(typed)}.items() if value}
    return Record(
        id=record, form=FormRef(id=form_id, version=version, content_hash=content_hash),
        subject=Subject.model_validate_json(subject), status=status, origin=origin, fields=fields, previous=previous,
    )  # fmt: skip


def save_fields(store: Store, record: RecordId, changes: Mapping[str, str], *, role: str, now: datetime) -> datetime:
    """Save what was written; it is on the disk when this returns.

    Args:
        store: the open profile.
        record: the record's id.
        changes: path → text; "" deletes.
        role: who writes.
        now: aware local time.

    Returns:
        The time that may be shown as «lagret kl.».

    Raises:
        NotFoundError: no such record.
        StatusError: it is not open for editing.
    """
    from neksus_desktop.records.version import next_status

    with store.write() as db:
        head = head_of(db, record)
        next_status(head.status, "edit")  # type: ignore[arg-type]  # the column holds a Status
        write_changes(db, head, changes, Writing(record, role, to_text(now), offset_minutes(now)))
        for path in changes:
            db.execute("DELETE FROM working WHERE record = ? AND path = ?", (head.nr, path))
    return now


def save_follow_up(
    store: Store, record: RecordId, approved: Mapping[str, str], changes: Mapping[str, str], *, role: str, now: datetime
) -> datetime:
    """Save what was done about an approved record's follow-up points; its text stays approved.

    Args:
        store: the open profile.
        record: the record's id.
        approved: the fields that were approved.
        changes: path → text; "" deletes.
        role: who writes.
        now: aware local time.

    Returns:
        The time that may be shown as «lagret kl.».

    Raises:
        NotFoundError: no such record.
        StatusError: it is not approved, or more than its follow-up would change.
    """
    from neksus_desktop.records.following_up import only_followed_up
    from neksus_desktop.records.version import next_status

    with store.write() as db:
        head = head_of(db, record)
        after = next_status(head.status, "follow_up")  # type: ignore[arg-type]  # the column holds a Status
        fields = dict(db.execute("SELECT path, value FROM field WHERE record = ?", (head.nr,)))
        if not only_followed_up(approved, {**fields, **changes}):
            raise StatusError(status=head.status, reason="edit")
        write_changes(db, head, changes, Writing(record, role, to_text(now), offset_minutes(now)))
        set_status(store, record, after)
    return now


def replace_fields(store: Store, record: RecordId, fields: Mapping[str, str], *, role: str, now: datetime) -> None:
    """Make ``fields`` the record's whole set, with history rows and without asking its status (import, merge).

    Raises:
        NotFoundError: no such record.
    """
    writing = Writing(record, role, to_text(now), offset_minutes(now))
    with store.write() as db:
        head = head_of(db, record)
        have = [path for (path,) in db.execute("SELECT path FROM field WHERE record = ?", (head.nr,))]
        if not have:
            first = first_fields(fields, writing, head.last_seq, head.last_hash)
            db.execute(
                "UPDATE record SET updated_at = ?, last_seq = ?, last_hash = ? WHERE nr = ?",
                (writing.at, first.last_seq, first.last_hash, head.nr),
            )
            write_first(store, db, head.nr, first, writing)
            return
        gone = dict.fromkeys((path for path in have if path not in fields), "")
        write_changes(db, head, {**gone, **fields}, writing)


def set_status(store: Store, record: RecordId, status: Status) -> None:
    """Set the status; whether the step is allowed is the use case's question.

    Raises:
        NotFoundError: no such record.
    """
    with store.write() as db:
        head = head_of(db, record)
        if head.status != status:
            db.execute("UPDATE record SET status = ? WHERE nr = ?", (status, head.nr))
            count_status(db, head.status, -1)
            count_status(db, status, 1)


def set_form(store: Store, record: RecordId, form: FormRef) -> None:
    """Let a record follow another version of its form; its answers are the use case's work.

    Raises:
        NotFoundError: no such record.
    """
    with store.write() as db:
        nr = number_of(db, record)
        found = (form.id, form.version, form.content_hash, nr)
        db.execute("UPDATE record SET form_id = ?, form_version = ?, form_hash = ? WHERE nr = ?", found)


def set_subject(store: Store, record: RecordId, subject: Subject) -> None:
    """Save the subject and let the record be about it.

    Raises:
        NotFoundError: no such record.
        InventedMixError: the subject is of the other kind.
    """
    with store.write() as db:
        keep_apart(store, db, invented=subject.invented)
        nr = number_of(db, record)
        subject_nr = save_subject_in(store, db, subject)
        db.execute("UPDATE record SET subject = ? WHERE nr = ?", (subject_nr, nr))
        copy_to_records(db, subject_nr, subject)


def save_working_text(store: Store, record: RecordId, path: str, text: str, now: datetime) -> None:
    """Keep the text of a field that is still being typed in: one small write.

    Raises:
        NotFoundError: no such record.
    """
    with store.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO working (record, path, value, at) VALUES (?, ?, ?, ?)",
            (number_of(db, record), path, writable(text), to_text(now)),
        )


def working_texts(store: Store, record: RecordId) -> dict[str, str]:
    """Texts that were being typed when the program last stopped: path → text."""
    with store.read() as db:
        return dict(
            db.execute(
                "SELECT w.path, w.value FROM working w JOIN record r ON r.nr = w.record WHERE r.id = ?", (record,)
            )
        )


def flush_working_texts(store: Store, record: RecordId, *, role: str, now: datetime) -> None:
    """Make what is still being typed part of the record.

    Raises:
        NotFoundError: no such record.
        StatusError: it is not open for editing.
    """
    if not working_texts(store, record):
        return
    with store.write():
        typed = working_texts(store, record)
        if typed:
            save_fields(store, record, typed, role=role, now=now)
