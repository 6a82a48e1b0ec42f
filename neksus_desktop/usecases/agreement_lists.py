"""Lists of agreements from a CSV file, as the grant tools write them: first a plan, then one write.

Rules kept here:

* nothing is written before the plan was seen; a row that cannot be taken in is told with its reason, never guessed;
* a cell that is empty in the file never empties a subject;
* names of case officers are not taken in, whatever column they stand in;
* what is planned can be written: what a subject cannot hold is found in the plan, not in the middle of the write.

Dialects read: ``;``, ``,`` or tab; UTF-8 with or without BOM, UTF-16, Windows-1252; some lines of title before the
header and of totals after the rows; cells of several lines in quotes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import UsageError

if TYPE_CHECKING:
    import threading

    from neksus_desktop.records.subject import Subject
    from neksus_desktop.usecases.profile import Profile

Action = Literal["new", "update", "same", "skipped"]
Why = Literal["", "number", "title", "long", "again"]
"""Why a row is skipped: no agreement number, no title, a title that is too long, a number that stood above."""

AGREEMENT_NUMBER = re.compile(r"[A-Z]{3}-\d{2}/\d{4}(-\d{1,3})?")
"""Norad's and the ministry's form; other and older forms exist, so this is only ever a hint."""

_COLUMNS = {
    "agreement_number": ("avtalenummer", "agreementnumber", "agreementno", "avtalenr"),
    "title": ("avtaletittel", "agreementtitle", "tittel", "title"),
    "partner": ("avtalepartner", "avtalepartnar", "agreementpartner", "partner"),
    "partner_group": ("avtalepartnergruppe", "agreementpartnergroup", "partnergruppe"),
    "responsible_unit": ("forvaltendeenhet", "responsibleunit", "extendingagency", "enhet"),
    "country": ("land", "mottakerland", "country", "recipientcountry", "recipient"),
    "period": ("agrperiod", "avtaleperiode", "agreementperiod", "periode"),
    "case_number": ("caseno", "saksnummer", "casenumber", "arkivsaksnummer"),
    "description": ("beskrivelse", "avtalebeskrivelse", "description", "agreementdescription"),
}
_LINES = "description"
"""What may have several lines; in every other cell a line break is a blank."""
_CONTROL = dict.fromkeys((*range(32), *range(127, 160)), " ")
_HEADER_WITHIN = 40
_LARGEST = 20_000_000
_LEAST = 2
"""Cells that a row has at least; a heading or a remark stands alone."""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One row of the file. ``line``, where it begins, counts from 1; ``changes`` names what would change."""

    line: int
    action: Action
    values: dict[str, str]
    why: Why = ""
    changes: tuple[str, ...] = ()
    subject: str = ""
    unusual_number: bool = False


@dataclass(frozen=True, slots=True)
class AgreementPlan:
    """What an import would do."""

    rows: tuple[AgreementRow, ...]

    def count(self, action: Action) -> int:
        """How many rows have this action."""
        return sum(row.action == action for row in self.rows)


def plan_agreements(profile: Profile, path: Path) -> AgreementPlan:
    """Read the file and compare it with the agreements of the profile.

    Raises:
        UsageError: it cannot be read (``csv_unreadable``), has no header with agreement numbers (``csv_no_header``), or
            a quotation mark that is never closed swallows the rows after it (``csv_quotes``).
    """
    from neksus_desktop.storage.subjects import list_subjects

    known = {
        _plain_number(subject.agreement_number): subject
        for subject in list_subjects(profile.store, limit=1_000_000)
        if subject.agreement_number
    }
    seen: set[str] = set()
    rows = []
    for line, values in _rows(path):
        number = _plain_number(values.get("agreement_number", ""))
        why = _why_not(number, values.get("title", ""), seen)
        if why:
            rows.append(AgreementRow(line, "skipped", values, why))
            continue
        seen.add(number)
        rows.append(_compared(line, values, known.get(number)))
    return AgreementPlan(tuple(rows))


