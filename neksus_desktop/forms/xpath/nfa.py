"""A non-deterministic automaton for the regular expressions that Python's own matcher could hang on."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

from neksus_desktop.forms.xpath.values import fault

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    codes: Any = import_module("re._constants")
    reader: Any = import_module("re._parser")

MAX_STATES = 20_000
_TAME_REPEATS = 2
_SMALL = 3
Char = Callable[[str], bool]
_CATEGORIES: dict[Any, Char] = {
    codes.CATEGORY_DIGIT: str.isdecimal,
    codes.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    codes.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    codes.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}


def is_tame(source: str) -> bool:
    """Whether Python's matcher is safe: at most two open repetitions, and none inside another."""
    return _wildness(reader.parse(source), inside=False) <= _TAME_REPEATS


def _wildness(tree: Any, *, inside: bool) -> int:
    wild = 0
    for op, value in tree:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, body = value
            open_ended = most > _SMALL
            wild += (100 if inside and open_ended else 1) if open_ended else 0
            wild += _wildness(body, inside=inside or open_ended)
        elif op is codes.BRANCH:
            wild += sum(_wildness(branch, inside=inside) for branch in value[1]) + (100 if inside else 0)
        elif op is codes.SUBPATTERN:
            wild += _wildness(value[3], inside=inside)
        elif op is codes.ATOMIC_GROUP:
            wild += _wildness(value, inside=inside)
        elif op in (codes.ASSERT, codes.ASSERT_NOT):
            wild += _wildness(value[1], inside=inside)
        elif op is codes.GROUPREF:
            wild += 1
    return wild


class Automaton:
    """States as ``(test, next)`` for a character, ``(None, [next…])`` for a free move; -1 accepts."""

    def __init__(self) -> None:
        self.tests: list[Char | None] = []
        self.free: list[list[int]] = []
        self.places: list[str] = []
        self.start = -1

    def state(self, test: Char | None, following: list[int], place: str = "") -> int:
        """Add a state."""
        if len(self.tests) >= MAX_STATES:
            raise fault("regex_too_long")
        self.tests.append(test)
        self.free.append(following)
        self.places.append(place)
        return len(self.tests) - 1

    def matches(self, text: str, charge: Callable[[int], None]) -> bool:
        """Follow all possibilities at once over the whole text."""
        current = self.closure([self.start], 0, text)
        for at, char in enumerate(text):
            charge(len(current) + 1)
            following = []
            for state in current:
                test = self.tests[state] if state >= 0 else None
                if test is not None and test(char):
                    following.extend(self.free[state])
            current = self.closure(following, at + 1, text)
            if not current:
                return False
        return -1 in current

    def closure(self, states: list[int], at: int, text: str) -> set[int]:
        """All states that can be reached without a character."""
        seen: set[int] = set()
        stack = list(states)
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            if state < 0 or self.tests[state] is not None:
                continue
            place = self.places[state]
            if (place == "start" and at != 0) or (place == "end" and at != len(text)):
                continue
            stack.extend(self.free[state])
        return seen


def build(source: str) -> Automaton:
    """The automaton of a pattern."""
    tree = reader.parse(source)
    automaton = Automaton()
    fold = bool(tree.state.flags & re.IGNORECASE)
    automaton.start = _sequence(automaton, tree, -1, fold=fold)
    return automaton


def _sequence(automaton: Automaton, tree: Any, following: int, *, fold: bool) -> int:
    for op, value in reversed(list(tree)):
        following = _part(automaton, op, value, following, fold=fold)
    return following


def _part(automaton: Automaton, op: Any, value: Any, following: int, *, fold: bool) -> int:
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return _repeat(automaton, value, following, fold=fold)
    if op is codes.BRANCH:
        starts = [_sequence(automaton, branch, following, fold=fold) for branch in value[1]]
        return automaton.state(None, starts)
    if op is codes.SUBPATTERN:
        return _sequence(automaton, value[3], following, fold=fold)
    if op is codes.AT:
        place = {codes.AT_BEGINNING: "start", codes.AT_BEGINNING_STRING: "start"}.get(value, "end")
        if value in (codes.AT_BOUNDARY, codes.AT_NON_BOUNDARY):
            raise fault("regex_refused")
        return automaton.state(None, [following], place)
    return automaton.state(_char(op, value, fold=fold), [following])


def _repeat(automaton: Automaton, value: Any, following: int, *, fold: bool) -> int:
    least, most, body = value
    if most is codes.MAXREPEAT:
        loop = automaton.state(None, [following])
        automaton.free[loop].append(_sequence(automaton, body, loop, fold=fold))
        after = loop
    else:
        after = following
        for _ in range(most - least):
            after = automaton.state(None, [_sequence(automaton, body, after, fold=fold), following])
    for _ in range(least):
        after = _sequence(automaton, body, after, fold=fold)
    return after


def _char(op: Any, value: Any, *, fold: bool) -> Char:
    if op is codes.LITERAL:
        wanted = chr(value)
        return (lambda c: c.casefold() == wanted.casefold()) if fold else wanted.__eq__
    if op is codes.NOT_LITERAL:
        unwanted = chr(value)
        return lambda c: c != unwanted
    if op is codes.ANY:
        return lambda c: c != "\n"
    if op is codes.IN:
        return _char_class(value, fold=fold)
    if op is codes.CATEGORY:
        return _CATEGORIES[value]
    raise fault("regex_refused")


def _char_class(items: Any, *, fold: bool) -> Char:
    negated = bool(items) and items[0][0] is codes.NEGATE
    tests: list[Char] = []
    for op, value in items[1:] if negated else items:
        if op is codes.RANGE:
            low, high = chr(value[0]), chr(value[1])
            tests.append(lambda c, low=low, high=high: low <= c <= high)  # type: ignore[misc]  # takes one, as called
        else:
            tests.append(_char(op, value, fold=fold))

    def test(char: str) -> bool:
        hit = any(t(char) for t in tests) or (fold and any(t(char.swapcase()) for t in tests))
        return hit != negated

    return test
