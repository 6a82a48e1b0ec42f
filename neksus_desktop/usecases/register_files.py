"""Registers to and from spreadsheets: a table out, and a plan before anything comes in.

Rules kept here:

* what goes out has one row per record with its id, so that the same file can come back;
* nothing is written before the plan was seen; a cell that does not fit its question keeps its row out and is told;
* an empty cell never empties an answer; what the form computes is never taken in;
* a row without an id that says nothing but what a row of the year says already is that row: the same file twice makes
  nothing twice; one with only the same title is told as such;
* cells are matched by code or by their words in any of the three languages; days and moments are read as people write
  them in Norway, and a moment without a clock is no moment: no hour is invented.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import RegisterFileError, ReportChoiceError, UsageError
from neksus_desktop.paths import write_atomically
from neksus_desktop.texts import LANGUAGES

if TYPE_CHECKING:
    from neksus_desktop.reports.tables.model import Cell, CellType
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.registers import Register, RegisterColumn

Action = Literal["new", "update", "same", "faulty"]
_LARGEST = 50_000_000
_CLOCK = re.compile(r"(.+?)[\s,]+(?:(?:kl\.?|at)\s*)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?")
_TYPES: dict[str, CellType] = {"date": "date", "int": "number", "decimal": "number"}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a file: what would happen to it, with which answers; ``faults`` name columns that do not fit.

    ``twin`` says of a new row that the year has one of the same title.
    """

    line: int
    action: Action
    title: str
    record: str
    values: dict[str, str]
    faults: tuple[str, ...] = ()
    twin: bool = False


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """What an import would do."""

    form_id: str
    rows: tuple[PlanRow, ...]

    def count(self, action: Action) -> int:
        """How many rows have this action."""
        return sum(row.action == action for row in self.rows)

    @property
    def twins(self) -> int:
        """How many new rows have the title of a row that the year has."""
        return sum(row.twin for row in self.rows)


def export_register(profile: Profile, form_id: str, subject: str | None, destination: Path, language: Language) -> int:
    """Write a register's rows as .xlsx or .csv; returns how many.

    Raises:
        ReportChoiceError: another ending.
        UsageError: the file cannot be written.
    """
    from neksus_desktop.reports.tables.model import DataTable, Field
    from neksus_desktop.reports.tables.workbook import xlsx_bytes
    from neksus_desktop.reports.tables.writing import csv_bytes
    from neksus_desktop.storage.registers import register_rows
    from neksus_desktop.usecases.registers import describe

    register = describe(profile, form_id, language)
    columns = [one for one in register.questions if not _inside(register, one) and (one.editable or one.order)]
    found = register_rows(profile.store, form_id, [one.path for one in columns], subject=subject)
    table = DataTable(
        form_id,
        register.title,
        (Field("id", "id"), *(Field(one.name, one.title, _TYPES.get(one.type, "text")) for one in columns)),
        tuple((row.id, *(_cell(one, row.values.get(one.path, "")) for one in columns)) for row in found),
    )
    ending = destination.suffix.lower()
    if ending not in {".xlsx", ".csv"}:
        raise ReportChoiceError(reason="table_ending", ending=ending)
    data = xlsx_bytes([table], profile.now().date()) if ending == ".xlsx" else csv_bytes(table, language)
    try:
        write_atomically(destination, data)
    except OSError as error:
        raise UsageError(reason="file_unwritable", file=str(destination)) from error
    return len(found)


def plan_import(profile: Profile, form_id: str, subject: str, path: Path, language: Language) -> RegisterPlan:
    """Read a spreadsheet and compare it with the register's rows of this year; faults are named in ``language``.

    Raises:
        RegisterFileError: it cannot be read, or has none of the register's columns.
    """
    from neksus_desktop.storage.registers import register_rows
    from neksus_desktop.usecases.registers import describe

    said_in = sorted(LANGUAGES, key=lambda one: one != language)
    registers = [describe(profile, form_id, one) for one in said_in]
    table = _read(path)
    heads = _heads(registers, table[0] if table else [])
    if not any(isinstance(head, int) for head in heads):
        raise RegisterFileError(reason="no_header", file=path.name)
    known = {
        row.id: row.values
        for row in register_rows(profile.store, form_id, [one.path for one in registers[0].questions], subject=subject)
    }
    planned = (_planned(registers, heads, line, cells, known) for line, cells in enumerate(table[1:], 2))
    return RegisterPlan(form_id, tuple(_met_again([row for row in planned if row is not None], registers[0], known)))


