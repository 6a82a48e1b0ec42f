"""Attachments: one chunk kept once, limits said, metadata gone, damage noticed."""

from __future__ import annotations

from datetime import datetime

import pytest

from neksus_desktop.errors import NotFoundError, StorageDamagedError, StorageTooLargeError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.attachments import (
    LARGEST,
    add_attachment,
    attachments,
    read_attachment,
    remove_attachment,
)
from neksus_desktop.storage.records import create_record
from neksus_desktop.storage.store import Store
from tests.storage.test_pictures import SECRET, picture
from tests.support.samples import invented_record


@pytest.fixture
def record(store: Store, now: datetime) -> RecordId:
    made = invented_record()
    create_record(store, made, role="r", now=now)
    return made.id


def keep(store: Store, record: RecordId, now: datetime, data: bytes, *, keep_metadata: bool = False) -> str:
    return add_attachment(
        store, record, data, owner="e1", name="fil.bin", media_type="application/octet-stream", now=now,
        keep_metadata=keep_metadata,
    ).id  # fmt: skip


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 300_000])
def test_bytes_come_back(store: Store, record: RecordId, now: datetime, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    kept = keep(store, record, now, data)
    assert read_attachment(store, kept) == data
    assert [found.size for found in attachments(store, record)] == [size]


def test_the_same_bytes_are_kept_once(store: Store, record: RecordId, now: datetime) -> None:
    first, second = (keep(store, record, now, b"likt" * 50_000) for _ in range(2))
    chunks = store.connection().execute("SELECT count(*) FROM chunk").fetchone()[0]
    remove_attachment(store, first)
    assert read_attachment(store, second) == b"likt" * 50_000
    assert chunks == store.connection().execute("SELECT count(*) FROM chunk").fetchone()[0]
    remove_attachment(store, second)
    assert store.connection().execute("SELECT count(*) FROM chunk").fetchone()[0] == 0


def test_a_picture_is_cleaned_unless_asked_not_to(store: Store, record: RecordId, now: datetime) -> None:
    clean, whole = (keep(store, record, now, picture("JPEG"), keep_metadata=kept) for kept in (False, True))
    assert SECRET.encode() not in read_attachment(store, clean)
    assert SECRET.encode() in read_attachment(store, whole)
    assert [found.stripped for found in attachments(store, record)] == [True, False]


def test_a_file_too_large_is_refused_with_the_limit(store: Store, record: RecordId, now: datetime) -> None:
    with pytest.raises(StorageTooLargeError) as caught:
        keep(store, record, now, bytes(LARGEST + 1))
    assert caught.value.facts == {"size": 11, "limit": 10}


def test_damage_is_noticed(store: Store, record: RecordId, now: datetime) -> None:
    kept = keep(store, record, now, b"innhold")
    with store.write() as db:
        db.execute("UPDATE chunk SET data = x'00'")
    with pytest.raises(StorageDamagedError):
        read_attachment(store, kept)


def test_what_is_not_there_is_said(store: Store, record: RecordId) -> None:
    assert attachments(store, record) == []
    with pytest.raises(NotFoundError):
        read_attachment(store, "finnes-ikke")
    with pytest.raises(NotFoundError):
        remove_attachment(store, "finnes-ikke")
