"""Writing fields inside an open transaction: the field, its link in the change log, its projections, its search note.

Rules kept here:

* an unchanged value writes nothing; an empty one deletes the field;
* every written field has its link; the record keeps the last number and hash of its log, so that a log cut short is
  noticed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count, repeat
from typing import NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.records.change import GENESIS, first_hashes, link_hash
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


class FirstFields(NamedTuple):
    """The first fields of a record with the hashes of their links, after a log that stands at ``seq`` and ``last``."""

    paths: list[str]
    values: list[str]
    hashes: list[str]
    seq: int
    last: str

    @property
    def last_seq(self) -> int:
        """The number of the log's last row once they are written."""
        return self.seq + len(self.hashes)

    @property
    def last_hash(self) -> str:
        """The hash of that row."""
        return self.hashes[-1] if self.hashes else self.last


def first_fields(fields: Mapping[str, str], writing: Writing, seq: int = 0, last: str = GENESIS) -> FirstFields:
    """Link the fields of a record that has none to a log that stands at ``seq`` and ``last``."""
    filled = {path: value for path, value in fields.items() if value}
    record, role, at, offset = writing
    try:
        hashes = first_hashes(record, at, offset, role, filled.items(), seq, last)
    except UnicodeEncodeError:
        filled = {path: writable(value) for path, value in filled.items()}
        hashes = first_hashes(record, at, offset, role, filled.items(), seq, last)
    return FirstFields(list(filled), list(filled.values()), hashes, seq, last)


def write_first(store: Store, db: Connection, nr: int, first: FirstFields, writing: Writing) -> None:
    """Write those fields in bulk, indexed at once; the record's own row tells already where the log stands.

    Rows are zipped as they are written, which makes no objects: an import has millions of them.
    """
    paths, values, hashes, seq, last = first
    if not paths:
        return
    place = next_place(db, nr) if seq else (nr << BITS) + 1
    places = range(place, place + len(paths))
    db.executemany(
        "INSERT INTO field (nr, record, path, value) VALUES (?, ?, ?, ?)",
        zip(places, repeat(nr), paths, values, strict=False),
    )
    _, role, at, offset = writing
    whose = (repeat(nr), count(seq + 1), repeat(at), repeat(offset), repeat(role))
    db.executemany(
        "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        zip(*whose, paths, repeat(""), values, (last, *hashes), hashes, strict=False),
    )
    project(db, nr, paths)
    index_new(store, db, zip(places, paths, values, strict=True))
