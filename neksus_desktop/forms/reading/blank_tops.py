"""Workbooks whose sheets begin with empty rows, as people leave them above the headings."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from neksus_desktop.forms.reading.source import SHEETS


class Lifted(NamedTuple):
    """A workbook without its empty first rows, and how many of them each sheet had."""

    data: bytes
    rows: Mapping[str, int]


def lifted(data: bytes) -> Lifted | None:
    """The workbook with its headings in the first row, or nothing if they stand there already."""
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    gone: dict[str, int] = {}
    for sheet in book.worksheets:
        name = sheet.title.lower()
        rows = sheet.iter_rows(values_only=True) if name in SHEETS else ()
        empty = next((at for at, row in enumerate(rows) if any(str(cell or "").strip() for cell in row)), 0)
        if empty:
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            sheet.delete_rows(1, empty)
            gone[name] = empty
    if not gone:
        return None
    out = BytesIO()
    book.save(out)
    return Lifted(out.getvalue(), gone)
