"""What a lowered expression is, as far as its shape tells."""

from __future__ import annotations

from typing import Any

FEWEST_TERMS = 24


def is_sum(lowered: list[Any]) -> bool:
    """Whether the expression is nothing but a long sum."""
    if lowered[0] == "set":
        return bool(lowered[1] == "sum" and lowered[2][0] == "from")
    return lowered[0] == "chain" and len(lowered) > FEWEST_TERMS and all(op in ("+", "-") for op, _ in lowered[2:])


def words(lowered: Any) -> set[str]:
    """All words and operators that stand in a lowered expression."""
    found: set[str] = set()
    stack = [lowered]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            stack.extend(part)
        elif isinstance(part, str):
            found.add(part)
    return found
