"""Tokens → a tree of plain tuples, by precedence climbing.

The shapes (all JSON-able, so that a compiled form can be kept as data):

``("num", 1.5)`` ``("str", "a")`` ``("var", "x")`` ``("neg", e)`` ``("fn", name, [e…])``
``("or", [e…])`` ``("and", [e…])`` ``("union", [e…])`` ``("chain", first, [[op, e]…])`` for = < + * and their kin
``("path", base, [step…])`` where base is ``"."``, ``"/"`` or an expression and a step ``[axis, test, [predicate…]]``
``("filter", e, [predicate…])``. A test is ``["name", "p:local"]``, ``["node"]``, ``["text"]``, ``["comment"]`` or
``["pi", name]``.

Chains are flat, so the depth of the tree is the depth of the brackets, which is limited.
"""

from __future__ import annotations

from typing import Any

from neksus_desktop.errors import FormExpressionError
from neksus_desktop.forms.xpath.lexer import Token, tokens

Ast = Any
MAX_DEPTH = 120

_BINDS = {
    "or": 0,
    "and": 1,
    "=": 2,
    "!=": 2,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
    "mod": 5,
}
_TIGHTEST = 6
_AXES = frozenset(
    [
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    ]
)
_NODE_TYPES = {"node": "node", "text": "text", "comment": "comment", "processing-instruction": "pi"}
_ANY_DEEPER = ["descendant-or-self", ["node"], []]


