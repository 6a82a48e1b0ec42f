"""Before printing: which characters of a document no embedded font can print, so that the user is told first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from neksus_desktop.reports.content.model import ReportContent
from neksus_desktop.reports.layout.fonts import missing
from neksus_desktop.reports.layout.printable import printable


def unprintable(content: ReportContent) -> str:
    """The characters that would be printed as code points, each once, in code order; "" when all can be printed."""
    found: set[str] = set()
    for text in _texts(content):
        if not text.isascii():
            found |= missing(printable(text))
    return "".join(sorted(found))


def _texts(item: object) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, tuple):
        for part in item:
            yield from _texts(part)
    elif is_dataclass(item):
        for one in fields(item):
            yield from _texts(getattr(item, one.name))
