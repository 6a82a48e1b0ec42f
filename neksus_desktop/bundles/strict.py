"""The outer JSON of a transfer file, read strictly: the step «shape» of ``read()``.

The outer object is not ours alone (any JOSE library may have written it), so it need not be canonical; but a name
given twice, a number out of bounds or a depth that no such file has is refused before anything looks inside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from neksus_desktop.bundles.keys import decode
from neksus_desktop.errors import BundleShapeError


def parse_object(data: bytes) -> dict[str, Any]:
    """One JSON object in UTF-8.

    Raises:
        BundleShapeError: it is anything else.
    """
    try:
        found = _DECODER.decode(data.decode())
    except (ValueError, RecursionError) as error:
        raise BundleShapeError(detail="json") from error
    if not isinstance(found, dict):
        raise BundleShapeError(detail="object")
    return found


def with_large(found: Mapping[str, Any], name: str, pieces: Iterable[bytes | memoryview]) -> bytes:
    """The object as compact JSON; the member ``name`` is made of pieces that need no escape."""
    rest = {key: value for key, value in found.items() if key != name}
    told = json.dumps(rest, separators=(",", ":"), sort_keys=True)
    return b"".join([f'{{"{name}":"'.encode(), *pieces, b'",', told[1:].encode()])


def members(found: object, names: frozenset[str], where: str) -> dict[str, Any]:
    """The object, if it has exactly these members.

    Raises:
        BundleShapeError: one is missing or there is another.
    """
    if not isinstance(found, dict) or found.keys() != names:
        raise BundleShapeError(detail=where)
    return found


def raw(found: Mapping[str, Any], name: str) -> bytes:
    """The bytes of a base64url member.

    Raises:
        BundleShapeError: it is not base64url.
    """
    value = found.get(name)
    try:
        if isinstance(value, str):
            return decode(value)
    except ValueError as error:
        raise BundleShapeError(detail=name) from error
    raise BundleShapeError(detail=name)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"number {text[:20]}")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_int=_refuse, parse_float=_refuse, parse_constant=_refuse)
"""No number has a place in the outer objects or in their protected headers."""
