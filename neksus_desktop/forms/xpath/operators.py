"""The operators of XPath 1.0 on single values and node-sets.

A comparison with a set of several nodes holds when it holds for one of them; with a set of one or none, the value of
the node (or nothing) is compared, as in JavaRosa.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from neksus_desktop.forms.xpath.values import Value, equal, to_boolean, to_number

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def single(value: Value) -> Value:
    """A node-set as the value of its first node; an empty one as an empty text."""
    return (value[0].x if value else "") if type(value) is list else value


def _equality(left: Value, right: Value, *, same: bool) -> bool:
    many_left = type(left) is list and len(left) > 1
    many_right = type(right) is list and len(right) > 1
    if not many_left and not many_right:
        return equal(single(left), single(right)) is same
    if type(left) is bool or type(right) is bool:
        return (to_boolean(left) == to_boolean(right)) is same
    lefts = [node.x for node in left] if type(left) is list else [left]
    rights = [node.x for node in right] if type(right) is list else [right]
    if same and all(type(v) is str for v in lefts) and all(type(v) is str for v in rights):
        return not set(lefts).isdisjoint(rights)
    return any(equal(a, b) is same for a in lefts for b in rights)


def _compare(op: str) -> Callable[[Value, Value], bool]:
    test = _COMPARE[op]

    def compare(left: Value, right: Value) -> bool:
        if (type(left) is list and len(left) > 1) or (type(right) is list and len(right) > 1):
            if type(left) is bool or type(right) is bool:
                return test(float(to_boolean(left)), float(to_boolean(right)))
            lefts = [to_number(n.x) for n in left] if type(left) is list else [to_number(left)]
            rights = [to_number(n.x) for n in right] if type(right) is list else [to_number(right)]
            return any(test(a, b) for a in lefts for b in rights)
        return test(
            left if type(left) is float else to_number(left), right if type(right) is float else to_number(right)
        )

    return compare


def _divide(left: Value, right: Value) -> float:
    a, b = to_number(left), to_number(right)
    if b != 0:
        return a / b
    if a == 0 or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _modulo(left: Value, right: Value) -> float:
    a, b = to_number(left), to_number(right)
    if b == 0 or math.isinf(a) or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.fmod(a, b)


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": lambda left, right: _equality(left, right, same=True),
    "!=": lambda left, right: _equality(left, right, same=False),
    **{op: _compare(op) for op in _COMPARE},
    "+": lambda left, right: to_number(left) + to_number(right),
    "-": lambda left, right: to_number(left) - to_number(right),
    "*": lambda left, right: to_number(left) * to_number(right),
    "div": _divide,
    "mod": _modulo,
}
