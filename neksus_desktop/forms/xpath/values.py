"""The values of expressions and how one kind becomes another, with JavaRosa's rules.

A value is ``str``, ``float``, ``bool``, ``Moment`` (a date or time, which plain XPath 1.0 lacks) or a list of nodes.
Where this differs from XPath 1.0: an empty node-set reads as an empty text, a comma is a decimal sign, a date reads
as a number of days (a *text* that looks like one does not), and two numbers are equal when they differ by less
than 1e-12.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

from neksus_desktop.errors import FormExpressionError

Value = Any
NAN = math.nan
TINY = 1e-12
EPOCH = dt.date(1970, 1, 1).toordinal()
MAX_WHOLE = 2**63
MAX_EXACT = 1e16
_INT_RANGE = 2**31

_DATE = re.compile(r"(-?\d{1,6})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?\D*?(Z|[+-]\d{1,2}(?::?\d{2})?)?", re.ASCII)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)


class Moment:
    """A point in time as the clock on the wall shows it; ``kind`` (date, dateTime, time) decides how it is written."""

    __slots__ = ("kind", "local", "text")

    def __init__(self, local: dt.datetime, kind: str, text: str = "") -> None:
        self.local = local
        self.kind = kind
        self.text = text

    def days(self) -> float:
        """Whole days since 1 January 1970, by the local calendar."""
        return float(self.local.toordinal() - EPOCH)

    def decimal_days(self) -> float:
        """Days since midnight UTC on 1 January 1970, with fraction."""
        return self.local.astimezone().timestamp() / 86400.0

    def day_fraction(self) -> float:
        """The part of the local day that is gone."""
        local = self.local
        return (local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6) / 86400.0

    def __str__(self) -> str:
        local = self.local
        if self.text:
            return self.text
        if self.kind == "date":
            return local.date().isoformat()
        clock = f"{local:%H:%M:%S}.{local.microsecond // 1000:03d}"
        offset = f"{local.astimezone():%z}"
        clock += f"{offset[:3]}:{offset[3:5]}"
        return clock if self.kind == "time" else f"{local.date().isoformat()}T{clock}"


def fault(detail: str) -> FormExpressionError:
    """An evaluation that cannot go on."""
    return FormExpressionError(detail=detail, expression="", where="")


def parse_date(text: str) -> dt.date | None:
    """A date as year-month-day, or nothing when it is none or no such day exists."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_time(text: str, day: dt.date) -> dt.datetime | None:
    """A time of ``day``, as local clock time; an offset in the text is respected."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    fraction = (match[4] or "")[:6].ljust(6, "0")
    try:
        found = dt.datetime(  # noqa: DTZ001 - local clock time, by design
            day.year, day.month, day.day, int(match[1]), int(match[2]), int(match[3] or 0), int(fraction)
        )
        if not match[5]:
            return found
        zone = dt.UTC if match[5] == "Z" else _offset(match[5])
        return found.replace(tzinfo=zone).astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> dt.timezone:
    digits = text[1:].replace(":", "").ljust(4, "0") if ":" in text or len(text) > 3 else text[1:].zfill(2) + "00"  # noqa: PLR2004
    minutes = int(digits[:-2]) * 60 + int(digits[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))


def parse_moment(text: str) -> Moment | None:
    """A date or a dateTime, or nothing."""
    head, has_time, tail = text.strip().partition("T")
    day = parse_date(head)
    if day is None:
        return None
    if not has_time:
        return Moment(dt.datetime(day.year, day.month, day.day), "date")  # noqa: DTZ001 - local clock time
    local = parse_time(tail, day)
    return None if local is None else Moment(local, "dateTime")


def unpack(value: Value) -> Value:
    """A node-set as the value of its first node; an empty one as an empty text."""
    if type(value) is list:
        return value[0].x if value else ""
    return value


def to_number(value: Value) -> float:
    """XPath's ``number()``, with days for dates."""
    if type(value) is list:
        value = value[0].x if value else ""
    if type(value) is float:
        return value
    if type(value) is str:
        return text_to_number(value)
    if type(value) is bool:
        return 1.0 if value else 0.0
    if isinstance(value, Moment):
        return value.days()
    raise fault("not_a_number")


