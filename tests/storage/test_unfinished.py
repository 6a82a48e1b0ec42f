"""Typing that was cut off is found at every start, without reading the records that have none."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from neksus_desktop.storage import records
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.unfinished import unfinished
from tests.support.samples import invented_record


def steps(store: Store) -> int:
    """What SQLite does to answer, in its own steps."""
    taken = count()
    with store.read() as db:
        connection: Any = db
        connection.set_progress_handler(lambda: next(taken) < 0, 1)
        unfinished(store)
        connection.set_progress_handler(None, 0)
    return next(taken)


def test_records_with_typing_that_was_cut_off_are_found_once_while_they_are_open(store: Store, now: datetime) -> None:
    open_one, approved, whole = (invented_record() for _ in range(3))
    for record in (open_one, approved, whole):
        records.create_record(store, record, role="r", now=now)
    for path in ("/data/a", "/data/b"):
        records.save_working_text(store, open_one.id, path, "halvferdig", now)
    records.save_working_text(store, approved.id, "/data/a", "halvferdig", now)
    records.set_status(store, approved.id, "approved")
    assert unfinished(store) == [open_one.id]


def test_records_that_are_open_cost_nothing(store: Store, now: datetime) -> None:
    records.create_record(store, invented_record(), role="r", now=now)
    one = steps(store)
    for _ in range(30):
        records.create_record(store, invented_record(), role="r", now=now)
    assert 0 < steps(store) <= one
