"""The list of records, page by page, straight from one table and its indexes.

Rules kept here: no pydantic and no field is read; pages are found by key (never OFFSET); a filter on a rare
status or country goes by its own index, a common one along the sort order.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.indexing import flush
from neksus_desktop.storage.matching import find_records, in_record, terms
from neksus_desktop.storage.store import Store

Sort = Literal["updated", "title", "country", "status", "assessed"]
Cursor = tuple[str, int]

_FEW = 3000


class RowQuery(NamedTuple):
    """What the list shows. Empty tuples mean no filter; ``text`` searches all texts, ``without`` leaves forms out.

    ``subject`` is the id of what the records are about.
    """

    text: str = ""
    statuses: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    subject: str = ""
    sort: Sort = "updated"
    descending: bool = True


class ListRow(NamedTuple):
    """One record as the list shows it. ``updated_at`` is UTC text, ``assessed_on`` an ISO date or ""."""

    id: str
    title: str
    subject_type: str
    country: str
    partner: str
    status: str
    updated_at: str
    assessed_on: str
    form_id: str
    origin: str
    invented: bool
    open_follow_ups: int


class Page(NamedTuple):
    """Rows, and where the next page begins (None at the end)."""

    rows: tuple[ListRow, ...]
    next: Cursor | None


_KEYS: dict[Sort, str] = {
    "updated": "updated_at",
    "title": "title_key",
    "country": "country",
    "status": "status",
    "assessed": "assessed_on",
}
_COLUMNS = (
    "id, title, subject_type, country, partner, status, updated_at, assessed_on, form_id, origin, invented, "
    "open_follow_ups"
)


def page(store: Store, query: RowQuery, after: Cursor | None = None, limit: int = 50) -> Page:
    """One page of the list.

    Args:
        store: the open profile.
        query: filters and order.
        after: the ``next`` of the page before, None for the first.
        limit: rows per page.
    """
    if query.text.strip():
        flush(store)
    with store.read() as db:
        where, values, few = _where(store, db, query)
        key = _KEYS[query.sort]
        order, beyond = ("DESC", "<") if query.descending else ("ASC", ">")
        plus = "+" if few else ""
        if after is not None:
            where.append(f"({plus}{key}, nr) {beyond} (?, ?)")
            values += after
        condition = f"WHERE {' AND '.join(where)}" if where else ""
        rows = db.execute(
            f"SELECT {_COLUMNS} FROM record r {condition} ORDER BY {plus}{key} {order}, nr {order} LIMIT ? + 0",  # noqa: S608  # only names of our own
            (*values, limit + 1),
        ).fetchall()
        if len(rows) <= limit:
            return Page(tuple(map(ListRow._make, rows)), None)
        last = db.execute(f"SELECT {key}, nr FROM record WHERE id = ?", (rows[limit - 1][0],)).fetchone()  # noqa: S608
    return Page(tuple(map(ListRow._make, rows[:limit])), last)


def count(store: Store, query: RowQuery) -> int:
    """How many records the query finds."""
    filtered = query.text.strip() or query.types or query.countries or query.forms or query.pillars or query.without
    filtered = filtered or query.subject  # what the counts by status do not know
    if not filtered:
        counts = counts_by_status(store)
        return sum(n for status, n in counts.items() if not query.statuses or status in query.statuses)
    if query.text.strip():
        flush(store)
    with store.read() as db:
        where, values, _ = _where(store, db, query)
        found = db.execute(f"SELECT count(*) FROM record r WHERE {' AND '.join(where)}", values)  # noqa: S608  # our names
        return int(found.fetchone()[0])


def counts_by_status(store: Store) -> dict[str, int]:
    """How many records have each status."""
    with store.glance() as db:
        return dict(db.execute("SELECT status, count FROM status_count WHERE count > 0"))


def _where(store: Store, db: Connection, query: RowQuery) -> tuple[list[str], list[str | int], bool]:
    """Conditions and their values; whether so few records are left that sorting beats walking along the order."""
    where: list[str] = []
    values: list[str | int] = []
    few = False
    lists = (
        ("status", query.statuses), ("subject_type", query.types), ("country", query.countries),
        ("form_id", query.forms),
    )  # fmt: skip
    for column, wanted in lists:
        if wanted:
            where.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if query.without:
        where.append(f"form_id NOT IN ({', '.join('?' * len(query.without))})")
        values += query.without
    if query.subject:
        where.append("subject = (SELECT nr FROM subject WHERE id = ?)")
        values.append(query.subject)
        few = True
    if query.statuses and not few:
        few = _with_status(db, query.statuses) < _FEW
    if query.pillars:
        where.append(f"({' OR '.join(['instr(pillars, ?)'] * len(query.pillars))})")
        values += [f" {pillar} " for pillar in query.pillars]
    for term in terms(store, db, query.text) if query.text else ():
        found = find_records(db, term)
        condition, more = in_record(found)
        where.append(condition)
        values += more
        few = few or (found.records is not None and len(found.records) < _FEW)
    return where, values, few


def _with_status(db: Connection, statuses: tuple[str, ...]) -> int:
    found = db.execute(
        f"SELECT sum(count) FROM status_count WHERE status IN ({', '.join('?' * len(statuses))})",  # noqa: S608  # marks
        statuses,
    ).fetchone()[0]
    return int(found or 0)
