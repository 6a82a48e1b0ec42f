"""A key's thumbprint for people: groups of digits and words to read aloud, and a text for a QR code.

Digits and words both spell the first 96 bits of the SHA-256 thumbprint: enough that nobody can make a second key with
the same ones, and short enough to be read out on a bad line.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from neksus_desktop.bundles.keys import decode
from neksus_desktop.paths import shipped

if TYPE_CHECKING:
    from neksus_desktop.records.ids import Thumbprint
    from neksus_desktop.texts import Language

_BYTES = 12
_DIGITS = 30
_GROUP = 5


def digits(thumbprint: Thumbprint) -> str:
    """Six groups of five digits."""
    number = f"{int.from_bytes(decode(thumbprint)[:_BYTES], 'big'):0{_DIGITS}d}"
    return " ".join(number[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))


def words(thumbprint: Thumbprint, language: Language) -> tuple[str, ...]:
    """Twelve words, one per byte, out of the Norwegian or the English list."""
    listed = word_list("en" if language == "en" else "nb")
    return tuple(listed[byte] for byte in decode(thumbprint)[:_BYTES])


def qr_text(thumbprint: Thumbprint) -> str:
    """What the QR code of a card holds: the whole thumbprint, marked as ours."""
    return f"neksus-key:{thumbprint}"


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The 256 words of a list."""
    return tuple(shipped("resources", "words", f"{name}.txt").read_text(encoding="utf-8").split())
