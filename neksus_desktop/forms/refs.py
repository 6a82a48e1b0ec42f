"""References of expressions to the form's own nodes: found by climbing and descending, never by searching.

An absolute path binds to the present rows as far as it runs together with the place it is used in (the deviation from
XForms that the ODK specification describes); a relative path means what XPath says.
"""

from __future__ import annotations

from typing import Any

from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.instance import Node, Rows
from neksus_desktop.forms.xpath.compiler import Closure
from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.parser import Ast
from neksus_desktop.forms.xpath.values import fault, index


def step_to(template: Template, step: Ast) -> Template | None:
    """Where one plain step leads, or None when it is not plain or leads nowhere."""
    axis, test, predicates = step
    if predicates:
        return None
    if test == ["node"]:
        return _owner(template) if axis == "parent" else template if axis == "self" else None
    if axis == "attribute" and test[0] == "name":
        beside = template.leaf and template.parent is not None
        around = template.parent if beside else template
        name = f"{template.name}/@{test[1]}" if beside else f"@{test[1]}"
        return None if around is None else next((kid for kid in around.kids if kid.name == name), None)
    if axis != "child" or test[0] != "name":
        return None
    name = test[1].rpartition(":")[2]
    return next((kid for kid in template.kids if kid.name == name), None)


def _owner(template: Template) -> Template | None:
    """The parent; of an attribute beside its leaf (see ``xform``) that leaf."""
    owner, mark, _ = template.name.partition("/@")
    if not mark or template.parent is None:
        return template.parent
    return next(kid for kid in template.parent.kids if kid.name == owner)


class Plan:
    """How to get from a node of ``start`` to ``target``: up to ``anchor``, then down."""

    __slots__ = ("anchor", "start", "target")

    def __init__(self, start: Template, anchor: Template, target: Template) -> None:
        self.start = start
        self.anchor = anchor
        self.target = target

    def downs(self) -> list[tuple[int, bool]]:
        """Places among the children on the way down, and whether there are rows there."""
        found = []
        template = self.target
        while template is not self.anchor:
            found.append((template.pos, template.kind == "repeat"))
            assert template.parent is not None
            template = template.parent
        return found[::-1]

    def shared(self) -> Template | None:
        """The innermost repeat whose row both ends share."""
        return self.anchor.repeat


def plan_path(definition: Definition, context: Template, path: Ast, *, inside: bool) -> Plan | None:
    """The plan for a plain path, or None."""
    plans = definition.plans
    if plans is None or inside:
        return _planned(definition, context, path, inside=inside)
    key = (id(path), context.index)
    if key not in plans:
        plans[key] = _planned(definition, context, path, inside=False)
    found: Plan | None = plans[key]
    return found


def _planned(definition: Definition, context: Template, path: Ast, *, inside: bool) -> Plan | None:
    base, steps = path[1], path[2]
    if base == "/":
        return plan_absolute(definition, context, steps)
    if (base == "." and inside) or base not in (".", ("fn", "current", [])):
        return None
    anchor = template = context
    for step in steps:
        found = step_to(template, step)
        if found is None:
            return None
        if found.depth < template.depth and found.depth < anchor.depth:
            anchor = found
        elif found is not template and found.parent is template.parent and found.depth <= anchor.depth:
            anchor = found.parent or anchor  # from a leaf to its attribute, or back
        template = found
    return Plan(context, anchor, template)


def plan_absolute(definition: Definition, context: Template, steps: list[Ast]) -> Plan | None:
    """The plan for an absolute path of plain steps, bound to the present rows; or None."""
    names = []
    for axis, test, predicates in steps:
        if predicates or axis not in ("child", "attribute") or test[0] != "name":
            return None
        names.append(test[1] if axis == "child" else f"@{test[1]}")
    path = "/" + "/".join(names)
    target = definition.by_path.get(path)
    if target is None and ":" in path and "@" not in path:
        target = definition.by_path.get("/" + "/".join(name.rpartition(":")[2] for name in names))
    if target is None:
        return None
    one, other = target, context
    while one is not other:  # the nearest template around both
        if one.depth >= other.depth:
            assert one.parent is not None
            one = one.parent
        else:
            assert other.parent is not None
            other = other.parent
    return Plan(context, one, target)


def counting_all_rows(definition: Definition, context: Template, arguments: list[Ast]) -> list[Ast]:
    """``count(/data/repeat)`` inside that repeat means all rows; other absolute paths bind to the present row."""
    if len(arguments) != 1 or arguments[0][:2] != ("path", "/"):
        return arguments
    plan = plan_absolute(definition, context, arguments[0][2])
    if plan is None or plan.target.kind != "repeat" or plan.target is not plan.anchor:
        return arguments
    up = ["parent", ["node"], []]
    steps = [up] * (context.depth - plan.target.depth + 1)
    return [("path", ("fn", "current", []), [*steps, ["child", ["name", plan.target.name], []]])]


