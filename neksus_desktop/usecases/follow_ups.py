"""Follow-up points across all records: what is due, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.storage import follow_ups
from neksus_desktop.storage.follow_ups import DeadlineRow

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

__all__ = ["DeadlineRow", "deadlines"]


def deadlines(
    profile: Profile, *, state: str | None = "aapen", responsible: str | None = None, limit: int = 1000
) -> list[DeadlineRow]:
    """Follow-up points by deadline, those without one last; as ``storage.follow_ups.deadlines``."""
    return follow_ups.deadlines(profile.store, state=state, responsible=responsible, limit=limit)
