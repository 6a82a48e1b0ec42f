"""A folder that really cannot be written to: read to the last letter, never written, nothing left behind anywhere."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from neksus_desktop.errors import StorageLockedError, StorageReadingError, StorageReadOnlyError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.records import create_record, load_record, save_fields, save_working_text
from neksus_desktop.storage.search import SearchFilter, search
from neksus_desktop.storage.store import Store, create_store, open_for_reading, open_store
from tests.support.closed_disk import How, run_where_nothing_can_be_written
from tests.support.samples import invented_record

_IN_READ_ONLY = """
import sys
from pathlib import Path
from neksus_desktop.errors import StorageReadOnlyError
from neksus_desktop.storage.store import create_store, open_store

folder, key = Path(sys.argv[1]), None if sys.argv[2] == "-" else bytes.fromhex(sys.argv[2])
for step in (lambda: create_store(folder / "ny", key), lambda: open_store(folder, key)):
    try:
        step()
    except StorageReadOnlyError:
        print("read-only")
"""


def _hex(key: bytes | None) -> str:
    return "-" if key is None else key.hex()


def test_a_read_only_folder_is_said_and_left_as_it_was(key: bytes | None, tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "p"
    store = create_store(folder, key)
    create_record(store, invented_record({"/data/a": "skrevet før"}), role="r", now=now)
    store.close()
    done = run_where_nothing_can_be_written(_IN_READ_ONLY, folder, _hex(key))
    assert done is not None
    assert (done.stdout.split(), done.returncode) == (["read-only", "read-only"], 0), done.stderr


_READING = """
import sys, threading
from pathlib import Path
from neksus_desktop.errors import StorageFullError, StorageReadOnlyError
from neksus_desktop.storage.listing import RowQuery, page
from neksus_desktop.storage.records import load_record, save_fields
from neksus_desktop.storage.search import search
from neksus_desktop.storage.store import open_for_reading, open_store

def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".db-shm"}

folder, key = Path(sys.argv[1]), None if sys.argv[2] == "-" else bytes.fromhex(sys.argv[2])
before = files(folder)
try:
    open_store(folder, key)
except (StorageReadOnlyError, StorageFullError) as error:
    store = open_for_reading(folder, key, error)
(row,) = page(store, RowQuery(), limit=9).rows
def read():
    fields = load_record(store, row.id).fields
    print(fields["/data/a"], fields["note/p/internal"])
    print([hit.path for hit in search(store, "vannet").hits], [hit.path for hit in search(store, "forrige").hits])
read()
other = threading.Thread(target=read)
other.start()
other.join()
try:
    save_fields(store, row.id, {"/data/a": "x"}, role="r", now=None)
except StorageReadOnlyError as error:
    print(error.code)
store.close()
after = files(folder)
assert {name: data for name, data in after.items() if data} == {name: data for name, data in before.items() if data}
"""


@pytest.mark.parametrize(
    ("left", "how"),
    [
        ("closed", "closed"),
        ("killed", "closed"),
        ("killed with its index", "closed"),
        ("closed", "full"),
        ("killed", "full"),
    ],
)
def test_what_cannot_be_written_is_read_to_the_last_letter(
    key: bytes | None, tmp_path: Path, now: datetime, how: How, left: str
) -> None:
    """Also what was committed last, which lies in the write-ahead log when the machine stopped."""
    store = create_store(tmp_path / "p", key)
    record = invented_record({"/data/a": "forrige"})
    create_record(store, record, role="r", now=now)
    assert search(store, "forrige").hits
    save_fields(store, record.id, {"/data/a": "om vannet"}, role="r", now=now)
    save_working_text(store, record.id, "note/p/internal", "Vannet del", now)
    source = tmp_path / "left"
    source.mkdir()
    if left == "closed":
        store.close()
    for name in ("neksus.db", "neksus.db-wal", "profile.lock", *(["neksus.db-shm"] if "index" in left else [])):
        if (store.folder / name).exists():
            shutil.copyfile(store.folder / name, source / name)
    store.close()
    done = run_where_nothing_can_be_written(_READING, source, _hex(key), how=how)
    said = ["om vannet Vannet del", "['/data/a', 'note/p/internal'] []"]
    assert done is None or (done.stdout.splitlines(), done.returncode) == ([*said, *said, "storage_reading"], 0), done


_RESCUE = """
import sys
from pathlib import Path
from neksus_desktop.storage.salvage import salvage
from neksus_desktop.storage.store import open_store

