"""Writing fields inside an open transaction: the field, its link in the change log, its projections, its search note.

Rules kept here:

* an unchanged value writes nothing; an empty one deletes the field;
* every written field has its link; the record keeps the last number and hash of its log, so that a log cut short is
  noticed too.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.records.change import first_links, link_hash
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.indexing import index_new, note_change
from neksus_desktop.storage.numbering import BITS, next_place
from neksus_desktop.storage.projections import project
from neksus_desktop.storage.store import Store


class Head(NamedTuple):
    """Where a record's log stands."""

    nr: int
    status: str
    last_seq: int
    last_hash: str


class Writing(NamedTuple):
    """Who writes into which record, and when."""

    id: str
    role: str
    at: str
    offset: int


def head_of(db: Connection, record: str) -> Head:
    """Where a record's log stands.

    Raises:
        NotFoundError: no such record.
    """
    row = db.execute("SELECT nr, status, last_seq, last_hash FROM record WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise NotFoundError(kind="record", id=record)
    return Head(*row)


def number_of(db: Connection, record: str) -> int:
    """The local number of a record.

    Raises:
        NotFoundError: no such record.
    """
    row = db.execute("SELECT nr FROM record WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise NotFoundError(kind="record", id=record)
    return int(row[0])


def write_changes(db: Connection, head: Head, changes: Mapping[str, str], writing: Writing) -> int:
    """Write the fields that differ, their log rows and projections; returns the log's last number."""
    nr, _, seq, last = head
    record, role, at, offset = writing
    written = []
    for path, given in changes.items():
        row = db.execute("SELECT nr, value FROM field WHERE record = ? AND path = ?", (nr, path)).fetchone()
        field, old = row or (None, "")
        if given == old:
            continue
        new = writable(given)
        seq += 1
        previous, last = last, link_hash(last, record, seq, at, offset, role, path, old, new)
        db.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (nr, seq, at, offset, role, path, old, new, previous, last),
        )
        note_change(db, put_field(db, nr, field, path, new), path, old)
        written.append(path)
    if written:
        db.execute("UPDATE record SET updated_at = ?, last_seq = ?, last_hash = ? WHERE nr = ?", (at, seq, last, nr))
        project(db, nr, written)
    return seq


def writable(text: str) -> str:
    """The text as SQLite can keep it: a lone surrogate (half a character, from a broken paste) becomes U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def put_field(db: Connection, record: int, field: int | None, path: str, new: str) -> int:
    """Write one field (number ``field``, None for a new one) and nothing else; returns its number."""
    if field is None:
        field = next_place(db, record)
        db.execute("INSERT INTO field (nr, record, path, value) VALUES (?, ?, ?, ?)", (field, record, path, new))
        return field
    if new:
        db.execute("UPDATE field SET value = ? WHERE nr = ?", (new, field))
    else:
        db.execute("DELETE FROM field WHERE nr = ?", (field,))
    return field


def write_first(store: Store, db: Connection, head: Head, fields: Mapping[str, str], writing: Writing) -> None:
    """Write all fields of a record that has none, in bulk and indexed at once."""
    filled = [(path, writable(value)) for path, value in fields.items() if value]
    if not filled:
        return
    numbers = itertools.count((head.nr << BITS) + 1 if head.last_seq == 0 else next_place(db, head.nr))
    rows = [(number, head.nr, path, value) for number, (path, value) in zip(numbers, filled, strict=False)]
    db.executemany("INSERT INTO field (nr, record, path, value) VALUES (?, ?, ?, ?)", rows)
    record, role, at, offset = writing
    links = _later_links(head, filled, writing) if head.last_seq else first_links(record, at, offset, role, filled)
    db.executemany(
        "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(head.nr, seq, at, offset, role, path, "", new, previous, last) for seq, path, new, previous, last in links],
    )
    db.execute(
        "UPDATE record SET updated_at = ?, last_seq = ?, last_hash = ? WHERE nr = ?",
        (at, links[-1][0], links[-1][-1], head.nr),
    )
    project(db, head.nr, [path for path, _ in filled])
    index_new(store, db, ((number, path, value) for number, _, path, value in rows))


def _later_links(head: Head, filled: list[tuple[str, str]], writing: Writing) -> list[tuple[int, str, str, str, str]]:
    """Links of fields that come after others were all deleted."""
    record, role, at, offset = writing
    last, links = head.last_hash, []
    for seq, (path, new) in enumerate(filled, head.last_seq + 1):
        previous, last = last, link_hash(last, record, seq, at, offset, role, path, "", new)
        links.append((seq, path, new, previous, last))
    return links
