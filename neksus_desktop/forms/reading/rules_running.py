"""Rules of a form that can run: do its expressions lead to nodes, lists and columns that are there?

The engine takes such a form, and a path that leads nowhere is only an empty answer; but hardly ever is it meant. So all
that is found here is a notice, but for a list that does not exist, from which nothing can ever be chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from neksus_desktop.errors import FormExpressionError, FormUnreadableError
from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.xpath.parser import Ast, parse

_COLUMNS = {"rel": "relevant", "calc": "calculation", "con": "constraint", "req": "required", "ro": "readonly"}
_EVENTS = ("first", "load", "newrow")
_LITERAL = {"format-date": "2026-01-01", "format-date-time": "2026-01-01", "regex": "", "digest": ""}
"""Functions whose later arguments are mostly written out, and a first argument to try them with."""


def check_running(definition: Definition) -> Iterator[FormProblem]:
    """Lists that cannot be read, and what the expressions of a form name that is not there."""
    broken = list(_lists(definition))
    if broken:
        yield from broken
        return
    told: set[tuple[str, str, str]] = set()
    for template in definition.templates:
        for about, column, source in _everything(definition, template):
            for problem in _Looked(definition, about, column).through(source):
                mark = (problem.code, problem.bind, problem.facts["name"])
                if mark not in told:
                    told.add(mark)
                    yield problem


def _lists(definition: Definition) -> Iterator[FormProblem]:
    for name, entry in definition.plain["instances"].items():
        if entry["src"]:
            try:
                definition.instance(name)
            except FormUnreadableError as error:
                yield FormProblem("unreadable", facts={key: str(value) for key, value in error.facts.items()})


def _everything(definition: Definition, template: Template) -> Iterator[tuple[Template, str, str]]:
    """The expressions that stand at a node: for which node, in which column, and the text."""
    for column, source in _expressions(template):
        yield template, column, source
    for target, source, *_ in template.extras.get("changed", ()):
        if source:
            yield definition.templates[target], "setvalue", source


def _expressions(template: Template) -> Iterator[tuple[str, str]]:
    extras = template.extras
    for key, column in _COLUMNS.items():
        if isinstance(extras.get(key), str):
            yield column, extras[key]
    if "count" in extras:
        yield "repeat_count", extras["count"]
    if "itemset" in extras:
        yield "choice_filter", extras["itemset"][0]
    for column in ("label", "hint"):
        text = (extras.get(column) or {}).get("t")
        for part in text if isinstance(text, list) else ():
            if not isinstance(part, str):
                yield column, part[1]
    for event in _EVENTS:
        for source, *_ in extras.get(event, ()):
            if source:
                yield "setvalue", source


class _Looked:
    """One expression of one node, looked through."""

    def __init__(self, definition: Definition, template: Template, column: str) -> None:
        self.definition = definition
        self.template = template
        self.column = column

    def problem(self, code: str, name: str, severity: Any = "warning") -> FormProblem:
        facts = {"column": self.column, "name": name, "suggestion": ""}
        return FormProblem(code, severity, bind=self.template.path, facts=facts)

    def through(self, source: str) -> Iterator[FormProblem]:
        try:
            tree = parse(source)
        except FormExpressionError:
            return  # the engine has said so already
        stack: list[tuple[Ast, frozenset[str] | None]] = [(tree, None)]
        while stack:
            part, columns = stack.pop()
            kind = part[0]
            if kind == "path":
                yield from self.path(part, columns)
                chosen = [one for step in part[2] for one in step[2]]
                within = self.columns(part) if chosen and columns is None else frozenset[str]()
                stack += [(one, within) for one in chosen]
                if type(part[1]) is not str:
                    stack.append((part[1], columns))
            elif kind == "filter":
                stack.append((part[1], columns))
                stack += [(one, frozenset()) for one in part[2]]
            elif kind == "fn":
                yield from self.function(part)
                stack += [(one, columns) for one in part[2]]
            elif kind == "chain":
                stack += [(part[1], columns), *((one, columns) for _, one in part[2])]
            elif kind in ("or", "and", "union"):
                stack += [(one, columns) for one in part[1]]
            elif kind == "neg":
                stack.append((part[1], columns))

    def path(self, path: Ast, columns: frozenset[str] | None) -> Iterator[FormProblem]:
        """A path that leads nowhere; inside a predicate on a list (``columns``) a column that the list has not."""
        base, steps = path[1], path[2]
        root = self.definition.root
        if base == ".":
            if columns is not None:
                first = steps[0]
                if columns and first[0] == "child" and first[1][0] == "name" and len(steps) == 1:
                    name = first[1][1]
                    if name != "*" and ":" not in name and name not in columns:
                        yield self.problem("column_nowhere", name)
                return
            at: Template | None = self.template
        elif base == "/" and steps:
            if steps[0][0] != "child" or steps[0][1][0] != "name" or steps[0][1][1] == "*":
                return
            at = root
            if steps[0][1][1].rpartition(":")[2] != root.name:
                yield self.problem("path_nowhere", _written(base, steps))
                return
            steps = steps[1:]
        elif base == ("fn", "current", []):
            at = self.template
        else:
            return
        if at is not None and not _arrives(self.definition, at, steps):
            yield self.problem("path_nowhere", _written(base, path[2]))

    def columns(self, path: Ast) -> frozenset[str]:
        """The columns of the list that the first predicates of a path into ``instance()`` choose from."""
        base, steps = path[1], path[2]
        if type(base) is str or base[:2] != ("fn", "instance") or base[2][0][0] != "str":
            return frozenset()
        top = self.definition.instance(base[2][0][1])
        if top is None:
            return frozenset()
        found: list[Any] = [top]
        for step in steps:
            if step[0] != "child" or step[1][0] != "name":
                return frozenset()
            found = [kid for node in found for kid in node.down() if kid.kind == "element" and kid.name == step[1][1]]
            if step[2]:
                break
        names = frozenset(kid.name for node in found for kid in node.down() if kid.kind == "element")
        return names | frozenset(("name", "label")) if names else names

    def function(self, call: Ast) -> Iterator[FormProblem]:
        name, arguments = call[1], call[2]
        if name == "instance" and arguments[0][0] == "str":
            plain, wanted = self.definition.plain, arguments[0][1]
            declared = wanted in plain["instances"] or wanted in (plain["id"], plain.get("instance"))
            if not (declared or "external" in self.template.extras or self.definition.instance(wanted)):
                yield self.problem("instance_nowhere", wanted, "error")
        elif name in _LITERAL and len(arguments) > 1 and all(one[0] == "str" for one in arguments[1:]):
            yield from self.literal(name, arguments[1:])

    def literal(self, name: str, arguments: list[Ast]) -> Iterator[FormProblem]:
        """A pattern, form of date or algorithm that cannot be used, whatever is answered."""
        from neksus_desktop.forms.model import SessionContext
        from neksus_desktop.forms.xpath.compiler import compile_ast
        from neksus_desktop.forms.xpath.context import Context
        from neksus_desktop.forms.xpath.document import DocumentWorld

        world = DocumentWorld(None, SessionContext())
        try:
            compile_ast(("fn", name, [("str", _LITERAL[name]), *arguments]))(Context(world.document, world))
        except FormExpressionError as error:
            facts = {"column": self.column, "expression": arguments[0][1], "name": str(error.facts["detail"])}
            yield FormProblem("expression_refused", "warning", bind=self.template.path, facts=facts)


def _arrives(definition: Definition, at: Template, steps: list[Ast]) -> bool:
    """Whether plain steps lead from a node to a node; what is not plain is given the benefit of the doubt."""
    here: Template | None = at
    for axis, test, _ in steps:
        if here is None:
            return True
        if axis in ("parent", "self") and test == ["node"]:
            here = here.parent if axis == "parent" else here
            continue
        if axis != "child" or test[0] != "name" or test[1] == "*":
            return True
        wanted = test[1].rpartition(":")[2]
        here = definition.by_path.get(f"{here.path}/{wanted}")
        if here is None:
            return False
    return True


def _written(base: Ast, steps: list[Ast]) -> str:
    names = [".." if step[0] == "parent" else "." if step[0] == "self" else str(step[1][-1]) for step in steps]
    return ("/" if base == "/" else "") + "/".join(names)