class FormResolver:
    """Compiles the references of one template's expressions."""

    def __init__(self, definition: Definition, context: Template) -> None:
        self.definition = definition
        self.context = context

    def reference(self, path: Ast, *, inside_predicate: bool) -> Closure | None:
        """See ``Resolver``."""
        plan = plan_path(self.definition, self.context, path, inside=inside_predicate)
        return None if plan is None else closure_of(plan)

    def counted(self, arguments: list[Ast]) -> list[Ast]:
        """See ``Resolver``."""
        return counting_all_rows(self.definition, self.context, arguments)

    def prefix(self, path: Ast) -> tuple[Closure, list[Ast]] | None:
        """See ``Resolver``."""
        steps = path[2]
        if not steps or steps[0][2] or steps[0][1] != ["name", self.definition.root.name] or steps[0][0] != "child":
            return None
        chain = self.context.ancestors()[::-1]
        depth = 1
        while depth < len(steps) and depth < len(chain):
            axis, test, predicates = steps[depth]
            if axis != "child" or predicates or test != ["name", chain[depth].name]:
                break
            depth += 1
        plan = Plan(self.context, chain[depth - 1], chain[depth - 1])
        return closure_of(plan), steps[depth:]

    def indexed(self, arguments: list[Ast], compiled: list[Closure]) -> Closure | None:
        """``indexed-repeat``: the node in rows chosen by number, other repeats bound to the present row."""
        plan = plan_path(self.definition, self.context, arguments[0], inside=False)
        if plan is None:
            return None
        chosen: dict[int, Closure] = {}
        route = plan.target.ancestors()
        for place in range(1, len(arguments), 2):
            group = plan_path(self.definition, self.context, arguments[place], inside=False)
            if group is None or group.target not in route:
                raise fault("indexed_repeat_not_a_parent")
            chosen[group.target.index] = compiled[place + 1]
        return _indexed(route[::-1], chosen)


def _indexed(route: list[Template], chosen: dict[int, Closure]) -> Closure:
    def find(c: Context) -> list[Any]:
        own: dict[int, Node] = {}
        node = c.current
        while node is not None:
            own[node.template.index] = node
            node = node.up
        nodes: list[Any] = [own[route[0].index]]
        bound = True
        for template in route[1:]:
            number = chosen.get(template.index)
            if number is not None:
                rows = [row for one in nodes for row in one.kids[template.pos].items]
                at = max(index(number(c)), 1)
                nodes = rows[at - 1 : at]
                bound = False
            elif bound and template.index in own:
                nodes = [own[template.index]]
            elif template.kind == "repeat":
                nodes = [row for one in nodes for row in one.kids[template.pos].items]
            else:
                nodes = [one.kids[template.pos] for one in nodes]
        return [one for one in nodes if one.rel]

    return find


def closure_of(plan: Plan) -> Closure:
    """The closure that walks a plan, from the node of the whole expression."""
    downs = plan.downs()
    ups = plan.start.depth - plan.anchor.depth
    if plan.anchor.repeat is None:
        return _from_static(plan, downs)
    if any(many for _, many in downs):
        return lambda c: [node for node in spread(climb(c.current, ups), downs) if node.rel]
    places = [pos for pos, _ in downs]

    def one(c: Context) -> list[Any]:
        node = c.current
        for _ in range(ups):
            node = node.up
        for pos in places:
            node = node.kids[pos]
        return [node] if node.rel else []

    return one


def _from_static(plan: Plan, downs: list[tuple[int, bool]]) -> Closure:
    if not any(many for _, many in downs):
        at = plan.target.index

        def fixed(c: Context) -> list[Any]:
            node = c.world.slots[at]  # type: ignore[attr-defined]  # a form's world has them
            return [node] if node.rel else []

        return fixed
    anchor = plan.anchor.index
    return lambda c: [node for node in spread(c.world.slots[anchor], downs) if node.rel]  # type: ignore[attr-defined]  # as above


def climb(node: Any, ups: int) -> Any:
    """The ancestor ``ups`` levels above."""
    for _ in range(ups):
        node = node.up
    return node


def spread(node: Any, downs: list[tuple[int, bool]]) -> list[Any]:
    """All nodes at the end of a way down, in document order."""
    nodes = [node]
    for pos, many in downs:
        kids = [one.kids[pos] for one in nodes]
        nodes = [row for rows in kids for row in rows.items] if many else kids
    return nodes


def instances(template: Template, within: Node) -> list[Any]:
    """All nodes of ``template`` in or under the node ``within`` (whose template is an ancestor, or itself)."""
    route = []
    while template is not within.template:
        route.append((template.pos, template.kind == "repeat"))
        assert template.parent is not None
        template = template.parent
    return spread(within, route[::-1])


__all__ = ["FormResolver", "Plan", "Rows", "closure_of", "counting_all_rows", "instances", "plan_path", "spread"]
