"""Columns and rows copied from fields so that lists need not look into them; rebuilt whenever those fields change.

What is copied is fit for lists: a deadline is an ISO date or nothing, a state one of ours. The field keeps what came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from neksus_desktop.storage.connection import Connection

_FOLLOW_UP = "followup/"
_COLUMNS = ("point", "text", "responsible", "deadline", "state", "outcome")


def project(db: Connection, record: int, paths: Sequence[str]) -> None:
    """Bring the list columns and follow-ups of a record in step with its changed fields."""
    if "assessed_on" in paths:
        db.execute(
            """
            UPDATE record SET assessed_on =
              ifnull((SELECT value FROM field WHERE record = ?1 AND path = 'assessed_on'), '')
            WHERE nr = ?1
            """,
            (record,),
        )
    if _FOLLOW_UP not in "\n".join(paths):
        return
    touched = {path[len(_FOLLOW_UP) :].partition("/")[0] for path in paths if path.startswith(_FOLLOW_UP)}
    if touched:
        _project_follow_ups(db, record, touched)


def _project_follow_ups(db: Connection, record: int, ids: Iterable[str]) -> None:
    for key in sorted(ids):
        prefix = f"{_FOLLOW_UP}{key}/"
        found = dict(
            db.execute(
                "SELECT substr(path, ?), value FROM field WHERE record = ? AND path >= ? AND path < ?",
                (len(prefix) + 1, record, prefix, f"{_FOLLOW_UP}{key}0"),
            )
        )
        if found:
            values = [found.get(name, "") for name in _COLUMNS]
            values[3] = _day(values[3])
            values[4] = "lukket" if values[4] == "lukket" else "aapen"
            db.execute("INSERT OR REPLACE INTO follow_up VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (record, key, *values))
        else:
            db.execute("DELETE FROM follow_up WHERE record = ? AND id = ?", (record, key))
    db.execute(
        """
        UPDATE record SET open_follow_ups =
          (SELECT count(*) FROM follow_up WHERE record = ?1 AND state = 'aapen')
        WHERE nr = ?1
        """,
        (record,),
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def count_status(db: Connection, status: str, step: int) -> None:
    """One record more (or fewer) has this status."""
    db.execute(
        "INSERT INTO status_count VALUES (?1, ?2) ON CONFLICT (status) DO UPDATE SET count = count + ?2", (status, step)
    )


def recount(db: Connection) -> None:
    """Count the statuses anew."""
    db.execute("DELETE FROM status_count")
    db.execute("INSERT INTO status_count SELECT status, count(*) FROM record GROUP BY status")
