"""DataTable → bytes: CSV for Norwegian Excel, XLSX, JSON Lines, Parquet.

Rules kept here: no cell becomes a formula or (in CSV) a date, whatever it looks like; no file says who made it or on
which machine; CSV has semicolons, decimal commas, a byte order mark and Windows line ends, since that is what Norwegian
Excel opens by itself.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from neksus_desktop.errors import ReportExtraError
from neksus_desktop.reports.layout.printable import printable
from neksus_desktop.reports.tables.model import Cell, CellType, DataTable
from neksus_desktop.texts import Language, text

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_LOOKS_LIKE_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,4}")
"""Point numbers such as 2.1.1, which Norwegian Excel would read as a day."""
_LONGEST_CELL = 32_767
_WIDTHS: dict[CellType, int] = {"text": 24, "number": 10, "date": 12, "yes_no": 9}
_WIDE = {"text", "question", "value_label", "title", "outcome", "what", "value"}


def csv_bytes(table: DataTable, language: Language) -> bytes:
    """The table as CSV in the Norwegian dialect; the first row holds the machine names."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([field.name for field in table.fields])
    for row in table.rows:
        writer.writerow([_csv_cell(cell, language) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _csv_cell(cell: Cell, language: Language) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return text(language, "report.yes" if cell else "report.no").lower()
        case int() | float():
            return f"{cell:g}".replace(".", ",")
        case date():
            return cell.isoformat()
    said = printable(cell)
    return f"'{said}" if said.lstrip().startswith(_FORMULA) or _LOOKS_LIKE_DATE.fullmatch(said) else said


def jsonl_bytes(table: DataTable) -> bytes:
    """One JSON object per row; what is empty is left out."""
    names = [field.name for field in table.fields]
    lines = (
        json.dumps(
            {name: _plain(cell) for name, cell in zip(names, row, strict=True) if cell is not None}, ensure_ascii=False
        )
        for row in table.rows
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _plain(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell


def xlsx_bytes(tables: Sequence[DataTable], made_on: date) -> bytes:
    """A workbook with one sheet per table: typed cells, a frozen heading row, filters."""
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    moment = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001 - the format has no zone
    book.properties.creator = "Neksus Desktop"
    book.properties.created = book.properties.modified = moment
    for table in tables:
        _sheet(book.create_sheet(_sheet_name(table.title)), table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, table: DataTable) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped, top = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    for column, field in enumerate(table.fields, 1):
        cell = sheet.cell(1, column)
        _put(cell, field.title)
        cell.font = Font(bold=True)
        width = 60 if field.name in _WIDE and field.type == "text" else _WIDTHS[field.type]
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(table.rows, 2):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            _put(cell, value)
            cell.alignment = wrapped if isinstance(value, str) else top
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.fields))}{max(1, len(table.rows) + 1)}"


def _put(cell: Any, value: Cell) -> None:
    if isinstance(value, str):
        cell.value = printable(value)[:_LONGEST_CELL]
        cell.data_type = "s"  # after the value: a text that begins with «=» would else become a formula
        cell.quotePrefix = value.startswith(_FORMULA)
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd.mm.yyyy"


def _sheet_name(title: str) -> str:
    return "".join(char for char in title if char not in "[]:*?/\\")[:31]


def parquet_bytes(table: DataTable) -> bytes:
    """The table as Parquet.

    Raises:
        ReportExtraError: the optional package is not installed.
    """
    import importlib

    try:
        pa: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise ReportExtraError(name="pyarrow") from error
    types = {"text": pa.string(), "number": pa.float64(), "date": pa.date32(), "yes_no": pa.bool_()}
    columns = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.fields)
    arrays = [pa.array(list(column), types[field.type]) for column, field in zip(columns, table.fields, strict=True)]
    out = BytesIO()
    parquet.write_table(pa.table(dict(zip([field.name for field in table.fields], arrays, strict=True))), out)
    return out.getvalue()
