"""Records carried whole, with their history, from one opened profile into another (travel and back).

Rules kept here: local numbers are given anew, everything else goes as it is, so that chains still hold; what is
there already is never overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.indexing import index_new
from neksus_desktop.storage.numbering import BITS, PLACES
from neksus_desktop.storage.projections import count_status, project
from neksus_desktop.storage.records import keep_apart, load_record, number_of
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.subjects import copy_to_records, save_subject_in

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId

_PLAIN = ("change", "working", "follow_up", "undo_step", "filed")
_NUMBERED = ("version", "approval")
_NAMED = ("comment", "attachment")


def carry_record(source: Store, target: Store, record: RecordId, *, origin: str | None = None) -> None:
    """Put a whole record, history and all, into another profile that does not have it.

    Args:
        source: the opened profile that has it.
        target: the opened profile that gets it.
        record: the record's id.
        origin: the workplace that shall count as its maker, when not the one it has.

    Raises:
        NotFoundError: no such record in ``source``.
        InventedMixError: the other profile holds data of the other kind.
    """
    whole = load_record(source, record)
    with source.read() as reading, target.write() as db:
        keep_apart(target, db, invented=whole.invented)
        subject = save_subject_in(target, db, whole.subject)
        nr = number_of(reading, record)
        row = _rows(reading, "SELECT * FROM record WHERE nr = ?", (nr,))[0]
        del row["nr"]
        new = _insert(db, "record", row | {"subject": subject, "origin": origin or row["origin"]})
        assert new is not None
        count_status(db, row["status"], 1)
        fields = _rows(reading, "SELECT * FROM field WHERE record = ?", (nr,))
        for field in fields:
            field |= {"nr": (new << BITS) + field["nr"] % PLACES, "record": new}
            _insert(db, "field", field)
        for table in (*_PLAIN, *_NUMBERED, *_NAMED):
            _carry_rows(reading, db, table, nr, new)
        _carry_chunks(reading, db, nr)
        form = _rows(reading, "SELECT * FROM form WHERE id = ? AND version = ?", (whole.form.id, whole.form.version))
        for found in form:
            _insert(db, "form", found)
        index_new(target, db, ((field["nr"], field["path"], field["value"]) for field in fields))
        project(db, new, [field["path"] for field in fields])


def log_end(store: Store, record: RecordId) -> tuple[int, str]:
    """The last number and hash of a record's change log.

    Raises:
        NotFoundError: no such record.
    """
    with store.read() as db:
        row = db.execute("SELECT last_seq, last_hash FROM record WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise NotFoundError(kind="record", id=record)
    return int(row[0]), str(row[1])


def go_forward(source: Store, target: Store, record: RecordId) -> None:
    """Bring a record that stood still in ``target`` to where it stands in ``source``, log rows and all.

    Raises:
        NotFoundError: no such record on one of the sides.
    """
    whole = load_record(source, record)
    with source.read() as reading, target.write() as db:
        nr, mine = number_of(reading, record), number_of(db, record)
        subject = save_subject_in(target, db, whole.subject)
        now = _rows(reading, "SELECT * FROM record WHERE nr = ?", (nr,))[0]
        old = _rows(db, "SELECT status, last_seq FROM record WHERE nr = ?", (mine,))[0]
        later = _rows(reading, "SELECT * FROM change WHERE record = ? AND seq > ?", (nr, old["last_seq"]))
        for change in later:
            _insert(db, "change", change | {"record": mine})
        for table in ("undo_step", "filed", *_NUMBERED, *_NAMED):
            _carry_rows(reading, db, table, nr, mine)
        _carry_chunks(reading, db, nr)
        db.execute(
            """
            UPDATE record SET status = ?, updated_at = ?, last_seq = ?, last_hash = ?, head = ?, subject = ?
            WHERE nr = ?
            """,
            (now["status"], now["updated_at"], now["last_seq"], now["last_hash"], now["head"], subject, mine),
        )
        copy_to_records(db, subject, whole.subject)
        count_status(db, old["status"], -1)
        count_status(db, now["status"], 1)
        _set_fields(db, mine, whole.fields, [change["path"] for change in later])


def add_signed(source: Store, target: Store, record: RecordId) -> None:
    """Add the Versions, decisions, comments and attachments that ``target`` does not have."""
    with source.read() as reading, target.write() as db:
        nr, mine = number_of(reading, record), number_of(db, record)
        for table in (*_NUMBERED, *_NAMED):
            _carry_rows(reading, db, table, nr, mine)
        _carry_chunks(reading, db, nr)


def _set_fields(db: Connection, nr: int, fields: dict[str, str], touched: list[str]) -> None:
    from neksus_desktop.storage.fields import put_field
    from neksus_desktop.storage.indexing import note_change

    for path in dict.fromkeys(touched):
        row = db.execute("SELECT nr, value FROM field WHERE record = ? AND path = ?", (nr, path)).fetchone()
        number, old = row or (None, "")
        if old != fields.get(path, ""):
            note_change(db, put_field(db, nr, number, path, fields.get(path, "")), path, old)
    project(db, nr, touched)


def _carry_rows(reading: Connection, db: Connection, table: str, nr: int, new: int) -> None:
    for row in _rows(reading, f"SELECT * FROM {table} WHERE record = ?", (nr,)):  # noqa: S608  # our names
        row["record"] = new
        if table in _NUMBERED:
            del row["nr"]
        _insert(db, table, row)


def _carry_chunks(reading: Connection, db: Connection, nr: int) -> None:
    for link in _rows(
        reading,
        "SELECT l.* FROM attachment_chunk l JOIN attachment a ON a.id = l.attachment WHERE a.record = ?",
        (nr,),
    ):
        _insert(db, "chunk", _rows(reading, "SELECT * FROM chunk WHERE digest = ?", (link["chunk"],))[0])
        _insert(db, "attachment_chunk", link)


def _rows(db: Connection, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _insert(db: Connection, table: str, row: dict[str, Any]) -> int | None:
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608  # our names
    return db.execute(sql, tuple(row.values())).lastrowid
