"""The Markdown subset of labels: ``plain`` for places without formatting, ``spans`` for those with.

Understood: **bold**, __bold__, *italic*, _italic_, [text](address), headings, <span style>. All else is text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MARKS = frozenset("*_[<#\\")
"""A text with none of these is plain."""
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_LINK = re.compile(r"\[([^\[\]]{0,2000})\]\(([^()\s]{0,2000})\)")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_MARKS = re.compile(
    r"(?<![\\\w])(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1(?!\w)|(?<![\\\w*])([*_])(?=\S)([^*_]{1,2000}?)(?<=\S)\3(?!\w)"
)
_ESCAPED = re.compile(r"\\([\\*_#\[\]()])")


class Span(NamedTuple):
    """A stretch of text in one style. ``link`` is an address that the reader may be shown, never opened by itself."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


def plain(text: str) -> str:
    """The text without its marks."""
    return "".join(span.text for span in spans(text))


def spans(text: str) -> list[Span]:
    """The text as stretches of one style each."""
    if not any(mark in text for mark in MARKS):
        return [Span(text)] if text else []
    text = _HEADING.sub("", _TAG.sub("", text))
    found: list[Span] = []
    at = 0
    for match in _LINK.finditer(text):
        found.extend(_styled(text[at : match.start()]))
        found.append(Span(match[1], link=match[2]))
        at = match.end()
    found.extend(_styled(text[at:]))
    return found


def _styled(text: str) -> list[Span]:
    found: list[Span] = []
    at = 0
    for match in _MARKS.finditer(text):
        if match.start() > at:
            found.append(Span(_ESCAPED.sub(r"\1", text[at : match.start()])))
        strong = match[1] is not None
        found.append(Span(_ESCAPED.sub(r"\1", match[2] if strong else match[4]), bold=strong, italic=not strong))
        at = match.end()
    if at < len(text):
        found.append(Span(_ESCAPED.sub(r"\1", text[at:])))
    return found
