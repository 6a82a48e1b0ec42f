"""Follow-up points across all records: what is due, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.storage import follow_ups
from neksus_desktop.storage.follow_ups import DeadlineRow

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

__all__ = ["DeadlineRow", "deadlines"]


def deadlines(
    profile: Profile,
    *,
    state: str | None = "aapen",
    until: str | None = None,
    responsible: str | None = None,
    record: str | None = None,
    limit: int = 1000,
) -> list[DeadlineRow]:
    """Follow-up points by deadline, those without one last.

    Args:
        profile: the open profile.
        state: "aapen", "lukket" or None for both.
        until: only those due on this ISO date or before.
        responsible: only those of this role.
        record: only those of this record.
        limit: at most so many.
    """
    return follow_ups.deadlines(
        profile.store, state=state, until=until, responsible=responsible, record=record, limit=limit
    )
