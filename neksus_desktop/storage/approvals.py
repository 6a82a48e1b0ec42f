"""Approvals: signed decisions on Versions; added, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.storage.records import number_of
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.version import Approval


def add_approval(store: Store, approval: Approval) -> None:
    """Keep a decision; the same one twice is kept once.

    Raises:
        NotFoundError: its record is not here.
    """
    with store.write() as db:
        db.execute(
            """
            INSERT INTO approval (record, version, decided_at, signature, content) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            (
                number_of(db, approval.record), approval.version, to_text(approval.decided_at), approval.signature,
                approval.model_dump_json(),
            ),
        )  # fmt: skip


def approvals(store: Store, record: RecordId) -> list[Approval]:
    """A record's decisions in the order they came here."""
    from neksus_desktop.records.version import Approval

    with store.read() as db:
        rows = db.execute(
            "SELECT a.content FROM approval a JOIN record r ON r.nr = a.record WHERE r.id = ? ORDER BY a.nr", (record,)
        ).fetchall()
    return [Approval.model_validate_json(content) for (content,) in rows]