def text_to_number(text: str) -> float:
    """The number that a text means: a decimal number, with point or comma; otherwise NaN."""
    if not text:
        return NAN
    text = text.strip().replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else NAN


def to_text(value: Value) -> str:
    """XPath's ``string()``."""
    if type(value) is list:
        value = value[0].x if value else ""
    if type(value) is str:
        return value
    if type(value) is float:
        return number_text(value)
    if type(value) is bool:
        return "true" if value else "false"
    return str(value)


def number_text(number: float) -> str:
    """A number as text: no exponent, no trailing zeros, at most what is needed to read it back."""
    if number.is_integer() and -MAX_EXACT < number < MAX_EXACT:
        return f"{number:.0f}" if number else "0"
    if number != number:  # noqa: PLR0124 - the test for NaN
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if abs(number) < TINY:
        return "0"
    text = repr(number)
    if "e" in text:
        from decimal import Decimal

        return format(Decimal(text), "f")
    nearest = round(number)
    return str(nearest) if abs(number - nearest) < TINY else text


def to_boolean(value: Value) -> bool:
    """XPath's ``boolean()``; of a set with one node that holds a value, that value decides, as in JavaRosa."""
    if type(value) is bool:
        return value
    if type(value) is list:
        if len(value) > 1 or (value and any(kid.kind == "element" for kid in value[0].down())):
            return True
        value = value[0].x if value else ""
        if type(value) is bool:
            return value
    if type(value) is str:
        return value != ""
    if type(value) is float:
        return abs(value) > TINY
    return True


def to_nodes(value: Value) -> list[Any]:
    """A node-set, or an error."""
    if type(value) is list:
        return value
    raise fault("not_a_nodeset")


def whole(value: Value) -> float:
    """The number without its fraction."""
    number = to_number(value)
    if number != number or math.isinf(number) or abs(number) >= MAX_WHOLE:  # noqa: PLR0124
        return number
    return math.copysign(float(math.trunc(number)), number)


def index(value: Value) -> int:
    """A number as a Python index; what is no number is 0."""
    number = whole(value)
    if number != number:  # noqa: PLR0124
        return 0
    return int(max(min(number, _INT_RANGE), -_INT_RANGE))


def to_moment(value: Value, *, keep_time: bool) -> Value:
    """``date()`` and ``date-time()``: a Moment, or the empty text or NaN as they were.

    Raises:
        FormExpressionError: the value is no date.
    """
    value = unpack(value)
    if type(value) is float:
        return _moment_of_number(value, keep_time=keep_time)
    if type(value) is str:
        if value == "":
            return ""
        moment = parse_moment(value)
        if moment is None:
            raise fault("not_a_date")
        return Moment(moment.local, "dateTime" if keep_time else "date")  # a date() of a text remembers its time
    if isinstance(value, Moment):
        if keep_time:
            return Moment(value.local, "dateTime")
        return Moment(value.local.replace(hour=0, minute=0, second=0, microsecond=0), "date")
    raise fault("not_a_date")


def _moment_of_number(number: float, *, keep_time: bool) -> Value:
    if number != number:  # noqa: PLR0124
        return number
    if abs(number) > _INT_RANGE:
        raise fault("date_out_of_range")
    try:
        if keep_time:
            at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)
            return Moment(at.astimezone().replace(tzinfo=None), "dateTime")
        day = dt.date.fromordinal(EPOCH + math.trunc(number))
        return Moment(dt.datetime(day.year, day.month, day.day), "date")  # noqa: DTZ001 - local clock time
    except (OverflowError, ValueError) as error:
        raise fault("date_out_of_range") from error


def equal(left: Value, right: Value) -> bool:
    """The ``=`` of two single values."""
    if type(left) is str and type(right) is str:
        return left == right
    if type(left) is bool or type(right) is bool:
        return to_boolean(left) == to_boolean(right)
    if type(left) is float or type(right) is float:
        a, b = to_number(left), to_number(right)
        return a == b or abs(a - b) < TINY
    if type(left) is Moment and type(right) is Moment and "time" not in (left.kind, right.kind):
        return left.local.date() == right.local.date()
    return to_text(left) == to_text(right)
