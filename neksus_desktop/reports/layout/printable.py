"""The one helper every foreign text passes on its way to paper: it stays text, and nothing in it steers anything.

Rules kept here: control characters are left out (a line break and a tab mean themselves); characters that turn the
direction of the text around are left out, so that a line reads as it was written; half surrogates become U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_LONGEST_STRING = 8_000
"""ISO 19005 allows strings of 32,767 bytes; a character takes two or four."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """The text without anything that is not text."""
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", _UNSAFE.sub("", text)))


def string(text: str) -> str:
    """A text as a value inside the file (a title, a bookmark, what is spoken): one line, and no longer than allowed."""
    clean = printable(text).replace("\n", " ")
    return clean if len(clean) <= _LONGEST_STRING else clean[:_LONGEST_STRING] + "…"
