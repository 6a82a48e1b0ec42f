"""Canonical JSON (RFC 8785) for our own content: texts, whole numbers, true, false, lists and objects.

There are no fractions anywhere in our formats, so the standard library's sorted output already is canonical but for
one case: RFC 8785 orders names by UTF-16 units, which differs from code points only beyond U+FFFF. That case goes to
``rfc8785``, which is some twenty times slower.

Whether bytes are canonical is asked far more often than canonical bytes are made: every line of a transfer file is.
That they come out the same when written again in the order in which they stand is found many times quicker by
pydantic's writer; what that one, or the order of the names, leaves open is settled by making the canonical form.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

_MAX_INT = 2**53 - 1
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def canonical(content: object) -> bytes:
    """The one byte form of ``content``.

    Raises:
        ValueError: a text holds half a surrogate pair, or a number is no whole number that JSON readers agree on.
    """
    text = _ENCODER.encode(content)
    data = text.encode()
    if not text.isascii() and len(text.encode("utf-16-le")) != 2 * len(text):
        import rfc8785

        return rfc8785.dumps(content)  # type: ignore[arg-type]  # the caller passes JSON content
    return data


def parse_canonical(data: bytes) -> Any:
    """Read canonical JSON; whatever is not exactly the one byte form is refused.

    So a name given twice, a fraction, NaN, extra spaces or half a surrogate pair cannot come through.

    Raises:
        ValueError: it is not canonical JSON.
    """
    try:
        content = _DECODER.decode(data.decode())
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not (_unaltered(content, data) and _in_order(content)) and canonical(content) != data:
        raise ValueError("not canonical")
    return content


def _unaltered(content: object, data: bytes) -> bool:
    """Whether the content is written as ``data``, names in the order that they have; False also for «cannot tell»."""
    from pydantic_core import to_json

    try:
        return to_json(content) == data
    except ValueError:
        return False


def _in_order(content: object) -> bool:
    """Whether all names are sorted and ASCII, which every order of them agrees on."""
    if isinstance(content, dict):
        names = list(content)
        if names != sorted(names) or not "".join(names).isascii():
            return False
        content = content.values()
    elif not isinstance(content, list):
        return True
    return all(_in_order(one) for one in content if type(one) is not str)


def _whole(digits: str) -> int:
    if len(digits) > len(str(_MAX_INT)) + 1 or abs(int(digits)) > _MAX_INT:
        raise ValueError("number too large")
    return int(digits)


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"not a whole number: {text[:20]}")


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=_refuse, parse_constant=_refuse)
