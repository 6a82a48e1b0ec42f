"""A bare XML document (or none) as the world of an expression."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, Protocol

from neksus_desktop.forms.xpath.axes import descendants
from neksus_desktop.forms.xpath.nodes import XHTML_URI, XNode, read_xml

_WELL_KNOWN = {"xhtml": XHTML_URI, "h": XHTML_URI}


class Surroundings(Protocol):
    """What is needed of a ``SessionContext``."""

    def now(self) -> dt.datetime:
        """The present time."""


class DocumentWorld:
    """See ``xpath.context.World``. Children of a root element ``<instance id=…>`` answer ``instance()``."""

    def __init__(self, xml: str | None, surroundings: Any) -> None:
        self.document = read_xml(xml) if xml is not None and xml.strip() else XNode("root")
        self.surroundings = surroundings
        self._prefixes: dict[str, str] = dict(_WELL_KNOWN)
        declared: dict[str, str] = {}
        for node in descendants(self.document):
            for prefix, uri in (node.prefixes or {}).items():
                declared.setdefault(prefix, uri)
        self._prefixes.update(declared)
        self._random = random.Random()  # noqa: S311 - chance inside a form, not a secret
        self.seed = self._random.getrandbits(31)

    def now(self) -> dt.datetime:
        """See ``World``."""
        found: dt.datetime = self.surroundings.now()
        return found

    def instance(self, name: str) -> XNode | None:
        """See ``World``."""
        node: XNode
        for node in descendants(self.document):
            if node.kind == "element" and node.name == "instance" and node.get("id") == name:
                return node
        return None

    def root(self) -> XNode:
        """See ``World``."""
        return self.document

    def namespace(self, prefix: str) -> str | None:
        """See ``World``."""
        return self._prefixes.get(prefix)

    def version(self) -> str:
        """See ``World``."""
        top = next((kid for kid in self.document.kids if kid.kind == "element"), None)
        return "" if top is None else top.get("version")

    def prop(self, name: str) -> str:
        """See ``World``."""
        return str(getattr(self.surroundings, name.replace(" ", ""), ""))

    def itext(self, name: str) -> str:
        """See ``World``."""
        return name

    def choice_label(self, node: Any, path: str, value: str) -> str:
        """See ``World``; there are no choices here."""
        del node, path
        return value

    def random(self) -> random.Random:
        """See ``World``."""
        return self._random

    def language(self) -> str:
        """See ``World``."""
        return "en"
