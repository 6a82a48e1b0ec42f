"""Rules of the expressions in a spreadsheet: do the ``${names}`` exist, is the expression one?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from neksus_desktop.errors import FormExpressionError
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rows import COLUMNS, Row, rows_of
from neksus_desktop.forms.reading.rules_survey import suggestion
from neksus_desktop.forms.reading.source import Sheets

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^{}]*?)\s*\}")
_OPENED = re.compile(r"\$\{(?![^{}$]*\})")
EXPRESSIONS = ("relevant", "constraint", "required", "readonly", "calculation", "choice_filter", "repeat_count")
EXPRESSION_CODES = frozenset(
    {
        "function_unknown",
        "function_arguments",
        "expression_unfinished",
        "expression_broken",
        "expression_refused",
        "expression_large",
    }
)
_STRAIGHT = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
_NOT_EXPRESSIONS = {"yes", "no", "true", "false", "true()", "false()"}
_DYNAMIC = re.compile(r"\$\{|\w\s*\(|^\s*[./]")


def check_references(sheets: Sheets) -> Iterator[FormProblem]:
    """Unknown, ambiguous and broken references, and broken expressions, row by row."""
    names = Counter(row.get("name") for row in rows_of(sheets, "survey") if row.get("name"))
    for sheet in ("survey", "choices", "settings", "entities"):
        for row in rows_of(sheets, sheet):
            yield from _references(row, names)
            if sheet == "survey":
                yield from _expressions(row)


def _references(row: Row, names: Counter[str]) -> Iterator[FormProblem]:
    told: set[str] = set()
    texts = [(column, text) for column, text in row.cells.items() if "${" in text and _is_read(row.sheet, column)]
    texts += [(c, text) for c, spoken in row.spoken.items() for text in spoken.values() if "${" in text]
    for column, text in texts:
        for name in _REFERENCE.findall(text):
            facts = {"name": name, "column": column, "suggestion": ""}
            if name in told or names[name] == 1:
                continue
            told.add(name)
            if names[name] > 1:
                yield FormProblem("reference_ambiguous", "error", row.sheet, row.line, facts=facts)
            elif name:
                near = suggestion(name, set(names))
                yield FormProblem("reference_unknown", "error", row.sheet, row.line, facts=facts | {"suggestion": near})
        if _OPENED.search(text) or "${}" in text:
            facts = {"column": column, "name": "", "suggestion": ""}
            yield FormProblem("reference_broken", "error", row.sheet, row.line, facts=facts)


def _is_read(sheet: str, column: str) -> bool:
    """Whether the compiler reads the column; in the author's own columns a ``${`` means nothing."""
    return sheet != "choices" and (sheet != "survey" or column in COLUMNS or "::" in column)


def _expressions(row: Row) -> Iterator[FormProblem]:
    for column in EXPRESSIONS:
        text = row.get(column)
        if text and text.strip().lower() not in _NOT_EXPRESSIONS and not _OPENED.search(text):
            yield from expression_fault(text, column, FormProblem("", "error", row.sheet, row.line))
    default = row.get("default")
    plain_type = row.get("type").startswith(("date", "time", "geo"))
    if default and _DYNAMIC.search(default) and "(" in default and not plain_type:
        yield from expression_fault(default, "default", FormProblem("", "warning", row.sheet, row.line))


def expression_fault(text: str, column: str, place: FormProblem) -> Iterator[FormProblem]:
    """The fault of one expression, if it has one, at ``place``."""
    from neksus_desktop.forms.xpath.compiler import compile_ast
    from neksus_desktop.forms.xpath.functions import TABLE
    from neksus_desktop.forms.xpath.parser import parse

    try:
        compile_ast(parse(_REFERENCE.sub("/r", text.translate(_STRAIGHT))))
    except FormExpressionError as error:
        detail = str(error.facts["detail"])
        facts = {"column": column, "expression": text[:120], "name": "", "suggestion": ""}
        word, _, rest = detail.partition(" ")
        if word == "unknown_function":
            facts |= {"name": rest, "suggestion": suggestion(rest, set(TABLE))}
            code = "function_unknown"
        elif word == "arguments":
            facts |= {"name": rest}
            code = "function_arguments"
        elif detail == "unexpected_end":
            code = "expression_unfinished"
        elif "@" in detail:
            facts |= {"name": detail.partition("@")[2]}
            code = "expression_broken"
        elif word == "unknown_instance":
            return
        else:
            facts |= {"name": detail}
            code = "expression_large" if word in {"expression_too_long", "too_deep"} else "expression_refused"
        yield FormProblem(code, place.severity, place.sheet, place.row, place.bind, facts)
