"""What people type and what the form keeps: dates, times and numbers, both ways; words counted.

Rules kept here:

* what cannot be understood is given back as it was typed: nothing is dropped, the form says what is wrong with it;
* dates are typed as «5.6.26», «5.6», «5. juni 2026», «i dag» or ISO, times as «14.30» or «nå»; numbers with comma or
  point, with the spaces and the minus sign that come along from Word and Excel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))
_NUMERIC_DATE = re.compile(r"(\d{1,2})[.\-/ ]+(\d{1,2})(?:[.\-/ ]+(\d{4}|\d{2}))?\.?")
_WORDED_DATE = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]{3,})\.?(?:\s+(\d{4}|\d{2}))?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_NUMERIC_MONTH = re.compile(r"(\d{1,2})[./ ]+(\d{4}|\d{2})")
_WORDED_MONTH = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{4}|\d{2})")
_COORDINATE = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*([NSEØWVnseøwv]?)(?![\w.])")
_TIME = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?")
_NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?")
_LEXICAL_TIME = re.compile(r"\d{2}:\d{2}:\d{2}")
_NEAR_DAYS = {
    "i dag": 0, "idag": 0, "nå": 0, "today": 0, "now": 0,
    "i går": -1, "igår": -1, "yesterday": -1,
    "i morgen": 1, "imorgen": 1, "i morgon": 1, "imorgon": 1, "tomorrow": 1,
}  # fmt: skip
"""What people write for a day near today, in any of the languages."""
_NOW = frozenset({"nå", "now"})
"""Not nynorsk's «no», which is English for the opposite of an answer."""
_GROUPED_FROM = 5
_CENTURY_TURN = 70
"""Two-digit years below this are in the 2000s."""


def parse_date(typed: str, today: date, months: Sequence[str] = ()) -> str:
    """The ISO date that was meant, or the text as it was typed. Without a year the nearest one to today is meant.

    ``months`` are the twelve names of the months in the language of the screen.
    """
    text = typed.strip()
    if (days := _NEAR_DAYS.get(" ".join(text.casefold().split()))) is not None:
        return (today + timedelta(days=days)).isoformat()
    if found := _ISO_DATE.fullmatch(text):
        return _iso(int(found[1]), int(found[2]), int(found[3])) or typed
    if found := _NUMERIC_DATE.fullmatch(text):
        return _with_year(int(found[1]), int(found[2]), found[3], today) or typed
    if found := _WORDED_DATE.fullmatch(text):
        word = found[2].casefold()
        for number, name in enumerate(months, start=1):
            if name.casefold().startswith(word):
                return _with_year(int(found[1]), number, found[3], today) or typed
    return typed


def _with_year(day: int, month: int, year: str | None, today: date) -> str:
    if year is None:
        found = [iso for near in (today.year - 1, today.year, today.year + 1) if (iso := _iso(near, month, day))]
        return min(found, key=lambda iso: abs(date.fromisoformat(iso) - today), default="")
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004 - a year of two digits
        number += 2000 if number < _CENTURY_TURN else 1900
    return _iso(number, month, day)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def parse_month(typed: str, months: Sequence[str], *, whole_year: bool) -> str:
    """The ISO date of the first day of «juni 2026», «6.26» or «2026», or the text as it was typed."""
    text = typed.strip()
    if _ISO_DATE.fullmatch(text):
        return f"{text[:4]}-01-01" if whole_year else f"{text[:7]}-01"
    if whole_year:
        return f"{text}-01-01" if re.fullmatch(r"[1-9]\d{3}", text) else typed
    if found := _ISO_MONTH.fullmatch(text):
        return _with_year(1, int(found[2]), found[1], date.min) or typed
    if found := _NUMERIC_MONTH.fullmatch(text):
        return _with_year(1, int(found[1]), found[2], date.min) or typed
    if found := _WORDED_MONTH.fullmatch(text):
        word = found[1].casefold()
        for number, name in enumerate(months, start=1):
            if name.casefold().startswith(word):
                return _with_year(1, number, found[2], date.min) or typed
    return typed


