"""Writing a form as ``.xlsx`` or ``.yaml``; what is written reads back as the same form."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from neksus_desktop.errors import FormTargetError, UsageError
from neksus_desktop.forms.reading import yaml_form
from neksus_desktop.forms.reading.compiling import read_sheets
from neksus_desktop.forms.reading.opening import open_form
from neksus_desktop.forms.reading.source import SHEETS, Sheets
from neksus_desktop.paths import write_atomically

_WIDE = {"label": 48, "hint": 36, "guidance_hint": 36, "relevant": 30, "calculation": 30, "constraint": 30}


def convert_file(source: Path, target: Path) -> None:
    """See ``reading.convert``."""
    suffix = target.suffix.lower()
    if suffix not in {".xlsx", ".yaml", ".yml"}:
        raise FormTargetError(file=target.name)
    sheets = read_sheets(open_form(source))
    data = workbook(sheets) if suffix == ".xlsx" else yaml_form.write(sheets).encode()
    try:
        write_atomically(target, data)
    except OSError as error:
        raise UsageError(reason="file_unwritable", file=str(target)) from error


def workbook(sheets: Sheets) -> bytes:
    """The sheets as an Excel workbook: every cell is text, headings in bold and frozen."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for name in SHEETS:
        table = sheets.table(name)
        if not table.header:
            continue
        header = sorted(table.header, key=yaml_form.rank)
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, heading in enumerate(header, 1):
            width = _WIDE.get(heading.partition("::")[0], 16)
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([_cell(sheet, heading, bold=True) for heading in header])
        for row in table.rows:
            sheet.append([_cell(sheet, row.get(heading)) for heading in header])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, text: str | None, *, bold: bool = False) -> Any:
    """A cell that holds text and nothing else: a leading ``=`` is no formula here."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if text is None:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
