"""The change log's links: who (role) changed which field when, from what to what, chained by SHA-256.

A link's hash covers the hash before it, so no row can be altered, removed or put in between unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

GENESIS = "0" * 64
"""The hash before the first change of a record."""


class Change(NamedTuple):
    """One row of the log. ``at`` is UTC (``2026-11-23T13:30:00.123Z``); ``offset_minutes`` the writer's offset."""

    record: str
    seq: int
    at: str
    offset_minutes: int
    role: str
    path: str
    old: str
    new: str
    previous_hash: str
    hash: str


def link_hash(
    previous_hash: str, record: str, seq: int, at: str, offset_minutes: int, role: str, path: str, old: str, new: str
) -> str:
    """SHA-256 over the length-prefixed parts; the prefixes keep two different rows from reading alike."""
    parts = (previous_hash, record, str(seq), at, str(offset_minutes), role, path, old, new)
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return sha256(b"".join([b"%d:%b" % (len(data), data) for data in encoded])).hexdigest()


def first_hashes(
    record: str,
    at: str,
    offset_minutes: int,
    role: str,
    fields: Iterable[tuple[str, str]],
    seq: int = 0,
    last: str = GENESIS,
) -> list[str]:
    """The hashes of the links of fields ``(path, new)`` that were empty, after a log that stands at ``seq``, ``last``.

    The same as ``link_hash`` gives one by one, with what all rows share put together once: an import makes thousands.

    Raises:
        UnicodeEncodeError: a text holds half a character.
    """
    shared, named, parts = "".join(map(_part, (at, str(offset_minutes), role))), _part(record), _PARTS
    before, found = _part(last), list[str]()
    for number, (path, new) in enumerate(fields, seq + 1):
        text = new.encode()
        row = f"{before}{named}{parts[number]}{shared}{parts[path]}0:{len(text)}:"
        digest = sha256(row.encode() + text).hexdigest()
        before = f"64:{digest}"
        found.append(digest)
    return found


class _Parts(dict[str | int, str]):
    """Paths and numbers as parts of a link, kept because every record has the same."""

    def __missing__(self, what: str | int) -> str:
        if len(self) > _PARTS_AT_MOST:
            self.clear()
        found = self[what] = _part(str(what))
        return found


_PARTS_AT_MOST = 32_768
_PARTS = _Parts()


def _part(text: str) -> str:
    return f"{len(text.encode())}:{text}"
