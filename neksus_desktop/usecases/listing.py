"""The list of records for the window and the command line. Loads no pydantic: it is on the path of every start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from neksus_desktop.forms.packs import packs
from neksus_desktop.storage import listing
from neksus_desktop.storage.listing import Cursor, ListRow, Page, RowQuery, Sort

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.usecases.profile import Profile

__all__ = [
    "Cursor", "ListRow", "Page", "RowQuery", "Sort", "all_rows", "count", "counts_by_status", "moment", "page", "query",
    "register_ids",
]  # fmt: skip

_BATCH = 500


def query(**wanted: Any) -> RowQuery:
    """What the list shall show: any of ``RowQuery``'s fields by name."""
    return RowQuery(**wanted)


def page(profile: Profile, wanted: RowQuery, after: Cursor | None = None, limit: int = 50) -> Page:
    """One page of the list; ``after`` is the ``next`` of the page before."""
    return listing.page(profile.store, wanted, after, limit)


def count(profile: Profile, wanted: RowQuery) -> int:
    """How many records the query finds."""
    return listing.count(profile.store, wanted)


def counts_by_status(profile: Profile) -> dict[str, int]:
    """How many records have each status; a status that none has is left out."""
    return listing.counts_by_status(profile.store)


def all_rows(profile: Profile, wanted: RowQuery) -> Iterator[ListRow]:
    """Every row, page by page."""
    after: Cursor | None = None
    while True:
        found = page(profile, wanted, after, _BATCH)
        yield from found.rows
        after = found.next
        if after is None:
            return


def moment(text: str) -> datetime:
    """A stored moment as an aware datetime."""
    from neksus_desktop.storage.times import to_moment

    return to_moment(text)


def register_ids(profile: Profile) -> tuple[str, ...]:
    """The registers of the profile's pack, in the order they are offered: their records have a place of their own."""
    return packs()[profile.settings.pack].registers