folder, target = Path(sys.argv[1]), Path(sys.argv[2])
key = None if sys.argv[3] == "-" else bytes.fromhex(sys.argv[3])
print(salvage(folder / "neksus.db", target, key).records, *sorted(path.name for path in target.iterdir()))
open_store(target, key).close()
"""


@pytest.mark.parametrize("how", ["closed", "full"])
def test_a_profile_is_rescued_from_where_nothing_can_be_written(
    key: bytes | None, tmp_path: Path, now: datetime, how: How
) -> None:
    """What was committed lies in the write-ahead log when the machine stops and the disk comes back closed or full."""
    store = create_store(tmp_path / "p", key)
    create_record(store, invented_record({"/data/a": "skrevet før"}), role="r", now=now)
    left = tmp_path / "left"
    left.mkdir()
    for name in ("neksus.db", "neksus.db-wal"):
        shutil.copyfile(store.folder / name, left / name)
    store.close()
    done = run_where_nothing_can_be_written(_RESCUE, left, tmp_path / "berget", _hex(key), how=how)
    assert done is None or (done.stdout.split(), done.returncode) == (["1", "neksus.db", "profile.lock"], 0), done


def _reading(store: Store, key: bytes | None) -> Store:
    store.close()
    return open_for_reading(store.folder, key, StorageReadOnlyError(folder="f"))


def test_what_the_index_does_not_hold_yet_is_searched_like_the_rest(
    store: Store, key: bytes | None, now: datetime
) -> None:
    """The same answers as with an index brought up to date: the same searches are made before and after."""
    texts = {
        "note/p1/internal": "Sikkerhetssektorreform og konfliktanalyse i Ålesund", "note/p2/internal": "Håkon på Ærøy",
        "/data/x": "vurdert for lenge siden",
    }  # fmt: skip
    records = [invented_record(texts, title=f"Vannprosjekt {land}", country=land) for land in ("YE", "SS")]
    for record in records:
        create_record(store, invented_record({}, title=record.subject.title), role="r", now=now)
        create_record(store, record, role="r", now=now)
    search(store, "vann")
    for record in records:
        save_fields(store, record.id, {"/data/x": "", "note/p3/internal": "bør vurderes"}, role="r", now=now)
    asked = ("analyse", "alesund", "ålesund", "haakon", '"håkon på"', '"på håkon"', "vurdert", "bor", "vann reform",
             "vannprosjekt bør", "hakon", "lenge", "ærøy ye")  # fmt: skip
    filters = (SearchFilter(), SearchFilter(countries=("SS",)), SearchFilter(points=("p1",)))
    unread = _reading(store, key)
    by_reading = [[_places(unread, text, wanted) for text in asked] for wanted in filters]
    unread.close()
    again = open_store(store.folder, key)
    assert by_reading == [[_places(again, text, wanted) for text in asked] for wanted in filters]
    again.close()


def _places(store: Store, text: str, wanted: SearchFilter) -> set[tuple[str, str, str]]:
    return {(hit.record, hit.path, hit.text) for hit in search(store, text, wanted, limit=50).hits}


def test_another_program_keeps_it_closed_to_reading_too(store: Store, key: bytes | None) -> None:
    with pytest.raises(StorageLockedError):
        open_for_reading(store.folder, key, StorageReadOnlyError(folder="f"))


def test_reading_refuses_every_write_by_name(store: Store, key: bytes | None, now: datetime) -> None:
    record = invented_record({"/data/a": "før"})
    create_record(store, record, role="r", now=now)
    reading = _reading(store, key)
    with pytest.raises(StorageReadingError):
        save_fields(reading, RecordId(record.id), {"/data/a": "etter"}, role="r", now=now)
    assert load_record(reading, record.id).fields["/data/a"] == "før"
    reading.close()
