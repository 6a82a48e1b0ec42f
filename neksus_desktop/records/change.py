"""The change log's links: who (role) changed which field when, from what to what, chained by SHA-256.

A link's hash covers the hash before it, so no row can be altered, removed or put in between unnoticed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
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
    return hashlib.sha256(b"".join([b"%d:%b" % (len(data), data) for data in encoded])).hexdigest()


def first_links(
    record: str, at: str, offset_minutes: int, role: str, fields: list[tuple[str, str]]
) -> list[tuple[int, str, str, str, str]]:
    """The links of a new record's first fields: ``(seq, path, new, previous_hash, hash)``.

    The same hashes as ``link_hash`` gives, with what all rows share put together once: an import makes thousands.
    """
    shared = "".join([_part(part) for part in (at, str(offset_minutes), role)])
    named = _part(record)
    last, links = GENESIS, []
    for seq, (path, new) in enumerate(fields, 1):
        text = new.encode("utf-8", "surrogatepass")
        row = f"64:{last}{named}{_number(seq)}{shared}{_place(path)}0:{len(text)}:"
        digest = hashlib.sha256(row.encode("utf-8", "surrogatepass") + text).hexdigest()
        links.append((seq, path, new, last, digest))
        last = digest
    return links


@lru_cache(maxsize=16384)
def _place(path: str) -> str:
    return _part(path)


@lru_cache(maxsize=16384)
def _number(seq: int) -> str:
    return _part(str(seq))


def _part(text: str) -> str:
    return f"{len(text.encode('utf-8', 'surrogatepass'))}:{text}"
