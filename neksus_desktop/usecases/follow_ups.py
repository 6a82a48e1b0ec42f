"""Follow-up points across all records: what is due, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.storage import follow_ups
from neksus_desktop.storage.follow_ups import DeadlineRow

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

__all__ = ["DeadlineRow", "deadlines", "names_of"]


def deadlines(
    profile: Profile, *, state: str | None = "aapen", responsible: str | None = None, limit: int = 1000
) -> list[DeadlineRow]:
    """Follow-up points by deadline, those without one last; ``responsible`` is a role, by its code or its name."""
    called = () if responsible is None else names_of(responsible)
    return follow_ups.deadlines(profile.store, state=state, responsible=called, limit=limit)


def names_of(role: str) -> tuple[str, ...]:
    """How a role may be written: its code, and what it is called in each language."""
    from neksus_desktop.forms.codelists import codelist
    from neksus_desktop.texts import LANGUAGES

    return tuple(dict.fromkeys((role, *(codelist("rolle").label(role, language) for language in LANGUAGES))))
