"""Undo and redo out of the change log itself, so that they survive a restart.

Rules kept here:

* nothing is taken out of the log: an undo writes new changes that put the earlier values back, and notes which
  rows it took back; a redo does the same to an undo;
* rows of one save are one step; edits of the same text within a few seconds of one another are one step, but taking an
  earlier text back is a step of its own;
* a step is offered only while its fields still hold what it wrote;
* what a record began with is no step: nobody wrote it, and without it the record has neither points nor language.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.records import number_of, save_fields
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_moment

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId

_PAUSE_SECONDS = 4.0
_LONGEST_STEP_SECONDS = 60.0


class Step(NamedTuple):
    """Rows ``first``…``last`` of the log, undone or redone together; ``changes`` puts the fields back."""

    first: int
    last: int
    changes: dict[str, str]


class _Mark(NamedTuple):
    first_seq: int
    last_seq: int
    first_undone: int
    last_undone: int
    kind: str


def undoable(store: Store, record: RecordId) -> Step | None:
    """The step that undo would take back now; None when there is none.

    Raises:
        NotFoundError: no such record.
    """
    with store.read() as db:
        nr = number_of(db, record)
        at, begun = _last_seq(db, nr), _begun(db, nr)
        while at > begun:
            mark = _mark(db, nr, at)
            if mark is None:
                return _step(db, nr, at, begun)
            if mark.kind == "redo":
                return _block(db, nr, mark.first_seq, mark.last_seq)
            at = mark.first_undone - 1
    return None


def redoable(store: Store, record: RecordId) -> Step | None:
    """The undone step that redo would bring back now; None when something else was written since.

    Raises:
        NotFoundError: no such record.
    """
    with store.read() as db:
        nr = number_of(db, record)
        at = _last_seq(db, nr)
        while at > 0:
            mark = _mark(db, nr, at)
            if mark is None:
                return None
            if mark.kind == "undo":
                return _block(db, nr, mark.first_seq, mark.last_seq)
            at = mark.first_undone - 1
    return None


def undo(store: Store, record: RecordId, *, role: str, now: datetime) -> dict[str, str]:
    """Take the last step back; returns the fields put back (empty when there was nothing to undo).

    Raises:
        NotFoundError: no such record.
        StatusError: it is not open for editing.
    """
    with store.write():
        return _take(store, record, undoable(store, record), "undo", role, now)


def redo(store: Store, record: RecordId, *, role: str, now: datetime) -> dict[str, str]:
    """Bring the last undone step back; returns the fields put back (empty when there was nothing to redo).

    Raises:
        NotFoundError: no such record.
        StatusError: it is not open for editing.
    """
    with store.write():
        return _take(store, record, redoable(store, record), "redo", role, now)


def _take(store: Store, record: RecordId, step: Step | None, kind: str, role: str, now: datetime) -> dict[str, str]:
    if step is None:
        return {}
    with store.write() as db:
        nr = number_of(db, record)
        first = _last_seq(db, nr) + 1
        save_fields(store, record, step.changes, role=role, now=now)
        last = _last_seq(db, nr)
        if last >= first:
            db.execute(
                "INSERT INTO undo_step VALUES (?, ?, ?, ?, ?, ?)", (nr, last, first, step.first, step.last, kind)
            )
    return step.changes


def _last_seq(db: Connection, nr: int) -> int:
    return int(db.execute("SELECT last_seq FROM record WHERE nr = ?", (nr,)).fetchone()[0])


def _mark(db: Connection, nr: int, at: int) -> _Mark | None:
    row = db.execute(
        "SELECT first_seq, last_seq, first_undone, last_undone, kind FROM undo_step WHERE record = ? AND last_seq = ?",
        (nr, at),
    ).fetchone()
    return None if row is None else _Mark(*row)


def _begun(db: Connection, nr: int) -> int:
    """How many rows of the log the record began with: the first ones, of the moment it was made."""
    row = db.execute(
        """
        SELECT c.seq FROM change c JOIN record r ON r.nr = c.record
        WHERE c.record = ? AND (c.at <> r.created_at OR c.old <> '') ORDER BY c.seq LIMIT 1
        """,
        (nr,),
    ).fetchone()
    return _last_seq(db, nr) if row is None else int(row[0]) - 1


def _step(db: Connection, nr: int, last: int, begun: int) -> Step:
    """The rows up to ``last``, after those the record began with, that a person would call one step."""
    first, step_at, step_path, end = last, "", "", None
    rows = db.execute(
        "SELECT seq, at, path FROM change WHERE record = ? AND seq > ? AND seq <= ? ORDER BY seq DESC",
        (nr, begun, last),
    )
    for seq, at, path in rows:
        moment = to_moment(at)
        if end is None:
            first, step_at, step_path, end, newer = seq, at, path, moment, moment
            continue
        same_save = at == step_at
        pause, length = (newer - moment).total_seconds(), (end - moment).total_seconds()
        typing = path == step_path and 0 <= pause <= _PAUSE_SECONDS and length <= _LONGEST_STEP_SECONDS
        if _mark(db, nr, seq) is not None or not (same_save or typing):
            break
        if first == last and not same_save and _held_before(db, nr, last):
            break
        if path != step_path:
            step_path = ""  # a save of several fields: only rows of that same save belong to it
        first, step_at, newer = seq, at, moment
    return _block(db, nr, first, last)


def _held_before(db: Connection, nr: int, seq: int) -> bool:
    """Whether what a row of the log wrote had been written to the same field before."""
    found = db.execute(
        """
        SELECT 1 FROM change c JOIN change b ON b.record = c.record AND b.seq < c.seq
        WHERE c.record = ? AND c.seq = ? AND c.new <> '' AND b.path = c.path AND b.new = c.new LIMIT 1
        """,
        (nr, seq),
    )
    return found.fetchone() is not None


def _block(db: Connection, nr: int, first: int, last: int) -> Step:
    """Putting back what the fields held before ``first``."""
    rows = db.execute(
        "SELECT path, old FROM change WHERE record = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC", (nr, first, last)
    )
    return Step(first, last, dict(rows.fetchall()))
