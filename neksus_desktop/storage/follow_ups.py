"""Follow-up points across all records, by deadline."""

from __future__ import annotations

import json
from typing import NamedTuple

from neksus_desktop.storage.store import Store


class DeadlineRow(NamedTuple):
    """One follow-up point with the record it belongs to; ``deadline`` is an ISO date or ""."""

    record: str
    title: str
    country: str
    id: str
    point: str
    text: str
    responsible: str
    deadline: str
    state: str
    outcome: str
    record_status: str
    form_id: str


def deadlines(
    store: Store, *, state: str | None = "aapen", responsible: tuple[str, ...] = (), limit: int = 1000
) -> list[DeadlineRow]:
    """Follow-up points by deadline, those without one last.

    Args:
        store: the open profile.
        state: "aapen", "lukket" or None for both.
        responsible: only those of a role written so, all when empty.
        limit: at most so many.
    """
    with store.read() as db:
        rows = db.execute(
            """
            SELECT r.id, r.title, r.country, f.id, f.point, f.text, f.responsible, f.deadline, f.state, f.outcome,
              r.status, r.form_id
            FROM follow_up f JOIN record r ON r.nr = f.record
            WHERE (?1 IS NULL OR f.state = ?1) AND (?2 = '[]' OR f.responsible IN (SELECT value FROM json_each(?2)))
            ORDER BY f.deadline = '', f.deadline, r.title_key, f.id LIMIT ?3 + 0
            """,
            (state, json.dumps(responsible), limit),
        ).fetchall()
    return [DeadlineRow(*row) for row in rows]
