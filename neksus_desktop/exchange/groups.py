"""Lines and groups of lines: what a transfer file is filled with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.bundles.payload import about_packed

if TYPE_CHECKING:
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.records.ids import RecordId, VersionHash

GROWTH = 16 / 9
"""Base64 twice: in the JWS and again in the JWE."""


class Line(NamedTuple):
    """One line of a payload, canonical already."""

    name: str
    content: bytes


class Sent(NamedTuple):
    """A file as it travels, and how its bytes are had."""

    facts: AttachmentFacts
    read: Callable[[], bytes]


class Group(NamedTuple):
    """Lines that stay together in one file, and the Versions that a receipt will speak of.

    ``attachments`` go with them or follow; ``vouching`` are the lines that a following file must have to stand alone.
    """

    lines: tuple[Line, ...]
    items: tuple[tuple[RecordId, VersionHash], ...] = ()
    attachments: tuple[Sent, ...] = ()
    vouching: tuple[Line, ...] = ()
    write: Callable[[], None] | None = None
    """What is to be written about it once it has gone out."""


def about_as_file(lines: Iterable[Line]) -> int:
    """About how many bytes lines take in a sealed file."""
    return int(sum(about_packed(line.name, len(line.content)) for line in lines) * GROWTH)
