"""The recalculating core: one pass in order over what is marked in an instance.

Rules kept:

- one answer costs what depends on it: only marked cells are computed, each at most once per pass;
- the value of a node that is not relevant is kept but reads as blank;
- what an expression cannot compute leaves the node relevant, optional, editable and valid, and is reported;
- counts of repeats are settled last, and rows they take away are set aside, not dropped.
"""

from __future__ import annotations

from typing import Any

from neksus_desktop.errors import FormExpressionError
from neksus_desktop.forms import sweeps
from neksus_desktop.forms.codegen import Function, maker_of
from neksus_desktop.forms.definition import BOUND_TYPES, Cell, Definition, Template
from neksus_desktop.forms.failures import FAILURES
from neksus_desktop.forms.instance import Node, Rows, fits, typed, written
from neksus_desktop.forms.lowered import words
from neksus_desktop.forms.lowering import lower
from neksus_desktop.forms.refs import FormResolver
from neksus_desktop.forms.sums import Terms, plan_of
from neksus_desktop.forms.tree import MAX_ROWS, Tree
from neksus_desktop.forms.xpath.compiler import compile_ast
from neksus_desktop.forms.xpath.parser import parse, tuples
from neksus_desktop.forms.xpath.values import MAX_EXACT, fault, index, to_boolean

MAX_ROUNDS = 200


