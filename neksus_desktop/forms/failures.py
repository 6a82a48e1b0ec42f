"""What may go wrong while an expression of a form is computed, and is then told beside its node."""

from __future__ import annotations

from neksus_desktop.errors import FormExpressionError

FAILURES = (
    FormExpressionError,
    ValueError,
    OverflowError,
    ZeroDivisionError,
    RecursionError,
    TypeError,
    AttributeError,
    IndexError,
)
