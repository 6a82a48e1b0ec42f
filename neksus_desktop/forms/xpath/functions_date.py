"""Dates and times in expressions. All are read and written in the process's time zone."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.values import (
    Moment,
    Value,
    fault,
    parse_moment,
    parse_time,
    to_moment,
    to_number,
    to_text,
    unpack,
)

_RANGE = 2**31
_MONTHS = {
    "nb": ["jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."],
    "nn": ["jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_DAYS = {
    "nb": ["man.", "tir.", "ons.", "tor.", "fre.", "lør.", "søn."],
    "nn": ["mån.", "tys.", "ons.", "tor.", "fre.", "laur.", "søn."],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}


def today(c: Context) -> Moment:
    """The date now."""
    now = c.world.now().astimezone().replace(tzinfo=None)
    return Moment(now.replace(hour=0, minute=0, second=0, microsecond=0), "date")


def now(c: Context) -> Moment:
    """Date and time now."""
    return Moment(c.world.now().astimezone().replace(tzinfo=None), "dateTime")


def date(_c: Context, value: Value) -> Value:
    """A value as a date."""
    return to_moment(value, keep_time=False)


def date_time(_c: Context, value: Value) -> Value:
    """A value as a date with time."""
    return to_moment(value, keep_time=True)


def decimal_date_time(_c: Context, value: Value) -> Value:
    """Days since 1970, with fraction."""
    return _decimal(unpack(value), keep_date=True)


def decimal_time(_c: Context, value: Value) -> Value:
    """The part of the local day that is gone."""
    return _decimal(unpack(value), keep_date=False)


def _decimal(value: Value, *, keep_date: bool) -> Value:
    if type(value) is float:
        if math.isnan(value):
            return value
        if abs(value) > _RANGE:
            raise fault("date_out_of_range")
        return value if keep_date else value - math.floor(value)
    if type(value) is str:
        if value == "":
            return ""
        moment = parse_moment(value)
        if moment is None and not keep_date:
            local = parse_time(value.strip(), dt.date(1970, 1, 1))
            moment = None if local is None else Moment(local, "time")
        if moment is None:
            raise fault("not_a_date")
        value = moment
    if isinstance(value, Moment):
        return value.decimal_days() if keep_date else value.day_fraction()
    raise fault("not_a_date")


def format_date(c: Context, value: Value, pattern: Value) -> str:
    """A date written by ``pattern`` (%Y %y %m %n %b %d %e %a %W %H %h %M %S %3); others are refused, as in JavaRosa."""
    given = unpack(value)
    if type(given) is str and given and parse_moment(given) is None:
        local = parse_time(given.strip(), dt.date(1970, 1, 1))
        if local is not None:
            return _written(local, to_text(pattern), c.world.language())
    moment = to_moment(given, keep_time=True)
    if not isinstance(moment, Moment):
        return ""
    return _written(moment.local, to_text(pattern), c.world.language())


def _written(local: dt.datetime, pattern: str, language: str) -> str:
    spoken = language if language in _DAYS else "en"
    fields: dict[str, Any] = {
        "Y": f"{local.year:04d}",
        "y": f"{local.year:04d}"[2:],
        "m": f"{local.month:02d}",
        "n": local.month,
        "b": _MONTHS[spoken][local.month - 1],
        "d": f"{local.day:02d}",
        "e": local.day,
        "H": f"{local.hour:02d}",
        "h": local.hour,
        "M": f"{local.minute:02d}",
        "S": f"{local.second:02d}",
        "3": f"{local.microsecond // 1000:03d}",
        "a": _DAYS[spoken][local.weekday()],
        "W": local.isocalendar().week,
        "%": "%",
    }
    written: list[str] = []
    at = 0
    while at < len(pattern):
        if pattern[at] != "%":
            written.append(pattern[at])
            at += 1
            continue
        letter = pattern[at + 1 : at + 2]
        if letter not in fields or not letter:
            raise fault(f"unknown_date_field %{letter}")
        written.append(str(fields[letter]))
        at += 2
    return "".join(written)


def number_of_days(_c: Context, value: Value) -> float:
    """Kept for forms that call it: whole days of a date."""
    return to_number(value)


TABLE: dict[str, tuple[int, int, Any]] = {
    "today": (0, 0, today),
    "now": (0, 0, now),
    "date": (1, 1, date),
    "date-time": (1, 1, date_time),
    "decimal-date-time": (1, 1, decimal_date_time),
    "decimal-time": (1, 1, decimal_time),
    "format-date": (2, 2, format_date),
    "format-date-time": (2, 2, format_date),
}
