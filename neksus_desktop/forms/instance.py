"""The live tree of one answered form: light nodes that expressions read without searching.

``Node.value`` is what was typed or computed, as text; ``Node.t`` its typed value: a number, a ``Moment``, a boolean or
a text; ``Node.x`` what an expression sees: that, and nothing while the node is not relevant. Rows of a repeat are kept
in ``Rows``.
"""

from __future__ import annotations

import math
from typing import Any

from neksus_desktop.forms.definition import WHOLE, Template
from neksus_desktop.forms.xpath.nodes import XNode
from neksus_desktop.forms.xpath.values import Moment, number_text, parse_moment, parse_time

_NUMBER_CHARS = frozenset("0123456789.-")


_NO_KIDS: list[Any] = []


class Node:
    """One node of the instance (an element, to XPath)."""

    __slots__ = (
        "index",
        "key",
        "kids",
        "own",
        "rel",
        "required",
        "rid",
        "ro",
        "rows",
        "t",
        "template",
        "up",
        "valid",
        "value",
        "x",
    )

    kind = "element"

    def __init__(self, template: Template, up: Node | None, key: str) -> None:
        self.template = template
        self.up = up
        self.key = key
        self.value = ""
        self.t: Any = ""
        self.x: Any = ""
        self.own: bool = template.own0
        self.rel: bool = template.own0 and (up is None or up.rel)
        self.required = template.req0
        self.ro = template.ro0
        self.valid = True
        self.kids: list[Any] = _NO_KIDS if template.leaf else []
        self.rows: Rows | None = None
        self.index = 0
        self.rid = ""

    @property
    def name(self) -> str:
        """Local name."""
        return self.template.name

    @property
    def qname(self) -> str:
        """Name with prefix."""
        named = self.template.extras.get("q")
        return named[0] if named else self.template.name

    @property
    def uri(self) -> str:
        """Namespace."""
        named = self.template.extras.get("q")
        return named[1] if named else ""

    def down(self) -> list[Any]:
        """Relevant children, rows among them, or the text."""
        if self.template.leaf:
            return [XNode("text", text=self.value, up=self)] if self.value and self.rel else []  # type: ignore[arg-type]  # a node as ours
        found: list[Any] = []
        for kid in self.kids:
            if type(kid) is Rows:
                found.extend(row for row in kid.items if row.rel)
            elif kid.rel and "@" not in kid.template.name:
                found.append(kid)
        return found

    def pairs(self) -> dict[str, str]:
        """Attributes by qualified name: as the form has them, or as they were computed or set."""
        extras = self.template.extras
        found: dict[str, str] = dict(extras.get("xattrs") or {})
        for name in extras.get("bound", ()):
            beside = self.template.leaf and self.up is not None
            wanted = f"{self.template.name}/@{name}" if beside else f"@{name}"
            around = self.up.kids if beside and self.up is not None else self.kids
            node = next((kid for kid in around if kid.template.name == wanted), None)
            found[name] = node.value if node is not None and node.rel else ""
        return found

    def attributes(self) -> list[XNode]:
        """Attribute nodes."""
        pairs = self.pairs()
        found = [XNode("attribute", name, text, self) for name, text in pairs.items()]  # type: ignore[arg-type]  # a node as ours
        for one in found:
            one.name = one.qname.rpartition(":")[2]
        return found

    def string(self) -> str:
        """The string-value."""
        if self.template.leaf:
            return self.value if self.rel else ""
        return "".join(kid.string() for kid in self.down())

    def place(self) -> int:
        """1-based place among the siblings of the same name."""
        return self.index + 1

    def walk(self) -> list[Node]:
        """Itself and all nodes below, in order."""
        if self.template.flat:
            return [self, *self.kids]
        found: list[Node] = []
        stack = [self]
        while stack:
            node = stack.pop()
            found.append(node)
            for kid in reversed(node.kids):
                if type(kid) is Rows:
                    stack.extend(reversed(kid.items))
                else:
                    stack.append(kid)
        return found


