"""Files kept with a record, as the record names them; the bytes lie beside it, found by digest.

Rules kept here:

* a file is named by fields (``attachment/<id>/…``), so that history, undo, merge, Versions and transfer know it as
  they know everything else; a signed Version so vouches for the bytes by their SHA-256;
* those fields are written together and never changed: another file is another attachment; taking it away empties them;
* no two files of a record have the same name: the answer of an upload question *is* the name (as in ODK).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePath
from typing import NamedTuple

PREFIX = "attachment/"
STEP = 64 * 1024
"""Bytes of the pieces in which a file is kept and sent; only the last one may be shorter."""
_LONGEST_NAME = 120
_LONGEST_NUMBER = 15
_ATTRIBUTES = ("point", "owner", "name", "media_type", "size", "digest")


class AttachmentFacts(NamedTuple):
    """One named file. ``owner`` is the id of the ground it belongs to, or the path of the question it answers."""

    id: str
    point: str
    owner: str
    name: str
    media_type: str
    size: int
    digest: str
    """SHA-256 of the kept bytes, in hex."""


def attached(fields: Mapping[str, str]) -> tuple[AttachmentFacts, ...]:
    """The files that a record names, in the order of their ids; a torn one is passed over."""
    found: dict[str, dict[str, str]] = {}
    for path, value in fields.items():
        if path.startswith(PREFIX):
            key, _, attribute = path[len(PREFIX) :].partition("/")
            if attribute in _ATTRIBUTES:
                found.setdefault(key, {})[attribute] = value
    return tuple(
        AttachmentFacts(
            key,
            a.get("point", ""),
            a.get("owner", ""),
            a["name"],
            a.get("media_type", ""),
            _number(a.get("size", "")),
            a["digest"],
        )
        for key, a in sorted(found.items())
        if a.get("name") and a.get("digest")
    )


def attachment_fields(facts: AttachmentFacts) -> dict[str, str]:
    """The fields that name one file; write them with one save, or "" to each to take it away."""
    return {f"{PREFIX}{facts.id}/{name}": str(getattr(facts, name)) for name in _ATTRIBUTES}


def free_name(wanted: str, taken: Collection[str]) -> str:
    """A file name that no other file of the record has, without folders or signs that steer a screen."""
    last = PurePath(wanted.replace("\\", "/")).name
    plain = "".join(sign for sign in last if sign.isprintable()).strip(". ") or "fil"
    ending = PurePath(plain).suffix
    stem = plain[: len(plain) - len(ending)][: _LONGEST_NAME - len(ending)]
    name, number = f"{stem}{ending}", 2
    known = {other.casefold() for other in taken}
    while name.casefold() in known:
        name, number = f"{stem}-{number}{ending}", number + 1
    return name


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
