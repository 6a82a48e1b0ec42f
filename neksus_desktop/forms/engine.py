"""The recalculating core: an instance tree, what is dirty in it, and one pass in order over what is.

Rules kept:

- one answer costs what depends on it: only marked cells are computed, each at most once per pass;
- the value of a node that is not relevant is kept but reads as blank;
- what an expression cannot compute leaves the node relevant, optional, editable and valid, and is reported;
- counts of repeats are settled last, and rows they take away are set aside, not dropped.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from neksus_desktop.errors import FormExpressionError
from neksus_desktop.forms.codegen import Function, maker_of
from neksus_desktop.forms.definition import Cell, Definition, Template
from neksus_desktop.forms.instance import Node, Rows, fits, typed, written
from neksus_desktop.forms.lowering import lower
from neksus_desktop.forms.model import NONE, ChangeSet
from neksus_desktop.forms.refs import FormResolver, instances
from neksus_desktop.forms.sums import NodePlan, is_sum, plan_of
from neksus_desktop.forms.xpath.compiler import compile_ast
from neksus_desktop.forms.xpath.parser import parse, tuples
from neksus_desktop.forms.xpath.values import fault, index, to_boolean

MAX_ROUNDS = 200
MAX_ROWS = 20_000
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ARITHMETIC = (ValueError, OverflowError, ZeroDivisionError, RecursionError, TypeError, AttributeError, IndexError)


class Changes:
    """What differs so far."""

    __slots__ = ("choices", "labels", "readonly", "relevance", "required", "rows", "validity", "values")

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.relevance: set[str] = set()
        self.required: set[str] = set()
        self.readonly: set[str] = set()
        self.validity: set[str] = set()
        self.choices: set[str] = set()
        self.labels: set[str] = set()
        self.rows: set[str] = set()

    def frozen(self) -> ChangeSet:
        """As it is handed out."""
        return ChangeSet(*(frozenset(one) if one else NONE for one in self.all()))

    def all(self) -> tuple[set[str], ...]:
        """The sets in the order of ``ChangeSet``."""
        return (
            self.values,
            self.relevance,
            self.required,
            self.readonly,
            self.validity,
            self.choices,
            self.labels,
            self.rows,
        )


class Engine:
    """An instance and its recalculation. ``slots[i]`` is the node of template ``i``, if it is in no repeat."""

    def __init__(self, definition: Definition, world: Any) -> None:
        self.definition = definition
        self.world = world
        self.slots: list[Any] = [None] * len(definition.templates)
        self.by_key: dict[str, Any] = {}
        self.dirty = bytearray(len(definition.cells))
        self.pending: list[dict[Node, None] | None] = [None] * len(definition.cells)
        self.faults: dict[tuple[str, str], FormExpressionError] = {}
        self.sums: dict[int, dict[Any, float]] = {}
        self.stale: dict[int, list[Node]] = {}
        self.changes = Changes()
        self.row_edges: dict[int, list[tuple[Cell, Template | None]]] = {}
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
                node.x = typed(template.default, template.type) if node.rel else ""
            return node
        kids = node.kids
        for kid in template.kids:
            if kid.kind == "repeat":
                rows = Rows(kid, node, f"{key}/{kid.name}")
                self.by_key[rows.key] = rows
                kids.append(rows)
            else:
                kids.append(self.make(kid, node, f"{key}/{kid.name}"))
        return node

    def new_row_id(self, rows: Rows) -> str:
        """A row id that this repeat has not."""
        while True:
            number = self.chance.getrandbits(40)
            made = "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 40, 5))
            if f"{rows.key}[{made}]" not in self.by_key:
                return made

    def add_row(self, rows: Rows, row_id: str, at: int) -> Node:
        """Put a new row in; marks what it changes."""
        if len(rows.items) >= MAX_ROWS:
            raise fault("too_many_rows")
        row = self.make(rows.template, rows.up, f"{rows.key}[{row_id}]")
        row.rid = row_id
        self.insert_row(rows, row, at)
        return row

    def insert_row(self, rows: Rows, row: Node, at: int) -> None:
        """Put an existing row in."""
        row.rows = rows
        rows.items.insert(at, row)
        rows.renumber(at)
        appended = at == len(rows.items) - 1 and rows.template.parent is not None and rows.template.parent.repeat is None
        for node in row.walk():
            self.by_key[node.key] = node
            self.settle(node)
            template = node.template
            for cell in template.cells.values():
                self.mark(cell, node)
            if appended:
                for cell, _ in template.edges:
                    if type(cell.plan) is NodePlan and (stale := self.stale.get(cell.order)) is not None:
                        stale.append(node)
        self.rows_changed(rows, appended=appended)

    def take_row(self, rows: Rows, at: int) -> Node:
        """Take a row out; marks what that changes."""
        row = rows.items.pop(at)
        rows.renumber(at)
        for node in row.walk():
            self.by_key.pop(node.key, None)
            for cell in node.template.cells.values():
                pending = self.pending[cell.order]
                if pending:
                    pending.pop(node, None)
        self.rows_changed(rows)
        return row

    def settle(self, node: Node) -> None:
        """Give a node that came into the tree the relevance of the place it came to."""
        up = node.up
        node.rel = (up is None or up.rel) and node.own
        if node.template.leaf and not node.rel:
            node.x = ""

    def rows_changed(self, rows: Rows, *, appended: bool = False) -> None:
        """Mark what depends on the number or order of rows; sums go on when a row came last."""
        self.changes.rows.add(rows.key)
        template = rows.template
        known = self.row_edges.get(template.index)
        if known is None:
            known = self.row_edges[template.index] = self._edges_across(template)
        for cell, shared in known:
            self.mark_from(cell, shared, rows.up)
            if not (appended and type(cell.plan) is NodePlan):
                self.forget_sum(cell)
        for cell, _ in template.edges:
            if cell.template.repeat is not None:
                for row in rows.items:
                    self.mark_all(cell, row)
            else:
                self.mark_all(cell, self.root)

    def _edges_across(self, repeat: Template) -> list[tuple[Cell, Template | None]]:
        found: dict[tuple[int, int], tuple[Cell, Template | None]] = {}
        outer = {id(one) for one in repeat.ancestors()[1:]}
        stack = [repeat]
        while stack:
            template = stack.pop()
            stack.extend(template.kids)
            for cell, shared in template.edges:
                if shared is None or id(shared) in outer:
                    found[cell.order, -1 if shared is None else shared.index] = (cell, shared)
        return list(found.values())

    def mark(self, cell: Cell, node: Node) -> None:
        """One cell of one node is to be computed again."""
        order = cell.order
        self.dirty[order] = 1
        if not cell.single:
            pending = self.pending[order]
            if pending is None:
                pending = self.pending[order] = {}
            pending[node] = None

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
        dirty = self.dirty
        for cell, shared in node.template.edges:
            if cell.single:
                dirty[cell.order] = 1
                if cell.plan is not None and (stale := self.stale.get(cell.order)) is not None:
                    stale.append(node)
            else:
                self.mark_from(cell, shared, node)

    def write(self, node: Node, text: str) -> None:
        """Set a typed text."""
        if node.value == text:
            return
        node.value = text
        self.changes.values.add(node.key)
        if node.rel:
            node.x = typed(text, node.template.type)
            self.touched(node)
        constraint = node.template.cells.get("con")
        if constraint is not None:
            self.mark(constraint, node)
        else:
            self.judge(node, holds=True)

    def judge(self, node: Node, *, holds: bool) -> None:
        """Keep whether the value is valid."""
        valid = holds and fits(node.value, node.template.type)
        if valid is not node.valid:
            node.valid = valid
            self.changes.validity.add(node.key)

    def run(self) -> None:
        """Compute everything that is marked, in order, until nothing is."""
        dirty, cells, slots = self.dirty, self.definition.cells, self.slots
        find = dirty.find
        for _ in range(MAX_ROUNDS):
            at = find(1)
            if at < 0:
                return
            while at >= 0:
                dirty[at] = 0
                cell = cells[at]
                if cell.single:
                    self.compute(cell, slots[cell.slot])
                else:
                    nodes, self.pending[at] = self.pending[at], None
                    for node in nodes or ():
                        self.compute(cell, node)
                at = find(1, at)
        self.dirty[:] = bytes(len(self.dirty))
        self.pending = [None] * len(self.pending)
        self.faults["", "rounds"] = fault("does_not_settle")

    def evaluate(self, cell: Cell, node: Node) -> Any:
        """The value of a cell's expression for a node, or None when it cannot be computed."""
        try:
            value = (cell.closure or self.function(cell))(node, self.slots, self.world)
        except FormExpressionError as error:
            self.faults[node.key, cell.kind] = error
            return None
        except _ARITHMETIC as error:
            self.faults[node.key, cell.kind] = fault(type(error).__name__)
            return None
        if self.faults:
            self.faults.pop((node.key, cell.kind), None)
        return value

    def added(self, cell: Cell, node: Node) -> float:
        """The value of a sum, of which only stale terms are computed."""
        stale = self.stale.get(cell.order)
        if stale is None:
            kept = self.sums[cell.order] = cell.plan.fresh(node, self.slots, self.world)
            self.stale[cell.order] = []
        else:
            kept = self.sums[cell.order]
            if stale:
                self.stale[cell.order] = []
                cell.plan.renew(kept, stale, node, self.slots, self.world)
        return sum(kept.values(), 0.0)

    def forget_sum(self, cell: Cell) -> None:
        """A sum is to be added anew, because rows came or went."""
        if cell.plan is not None:
            self.stale.pop(cell.order, None)

    def function(self, cell: Cell) -> Function:
        """The function of a cell, made when it is first needed; a long sum's at the second time."""
        template = cell.source
        definition = self.definition
        if cell.lowered is None:
            cell.lowered = lower(definition, template, parse(template.extras[cell.kind]))
        lowered, params = cell.lowered
        if cell.single and cell.kind == "calc" and is_sum(lowered):
            if not cell.seen:
                cell.seen = True
                return maker_of(lowered)(*params)
            cell.plan = plan_of(lowered, params, self.template_at)
            if cell.plan is not None:
                cell.closure = lambda node, _slots, world: world.engine.added(cell, node)
                return cell.closure
        maker = definition.makers.get(id(lowered))
        if maker is None:
            maker = definition.makers[id(lowered)] = maker_of(lowered)
        for param in params:
            if param.__class__ is list or param.__class__ is tuple:
                resolver = FormResolver(definition, template)
                params = [compile_ast(tuples(p), resolver) if type(p) in (list, tuple) else p for p in params]
                break
        cell.closure = maker(*params)
        return cell.closure

    def template_at(self, anchor: int, downs: list[tuple[int, bool]]) -> Template:
        """The template at the end of a way down."""
        template = self.definition.templates[anchor]
        for pos, _ in downs:
            template = template.kids[pos]
        return template

    def compute(self, cell: Cell, node: Node) -> None:
        """Compute one cell of one node and keep what comes out."""
        kind = cell.kind
        if kind in ("label", "choices"):
            (self.changes.labels if kind == "label" else self.changes.choices).add(node.key)
            return
        if kind == "con" and not node.value:
            self.judge(node, holds=True)
            return
        if kind == "count":
            rows = node.kids[cell.source.pos]
            value = self.evaluate(cell, Node(cell.source, node, rows.key))
            self.counted(rows, 0 if value is None else index(value))
            return
        value = self.evaluate(cell, node)
        if kind == "calc":
            self.calculated(node, "" if value is None else value)
        elif kind == "rel":
            self.relevance(node, own=value is None or to_boolean(value))
        elif kind == "con":
            self.judge(node, holds=value is None or to_boolean(value))
        elif kind == "req":
            if (flag := value is not None and to_boolean(value)) is not node.required:
                node.required = flag
                self.changes.required.add(node.key)
        elif (flag := value is not None and to_boolean(value)) is not node.ro:
            node.ro = flag
            self.changes.readonly.add(node.key)

    def calculated(self, node: Node, value: Any) -> None:
        """Keep a computed value."""
        if value.__class__ is float and node.template.free and value.is_integer():
            text, seen = f"{value:.0f}", value
        else:
            text, seen = written(value, node.template.type)
        if text == node.value:
            if not node.rel or seen.__class__ is node.x.__class__:
                return
        else:
            node.value = text
            self.changes.values.add(node.key)
        if node.rel:
            node.x = seen
            if node.template.edges:
                self.touched(node)
        if node.template.cells:
            constraint = node.template.cells.get("con")
            if constraint is not None:
                self.mark(constraint, node)

    def relevance(self, node: Node, *, own: bool) -> None:
        """Keep a node's own relevance, and hand it down."""
        if own is node.own:
            return
        node.own = own
        up = node.up
        if up is not None and not up.rel:
            return
        template = node.template
        if not template.leaf:
            self.spread_relevance(node)
            return
        node.rel = own
        self.changes.relevance.add(node.key)
        if node.value:
            node.x = typed(node.value, template.type) if own else ""
            if own and (calc := template.cells.get("calc")) is not None:
                self.mark(calc, node)
        if template.edges:
            self.touched(node)

    def spread_relevance(self, node: Node) -> None:
        """Bring a node and all below it in line with what is above."""
        stack = [node]
        changed = self.changes.relevance
        while stack:
            node = stack.pop()
            up = node.up
            rel = node.own and (up is None or up.rel)
            if rel is node.rel:
                continue
            node.rel = rel
            changed.add(node.key)
            template = node.template
            if template.leaf:
                if node.value:
                    node.x = typed(node.value, template.type) if rel else ""
                    calc = template.cells.get("calc")
                    if rel and calc is not None:
                        self.mark(calc, node)
            else:
                for kid in node.kids:
                    if type(kid) is Rows:
                        stack.extend(kid.items)
                    else:
                        stack.append(kid)
            if template.edges:
                self.touched(node)

    def counted(self, rows: Rows, wanted: int) -> None:
        """Bring the rows of a repeat to a number; rows taken away wait for a larger number."""
        wanted = min(max(wanted, 0), MAX_ROWS)
        while len(rows.items) > wanted:
            row = self.take_row(rows, len(rows.items) - 1)
            if any(node.value for node in row.walk()):
                rows.spare.append(row)
        while len(rows.items) < wanted:
            if rows.spare:
                self.insert_row(rows, rows.spare.pop(), len(rows.items))
            else:
                self.on_new_row(self.add_row(rows, self.new_row_id(rows), len(rows.items)))
