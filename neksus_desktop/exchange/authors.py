"""Whose remarks count here: those of workplaces that are trusted, made while they were.

A remark carries its author's own signature, so it may come through others; but then nobody has judged its author yet,
and the name that stands in it is the author's own word.
"""

from __future__ import annotations

from datetime import datetime

from neksus_desktop.exchange.identity import Workplace, trusted
from neksus_desktop.records.comment import Comment
from neksus_desktop.storage.records import record_exists
from neksus_desktop.storage.store import Store


def why_not(store: Store, workplace: Workplace, comment: Comment, now: datetime, *, anyone: bool = False) -> str:
    """Why a remark is not taken in: unknown_author, revoked_author, no_record; "" when it is.

    The record is asked for last: it may come with another file, the author does not.
    ``anyone``: what this workplace once sent is brought back; its author is taken at its word (``recovery_reader``).
    """
    if not anyone and (fault := author_fault(store, workplace, comment, now)):
        return fault
    return "" if record_exists(store, comment.record) else "no_record"


def author_fault(store: Store, workplace: Workplace, comment: Comment, now: datetime) -> str:
    """Why a remark's author does not count: unknown_author, revoked_author; "" when they do."""
    known = trusted(store, workplace, comment.workplace, now)
    if known is None:
        return "unknown_author"
    late = known.revoked_at is not None and comment.made_at >= known.revoked_at
    return "revoked_author" if late else ""
