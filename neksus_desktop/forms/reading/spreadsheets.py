"""``.xlsx``, ``.xls``, ``.md`` and ``.csv`` → sheets, by pyxform's own readers: a cell means what it means there."""

from __future__ import annotations

import csv
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from typing import Any
from xml.etree.ElementTree import ParseError

from neksus_desktop.errors import FormDamagedError, FormFaultyError, FormLayoutError, FormUnreadableError
from neksus_desktop.forms.reading import blank_tops, formulas, long_sheets
from neksus_desktop.forms.reading.decoding import text_of
from neksus_desktop.forms.reading.opening import Opened, unpacked_size
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rows import heading
from neksus_desktop.forms.reading.source import SHEETS, Sheets, Table

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)", re.ASCII)
LIBRARY_FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
    csv.Error,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    ParseError,
)
"""What the readers of damaged files raise; none of them has an error of its own for all of it."""


def read(opened: Opened) -> Sheets:
    """Sheets of a spreadsheet or a table in text.

    Raises:
        FormUnreadableError: damaged, or not what its ending says.
        FormFaultyError: two columns have the same heading.
    """
    from pyxform.errors import PyXFormError, PyXFormReadError
    from xlrd.compdoc import CompDocError

    try:
        with warnings.catch_warnings():
            # openpyxl warns of Excel's own extensions (validation, styles), which are nothing to a form.
            warnings.simplefilter("ignore")
            book, tops = _book(opened)
    except PyXFormReadError as error:
        if "valid XLSForm" in str(error):  # a table of something else
            raise FormFaultyError([FormProblem("survey_missing")]) from error
        raise _unreadable(opened, error) from error
    except PyXFormError as error:
        problem = FormProblem("column_twice", facts={"column": str(error).rpartition(": ")[2]})
        raise FormFaultyError([problem]) from error
    except (*LIBRARY_FAULTS, CompDocError) as error:
        if opened.suffix == ".md":  # a row with more cells than there are headings
            raise FormLayoutError(file=opened.name, line=0) from error
        raise _unreadable(opened, error) from error
    _straighten_defaults(book)
    excel = opened.suffix in {".xlsx", ".xlsm"}
    return _sheets(book, opened.stem, formulas.unset(opened.data) if excel else (), tops)


def _book(opened: Opened) -> tuple[dict[str, Any], Mapping[str, int]]:
    """What the reader makes of the file, and how many empty rows stood above the headings of its sheets."""
    data = _prepared(opened)
    reader = _reader(opened)
    if opened.suffix not in {".xlsx", ".xlsm"}:
        return reader(data), {}
    short = long_sheets.cut(opened.data)
    if short is not None:
        book = reader(BytesIO(short.data))
        whole = short.restore(book)
        if whole is not None:
            return book | whole, {}
    book = reader(data)
    if all(book.get(f"{name}_header", name) for name in SHEETS):
        return book, {}
    whole_book = blank_tops.lifted(opened.data)
    return (book, {}) if whole_book is None else (reader(BytesIO(whole_book.data)), whole_book.rows)


def _reader(opened: Opened) -> Callable[[BytesIO], dict[str, Any]]:
    from pyxform import xls2json_backends as backends

    readers = {
        ".xlsx": backends.xlsx_to_dict,
        ".xlsm": backends.xlsx_to_dict,
        ".xls": backends.xls_to_dict,
        ".md": backends.md_to_dict,
        ".csv": backends.csv_to_dict,
    }
    chosen: Callable[[BytesIO], dict[str, Any]] = readers[opened.suffix]
    return chosen


def _prepared(opened: Opened) -> BytesIO:
    data = opened.data
    if opened.suffix in {".xlsx", ".xlsm"}:
        unpacked_size(data, opened.name)
    elif opened.suffix == ".md":
        data = text_of(data).replace("\r\n", "\n").encode()
    elif opened.suffix == ".csv":
        data = _commas(text_of(data)).encode()
    return BytesIO(data)


def _straighten_defaults(book: dict[str, Any]) -> None:
    """Days and moments that Excel keeps as such, as defaults of questions for them, as a form has them."""
    named = {heading(str(key))[0]: key for key in (book.get("survey_header") or [{}])[0]}
    kind, default = named.get("type"), named.get("default")
    for row in book["survey"] if kind and default else ():
        found = _MOMENT.fullmatch(row.get(default) or "")
        if found is not None and str(row.get(kind)).casefold().startswith("date"):
            row[default] = found[1] if found[2] == "00:00:00" else f"{found[1]}T{found[2]}"


def _commas(text: str) -> str:
    """Norwegian Excel separates with semicolons; the readers know only commas."""
    head = text[:5000]
    if head.count(";") <= head.count(","):
        return text
    out = StringIO()
    csv.writer(out).writerows(csv.reader(StringIO(text, newline=""), delimiter=";"))
    return out.getvalue()


def _unreadable(opened: Opened, error: Exception) -> FormUnreadableError:
    """A workbook is a zip; one that is none is cut short, or something else under that name."""
    kind = FormDamagedError if "zip file" in str(error) else FormUnreadableError
    return kind(file=opened.name, detail=str(error).rstrip(".") or type(error).__name__, line=0)


def _sheets(
    book: dict[str, Any], stem: str, unset: tuple[tuple[str, int, str], ...], tops: Mapping[str, int]
) -> Sheets:
    tables = {}
    for name in SHEETS:
        if name in book:
            rows = tuple({str(key): str(value) for key, value in row.items() if key} for row in book[name])
            header = tuple(str(key) for key in (book.get(f"{name}_header") or [{}])[0])
            first = 2 + tops.get(name, 0)
            tables[name] = Table(header, rows, tuple(range(first, len(rows) + first)))
    return Sheets(tables, tuple(book.get("sheet_names", ())), stem, unset)
