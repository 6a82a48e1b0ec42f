"""All problems of a form, from its file to the running engine: what must be mended, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from neksus_desktop.errors import FormCycleError, FormError, FormFaultyError, FormUnreadableError
from neksus_desktop.forms.reading import attached, compiling, xform_file
from neksus_desktop.forms.reading.opening import Opened, open_form
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rules_references import check_references
from neksus_desktop.forms.reading.rules_sheets import check_choices, check_languages, check_sheets
from neksus_desktop.forms.reading.rules_survey import check_survey
from neksus_desktop.forms.reading.rules_xform import check_xform
from neksus_desktop.forms.reading.source import SHEETS, Sheets


def check_file(path: Path) -> list[FormProblem]:
    """See ``reading.check``."""
    try:
        opened = open_form(path)
        return _ordered(_check_xform(opened) if opened.suffix == ".xml" else _check_sheets(opened))
    except FormFaultyError as error:
        return list(error.problems)
    except FormUnreadableError as error:
        return [unreadable(error)]


def unreadable(error: FormUnreadableError) -> FormProblem:
    """The one problem of a file that cannot be read at all."""
    facts = {name: str(value) for name, value in error.facts.items()}
    return FormProblem(error.code.removeprefix("form_"), row=int(error.facts.get("line", 0)), facts=facts)


def sheet_faults(sheets: Sheets) -> list[FormProblem]:
    """What our own rules find in the sheets."""
    found = list(check_sheets(sheets))
    if any(problem.severity == "error" for problem in found):
        return found
    for rule in (check_survey, check_choices, check_references, check_languages):
        found += rule(sheets)
    return found


def _check_sheets(opened: Opened) -> list[FormProblem]:
    sheets = compiling.read_sheets(opened)
    found = sheet_faults(sheets)
    try:
        result, notices = compiling.compile_sheets(sheets)
    except FormFaultyError as error:
        return compiling.with_faults(found, error.problems)
    made = {"itemsets.csv": b""} if result.itemsets else {}
    _, missing = attached.collect(result.xform, opened, made)
    told = {problem.code for problem in found}
    notices = [n for n in notices if n.code != "language_incomplete" or "translation_missing" not in told]
    return [*found, *notices, *missing, *_running(result.xform, found)]


def _check_xform(opened: Opened) -> list[FormProblem]:
    text = xform_file.read(opened)
    found = list(check_xform(text))
    _, missing = attached.collect(text, opened, {})
    return [*found, *missing, *_running(text, found)]


def _running(xform: str, found: list[FormProblem]) -> Iterator[FormProblem]:
    """What only the engine can see: rings of calculations, and anything the rules above have missed."""
    if any(problem.severity == "error" for problem in found):
        return
    from neksus_desktop.forms import form_from_xform

    try:
        form_from_xform(xform)
    except FormCycleError as error:
        yield FormProblem("cycle", facts={"names": str(error.facts.get("names", ""))})
    except FormError as error:
        facts = {"detail": ", ".join(str(value) for value in error.facts.values() if value)}
        yield FormProblem("engine", bind=str(error.facts.get("where", "")), facts=facts)


def _ordered(problems: list[FormProblem]) -> list[FormProblem]:
    places = {"": -1} | {name: number for number, name in enumerate(SHEETS)}
    return sorted(problems, key=lambda p: (places.get(p.sheet, 9), p.row, p.severity, p.bind))
