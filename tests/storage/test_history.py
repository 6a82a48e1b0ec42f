"""The change log cannot be altered unnoticed: by triggers, and by its chain of hashes."""

from __future__ import annotations

from datetime import datetime

import pytest

from neksus_desktop.errors import StorageChainError, StorageRuleError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.append_only import deletions_allowed
from neksus_desktop.storage.history import changes, verify_chain
from neksus_desktop.storage.records import create_record, save_fields
from neksus_desktop.storage.store import Store
from tests.support.samples import invented_record


@pytest.fixture
def record(store: Store, now: datetime) -> RecordId:
    made = invented_record({"/data/a": "1"})
    create_record(store, made, role="r", now=now)
    for number in range(2, 6):
        save_fields(store, made.id, {"/data/a": str(number)}, role="r", now=now)
    return made.id


def test_every_change_is_told_in_order(store: Store, record: RecordId) -> None:
    assert [(c.seq, c.old, c.new) for c in changes(store, record)] == [
        (1, "", "1"), (2, "1", "2"), (3, "2", "3"), (4, "3", "4"), (5, "4", "5"),
    ]  # fmt: skip
    assert verify_chain(store, record) == 5


@pytest.mark.parametrize(
    "sql",
    ["UPDATE change SET new = 'x'", "DELETE FROM change", "UPDATE version SET role = 'x'", "DELETE FROM approval",
     "UPDATE approval SET version = 'x'", "DELETE FROM version"],
)  # fmt: skip
def test_the_database_itself_refuses(store: Store, record: RecordId, sql: str) -> None:
    with store.write() as db:
        db.execute(
            "INSERT INTO version (hash, record, number, made_at, role, reason, status, parents, content)"
            " SELECT 'h', nr, 1, '', '', '', '', '', x'00' FROM record"
        )
        db.execute(
            "INSERT INTO approval (record, version, decided_at, signature, content)"
            " SELECT nr, 'h', '', '', '' FROM record"
        )
    with pytest.raises(StorageRuleError), store.write() as db:
        db.execute(sql)


@pytest.mark.parametrize(
    ("sql", "seq"),
    [
        ("UPDATE change SET new = 'x' WHERE seq = 3", 3),
        ("UPDATE change SET role = 'x' WHERE seq = 2", 2),
        ("UPDATE change SET at = 'x' WHERE seq = 5", 5),
        ("DELETE FROM change WHERE seq = 4", 4),
        ("DELETE FROM change WHERE seq = 5", 5),
        ("DELETE FROM change WHERE seq = 1", 1),
        ("DELETE FROM change", 1),
        ("UPDATE change SET previous_hash = hash WHERE seq = 3", 3),
        ("UPDATE field SET value = 'x'", 5),
        ("DELETE FROM field", 5),
    ],
)
def test_who_goes_around_the_database_is_found_out(store: Store, record: RecordId, sql: str, seq: int) -> None:
    with store.write() as db, deletions_allowed(db):
        db.execute("DROP TRIGGER change_fixed")
        db.execute(sql)
    with pytest.raises(StorageChainError) as caught:
        verify_chain(store, record)
    assert caught.value.facts["seq"] == seq
