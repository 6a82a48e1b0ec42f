"""Text of an expression → tokens.

The one ambiguity of XPath 1.0 is settled here as its clause 3.7 says: after an operand, ``*`` and the names
``and or mod div`` are operators; elsewhere they are names. After an operand no name can follow, so a name that only
begins with one of them is that operator and what comes after it, as in JavaRosa: ``3mod4``, ``(a)or(b)``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from neksus_desktop.errors import FormExpressionError

MAX_LENGTH = 100_000

_NAME = r"[^\W\d][\w\-.·]*"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<string>"[^"]*"|'[^']*')
  | (?P<axis>[a-z][a-z-]*)\s*::
  | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?)
  | (?P<symbol>\.\.|//|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
  )""",
    re.VERBOSE,
)
_WHOLE_PATH = re.compile(rf"\s*((?:/{_NAME}(?::{_NAME})?)+)(?!\s*[\w\-.·:(\[/])")
_WORD_OPERATOR = re.compile(r"and|or|mod|div")
_OPENERS = frozenset(("@", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "::"))


class Token(NamedTuple):
    """``kind`` is number, string, axis, name, operator or symbol; path for a plain absolute path as a whole."""

    kind: str
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """All tokens of ``source``, ended by one of kind ``end``.

    Raises:
        FormExpressionError: a character that no token begins with, or an open string.
    """
    if len(source) > MAX_LENGTH:
        raise FormExpressionError(detail="expression_too_long", expression=source[:80], where="")
    found: list[Token] = []
    at, end = 0, len(source.rstrip())
    make = tuple.__new__
    while at < end:
        if not found or found[-1].kind in ("operator", "axis") or found[-1].text in _OPENERS:
            whole = _WHOLE_PATH.match(source, at)
            if whole is not None and not (found and found[-1].text in ("/", "//")):
                found.append(make(Token, ("path", whole[1], whole.start(1))))
                at = whole.end()
                continue
        match = _TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            raise FormExpressionError(detail=f"unexpected_character@{at + 1}", expression=source[:200], where="")
        kind, text = match.lastgroup, match[match.lastgroup]
        operand = bool(found) and not (found[-1].kind in ("operator", "axis") or found[-1].text in _OPENERS)
        if operand and found[-1].kind != "string" and found[-1].text == "$":
            operand = False
        at = match.end()
        place = at - len(text)
        if operand and kind in ("name", "axis"):
            word = _WORD_OPERATOR.match(text)
            if word is not None:
                kind, text, at = "operator", word[0], match.start(kind) + word.end()
        elif operand and kind == "symbol" and text == "*":
            kind = "operator"
        found.append(make(Token, (kind, text, place)))
    found.append(Token("end", "", end))
    return found
