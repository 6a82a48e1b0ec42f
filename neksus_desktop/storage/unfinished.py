"""Which records hold typing that was cut off. Every start asks, and mostly there is none: nothing is loaded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.storage.store import Store

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId

OPEN_STATUSES = ("draft", "returned")
"""Of records that may be written."""


def unfinished(store: Store) -> list[RecordId]:
    """Records open for editing in which typing was cut off when the program last stopped.

    ``CROSS JOIN`` makes SQLite begin at what was typed: the records that are open can be all of them.
    """
    with store.read() as db:
        rows = db.execute(
            "SELECT DISTINCT r.id FROM working w CROSS JOIN record r ON r.nr = w.record WHERE r.status IN (?, ?)",
            OPEN_STATUSES,
        ).fetchall()
    return [row[0] for row in rows]
