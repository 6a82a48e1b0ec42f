"""Searches of the list that a user keeps by name; they lie in the profile with everything else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

_NAME, _LAST = "saved_searches", "list_filters"


class SavedSearch(NamedTuple):
    """A name and what the list showed: search text, statuses, type and country codes, the one subject and its title."""

    name: str
    text: str = ""
    statuses: tuple[str, ...] = ()
    type: str = ""
    country: str = ""
    subject: str = ""
    title: str = ""


def saved_searches(profile: Profile) -> list[SavedSearch]:
    """All kept searches, in the order in which they were kept."""
    from neksus_desktop.storage.settings import get_value

    rows = json.loads(get_value(profile.store, _NAME) or "[]")
    return [SavedSearch(name, text, tuple(statuses), *more) for name, text, statuses, *more in rows]


def keep_search(profile: Profile, search: SavedSearch) -> None:
    """Keep a search; one of the same name is replaced."""
    others = [kept for kept in saved_searches(profile) if kept.name != search.name]
    _write(profile, [*others, search])


def forget_search(profile: Profile, name: str) -> None:
    """Forget the search of this name, if there is one."""
    _write(profile, [kept for kept in saved_searches(profile) if kept.name != name])


def last_filters(profile: Profile) -> SavedSearch:
    """The statuses, type and country that the list showed last, in this session or the one before."""
    from neksus_desktop.storage.settings import get_value

    statuses, kind, country = json.loads(get_value(profile.store, _LAST) or '[[], "", ""]')
    return SavedSearch("", statuses=tuple(statuses), type=kind, country=country)


def remember_filters(profile: Profile, shown: SavedSearch) -> None:
    """Remember the filters of the list; what was searched for, and about whom, is not."""
    from neksus_desktop.storage.settings import set_value

    set_value(profile.store, _LAST, json.dumps([shown.statuses, shown.type, shown.country]))


def _write(profile: Profile, searches: list[SavedSearch]) -> None:
    from neksus_desktop.storage.settings import set_value

    set_value(profile.store, _NAME, json.dumps(searches, ensure_ascii=False))