def parse_place(typed: str) -> str:
    """Latitude and longitude as they are copied from maps («59,91° N, 10.75»; more points with «;»), as ODK keeps them.

    What cannot be understood is given back as it was typed.
    """
    points = [part for part in re.split(r"[;\n]", typed) if part.strip()]
    found = [_point(part) for part in points]
    return "; ".join(found) if found and all(found) else typed


def _point(typed: str) -> str:
    text = typed.strip().replace("\u2212", "-").replace("°", " ")
    parts = _COORDINATE.findall(text)
    if not 2 <= len(parts) <= 4 or _COORDINATE.sub("", text).strip(" ,\t"):  # noqa: PLR2004 - with height and accuracy
        return ""
    numbers = []
    for number, side in parts:
        sign = "-" if side.upper() in {"S", "W", "V"} and not number.startswith("-") else ""
        numbers.append(sign + number.replace(",", "."))
    return " ".join(numbers)


def show_date(value: str) -> str:
    """An ISO date (or the date of a moment) as «5.6.2026»; anything else as it is."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{day.day}.{day.month}.{day.year}"


def long_date(value: str, months: Sequence[str], pattern: str) -> str:
    """An ISO date in words by ``pattern`` («{day}. {month} {year}»); anything else as it is."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return pattern.format(day=day.day, month=months[day.month - 1], year=day.year)


def parse_time(typed: str, now: time | None = None) -> str:
    """«14.30» or «14:30» as ``14:30:00``, «nå» as the minute it is; anything else as it was typed."""
    if now is not None and typed.strip().casefold() in _NOW:
        return f"{now.hour:02}:{now.minute:02}:00"
    found = _TIME.fullmatch(typed.strip())
    if not found:
        return typed
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    sound = hour < 24 and minute < 60 and second < 60  # noqa: PLR2004 - the clock
    return f"{hour:02}:{minute:02}:{second:02}" if sound else typed


def parse_moment(typed: str, today: date, months: Sequence[str] = ()) -> str:
    """The lexical dateTime of «22.11.2026 kl. 9.05» or «22.11 9:05»; anything else as it was typed."""
    day, _, clock = typed.strip().rpartition(" ")
    at = parse_time(clock)
    found = parse_date(re.sub(r"[\s,]*(?:kl\.?|at)?\s*$", "", day), today, months)
    return f"{found}T{at}" if _LEXICAL_TIME.fullmatch(at) and _ISO_DATE.fullmatch(found) else typed


def show_time(value: str) -> str:
    """A lexical time as «14.30»; anything else as it is."""
    found = re.match(r"(\d{2}):(\d{2})", value)
    return f"{found[1]}.{found[2]}" if found else value


def parse_number(typed: str, *, whole: bool) -> str:
    """The lexical number that was meant, or the text as it was typed."""
    text = typed.translate(_SPACES).replace("\u2212", "-").replace("\u2013", "-")
    if not whole:
        text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        return text if re.fullmatch(r"-?\d+(\.\d+)?", text) else typed
    return text if re.fullmatch(r"-?\d+", text) else typed


def show_number(value: str, *, comma: bool) -> str:
    """A lexical number with narrow spaces between thousands and the language's decimal sign; else as it is.

    Four figures stand together, as a year does.
    """
    found = _NUMBER.fullmatch(value)
    if not found:
        return value
    grouped = len(found[2]) >= _GROUPED_FROM and not found[2].startswith("0")
    whole = f"{int(found[2]):,}".replace(",", "\u202f") if grouped else found[2]
    sign = "\u2212" if found[1] else ""
    return sign + whole + (("," if comma else ".") + found[3] if found[3] else "")


def count_words(text: str) -> int:
    """Words as a reader counts them: what stands between white space and holds a letter or a digit."""
    return sum(1 for part in text.split() if any(letter.isalnum() for letter in part))
