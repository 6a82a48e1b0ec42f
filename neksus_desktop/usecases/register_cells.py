"""What stands in a spreadsheet: the rows of a file as texts, where its headings are, and what a cell means.

Rules kept here:

* cells are matched by code or by their words in any of the three languages; days and moments are read as people write
  them in Norway, and a moment without a clock is no moment: no hour is invented;
* a cell that says more than one day («1.–5.12.2026») is no day: which of them was meant is not guessed;
* a file that is broken in any way is told as unreadable.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import RegisterFileError
from neksus_desktop.texts import LANGUAGES, text

if TYPE_CHECKING:
    from neksus_desktop.usecases.registers import RegisterColumn

_LARGEST, _LARGEST_OPEN = 50_000_000, 500_000_000
"""Bytes of a file, and of a workbook when it is unpacked."""
_LINES_OF_HEAD = 5
_CLOCK = re.compile(r"(.+?)[\s,]+(?:(?:kl\.?|at)\s*)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?")
_MIDNIGHT = re.compile(r"(.*\S)\s+00?[.:]00(?:[.:]00)?")
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T")
_WORDED = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]{3,})\.?,?\s+(\d{4})")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y")


def read_rows(path: Path) -> list[list[str]]:
    """The first sheet of a workbook, or the whole CSV, as rows of texts.

    Raises:
        RegisterFileError: it cannot be read.
    """
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
        first = "\n".join(said.splitlines()[:_LINES_OF_HEAD])
        separator = max(";\t,", key=first.count)
        try:
            return [[_bare(cell) for cell in row] for row in csv.reader(io.StringIO(said), delimiter=separator)]
        except csv.Error:
            break
    raise RegisterFileError(reason="unreadable", file=path.name)


def _read_workbook(name: str, data: bytes) -> list[list[str]]:
    import zlib
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    faults = (
        BadZipFile, zlib.error, InvalidFileException, LookupError, ValueError, TypeError, AttributeError, SyntaxError,
        OSError, RuntimeError, EOFError,
    )  # fmt: skip
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_OPEN:
                raise RegisterFileError(reason="unreadable", file=name)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return [[_said(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except faults as error:
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


def heading(name: str) -> str:
    """A heading as it is compared: line breaks, capitals and a mark of what must be filled in make no difference."""
    return " ".join(name.split()).rstrip(":* ").casefold()


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
    """The ISO date that a text means («1.12.2026», «1. desember 2026», ISO), None when it means none."""
    plain = cell.strip()
    if midnight := _MIDNIGHT.fullmatch(plain):
        plain = midnight[1]
    if _ISO_MOMENT.match(plain):
        return _moment_day(plain)
    for form in _DAYS:
        try:
            return datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    found = _WORDED.fullmatch(plain)
    return _worded(int(found[1]), found[2].casefold(), int(found[3])) if found else None


def _moment_day(cell: str) -> str | None:
    try:
        return datetime.fromisoformat(cell).date().isoformat()
    except ValueError:
        return None


def _worded(day: int, word: str, year: int) -> str | None:
    for language in LANGUAGES:
        for month in range(1, 13):
            if text(language, f"report.month.{month}").casefold().startswith(word):
                try:
                    return date(year, month, day).isoformat()
                except ValueError:
                    return None
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
