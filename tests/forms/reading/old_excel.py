"""The least Excel 97 workbook (BIFF8 in an OLE2 file) that holds texts; no library we use writes one."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook with these sheets of rows."""
    return _container(_stream(sheets))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _start(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 0x0600))


def _text(text: str, width: str) -> bytes:
    return struct.pack(f"<{width}B", len(text), 1) + text.encode("utf-16-le")


def _stream(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    bodies = [_sheet(rows) for rows in sheets.values()]
    heads = [_text(name, "B") for name in sheets]
    at = len(_start(5)) + sum(4 + 6 + len(head) for head in heads) + 4
    book = _start(5)
    for head, body in zip(heads, bodies, strict=True):
        book += _record(0x0085, struct.pack("<IBB", at, 0, 0) + head)
        at += len(body)
    return book + _record(0x000A) + b"".join(bodies)


def _sheet(rows: Sequence[Sequence[str]]) -> bytes:
    cells = [
        _record(0x0204, struct.pack("<HHH", row, column, 0) + _text(text, "H"))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    return _start(0x10) + b"".join(cells) + _record(0x000A)


def _container(stream: bytes) -> bytes:
    size = max(len(stream), 4096)  # shorter ones would have to lie in a container of their own
    count = -(-size // SECTOR)
    table = [FAT, END, *range(3, count + 2), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, size)
    data = stream.ljust(count * SECTOR, b"\0")
    return head + struct.pack(f"<{SECTOR // 4}I", *table) + entries.ljust(SECTOR, b"\0") + data


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI16xIII", len(text), kind, 1, FREE, FREE, child, 0, start, size, 0
    )
