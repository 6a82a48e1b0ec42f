"""Dates, numbers and codes in the words of the document's language (Språkrådet's rules; domain: day, month, year).

Running text says «5. juni 2026», a table 05.06.2026; English says 5 June 2026 in both. Never a slash.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from neksus_desktop.errors import NotFoundError
from neksus_desktop.texts import Language, text
from neksus_desktop.texts import number as whole_number

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def long_date(language: Language, day: date) -> str:
    """The day in running text."""
    return text(language, "report.date.long", day=day.day, month=_month(language, day.month), year=day.year)


def short_date(language: Language, day: date) -> str:
    """The day in a table."""
    return long_date(language, day) if language == "en" else f"{day.day:02d}.{day.month:02d}.{day.year}"


def date_text(language: Language, iso: str, *, short: bool = False) -> str:
    """A stored ISO date in words; what is no date is given back as it is."""
    found = _ISO.match(iso)
    if found is None:
        return iso
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return iso
    return short_date(language, day) if short else long_date(language, day)


def period_text(language: Language, iso: str, *, whole_year: bool) -> str:
    """The month or the year that a stored ISO date stands for; what is no date is given back as it is."""
    found = _ISO.match(iso)
    if found is None:
        return iso
    year, month = found[1], int(found[2])
    return year if whole_year or not 1 <= month <= 12 else f"{_month(language, month)} {year}"  # noqa: PLR2004


def moment(language: Language, at: datetime) -> str:
    """A day and a time of day, in the clock of ``at``."""
    clock = f"{at.hour:02d}:{at.minute:02d}" if language == "en" else f"{at.hour:02d}.{at.minute:02d}"
    return text(language, "report.date.moment", date=long_date(language, at.date()), time=clock)


def number_text(language: Language, lexical: str) -> str:
    """A number with the language's decimal sign, thousands apart and a real minus; what is none stays as it is."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", lexical):
        return lexical
    whole, point, rest = lexical.lstrip("-").partition(".")
    sign = "\N{MINUS SIGN}" if lexical.startswith("-") else ""
    return sign + whole_number(language, int(whole)) + ({"en": "."}.get(language, ",") + rest if point else "")


def amount(language: Language, kroner: int) -> str:
    """Norwegian kroner."""
    return text(language, "report.amount", amount=number_text(language, str(kroner)))


def code_label(language: Language, codelist_name: str, code: str) -> str:
    """What a code is called; the code itself when no list has it (free text is always allowed)."""
    from neksus_desktop.forms.codelists import codelist

    try:
        return codelist(codelist_name).label(code, language) if code else ""
    except NotFoundError:
        return code


def sentence(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]


def _month(language: Language, number: int) -> str:
    return text(language, f"report.month.{number}")