def parse(source: str) -> Ast:
    """The tree of one expression.

    Raises:
        FormExpressionError: it is no expression; ``detail`` names the place (1-based character).
    """
    return _Parser(source).whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.at = 0
        self.depth = 0

    def whole(self) -> Ast:
        tree = self.level(0)
        if self.tokens[self.at].kind != "end":
            raise self.fault()
        return tree

    def fault(self, token: Token | None = None) -> FormExpressionError:
        token = token or self.tokens[self.at]
        what = "unexpected_end" if token.kind == "end" else f"unexpected@{token.at + 1}"
        return FormExpressionError(detail=what, expression=self.source[:200], where="")

    def is_symbol(self, *texts: str) -> bool:
        token = self.tokens[self.at]
        return token.kind == "symbol" and token.text in texts

    def expect(self, text: str) -> None:
        if not self.is_symbol(text):
            raise self.fault()
        self.at += 1

    def level(self, level: int) -> Ast:
        """An expression whose operators bind at least as tightly as ``level``."""
        tree = self.operand()
        while True:
            token = self.tokens[self.at]
            binds = _BINDS.get(token.text, -1) if token.kind in ("operator", "symbol") else -1
            if binds < level:
                return tree
            rest = []
            while token.kind in ("operator", "symbol") and _BINDS.get(token.text, -1) == binds:
                self.at += 1
                rest.append([token.text, self.level(binds + 1) if binds + 1 < _TIGHTEST else self.operand()])
                token = self.tokens[self.at]
            if binds > 1:
                tree = ("chain", tree, rest)
            else:
                tree = (("or", "and")[binds], [tree, *(operand for _, operand in rest)])

    def operand(self) -> Ast:
        minus = 0
        while self.is_symbol("-"):
            self.at += 1
            minus += 1
        tree = self.path()
        if self.is_symbol("|"):
            parts = [tree]
            while self.is_symbol("|"):
                self.at += 1
                parts.append(self.path())
            tree = ("union", parts)
        for _ in range(2 - minus % 2 if minus else 0):
            tree = ("neg", tree)
        return tree

    def path(self) -> Ast:
        token = self.tokens[self.at]
        if token.kind == "path":
            self.at += 1
            return ("path", "/", [["child", ["name", name], []] for name in token.text[1:].split("/")])
        if token.kind == "symbol" and token.text in ("/", "//"):
            self.at += 1
            if token.text == "//":
                return ("path", "/", [_ANY_DEEPER, *self.steps()])
            return ("path", "/", self.steps() if self.begins_step() else [])
        if self.begins_primary():
            return self.filtered()
        if not self.begins_step():
            raise self.fault()
        return ("path", ".", self.steps())

    def begins_primary(self) -> bool:
        token = self.tokens[self.at]
        if token.kind in ("number", "string") or (token.kind == "symbol" and token.text in ("(", "$")):
            return True
        if token.kind != "name" or token.text in _NODE_TYPES:
            return False
        following = self.tokens[self.at + 1]
        return following.kind == "symbol" and following.text == "("

    def begins_step(self) -> bool:
        token = self.tokens[self.at]
        return token.kind in ("name", "axis") or self.is_symbol(".", "..", "@", "*")

    def filtered(self) -> Ast:
        tree = self.primary()
        predicates = self.predicates()
        if predicates:
            tree = ("filter", tree, predicates)
        if self.is_symbol("/", "//"):
            deeper = self.tokens[self.at].text == "//"
            self.at += 1
            return ("path", tree, [*([_ANY_DEEPER] if deeper else []), *self.steps()])
        return tree

    def primary(self) -> Ast:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            return ("num", float(token.text))
        if token.kind == "string":
            return ("str", token.text[1:-1])
        if token.text == "$":
            name = self.tokens[self.at]
            if name.kind != "name":
                raise self.fault()
            self.at += 1
            return ("var", name.text)
        if token.text == "(":
            tree = self.nested()
            self.expect(")")
            return tree
        return self.call(token.text)

    def call(self, name: str) -> Ast:
        self.expect("(")
        arguments = []
        if not self.is_symbol(")"):
            arguments.append(self.nested())
            while self.is_symbol(","):
                self.at += 1
                arguments.append(self.nested())
        self.expect(")")
        return ("fn", name, arguments)

    def nested(self) -> Ast:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormExpressionError(detail="too_deep", expression=self.source[:80], where="")
        tree = self.level(0)
        self.depth -= 1
        return tree

    def predicates(self) -> list[Ast]:
        found = []
        while self.is_symbol("["):
            self.at += 1
            found.append(self.nested())
            self.expect("]")
        return found

    def steps(self) -> list[Ast]:
        steps = [self.step()]
        while self.is_symbol("/", "//"):
            if self.tokens[self.at].text == "//":
                steps.append(_ANY_DEEPER)
            self.at += 1
            steps.append(self.step())
        return steps

    def step(self) -> Ast:
        if self.is_symbol("."):
            self.at += 1
            return ["self", ["node"], []]
        if self.is_symbol(".."):
            self.at += 1
            return ["parent", ["node"], []]
        axis = "child"
        token = self.tokens[self.at]
        if token.kind == "axis":
            if token.text not in _AXES:
                raise self.fault()
            axis = token.text
            self.at += 1
        elif self.is_symbol("@"):
            axis = "attribute"
            self.at += 1
        return [axis, self.test(), self.predicates()]

    def test(self) -> Ast:
        token = self.tokens[self.at]
        if self.is_symbol("*"):
            self.at += 1
            return ["name", "*"]
        if token.kind != "name":
            raise self.fault()
        self.at += 1
        if not self.is_symbol("("):
            return ["name", token.text]
        if token.text not in _NODE_TYPES:
            raise self.fault(token)
        self.at += 1
        test = [_NODE_TYPES[token.text]]
        if test[0] == "pi":
            literal = self.tokens[self.at]
            if literal.kind == "string":
                self.at += 1
                test.append(literal.text[1:-1])
        self.expect(")")
        return test


def tuples(tree: Ast) -> Ast:
    """A tree that was kept as JSON, with its tuples back."""
    if not isinstance(tree, (list, tuple)):
        return tree
    if tree and isinstance(tree[0], str) and tree[0] in _KINDS and len(tree) in _KINDS[tree[0]]:
        return (tree[0], *(tuples(part) for part in tree[1:]))
    return [tuples(part) for part in tree]


_KINDS = {
    "num": (2,),
    "str": (2,),
    "var": (2,),
    "neg": (2,),
    "fn": (3,),
    "or": (2,),
    "and": (2,),
    "union": (2,),
    "chain": (3,),
    "path": (3,),
    "filter": (3,),
}
