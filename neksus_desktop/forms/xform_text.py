"""Texts inside an XForm: labels with computed parts, references to translations, XML written back."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from neksus_desktop.forms.xpath.nodes import XNode

_ITEXT = re.compile(r"\s*jr:itext\(\s*(['\"])(.*?)\1\s*\)\s*")


def inline_text(element: XNode) -> Any:
    """The content of a label or value: a text, or a list of texts and ``["o", expression]``."""
    parts: list[Any] = []
    for kid in element.kids:
        if kid.kind == "text":
            parts.append(kid.text)
        elif kid.kind == "element" and kid.name == "output":
            parts.append(["o", kid.get("value") or kid.get("ref")])
        elif kid.kind == "element":
            inner = inline_text(kid)
            parts.extend([inner] if isinstance(inner, str) else inner)
    if all(isinstance(part, str) for part in parts):
        return "".join(parts).strip()
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return [part for part in parts if part != ""]


def label_of(ref: str, element: XNode | None = None) -> dict[str, Any]:
    """A label: ``jr:itext('id')``, ``jr:itext(expression)``, an expression, or inline text."""
    match = _ITEXT.fullmatch(ref) if ref else None
    if match is not None:
        return {"i": match[2]}
    if element is None:
        return {"t": ref}
    if ref:
        return {"e": ref}
    return {"t": inline_text(element)}


def serialise(node: XNode) -> str:
    """An element and all below it as XML, its namespaces declared."""
    parts: list[str] = []
    _write(node, parts, None)
    return "".join(parts)


def _write(node: XNode, parts: list[str], outer: str | None) -> None:
    if node.kind == "text":
        parts.append(escape(node.text))
        return
    if node.kind != "element":
        return
    parts.append(f"<{node.qname}")
    prefixes = dict(node.prefixes or {})
    if outer is None:
        above = node.up
        while above is not None:
            for prefix, uri in (above.prefixes or {}).items():
                prefixes.setdefault(prefix, uri)
            above = above.up
    for prefix, uri in prefixes.items():
        parts.append(f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}")
    parts.extend(f" {a.qname}={quoteattr(a.text)}" for a in node.attributes())
    if not node.kids:
        parts.append("/>")
        return
    parts.append(">")
    for kid in node.kids:
        _write(kid, parts, node.uri)
    parts.append(f"</{node.qname}>")
