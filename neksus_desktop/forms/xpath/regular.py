"""Regular expressions of forms, matched so that none can hang the program.

Python's matcher backtracks and can take exponential time. Patterns that cannot do so (no repetition inside a
repetition, few repetitions) go to it; all others are matched by following every possibility at once, which takes
time in the length of the text only. Look-around and back-references, which need backtracking, are refused then.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import lru_cache

from neksus_desktop.forms.xpath.nfa import Automaton, build, is_tame
from neksus_desktop.forms.xpath.values import fault

MAX_PATTERN = 20_000
_POSIX = {
    r"\p{L}": "[^\\W\\d_]",
    r"\p{N}": "\\d",
    r"\p{Lu}": "[A-ZÀ-ÖØ-Þ]",
    r"\p{Ll}": "[a-zß-öø-ÿ]",
    r"\p{Alpha}": "[A-Za-z]",
    r"\p{Digit}": "[0-9]",
    r"\p{Alnum}": "[A-Za-z0-9]",
    r"\p{Upper}": "[A-Z]",
    r"\p{Lower}": "[a-z]",
    r"\p{Punct}": "[!-/:-@\\[-`{-~]",
    r"\p{Space}": "\\s",
    r"\h": "[ \\t]",
}


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str] | Automaton:
    if len(pattern) > MAX_PATTERN:
        raise fault("regex_too_long")
    source = pattern
    for java, ours in _POSIX.items():
        source = source.replace(java, ours)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python may read differently one day
            return re.compile(source) if is_tame(source) else build(source)
    except (re.error, RecursionError, OverflowError) as error:
        raise fault("bad_regex") from error


def matches(pattern: str, text: str, charge: Callable[[int], None]) -> bool:
    """Whether the whole of ``text`` matches, as Java's ``Pattern.matches``.

    Raises:
        FormExpressionError: the pattern is no regular expression, or asks for what is refused.
    """
    compiled = _compiled(pattern)
    if isinstance(compiled, Automaton):
        return compiled.matches(text, charge)
    return compiled.fullmatch(text) is not None
