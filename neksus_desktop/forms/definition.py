"""A form as the engine walks it: templates of nodes, the cells that compute something, and who depends on whom.

A ``Template`` stands for one path of the form; an instance has one node for it, or one per row of its repeats.
A ``Cell`` is one expression of one template that others may depend on or that a screen shows.
"""

from __future__ import annotations

import json
from typing import Any

from neksus_desktop.forms.collector import collector_at_rest
from neksus_desktop.forms.lowered import is_sum
from neksus_desktop.forms.xpath.nodes import XNode, read_xml

NUMERIC = frozenset(("int", "integer", "decimal", "double", "float", "long"))
WHOLE = frozenset(("int", "integer", "long"))


_START = ("pre", "first", "load")
_BOUND_TYPES = frozenset(("boolean", "date", "dateTime", "time"))


class Template:
    """One path of the form. ``repeat`` is the nearest repeat around it (itself, if it is one)."""

    __slots__ = (
        "cells",
        "default",
        "depth",
        "edges",
        "flat",
        "free",
        "index",
        "kids",
        "kind",
        "leaf",
        "linked",
        "name",
        "numeric",
        "orders",
        "own0",
        "parent",
        "path",
        "pos",
        "repeat",
        "req0",
        "ro0",
        "special",
        "told",
        "type",
    )

    def __init__(self, index: int, entry: list[Any], parent: Template | None) -> None:
        self.index = index
        self.name: str = entry[0]
        self.kind: str = entry[2]
        self.type: str = entry[3]
        self.default: str = entry[4]
        self.told: dict[str, Any] | str = entry[5]
        self.parent = parent
        self.kids: list[Template] = _NO_KIDS
        self.cells: dict[str, Cell] = _NO_CELLS
        self.edges: list[tuple[Cell, Template | None]] = _NO_EDGES
        self.numeric = self.type in NUMERIC
        self.leaf = self.kind == "question"
        self.free = self.type not in _BOUND_TYPES
        self.linked = False
        self.orders: tuple[int, ...] = ()
        self.special: tuple[tuple[Cell, Template | None], ...] = ()
        self.flat = True
        self.own0 = True
        self.req0 = self.ro0 = False
        own = self if self.kind == "repeat" else None
        if parent is None:
            self.path = "/" + self.name
            self.depth = 0
            self.pos = 0
            self.repeat: Template | None = own
        else:
            self.path = f"{parent.path}/{self.name}"
            self.depth = parent.depth + 1
            self.pos = len(parent.kids)
            if parent.kids is _NO_KIDS:
                parent.kids = []
            parent.kids.append(self)
            if not self.leaf:
                parent.flat = False
            self.repeat = own or parent.repeat

    @property
    def extras(self) -> dict[str, Any]:
        """What only some need to know: label, choices, actions, …; of a kept form read when first asked for."""
        if type(self.told) is str:
            self.told = json.loads(self.told)
        return self.told  # type: ignore[return-value]

    def may_have(self, *names: str) -> bool:
        """False if the extras surely hold none of the names; reads nothing."""
        return any(name in self.told for name in names) and bool(self.extras.keys() & set(names))

    @property
    def control(self) -> str:
        """The kind of control in the form's body, if any."""
        found: str = self.extras.get("ctl", "")
        return found

    def ancestors(self) -> list[Template]:
        """From itself up to the root."""
        found = [self]
        while found[-1].parent is not None:
            found.append(found[-1].parent)
        return found


class Cell:
    """One expression of one template. ``kind`` is calc, rel, req, ro, con, count, choices or label.

    A count belongs to the node around the rows; its ``source`` is the template of the repeat.
    """

    __slots__ = (
        "closure",
        "kind",
        "lowered",
        "order",
        "plan",
        "quick",
        "seen",
        "single",
        "slot",
        "source",
        "sums",
        "template",
    )

    def __init__(self, kind: str, template: Template, source: Template, order: int) -> None:
        self.kind = kind
        self.template = template
        self.source = source
        self.order = order
        self.single = template.repeat is None
        self.quick = self.single and kind == "rel"
        self.closure: Any = None
        self.plan: Any = None
        self.seen = False
        self.sums = False
        self.slot = template.index
        self.lowered: tuple[Any, list[Any]] | None = None


