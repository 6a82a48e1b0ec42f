"""All problems of a form, from its file to the running engine: what must be mended, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from neksus_desktop.errors import FormCycleError, FormError, FormFaultyError, FormUnreadableError
from neksus_desktop.forms.reading import attached, compiling, xform_file
from neksus_desktop.forms.reading.locating import located
from neksus_desktop.forms.reading.opening import Opened, open_form
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rows import rows_of
from neksus_desktop.forms.reading.rules_references import EXPRESSION_CODES, check_references
from neksus_desktop.forms.reading.rules_sheets import check_choices, check_languages, check_sheets
from neksus_desktop.forms.reading.rules_survey import check_survey
from neksus_desktop.forms.reading.rules_xform import check_xform
from neksus_desktop.forms.reading.source import SHEETS, Sheets

_STEPS = 4
"""Read, looked through by our rules, compiled, run."""


def check_file(path: Path, watch: Callable[[int, int], None] | None = None) -> list[FormProblem]:
    """See ``reading.check``."""
    steps = count()

    def step() -> None:
        if watch is not None:
            watch(next(steps), _STEPS)

    try:
        step()
        opened = open_form(path)
        return _ordered(_check_xform(opened, step) if opened.suffix == ".xml" else _check_sheets(opened, step))
    except FormFaultyError as error:
        return list(error.problems)
    except FormUnreadableError as error:
        return [unreadable(error)]
    finally:
        if watch is not None:
            watch(_STEPS, _STEPS)


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


def _check_sheets(opened: Opened, step: Callable[[], None]) -> list[FormProblem]:
    """Our rules, the compiler and the engine; what the last two take, ours may not refuse (they are the authority)."""
    sheets = compiling.read_sheets(opened)
    step()
    found = sheet_faults(sheets)
    step()
    try:
        result, notices = compiling.compile_sheets(sheets)
    except FormFaultyError as error:
        placed = [located(problem, sheets) if problem.code == "compiler" else problem for problem in error.problems]
        return compiling.with_faults(found, placed)
    step()
    made = {"itemsets.csv": result.itemsets.encode()} if result.itemsets else {}
    media, missing = attached.collect(result.xform, opened, made)
    told = [problem for problem in found if problem.severity == "warning"]
    codes = {problem.code for problem in told}
    notices = [n for n in notices if n.code != "language_incomplete" or "translation_missing" not in codes]
    running = [_at_row(problem, sheets) for problem in _running(result.xform, media)]
    ours = [problem for problem in found if problem.severity == "error" and problem.code in EXPRESSION_CODES]
    expressions = ours if ours and any(problem.code == "engine" for problem in running) else []
    engine = [problem for problem in running if problem.code != "engine" or not expressions]
    return [*told, *expressions, *notices, *missing, *engine]


def _check_xform(opened: Opened, step: Callable[[], None]) -> list[FormProblem]:
    text = xform_file.read(opened)
    step()
    found = list(check_xform(text))
    step()
    media, missing = attached.collect(text, opened, {})
    step()
    running = list(_running(text, media))
    binds = {problem.bind for problem in found}
    return [*found, *missing, *(p for p in running if p.code != "engine" or p.bind not in binds)]


def _running(xform: str, media: Mapping[str, bytes]) -> Iterator[FormProblem]:
    """What only the engine can see: rings of calculations, what leads nowhere, and what the rules above have missed."""
    from neksus_desktop.forms.compiled import graph_of
    from neksus_desktop.forms.definition import Definition
    from neksus_desktop.forms.reading.rules_running import check_running
    from neksus_desktop.forms.xform import read_xform

    try:
        definition = Definition(read_xform(xform), dict(media))
        yield from check_running(definition)
        graph_of(definition)
    except FormCycleError as error:
        names = str(error.facts.get("names", ""))
        yield FormProblem("cycle", bind=names.partition(" ")[0], facts={"names": names})
    except FormError as error:
        bind = str(error.facts.get("where", "")).rpartition(" ")[2].strip("–")
        named = (error.facts.get(name) for name in ("detail", "expression", "where"))
        facts = {"detail": ", ".join(str(value) for value in named if value)}
        yield FormProblem("engine", bind=bind, facts=facts)


def _at_row(problem: FormProblem, sheets: Sheets) -> FormProblem:
    """A problem of a node, moved to the row of the survey sheet that made the node."""
    name = problem.bind.rpartition("/")[2]
    for made in (name, name.removesuffix("_count")):  # the compiler keeps a computed repeat_count in a node of its own
        rows = [row.line for row in rows_of(sheets, "survey") if made and row.get("name") == made]
        if len(rows) == 1:
            return replace(problem, sheet="survey", row=rows[0])
    return problem


def _ordered(problems: list[FormProblem]) -> list[FormProblem]:
    places = {"": -1} | {name: number for number, name in enumerate(SHEETS)}
    return sorted(problems, key=lambda p: (places.get(p.sheet, 9), p.row, p.severity, p.bind))
