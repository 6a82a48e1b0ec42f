"""The one way around the rule that logs are never deleted from: while mending a database that was rescued."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neksus_desktop.storage.connection import Connection


@contextmanager
def deletions_allowed(db: Connection) -> Iterator[None]:
    """Inside an open write: take the triggers that keep the logs away, and put the very same ones back."""
    kept = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%\\_kept' ESCAPE '\\'")
    triggers = kept.fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        db.execute(sql)