class Rows:
    """The rows of one repeat. ``spare`` holds rows that a smaller count took away; nothing typed is dropped."""

    __slots__ = ("items", "key", "spare", "template", "up")

    def __init__(self, template: Template, up: Node, key: str) -> None:
        self.template = template
        self.up = up
        self.key = key
        self.items: list[Node] = []
        self.spare: list[Node] = []

    def renumber(self, start: int = 0) -> None:
        """Set every row's place."""
        for place in range(start, len(self.items)):
            self.items[place].index = place


def typed(text: str, kind: str) -> Any:  # noqa: PLR0911 - one way out per type
    """A text as an expression sees it, by the node's type. What does not fit its type stays a text."""
    if not text:
        return ""
    if kind in ("int", "integer", "decimal", "long", "double", "float"):
        if _NUMBER_CHARS.issuperset(text):
            try:
                return float(text)
            except ValueError:
                return text
        return text
    if kind in ("date", "dateTime"):
        moment = parse_moment(text)
        return text if moment is None else Moment(moment.local, kind, text)
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    return text


def fits(text: str, kind: str) -> bool:  # noqa: PLR0911 - one way out per type
    """Whether a text is a value of the type."""
    if not text:
        return True
    if kind in WHOLE:
        return is_whole(text) and (kind == "long" or -(2**31) <= float(text) < 2**31)
    if kind in ("decimal", "double", "float"):
        return type(typed(text, kind)) is float
    if kind in ("date", "dateTime"):
        return isinstance(typed(text, kind), Moment)
    if kind == "time":
        import datetime as dt

        return parse_time(text, dt.date(1970, 1, 1)) is not None
    if kind == "boolean":
        return text in ("true", "false", "1", "0")
    if kind in ("geopoint", "geotrace", "geoshape"):
        return _fits_geography(text, kind)
    return True


def is_whole(text: str) -> bool:
    """Whether a text is a whole number, of any size."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    return digits.isascii() and digits.isdigit()


def _fits_geography(text: str, kind: str) -> bool:
    points = [point.split() for point in text.strip().rstrip(";").split(";")]
    if kind == "geopoint" and len(points) != 1:
        return False
    limits = (90.0, 180.0)
    for point in points:
        if not 2 <= len(point) <= 4:  # noqa: PLR2004 - latitude, longitude, altitude, accuracy
            return False
        numbers = [typed(part, "decimal") for part in point]
        if any(type(number) is not float for number in numbers):
            return False
        if any(abs(number) > limit for number, limit in zip(numbers, limits, strict=False)):
            return False
    if kind == "geoshape":
        return len(points) >= 4 and points[0][:2] == points[-1][:2]  # noqa: PLR2004 - a closed triangle
    return kind != "geotrace" or len(points) >= 2  # noqa: PLR2004 - a line


def written(value: Any, kind: str) -> tuple[str, Any]:
    """A computed value as the text to keep and the value that other expressions see."""
    if type(value) is list:
        value = value[0].x if value else ""
    if type(value) is str:
        seen = typed(value, kind)
        if kind == "boolean" and value and seen.__class__ is str:
            return "true", True  # any other text is true, as in JavaRosa
        return value, seen
    if type(value) is float:
        return _number_written(value, kind)
    if type(value) is bool:
        return ("true" if value else "false"), value
    return _moment_written(value, kind)


def _number_written(value: float, kind: str) -> tuple[str, Any]:
    if value != value:  # noqa: PLR0124 - NaN
        return "", ""
    if kind in WHOLE and not math.isinf(value):
        value = float(math.trunc(value))
    if kind == "boolean":
        return ("true" if value else "false"), bool(value)
    return number_text(value), value


def _moment_written(value: Moment, kind: str) -> tuple[str, Any]:
    if kind in ("date", "dateTime", "time"):
        text = str(Moment(value.local, kind))
        return text, text if kind == "time" else Moment(value.local, kind, text)
    if kind in ("int", "decimal"):
        return _number_written(value.days(), kind)
    return str(value), value
