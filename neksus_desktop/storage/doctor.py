"""«neksus doctor»: proof that the database, every chain and every Version are as they were written."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import NamedTuple

from neksus_desktop.errors import StorageChainError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.history import verify_chain
from neksus_desktop.storage.snapshots import sound
from neksus_desktop.storage.store import Store


class Problem(NamedTuple):
    """Something wrong. ``kind`` is ``pages``, ``foreign_key``, ``chain``, ``version``, ``head`` or ``attachment``."""

    kind: str
    record: str
    detail: str


class Diagnosis(NamedTuple):
    """What was looked at, and what was found to be wrong."""

    records: int
    changes: int
    versions: int
    problems: tuple[Problem, ...]


def diagnose(
    store: Store,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Diagnosis:
    """Check everything; changes nothing.

    Raises:
        StorageDamagedError: the database cannot even be read.
    """
    with store.read() as db:  # one snapshot, since others write meanwhile
        return _diagnose(store, db, progress, cancelled)


def _diagnose(
    store: Store,
    db: Connection,
    progress: Callable[[int, int], None] | None,
    cancelled: threading.Event | None,
) -> Diagnosis:
    problems: list[Problem] = []
    if not sound(db, protected=store.protected):
        problems.append(Problem("pages", "", "quick_check"))
    problems += [Problem("foreign_key", "", str(row[0])) for row in db.execute("PRAGMA foreign_key_check")]
    records = [RecordId(row[0]) for row in db.execute("SELECT id FROM record ORDER BY nr")]
    changes = 0
    for number, record in enumerate(records):
        if cancelled is not None and cancelled.is_set():
            break
        try:
            changes += verify_chain(store, record)
        except StorageChainError as error:
            problems.append(Problem("chain", record, str(error.facts["seq"])))
        if progress is not None:
            progress(number + 1, len(records))
    versions, wrong = _check_versions(db)
    problems += wrong + _check_attachments(db)
    return Diagnosis(len(records), changes, versions, tuple(problems))


def _check_versions(db: Connection) -> tuple[int, list[Problem]]:
    problems: list[Problem] = []
    count = 0
    rows = db.execute("SELECT v.hash, r.id, v.content FROM version v JOIN record r ON r.nr = v.record ORDER BY v.nr")
    for found, record, content in rows:
        count += 1
        if hashlib.sha256(content).hexdigest() != found:
            problems.append(Problem("version", record, found))
    lost = db.execute("SELECT id, head FROM record WHERE head IS NOT NULL AND head NOT IN (SELECT hash FROM version)")
    problems += [Problem("head", record, head) for record, head in lost]
    return count, problems


def _check_attachments(db: Connection) -> list[Problem]:
    problems: list[Problem] = []
    for digest, data in db.execute("SELECT digest, data FROM chunk"):
        if hashlib.sha256(data).hexdigest() != digest:
            problems.append(Problem("attachment", "", digest))
    return problems
