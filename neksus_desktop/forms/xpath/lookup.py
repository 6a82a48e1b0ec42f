"""Predicates that ask for one value (``item[group = /data/c]``) answered from a table instead of by every row.

A cascade of choices asks this of long lists at every answer. The table of a list is made when it is first asked and
lives as long as the list. Rules kept here: only where the answer is the same as by walking; rows come in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.nodes import XNode
from neksus_desktop.forms.xpath.parser import Ast
from neksus_desktop.forms.xpath.values import Value

Lookup = Callable[[Any, Context], "list[Any] | None"]
_FEWEST = 50
"""Below this many rows walking is as fast."""
_STEADY = frozenset(("string", "concat", "normalize-space", "translate", "selected-at", "substr", "coalesce"))
"""Functions whose value depends on their arguments alone."""


def equality(tree: Ast) -> tuple[str, Ast, bool] | None:
    """Of a predicate that can be looked up: the child asked, what it must equal, and whether that is all it asks."""
    if tree[0] == "and" and not _counts_places(tree):
        found = next((one for part in tree[1] if (one := equality(part)) is not None), None)
        return None if found is None else (found[0], found[1], False)
    if tree[0] != "chain" or len(tree[2]) != 1 or tree[2][0][0] != "=":
        return None
    for asked, value in ((tree[1], tree[2][0][1]), (tree[2][0][1], tree[1])):
        child = _child(asked)
        if child and _steady(value):
            return child, value, True
    return None


def lookup(row: str, child: str, passes: Callable[[Any, Context], bool], value: Callable[[Context], Value]) -> Lookup:
    """What finds the rows named ``row`` below a list whose ``child`` equals ``value``; None where it must be walked."""

    def found(parent: Any, c: Context) -> list[Any] | None:
        if type(parent) is not XNode or len(parent.kids) < _FEWEST:
            return None
        wanted = _texts(value(c.inner(parent, 1, 1)))
        if wanted is None:
            return None
        table = _table(parent, row, child, passes, c)
        hits = [hit for text in wanted for hit in table.get(text, ())]
        c.charge(len(hits) + len(wanted))
        return [node for _, node in (hits if len(wanted) == 1 else sorted(dict(hits).items()))]

    return found


def _table(
    parent: XNode, row: str, child: str, passes: Callable[[Any, Context], bool], c: Context
) -> dict[str | None, list[tuple[int, XNode]]]:
    try:
        tables = parent.tables
    except AttributeError:
        tables = parent.tables = {}
    known = tables.get((row, child))
    if known is None:
        c.charge(len(parent.kids))
        known = tables[row, child] = {}
        for place, node in enumerate(parent.kids):
            if passes(node, c):
                for text in _said(node, child):
                    known.setdefault(text, []).append((place, node))
    return known


def _said(node: XNode, child: str) -> Iterable[str | None]:
    """What a row says there; None for a row without the child."""
    texts = [kid.string() for kid in node.kids if kid.name == child and kid.kind == "element"]
    return dict.fromkeys(texts) if texts else (None,)


def _texts(value: Value) -> list[str | None] | None:
    """What a row may say to be equal; None where a table does not know.

    An empty text equals a row without the child too, several nodes never do; no node at all is left to walking.
    """
    found = [value] if type(value) is not list else [node.x for node in value]
    if not found or not all(type(one) is str for one in found):
        return None
    return ["", None] if found == [""] else list(dict.fromkeys(found))


def _child(tree: Ast) -> str:
    """The name in a plain ``name``, else nothing."""
    if tree[0] != "path" or tree[1] != "." or len(tree[2]) != 1:
        return ""
    axis, test, predicates = tree[2][0]
    plain = axis == "child" and test[0] == "name" and not predicates and test[1] != "*" and ":" not in test[1]
    return str(test[1]) if plain else ""


def _steady(tree: Ast) -> bool:
    """Whether a value is the same whatever row it is asked for."""
    if tree[0] == "str":
        return True
    if tree[0] == "path":
        return tree[1] == "/" or (tree[1][0] == "fn" and tree[1][1] in ("current", "instance"))
    return tree[0] == "fn" and tree[1] in _STEADY and bool(tree[2]) and all(_steady(one) for one in tree[2])


def _counts_places(tree: Any) -> bool:
    """Whether a predicate asks for its place, or for chance."""
    if isinstance(tree, list | tuple):
        if len(tree) == 3 and tree[0] == "fn" and tree[1] in ("position", "last", "random", "uuid"):  # noqa: PLR2004
            return True
        return any(_counts_places(one) for one in tree)
    return False
