"""Long sheets of a workbook past the reader of workbooks, which needs 60 µs for every cell.

The reader gets a workbook whose long sheets end after a few rows; the rest is read here, from the sheet's text. What
the reader made of those few rows must be just what is made of them here, and nothing may occur that is not plain text
or a plain number; otherwise nothing is guessed, and the reader gets the whole workbook.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from neksus_desktop.forms.reading.formulas import members

LONG = 300_000
"""Bytes of a sheet's text from which this is worth while."""
_KEPT = 20
_GAP = 60  # rows without anything after which a sheet ends, as for the compiler's own reader
_SHEETS = ("survey", "choices", "external_choices")
_STRINGS = "xl/sharedStrings.xml"
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"((?: \w+="[^"]*")*)(?:/>|>(?:<v>([^<]*)</v>|<is><t[^>]*>([^<]*)</t></is>)</c>)'
)
_ITEM = re.compile(rb"<si><t(?:/>|[^>]*>([^<]*)</t>)</si>")
_USED = re.compile(rb't="s"[^>]*><v>(\d+)</v>')
_KIND = re.compile(rb' t="(\w+)"')
_STYLED = re.compile(rb' s="(?!0")')
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_|x005F_")
_FAULTS = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError)
Grid = dict[int, dict[str, str]]
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A workbook with its long sheets cut, and the cells of those sheets: row number → column letters → text."""

    data: bytes
    sheets: Mapping[str, Grid]

    def restore(self, book: Mapping[str, object]) -> dict[str, Rows] | None:
        """All rows of the long sheets; nothing if the reader sees their beginning otherwise than we."""
        whole = {}
        for name, grid in self.sheets.items():
            columns = {letters: re.sub(r"\s+", " ", text) for letters, text in grid.get(1, {}).items()}
            rows = _rows(grid, columns)
            beginning = book.get(name)
            if not isinstance(beginning, list) or len(rows) < _KEPT or rows[: len(beginning)] != beginning:
                return None
            whole[name] = rows
        return whole


def cut(data: bytes) -> Cut | None:
    """The workbook with its long sheets cut, or nothing if it has none that can be read here."""
    if len(data) * 200 < LONG:
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _cut(archive)
    except _FAULTS:
        return None


def _cut(archive: zipfile.ZipFile) -> Cut | None:
    found = [(name, member) for name, member in members(archive) if archive.getinfo(member).file_size >= LONG]
    if not found or any(name not in _SHEETS for name, _ in found) or len({name for name, _ in found}) < len(found):
        return None
    strings = archive.read(_STRINGS) if _STRINGS in archive.namelist() else b""
    shared = _shared(strings)
    if shared is None:
        return None
    replaced: dict[str, bytes] = {}
    sheets: dict[str, Grid] = {}
    for name, member in found:
        text = archive.read(member)
        grid = _grid(text, shared)
        if grid is None:
            return None
        sheets[name], replaced[member] = grid, _beginning(text)
    if strings:
        replaced[_STRINGS] = _needed(archive, strings, replaced)
    return Cut(_without(archive, replaced), sheets)


def _shared(text: bytes) -> list[str] | None:
    """The workbook's shared texts, if all of them are plain."""
    if _ESCAPED.search(text):
        return None
    found = [_text(raw) for raw in _ITEM.findall(text)]
    return found if len(found) == text.count(b"<si>") + text.count(b"<si/>") else None


def _grid(text: bytes, shared: Sequence[str]) -> Grid | None:
    """The cells of a sheet that hold something; nothing if one of them is not plain."""
    if _ESCAPED.search(text) or b"<f" in text or b"<si" in text:
        return None
    grid: Grid = {}
    count = 0
    for letters, row, rest, value, inline in _CELL.findall(text):
        count += 1
        kind = _KIND.search(rest) if rest else None
        named = kind[1] if kind else b"n"
        if named == b"s":
            shown = shared[int(value)]
        elif named == b"inlineStr":
            shown = _text(inline)
        elif named != b"n" or (value and _STYLED.search(rest)):
            return None
        else:
            shown = _number(value.decode())
        if shown:
            grid.setdefault(int(row), {})[letters.decode()] = shown
    return grid if count == text.count(b"<c ") else None


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8")
    if "&" in text:
        text = unescape(text)
    return text.strip().replace("\xa0", " ")


def _number(text: str) -> str:
    if text and not _NUMBER.fullmatch(text):
        raise ValueError(text)  # an exponent, an error: left to the reader
    if "." not in text:
        return str(int(text)) if text else ""
    number = float(text)
    return str(int(number)) if number.is_integer() else str(number)


def _rows(grid: Grid, columns: Mapping[str, str]) -> Rows:
    """The rows below the heading, empty ones among them, as far as the sheet goes on."""
    rows: Rows = []
    last = 1
    for number in sorted(grid):
        if number == 1:
            continue
        if number - last - 1 > _GAP:
            break
        rows.extend({} for _ in range(number - last - 1))
        rows.append({columns[letters]: text for letters, text in grid[number].items() if letters in columns})
        last = number
    return rows


def _beginning(text: bytes) -> bytes:
    """A sheet's text with its first rows only."""
    at = 0
    for _ in range(_KEPT + 1):
        at = text.index(b"</row>", at) + len(b"</row>")
    return text[:at] + text[text.index(b"</sheetData>") :]


def _needed(archive: zipfile.ZipFile, strings: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """The shared texts up to the last one that the cut workbook still uses."""
    last = -1
    for member in archive.namelist():
        if member.startswith("xl/worksheets/") and member.endswith(".xml"):
            text = replaced.get(member) or archive.read(member)
            last = max([last, *map(int, _USED.findall(text))])
    ends = [found.end() for found, _ in zip(_ITEM.finditer(strings), range(last + 1), strict=False)]
    start = strings.index(b"<si>") if b"<si>" in strings else 0
    return strings[: ends[-1] if ends else start] + b"</sst>"


def _without(archive: zipfile.ZipFile, replaced: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for member in archive.namelist():
            made.writestr(member, replaced[member] if member in replaced else archive.read(member))
    return out.getvalue()
