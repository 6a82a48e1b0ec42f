"""Expressions that differ from an earlier one only in the questions they name are not read again.

Large forms consist of a few sentences said thousands of times. A sentence is learnt from an expression that was read
in full, and only if all it refers to are different questions outside repeats, named by their whole paths, which became
its parameters one by one and in order: naming other such questions then gives the same shape with other parameters.
"""

from __future__ import annotations

import re
from typing import Any

from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.dependencies import Dependency
from neksus_desktop.forms.lowered import words
from neksus_desktop.forms.lowering import Lowered, is_text

_PARTS = re.compile(r"""'[^']*'|"[^"]*"|((?:/[^\W\d][\w\-.·]*)+)""")
Key = tuple[str, str]
Known = tuple[list[Dependency], Lowered, list[Any]]


class Alike:
    """The sentences of one form."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.known: dict[Key, tuple[Lowered, list[Any]]] = {}

    def asked(self, source: str) -> tuple[Key, list[Template]] | None:
        """The sentence of an expression and the questions it names; None if it names anything else by a path."""
        by_path = self.definition.by_path
        named: list[Template] = []
        parts: list[str] = []
        sorts = ""
        end = 0
        for match in _PARTS.finditer(source):
            if match[1] is None:
                continue
            template = by_path.get(match[1])
            if template is None or not template.leaf or template.repeat is not None:
                return None
            named.append(template)
            sorts += "t" if is_text(template) else "x"
            parts.append(source[end : match.start()])
            end = match.end()
        if not named:
            return None
        parts.append(source[end:])
        return ("\0".join(parts), sorts), named

    def answer(self, key: Key, named: list[Template]) -> Known | None:
        """What an expression depends on, its shape and its parameters, if its sentence has been learnt."""
        found = self.known.get(key)
        if found is None:
            return None
        lowered, pattern = found
        left = iter(named)
        params = [next(left).index if type(param) is int else param for param in pattern]
        return [Dependency(one, None, cross=False) for one in dict.fromkeys(named)], lowered, params

    def learn(self, key: Key, named: list[Template], read: Known) -> None:
        """Learn a sentence from an expression that was read in full."""
        dependencies, lowered, params = read
        plain = len(set(named)) == len(named) and all(one.shared is None and not one.cross for one in dependencies)
        if (
            plain
            and [one.target for one in dependencies] == named
            and [param for param in params if type(param) is int] == [one.index for one in named]
            and not words(lowered) & {"gen", "set"}
        ):
            self.known[key] = lowered, params
