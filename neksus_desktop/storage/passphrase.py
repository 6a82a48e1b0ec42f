"""How hard a passphrase is to guess, told while it is typed; nothing is looked up outside the program.

Rules kept here:

* the estimate is a cheap guesser's: it takes the cheapest way to put the text together from common passwords, words,
  dates, runs of the keyboard and repetitions, and letters and signs one by one where nothing else fits;
* an estimate is never shown as a promise: it is one of four levels, with advice;
* a passphrase from the list of the commonest is refused (NIST SP 800-63B 5.1.1.2); a weak one is the user's choice.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from neksus_desktop.paths import shipped

Level = Literal["poor", "weak", "good", "strong"]

_LEVELS: tuple[tuple[float, Level], ...] = ((30.0, "poor"), (44.0, "weak"), (60.0, "good"))
"""Below so many bits. Argon2id (64 MiB, 3 passes) leaves a well equipped thief some ten thousand tries a second:
30 bits are days, 44 bits decades."""
_ROWS = ("1234567890", "qwertyuiopå", "asdfghjkløæ", "zxcvbnm", "qazwsxedcrfv")
_LEET = str.maketrans("013457@$!", "oieastasi")
_VOWELS = re.compile("[aeiouyæøåäöéèáàü]")
_UNLIKELY = re.compile("[^aeiouyæøåäöéèáàü]{5,}|[aeiouyæøåäöéèáàü]{5,}|[qxzw][^aeiouyæøåäöéèáàü]")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_DAY = re.compile("[0-9]{6}|[0-9]{8}")
_LONGEST = 128
_WORD_BITS, _WORD_LENGTH, _PER_LETTER = 10.5, 5, 0.9
_LETTER_BITS, _DIGIT_BITS, _SIGN_BITS, _JOIN_BITS = 4.7, 3.3, 5.5, 1.0


class Strength(NamedTuple):
    """Estimated bits, the level shown, and whether it is on the list of the commonest."""

    bits: float
    level: Level
    common: bool


@cache
def _common() -> dict[str, int]:
    lines = shipped("resources", "passphrases", "common.txt").read_text(encoding="utf-8").splitlines()
    return {line: rank for rank, line in enumerate(lines, 1)}


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """How hard it is to guess for someone who has the file.

    Args:
        passphrase: as typed.
        known: words that a thief knows anyway, such as the workplace's name.
    """
    text = unicodedata.normalize("NFKC", passphrase)[:_LONGEST]
    lower = text.lower()
    about = {word for name in known for word in re.findall(r"\w{3,}", name.lower())}
    bits = min(_cheapest(lower, about), _cheapest(lower.translate(_LEET), about) + 1.5)
    bits += _capitals(text)
    level: Level = next((name for below, name in _LEVELS if bits < below), "strong")
    return Strength(round(bits, 1), level, is_common(passphrase))


def is_common(passphrase: str) -> bool:
    """Whether it is one of the commonest, small and capital letters alike."""
    plain = unicodedata.normalize("NFKC", passphrase).strip().lower()
    return plain in _common()


def _cheapest(text: str, about: set[str]) -> float:
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text == text[:size] * (len(text) // size):
            return _cheapest(text[:size], about) + math.log2(len(text) // size)
    costs = [0.0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        costs[end] = min(
            costs[start] + _piece(text[start:end], about, first=start == 0) for start in range(max(0, end - 40), end)
        )
    return costs[-1]


def _piece(piece: str, about: set[str], *, first: bool) -> float:
    """Bits of one piece; a piece that follows another costs a little for being joined."""
    if len(piece) == 1:
        return _single(piece)
    found = [_LETTER_BITS * len(piece) * 2]
    if piece in about:
        found.append(2.0)
    rank = _common().get(piece)
    if rank is not None:
        found.append(math.log2(rank) + 1)
    found += _run(piece) + _number(piece)
    if piece.isalpha() and len(piece) > 2:  # noqa: PLR2004 - two letters are no word
        found.append(_word(piece))
    return min(found) + (0.0 if first else _JOIN_BITS)


def _single(sign: str) -> float:
    if sign.isalpha():
        return _LETTER_BITS
    if sign.isdecimal():
        return _DIGIT_BITS
    return _JOIN_BITS if sign in " -" else _SIGN_BITS


def _run(piece: str) -> list[float]:
    if len(piece) < 3:  # noqa: PLR2004 - two signs are no run
        return []
    found = []
    steps = {ord(b) - ord(a) for a, b in itertools.pairwise(piece)}
    if steps <= {0} or steps in ({1}, {-1}):
        found.append(4 + math.log2(len(piece)))
    if any(piece in row or piece[::-1] in row for row in _ROWS):
        found.append(5 + math.log2(len(piece)))
    return found


def _number(piece: str) -> list[float]:
    found = []
    if _YEAR.fullmatch(piece):
        found.append(6.5)
    if _DAY.fullmatch(piece):
        found.append(15.0)
    return found


def _word(piece: str) -> float:
    letters = _LETTER_BITS * len(piece)
    if _UNLIKELY.search(piece) or not _VOWELS.search(piece):
        return letters
    return min(letters, _WORD_BITS + _PER_LETTER * max(0, len(piece) - _WORD_LENGTH))


def _capitals(text: str) -> float:
    words: list[str] = re.findall(r"[^\W\d_]+", text)
    inner = sum(sign.isupper() for word in words if not word.isupper() for sign in word[1:])
    heads = sum(word[0].isupper() for word in words)
    return min(float(bool(heads)) + 1.5 * inner, 12.0)