def apply_import(
    profile: Profile, plan: RegisterPlan, subject: str, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write what is new and what changed, in one transaction; returns how many rows were written."""
    from neksus_desktop.usecases.registers import new_rows, set_cell
    from neksus_desktop.usecases.subjects import load_subject

    about = load_subject(profile, subject)
    wanted = [row for row in plan.rows if row.action in {"new", "update"}]
    fresh = new_rows(profile, plan.form_id, about, (row.values for row in wanted if row.action == "new"))
    with profile.store.write():
        for at, row in enumerate(wanted, 1):
            if row.action == "new":
                next(fresh)
            else:
                for path, value in row.values.items():
                    set_cell(profile, row.record, path, value)
            if progress is not None:
                progress(at, len(wanted))
    return len(wanted)


def _inside(register: Register, column: RegisterColumn) -> bool:
    return bool(register.repeats) and column.path.startswith(tuple(f"{one}/" for one in register.repeats))


def _cell(column: RegisterColumn, value: str) -> Cell:
    if not value:
        return None
    try:
        if column.type == "date":
            return date.fromisoformat(value[:10])
        if column.type in {"int", "decimal"}:
            return float(value) if "." in value else int(value)
    except ValueError:
        return value
    return column.text(value)


def _read(path: Path) -> list[list[str]]:
    """The first sheet (or the whole CSV) as rows of texts."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RegisterFileError(reason="unreadable", file=path.name)
        data = path.read_bytes()
    except OSError as error:
        raise RegisterFileError(reason="unreadable", file=path.name) from error
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _read_workbook(path.name, data)
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            said = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = said.partition("\n")[0]
        separator = max(";\t,", key=first.count)
        try:
            return [[_bare(cell) for cell in row] for row in csv.reader(io.StringIO(said), delimiter=separator)]
        except csv.Error:
            break
    raise RegisterFileError(reason="unreadable", file=path.name)


def _read_workbook(name: str, data: bytes) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [[_said(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise RegisterFileError(reason="unreadable", file=name) from error


def _said(cell: object) -> str:
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _bare(cell: str) -> str:
    """A CSV cell without the apostrophe that our own files put before what a spreadsheet might take for a formula."""
    plain = cell.strip()
    return plain[1:] if plain[:1] == "'" and plain[1:2] in "=+-@|%" else plain


def _heads(registers: list[Register], names: list[str]) -> list[int | str | None]:
    """Per column of the file: the number of the question, "id", or None."""
    known: dict[str, int | str] = {"id": "id"}
    for register in registers:
        for at, one in enumerate(register.questions):
            if one.editable and not _inside(register, one):
                known.setdefault(one.name.casefold(), at)
                known.setdefault(one.title.casefold(), at)
    return [known.get(name.strip().casefold()) for name in names]


def _planned(
    registers: list[Register], heads: list[int | str | None], line: int, cells: list[str],
    known: Mapping[str, Mapping[str, str]],
) -> PlanRow | None:  # fmt: skip
    record, given, faults = "", {}, []
    for head, cell in zip(heads, cells, strict=False):
        if head == "id":
            record = cell if cell in known else ""
        elif isinstance(head, int) and cell:
            value = understood([register.questions[head] for register in registers], cell)
            if value is None:
                faults.append(registers[0].questions[head].title)
            else:
                given[registers[0].questions[head].path] = value
    if not given and not faults:
        return None
    before = known.get(record, {})
    changed = {path: value for path, value in given.items() if before.get(path, "") != value}
    title = registers[0].said({**before, **given}, "title")
    if faults:
        return PlanRow(line, "faulty", title, record, {}, tuple(faults))
    if not record:
        return PlanRow(line, "new", title, "", given)
    return PlanRow(line, "update" if changed else "same", title, record, changed)


def _met_again(
    planned: Sequence[PlanRow], register: Register, known: Mapping[str, Mapping[str, str]]
) -> Iterator[PlanRow]:
    """The rows, with the new ones looked for among those of the year; each of these is found once."""
    named = {row.record for row in planned}
    titles = {register.said(values, "title").casefold() for values in known.values()} - {""}
    alike: dict[tuple[str, ...], dict[tuple[str, ...], list[str]]] = {}
    for row in planned:
        if row.action != "new":
            yield row
            continue
        asked = tuple(sorted(row.values))
        if asked not in alike:
            alike[asked] = {}
            for record, values in known.items():
                if record not in named:
                    alike[asked].setdefault(tuple(values.get(path, "") for path in asked), []).append(record)
        found = alike[asked].get(tuple(row.values[path] for path in asked), [])
        while found and found[-1] in named:
            found.pop()
        if found:
            named.add(found[-1])
            yield replace(row, action="same", record=found.pop(), values={})
        else:
            yield replace(row, twin=row.title.casefold() in titles)


def understood(columns: Sequence[RegisterColumn], cell: str) -> str | None:
    """The answer that a text means to a question (given once for each language); None when it means none."""
    column = columns[0]
    if column.choices:
        wanted = cell.casefold()
        for code, label in (pair for one in columns for pair in one.choices):
            if wanted in {code.casefold(), label.casefold()}:
                return code
        return None
    if column.type == "date":
        return as_day(cell)
    if column.type == "dateTime":
        return as_moment(cell)
    if column.type in {"int", "decimal"}:
        number = cell.replace(" ", "").replace(",", ".")
        return number if number.removeprefix("-").replace(".", "", 1).isdecimal() else None
    return cell


def as_day(cell: str) -> str | None:
    """The ISO date that a text means, None when it means none."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell[:10].strip(), form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def as_moment(cell: str) -> str | None:
    """The lexical moment that a text means («22.11.2026 kl. 9.05», ISO), None when it means none."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        found = None
    if found is not None:
        return cell if "T" in cell else None
    parts = _CLOCK.fullmatch(cell)
    day = as_day(parts[1]) if parts else None
    if parts is None or day is None:
        return None
    try:
        clock = time(int(parts[2]), int(parts[3]), int(parts[4] or 0))
    except ValueError:
        return None
    return f"{day}T{clock.isoformat()}"
