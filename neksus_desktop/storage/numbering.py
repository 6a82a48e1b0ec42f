"""The numbers of fields: record number and place in one, so that the search index names both."""

from __future__ import annotations

from neksus_desktop.storage.connection import Connection

BITS = 20
PLACES = 1 << BITS


def next_place(db: Connection, record: int) -> int:
    """The number of a record's next new field; one that waits to be indexed is never given again."""
    bounds = (record << BITS, (record + 1) << BITS)
    found = db.execute(
        """
        SELECT max(ifnull((SELECT max(nr) FROM field WHERE nr >= ?1 AND nr < ?2), ?1),
                   ifnull((SELECT max(nr) FROM search_pending WHERE nr >= ?1 AND nr < ?2), ?1))
        """,
        bounds,
    ).fetchone()
    return int(found[0]) + 1
