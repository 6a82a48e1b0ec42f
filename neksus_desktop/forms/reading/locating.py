"""Which row of the survey sheet the compiler stumbled over, when its sentence does not say.

The compiler reads the survey from the top and stops at its first fault. So the fault stands in the first row without
which the rows above it, and only the names of those below, compile as far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from neksus_desktop.errors import FormFaultyError
from neksus_desktop.forms.reading import compiling
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rows import heading
from neksus_desktop.forms.reading.source import Sheets, Table

MOST_ROWS = 1_000
_CONTROL = ("begin", "end")


def located(problem: FormProblem, sheets: Sheets) -> FormProblem:
    """The problem with its row, if it has none and stands in the survey; a very long form is not searched."""
    table = sheets.table("survey")
    if problem.row or sum(len(one.rows) for one in sheets.tables.values()) > MOST_ROWS:
        return problem
    low, high = 0, len(table.rows)
    if _stumbles(problem, sheets, low) or not _stumbles(problem, sheets, high):
        return problem
    while high - low > 1:
        middle = (low + high) // 2
        if _stumbles(problem, sheets, middle):
            high = middle
        else:
            low = middle
    return replace(problem, sheet="survey", row=table.lines[low])


def _stumbles(problem: FormProblem, sheets: Sheets, kept: int) -> bool:
    """Whether the compiler says the same of the form with only the names of its rows from ``kept`` on."""
    table = sheets.table("survey")
    keys = {heading(key)[0]: key for key in table.header}
    rows = [*table.rows[:kept], *(_bare(row, keys) for row in table.rows[kept:])]
    shorter = replace(sheets, tables={**sheets.tables, "survey": Table(table.header, tuple(rows), table.lines)})
    try:
        compiling.compile_sheets(shorter)
    except FormFaultyError as error:
        return [one.facts.get("detail") for one in error.problems] == [problem.facts.get("detail")]
    return False


def _bare(row: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, str]:
    """A row that says nothing but its name; groups stay groups."""
    kind, name = keys.get("type", "type"), keys.get("name", "name")
    control = row.get(kind, "").strip().casefold().startswith(_CONTROL)
    bare = {kind: row[kind] if control else "hidden"}
    return bare | ({name: row[name]} if name in row else {})
