"""Bytes to text: UTF-8 first, UTF-16 by its mark, and what Norwegian Excel writes when nobody asks (cp1252)."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def text_of(data: bytes) -> str:
    """The text of a table or YAML file."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def xml_text(data: bytes) -> str:
    """The text of an XML file by its mark or declaration; the declaration's encoding is taken out of the result.

    Raises:
        UnicodeError: the bytes are not in the encoding they declare.
        LookupError: the encoding is unknown.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16")
    else:
        declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
        text = data.removeprefix(codecs.BOM_UTF8).decode(declared[1].decode("ascii") if declared else "utf-8")
    return _DECLARATION.sub('<?xml version="1.0"?>', text, count=1)
