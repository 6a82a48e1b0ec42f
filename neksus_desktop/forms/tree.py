"""Making, placing and taking away nodes and rows of an instance."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.instance import Node, Rows, typed
from neksus_desktop.forms.marking import Marks
from neksus_desktop.forms.sums import NodePlan
from neksus_desktop.forms.xpath.values import fault

MAX_ROWS = 20_000
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
RowPlan = tuple[list[tuple[int, int]], list[tuple[int, int]]]
_PAIRS = [a + b for a in _ALPHABET for b in _ALPHABET]


class Tree(Marks):
    """The nodes of one instance. ``by_key`` finds rows, what is in rows, and repeats."""

    def __init__(self, definition: Definition) -> None:
        super().__init__(definition)
        self.by_key: dict[str, Any] = {}
        self.row_plans: dict[int, RowPlan] = {}
        self.chance = random.Random()  # noqa: S311 - ids of rows inside one record, not secrets
        self.on_new_row: Callable[[Node], None] = lambda _row: None
        self.root = self.make(definition.root, None, "/" + definition.root.name)

    def make(self, template: Template, up: Node | None, key: str) -> Node:
        """A node and all below it, with the form's own defaults; no rows yet."""
        node = Node(template, up, key)
        if template.repeat is None:
            self.slots[template.index] = node
        else:
            self.by_key[key] = node
        if template.leaf:
            if template.default:
                node.value = template.default
                node.t = typed(template.default, template.type)
                node.x = node.t if node.rel else ""
            return node
        kids = node.kids
        static = template.repeat is None
        if template.flat and not static:
            self.fill_row(node)
            return node
        for kid in template.kids:
            path = kid.path if static else f"{key}/{kid.name}"
            if kid.kind == "repeat":
                rows = Rows(kid, node, path)
                self.by_key[path] = rows
                kids.append(rows)
            else:
                kids.append(self.make(kid, node, path))
        return node

    def fill_row(self, node: Node) -> None:
        """The questions of a row that holds nothing else."""
        by_key, kids, key = self.by_key, node.kids, node.key
        for template in node.template.kids:
            path = f"{key}/{template.name}"
            by_key[path] = kid = Node(template, node, path)
            if template.default:
                kid.value = template.default
                kid.t = typed(template.default, template.type)
                kid.x = kid.t if kid.rel else ""
            kids.append(kid)

    def new_row_id(self, rows: Rows) -> str:
        """A row id that this repeat has not."""
        while True:
            number = self.chance.getrandbits(40)
            made = (
                _PAIRS[number & 1023] + _PAIRS[number >> 10 & 1023] + _PAIRS[number >> 20 & 1023] + _PAIRS[number >> 30]
            )
            if f"{rows.key}[{made}]" not in self.by_key:
                return made

    def add_row(self, rows: Rows, row_id: str, at: int) -> Node:
        """Put a new row in; marks what it changes."""
        if len(rows.items) >= MAX_ROWS:
            raise fault("too_many_rows")
        row = self.make(rows.template, rows.up, f"{rows.key}[{row_id}]")
        row.rid = row_id
        self.place_row(rows, row, at)
        return row

    def insert_row(self, rows: Rows, row: Node, at: int) -> None:
        """Put an existing row in."""
        for node in row.walk():
            self.by_key[node.key] = node
            for kid in node.kids:
                if type(kid) is Rows:
                    self.by_key[kid.key] = kid
            up = node.up
            node.rel = (up is None or up.rel) and node.own
            if node.template.leaf:
                node.x = node.t if node.rel else ""
        self.place_row(rows, row, at)

    def place_row(self, rows: Rows, row: Node, at: int) -> None:
        """Give a row its place, and mark its cells and what depends on it."""
        row.rows = rows
        parent = rows.template.parent
        appended = at == len(rows.items) and parent is not None and parent.repeat is None
        row.index = at
        if at == len(rows.items):
            rows.items.append(row)
        else:
            rows.items.insert(at, row)
            rows.renumber(at)
        if rows.template.flat:
            self.begin_row(rows.template, [row, *row.kids], appended=appended)
            self.rows_changed(rows, appended=appended)
            return
        nodes = row.walk()
        for node in nodes:
            template = node.template
            for cell in template.cells.values():
                self.mark(cell, node)
            if appended and template.leaf:
                for cell, _, _ in template.edges:
                    if cell.plan is not None and type(cell.plan) is NodePlan:
                        stale = self.stale.get(cell.order)
                        if stale is not None:
                            stale.append(node)
        self.rows_changed(rows, appended=appended)

    def begin_row(self, template: Template, nodes: list[Node], *, appended: bool) -> None:
        """Mark the cells of a row of questions only, and make its questions terms of sums when the row came last."""
        cells, sums = self.row_plan(template)
        dirty, pending = self.dirty, self.pending
        for place, order in cells:
            dirty[order] = 1
            waiting = pending[order]
            if waiting is None:
                pending[order] = {nodes[place]: None}
            else:
                waiting[nodes[place]] = None
        for place, order in sums if appended else ():
            stale = self.stale.get(order)
            if stale is not None:
                stale.append(nodes[place])

    def row_plan(self, template: Template) -> RowPlan:
        """For a row of questions only: the cells of each of its nodes, and the sums that its questions are terms of."""
        found = self.row_plans.get(template.index)
        if found is None:
            members = [template, *template.kids]
            cells = [(place, cell.order) for place, one in enumerate(members) for cell in one.cells.values()]
            sums = [
                (place, cell.order)
                for place, one in enumerate(members)
                for cell, _, _ in one.edges
                if one.leaf and cell.single and cell.sums and cell.lowered is not None and cell.lowered[0][0] == "set"
            ]
            found = self.row_plans[template.index] = (cells, sums)
        return found

    def take_row(self, rows: Rows, at: int) -> Node:
        """Take a row out; marks what that changes."""
        row = rows.items.pop(at)
        rows.renumber(at)
        for node in row.walk():
            self.by_key.pop(node.key, None)
            for kid in node.kids:
                if type(kid) is Rows:
                    self.by_key.pop(kid.key, None)
            for cell in node.template.cells.values():
                pending = self.pending[cell.order]
                if pending:
                    pending.pop(node, None)
        self.rows_changed(rows)
        return row
