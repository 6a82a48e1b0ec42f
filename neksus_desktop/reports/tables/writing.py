"""DataTable → bytes: CSV for Norwegian Excel, JSON Lines, Parquet; ``workbook`` writes XLSX.

Rules kept here: no cell becomes a formula or (in CSV) a date, whatever it looks like; no file says who made it or on
which machine; CSV has semicolons, decimal commas, a byte order mark and Windows line ends, since that is what Norwegian
Excel opens by itself.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from neksus_desktop.errors import ReportExtraError
from neksus_desktop.reports.layout.printable import printable
from neksus_desktop.reports.tables.model import Cell, DataTable
from neksus_desktop.reports.tables.workbook import FORMULA
from neksus_desktop.texts import Language, text

_LOOKS_LIKE_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,4}")
"""Point numbers such as 2.1.1, which Norwegian Excel would read as a day."""


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
            return _number(cell)
        case date():
            return cell.isoformat()
    said = printable(cell)
    return f"'{said}" if said.lstrip().startswith(FORMULA) or _LOOKS_LIKE_DATE.fullmatch(said) else said


def _number(value: float) -> str:
    """All its digits, with a decimal comma and never an exponent."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return format(Decimal(repr(value)), "f").replace(".", ",")


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