_NO_KIDS: list[Template] = []
_NO_CELLS: dict[str, Cell] = {}
_NO_EDGES: list[tuple[Cell, Template | None]] = []


class Definition:
    """All templates and cells of a form, and its texts and lists."""

    def __init__(self, plain: dict[str, Any], media: dict[str, bytes]) -> None:
        self.plain = plain
        self.media = media
        templates: list[Template] = []
        for index, entry in enumerate(plain["nodes"]):
            parent = entry[1]
            templates.append(Template(index, entry, templates[parent] if parent >= 0 else None))
        self.templates = templates
        self.starters = [template for template in templates if template.may_have(*_START)]
        self.root = templates[0]
        self.by_path = {template.path: template for template in templates}
        self.cells: list[Cell] = []
        self.makers: dict[int, tuple[Any, bool]] = {}
        self.plans: dict[tuple[int, int], Any] | None = None  # ways already found, while a form is compiled
        self._instances: dict[str, XNode | None] = {}
        graph = plain.get("graph")
        if graph is not None:
            self._link(graph)

    def _link(self, graph: dict[str, Any]) -> None:
        shapes = graph["shapes"]
        sums = [is_sum(shape) for shape in shapes]
        for order, (kind, index, lowered) in enumerate(graph["cells"]):
            template = self.templates[index]
            owner = template.parent if kind == "count" and template.parent is not None else template
            cell = Cell(kind, owner, template, order)
            if owner.cells is _NO_CELLS:
                owner.cells = {}
            owner.cells[kind if owner is template else f"count {template.name}"] = cell
            self.cells.append(cell)
            if lowered is not None:
                cell.sums = kind == "calc" and cell.single and sums[lowered[0]]
                cell.lowered = (shapes[lowered[0]], lowered[1])
        for kind, index, flag in graph["static"]:
            setattr(self.templates[index], {"rel": "own0", "req": "req0", "ro": "ro0"}[kind], flag)
        self._link_edges(graph["edges"])

    def _link_edges(self, flat: list[int]) -> None:
        """Who depends on whom: for each template its index, a number of pairs, and pairs of cell and shared repeat."""
        templates, cells = self.templates, self.cells
        apart = {cell.order for cell in cells if not cell.single or cell.sums}
        at = 0
        while at < len(flat):
            template, stop = templates[flat[at]], at + 2 + 2 * flat[at + 1]
            if stop <= at + 2:
                raise ValueError(at)
            dependents = flat[at + 2 : stop : 2]
            template.linked = True
            if apart.isdisjoint(dependents):
                template.orders = tuple(dependents)
            else:
                template.orders = tuple([cell for cell in dependents if cells[cell].single])
            if (
                template.repeat is not None
                or len(template.orders) < len(dependents)
                or not apart.isdisjoint(dependents)
            ):
                shared = [templates[one] if one >= 0 else None for one in flat[at + 3 : stop : 2]]
                template.edges = list(zip([cells[cell] for cell in dependents], shared, strict=True))
                template.special = tuple([edge for edge in template.edges if edge[0].order in apart])
            at = stop

    def instance(self, name: str) -> XNode | None:
        """The root of a secondary instance: a list in the form, or a file beside it."""
        if name not in self._instances:
            with collector_at_rest():
                self._instances[name] = self._load(name)
        return self._instances[name]

    def _load(self, name: str) -> XNode | None:
        entry = self.plain["instances"].get(name)
        if entry is not None and entry["xml"]:
            document = read_xml(entry["xml"], name)
            wrapper = document.elements()[0]
            for kid in wrapper.kids:
                kid.up = document
            document.kids = wrapper.kids
            document.prefixes = wrapper.prefixes
            return document
        from neksus_desktop.forms.secondary import load

        return load(name, entry["src"] if entry is not None else "", self.media)
