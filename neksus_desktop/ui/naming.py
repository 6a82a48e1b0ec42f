"""What codes are called on screen: countries, subject types, roles, statuses; and moments and days in words."""

from __future__ import annotations

from datetime import date, datetime

from neksus_desktop.ui.say import say


def named(codelist: str, code: str) -> str:
    """The label of a code in the current language; what is not in the list is shown as it is."""
    from neksus_desktop.forms.codelists import codelist as load

    return load(codelist).label(code, say.language) if code else ""


def choices(codelist: str) -> list[tuple[str, str]]:
    """All codes of a list with their labels."""
    from neksus_desktop.forms.codelists import codelist as load

    found = load(codelist)
    return [(code, found.label(code, say.language)) for code in found.codes]


def sorted_choices(codelist: str) -> list[tuple[str, str]]:
    """The same by label, with æ, ø and å last in Norwegian."""
    from PySide6.QtCore import QCollator

    collator = QCollator(say.locale())
    return sorted(choices(codelist), key=lambda pair: collator.sortKey(pair[1]))


def code_of(codelist: str, text: str) -> str:
    """The code whose label was typed, in any of the languages; other text is given back as it is."""
    from neksus_desktop.forms.codelists import codelist as load

    found = load(codelist)
    wanted = text.strip().casefold()
    for code in found.codes:
        if wanted in {found.label(code, language).casefold() for language in ("nb", "nn", "en")}:
            return code
    return text.strip()


def capital(text: str) -> str:
    """The first letter large, as at the beginning of a line."""
    return text[:1].upper() + text[1:]


def day(iso: str, today: date | None = None) -> str:
    """An ISO date (or the date of a moment) in words; "" or what cannot be read is given back as it is."""
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return say.date(found, today=today)


def day_here(moment: str, now: datetime) -> str:
    """The day of a stored moment in words, as the calendar stood where ``now`` is read."""
    return say.date(datetime.fromisoformat(moment).astimezone(now.tzinfo).date())


def readable(text: str) -> str:
    """A text as it is, but a bare ISO date in words."""
    is_date = len(text) == len("2026-01-01") and text[4:5] == "-" == text[7:8]
    return day(text) if is_date else text


def status(code: str) -> str:
    """A record's status in words."""
    return say(f"record.status.{code}")
