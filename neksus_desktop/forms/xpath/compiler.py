"""A tree of an expression → a Python closure over a ``Context``.

References to the live instance are answered by a ``Resolver`` first (it knows the form and finds nodes without
searching); what it does not know is walked step by step over the axes. Only functions of the whitelist exist.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

from neksus_desktop.forms.xpath.axes import REVERSE, WALKS, in_document_order, node_test
from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.functions import TABLE
from neksus_desktop.forms.xpath.lookup import Lookup, equality, lookup
from neksus_desktop.forms.xpath.operators import OPERATORS, single
from neksus_desktop.forms.xpath.parser import Ast
from neksus_desktop.forms.xpath.values import Moment, Value, fault, to_boolean, to_nodes, to_number, to_text

Closure = Callable[[Context], Value]


class Resolver(Protocol):
    """Answers references to the form's own nodes."""

    def reference(self, path: Ast, *, inside_predicate: bool) -> Closure | None:
        """A closure that finds the nodes of a path, or None to have it walked."""

    def counted(self, arguments: list[Ast]) -> list[Ast]:
        """What ``count`` counts, where that differs from what the path means elsewhere."""

    def prefix(self, path: Ast) -> tuple[Closure, list[Ast]] | None:
        """A closure for the first steps of an absolute path that bind to the present rows, and the steps left."""

    def indexed(self, arguments: list[Ast], compiled: list[Closure]) -> Closure | None:
        """``indexed-repeat``."""


def compile_ast(tree: Ast, resolver: Resolver | None = None, *, inside: bool = False) -> Closure:
    """The closure of a tree.

    Raises:
        FormExpressionError: an unknown function, or a wrong number of arguments.
    """
    return _Compiler(resolver).compile(tree, inside=inside)


class _Compiler:
    def __init__(self, resolver: Resolver | None) -> None:
        self.resolver = resolver

    def compile(self, tree: Ast, *, inside: bool) -> Closure:  # noqa: PLR0911 - one way out per kind of tree
        kind = tree[0]
        if kind in ("num", "str"):
            constant = tree[1]
            return lambda _c: constant
        if kind == "path":
            return self.path(tree, inside=inside)
        if kind == "fn":
            return self.call(tree, inside=inside)
        if kind == "var":
            raise fault(f"unknown_variable {tree[1]}")
        if kind == "neg":
            operand = self.compile(tree[1], inside=inside)
            return lambda c: -to_number(operand(c))
        if kind == "chain":
            return self.chain(tree, inside=inside)
        if kind == "filter":
            return self.filter(tree, inside=inside)
        parts = [self.compile(part, inside=inside) for part in tree[1]]
        if kind == "or":
            return lambda c: any(to_boolean(part(c)) for part in parts)
        if kind == "and":
            return lambda c: all(to_boolean(part(c)) for part in parts)
        return lambda c: in_document_order([node for part in parts for node in to_nodes(part(c))], c)

    def chain(self, tree: Ast, *, inside: bool) -> Closure:
        first = self.compile(tree[1], inside=inside)
        rest = [(OPERATORS[op], self.compile(operand, inside=inside)) for op, operand in tree[2]]
        if len(rest) == 1:
            apply, second = rest[0]
            return lambda c: apply(first(c), second(c))

        def chained(c: Context) -> Value:
            value = first(c)
            for apply, operand in rest:
                value = apply(value, operand(c))
            return value

        return chained

    def filter(self, tree: Ast, *, inside: bool) -> Closure:
        base = self.compile(tree[1], inside=inside)
        predicates = self.predicates(tree[2])

        def filtered(c: Context) -> list[Any]:
            nodes = to_nodes(base(c))
            for predicate in predicates:
                nodes = _kept(nodes, predicate, c)
            return nodes

        return filtered

    def predicates(self, trees: list[Ast]) -> list[Closure]:
        return [self.compile(tree, inside=True) for tree in trees]

    def path(self, tree: Ast, *, inside: bool) -> Closure:
        base, steps = tree[1], tree[2]
        if self.resolver is not None:
            found = self.resolver.reference(tree, inside_predicate=inside)
            if found is not None:
                return found
        start: Closure
        if base == ".":
            start = _from_node
        elif base == "/":
            start = _from_root
            bound = self.resolver.prefix(tree) if self.resolver is not None else None
            if bound is not None:
                start, steps = bound
        else:
            start = self.compile(base, inside=inside)
        walked = []
        flat = base in (".", "/")
        for step in _merged(steps):
            flat = flat and step[0] in ("child", "self", "attribute")
            walked.append(self.step(step, flat=flat))

        def walk(c: Context) -> list[Any]:
            nodes = to_nodes(start(c))
            for step in walked:
                nodes = step(nodes, c)
            return nodes

        return walk

    def step(self, step: Ast, *, flat: bool) -> Callable[[list[Any], Context], list[Any]]:
        axis, test, trees = step
        walk, passes, predicates = WALKS[axis], node_test(axis, test), self.predicates(trees)
        reverse = axis in REVERSE
        table = self.lookup(step, passes)

        def one(node: Any, c: Context) -> list[Any]:
            known = None if table is None else table[0](node, c)
            if table is not None and known is not None:
                for predicate in predicates[table[1] :]:
                    known = _kept(known, predicate, c)
                return known
            found = []
            looked = 0
            for candidate in walk(node):
                looked += 1
                if looked == 1000:  # noqa: PLR2004 - charge long walks as they go
                    c.charge(looked)
                    looked = 0
                if passes(candidate, c):
                    found.append(candidate)
            c.charge(looked + 1)
            for predicate in predicates:
                found = _kept(found, predicate, c)
            return found

        def stepped(nodes: list[Any], c: Context) -> list[Any]:
            if len(nodes) == 1:
                found = one(nodes[0], c)
                return found[::-1] if reverse else found
            found = [node for start in nodes for node in one(start, c)]
            return found if flat else in_document_order(found, c)

        return stepped

    def lookup(self, step: Ast, passes: Callable[[Any, Context], bool]) -> tuple[Lookup, int] | None:
        """How the first predicate of a step is looked up, if it can be, and how many predicates that answers."""
        axis, test, trees = step
        asked = equality(trees[0]) if trees and axis == "child" and test[0] == "name" and ":" not in test[1] else None
        if asked is None:
            return None
        child, value, whole = asked
        return lookup(test[1], child, passes, self.compile(value, inside=True)), int(whole)

    def call(self, tree: Ast, *, inside: bool) -> Closure:
        name, arguments = tree[1], tree[2]
        special = SPECIAL.get(name)
        if name == "count" and self.resolver is not None:
            arguments = self.resolver.counted(arguments)
        compiled = [self.compile(argument, inside=inside) for argument in arguments]
        if special is not None:
            fewest, most, make = special
            check_count(name, len(arguments), fewest, most)
            return make(compiled, arguments)
        if name == "indexed-repeat":
            return self.indexed_repeat(arguments, compiled)
        if name not in TABLE:
            raise fault(f"unknown_function {name}")
        fewest, most, function = TABLE[name]
        check_count(name, len(arguments), fewest, most)
        if len(compiled) == 1:
            only = compiled[0]
            return lambda c: function(c, only(c))
        return lambda c: function(c, *[argument(c) for argument in compiled])

    def indexed_repeat(self, arguments: list[Ast], compiled: list[Closure]) -> Closure:
        if len(arguments) < 3 or len(arguments) % 2 == 0:  # noqa: PLR2004 - a node, then pairs
            raise fault("arguments indexed-repeat")
        if any(arguments[i][0] != "path" for i in (0, *range(1, len(arguments), 2))):
            raise fault("not_a_reference")
        found = self.resolver.indexed(arguments, compiled) if self.resolver is not None else None
        return found if found is not None else _indexed_by_name(arguments, compiled)


