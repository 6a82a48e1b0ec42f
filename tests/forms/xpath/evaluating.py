"""One expression over one document, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from neksus_desktop.forms.model import SessionContext
from neksus_desktop.forms.run import evaluate

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


def value(expr: str, xml: str | None = None, context: str | None = None) -> Any:
    """What an expression comes to."""
    return evaluate(expr, xml=xml, context=context, session_context=SessionContext(now=lambda: NOON))["value"]
