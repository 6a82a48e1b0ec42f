"""Deletion: only when filed, leaves a tombstone without contents, reaches index and free pages."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from neksus_desktop.errors import NotFoundError, StorageFiledError, StorageRuleError
from neksus_desktop.records.note import FollowUp
from neksus_desktop.records.record import follow_up_fields
from neksus_desktop.storage.attachments import add_attachment
from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.storage.drafts import load_draft, save_drafts
from neksus_desktop.storage.history import verify_chain
from neksus_desktop.storage.listing import counts_by_status
from neksus_desktop.storage.records import create_record, load_record, save_fields, save_working_text
from neksus_desktop.storage.retention import erase_record, filed, mark_filed, purge, tombstones
from neksus_desktop.storage.search import search
from neksus_desktop.storage.store import Store
from tests.support.samples import invented_record

SECRET = "Hemmeligstedet"


def sign(statement: bytes) -> str:
    return f"underskrift over {len(statement)} byte"


def test_only_what_is_filed_is_deleted(store: Store, now: datetime) -> None:
    record = invented_record({"/data/a": "1"})
    create_record(store, record, role="r", now=now)
    with pytest.raises(StorageFiledError):
        erase_record(store, record.id, role="r", now=now, sign=sign)
    mark_filed(store, record.id, "26/01234", role="arkivar", now=now)
    found = filed(store, record.id)
    assert found is not None
    assert (found.case_number, found.role) == ("26/01234", "arkivar")
    erase_record(store, record.id, role="r", now=now, sign=sign)
    with pytest.raises(NotFoundError):
        load_record(store, record.id)


def test_nothing_of_the_contents_remains(store: Store, now: datetime) -> None:
    other = invented_record({"note/p/internal": "vanlige ord"}, title="Et annet tiltak")
    create_record(store, other, role="r", now=now)
    fields = {"note/p/internal": f"{SECRET} ligger ved vanlige ord", **follow_up_fields(FollowUp(id="f", text=SECRET))}
    record = invented_record(fields, title=f"Tiltak {SECRET}")
    create_record(store, record, role="r", now=now)
    save_fields(store, record.id, {"note/p/internal": f"{SECRET} igjen"}, role="r", now=now)
    save_working_text(store, record.id, "note/q/internal", SECRET, now)
    drafts = {f"remark/{one.id}/p": f"Merknad om {SECRET}" for one in (record, other)}
    save_drafts(store, drafts)
    add_attachment(store, record.id, SECRET.encode(), owner="", name=SECRET, media_type="text/plain", now=now)
    mark_filed(store, record.id, "26/1", role="r", now=now)
    erase_record(store, record.id, role="r", now=now, sign=sign)
    purge(store)
    assert [load_draft(store, place) for place in drafts] == ["", drafts[f"remark/{other.id}/p"]]
    save_drafts(store, dict.fromkeys(drafts, ""))
    assert search(store, SECRET).hits == search(store, "igjen").hits == ()
    assert len(search(store, "vanlige").hits) == 1
    assert counts_by_status(store) == {"draft": 1}
    assert store.connection().execute("SELECT count(*) FROM subject").fetchone()[0] == 1
    store.close()
    data = (store.folder / DATABASE).read_bytes().lower()
    assert SECRET.lower().encode() not in data


def test_a_tombstone_says_when_and_where_but_not_what(store: Store, now: datetime) -> None:
    record = invented_record({"note/p/internal": SECRET}, title=SECRET)
    create_record(store, record, role="r", now=now)
    mark_filed(store, record.id, "26/1", role="r", now=now)
    left = erase_record(store, record.id, role="avdelingsleder", now=now, sign=sign)
    assert tombstones(store) == [left]
    statement = json.loads(left.statement)
    assert (statement["record"], statement["case_number"], statement["role"]) == (record.id, "26/1", "avdelingsleder")
    assert SECRET not in left.statement
    with pytest.raises(StorageRuleError), store.write() as db:
        db.execute("DELETE FROM tombstone")


def test_a_tombstone_opens_no_other_record_to_deletion(store: Store, now: datetime) -> None:
    for _ in range(2):
        record = invented_record({"/data/a": "1"})
        create_record(store, record, role="r", now=now)
        mark_filed(store, record.id, "26/1", role="r", now=now)
        erase_record(store, record.id, role="r", now=now, sign=sign)
        create_record(store, record, role="r", now=now)
        assert verify_chain(store, record.id) == 1
        with pytest.raises(StorageRuleError), store.write() as db:
            db.execute("DELETE FROM change")
    assert len(tombstones(store)) == 2
