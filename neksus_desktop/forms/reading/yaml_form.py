"""Our YAML forms ⇄ sheets: XLSForm's own sheets and columns, with three readable short forms.

* ``label: {nb: …, nn: …, en: …}`` stands for ``label::Norsk bokmål (nb)`` and so on (also under ``media``).
* ``neksus: {point: "2.1.1"}`` stands for ``bind::neksus:point``; any other mapping is flattened with ``::``.
* ``choices`` may be a mapping ``list_name → rows``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neksus_desktop.errors import FormLayoutError
from neksus_desktop.forms.reading import languages, yaml_text
from neksus_desktop.forms.reading.rows import MAIN_COLUMNS
from neksus_desktop.forms.reading.source import SHEETS, Sheets, Table

_OWN = "bind::neksus:"
_FIRST = ("list_name", *MAIN_COLUMNS)


def read(text: str, stem: str) -> Sheets:
    """Sheets of a YAML form.

    Raises:
        FormUnreadableError: not YAML, or not laid out as a form (``FormLayoutError``).
    """
    found = yaml_text.load(text, stem)
    if not isinstance(found, dict):
        raise FormLayoutError(file=stem, line=1)
    tables = {name: _table(name, found[name], stem) for name in SHEETS if name in found}
    return Sheets(tables, tuple(found), stem)


def _table(sheet: str, value: Any, stem: str) -> Table:
    rows = [_flat(row) for row in _rows(sheet, value, stem)]
    if sheet == "settings":
        rows = [{key: _expand(key, cell) for key, cell in row.items()} for row in rows]
    header = dict.fromkeys(key for row in rows for key in row)
    lines = tuple(getattr(row, "line", 0) for row in _rows(sheet, value, stem))
    return Table(tuple(header), tuple(rows), lines)


def _expand(key: str, cell: str) -> str:
    return languages.NAMES.get(cell, cell) if key == "default_language" else cell


def _rows(sheet: str, value: Any, stem: str) -> list[Mapping[str, Any]]:
    if sheet == "settings" and isinstance(value, dict):
        return [value]
    if sheet in {"choices", "external_choices"} and isinstance(value, dict):
        return [_listed(name, row, stem) for name, rows in value.items() for row in _rows("", rows, stem)]
    if value == "":
        return []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise FormLayoutError(file=stem, line=getattr(value, "line", 0))
    return value


def _listed(name: str, row: Mapping[str, Any], stem: str) -> Mapping[str, Any]:
    if "list_name" in row:
        raise FormLayoutError(file=stem, line=getattr(row, "line", 0))
    full = yaml_text.LinedDict({"list_name": name, **row})
    full.line = getattr(row, "line", 0)
    return full


def _flat(row: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in row.items():
        heading = _heading(prefix, key)
        if isinstance(value, dict):
            cells |= _flat(value, heading)
        elif isinstance(value, list):
            cells[heading] = " ".join(str(part) for part in value)
        elif value.strip():
            cells[heading] = value.strip()
    return cells


def _heading(prefix: str, key: str) -> str:
    if not prefix:
        return key
    if prefix == "neksus":
        return f"{_OWN}{key}"
    return languages.column(prefix, key) if prefix in languages.TRANSLATED else f"{prefix}::{key}"


def write(sheets: Sheets) -> str:
    """The YAML text of ``sheets``, always in the same order and form, so that two of them can be compared."""
    import yaml

    class Writer(yaml.SafeDumper):
        """Block style throughout; texts of several lines stand as they are."""

        def ignore_aliases(self, data: object) -> bool:
            """Never write an alias: we refuse to read them."""
            return data is not None

    def text_node(writer: Any, value: str) -> Any:
        return writer.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Writer.add_representer(str, text_node)
    return yaml.dump(_document(sheets), Dumper=Writer, allow_unicode=True, sort_keys=False, width=110)


def _document(sheets: Sheets) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in SHEETS:
        rows = [row for row in sheets.table(name).rows if row]
        if not rows:
            continue
        if name == "settings":
            found[name] = _nested({key: _shorten(key, cell) for key, cell in rows[0].items()})
        elif name in {"choices", "external_choices"}:
            found[name] = _by_list(rows)
        else:
            found[name] = [_nested(row) for row in rows]
    return found


def _shorten(key: str, cell: str) -> str:
    return languages.CODES.get(cell, cell) if key == "default_language" else cell


def _by_list(rows: list[Mapping[str, str]]) -> dict[str, list[Any]] | list[Any]:
    order = [row.get("list_name", "") for row in rows]
    runs = [name for i, name in enumerate(order) if i == 0 or order[i - 1] != name]
    if "" in runs or len(set(runs)) != len(runs):
        return [_nested(row) for row in rows]
    lists: dict[str, list[Any]] = {}
    for row in rows:
        lists.setdefault(row["list_name"], []).append(_nested({k: v for k, v in row.items() if k != "list_name"}))
    return lists


def _nested(row: Mapping[str, str]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for heading in sorted(row, key=rank):
        base, language = languages.split(heading)
        if heading.startswith(_OWN):
            cells.setdefault("neksus", {})[heading.removeprefix(_OWN)] = row[heading]
        elif language and base not in row:
            cells.setdefault(base, {})[language] = row[heading]
        else:
            cells[heading] = row[heading]
    return cells


def rank(heading: str) -> tuple[int, int, str]:
    """Where a column stands in what we write: always the same order, so that two writings can be compared."""
    base, language = languages.split(heading)
    place = _FIRST.index(base) if base in _FIRST else len(_FIRST) + heading.startswith(_OWN)
    codes = list(languages.NAMES)
    return place, codes.index(language) if language in codes else -1, heading if place >= len(_FIRST) else ""
