"""Subjects: what is assessed. A changed subject changes the list columns of its records too."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.folding import sort_key, words
from neksus_desktop.storage.indexing import index_subject, settle
from neksus_desktop.storage.store import Store

if TYPE_CHECKING:
    from neksus_desktop.records.ids import SubjectId
    from neksus_desktop.records.subject import Subject

_SEARCHED = ("title", "partner", "agreement_number", "case_number", "responsible_unit", "description")


def save_subject(store: Store, subject: Subject, *, now: datetime | None = None) -> None:  # noqa: ARG001  # asked of every save
    """Keep a subject, new or changed.

    Raises:
        InventedMixError: it is invented and the profile real, or the other way.
    """
    from neksus_desktop.storage.records import keep_apart

    with store.write() as db:
        keep_apart(store, db, invented=subject.invented)
        save_subject_in(store, db, subject)


def save_subject_in(store: Store, db: Connection, subject: Subject) -> int:
    """The same inside an open transaction; returns the subject's local number.

    What its records repeat of it is written only when it changed: a subject may have ten thousand.
    """
    content = subject.model_dump_json(exclude_defaults=True)
    key = sort_key(subject.title)
    added = db.execute(
        """
        INSERT INTO subject (id, type, title, title_key, country, content) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """,
        (subject.id, subject.type, subject.title, key, subject.country, content),
    )
    if added.rowcount == 1:
        assert added.lastrowid is not None
        index_subject(store, db, added.lastrowid, None, _search_text(subject))
        return added.lastrowid
    row = db.execute("SELECT nr, content FROM subject WHERE id = ?", (subject.id,)).fetchone()
    nr = int(row[0])
    if row[1] != content:
        db.execute(
            "UPDATE subject SET type = ?, title = ?, title_key = ?, country = ?, content = ? WHERE nr = ?",
            (subject.type, subject.title, key, subject.country, content, nr),
        )
        index_subject(store, db, nr, search_text(row[1]), _search_text(subject))
        copy_to_records(db, nr, subject)
    return nr


def copy_to_records(db: Connection, nr: int, subject: Subject) -> None:
    """Let all records of a subject repeat what lists show of it."""
    pillars = f" {' '.join(subject.pillars)} " if subject.pillars else ""
    db.execute(
        """
        UPDATE record SET title = ?2, title_key = ?3, subject_type = ?4, country = ?5, partner = ?6, pillars = ?7
        WHERE subject = ?1 AND (title, subject_type, country, partner, pillars) IS NOT (?2, ?4, ?5, ?6, ?7)
        """,
        (nr, subject.title, sort_key(subject.title), subject.type, subject.country, subject.partner, pillars),
    )


def load_subject(store: Store, subject: SubjectId) -> Subject:
    """A subject.

    Raises:
        NotFoundError: there is none of this id.
    """
    from neksus_desktop.records.subject import Subject

    with store.read() as db:
        row = db.execute("SELECT content FROM subject WHERE id = ?", (subject,)).fetchone()
    if row is None:
        raise NotFoundError(kind="subject", id=subject)
    return Subject.model_validate_json(row[0])


def list_subjects(store: Store, query: str = "", *, limit: int = 500) -> list[Subject]:
    """Subjects by title, those with every word of ``query`` in one of their texts."""
    from neksus_desktop.records.subject import Subject

    asked = words(query)
    with store.read() as db:
        if asked:
            if store.writing:
                settle(store, db)
            match = " ".join(f'"{word}"*' for word in asked)
            rows = db.execute(
                """
                SELECT content FROM subject
                WHERE nr IN (SELECT rowid FROM subject_search WHERE subject_search MATCH ?)
                ORDER BY title_key, nr LIMIT ? + 0
                """,
                (match, limit),
            ).fetchall()
        else:
            rows = db.execute("SELECT content FROM subject ORDER BY title_key, nr LIMIT ? + 0", (limit,)).fetchall()
    return [Subject.model_validate_json(content) for (content,) in rows]


def search_text(content: str) -> str:
    """The texts of a stored subject that can be searched for."""
    found = json.loads(content)
    return "\n".join(str(found[name]) for name in _SEARCHED if found.get(name))


def _search_text(subject: Subject) -> str:
    """The same of a subject that is not stored yet."""
    return "\n".join([text for name in _SEARCHED if (text := getattr(subject, name))])
