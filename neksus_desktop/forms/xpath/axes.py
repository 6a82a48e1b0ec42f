"""The axes and node tests of XPath 1.0, over any nodes that have ``kind``, ``up``, ``down()`` and ``attributes()``.

Every node looked at is charged to the evaluation's allowance, so that ``//*//*//*`` ends with an error and not
with a program that hangs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.nodes import XHTML_URI, XNode
from neksus_desktop.forms.xpath.values import fault

Node = Any
Test = Callable[[Node, Context], bool]


def ancestors(node: Node) -> Iterator[Node]:
    """Parent, grandparent, … up to the root."""
    node = node.up
    while node is not None:
        yield node
        node = node.up


def descendants(node: Node) -> Iterator[Node]:
    """All below ``node``, in document order."""
    stack = list(reversed(node.down()))
    while stack:
        found = stack.pop()
        yield found
        kids = found.down()
        if kids:
            stack.extend(reversed(kids))


def _following_siblings(node: Node) -> list[Node]:
    if node.up is None or node.kind in ("attribute", "namespace"):
        return []
    kids: list[Node] = node.up.down()
    return kids[_place(kids, node) + 1 :]


def _preceding_siblings(node: Node) -> list[Node]:
    if node.up is None or node.kind in ("attribute", "namespace"):
        return []
    kids: list[Node] = node.up.down()
    return kids[: _place(kids, node)][::-1]


def _place(kids: list[Node], node: Node) -> int:
    """The place of a child; the text of a live node is made anew each time and is always the only one."""
    return next((i for i, kid in enumerate(kids) if kid is node), 0)


def _following(node: Node) -> Iterator[Node]:
    for level in (node, *ancestors(node)):
        for sibling in _following_siblings(level):
            yield sibling
            yield from descendants(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    for level in (node, *ancestors(node)):
        for sibling in _preceding_siblings(level):
            yield from reversed([sibling, *descendants(sibling)])


def _itself_and(walk: Callable[[Node], Iterable[Node]]) -> Callable[[Node], Iterable[Node]]:
    def walked(node: Node) -> Iterator[Node]:
        yield node
        yield from walk(node)

    return walked


WALKS: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": lambda node: node.down(),
    "parent": lambda node: () if node.up is None else (node.up,),
    "self": lambda node: (node,),
    "attribute": lambda node: node.attributes(),
    "descendant": descendants,
    "descendant-or-self": _itself_and(descendants),
    "ancestor": ancestors,
    "ancestor-or-self": _itself_and(ancestors),
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
    "namespace": lambda node: node.namespaces() if type(node) is XNode else (),
}
REVERSE = frozenset(("ancestor", "ancestor-or-self", "preceding", "preceding-sibling"))


def node_test(axis: str, test: list[Any]) -> Test:
    """The predicate for one node test on one axis."""
    kind = test[0]
    if kind == "node":
        return lambda _node, _context: True
    if kind == "pi":
        name = test[1] if len(test) > 1 else None
        return lambda node, _context: node.kind == "pi" and (name is None or node.name == name)
    if kind != "name":
        return lambda node, _context: node.kind == kind
    principal = axis if axis in ("attribute", "namespace") else "element"
    wanted: str = test[1]
    prefix, colon, local = wanted.rpartition(":")
    if wanted == "*":
        return lambda node, _context: node.kind == principal
    if not colon:
        return lambda node, _context: node.name == wanted and node.kind == principal and _unprefixed(node)
    return _prefixed(principal, prefix, local)


def _unprefixed(node: Node) -> bool:
    """Whether a name without prefix may mean the node: all but XHTML, which the expressions of forms always prefix."""
    return type(node) is not XNode or node.uri != XHTML_URI


def _prefixed(principal: str, prefix: str, local: str) -> Test:
    def test(node: Node, context: Context) -> bool:
        if node.kind != principal or (local not in ("*", node.name)):
            return False
        uri = context.namespace(prefix)
        if uri is None:
            return bool(node.qname.startswith(prefix + ":"))
        return bool(node.uri == uri)

    return test


def in_document_order(nodes: Iterable[Node], context: Context) -> list[Node]:
    """Each node once, in document order."""
    unique: list[Node] = []
    seen: set[int] = set()
    for node in nodes:
        mark = id(node.up) * 2 + 1 if node.kind == "text" else id(node) * 2
        if node.kind == "text" and node.up is not None and len(node.up.down()) > 1:
            mark = id(node) * 2
        if mark not in seen:
            seen.add(mark)
            unique.append(node)
    if len(unique) < 2:  # noqa: PLR2004
        return unique
    places: dict[int, dict[int, int]] = {}
    return sorted(unique, key=lambda node: _order(node, places, context))


def _order(node: Node, places: dict[int, dict[int, int]], context: Context) -> tuple[int, ...]:
    order: list[int] = []
    while node.up is not None:
        context.charge(1)
        up = node.up
        if node.kind == "namespace":
            order.append(next((i for i, n in enumerate(up.namespaces()) if n.name == node.name), 0) - 2_000_000)
        elif node.kind == "attribute":
            order.append(next((i for i, a in enumerate(up.attributes()) if a is node), 0) - 1_000_000)
        else:
            known = places.get(id(up))
            if known is None:
                kids = up.down()
                context.charge(len(kids))
                known = places[id(up)] = {id(kid): i for i, kid in enumerate(kids)}
            order.append(known.get(id(node), 0))
        node = up
    order.append(context.document_place(node))
    return tuple(reversed(order))


def check_axis(axis: str) -> None:
    """Refuse an axis that does not exist."""
    if axis not in WALKS:
        raise fault(f"unknown_axis {axis}")
