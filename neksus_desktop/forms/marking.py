"""What is to be computed again: marks on cells, and on the terms of sums.

A cell outside repeats is one byte; a cell inside has its nodes listed. Whoever changes a value, a relevance or rows
calls ``touched`` or ``rows_changed``; ``Engine.run`` takes the marks away in order.
"""

from __future__ import annotations

from typing import Any

from neksus_desktop.forms.definition import Cell, Definition, Edge, Template
from neksus_desktop.forms.instance import Node, Rows
from neksus_desktop.forms.refs import instances
from neksus_desktop.forms.sums import NodePlan, Terms


class Changes:
    """What differs so far; a key may stand there twice. ``ChangeSet`` takes it over when the operation has ended."""

    __slots__ = ("more", "relevance", "values")

    def __init__(self) -> None:
        self.values: list[str] = []
        self.relevance: list[str] = []
        self.more: dict[str, list[str]] | None = None

    def note(self, aspect: str, key: str) -> None:
        """A change of another kind (see ``ASPECTS``)."""
        if self.more is None:
            self.more = {}
        self.more.setdefault(aspect, []).append(key)


class Marks:
    """Marks on the cells of one instance. ``slots[i]`` is the node of template ``i``, if it is in no repeat."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.slots: list[Any] = [None] * len(definition.templates)
        self.root: Any = None
        self.orders = definition.orders
        self.special = definition.special
        self.dirty = bytearray(definition.count) + b"\1"
        self.pending: list[dict[Node, None] | None] = [None] * definition.count
        self.sums: dict[int, Terms] = {}
        self.stale: dict[int, list[Node]] = {}
        self.changes = Changes()
        self._across: dict[int, list[Edge]] = {}

    def mark(self, cell: Cell, node: Node) -> None:
        """One cell of one node."""
        order = cell.order
        self.dirty[order] = 1
        if not cell.single:
            pending = self.pending[order]
            if pending is None:
                pending = self.pending[order] = {}
            pending[node] = None

    def mark_everything(self) -> None:
        """All cells of all nodes."""
        self.dirty[:] = b"\1" * len(self.dirty)
        for cell in self.definition.apart:
            if not cell.single:
                self.mark_all(cell, self.root)

    def mark_all(self, cell: Cell, within: Node) -> None:
        """A cell of all its nodes under ``within``, which may also lie deeper than they."""
        if cell.single:
            self.dirty[cell.order] = 1
            self.forget_sum(cell)
            return
        route = {id(one) for one in cell.template.ancestors()}
        while id(within.template) not in route:
            assert within.up is not None
            within = within.up
        for node in instances(cell.template, within):
            self.mark(cell, node)

    def mark_from(self, cell: Cell, shared: Template | None, node: Any) -> None:
        """A cell of all its nodes that share the row of ``shared`` with ``node``."""
        if cell.single:
            self.dirty[cell.order] = 1
            return
        if shared is None:
            node = self.root
        else:
            while node.template is not shared:
                node = node.up
        for found in instances(cell.template, node):
            self.mark(cell, found)

    def touched(self, node: Node) -> None:
        """The value that others see has changed."""
        index = node.template.index
        dirty = self.dirty
        for order in self.orders[index]:
            dirty[order] = 1
        if index in self.special:
            self.touched_apart(node, self.special[index])

    def came_or_went(self, node: Node) -> None:
        """A node's relevance has changed; without a value, that concerns only what looks for nodes, not for values."""
        if node.value:
            node.x = node.t if node.rel else ""
            self.touched(node)
            return
        index = node.template.index
        for order in self.definition.bare[index]:
            self.dirty[order] = 1
        special = self.definition.bare_special.get(index)
        if special is not None:
            self.touched_apart(node, special)

    def touched_apart(self, node: Node, special: tuple[Edge, ...]) -> None:
        """The same for cells inside repeats, and for sums that are kept term by term."""
        for cell, shared, way in special:
            if way is not None:
                found: Any = node
                for _ in range(way[0]):
                    found = found.up
                for pos in way[1]:
                    found = found.kids[pos]
                self.mark(cell, found)
            elif not cell.single:
                self.mark_from(cell, shared, node)
            elif cell.plan is not None and (stale := self.stale.get(cell.order)) is not None:
                stale.append(node)

    def forget_sum(self, cell: Cell) -> None:
        """A sum is to be added anew, because rows came or went."""
        if cell.plan is not None:
            self.stale.pop(cell.order, None)

    def rows_changed(self, rows: Rows, *, appended: bool = False) -> None:
        """Mark what depends on the number or order of rows; sums go on when a row came last."""
        self.changes.note("rows", rows.key)
        template = rows.template
        known = self._across.get(template.index)
        if known is None:
            known = self._across[template.index] = _edges_across(template)
        for cell, shared, _ in known:
            if cell.single:
                self.dirty[cell.order] = 1
            else:
                self.mark_from(cell, shared, rows.up)
            if cell.plan is not None and not (appended and type(cell.plan) is NodePlan):
                self.forget_sum(cell)
        for cell, _, _ in template.edges:
            if cell.template.repeat is not None:
                for row in rows.items[-1:] if appended and cell.template is not template else rows.items:
                    self.mark_all(cell, row)
            else:
                self.mark_all(cell, self.root)


def _edges_across(repeat: Template) -> list[Edge]:
    """Who depends, from outside its rows, on something in a repeat."""
    found: dict[tuple[int, int], Edge] = {}
    outer = {id(one) for one in repeat.ancestors()[1:]}
    stack = [repeat]
    while stack:
        template = stack.pop()
        stack.extend(template.kids)
        for edge in template.edges:
            cell, shared, _ = edge
            if shared is None or id(shared) in outer:
                found[cell.order, -1 if shared is None else shared.index] = edge
    return list(found.values())
