"""Sums that are kept up to date term by term: an answer among thousands costs one term and one addition in C.

A cell whose whole expression is a long chain of + and −, or ``sum(…)`` of nodes of the form, keeps its terms; a
changed node makes its own terms stale. The result is that of adding from left to right anew.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from neksus_desktop.forms.codegen import Function, function_of
from neksus_desktop.forms.instance import Node
from neksus_desktop.forms.lowering import Lowered
from neksus_desktop.forms.refs import spread
from neksus_desktop.forms.xpath.values import to_number

_EXACT = 2.0**53
"""Below this, whole numbers are added without a rounding."""


class Terms:
    """The terms of one sum.

    While all are whole and together stay below 2⁵³, adding is exact in any order, and a changed term costs one
    subtraction and one addition; otherwise the terms are added anew, from left to right.
    """

    __slots__ = ("bound", "terms", "total")

    def __init__(self, terms: dict[Any, float]) -> None:
        self.terms = terms
        self.total = self.bound = 0.0
        self.anew()

    def renew(self, changed: Iterable[tuple[Any, float]]) -> None:
        """Some terms, changed or new."""
        terms = self.terms
        for name, value in changed:
            old = terms.get(name, 0.0)
            terms[name] = value
            if value != old:
                self.bound += abs(value) - abs(old)
                self.total += value - old
                if not (self.bound < _EXACT and value.is_integer()):
                    self.bound = math.inf  # and stays so until the terms are added anew

    def anew(self) -> float:
        """The total, added from left to right; only while ``bound`` is below 2⁵³ does ``total`` stand without that."""
        terms = self.terms.values()
        self.total = sum(terms, 0.0)
        bound = sum(map(abs, terms)) if all(map(float.is_integer, terms)) else math.inf
        self.bound = bound if bound < _EXACT else math.inf
        return self.total


class TermPlan:
    """The terms of a chain; ``of`` says which terms a template's node has a part in."""

    __slots__ = ("functions", "of")

    def __init__(self, functions: list[tuple[float, Function]], of: dict[int, list[int]]) -> None:
        self.functions = functions
        self.of = of

    def fresh(self, node: Node, slots: list[Any], world: Any) -> dict[Any, float]:
        """All terms."""
        return {at: sign * to_number(term(node, slots, world)) for at, (sign, term) in enumerate(self.functions)}

    def renew(self, kept: Terms, stale: list[Any], node: Node, slots: list[Any], world: Any) -> None:
        """Only the terms that changed nodes have a part in."""
        found: list[tuple[int, float]] = []
        for changed in stale:
            for at in self.of.get(changed.template.index, ()):
                sign, term = self.functions[at]
                value = term(node, slots, world)
                found.append((at, sign * (value if value.__class__ is float else to_number(value))))
        kept.renew(found)


class NodePlan:
    """The nodes of a ``sum()``."""

    __slots__ = ("anchor", "downs", "target")

    def __init__(self, anchor: int, downs: list[tuple[int, bool]], target: Any) -> None:
        self.anchor = anchor
        self.downs = downs
        self.target = target

    def fresh(self, _node: Node, slots: list[Any], _world: Any) -> dict[Any, float]:
        """All nodes."""
        return {one: addend(one) for one in spread(slots[self.anchor], self.downs)}

    def renew(self, kept: Terms, stale: list[Any], _node: Node, _slots: list[Any], _world: Any) -> None:
        """Only the changed nodes; those that went are already out."""
        target, found = self.target, []
        for changed in stale:
            if changed.template is target:
                value = changed.x
                found.append((changed, 0.0 if value == "" else value if value.__class__ is float else addend(changed)))
        kept.renew(found)


def addend(node: Node) -> float:
    """What a node adds to a sum; nothing when it is no number or not relevant."""
    value = node.x
    if value == "":
        return 0.0
    if value.__class__ is not float:
        value = to_number(value)
    return 0.0 if math.isnan(value) else value


Plan = TermPlan | NodePlan


def plan_of(lowered: Lowered, params: list[Any], find: Callable[[int, list[tuple[int, bool]]], Any]) -> Plan | None:
    """A plan, if the expression is nothing but a sum."""
    if lowered[0] == "set":
        downs = [(pos, bool(many)) for pos, many in lowered[2][2]]
        anchor = params[lowered[2][1]]
        return NodePlan(anchor, downs, find(anchor, downs))
    functions: list[tuple[float, Function]] = []
    of: dict[int, list[int]] = {}
    for at, (op, term) in enumerate([("+", lowered[1]), *lowered[2:]]):
        slots: list[int] = []
        shape, own = _own(term, params, [], slots)
        if shape is None:
            return None
        functions.append((-1.0 if op == "-" else 1.0, function_of(shape, own)))
        for slot in dict.fromkeys(slots):
            of.setdefault(slot, []).append(at)
    return TermPlan(functions, of)


def _own(term: Any, params: list[Any], own: list[Any], slots: list[int]) -> tuple[Any, list[Any]]:
    """A term with parameters of its own; None when it reads more than fixed nodes and constants."""
    word = term[0]
    if word in ("num", "str"):
        own.append(params[term[1]])
        return [word, len(own) - 1], own
    if word == "slot":
        own.append(params[term[2]])
        slots.append(params[term[2]])
        return ["slot", term[1], len(own) - 1], own
    if word in ("coalesce", "neg", "if", "not"):
        parts = [_own(part, params, own, slots)[0] for part in term[1:]]
        return (None if None in parts else [word, *parts]), own
    if word == "chain":
        first, _ = _own(term[1], params, own, slots)
        rest = [[op, _own(operand, params, own, slots)[0]] for op, operand in term[2:]]
        return (None if first is None or any(part is None for _, part in rest) else ["chain", first, *rest]), own
    if word == "fn":
        parts = [_own(part, params, own, slots)[0] for part in term[2:]]
        return (None if None in parts else ["fn", term[1], *parts]), own
    return None, own
