"""After a rescue: one record's fields and change log brought in step again.

Where the log is whole, it is believed and lost fields come back out of it. Where it has holes, the readable rows
before the first hole stay as they are, the rest of the log is set aside, and the fields as they stand are written
after it as new changes of the role ``berging``, so that the chain holds again and says openly what happened.
"""

from __future__ import annotations

from datetime import datetime

from neksus_desktop.records.change import GENESIS, Change, link_hash
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.numbering import next_place
from neksus_desktop.storage.projections import project
from neksus_desktop.storage.times import to_text

ROLE = "berging"


def mend_record(db: Connection, nr: int, record: str, now: datetime) -> int:
    """Mend one record, inside ``deletions_allowed``; returns how many fields came back out of the log."""
    rows = db.execute(
        """
        SELECT seq, at, offset_minutes, role, path, old, new, previous_hash, hash FROM change
        WHERE record = ? ORDER BY seq
        """,
        (nr,),
    ).fetchall()
    fields = dict(db.execute("SELECT path, value FROM field WHERE record = ?", (nr,)))
    last_seq, last_hash = db.execute("SELECT last_seq, last_hash FROM record WHERE nr = ?", (nr,)).fetchone()
    replayed: dict[str, str] = {}
    seq, last, whole = 0, GENESIS, True
    for row in rows:
        change = Change(record, *row)
        fits = change.seq == seq + 1 and change.hash == link_hash(last, *change[:8])
        if not fits:
            whole = False
            break
        replayed[change.path] = change.new
        seq, last = change.seq, change.hash
    whole = whole and (seq, last) == (last_seq, last_hash)
    if whole:
        wanted = {path: value for path, value in replayed.items() if value}
    else:
        # Later rows that can be read but not proved still hold what was typed: better than nothing.
        late = {row[4]: row[6] for row in rows if row[0] > seq}
        wanted = {path: value for path, value in {**replayed, **late, **fields}.items() if value}
    restored = sum(1 for path in wanted if path not in fields)
    _set_fields(db, nr, fields, wanted)
    if not whole:
        _begin_anew(db, nr, record, (seq, last), replayed, wanted, now)
    project(db, nr, list(fields | wanted))
    return restored


def _set_fields(db: Connection, nr: int, fields: dict[str, str], wanted: dict[str, str]) -> None:
    for path in fields.keys() - wanted.keys():
        db.execute("DELETE FROM field WHERE record = ? AND path = ?", (nr, path))
    for path, value in wanted.items():
        if path not in fields:
            values = (next_place(db, nr), nr, path, value)
            db.execute("INSERT INTO field (nr, record, path, value) VALUES (?, ?, ?, ?)", values)
        elif fields[path] != value:
            db.execute("UPDATE field SET value = ? WHERE record = ? AND path = ?", (value, nr, path))


def _begin_anew(
    db: Connection,
    nr: int,
    record: str,
    proved: tuple[int, str],
    replayed: dict[str, str],
    wanted: dict[str, str],
    now: datetime,
) -> None:
    seq, last = proved
    db.execute("DELETE FROM change WHERE record = ? AND seq > ?", (nr, seq))
    db.execute("DELETE FROM undo_step WHERE record = ? AND last_seq > ?", (nr, seq))
    at = to_text(now)
    for path in sorted(replayed.keys() | wanted.keys()):
        old, new = replayed.get(path, ""), wanted.get(path, "")
        if old == new:
            continue
        seq += 1
        previous, last = last, link_hash(last, record, seq, at, 0, ROLE, path, old, new)
        db.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (nr, seq, at, 0, ROLE, path, old, new, previous, last),
        )
    db.execute("UPDATE record SET last_seq = ?, last_hash = ? WHERE nr = ?", (seq, last, nr))
