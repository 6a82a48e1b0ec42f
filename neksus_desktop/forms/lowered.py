"""What a lowered expression is, as far as its shape tells."""

from __future__ import annotations

from typing import Any

FEWEST_TERMS = 24


def is_sum(lowered: list[Any]) -> bool:
    """Whether the expression is nothing but a long sum."""
    if lowered[0] == "set":
        return bool(lowered[1] == "sum" and lowered[2][0] == "from")
    return lowered[0] == "chain" and len(lowered) > FEWEST_TERMS and all(op in ("+", "-") for op, _ in lowered[2:])
