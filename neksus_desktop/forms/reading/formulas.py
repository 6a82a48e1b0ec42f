"""Formulas of a workbook that no spreadsheet program has computed: their cells read as empty, which must be told.

Looked for in the text of the sheets, without building anything of them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from io import BytesIO

from neksus_desktop.forms.reading.source import SHEETS

MAX_TOLD = 50
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)=["']([^"']*)["']""")
_UNSET = re.compile(
    rb'<c r="([A-Z]{1,3}(\d{1,7}))"[^>]*><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>',
)


def unset(data: bytes) -> tuple[tuple[str, int, str], ...]:
    """``(sheet, row, cell)`` of the formulas without a value in the sheets of a form; none if the file is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return tuple(found for found, _ in zip(_unset(archive), range(MAX_TOLD), strict=False))
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return ()


def members(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of a form in a workbook: name and member of the archive."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for found in _RELATION.findall(relations):
        pairs = dict(_ATTRIBUTE.findall(found))
        targets[pairs.get("Id", "")] = pairs.get("Target", "")
    for found in _SHEET.findall(book):
        pairs = dict(_ATTRIBUTE.findall(found))
        name = unescape(pairs.get("name", "")).strip().lower()
        target = targets.get(pairs.get("r:id", ""), "").removeprefix("/xl/")
        if name in SHEETS and target:
            yield name, f"xl/{target}"


def _unset(archive: zipfile.ZipFile) -> Iterator[tuple[str, int, str]]:
    for name, member in members(archive):
        text = archive.read(member)
        if b"<f" in text:
            for cell, row in _UNSET.findall(text):
                yield name, int(row), cell.decode()
