"""What pyxform says, as problems of ours with sheet and row.

Its sentences are English and for programmers; the common ones have sentences of ours, the others are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.source import Sheets

if TYPE_CHECKING:
    from pyxform.errors import PyXFormError

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)'(?: sheet|:|\. )|sheet: '(\w+)'")
_MISSING_TRANSLATION = re.compile(r"^Language '(.+)' is missing the (\w+) (?:columns (.+)|(.+) column)\.$")
_CASE = re.compile(r"the 'name' value '(.+?)' is problematic\. The name is a case-insensitive match")
_CODES = {
    "NAMES_001": "name_twice",
    "NAMES_002": "name_case",
    "NAMES_003": "name_reserved",
    "NAMES_004": "repeat_name_twice",
    "NAMES_005": "name_reserved",
    "NAMES_006": "choice_name_missing",
    "NAMES_007": "choice_name_twice",
    "NAMES_008": "name_invalid",
    "NAMES_009": "name_invalid",
    "LABEL_001": "choice_label_missing",
    "PYREF_001": "reference_broken",
    "PYREF_002": "reference_broken",
    "PYREF_003": "reference_unknown",
    "PYREF_004": "reference_ambiguous",
    "SURVEY_001": "group_unopened",
    "SURVEY_002": "group_unclosed",
    "HEADER_001": "header_missing",
    "HEADER_002": "column_twice",
    "HEADER_003": "column_missing",
}
_UNTOLD = ("max-pixels", "no longer supported on most devices", "Android", "Choices should have a label.")
"""Remarks on what concerns only telephones, and what our own rules say as well."""
_FACTS = {"value": "name", "q": "name", "name": "name", "column": "column", "header": "column", "missing": "column"}


def fault(error: PyXFormError, sheets: Sheets) -> FormProblem:
    """The problem that pyxform stopped at."""
    sentence = str(error)
    sheet, row = _place(sentence, sheets)
    code = _CODES.get(error.code.name, "") if error.code else ""
    facts = {ours: str(error.context[theirs]) for theirs, ours in _FACTS.items() if theirs in error.context}
    facts = {"name": "", "column": "", "suggestion": ""} | facts | {"detail": _ROW.sub("", sentence).strip()}
    return FormProblem(code or "compiler", "error", sheet, row, facts=facts)


def notice(sentence: str, sheets: Sheets) -> Iterator[FormProblem]:
    """A remark of pyxform's, if it is one to be passed on."""
    if not sentence.strip() or any(word in sentence for word in _UNTOLD):
        return
    sheet, row = _place(sentence, sheets)
    missing = _MISSING_TRANSLATION.match(sentence)
    case = _CASE.search(sentence)
    if case:
        yield FormProblem("name_case", "warning", sheet, row, facts={"name": case[1]})
    elif missing:
        facts = {"language": missing[1], "column": missing[3] or missing[4]}
        yield FormProblem("language_incomplete", "warning", missing[2], facts=facts)
    else:
        yield FormProblem("compiler_note", "warning", sheet, row, facts={"detail": _ROW.sub("", sentence).strip()})


def _place(sentence: str, sheets: Sheets) -> tuple[str, int]:
    """Sheet and the row in the file; pyxform counts rows as a spreadsheet does, from the heading."""
    named = _SHEET.search(sentence)
    sheet = (named[1] or named[2]) if named else ""
    numbered = _ROW.search(sentence)
    if not numbered:
        return sheet, 0
    sheet = sheet or "survey"
    lines = sheets.table(sheet).lines
    index = int(numbered[1]) - 2
    return sheet, lines[index] if 0 <= index < len(lines) else int(numbered[1])