def apply_agreements(
    profile: Profile,
    plan: AgreementPlan,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> int:
    """Write what is new and what changed, in one transaction; returns how many were written: none when stopped."""
    from neksus_desktop.storage import settings

    wanted = [row for row in plan.rows if row.action in {"new", "update"}]
    try:
        with profile.store.write():
            invented = settings.get_value(profile.store, "invented") == "1"
            for at, row in enumerate(wanted):
                _go_on(cancelled)
                _write(profile, row, invented=invented)
                if progress is not None:
                    progress(at + 1, len(wanted))
    except _StoppedError:
        return 0
    return len(wanted)


class _StoppedError(Exception):
    """Whoever asked for the write wants it no more; takes back what was written of it."""


def _go_on(cancelled: threading.Event | None) -> None:
    if cancelled is not None and cancelled.is_set():
        raise _StoppedError


def _write(profile: Profile, row: AgreementRow, *, invented: bool) -> None:
    from neksus_desktop.records.ids import SubjectId
    from neksus_desktop.storage import subjects
    from neksus_desktop.usecases.subjects import make_subject

    if row.action == "new":
        subject = make_subject(**row.values, type="avtale", invented=invented)
    else:
        old = subjects.load_subject(profile.store, SubjectId(row.subject))
        subject = make_subject(**(old.model_dump() | {name: row.values[name] for name in row.changes}))
    subjects.save_subject(profile.store, subject)


def _why_not(number: str, title: str, seen: set[str]) -> Why:
    from neksus_desktop.records.subject import LONGEST_TITLE

    if not number:
        return "number"
    if not title:
        return "title"
    if len(title) > LONGEST_TITLE:
        return "long"
    return "again" if number in seen else ""


def _compared(line: int, values: dict[str, str], old: Subject | None) -> AgreementRow:
    unusual = AGREEMENT_NUMBER.fullmatch(values["agreement_number"]) is None
    if old is None:
        return AgreementRow(line, "new", values, unusual_number=unusual)
    changes = tuple(
        name for name, value in values.items() if name != "agreement_number" and value and value != getattr(old, name)
    )
    return AgreementRow(line, "update" if changes else "same", values, "", changes, old.id, unusual)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(reason="csv_unreadable", file=path.name)
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(reason="csv_unreadable", file=path.name) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif data[1:2] == b"\0":
        encodings = ("utf-16-le",)
    elif data[:1] == b"\0":
        encodings = ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(reason="csv_unreadable", file=path.name)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The line where each row begins, and its cells by name."""
    text = _text(path)
    separator, above, names = _header(text, path)
    begins = 1
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for at, cells in enumerate(table):
            line, begins = begins, table.line_num + 1
            if at <= above or sum(bool(cell.strip()) for cell in cells) < _LEAST:
                continue
            if any(_swallows(cell, separator, names) for cell in cells):
                raise UsageError(reason="csv_quotes", file=path.name, line=line)
            found = {name: _cell(name, cell) for name, cell in zip(names, cells, strict=False) if name}
            yield line, {name: value for name, value in found.items() if value}
    except csv.Error as error:
        raise UsageError(reason="csv_quotes", file=path.name, line=begins) from error


def _header(text: str, path: Path) -> tuple[str, int, list[str]]:
    """The separator, how many rows stand above the header, and what its columns are called here."""
    for separator in (";", "\t", ","):
        table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            for at, cells in zip(range(_HEADER_WITHIN), table, strict=False):
                names = [_field(cell) for cell in cells]
                if "agreement_number" in names and "title" in names:
                    return separator, at, names
        except csv.Error:
            continue
    raise UsageError(reason="csv_no_header", file=path.name)


def _swallows(cell: str, separator: str, names: list[str]) -> bool:
    """Whether a cell holds whole rows: its quotation mark was closed far below, or never."""
    at = names.index("agreement_number")
    rows = [line.split(separator) for line in cell.split("\n")[1:]]
    return any(len(row) >= len(names) and AGREEMENT_NUMBER.fullmatch(_plain_number(row[at])) for row in rows)


def _cell(name: str, cell: str) -> str:
    """A cell as a subject keeps it: no control characters, and blanks as they are written by hand."""
    lines = [" ".join(line.translate(_CONTROL).split()) for line in cell.splitlines()]
    value = ("\n" if name == _LINES else " ").join(lines).strip()
    return _country(value) if name == "country" else value


def _field(heading: str) -> str:
    plain = re.sub(r"[^a-zæøå]", "", heading.lower())
    return next((field for field, names in _COLUMNS.items() if plain in names), "")


def _plain_number(number: str) -> str:
    return re.sub(r"\s", "", number).upper()


def _country(name: str) -> str:
    """The ISO code for a name in any of the three languages, or for the code itself; unknown names are left out."""
    return _countries().get(name.casefold(), "")


@cache
def _countries() -> Mapping[str, str]:
    from neksus_desktop.forms.codelists import codelist

    listed = codelist("land")
    named = {listed.label(code, language).casefold(): code for language in ("en", "nn", "nb") for code in listed.codes}
    return named | {code.casefold(): code for code in listed.codes}
