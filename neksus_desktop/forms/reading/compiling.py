"""Any form file → XForm; the one module that calls pyxform to compile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from neksus_desktop.errors import FormFaultyError, FormKindError, FormNoSheetsError
from neksus_desktop.forms.reading import (
    attached,
    compiler_words,
    long_lists,
    or_other,
    spreadsheets,
    xform_file,
    yaml_form,
)
from neksus_desktop.forms.reading.decoding import text_of
from neksus_desktop.forms.reading.opening import Opened, open_form
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.source import CompiledSource, Sheets

_YAML = {".yaml", ".yml"}
_HEADINGS = frozenset(("survey_missing", "column_missing"))
_TABLES = {".xlsx", ".xlsm", ".xls", ".md", ".csv"}


class Compiled(NamedTuple):
    """What the compiler made: the XForm, and the CSV of external choices or nothing."""

    xform: str
    itemsets: str


def compile_file(path: Path, step: Callable[[], None] = lambda: None) -> CompiledSource:
    """See ``reading.to_xform``."""
    opened = open_form(path)
    step()
    return compile_opened(opened, step)


def compile_opened(opened: Opened, step: Callable[[], None] = lambda: None) -> CompiledSource:
    """Compile a form already opened; ``step`` is called between reading its sheets and compiling them."""
    made: dict[str, bytes] = {}
    notices: list[FormProblem] = []
    if opened.suffix == ".xml":
        xform = xform_file.read(opened)
    else:
        sheets = read_sheets(opened)
        step()
        result, notices = _compiled_or_all_faults(sheets)
        xform = result.xform
        if result.itemsets:
            made["itemsets.csv"] = result.itemsets.encode()
    media, missing = attached.collect(xform, opened, made)
    return CompiledSource(xform, media, (*notices, *missing))


def _compiled_or_all_faults(sheets: Sheets) -> tuple[Compiled, list[FormProblem]]:
    try:
        return compile_sheets(sheets)
    except FormFaultyError as error:
        from neksus_desktop.forms.reading.checking import sheet_faults

        found = [problem for problem in sheet_faults(sheets) if problem.severity == "error"]
        raise FormFaultyError(with_faults(found, error.problems)) from error


def with_faults(found: list[FormProblem], compiler: Sequence[FormProblem]) -> list[FormProblem]:
    """Our findings, and the compiler's unless ours say it already (it stops at the first fault it meets)."""
    errors = [problem for problem in found if problem.severity == "error"]
    if any(problem.code in _HEADINGS for problem in errors):
        return found  # the compiler can only stumble over what is missing
    places = {(problem.sheet, problem.row) for problem in errors}
    new = [p for p in compiler if (p.sheet, p.row) not in places and (p.row or not errors)]
    return [*found, *new]


def read_sheets(opened: Opened) -> Sheets:
    """The sheets of a form of any kind but XForm.

    Raises:
        FormUnreadableError: not a form.
        FormNoSheetsError: an XForm, which has no sheets.
    """
    if opened.suffix in _YAML:
        return yaml_form.read(text_of(opened.data), opened.stem)
    if opened.suffix in _TABLES:
        return spreadsheets.read(opened)
    if opened.suffix == ".xml":
        raise FormNoSheetsError(file=opened.name)
    raise FormKindError(file=opened.name)


def compile_sheets(sheets: Sheets) -> tuple[Compiled, list[FormProblem]]:
    """Compile with pyxform.

    Raises:
        FormFaultyError: pyxform found a fault; the error holds it with sheet and row.
    """
    short = long_lists.shorten(sheets)
    if short is not None:
        compiled, notices = _compile(short.sheets)
        whole = short.restore(compiled.xform)
        if whole is not None:
            return Compiled(whole, compiled.itemsets), notices
    return _compile(sheets)


def _compile(sheets: Sheets) -> tuple[Compiled, list[FormProblem]]:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    notes: list[str] = []
    others = or_other.prepare(sheets)
    try:
        result = convert(_workbook(others.sheets), warnings=notes)
    except PyXFormError as error:
        raise FormFaultyError([compiler_words.fault(error, sheets)]) from error
    except spreadsheets.LIBRARY_FAULTS as error:
        detail = f"{type(error).__name__}: {error}"
        raise FormFaultyError([FormProblem("compiler", facts={"detail": detail})]) from error
    lines = [line for note in notes for line in note.split("\n") if not others.answers(line)]
    notices = [notice for line in lines for notice in compiler_words.notice(line, sheets)]
    return Compiled(others.say(result.xform), result.itemsets or ""), notices


def _workbook(sheets: Sheets) -> dict[str, Any]:
    """The shape in which pyxform takes sheets; our row ``i`` is its row ``i + 2``."""
    book: dict[str, Any] = {"sheet_names": list(sheets.sheet_names), "fallback_form_name": sheets.stem}
    for name, table in sheets.tables.items():
        if table.header or table.rows:
            book[name] = [dict(row) for row in table.rows]
            book[f"{name}_header"] = [dict.fromkeys(table.header)]
    return book
