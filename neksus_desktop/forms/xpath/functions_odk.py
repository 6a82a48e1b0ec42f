"""What the ODK XForms specification adds: choices, checklists, chance, digests, geography, the form's own texts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import math
import random
import uuid
from collections.abc import Sequence
from typing import Any

from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.regular import matches
from neksus_desktop.forms.xpath.values import NAN, Value, fault, index, to_boolean, to_nodes, to_number, to_text

_EARTH_RADIUS = 6_378_100.0
_DIGESTS = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807
_MAX_ID = 10_000


def selected(_c: Context, chosen: Value, value: Value) -> bool:
    """Whether a word is in a list of words."""
    return f" {to_text(value).strip()} " in f" {to_text(chosen)} "


def selected_at(_c: Context, chosen: Value, place: Value) -> str:
    """The word at a 0-based place."""
    words, at = to_text(chosen).split(" "), index(place)
    words = [word for word in words if word]
    return words[at] if 0 <= at < len(words) else ""


def count_selected(_c: Context, chosen: Value) -> float:
    """How many words."""
    return float(len(to_text(chosen).split()))


def _booleans(values: Sequence[Value]) -> list[bool]:
    if len(values) == 1 and type(values[0]) is list:
        return [to_boolean(node.x) for node in values[0]]
    return [to_boolean(value) for value in values]


def checklist(_c: Context, least: Value, most: Value, *values: Value) -> bool:
    """Whether the number of true ones lies between; -1 means no limit."""
    low, high, count = index(least), index(most), sum(_booleans(values))
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def weighted_checklist(_c: Context, least: Value, most: Value, *values: Value) -> bool:
    """Whether the weights of the true ones add up to something between."""
    if len(values) % 2:
        raise fault("arguments weighted-checklist")
    flags: Sequence[Value] = values[::2]
    weights: Sequence[Value] = values[1::2]
    if len(values) == 2 and type(values[0]) is list and type(values[1]) is list:  # noqa: PLR2004
        flags, weights = [node.x for node in values[0]], [node.x for node in values[1]]
        if len(flags) != len(weights):
            raise fault("unequal_nodesets")
    added = sum(to_number(weight) for flag, weight in zip(flags, weights, strict=True) if to_boolean(flag))
    return to_number(least) <= added <= to_number(most)


def digest(_c: Context, text: Value, algorithm: Value, encoding: Value = "base64") -> str:
    """MD5 and SHA sums, because forms ask for them; nothing of ours rests on them."""
    name = _DIGESTS.get(to_text(algorithm).lower())
    form = to_text(encoding).lower()
    if name is None or form not in ("base64", "hex"):
        raise fault("unknown_digest")
    raw = hashlib.new(name, to_text(text).encode(), usedforsecurity=False).digest()
    return raw.hex() if form == "hex" else base64.b64encode(raw).decode("ascii")


def base64_decode(_c: Context, text: Value) -> str:
    """UTF-8 text out of base64; empty when it is none."""
    source = "".join(to_text(text).split())
    try:
        return base64.b64decode(source + "=" * (-len(source) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def make_uuid(c: Context, length: Value = None) -> str:
    """A random UUID, or a random text of a given length."""
    chance = c.world.random()
    if length is None:
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(chance.choice(letters) for _ in range(min(max(index(length), 0), _MAX_ID)))


def shuffled(items: Sequence[Any], seed: float | None, c: Context) -> list[Any]:
    """Inside-out Fisher–Yates with the Park–Miller generator, so that a seed gives the order it gives elsewhere."""
    made: list[Any] = []
    chance = random.Random(c.world.seed)  # noqa: S311 - an order, not a secret
    state = 0
    if seed is not None:
        state = int(math.fmod(math.trunc(seed), _MODULUS)) if not (math.isnan(seed) or math.isinf(seed)) else 0
        state = state + _MODULUS - 1 if state <= 0 else state
    for place, item in enumerate(items):
        if seed is None:
            drawn = chance.random()
        else:
            state = state * _MULTIPLIER % _MODULUS
            drawn = (state - 1) / (_MODULUS - 1)
        other = math.floor(drawn * (place + 1))
        made.append(item)
        made[place], made[other] = made[other], item
    return made


def randomize(c: Context, nodes: Value, seed: Value = None) -> list[Any]:
    """The nodes in another order."""
    return shuffled(to_nodes(nodes), None if seed is None else _seed(seed), c)


def _seed(value: Value) -> float:
    """A number as it is; any other text by the first eight bytes of its SHA-256, so that any answer can be a seed."""
    number, text = to_number(value), to_text(value)
    if not math.isnan(number) or text in ("", "NaN"):
        return number
    return float(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True))


_Point = tuple[float, float]
_Way = tuple[_Point, _Point]


def _points(value: Value) -> list[tuple[float, float]] | None:
    if type(value) is list:
        texts = [to_text(node.x) for node in value]
        if len(texts) == 1:
            texts = texts[0].split(";")
    else:
        texts = to_text(value).split(";")
    points = []
    for text in texts:
        parts = text.split()
        if not parts:
            continue
        latitude, longitude = to_number(parts[0]), to_number(parts[1]) if len(parts) > 1 else NAN
        if math.isnan(latitude) or math.isnan(longitude):
            return None
        points.append((latitude, longitude))
    return points


def area(_c: Context, value: Value) -> float:
    """Square metres inside a ring of points, on a plane laid at its first point."""
    points = _points(value)
    if points is None:
        return NAN
    metres = 2 * math.pi * _EARTH_RADIUS / 360.0
    if len(points) < 3:  # noqa: PLR2004 - three points span an area
        return 0.0
    base_lat, base_lon = points[0]
    flat = [
        ((lon - base_lon) * metres * math.cos(math.radians(lat)), (lat - base_lat) * metres) for lat, lon in points[1:]
    ]
    return abs(sum((y1 * x2 - x1 * y2) / 2 for (x1, y1), (x2, y2) in itertools.pairwise(flat)))


def distance(_c: Context, *values: Value) -> float:
    """Metres along a line of points."""
    points: list[tuple[float, float]] = []
    for value in values:
        found = _points(value)
        if found is None:
            return NAN
        points.extend(found)
    return math.fsum(_between(a, b) for a, b in itertools.pairwise(points))


def _between(a: tuple[float, float], b: tuple[float, float]) -> float:
    turn = math.radians(a[1] - b[1])
    first, second = math.radians(a[0]), math.radians(b[0])
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * _EARTH_RADIUS


def geofence(_c: Context, point: Value, shape: Value) -> bool:
    """Whether a point lies inside a ring."""
    at, ring = _points(point), _points(shape)
    if not at or not ring:
        return False
    (y, x), inside = at[0], False
    for (y1, x1), (y2, x2) in itertools.pairwise(ring):
        if (y2 > y) != (y1 > y) and x < (x1 - x2) * (y - y2) / (y1 - y2) + x2:
            inside = not inside
    return inside


def intersects(c: Context, line: Value) -> bool:
    """Whether a line or the border of a shape crosses or touches itself; what is neither does not."""
    points = _points(line) or []
    ways = [(a, b) for a, b in itertools.pairwise(points) if a != b]
    closed = bool(ways) and ways[0][0] == ways[-1][1]
    for at, first in enumerate(ways):
        c.charge(len(ways) - at)
        for later in range(at + 1, len(ways)):
            joined = later == at + 1 or (closed and at == 0 and later == len(ways) - 1)
            if _turns_back(first, ways[later]) if joined else _meet(first, ways[later]):
                return True
    return False


def _side(a: _Point, b: _Point, of: _Point) -> float:
    return (b[0] - a[0]) * (of[1] - a[1]) - (b[1] - a[1]) * (of[0] - a[0])


def _meet(first: _Way, other: _Way) -> bool:
    (a, b), (p, q) = first, other
    sides = _side(a, b, p), _side(a, b, q), _side(p, q, a), _side(p, q, b)
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    ends = ((sides[0], first, p), (sides[1], first, q), (sides[2], other, a), (sides[3], other, b))
    return any(side == 0 and _between_ends(way, end) for side, way, end in ends)


def _between_ends(way: _Way, end: _Point) -> bool:
    (y1, x1), (y2, x2) = way
    return min(y1, y2) <= end[0] <= max(y1, y2) and min(x1, x2) <= end[1] <= max(x1, x2)


def _turns_back(first: _Way, following: _Way) -> bool:
    """Whether two ways with an end in common share more than that."""
    shared = first[1] if first[1] in following else first[0]
    far, onward = (next(end for end in way if end != shared) for way in (first, following))
    if _side(first[0], first[1], onward) != 0:
        return False
    return _between_ends(first, onward) or _between_ends(following, far)


def pulldata(c: Context, name: Value, column: Value, key_column: Value, key: Value) -> str:
    """One cell of a list that lies beside the form."""
    wanted = to_text(name)
    root = c.world.instance(wanted)
    if root is None and wanted.endswith(".csv"):
        root = c.world.instance(wanted[:-4])
    if root is None:
        raise fault(f"unknown_instance {wanted}")
    sought, key_name, column_name = to_text(key), to_text(key_column), to_text(column)
    for item in _items(root):
        c.charge(1)
        found = item.first(key_name)
        if found is not None and found.string() == sought:
            cell = item.first(column_name)
            return "" if cell is None else str(cell.string())
    return ""


def _items(root: Any) -> list[Any]:
    top = next((kid for kid in root.down() if kid.kind == "element"), None)
    if top is None:
        return []
    if top.name == "instance":
        top = next((kid for kid in top.down() if kid.kind == "element"), top)
    return list(top.elements())


TABLE: dict[str, tuple[int, int, Any]] = {
    "selected": (2, 2, selected),
    "is-selected": (2, 2, selected),
    "selected-at": (2, 2, selected_at),
    "count-selected": (1, 1, count_selected),
    "checklist": (2, -1, checklist),
    "weighted-checklist": (2, -1, weighted_checklist),
    "regex": (2, 2, lambda c, text, pattern: matches(to_text(pattern), to_text(text), c.charge)),
    "digest": (2, 3, digest),
    "base64-decode": (1, 1, base64_decode),
    "uuid": (0, 1, make_uuid),
    "random": (0, 0, lambda c: c.world.random().random()),
    "randomize": (1, 2, randomize),
    "area": (1, 1, area),
    "enclosed-area": (1, 1, area),
    "distance": (1, -1, distance),
    "geofence": (2, 2, geofence),
    "intersects": (1, 1, intersects),
    "pulldata": (4, 4, pulldata),
    "pull-data": (4, 4, pulldata),
    "version": (0, 0, lambda c: c.world.version()),
    "property": (1, 1, lambda c, name: c.world.prop(to_text(name))),
    "jr:itext": (1, 1, lambda c, name: c.world.itext(to_text(name))),
    "jr:choice-name": (2, 2, lambda c, value, path: c.world.choice_label(c.current, to_text(path), to_text(value))),
    "extract-signed": (2, 2, lambda _c, _value, _key: ""),
}
