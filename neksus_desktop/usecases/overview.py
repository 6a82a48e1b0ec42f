"""What the first page shows: deadlines, where one left off, what waits for others; and the numbers in the navigation.

Read from the list, follow-up and transfer tables only: no record is loaded and nothing heavy is imported, since this
is what a cold start waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.usecases.listing import register_ids

if TYPE_CHECKING:
    from neksus_desktop.storage.comments import OpenComment as OpenComment  # noqa: PLC0414 - for screens
    from neksus_desktop.storage.follow_ups import DeadlineRow as DeadlineRow  # noqa: PLC0414
    from neksus_desktop.storage.listing import ListRow as ListRow  # noqa: PLC0414
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.year_wheel import Entry as Entry  # noqa: PLC0414

_ROWS = 6
_COUNTED = 1000


class Counts(NamedTuple):
    """What waits where: all records, open follow-up points (at most 1,000), files without a receipt."""

    records: int
    follow_ups: int
    transfers: int


class Overview(NamedTuple):
    """The first page.

    ``last_confirmed`` is the moment of the newest receipt, in UTC text, with who sent it; ``records`` are without rows
    of registers, ``empty`` says that there are none of those either.
    """

    deadlines: tuple[DeadlineRow, ...]
    drafts: tuple[ListRow, ...]
    returned: tuple[ListRow, ...]
    for_approval: int
    oldest_for_approval: str
    unconfirmed: tuple[tuple[int, str], ...]
    last_confirmed: str
    records: int
    empty: bool
    remarks: tuple[OpenComment, ...]


def counts(profile: Profile) -> Counts:
    """The numbers in the navigation."""
    from neksus_desktop.storage.follow_ups import deadlines
    from neksus_desktop.storage.listing import RowQuery, count

    return Counts(
        records=count(profile.store, RowQuery(without=register_ids(profile))),
        follow_ups=len(deadlines(profile.store, limit=_COUNTED)),
        transfers=len(_unconfirmed(profile)),
    )


def overview(profile: Profile) -> Overview:
    """Everything on the first page."""
    from neksus_desktop.storage.comments import open_comments
    from neksus_desktop.storage.follow_ups import deadlines
    from neksus_desktop.storage.listing import RowQuery, count, counts_by_status, page
    from neksus_desktop.usecases.follow_ups import names_of

    store = profile.store
    mine = deadlines(store, responsible=names_of(profile.role), limit=_ROWS) or deadlines(store, limit=_ROWS)
    statuses, registers = counts_by_status(store), register_ids(profile)
    oldest = page(store, RowQuery(statuses=("for_approval",), descending=False), limit=1).rows
    return Overview(
        deadlines=tuple(mine),
        drafts=page(store, RowQuery(statuses=("draft",), without=registers), limit=4).rows,
        returned=page(store, RowQuery(statuses=("returned",)), limit=3).rows,
        for_approval=statuses.get("for_approval", 0),
        oldest_for_approval=oldest[0].updated_at if oldest else "",
        unconfirmed=_unconfirmed(profile),
        last_confirmed=_last_confirmed(profile),
        records=count(store, RowQuery(without=registers)) if registers else sum(statuses.values()),
        empty=not statuses,
        remarks=tuple(open_comments(store, profile.workplace_name)),
    )


def my_deadlines(profile: Profile, language: Language) -> list[Entry]:
    """The acting role's deadlines on the first page where there are registers: theirs and follow-up points.

    The registers are read for it, which takes half a second for 10,000 rows: it is asked for after the rest.
    """
    from neksus_desktop.usecases.year_wheel import my_deadlines as all_of_them

    return all_of_them(profile, language)[:_ROWS]


def _unconfirmed(profile: Profile) -> tuple[tuple[int, str], ...]:
    """Number and recipient (thumbprint) of files with records that no receipt has come for."""
    from neksus_desktop.storage.transfers import outgoing

    return tuple(
        (row.sequence, row.recipients[0] if row.recipients else "")
        for row in outgoing(profile.store)
        if row.kind == "records" and row.state == "exported"
    )


def _last_confirmed(profile: Profile) -> str:
    from neksus_desktop.storage.transfers import incoming

    return max((row.received_at for row in incoming(profile.store) if row.kind == "receipt"), default="")
