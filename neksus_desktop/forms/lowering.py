"""Expression trees of a form → a small plain language that code is made from (``codegen``), and its parameters.

A lowered expression is nested lists of whitelisted words with the varying parts (places of nodes, numbers, texts)
taken out as parameters, so that thousands of alike expressions share one piece of code, and so that it can be kept as
JSON without being able to run anything. What the language lacks stands as ``["gen", i]``: a tree for ``compiler``.

Words: ``["num", i]`` ``["str", i]`` constants; ``["slot", type, i]`` the value of a fixed node;
``["near", type, ups, [down…]]`` of a node near by; ``["from", …]``
``["up", …]`` node-sets; ``["chain", a, [op, b]…]`` and ``["fn", name, …]``.
"""

from __future__ import annotations

from typing import Any

from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.refs import Plan, plan_path
from neksus_desktop.forms.xpath.parser import Ast

Lowered = list[Any]
PURE = frozenset(
    [
        "boolean-from-string",
        "int",
        "round",
        "floor",
        "ceiling",
        "abs",
        "pow",
        "atan2",
        "pi",
        "exp10",
        "acos",
        "asin",
        "atan",
        "cos",
        "sin",
        "tan",
        "sqrt",
        "exp",
        "log10",
        "log",
        "concat",
        "join",
        "substr",
        "substring",
        "substring-before",
        "substring-after",
        "translate",
        "contains",
        "starts-with",
        "ends-with",
        "upper-case",
        "lower-case",
        "selected",
        "is-selected",
        "selected-at",
        "count-selected",
        "date",
        "date-time",
        "decimal-date-time",
        "decimal-time",
        "checklist",
        "weighted-checklist",
        "number",
        "string",
        "string-length",
        "normalize-space",
        "min",
        "max",
    ]
)
_SETS = frozenset(("sum", "count", "count-non-empty", "min", "max", "join", "concat"))
_TEXT_TYPES = frozenset(
    ("string", "select1", "select", "rank", "barcode", "binary", "geopoint", "geotrace", "geoshape", "time")
)
MAX_TERMS = 4000
MAX_NESTING = 16


class Lowering:
    """Lowers the expressions of one template."""

    def __init__(self, definition: Definition, context: Template) -> None:
        self.definition = definition
        self.context = context
        self.params: list[Any] = []
        self.depth = 0

    def param(self, value: Any) -> int:
        """Take a varying part out."""
        self.params.append(value)
        return len(self.params) - 1

    def lower(self, tree: Ast) -> Lowered:
        """The lowered form of a tree."""
        if self.depth >= MAX_NESTING:
            return self.general(tree)
        self.depth += 1
        try:
            return self._lower(tree)
        finally:
            self.depth -= 1

    def _lower(self, tree: Ast) -> Lowered:  # noqa: PLR0911 - one way out per kind of tree
        kind = tree[0]
        if kind in ("num", "str"):
            return [kind, self.param(tree[1])]
        if kind == "path":
            return self.path(tree)
        if kind == "neg":
            return ["neg", self.lower(tree[1])]
        if kind in ("and", "or") and len(tree[1]) <= MAX_TERMS:
            return [kind, *(self.lower(part) for part in tree[1])]
        if kind == "chain" and len(tree[2]) <= (MAX_TERMS if all(op in "+-" for op, _ in tree[2]) else MAX_NESTING):
            found = self.blank(tree)
            if found is not None:
                return found
            return ["chain", self.lower(tree[1]), *([op, self.lower(operand)] for op, operand in tree[2])]
        if kind == "fn":
            return self.call(tree)
        return self.general(tree)

    def blank(self, tree: Ast) -> Lowered | None:
        """``x = ''`` and ``x != ''``."""
        if (
            len(tree[2]) != 1
            or tree[2][0][0] not in ("=", "!=")
            or tree[2][0][1] != ("str", "")
            or tree[1][0] != "path"
        ):
            return None
        found = self.path(tree[1])
        if found[0] not in ("slot", "near"):
            return None
        return ["blank" if tree[2][0][0] == "=" else "filled", found]

    def general(self, tree: Ast) -> Lowered:
        """A part that the language has no words for."""
        return ["gen", self.param(tree)]

    def path(self, tree: Ast) -> Lowered:
        """A reference to one leaf; anything else is general."""
        plan = plan_path(self.definition, self.context, tree, inside=False)
        if plan is None or any(many for _, many in plan.downs()):
            return self.general(tree)
        target = plan.target
        if not target.leaf:
            return self.general(tree)
        word = "t" if is_text(target) else "x"
        if plan.anchor.repeat is None:
            return ["slot", word, self.param(target.index)]
        return ["near", word, plan.start.depth - plan.anchor.depth, [pos for pos, _ in plan.downs()]]

    def nodes(self, tree: Ast) -> Lowered | None:
        """A node-set that can be listed without searching."""
        if tree[0] != "path":
            return None
        plan = plan_path(self.definition, self.context, tree, inside=False)
        if plan is None:
            return None
        downs = [[pos, int(many)] for pos, many in plan.downs()]
        if plan.anchor.repeat is None:
            return ["from", self.param(plan.anchor.index), downs]
        return ["up", plan.start.depth - plan.anchor.depth, downs]

    def call(self, tree: Ast) -> Lowered:  # noqa: PLR0911 - one way out per kind of function
        """A function call."""
        name, arguments = tree[1], tree[2]
        if name in ("true", "false", "today", "now") and not arguments:
            return ["const", name]
        if name in ("if", "not", "boolean", "coalesce") and len(arguments) == {"if": 3, "coalesce": 2}.get(name, 1):
            return [name, *(self.lower(argument) for argument in arguments)]
        if name in _SETS and len(arguments) == (2 if name == "join" else 1):
            found = self.nodes(arguments[-1])
            if found is not None:
                head = [self.lower(argument) for argument in arguments[:-1]]
                return ["set", name, *head, found]
        if name == "position" and len(arguments) == 1:
            plan = (
                plan_path(self.definition, self.context, arguments[0], inside=False)
                if arguments[0][0] == "path"
                else None
            )
            if isinstance(plan, Plan) and plan.target is plan.anchor and plan.anchor.repeat is not None:
                return ["place", plan.start.depth - plan.anchor.depth]
            return self.general(tree)
        if name in PURE and arguments and not any(self._multiple(argument) for argument in arguments):
            return ["fn", name, *(self.lower(argument) for argument in arguments)]
        return self.general(tree)

    def _multiple(self, tree: Ast) -> bool:
        """Whether an argument may be more nodes than one."""
        if tree[0] in ("union", "filter") or (
            tree[0] == "fn" and tree[1] in ("randomize", "instance", "indexed-repeat")
        ):
            return True
        if tree[0] == "fn" and tree[1] in ("if", "coalesce", "once"):
            return any(self._multiple(argument) for argument in tree[2])
        if tree[0] != "path":
            return False
        plan = plan_path(self.definition, self.context, tree, inside=False)
        return plan is None or any(many for _, many in plan.downs())


def is_text(target: Template) -> bool:
    """Whether an expression surely sees a text when it reads a question."""
    return target.type in _TEXT_TYPES and "calc" not in target.extras


def lower(definition: Definition, context: Template, tree: Ast) -> tuple[Lowered, list[Any]]:
    """The lowered form and the parameters of an expression of ``context``."""
    work = Lowering(definition, context)
    return work.lower(tree), work.params
