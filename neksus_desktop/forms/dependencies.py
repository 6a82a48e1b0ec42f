"""What an expression refers to: the templates it reads, found on its tree without evaluating anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.refs import counting_all_rows, plan_path
from neksus_desktop.forms.xpath.parser import Ast


class Dependency:
    """One reference: the template meant, the repeat row that both ends share, and whether it picks other rows."""

    __slots__ = ("cross", "shared", "target")

    def __init__(self, target: Template, shared: Template | None, *, cross: bool) -> None:
        self.target = target
        self.shared = shared
        self.cross = cross


class Finder:
    """Collects the dependencies of the expressions of one template."""

    def __init__(self, definition: Definition, context: Template) -> None:
        self.definition = definition
        self.context = context
        self.found: list[Dependency] = []

    def visit(self, tree: Ast, here: set[int] | None = None, *, cross: bool = False) -> None:
        """Collect what a tree refers to; ``here`` are the templates of the context inside a predicate."""
        kind = tree[0]
        if kind == "path":
            self.path(tree, here, cross=cross)
        elif kind == "fn":
            inner = cross or tree[1] == "indexed-repeat"
            if tree[1] == "count":
                tree[2][:] = counting_all_rows(self.definition, self.context, tree[2])
            if tree[1] == "jr:choice-name" and len(tree[2]) > 1 and tree[2][1][0] == "str":
                self.visit(tree[2][0], here, cross=cross)
                return
            if tree[1] == "once" or (not tree[2] and tree[1] in ("position", "string", "string-length")):
                self.visit_all(tree[2], here, cross=cross)
                if tree[1] != "position":
                    return
                if here is None and self.context.repeat is not None:
                    self.add({self.context.repeat.index}, cross=True)
                return
            self.visit_all(tree[2], here, cross=inner)
        elif kind in ("or", "and", "union"):
            self.visit_all(tree[1], here, cross=cross)
        elif kind == "chain":
            self.visit(tree[1], here, cross=cross)
            self.visit_all((operand for _, operand in tree[2]), here, cross=cross)
        elif kind == "neg":
            self.visit(tree[1], here, cross=cross)
        elif kind == "filter":
            self.visit(tree[1], here, cross=True)
            self.visit_all(tree[2], here, cross=True)

    def visit_all(self, trees: Iterable[Ast], here: set[int] | None, *, cross: bool) -> None:
        """The same for several trees."""
        for tree in trees:
            self.visit(tree, here, cross=cross)

    def add(self, targets: set[int], *, cross: bool) -> None:
        """Add templates that are read in all their rows."""
        for target in sorted(targets):
            self.found.append(Dependency(self.definition.templates[target], None, cross=cross))

    def path(self, tree: Ast, here: set[int] | None, *, cross: bool) -> None:
        """Add what a path reads, and what its predicates read."""
        plan = plan_path(self.definition, self.context, tree, inside=here is not None)
        if plan is not None:
            shared = None if cross else plan.shared()
            self.found.append(Dependency(plan.target, shared, cross=cross))
            return
        base, steps = tree[1], tree[2]
        if base == ".":
            start = {self.context.index} if here is None else here
        elif base == "/":
            start = {-1}
        elif base == ("fn", "current", []):
            start = {self.context.index}
        else:
            self.visit(base, here, cross=True)
            start = set()
            if base[0] in ("path", "union", "filter"):
                start = {dependency.target.index for dependency in self.found}
        crossing = cross or any(step[2] or step[0] not in ("child", "self", "parent") for step in steps)
        for step in steps:
            start = self.step(start, step)
            for predicate in step[2]:
                self.visit(predicate, start, cross=True)
        self.add({target for target in start if target >= 0}, cross=crossing)

    def step(self, start: set[int], step: Ast) -> set[int]:
        """The templates one step may lead to."""
        axis, test, _ = step
        templates = self.definition.templates
        if axis == "attribute":
            wanted = test[1] if test[0] == "name" else "*"
            return {place for place in start if place >= 0 and _bears(templates[place], wanted)} | {
                one.index for one in templates if "@" in one.name and wanted in ("*", one.name.rpartition("@")[2])
            }
        if axis == "self" or test[0] == "text":
            return start
        found: set[int] = set()
        for place in start:
            found.update(_reached(templates, place, axis))
        if test[0] == "name" and test[1] != "*":
            name = test[1].rpartition(":")[2]
            found = {place for place in found if place >= 0 and templates[place].name == name}
        return found


def _bears(template: Template, wanted: str) -> bool:
    """Whether the form's own instance has the attribute there."""
    own = template.extras.get("xattrs", ()) if template.may_have("xattrs") else ()
    return bool(own) if wanted == "*" else wanted in own


def _reached(templates: list[Template], place: int, axis: str) -> Iterator[int]:
    if axis == "child":
        yield from ((0,) if place < 0 else (kid.index for kid in templates[place].kids))
    elif axis == "parent":
        parent = templates[place].parent if place >= 0 else None
        yield -1 if parent is None else parent.index
    else:
        yield -1
        yield from range(len(templates))
