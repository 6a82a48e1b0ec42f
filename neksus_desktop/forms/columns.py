"""Long rows of whole numbers as short texts, so that a kept form is read in a few steps of C and not number by number.

Rule kept: what stands in a column is numbers only; it names places in tables and can run nothing.
"""

from __future__ import annotations

import base64
import sys
from array import array
from collections.abc import Iterable


def packed(numbers: Iterable[int]) -> str:
    """Whole numbers as text: 32 bits each, little-endian, in base64."""
    column = array("i", numbers)
    if sys.byteorder == "big":
        column.byteswap()
    return base64.b64encode(column.tobytes()).decode("ascii")


def unpacked(text: str, shared: list[int] | None = None) -> list[int]:
    """The numbers of a text.

    Args:
        text: what ``packed`` made.
        shared: the numbers from 0 on: equal numbers then are one object, which large forms are smaller and faster for.

    Raises:
        ValueError: no such text.
        IndexError: a number that is not among the shared.
    """
    column = array("i")
    column.frombytes(base64.b64decode(text, validate=True))
    if sys.byteorder == "big":
        column.byteswap()
    return column.tolist() if shared is None else [shared[number] for number in column]
