"""Attachments in a file of records: what its Versions name, and the pieces of it that came along.

Rules kept here:

* a piece belongs to a file that a Version of the same record, earlier in the same transfer file, names by digest:
  nothing travels that no signed Version vouches for, and each transfer file can be judged alone;
* pieces begin at whole steps of ``STEP`` bytes and lie within the size that the Version names; none stands twice;
* a file that came whole in one transfer file must have its digest; one that comes in several is checked when it is put
  together;
* a name is a plain file name: no folders, nothing that steers a screen, not too long.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neksus_desktop.errors import BundleContentError
from neksus_desktop.records.attachment import PREFIX, STEP, AttachmentFacts, attached, free_name

if TYPE_CHECKING:
    from neksus_desktop.bundles.payload import AttachmentPart
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.version import Version

LONGEST_PART = 16 * STEP
"""Bytes in one piece at the most."""
LARGEST_FILE = 64 * 1024 * 1024
MOST_OF_A_VERSION = 1024 * 1024 * 1024
"""Bytes that the files of one Version may have together."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,9}")

Carried = Mapping[tuple["RecordId", str], frozenset[int]]
"""Steps of files that came along, by record and digest."""


@dataclass(slots=True)
class _File:
    size: int
    steps: set[int] = field(default_factory=set)
    came: int = 0
    hash: hashlib._Hash | None = field(default_factory=hashlib.sha256)
    """Of what came in order from the beginning; None once something came out of order."""


class Pieces:
    """Judges the attachments of one transfer file while its lines go by."""

    def __init__(self) -> None:
        self._files: dict[tuple[RecordId, str], _File] = {}

    def name(self, version: Version, line: int) -> tuple[AttachmentFacts, ...]:
        """Note what a Version names, and return it.

        Raises:
            BundleContentError: a file is named in a way that no program of ours would.
        """
        if PREFIX not in "\n".join(version.fields):
            return ()
        whole, named = 0, attached(version.fields)
        for one in named:
            size = version.fields.get(f"{PREFIX}{one.id}/size", "")
            sound = _ID.fullmatch(one.id) and _DIGEST.fullmatch(one.digest) and _SIZE.fullmatch(size)
            whole += one.size
            if not sound or one.size > LARGEST_FILE or whole > MOST_OF_A_VERSION or not plain_name(one.name):
                raise BundleContentError(detail="attachment_name", line=line)
            known = self._files.setdefault((version.record, one.digest), _File(one.size))
            if known.size != one.size:
                raise BundleContentError(detail="attachment_size", line=line)
        return named

    def take(self, part: AttachmentPart, line: int) -> None:
        """Judge one piece.

        Raises:
            BundleContentError: no Version before it names its file, or it lies where it cannot.
        """
        file = self._files.get((part.record, part.digest))
        try:
            data = part_bytes(part)
        except ValueError as error:
            raise BundleContentError(detail="attachment", line=line) from error
        end = part.offset + len(data)
        if file is None or not data or part.offset % STEP or end > file.size or (end < file.size and end % STEP):
            raise BundleContentError(detail="attachment", line=line)
        steps = range(part.offset // STEP, -(-end // STEP))
        if not file.steps.isdisjoint(steps):
            raise BundleContentError(detail="attachment_twice", line=line)
        in_order = len(file.steps) == steps.start
        file.steps.update(steps)
        file.came += len(data)
        if file.hash is not None and in_order:
            file.hash.update(data)
        else:
            file.hash = None
        if file.came == file.size and file.hash is not None and file.hash.hexdigest() != part.digest:
            raise BundleContentError(detail="attachment_digest", line=line)

    def carried(self) -> dict[tuple[RecordId, str], frozenset[int]]:
        """Which steps of which files came along."""
        return {key: frozenset(file.steps) for key, file in self._files.items() if file.steps}


def part_bytes(part: AttachmentPart) -> bytes:
    """The bytes of a piece.

    Raises:
        ValueError: its content is no base64, or it is longer than a piece may be.
    """
    try:
        data = base64.b64decode(part.content, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
    if len(data) > LONGEST_PART:
        raise ValueError("too long")
    return data


def plain_name(name: str) -> bool:
    """Whether a name that came from outside is a plain file name."""
    return free_name(name, ()) == name and bool(name.strip(". ")) and name[0] != "."
