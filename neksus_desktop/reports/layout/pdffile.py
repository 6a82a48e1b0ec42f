"""A PDF file as numbered objects: values to bytes, streams, cross-reference table. The same input gives the same bytes.

reportlab's own document writes neither tags nor PDF/A; its TrueType reader is used, its file writer is not.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence

Value = "Name | Ref | Hex | str | bytes | int | float | bool | Mapping[str, Value] | Sequence[Value]"


class Name(str):
    """A PDF name, written with its slash."""

    __slots__ = ()


class Ref(int):
    """The number of an indirect object."""

    __slots__ = ()


class Hex(bytes):
    """A string written as hexadecimal digits."""

    __slots__ = ()


def value(item: object) -> bytes:  # noqa: PLR0911 - one line per PDF type
    """One value as PDF writes it; text strings are UTF-16 unless they are plain ASCII."""
    match item:
        case Ref():
            return b"%d 0 R" % item
        case bool():
            return b"true" if item else b"false"
        case int():
            return b"%d" % item
        case float():
            return number(item)
        case Name():
            return b"/" + _name(item)
        case Hex():
            return b"<" + item.hex().encode() + b">"
        case str():
            return _literal(item.encode("ascii")) if item.isascii() else _utf16(item)
        case bytes():
            return item
        case Mapping():
            return b"<<" + b" ".join(b"/" + _name(key) + b" " + value(item[key]) for key in item) + b">>"
        case Sequence():
            return b"[" + b" ".join(value(part) for part in item) + b"]"
    raise TypeError(item)


def number(item: float) -> bytes:
    """A real number with at most three decimals."""
    return b"%d" % item if item == int(item) else f"{item:.3f}".rstrip("0").encode()


def _utf16(item: str) -> bytes:
    return b"<feff" + item.encode("utf-16-be", "replace").hex().encode() + b">"


def _literal(data: bytes) -> bytes:
    return b"(" + data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r") + b")"


def _name(name: str) -> bytes:
    return b"".join(bytes((c,)) if c in _REGULAR else b"#%02X" % c for c in name.encode())


_REGULAR = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+*")


class PdfFile:
    """Objects by number; ``reserve`` gives a number before the object is known."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._objects: list[bytes] = []

    def reserve(self) -> Ref:
        """A number for an object that follows with ``put``."""
        self._objects.append(b"null")
        return Ref(len(self._objects))

    def put(self, ref: Ref, item: object) -> Ref:
        """Give a reserved number its object."""
        self._objects[ref - 1] = value(item)
        return ref

    def add(self, item: object) -> Ref:
        """Add an object."""
        self._objects.append(value(item))
        return Ref(len(self._objects))

    def stream(self, data: bytes, entries: Mapping[str, object] | None = None, *, compress: bool = True) -> Ref:
        """Add a stream with its length and filter."""
        head: dict[str, object] = dict(entries or {})
        if compress:
            data = zlib.compress(data, 6)
            head["Filter"] = Name("FlateDecode")
        head["Length"] = len(data)
        self._objects.append(value(head) + b"\nstream\n" + data + b"\nendstream")
        return Ref(len(self._objects))

    def write(self, root: Ref, info: Ref) -> bytes:
        """The file; its identifier is the hash of its objects."""
        out = [b"%PDF-" + self._version.encode() + b"\n%\xe2\xe3\xcf\xd3\n"]
        position = len(out[0])
        offsets = []
        for count, item in enumerate(self._objects, 1):
            offsets.append(position)
            out.append(b"%d 0 obj\n%s\nendobj\n" % (count, item))
            position += len(out[-1])
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(offsets) + 1, table))
        identity = Hex(hashlib.sha256(b"".join(self._objects)).digest()[:16])
        trailer = {"Size": len(offsets) + 1, "Root": root, "Info": info, "ID": [identity, identity]}
        out.append(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (value(trailer), position))
        return b"".join(out)
