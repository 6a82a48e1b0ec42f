"""Search across all texts of all records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neksus_desktop.storage import search as stored
from neksus_desktop.storage.search import Hit, Place, SearchFilter, SearchPage, Span

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

__all__ = ["Hit", "Place", "SearchFilter", "SearchPage", "Span", "narrowed", "search"]


def narrowed(**wanted: Any) -> SearchFilter:
    """Which records and points to look in: any of ``SearchFilter``'s fields by name."""
    return SearchFilter(**wanted)


def search(
    profile: Profile,
    text: str,
    within: SearchFilter = stored.EVERYTHING,
    *,
    limit: int = 20,
    after: Place | None = None,
) -> SearchPage:
    """One page of hits, newest text first; ``after`` is the ``next`` of the page before."""
    return stored.search(profile.store, text, within, limit=limit, after=after)
