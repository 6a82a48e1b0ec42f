"""Sheets → XForm with pyxform; the one module that calls it to compile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neksus_desktop.errors import FormFaultyError, FormUnreadableError
from neksus_desktop.forms.reading import yaml_form
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.source import CompiledSource, Sheets

MAX_BYTES = 32 * 1024 * 1024


def compile_file(path: Path) -> CompiledSource:
    """See ``reading.to_xform``."""
    return compile_sheets(yaml_form.read(path.read_text(encoding="utf-8-sig"), path.stem))


def compile_sheets(sheets: Sheets) -> CompiledSource:
    """Compile sheets with pyxform; its complaints become a ``FormFaultyError``."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    notes: list[str] = []
    try:
        result = convert(workbook(sheets), warnings=notes)
    except PyXFormError as error:
        raise FormFaultyError(sheet="", row=0, count=1, detail=str(error)) from error
    warnings = tuple(FormProblem("compiler_note", "warning", facts={"detail": note}) for note in notes)
    return CompiledSource(result.xform, {}, warnings)


def workbook(sheets: Sheets) -> dict[str, Any]:
    """The shape in which pyxform takes sheets; row ``i`` is its row ``i + 2``."""
    book: dict[str, Any] = {"sheet_names": list(sheets.sheet_names), "fallback_form_name": sheets.stem}
    for name, table in sheets.tables.items():
        book[name] = [dict(row) for row in table.rows]
        book[f"{name}_header"] = [dict.fromkeys(table.header)] if table.header else []
    return book
