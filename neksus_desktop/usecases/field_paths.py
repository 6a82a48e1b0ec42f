"""Which fields a person may set by their path, and to what.

Rules kept here:

* only the paths of ``records/record.py`` are set by hand; what a newer program wrote is kept, never made here;
* a value that other parts must understand (a date, a code, a mark) is one of theirs; "" takes the field away.

Answers are not judged here: the form keeps what does not fit and says so under «Klar?».
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.errors import UsageError
from neksus_desktop.texts import LANGUAGES

if TYPE_CHECKING:
    from neksus_desktop.forms import Form


def _day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _any(_value: str) -> bool:
    return True


def _one_of(*known: str) -> Callable[[str], bool]:
    return lambda value: value in known


_FIELDS: dict[str, Callable[[str], bool]] = {
    "points": _any,
    "assessed_on": _day,
    "language": _one_of(*LANGUAGES),
    "marking/legal_basis": _any,
    "marking/until": _day,
}
_NOTE: dict[str, Callable[[str], bool]] = {
    "internal": _any,
    "shareable": _any,
    "confirmed": _one_of("1"),
    "confidence": _one_of("lav", "middels", "hoey"),
    "shielding": _any,
    "shielded_until": _day,
    "tags": _any,
}
_EVIDENCE = dict.fromkeys(("kind", "title", "dated", "reference", "followup"), _any)
_FOLLOW_UP: dict[str, Callable[[str], bool]] = {
    "text": _any,
    "responsible": _any,
    "deadline": _day,
    "state": _one_of("aapen", "lukket"),
    "outcome": _any,
}
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def check_field(form: Form, path: str, value: str) -> None:
    """Refuse a path that is no field, and a value that the field cannot have.

    Raises:
        UsageError: ``unknown_field``, ``field_value`` or ``unknown_point``; ``field`` or ``point`` says which.
    """
    sound = _FIELDS.get(path) or _inside(form, path)
    if sound is None:
        raise UsageError(reason="unknown_field", field=path)
    if path == "points":
        check_points(form, value.split())
    elif path.endswith("/point") and value:
        check_points(form, [value])
    if value and not sound(value):
        raise UsageError(reason="field_value", field=path)


def check_points(form: Form, points: list[str]) -> None:
    """Refuse points that the form does not have.

    Raises:
        UsageError: ``unknown_point``.
    """
    for point in points:
        if all(point != known.id for known in form.points):
            raise UsageError(reason="unknown_point", point=point)


def _inside(form: Form, path: str) -> Callable[[str], bool] | None:
    kind, _, rest = path.partition("/")
    key, _, attribute = rest.partition("/")
    if kind == "note":
        check_points(form, [key])
        return _NOTE.get(attribute)
    if kind not in {"evidence", "followup"} or not _ID.fullmatch(key):
        return None
    if attribute == "point":
        return _any
    return (_EVIDENCE if kind == "evidence" else _FOLLOW_UP).get(attribute)
