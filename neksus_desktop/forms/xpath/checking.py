"""Judging an expression before it is ever used: only functions that exist, with arguments that they take."""

from __future__ import annotations

from neksus_desktop.forms.xpath.compiler import SPECIAL, check_count
from neksus_desktop.forms.xpath.functions import TABLE
from neksus_desktop.forms.xpath.parser import Ast
from neksus_desktop.forms.xpath.values import fault


def check_calls(tree: Ast) -> list[str]:
    """Refuse unknown functions and wrong numbers of arguments without compiling; returns the instances named.

    Raises:
        FormExpressionError: as ``compile_ast``.
    """
    instances: list[str] = []
    stack = [tree]
    while stack:
        one = stack.pop()
        if one[0] == "fn":
            _check_call(one[1], one[2])
            if one[1] == "instance":
                instances.append(one[2][0][1])
        elif one[0] == "var":
            raise fault(f"unknown_variable {one[1]}")
        stack.extend(_parts(one))
    return instances


def _parts(tree: Ast) -> list[Ast]:
    """The trees inside a tree."""
    kind = tree[0]
    if kind == "path":
        predicates = [predicate for step in tree[2] for predicate in step[2]]
        return [tree[1], *predicates] if type(tree[1]) is tuple else predicates
    if kind == "chain":
        return [tree[1], *(operand for _, operand in tree[2])]
    if kind == "filter":
        return [tree[1], *tree[2]]
    if kind in ("and", "or", "union"):
        return list(tree[1])
    return list(tree[2]) if kind == "fn" else [tree[1]] if kind == "neg" else []


def _check_call(name: str, arguments: list[Ast]) -> None:
    if name == "indexed-repeat":
        if len(arguments) < 3 or len(arguments) % 2 == 0:  # noqa: PLR2004 - a node, then pairs
            raise fault("arguments indexed-repeat")
        return
    known = SPECIAL.get(name) or TABLE.get(name)
    if known is None:
        raise fault(f"unknown_function {name}")
    check_count(name, len(arguments), known[0], known[1])
    if name == "instance" and arguments[0][0] != "str":
        raise fault("instance_name_not_literal")
