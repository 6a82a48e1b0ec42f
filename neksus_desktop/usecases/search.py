"""Search across all texts of all records, and say where each hit stands.

Rules kept here:

* a hit says which assessment, which point and which text it stands in, in words; nobody is shown a path;
* an answer that was chosen is shown in the words it was chosen by; where these do not hold what was asked for (the code
  behind them does), it is no hit;
* the filter last used is kept in the profile with everything else; what was searched for is kept nowhere.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from neksus_desktop.storage import search as stored
from neksus_desktop.storage.search import SUBJECT, Hit, Place, SearchFilter, SearchPage, Span

if TYPE_CHECKING:
    from neksus_desktop.records.record import Fields
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.field_words import FieldWords
    from neksus_desktop.usecases.profile import Profile

__all__ = [
    "PERIODS", "FilterChoice", "Found", "FoundPage", "Hit", "Place", "SearchFilter", "SearchPage", "Span",
    "TextSearch", "keep_filter", "kept_filter", "narrowed", "search", "words_found",
]  # fmt: skip

PERIODS = ("", "month", "year", "this_year", "last_year", "between")
"""No period, the last 30 days, the last 365, this calendar year, the one before, between two dates."""
_KEPT = "search_filter"
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)


class FilterChoice(NamedTuple):
    """What a person chose, "" for all; ``since`` and ``until`` are ISO dates and count only in the period between."""

    country: str = ""
    type: str = ""
    point: str = ""
    pillar: str = ""
    status: str = ""
    period: str = ""
    since: str = ""
    until: str = ""

    def narrowing(self, today: date) -> SearchFilter:
        """As the search takes it."""
        since, until = _period(self, today)
        wanted = SearchFilter(
            countries=_one(self.country), types=_one(self.type), points=_one(self.point), pillars=_one(self.pillar),
            statuses=_one(self.status), since=since, until=until,
        )  # fmt: skip
        return stored.EVERYTHING if wanted == stored.EVERYTHING else wanted


class Found(NamedTuple):
    """One text that was found. ``place`` is the point's number and title, ``what`` which text of it this is."""

    record: str
    title: str
    country: str
    status: str
    point: str
    place: str
    what: str
    path: str
    spans: tuple[Span, ...]
    asked: tuple[str, ...]


class FoundPage(NamedTuple):
    """Hits, and where the next page begins (None at the end)."""

    hits: tuple[Found, ...]
    next: Place | None


class TextSearch:
    """Searches for one screen; it remembers the names of the forms' questions from search to search."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._words: dict[tuple[str, str, str], FieldWords] = {}

    def page(
        self,
        text: str,
        within: SearchFilter,
        language: Language,
        *,
        limit: int = 40,
        after: Place | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> FoundPage:
        """One page of hits with their places in words, newest text first.

        Args:
            text: words, and phrases in quotation marks.
            within: which records and points to look in.
            language: of the places.
            limit: hits per page.
            after: the ``next`` of the page before.
            progress: told how many of the page are ready.
            cancelled: set to stop; what is ready is given back.
        """
        if cancelled is not None and cancelled.is_set():
            return FoundPage((), None)
        hits: list[Found] = []
        fields: dict[str, Fields] = {}
        while not hits:
            found = stored.search(self._profile.store, text, within, limit=limit, after=after)
            after = found.next
            for at, hit in enumerate(found.hits, 1):
                if cancelled is not None and cancelled.is_set():
                    return FoundPage(tuple(hits), after)
                said = self._said(hit, language, fields)
                if said is not None:
                    hits.append(said)
                if progress is not None:
                    progress(at, len(found.hits))
            if after is None:
                break
        return FoundPage(tuple(hits), after)

    def _said(self, hit: Hit, language: Language, fields: dict[str, Fields]) -> Found | None:
        head = (hit.record, hit.title, hit.country, hit.status)
        if hit.path == SUBJECT:
            return Found(*head, "", "", "", SUBJECT, hit.context, hit.asked)
        if hit.path.startswith(("evidence/", "followup/", "attachment/")) and hit.record not in fields:
            fields[hit.record] = self._fields(hit.record)
        words, known = self._names(hit.record, language), dict(fields.get(hit.record, {}))
        shown = words.value(hit.path, hit.text)
        if shown != hit.text:
            hit = hit._replace(text=shown)
            if not any(span.hit for span in hit.context):
                return None
        point, place = words.point(hit.path, known), words.place(hit.path, known)
        what, path = words.name(hit.path), hit.path
        if path.startswith("attachment/"):
            owner = known.get(path.replace("/name", "/owner"), "")
            path = owner if owner.startswith("/") else f"evidence/{owner}/file"
        return Found(*head, point, place, "" if place.endswith(what) else what, path, hit.context, hit.asked)

    def _fields(self, record: str) -> Fields:
        from neksus_desktop.records.ids import RecordId
        from neksus_desktop.storage.records import load_record

        return load_record(self._profile.store, RecordId(record)).fields

    def _names(self, record: str, language: Language) -> FieldWords:
        from neksus_desktop.errors import FormError, NotFoundError
        from neksus_desktop.records.ids import RecordId
        from neksus_desktop.storage.records import form_of
        from neksus_desktop.usecases.field_words import FieldWords
        from neksus_desktop.usecases.forms import load_form

        form_id, version = form_of(self._profile.store, RecordId(record))
        key = (form_id, version, language)
        if key not in self._words:
            try:
                form = load_form(self._profile, form_id, version)
            except (NotFoundError, FormError):
                form = None
            self._words[key] = FieldWords(form, language)
        return self._words[key]


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


def words_found(text: str, asked: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the first word asked for stands in a text, from and to; None if it does not."""
    from neksus_desktop.storage.matching import marker

    match = marker(asked).search(text) if asked else None
    return match.span() if match is not None else None


def keep_filter(profile: Profile, choice: FilterChoice) -> None:
    """Keep the filter for the next time."""
    from neksus_desktop.storage.settings import set_value

    set_value(profile.store, _KEPT, json.dumps(choice._asdict(), ensure_ascii=False))


def kept_filter(profile: Profile) -> FilterChoice:
    """The filter last used; an empty one if none was kept or it is of another make."""
    from neksus_desktop.storage.settings import get_value

    found = json.loads(get_value(profile.store, _KEPT) or "{}")
    known = {name: str(value) for name, value in found.items() if name in FilterChoice._fields}
    return FilterChoice(**known)


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _period(choice: FilterChoice, today: date) -> tuple[str, str]:
    match choice.period:
        case "month":
            return (today - _MONTH).isoformat(), ""
        case "year":
            return (today - _YEAR).isoformat(), ""
        case "this_year":
            return f"{today.year}-01-01", ""
        case "last_year":
            return f"{today.year - 1}-01-01", f"{today.year - 1}-12-31"
        case "between":
            return choice.since, choice.until
        case _:
            return "", ""
