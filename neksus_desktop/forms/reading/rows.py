"""The rows of a sheet with their headings put right: aliases, spaces and capitals gone, translations gathered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from neksus_desktop.forms.reading.languages import TRANSLATED
from neksus_desktop.forms.reading.source import Sheets, Table

_ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "calculate": "calculation",
    "read_only": "readonly",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::required": "required",
    "bind::readonly": "readonly",
    "bind::calculate": "calculation",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
}
_COLONED = frozenset({"label", "hint", "bind", "media", "instance", "body", "control", "constraint_message"})
_NESTED = frozenset({"bind", "control", "body", "instance"})
MAIN_COLUMNS = (
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "relevant",
    "required",
    "required_message",
    "constraint",
    "constraint_message",
    "readonly",
    "calculation",
    "trigger",
    "default",
    "choice_filter",
    "appearance",
    "parameters",
    "repeat_count",
)
"""What most questions use, in the order in which a sheet is best read."""
COLUMNS = frozenset(
    [
        *MAIN_COLUMNS,
        "image",
        "big-image",
        "audio",
        "video",
        "media",
        "list_name",
        "save_to",
        "note",
        "body",
        "bind",
        "instance",
        "control",
        "disabled",
        "autoplay",
        "rows",
        "list_prefix",
        "form_title",
        "form_id",
        "version",
        "default_language",
    ]
)
"""Known headings, to tell a misspelt one from one of the author's own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``cells`` by plain heading (any language), ``spoken[column][language]`` the translated ones."""

    sheet: str
    line: int
    cells: Mapping[str, str]
    spoken: Mapping[str, Mapping[str, str]]

    def get(self, column: str) -> str:
        """A cell, or nothing."""
        return self.cells.get(column, "")


def heading(text: str) -> tuple[str, str]:
    """A heading's plain column and its language: ``Label::English (en)`` gives ``("label", "English (en)")``."""
    parts = [part.strip() for part in text.split("::")]
    if len(parts) == 1 and ":" in text:
        first, _, rest = text.partition(":")
        parts = [first.strip(), rest.strip()] if first.strip().lower() in _COLONED else parts
    base = parts[0].lower().replace(" ", "_")
    base = _ALIASES.get(base, base)
    if len(parts) == 1:
        return base, ""
    if base == "media":
        return parts[1], parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 - media, kind, language
    if base in _NESTED:
        column = _ALIASES.get(f"{base}::{parts[1].lower()}", f"{base}::{parts[1]}")
        return column, parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 - bind, attribute, language
    return (base, parts[1]) if base in TRANSLATED else ("::".join(parts), "")


def rows_of(sheets: Sheets, sheet: str) -> list[Row]:
    """The filled rows of ``sheet`` in order; made once, since several rules go through them."""
    table = sheets.table(sheet)
    if not table.known:
        table.known.extend(_rows(table, sheet))
    return table.known


def _rows(table: Table, sheet: str) -> Iterator[Row]:
    headings = {text: heading(text) for text in table.header}
    for line, raw in zip(table.lines, table.rows, strict=True):
        cells: dict[str, str] = {}
        spoken: dict[str, dict[str, str]] = {}
        for text, value in raw.items():
            column, language = headings.get(text) or heading(text)
            cells.setdefault(column, value)
            if column in TRANSLATED:
                spoken.setdefault(column, {})[language] = value
        if cells:
            yield Row(sheet, line, cells, spoken)


def languages_of(sheets: Sheets) -> dict[str, None]:
    """Every language named in a heading, in order; ``""`` for a column without one."""
    found: dict[str, None] = {}
    for sheet in ("survey", "choices"):
        for text in sheets.table(sheet).header:
            column, language = heading(text)
            if column in TRANSLATED:
                found[language] = None
    return found
