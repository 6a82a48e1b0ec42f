"""The body of an XForm: which control, label, hint, choices and actions belong to which node."""

from __future__ import annotations

import re
from typing import Any, Protocol

from neksus_desktop.errors import FormFaultyError
from neksus_desktop.forms.xform_text import inline_text, label_of
from neksus_desktop.forms.xpath.nodes import XNode

CONTROLS = frozenset(("input", "select1", "select", "upload", "trigger", "range", "rank", "secret", "textarea"))
_ACTIONS = frozenset(("setvalue", "setgeopoint", "recordaudio"))
EVENTS = frozenset(
    [
        "odk-instance-first-load",
        "odk-instance-load",
        "odk-new-repeat",
        "xforms-ready",
        "xforms-value-changed",
        "xforms-revalidate",
        "jr-insert",
    ]
)
_PREDICATE = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]")
_PLAIN_ATTRS = frozenset(("ref", "nodeset", "appearance", "mediatype", "bind", "class", "query"))


class Tree(Protocol):
    """The nodes collected so far."""

    nodes: list[list[Any]]
    names: list[str]
    plain: dict[str, Any]
    bound: dict[str, str]

    def find(self, path: str) -> int | None:
        """Index of a path."""


def absolute(ref: str, context: str) -> str:
    """A reference in the body or of a bind as an absolute path, from that of what is around it."""
    ref = ref.strip()
    if ref.startswith("/") or not ref:
        return ref
    parts = context.split("/")
    for step in ref.split("/"):
        if step == "..":
            parts.pop()
        elif step not in (".", "current()"):
            parts.append(step)
    return "/".join(parts)


def repeat_paths(body: XNode | None, root: str) -> set[str]:
    """Absolute paths of everything that repeats."""
    found: set[str] = set()
    stack = [(body, "/" + root)] if body is not None else []
    while stack:
        element, context = stack.pop()
        for kid in element.elements():
            inner = context
            ref = kid.get("nodeset") or kid.get("ref")
            if ref and kid.name in ("group", "repeat"):
                inner = "/".join(part.rpartition(":")[2] for part in absolute(ref, context).split("/"))
            if kid.name == "repeat":
                found.add(inner)
            stack.append((kid, inner))
    return found


def read_body(tree: Tree, body: XNode) -> None:
    """Attach every control of the body to its node."""
    stack: list[tuple[XNode, str, dict[str, Any]]] = [(kid, tree.names[0], {}) for kid in reversed(body.elements())]
    order = 0
    while stack:
        element, context, above = stack.pop()
        if element.name in _ACTIONS:
            add_action(tree, element, context)
            continue
        if element.name not in CONTROLS and element.name not in ("group", "repeat"):
            continue
        ref = element.get("ref") or element.get("nodeset") or tree.bound.get(element.get("bind"), "")
        path = absolute(ref, context) if ref else ""
        index = tree.find(path) if path else None
        described = _described(element)
        if index is not None:
            order += 1
            _attach(tree, index, element, described, order, above)
            context = tree.names[index]
        inherits = described if element.name == "group" else {}
        if element.name in CONTROLS:
            for kid in element.elements():
                if kid.name in _ACTIONS:
                    add_action(tree, kid, context, trigger=True)
            continue
        stack.extend((kid, context, inherits) for kid in reversed(element.elements()))


def _described(element: XNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("label", "hint"):
        child = element.first(name)
        if child is not None:
            found[name] = label_of(child.get("ref"), child)
    if element.get("appearance"):
        found["app"] = element.get("appearance").strip()
    return found


def _attach(
    tree: Tree, index: int, element: XNode, described: dict[str, Any], order: int, above: dict[str, Any]
) -> None:
    extras = tree.nodes[index][5]
    if element.name == "repeat":
        extras.update({key: value for key, value in above.items() if key not in extras})
        count = element.get("jr:count").strip()
        if count:
            extras["count"] = count
        if element.get("jr:noAddRemove"):
            extras["fixed"] = 1
    elif "ctl" in extras and extras["ctl"] != "group":
        return
    extras.update(described)
    extras["ctl"] = element.name
    extras["at"] = order
    more = {
        a.qname: a.text for a in element.attributes() if a.name not in _PLAIN_ATTRS and not a.qname.startswith("jr:")
    }
    if more:
        extras["body"] = more
    if "search(" in described.get("app", ""):
        tree.plain["notices"].append(["search_degraded", tree.names[index]])
    if element.get("mediatype"):
        extras["media"] = element.get("mediatype")
    _choices(element, extras)
    if element.get("query"):  # a list in itemsets.csv (select_one_external)
        extras["ctl"] = "select1"
        extras["itemset"] = [element.get("query"), "name", "label"]
        extras["external"] = 1


def _choices(element: XNode, extras: dict[str, Any]) -> None:
    items = []
    for item in element.elements("item"):
        value, label = item.first("value"), item.first("label")
        shown = label_of(label.get("ref"), label) if label is not None else {"t": ""}
        items.append(["" if value is None else value.string().strip(), shown])
    if items:
        extras["items"] = items
    itemset = element.first("itemset")
    if itemset is not None:
        value, label = itemset.first("value"), itemset.first("label")
        extras["itemset"] = [
            itemset.get("nodeset"),
            "name" if value is None else value.get("ref"),
            "label" if label is None else label.get("ref"),
        ]


def add_action(tree: Tree, action: XNode, context: str, *, trigger: bool = False) -> None:
    """Attach a setvalue to the node it sets (first load, new row) or to the node that triggers it."""
    if action.name not in _ACTIONS:
        return
    ref = action.get("ref") or tree.bound.get(action.get("bind"), action.get("bind"))
    path = absolute(ref, context)
    chosen = path if "[" in path else ""
    target = tree.find(_PREDICATE.sub("", path))
    if target is None:
        tree.plain["notices"].append(["action_without_node", path])
        return
    value: Any = None if action.get("value") else inline_text(action)
    entry = [action.get("value").strip(), value if isinstance(value, str) else "", action.name, chosen]
    for event in action.get("event").split():
        name = event.rpartition(":")[2]
        if name not in EVENTS or (name == "odk-new-repeat" and not context):
            raise FormFaultyError(sheet=path, row=0, detail=f"unsupported_event {event}", count=1)
        if name == "xforms-value-changed" and trigger:
            source = tree.find(context)
            if source is not None:
                tree.nodes[source][5].setdefault("changed", []).append([target, *entry])
        elif name in ("odk-instance-first-load", "xforms-ready"):
            tree.nodes[target][5].setdefault("first", []).append(entry)
        elif name == "odk-instance-load":
            tree.nodes[target][5].setdefault("load", []).append(entry)
        elif name == "odk-new-repeat":
            tree.nodes[target][5].setdefault("newrow", []).append(entry)
