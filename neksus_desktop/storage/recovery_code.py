"""The recovery code: 256 random bits as 14 groups of four letters and digits that survive paper and handwriting.

Crockford's base 32 (no I, L, O or U; they are read as 1, 1, 0 and refused), 52 places for the secret and four
for a check taken from its SHA-256, so that a slip of the pen is noticed before anything is tried.
"""

from __future__ import annotations

import hashlib
import secrets

from neksus_desktop.errors import StorageRecoveryCodeError

SECRET_BYTES = 32
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_PLACES = 52
_CHECK = 4
_GROUP = 4


def new_secret() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


def to_code(secret: bytes) -> str:
    """The code of a secret, in groups: ``7G2K-…``."""
    letters = _letters(int.from_bytes(secret, "big"), _PLACES) + _check(secret)
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def from_code(code: str) -> bytes:
    """The secret of a typed or scanned code; spaces, hyphens and small letters do not matter.

    Raises:
        StorageRecoveryCodeError: it is too short or long, holds a foreign letter or the check fails; ``group`` is
            the first group that cannot be right, 0 when that cannot be told.
    """
    letters = "".join(character for character in code.upper() if character.isalnum())
    for place, letter in enumerate(letters):
        if letter not in _VALUE:
            raise StorageRecoveryCodeError(group=place // _GROUP + 1)
    if len(letters) != _PLACES + _CHECK:
        raise StorageRecoveryCodeError(group=0)
    number = 0
    for letter in letters[:_PLACES]:
        number = number * 32 + _VALUE[letter]
    if number >> (8 * SECRET_BYTES):
        raise StorageRecoveryCodeError(group=1)
    secret = number.to_bytes(SECRET_BYTES, "big")
    if [_VALUE[letter] for letter in letters[_PLACES:]] != [_VALUE[letter] for letter in _check(secret)]:
        raise StorageRecoveryCodeError(group=0)
    return secret


def _check(secret: bytes) -> str:
    return _letters(int.from_bytes(hashlib.sha256(b"neksus recovery" + secret).digest()[:4], "big"), _CHECK)


def _letters(number: int, places: int) -> str:
    found = []
    for _ in range(places):
        number, rest = divmod(number, 32)
        found.append(_ALPHABET[rest])
    return "".join(reversed(found))
