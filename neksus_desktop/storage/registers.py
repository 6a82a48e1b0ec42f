"""Rows of registers: many short records of one form, with the few answers that a table shows.

Rules kept here: a row is a record like any other and nothing is copied; only the asked paths are read, each by the
index over (record, path), so that ten thousand rows cost little more than their answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from neksus_desktop.storage.store import Store


class RegisterRow(NamedTuple):
    """One row: its record, the subject it is about, and the answers asked for (path → text)."""

    id: str
    form_id: str
    subject: str
    status: str
    updated_at: str
    open_follow_ups: int
    values: dict[str, str]


def register_rows(
    store: Store,
    form_id: str,
    paths: Sequence[str],
    *,
    subject: str | None = None,
    repeats: Iterable[str] = (),
    record: str | None = None,
) -> list[RegisterRow]:
    """The rows of a register in the order they were made.

    Args:
        store: the open profile.
        form_id: the register's form.
        paths: answers to read.
        subject: only rows about this subject; of every subject when None.
        repeats: repeats whose rows are read too, whole.
        record: only this row.
    """
    about = "AND s.id = ?" * (subject is not None) + " AND r.id = ?" * (record is not None)
    values = (form_id, *(value for value in (subject, record) if value is not None))
    wanted = " OR ".join(
        ["f.path IN (SELECT value FROM json_each(?))"] + ["(f.path >= ? AND f.path < ?)"] * len(tuple(repeats))
    )
    spans = [bound for repeat in repeats for bound in (f"{repeat}[", f"{repeat}\\")]
    with store.read() as db:
        heads = db.execute(
            f"""
            SELECT r.nr, r.id, r.form_id, s.id, r.status, r.updated_at, r.open_follow_ups
            FROM record r JOIN subject s ON s.nr = r.subject WHERE r.form_id = ? {about} ORDER BY r.nr
            """,  # noqa: S608  # a condition of our own
            values,
        ).fetchall()
        found: dict[int, dict[str, str]] = {head[0]: {} for head in heads}
        answers = db.execute(
            f"""
            SELECT f.record, f.path, f.value FROM record r JOIN subject s ON s.nr = r.subject
            CROSS JOIN field f ON f.record = r.nr WHERE r.form_id = ? {about} AND ({wanted})
            """,  # noqa: S608  # conditions of our own
            (*values, _json(paths), *spans),
        )
        for nr, path, value in answers:
            if nr in found:
                found[nr][path] = value
    return [RegisterRow._make((*head[1:], found[head[0]])) for head in heads]


def count_rows(store: Store, subject: str | None = None) -> dict[str, int]:
    """How many records each form has, about one subject or all."""
    with store.read() as db:
        return dict(
            db.execute(
                """
                SELECT r.form_id, count(*) FROM record r JOIN subject s ON s.nr = r.subject
                WHERE ?1 IS NULL OR s.id = ?1 GROUP BY r.form_id
                """,
                (subject,),
            )
        )


def _json(paths: Sequence[str]) -> str:
    import json

    return json.dumps(list(paths))
