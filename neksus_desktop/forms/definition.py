"""A form as the engine walks it: templates of nodes, the cells that compute something, and who depends on whom.

A ``Template`` stands for one path of the form; an instance has one node for it, or one per row of its repeats.
A ``Cell`` is one expression of one template that others may depend on or that a screen shows. Of cells that are many
and alike (see ``sweeps``) only columns of numbers are kept; a ``Cell`` is made of one when somebody asks for it.
"""

from __future__ import annotations

import json
from typing import Any, cast

from neksus_desktop.forms.collector import collector_at_rest
from neksus_desktop.forms.columns import unpacked
from neksus_desktop.forms.xpath.nodes import XNode, read_xml

WHOLE = frozenset(("int", "integer", "long"))
BOUND_TYPES = frozenset(("boolean", "date", "dateTime", "time"))
KINDS = {
    "r": "rel",
    "a": "calc",
    "n": "count",
    "q": "req",
    "o": "ro",
    "c": "con",
    "l": "label",
    "h": "choices",
}
GENERAL, SUM, PRESENCE = 1, 2, 4
"""What a shape's flags say: it has parts for ``compiler``; it is nothing but a long sum; it sees whether nodes are
relevant, not only their values."""

Edge = tuple["Cell", "Template | None", "tuple[int, tuple[int, ...]] | None"]
"""Who reads a template; the repeat whose row both share; and if there is one reader in that row, the way to it: levels
up, then places down.
"""


class Template:
    """One path of the form. ``repeat`` is the nearest repeat around it (itself, if it is one)."""

    __slots__ = (
        "cells",
        "default",
        "depth",
        "edges",
        "flat",
        "index",
        "kids",
        "kind",
        "leaf",
        "name",
        "own0",
        "parent",
        "path",
        "pos",
        "repeat",
        "req0",
        "ro0",
        "told",
        "type",
    )

    def __init__(
        self, index: int, parent: Template | None, name: str, kind: str, declared: str, default: str, told: Any
    ) -> None:
        self.index = index
        self.name = name
        self.kind = kind
        self.type = declared
        self.default = default
        self.told: dict[str, Any] | str = told
        self.parent = parent
        self.cells: dict[str, Cell] = _NO_CELLS
        self.edges: list[Edge] = _NO_EDGES
        self.own0 = self.flat = True
        self.req0 = self.ro0 = False
        self.leaf = leaf = kind == "question"
        self.kids: list[Template] = _NO_KIDS if leaf else []
        if parent is None:
            self.path = f"/{name}"
            self.depth = self.pos = 0
            self.repeat: Template | None = self if kind == "repeat" else None
        else:
            kids = parent.kids
            self.path = f"{parent.path}/{name}"
            self.depth = parent.depth + 1
            self.pos = len(kids)
            kids.append(self)
            if leaf:
                self.repeat = parent.repeat
            else:
                parent.flat = False
                self.repeat = self if kind == "repeat" else parent.repeat

    @property
    def extras(self) -> dict[str, Any]:
        """What only some need to know: label, choices, actions, …; of a kept form read when first asked for."""
        if isinstance(self.told, str):
            self.told = json.loads(self.told)
        return cast("dict[str, Any]", self.told)

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
        self.closure: Any = None
        self.plan: Any = None
        self.seen = False
        self.sums = False
        self.slot = template.index
        self.lowered: tuple[Any, list[Any]] | None = None


_NO_KIDS: list[Template] = []
_NO_CELLS: dict[str, Cell] = {}
_NO_EDGES: list[Edge] = []


