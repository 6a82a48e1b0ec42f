"""``read()``: the only door for files from outside. Bytes in; a ``Bundle`` that can be trusted, or one error.

The steps, each with one function and one kind of error, in this order and never another:

1. size            ``BundleSizeError``
2. shape           ``BundleShapeError``
3. version         ``BundleVersionError``
4. unseal          ``BundleSealError``
5. all signatures  ``BundleSignatureError``
6. unpack, parse   ``BundleSizeError`` (bombs), ``BundleContentError``
7. meaning         ``BundleContentError``, ``BundleClockError``, ``BundleRecipientError``
8. trust           ``BundleUntrustedError``, ``BundleRevokedError``

A half-checked ``Bundle`` cannot exist: every line has been parsed and judged before one is returned. What is kept is
the packed payload, an outline, and no more of the parsed lines than the caller has room for, so that memory does not
grow with what a file unpacks to.
"""

from __future__ import annotations

import hashlib
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from neksus_desktop.bundles.keys import KeyPair
from neksus_desktop.bundles.meaning import Outline, check_header, check_trust, judge
from neksus_desktop.bundles.parts import Carried
from neksus_desktop.bundles.payload import Entry, Header, is_newer, lines, parse_entry, parse_header
from neksus_desktop.bundles.seal import is_sealed, unseal
from neksus_desktop.bundles.sign import Kind, Signed, verify
from neksus_desktop.bundles.strict import parse_object
from neksus_desktop.bundles.trust import Trusted
from neksus_desktop.errors import BundleContentError, BundleShapeError, BundleSizeError
from neksus_desktop.records.ids import Thumbprint


class Limits(NamedTuple):
    """Bounds in bytes: of the file, of all that it unpacks to, of one line of that."""

    file: int = 64 * 1024 * 1024
    unpacked: int = 512 * 1024 * 1024
    line: int = 16 * 1024 * 1024


LIMITS = Limits()
_FIRST = 2
"""The first line after the header."""


class Reader(NamedTuple):
    """Who reads: its names (one per signing key it ever had), the keys that open its mail, whom it trusts, the time.

    A reader without names has no profile: nobody is trusted and nothing sealed can be opened.
    """

    own: AbstractSet[Thumbprint]
    keys: Sequence[KeyPair]
    trust: Callable[[Thumbprint], Trusted | None]
    now: datetime


class Kept(NamedTuple):
    """The last lines as they were judged; those before number ``first`` are not among them."""

    entries: tuple[Entry, ...] = ()
    first: int = sys.maxsize


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file that holds: signed by the trusted, addressed to the reader, every line of it sound."""

    kind: Kind
    header: Header
    signers: tuple[Thumbprint, ...]
    digest: str
    """SHA-256 of the signed payload: the same for the same content however it is sealed."""
    sealed: bool
    outline: tuple[Outline, ...]
    """One row per Version."""
    carried: Carried
    """Which pieces of attachments came along."""
    payload: bytes = field(repr=False)
    kept: Kept = field(default=Kept(), repr=False)

    @property
    def kept_bytes(self) -> int:
        """How much of the content is kept parsed, in bytes of its canonical form."""
        return sum(len(entry.canonical) for entry in self.kept.entries)

    def entries(self) -> Iterator[Entry]:
        """Every line after the header: as it was judged, or parsed anew as it is asked for."""
        newer, first = is_newer(self.header), self.kept.first
        if first > _FIRST:
            found = lines(self.payload, unpacked_limit=LIMITS.unpacked, line_limit=LIMITS.line)
            next(found)
            for number, line in zip(range(_FIRST, first), found, strict=False):
                entry = parse_entry(self.kind, line, number, newer=newer, again=True)
                if entry is not None:
                    yield entry
        yield from self.kept.entries


def read(data: bytes, reader: Reader, *, limits: Limits = LIMITS, keep: int = 0) -> Bundle:
    """Read a file from outside; so many bytes of its content are kept parsed (in memory two to three times as much).

    Raises:
        BundleError: one of the kinds above; nothing else.
    """
    check_size(data, limits)
    verified, sealed = _open(data, reader)
    del data
    keeping = _Keeping(keep)
    header, (outline, carried) = _parse(verified, reader, limits, keeping)
    check_trust(header, verified.signers, reader.trust)
    digest = hashlib.sha256(verified.payload).hexdigest()
    return Bundle(
        verified.kind, header, verified.signers, digest, sealed, outline, carried, verified.payload, keeping.kept
    )


def _open(data: bytes, reader: Reader) -> tuple[Signed, bool]:
    """Shape, version, seal and signatures; nothing of the file's text is kept but the payload."""
    found = parse_object(data)
    sealed = is_sealed(found)
    if sealed:
        found = parse_object(unseal(found, reader.keys))
    verified = verify(found)
    if verified.kind == "card":
        raise BundleShapeError(detail="card", reason="card")
    return verified, sealed


def check_size(data: bytes, limits: Limits = LIMITS) -> None:
    """Refuse a file that is larger than any of ours, before anything looks at it.

    Raises:
        BundleSizeError: it is.
    """
    if len(data) > limits.file:
        raise BundleSizeError(detail="file", limit=limits.file)


class _Keeping:
    """Keeps the last lines that go by, as many as there is room for: what comes before them is unpacked again."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._entries = deque[tuple[int, Entry]]()
        self._first = _FIRST

    def watch(self, entries: Iterable[tuple[int, Entry | None]]) -> Iterator[tuple[int, Entry | None]]:
        """Pass on what goes by."""
        for number, entry in entries:
            if entry is not None:
                self._entries.append((number, entry))
                self._room -= len(entry.canonical)
                while self._room < 0:
                    gone, least = self._entries.popleft()
                    self._room += len(least.canonical)
                    self._first = gone + 1
            yield number, entry

    @property
    def kept(self) -> Kept:
        """What was kept once all went by."""
        return Kept(tuple(entry for _, entry in self._entries), self._first)


def _parse(
    verified: Signed, reader: Reader, limits: Limits, keeping: _Keeping
) -> tuple[Header, tuple[tuple[Outline, ...], Carried]]:
    found = lines(verified.payload, unpacked_limit=limits.unpacked, line_limit=limits.line)
    first = next(found, None)
    if first is None:
        raise BundleContentError(detail="empty", line=0)
    header = parse_header(first)
    check_header(header, verified, own=reader.own, now=reader.now)
    newer = is_newer(header)
    numbered = enumerate(found, start=2)
    entries = ((number, parse_entry(verified.kind, line, number, newer=newer)) for number, line in numbered)
    return header, judge(header, keeping.watch(entries))