class Engine(Tree):
    """An instance and its recalculation; ``world`` is what expressions may ask besides."""

    def __init__(self, definition: Definition, world: Any) -> None:
        self.world = world
        self.faults: dict[tuple[str, str], FormExpressionError] = {}
        super().__init__(definition)
        if definition.sweeps is None:
            definition.sweeps = sweeps.sweeps_of(definition)
        mine = (self, definition, self.dirty, self.slots, world, self.faults)
        self.sweeps: list[sweeps.Sweep | None] = [*(make(*mine) for make in definition.sweeps), None]

    def write(self, node: Node, text: str) -> None:
        """Set a typed text."""
        if node.value == text:
            return
        template = node.template
        node.value = text
        self.changes.values.append(node.key)
        node.t = typed(text, template.type)
        if node.rel:
            node.x = node.t
            self.touched(node)
        if not (template.cells and self.mark_constraint(node)):
            self.judge(node, holds=True)

    def mark_constraint(self, node: Node) -> bool:
        """Have the constraint of a node looked at again, if it has one."""
        constraint = node.template.cells.get("con")
        if constraint is None:
            return False
        self.mark(constraint, node)
        return True

    def judge(self, node: Node, *, holds: bool) -> None:
        """Keep whether the value is valid."""
        valid = holds and fits(node.value, node.template.type)
        if valid is not node.valid:
            node.valid = valid
            self.changes.note("validity", node.key)

    def run(self) -> None:
        """Compute everything that is marked, in order, until nothing is."""
        dirty, count = self.dirty, self.definition.count
        for _ in range(MAX_ROUNDS):
            at = dirty.find(1)
            if at == count:
                return
            self.run_once(at)
        dirty[:count] = bytes(count)
        self.pending = [None] * count
        self.faults["", "rounds"] = fault("does_not_settle")

    def run_once(self, at: int) -> None:
        """One pass from the first mark on; a mark that is never taken away stands behind the last cell."""
        dirty, definition, changes = self.dirty, self.definition, self.changes
        group_of, found, count, cells = definition.group_of, self.sweeps, definition.count, definition.made
        relevance, values = changes.relevance.append, changes.values.append
        while at < count:
            sweep = found[group_of[at]]
            if sweep is not None:
                at = sweep(at, relevance, values)
                continue
            dirty[at] = 0
            cell = cells[at] or definition.cell(at)
            if cell.single:
                self.compute(cell, self.slots[cell.slot])
            else:
                nodes, self.pending[at] = self.pending[at], None
                for node in nodes or ():
                    self.compute(cell, node)
            at = dirty.find(1, at)

    def failed(self, cell: Cell, node: Node, error: Exception) -> None:
        """Remember that an expression could not be computed."""
        told = error if isinstance(error, FormExpressionError) else fault(type(error).__name__)
        self.faults[node.key, cell.kind] = told

    def evaluate(self, cell: Cell, node: Node) -> Any:
        """The value of a cell's expression for a node, or None when it cannot be computed."""
        try:
            value = (cell.closure or self.function(cell))(node, self.slots, self.world)
        except FAILURES as error:
            self.failed(cell, node, error)
            return None
        if self.faults:
            self.faults.pop((node.key, cell.kind), None)
        return value

    def added(self, cell: Cell, node: Node) -> float:
        """The value of a sum, of which only stale terms are computed."""
        stale = self.stale.get(cell.order)
        if stale is None:
            kept = self.sums[cell.order] = Terms(cell.plan.fresh(node, self.slots, self.world))
            self.stale[cell.order] = []
        else:
            kept = self.sums[cell.order]
            if stale:
                cell.plan.renew(kept, stale, node, self.slots, self.world)
                stale.clear()
        return kept.total if kept.bound < MAX_EXACT else kept.anew()

    def function(self, cell: Cell) -> Function:
        """The function of a cell, made when it is first needed; a long sum's at the second time."""
        template = cell.source
        definition = self.definition
        if cell.lowered is None:
            cell.lowered = lower(definition, template, parse(template.extras[cell.kind]))
        lowered, params = cell.lowered
        if cell.sums:
            if not cell.seen:
                cell.seen = True
                return maker_of(lowered)(*params)
            cell.plan = plan_of(lowered, params, self.template_at)
            if cell.plan is not None:
                return lambda node, _slots, _world: self.added(cell, node)
        known = definition.makers.get(id(lowered))
        if known is None:
            known = definition.makers[id(lowered)] = (maker_of(lowered), "gen" in words(lowered))
        maker, general = known
        if general:
            resolver = FormResolver(definition, template)
            params = [compile_ast(tuples(p), resolver) if type(p) in (list, tuple) else p for p in params]
        made: Function = maker(*params)
        cell.closure = made
        return made

    def template_at(self, anchor: int, downs: list[tuple[int, bool]]) -> Template:
        """The template at the end of a way down."""
        template = self.definition.templates[anchor]
        for pos, _ in downs:
            template = template.kids[pos]
        return template

    def compute(self, cell: Cell, node: Node) -> None:
        """Compute one cell of one node and keep what comes out."""
        kind = cell.kind
        if kind not in ("calc", "rel"):
            self.compute_other(cell, node)
            return
        value: Any
        try:
            if cell.plan is not None:
                value = self.added(cell, node)
            else:
                value = (cell.closure or self.function(cell))(node, self.slots, self.world)
        except FAILURES as error:
            self.failed(cell, node, error)
            value = "" if kind == "calc" else True
        else:
            if self.faults:
                self.faults.pop((node.key, kind), None)
        if kind == "calc":
            self.calculated(node, value)
            return
        if value is not True and value is not False:
            value = to_boolean(value)
        if value is not node.own:
            self.relevance(node, own=value)

    def compute_other(self, cell: Cell, node: Node) -> None:
        """The cells that nothing else depends on."""
        kind = cell.kind
        if kind == "con":
            value = self.evaluate(cell, node) if node.value else True
            self.judge(node, holds=value is None or to_boolean(value))
        elif kind == "label":
            self.changes.note("labels", node.key)
        elif kind == "choices":
            self.changes.note("choices", node.key)
        elif kind == "count":
            rows = node.kids[cell.source.pos]
            value = self.evaluate(cell, Node(cell.source, node, rows.key))
            self.counted(rows, 0 if value is None else index(value))
        else:
            value = self.evaluate(cell, node)
            flag = value is not None and to_boolean(value)
            if kind == "req" and flag is not node.required:
                node.required = flag
                self.changes.note("required", node.key)
            elif kind == "ro" and flag is not node.ro:
                node.ro = flag
                for one in node.walk():
                    self.changes.note("readonly", one.key)

    def calculated(self, node: Node, value: Any) -> None:
        """Keep a computed value."""
        if value.__class__ is not float or node.template.type in BOUND_TYPES:
            text, seen = written(value, node.template.type)
        elif value.is_integer() and -MAX_EXACT < value < MAX_EXACT:
            text, seen = (f"{value:.0f}" if value else "0"), value
        elif value != value:  # noqa: PLR0124 - NaN is kept as nothing
            text, seen = "", ""
        else:
            text, seen = written(value, node.template.type)
        node.t = seen
        if text == node.value:
            if not node.rel or seen.__class__ is node.x.__class__:
                return
        else:
            node.value = text
            self.changes.values.append(node.key)
        if node.rel:
            node.x = seen
            self.touched(node)
        if node.template.cells:
            self.mark_constraint(node)

    def relevance(self, node: Node, *, own: bool) -> None:
        """Keep a node's own relevance, which differs from what it was, and hand it down."""
        node.own = own
        up = node.up
        if up is not None and not up.rel:
            return
        template = node.template
        if not template.leaf:
            self.spread_relevance(node)
            return
        node.rel = own
        self.changes.relevance.append(node.key)
        self.came_or_went(node)

    def spread_relevance(self, node: Node) -> None:
        """Bring a node and all below it in line with what is above."""
        stack = [node]
        changed = self.changes.relevance.append
        while stack:
            node = stack.pop()
            up = node.up
            rel = node.own and (up is None or up.rel)
            if rel is node.rel:
                continue
            node.rel = rel
            changed(node.key)
            if not node.template.leaf:
                for kid in node.kids:
                    if type(kid) is Rows:
                        stack.extend(kid.items)
                    else:
                        stack.append(kid)
            self.came_or_went(node)

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