class Definition:
    """All templates and cells of a form, and its texts and lists.

    By the index of a template: ``orders``, the cells outside repeats that read it; ``bare``, those of them that notice
    when it comes or goes without a value; ``special`` and ``bare_special``, the same for cells inside repeats and for
    sums that are kept term by term. By the order of a cell: ``kinds``, ``owners``, ``shape_of``, ``params``,
    ``group_of`` (the cells that one sweep computes; -1: a ``Cell`` of its own) and ``stops``, where a group breaks off.
    ``sweeps`` makes the functions of the groups for an engine, once the first engine has asked.
    """

    def __init__(self, plain: dict[str, Any], media: dict[str, bytes]) -> None:
        self.plain = {name: part for name, part in plain.items() if name not in ("nodes", "graph")}
        self.media = media
        templates: list[Template] = []
        add = templates.append
        graph = plain.get("graph")
        most = 0 if graph is None else max(len(graph["kinds"]), len(graph["constants"]))
        self.places = list(range(max(len(plain["nodes"]), most) + 1))  # each number that columns hold, as one object
        for index, (name, parent, kind, declared, default, told) in zip(self.places, plain["nodes"], strict=False):
            add(Template(index, templates[parent] if parent >= 0 else None, name, kind, declared, default, told))
        self.templates = templates
        self.root = templates[0]
        self.by_path = {template.path: template for template in templates}
        self.repeats = [template for template in templates if template.kind == "repeat"]
        self.starters: list[Template] = []
        self.plans: dict[tuple[int, int], Any] | None = None  # ways already found, while a form is compiled
        self.orders: list[tuple[int, ...]] = []
        self.bare: list[tuple[int, ...]] = []
        self.special: dict[int, tuple[Edge, ...]] = {}
        self.bare_special: dict[int, tuple[Edge, ...]] = {}
        self.makers: dict[int, tuple[Any, bool]] = {}
        self._instances: dict[str, XNode | None] = {}
        self.count = 0
        self.sweeps: list[Any] | None = None
        if graph is not None:
            self._link(graph)

    def _link(self, graph: dict[str, Any]) -> None:
        templates = self.templates
        self.kinds: str = graph["kinds"]
        self.count = len(self.kinds)
        self.owners = unpacked(graph["owners"], self.places)
        self.starters = [templates[index] for index in graph["starters"]]
        for kind, index, flag in graph["static"]:
            setattr(templates[index], {"rel": "own0", "req": "req0", "ro": "ro0"}[kind], flag)
        self.shape_of: list[int] = [-1] * self.count
        self.params: list[tuple[Any, ...]] = [()] * self.count
        self.shapes: list[tuple[Any, int]] = [(lowered, flags) for lowered, flags, *_ in graph["shapes"]]
        for number, (_, _, sorts, cells, numbers) in enumerate(graph["shapes"]):
            self._shape(number, sorts, unpacked(cells), unpacked(numbers, self.places), graph["constants"])
        self.groups: list[tuple[int, str, bool]] = [(shape, kind, bool(free)) for shape, kind, free in graph["groups"]]
        self.group_of = unpacked(graph["group_of"])
        self.stops = unpacked(graph["stops"], self.places)
        self.made: list[Cell | None] = [None] * self.count
        self.apart = [self.cell(order) for order, group in enumerate(self.group_of) if group < 0]
        begun = set(graph["starters"])  # their calculations are asked for by name
        for order in [order for order, owner in enumerate(self.owners) if owner in begun] if begun else ():
            self.cell(order)
        self.orders = self._table(graph["orders"])
        self.bare = self._table(graph["bare"])
        self._link_edges(graph["edges"])

    def _shape(self, number: int, sorts: str, cells: list[int], numbers: list[int], constants: list[Any]) -> None:
        """The parameters of all cells of a shape, each after the index of the cell's own template."""
        width = len(sorts)
        columns: list[Any] = [numbers[at::width] for at in range(width)]
        for at, sort in enumerate(sorts):
            if sort == "k":
                columns[at] = [constants[index] for index in columns[at]]
        params, shape_of, owners = self.params, self.shape_of, self.owners
        for order, row in zip(cells, zip([owners[order] for order in cells], *columns, strict=True), strict=True):
            params[order] = row
            shape_of[order] = number

    def cell(self, order: int) -> Cell:
        """The cell of an order."""
        found = self.made[order]
        if found is None:
            template = self.templates[self.owners[order]]
            kind = KINDS[self.kinds[order]]
            owner = template.parent if kind == "count" and template.parent is not None else template
            found = self.made[order] = Cell(kind, owner, template, order)
            if owner.cells is _NO_CELLS:
                owner.cells = {}
            owner.cells[kind if owner is template else f"count {template.name}"] = found
            shape = self.shape_of[order]
            if shape >= 0:
                lowered, flags = self.shapes[shape]
                found.sums = kind == "calc" and found.single and bool(flags & SUM)
                found.lowered = (lowered, list(self.params[order][1:]))
        return found

    def cells(self) -> list[Cell]:
        """All cells, in order."""
        return [self.cell(order) for order in range(self.count)]

    def _table(self, columns: list[str]) -> list[tuple[int, ...]]:
        """Rows of numbers by the index of a template; most of a kind have none."""
        heads, sizes, flat = (unpacked(column, self.places) for column in columns)
        found: list[tuple[int, ...]] = [()] * len(self.templates)
        at = 0
        for index, size in zip(heads, sizes, strict=True):
            found[index] = tuple(flat[at : at + size])
            at += size
        return found

    def sees_presence(self, order: int) -> bool:
        """Whether a cell may notice that a node without a value comes or goes."""
        shape = self.shape_of[order]
        return shape < 0 or bool(self.shapes[shape][1] & (PRESENCE | GENERAL))

    def _link_edges(self, flat: list[int]) -> None:
        """What needs more than orders: a template's index, a number of pairs, and pairs of cell and shared repeat."""
        templates = self.templates
        start = 0
        while start < len(flat):
            index, stop = flat[start], start + 2 + 2 * flat[start + 1]
            if stop <= start + 2:
                raise ValueError(start)
            pairs = zip(flat[start + 2 : stop : 2], flat[start + 3 : stop : 2], strict=True)
            edges = [_edge(templates[index], self.cell(at), templates[to] if to >= 0 else None) for at, to in pairs]
            templates[index].edges = edges
            special = tuple([edge for edge in edges if not edge[0].single or edge[0].sums])
            if special:
                self.special[index] = special
                bare = tuple([edge for edge in special if self.sees_presence(edge[0].order)])
                if bare:
                    self.bare_special[index] = bare
            start = stop

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


def _edge(read: Template, cell: Cell, shared: Template | None) -> Edge:
    if shared is None or cell.single:
        return cell, shared, None
    places: list[int] = []
    one: Template | None = cell.template
    while one is not shared:
        if one is None or one.kind == "repeat":
            return cell, shared, None
        places.append(one.pos)
        one = one.parent
    return cell, shared, (read.depth - shared.depth, tuple(reversed(places)))
