"""Long choice lists (places, organisations) past the compiler, which needs 75 µs for every choice.

pyxform gets the first two rows of a long list; the rest is written here in the form it gave those two. If it gave them
any other form than expected, nothing is guessed: the whole list goes through the compiler.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from neksus_desktop.forms.reading.languages import TRANSLATED
from neksus_desktop.forms.reading.rows import heading
from neksus_desktop.forms.reading.source import Sheets, Table

LONG = 1_000
_KEPT = 2
_PLAIN = re.compile(r"^[^\W\d][\w.-]*$")
_SPACES = re.compile(" +")
_ODD = re.compile(r"""[&<>"]|\s\s|^\s|\s$""")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shortened:
    """A form whose long lists were cut to two rows, and what was cut."""

    sheets: Sheets
    lists: Mapping[str, Sequence[Row]]
    columns: Mapping[str, tuple[str, str]]

    def restore(self, xform: str) -> str | None:
        """The compiled form with its whole lists; nothing if the two rows are not found as expected."""
        languages = dict.fromkeys(language for column, language in self.columns.values() if column == "label")
        spoken = "" not in languages
        whole: str | None = xform
        for name, rows in self.lists.items():
            whole = whole and _swap(whole, [self._item(name, i, row, spoken) for i, row in enumerate(rows)])
            for language in languages if spoken else ():
                texts = [self._text(name, i, row, language) for i, row in enumerate(rows)]
                whole = whole and _swap(whole, texts, after=f'<translation lang="{_clean(language)}"')
        return whole

    def _item(self, name: str, number: int, row: Row, spoken: bool) -> str:  # noqa: FBT001 - called 100,000 times
        said = f"<itextId>{name}-{number}</itextId>" if spoken else ""
        label = extra = code = ""
        for key, value in row.items():
            column, _ = self.columns[key]
            if column == "name":
                code = f"<name>{_clean(value)}</name>"
            elif column == "label":
                label = "" if spoken else f"<label>{_clean(value)}</label>"
            elif column != "list_name":
                extra += f"<{column}>{_clean(value)}</{column}>"
        return f"<item>{said}{code}{label}{extra}</item>"

    def _text(self, name: str, number: int, row: Row, language: str) -> str:
        said = next(value for key, value in row.items() if self.columns[key] == ("label", language))
        return f'<text id="{name}-{number}"><value>{_clean(said)}</value></text>'


def shorten(sheets: Sheets) -> Shortened | None:
    """The form with its long lists cut, or nothing if it has none that may be."""
    table = sheets.table("choices")
    if len(table.rows) < LONG:
        return None
    columns = {text: heading(text) for text in table.header}
    plain = all(
        c == "label" or (not language and c not in TRANSLATED and _PLAIN.match(c)) for c, language in columns.values()
    )
    labels = [key for key, (column, _) in columns.items() if column == "label"]
    if not plain or not labels or not {("name", ""), ("list_name", "")} <= set(columns.values()):
        return None
    key_of = {column: key for key, (column, _) in columns.items() if column != "label"}
    lists: dict[str, list[Row]] = {}
    for row in table.rows:
        lists.setdefault(row.get(key_of["list_name"], ""), []).append(row)
    long = {n: rows for n, rows in lists.items() if len(rows) >= LONG and _may_be_cut(rows, key_of["name"], labels)}
    long = {n: rows for n, rows in long.items() if n and not _used_otherwise(sheets, n)}
    return Shortened(_cut(sheets, table, key_of["list_name"], set(long)), long, columns) if long else None


def _may_be_cut(rows: Sequence[Row], name: str, labels: Sequence[str]) -> bool:
    names = {row.get(name, "") for row in rows}
    complete = all(label in row for row in rows for label in labels)
    return (
        complete and len(names) == len(rows) and "" not in names and not any("${" in "".join(r.values()) for r in rows)
    )


def _used_otherwise(sheets: Sheets, name: str) -> bool:
    """Whether a list is used with «or_other» or ``search()``, for which the compiler writes something else."""
    for row in sheets.table("survey").rows:
        text = " ".join(row.values())
        if name in text.split() and ("or_other" in text or "or other" in text or "search(" in text):
            return True
    return False


def _cut(sheets: Sheets, table: Table, key: str, long: set[str]) -> Sheets:
    met: dict[str, int] = {}
    kept = []
    for number, row in enumerate(table.rows):
        name = row.get(key, "")
        met[name] = met.get(name, 0) + 1
        if name not in long or met[name] <= _KEPT:
            kept.append(number)
    short = Table(table.header, tuple(table.rows[i] for i in kept), tuple(table.lines[i] for i in kept))
    return replace(sheets, tables={**sheets.tables, "choices": short})


def _swap(xform: str, pieces: Sequence[str], after: str = "") -> str | None:
    """The text with the first two pieces, at their first place behind ``after``, grown to all of them."""
    first = "".join(pieces[:_KEPT])
    place = xform.find(after)
    place = xform.find(first, place) if place >= 0 else -1
    if place < 0:
        return None
    return f"{xform[:place]}{''.join(pieces)}{xform[place + len(first) :]}"


def _clean(text: str) -> str:
    return escape(_SPACES.sub(" ", text.strip()), {'"': "&quot;"}) if _ODD.search(text) else text
