"""Names of things: random, time-ordered, safe in file names and URLs, the same in every workplace."""

from __future__ import annotations

import secrets
import time
from typing import NewType

RecordId = NewType("RecordId", str)
SubjectId = NewType("SubjectId", str)
VersionHash = NewType("VersionHash", str)
Thumbprint = NewType("Thumbprint", str)
"""RFC 7638 thumbprint of a public key (SHA-256, base64url)."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no letters that are misread on paper


def _encode(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))


def new_id() -> str:
    """A new id of 26 letters: 48 bits of time in ms, 80 random bits (the layout of ULID, in small letters)."""
    return _encode(time.time_ns() // 1_000_000, 10) + _encode(secrets.randbits(80), 16)


def short_id() -> str:
    """A new id of 8 letters for a row inside one record (40 random bits)."""
    return _encode(secrets.randbits(40), 8)
