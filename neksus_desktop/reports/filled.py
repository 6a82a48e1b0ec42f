"""Reading a filled form back: field values of a PDF → fields of a record. Bytes in, plain values out.

Rules kept here:

* the file names the form and version it was made from; without that it is refused;
* only fields that the form knows come through; a value that is no choice of its question is refused, the rest kept;
* rows filled in get fresh ids; what was left empty is no field at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from neksus_desktop.errors import ReportFilledError
from neksus_desktop.records.ids import short_id

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession

MOST_BYTES = 30_000_000
MOST_FIELDS = 20_000
LONGEST_VALUE = 200_000
_MARK = "neksus"
_MARK_PARTS = 4
_ROW = re.compile(r"\[(\d{1,4})\]")
_DATE = re.compile(r"(\d{1,2})[./ ](\d{1,2})[./ ](\d{4})$")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a filled PDF says: its form, the record it is meant for ("" for a new one), its values by field name."""

    form: str
    version: str
    language: str
    record: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FilledFields:
    """Fields for a record, what was typed about the subject, and the field names that were refused."""

    fields: dict[str, str]
    subject: dict[str, str]
    refused: tuple[str, ...] = field(default=())


def read_filled(data: bytes) -> FilledForm:
    """Read the values out of a PDF.

    Raises:
        ReportFilledError: too large, no PDF, no form of ours, or damaged (fact ``reason``).
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if len(data) > MOST_BYTES:
        raise ReportFilledError(reason="too_large", limit=MOST_BYTES // 1_000_000)
    try:
        found: dict[str, Any] = PdfReader(BytesIO(data), strict=False).get_fields() or {}
        if len(found) > MOST_FIELDS:
            raise ReportFilledError(reason="too_large", limit=MOST_FIELDS)
        raw = {str(name): _text(entry.get("/V")) for name, entry in found.items()}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError, OSError) as error:
        raise ReportFilledError(reason="unreadable") from error
    mark = raw.pop(_MARK, "").split()
    if len(mark) != _MARK_PARTS:
        raise ReportFilledError(reason="not_ours")
    values = {name: value.strip() for name, value in raw.items() if value.strip() and value != "/Off"}
    if any(len(value) > LONGEST_VALUE for value in values.values()):
        raise ReportFilledError(reason="too_large", limit=LONGEST_VALUE)
    form, version, language, record = mark
    return FilledForm(form, version, language, "" if record == "-" else record, values)


def fields_of(filled: FilledForm, form: Form) -> FilledFields:
    """The fields of a record that the values stand for.

    Raises:
        ReportFilledError: the form is another one, or another version of it (fact ``reason``).
    """
    from neksus_desktop.forms import FormSession

    if (filled.form, filled.version) != (form.id, form.version):
        raise ReportFilledError(reason="other_form", form=filled.form, version=filled.version)
    reading = _Reading(FormSession(form), {point.id for point in form.points})
    for name, value in filled.values.items():
        reading.take(name, value)
    return FilledFields(reading.finished(), reading.subject, tuple(reading.refused))


class _Reading:
    def __init__(self, session: FormSession, points: set[str]) -> None:
        self._session = session
        self._points = points
        self._rows: dict[str, str] = {}
        self._lists: dict[str, list[str]] = {}
        self._answers: dict[str, str] = {}
        self._many: dict[str, list[str]] = {}
        self._other: dict[str, str] = {}
        self.subject: dict[str, str] = {}
        self.refused: list[str] = []

    def take(self, name: str, value: str) -> None:
        """One field of the PDF."""
        head, _, rest = name.partition("/")
        if name.startswith("/"):
            self._answer(name, value)
        elif head == "note" and rest.endswith("/internal") and rest.removesuffix("/internal") in self._points:
            self._other[name] = value
        elif head == "grounds" and rest in self._points:
            at = f"evidence/{short_id()}/"
            self._other |= {at + "point": rest, at + "title": value, at + "kind": "annet"}
        elif head == "subject" and rest in {"title", "partner", "agreement_number", "country"}:
            self.subject[rest] = value
        elif name == "assessed_on":
            self._other[name] = _iso(value)
        elif head.startswith("followup["):
            self._follow_up(head, rest, value)
        elif head != "by":
            self.refused.append(name)

    def finished(self) -> dict[str, str]:
        """All fields, with those of lists and of several ticks put together."""
        for key, chosen in self._many.items():
            self._set(key, " ".join(chosen), key)
        lists = {repeat: " ".join(rows) for repeat, rows in self._lists.items()}
        return {**lists, **self._answers, **self._other}

    def _answer(self, name: str, value: str) -> None:
        key, _, option = name.partition(":")
        key = _ROW.sub(lambda found: self._row(key[: found.start()], found.group(1)), key)
        if option:
            self._many.setdefault(key, []).append(option)
        else:
            self._set(key, value.removeprefix("/"), name)

    def _set(self, key: str, value: str, name: str) -> None:
        from neksus_desktop.errors import NotFoundError

        try:
            view = self._session.view(key)
            if view.type in {"date", "dateTime"}:
                value = _iso(value)
            elif view.type in {"int", "decimal", "range"}:
                value = value.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
            known = {choice.value for choice in view.choices}
            if view.kind != "question" or (known and not known.issuperset(value.split())):
                self.refused.append(name)
                return
            self._session.set(key, value)
            self._answers[key] = value
        except NotFoundError:
            self.refused.append(name)

    def _row(self, repeat: str, number: str) -> str:
        from neksus_desktop.errors import NotFoundError

        place = f"{repeat}[{number}]"
        if place not in self._rows:
            taken = self._lists.get(repeat, [])
            try:
                free = [key for key in self._session.children(repeat) if key[len(repeat) + 1 : -1] not in taken]
                key = free[0] if free else self._session.add_row(repeat)[0]
            except NotFoundError:
                return f"[{number}]"
            self._rows[place] = key.removeprefix(repeat)
            self._lists.setdefault(repeat, []).append(key[len(repeat) + 1 : -1])
        return self._rows[place]

    def _follow_up(self, head: str, attribute: str, value: str) -> None:
        if attribute not in {"point", "text", "responsible", "deadline"}:
            self.refused.append(f"{head}/{attribute}")
            return
        row = self._rows.setdefault(head, short_id())
        if attribute == "point":
            numbers = {point.number: point.id for point in self._session.form.points if point.number}
            value = numbers.get(value, value if value in self._points else "")
        self._other[f"followup/{row}/{attribute}"] = _iso(value) if attribute == "deadline" else value


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else "" if value is None else str(value)


def _iso(value: str) -> str:
    """A day written «5.6.2026» as an ISO date; anything else stays what was typed."""
    found = _DATE.match(value.strip())
    if found is None:
        return value.strip()
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return value.strip()
