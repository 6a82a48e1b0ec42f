"""Lists of agreements from a CSV file, as the grant tools write them: first a plan, then one write.

Rules kept here:

* nothing is written before the plan was seen; a row without an agreement number or a title is told, never guessed;
* a cell that is empty in the file never empties a subject;
* names of case officers are not taken in, whatever column they stand in.

Dialects read: ``;``, ``,`` or tab; UTF-8 with or without BOM, UTF-16, Windows-1252; some lines of title before the
header and of totals after the rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import UsageError

if TYPE_CHECKING:
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.usecases.profile import Profile

Action = Literal["new", "update", "same", "skipped"]

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
_HEADER_WITHIN = 40
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One row of the file. ``line`` counts from 1; ``changes`` names the details that would change."""

    line: int
    action: Action
    values: dict[str, str]
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
        UsageError: it cannot be read (``csv_unreadable``) or has no header with agreement numbers (``csv_no_header``).
    """
    from neksus_desktop.storage.subjects import list_subjects

    known = {
        _plain_number(subject.agreement_number): subject
        for subject in list_subjects(profile.store, limit=1_000_000)
        if subject.agreement_number
    }
    seen: set[str] = set()
    rows = []
    for line, values in _rows(_text(path)):
        number = _plain_number(values.get("agreement_number", ""))
        if not number or not values.get("title") or number in seen:
            rows.append(AgreementRow(line, "skipped", values))
            continue
        seen.add(number)
        rows.append(_compared(line, values, known.get(number)))
    return AgreementPlan(tuple(rows))


def apply_agreements(
    profile: Profile,
    plan: AgreementPlan,
    progress: Callable[[int, int], None] | None = None,
    cancelled: object = None,
) -> int:
    """Write what is new and what changed, in one transaction; returns how many were written."""
    from neksus_desktop.records.ids import SubjectId, new_id
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.storage import settings, subjects

    del cancelled  # one transaction: all or nothing
    wanted = [row for row in plan.rows if row.action in {"new", "update"}]
    with profile.store.write():
        invented = settings.get_value(profile.store, "invented") == "1"
        for at, row in enumerate(wanted):
            if row.action == "new":
                content = row.values | {"id": SubjectId(new_id()), "type": "avtale", "invented": invented}
                subject = Subject.model_validate(content)
            else:
                old = subjects.load_subject(profile.store, SubjectId(row.subject))
                subject = old.model_copy(update={name: row.values[name] for name in row.changes})
            subjects.save_subject(profile.store, subject)
            if progress is not None:
                progress(at + 1, len(wanted))
    return len(wanted)


def _compared(line: int, values: dict[str, str], old: Subject | None) -> AgreementRow:
    unusual = AGREEMENT_NUMBER.fullmatch(values["agreement_number"]) is None
    if old is None:
        return AgreementRow(line, "new", values, unusual_number=unusual)
    changes = tuple(
        name for name, value in values.items() if name != "agreement_number" and value and value != getattr(old, name)
    )
    return AgreementRow(line, "update" if changes else "same", values, changes, old.id, unusual)


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
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(reason="csv_unreadable", file=path.name)


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = text.splitlines()
    start, separator, names = _header(lines)
    table = csv.reader(io.StringIO("\n".join(lines[start + 1 :])), delimiter=separator)
    try:
        for cells in table:
            values = {
                name: _country(cell.strip()) if name == "country" else cell.strip()
                for name, cell in zip(names, cells, strict=False)
                if name and cell.strip()
            }
            if sum(bool(cell.strip()) for cell in cells) > 1:
                yield start + 1 + table.line_num, {name: value for name, value in values.items() if value}
    except csv.Error as error:
        raise UsageError(reason="csv_unreadable", file="") from error


def _header(lines: list[str]) -> tuple[int, str, list[str]]:
    for at, line in enumerate(lines[:_HEADER_WITHIN]):
        for separator in (";", "\t", ","):
            names = [_field(cell) for cell in next(csv.reader([line], delimiter=separator), [])]
            if "agreement_number" in names and "title" in names:
                return at, separator, names
    raise UsageError(reason="csv_no_header")


def _field(heading: str) -> str:
    plain = re.sub(r"[^a-zæøå]", "", heading.lower())
    return next((field for field, names in _COLUMNS.items() if plain in names), "")


def _plain_number(number: str) -> str:
    return re.sub(r"\s", "", number).upper()


def _country(name: str) -> str:
    """The ISO code for a name in any of the three languages, or for the code itself; unknown names are left out."""
    from neksus_desktop.forms.codelists import codelist

    countries = codelist("land")
    if name.upper() in countries.codes:
        return name.upper()
    wanted = name.casefold()
    return next(
        (
            code
            for code in countries.codes
            if any(countries.label(code, language).casefold() == wanted for language in ("nb", "nn", "en"))
        ),
        "",
    )
