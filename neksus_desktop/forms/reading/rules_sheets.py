"""Rules of the headings, of the choices sheet and of the languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neksus_desktop.forms.reading.languages import TRANSLATED
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rows import COLUMNS, Row, heading, languages_of, rows_of
from neksus_desktop.forms.reading.rules_survey import suggestion
from neksus_desktop.forms.reading.source import SHEETS, Sheets

_WORD = re.compile(r"[\w.-]+")
_CHOICES = frozenset(("list_name", "name", "label", "image", "big-image", "audio", "video"))
"""What else stands in the choices sheet is the author's own, for filters."""
_SETTINGS_THAT_ALLOW = ("yes", "true", "true()")


def check_sheets(sheets: Sheets) -> Iterator[FormProblem]:
    """Missing sheets and columns, headings that look misspelt, no rows, formulas without a value."""
    if not sheets.table("survey").header:
        near = suggestion("survey", {name for name in sheets.sheet_names if name not in SHEETS})
        found = "survey" in sheets.tables
        yield (
            FormProblem("header_missing", sheet="survey")
            if found
            else FormProblem("survey_missing", facts={"suggestion": near})
        )
        return
    for sheet, needed in (("survey", ("type", "name")), ("choices", ("list_name", "name"))):
        table = sheets.table(sheet)
        present = {heading(text)[0] for text in table.header}
        for column in needed:
            if table.header and column not in present:
                near = suggestion(column, set(table.header))
                yield FormProblem("column_missing", "error", sheet, 1, facts={"column": column, "suggestion": near})
    for sheet in ("survey", "choices"):
        yield from _misspelt(sheets, sheet)
    if not any(row for row in sheets.table("survey").rows):
        yield FormProblem("survey_empty", "warning", "survey")
    for sheet, row, cell in sheets.unset:
        yield FormProblem("formula_empty", "warning", sheet, row, facts={"cell": cell})


def _misspelt(sheets: Sheets, sheet: str) -> Iterator[FormProblem]:
    header = sheets.table(sheet).header
    known = COLUMNS if sheet == "survey" else _CHOICES
    present = {heading(text)[0] for text in header}
    for text in header:
        column, _ = heading(text)
        if column in COLUMNS or "::" in text or len(column) < 4:  # noqa: PLR2004 - short words resemble everything
            continue
        near = suggestion(column, set(known - present))
        if near and abs(len(near) - len(column)) <= 2 and near[0] == column[0]:  # noqa: PLR2004
            yield FormProblem("column_misspelt", "warning", sheet, 1, facts={"column": text, "suggestion": near})


def check_choices(sheets: Sheets) -> Iterator[FormProblem]:
    """Names and labels of the choices; lists that nobody uses."""
    twice_allowed = sheets.setting("allow_choice_duplicates").lower() in _SETTINGS_THAT_ALLOW
    multiple = {
        word
        for row in rows_of(sheets, "survey")
        if row.get("type").startswith(("select_multiple", "select multiple"))
        for word in row.get("type").split()[1:]
    }
    seen: set[tuple[str, str]] = set()
    first_of: dict[str, Row] = {}
    for row in rows_of(sheets, "choices"):
        name, listed = row.get("name"), row.get("list_name")
        if not listed:
            continue
        first_of.setdefault(listed, row)
        if not name:
            yield FormProblem("choice_name_missing", "error", "choices", row.line, facts={"list": listed})
            continue
        if (listed, name) in seen and not twice_allowed:
            facts = {"list": listed, "name": name}
            yield FormProblem("choice_name_twice", "error", "choices", row.line, facts=facts)
        seen.add((listed, name))
        if " " in name and listed in multiple:
            yield FormProblem("choice_name_space", "error", "choices", row.line, facts={"list": listed, "name": name})
        if not any(row.get(column) for column in TRANSLATED):
            yield FormProblem(
                "choice_label_missing", "warning", "choices", row.line, facts={"list": listed, "name": name}
            )
    yield from _unused(sheets, first_of)


def _unused(sheets: Sheets, first_of: dict[str, Row]) -> Iterator[FormProblem]:
    texts = [cell for row in rows_of(sheets, "survey") for cell in row.cells.values()]
    texts += [cell for row in rows_of(sheets, "choices") for cell in row.cells.values() if "instance(" in cell]
    used = {word for text in texts for word in _WORD.findall(text)}
    for listed, row in first_of.items():
        if listed not in used:
            yield FormProblem("list_unused", "warning", "choices", row.line, facts={"list": listed})


def check_languages(sheets: Sheets) -> Iterator[FormProblem]:
    """Texts that one language has and another has not; a default language that no column has."""
    languages = languages_of(sheets)
    default = sheets.setting("default_language")
    named = [language for language in languages if language]
    if default and named and default not in named:
        near = suggestion(default, set(named))
        facts = {"language": default, "suggestion": near}
        yield FormProblem("language_unknown", "warning", "settings", _first_line(sheets), facts=facts)
    if len(languages) < 2:  # noqa: PLR2004 - nothing to compare
        return
    for sheet in ("survey", "choices"):
        for row in rows_of(sheets, sheet):
            yield from _untranslated(row, list(languages))


def _first_line(sheets: Sheets) -> int:
    lines = sheets.table("settings").lines
    return lines[0] if lines else 0


def _untranslated(row: Row, languages: list[str]) -> Iterator[FormProblem]:
    for column, spoken in row.spoken.items():
        for language in languages:
            if not spoken.get(language):
                facts = {"column": column, "language": language or "default", "name": row.get("name")}
                yield FormProblem("translation_missing", "warning", row.sheet, row.line, facts=facts)