def _indexed_by_name(arguments: list[Ast], compiled: list[Closure]) -> Closure:
    names = [[step[1][1] for step in path[2]] for path in arguments if path[0] == "path"]
    pairs = {len(arguments[i][2]): compiled[i + 1] for i in range(1, len(arguments), 2)}
    target = names[0]

    def indexed(c: Context) -> list[Any]:
        nodes = _from_root(c)
        for depth, name in enumerate(target, 1):
            nodes = [kid for node in nodes for kid in node.down() if kid.kind == "element" and kid.name == name]
            if depth in pairs:
                at = max(int(number) if (number := to_number(pairs[depth](c))) == number else 1, 1)
                nodes = nodes[at - 1 : at]
        return nodes

    return indexed


def _merged(steps: list[Ast]) -> list[Ast]:
    """``//name`` as one walk over descendants, when no predicate counts places."""
    merged: list[Ast] = []
    for step in steps:
        if merged and merged[-1] == ["descendant-or-self", ["node"], []] and step[0] == "child" and not step[2]:
            merged[-1] = ["descendant", step[1], []]
        else:
            merged.append(step)
    return merged


def check_count(name: str, count: int, fewest: int, most: int) -> None:
    """Refuse a wrong number of arguments; ``most`` -1 means any."""
    if count < fewest or (most >= 0 and count > most):
        raise fault(f"arguments {name}")


def _from_node(c: Context) -> list[Any]:
    return [c.node]


def _from_root(c: Context) -> list[Any]:
    return [c.world.root()]


def _kept(nodes: list[Any], predicate: Closure, c: Context) -> list[Any]:
    kept = []
    size = len(nodes)
    c.charge(size)
    for place, node in enumerate(nodes, 1):
        value = predicate(c.inner(node, place, size))
        if (value == place) if type(value) is float else _holds(value):
            kept.append(node)
    return kept


def _holds(value: Value) -> bool:
    return bool(value) if type(value) is list else to_boolean(value)


def _if(parts: list[Closure], _trees: list[Ast]) -> Closure:
    test, then, otherwise = parts
    return lambda c: then(c) if to_boolean(test(c)) else otherwise(c)


def _coalesce(parts: list[Closure], _trees: list[Ast]) -> Closure:
    def coalesce(c: Context) -> Value:
        value: Value = ""
        for part in parts:
            value = single(part(c))
            if not (value == "" or (type(value) is float and math.isnan(value))):
                return value
        return value

    return coalesce


def _once(parts: list[Closure], _trees: list[Ast]) -> Closure:
    only = parts[0] if parts else (lambda _c: "")

    def once(c: Context) -> Value:
        value = c.current.x if c.current is not None else ""
        return value if isinstance(value, Moment) or to_text(value) != "" else only(c)

    return once


def _instance(_parts: list[Closure], trees: list[Ast]) -> Closure:
    if trees[0][0] != "str":
        raise fault("instance_name_not_literal")
    name = trees[0][1]

    def instance(c: Context) -> list[Any]:
        root = c.world.instance(name)
        if root is None:
            raise fault(f"unknown_instance {name}")
        return [root]

    return instance


def _current(_parts: list[Closure], _trees: list[Ast]) -> Closure:
    return lambda c: [c.current]


SPECIAL: dict[str, tuple[int, int, Callable[[list[Closure], list[Ast]], Closure]]] = {
    "if": (3, 3, _if),
    "coalesce": (1, -1, _coalesce),
    "once": (1, 1, _once),
    "instance": (1, 1, _instance),
    "current": (0, 0, _current),
}
