"""Writing a form as ``.xlsx`` or ``.yaml``; what is written reads back as the same form."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from neksus_desktop.errors import UsageError
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
        raise UsageError(reason=f"cannot write {suffix or target.name}")
    sheets = read_sheets(open_form(source))
    data = workbook(sheets) if suffix == ".xlsx" else yaml_form.write(sheets).encode()
    write_atomically(target, data)


def workbook(sheets: Sheets) -> bytes:
    """The sheets as an Excel workbook: every cell is text, headings in bold and frozen."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for name in SHEETS:
        table = sheets.table(name)
        if not table.header:
            continue
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, heading in enumerate(table.header, 1):
            sheet.column_dimensions[_letters(number)].width = _WIDE.get(heading.partition("::")[0], 16)
        for row in ({heading: heading for heading in table.header}, *table.rows):
            cells = []
            for heading in table.header:
                cell = WriteOnlyCell(sheet, row.get(heading))
                if cell.value is not None:
                    cell.data_type = "s"
                cell.alignment = wrapped
                if row is not None and row.get(heading) == heading:
                    cell.font = bold
                cells.append(cell)
            sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))
