"""Power cuts, killed processes, full and vanished disks, read-only folders: nothing acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from neksus_desktop.errors import (
    StorageError,
    StorageFullError,
    StorageGoneError,
    StorageReadOnlyError,
)
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.storage.history import verify_chain
from neksus_desktop.storage.records import create_record, load_record, save_fields
from neksus_desktop.storage.snapshots import sound
from neksus_desktop.storage.store import Store, create_store, open_store
from tests.storage.killing import Nursery, check_promises
from tests.support.samples import invented_record

KILLS = 100
"""Per driver."""


def fill(store: Store, now: datetime, count: int = 3) -> list[RecordId]:
    found = []
    for number in range(count):
        record = invented_record({"/data/q0": f"0.{number} fra før"})
        create_record(store, record, role="r", now=now)
        found.append(record.id)
    return found


def test_a_killed_program_has_lost_nothing_it_acknowledged(store: Store, key: bytes | None, now: datetime) -> None:
    fill(store, now)
    store.close()
    with Nursery(store.folder, key) as nursery:
        for seed in range(1, KILLS + 1):
            promises = nursery.run_and_kill(seed)
            assert promises
            check_promises(store.folder, key, promises)


def test_power_may_fail_at_every_frame(store: Store, key: bytes | None, now: datetime, tmp_path: Path) -> None:
    """The WAL is cut at and around every frame: what was committed within the cut is there, the rest is not."""
    (record,) = fill(store, now, 1)
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    database, log = store.path, store.folder / f"{DATABASE}-wal"
    written = database.read_bytes()
    ends = {0: "0.0 fra før"}
    for number in range(1, 7):
        text = f"0.{number} " + "lang tekst " * (number * 150)
        save_fields(store, record, {"/data/q0": text}, role="r", now=now)
        ends[log.stat().st_size] = text
    assert database.read_bytes() == written
    whole = log.read_bytes()
    store.close()
    page = struct.unpack(">I", whole[8:12])[0]
    frame = 24 + page
    boundaries = [0, *range(32, len(whole) + 1, frame)]
    for cut in sorted({min(len(whole), edge + step) for edge in boundaries for step in (0, 13, 24, page)}):
        folder = tmp_path / "kutt"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / DATABASE).write_bytes(written)
        (folder / f"{DATABASE}-wal").write_bytes(whole[:cut])
        again = open_store(folder, key)
        expected = ends[max(end for end in ends if end <= cut)]
        assert load_record(again, record).fields["/data/q0"] == expected
        verify_chain(again, record)
        again.close()


def test_torn_frames_are_not_believed(store: Store, key: bytes | None, now: datetime, tmp_path: Path) -> None:
    """A frame half written over (the disk reordered) ends the log there, and the database is sound."""
    (record,) = fill(store, now, 1)
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    written = store.path.read_bytes()
    for number in range(1, 5):
        save_fields(store, record, {"/data/q0": f"0.{number} tekst"}, role="r", now=now)
    whole = (store.folder / f"{DATABASE}-wal").read_bytes()
    store.close()
    for place in range(40, len(whole), 3001):
        folder = tmp_path / "revet"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / DATABASE).write_bytes(written)
        torn = whole[:place] + bytes(min(512, len(whole) - place)) + whole[place + 512 :]
        (folder / f"{DATABASE}-wal").write_bytes(torn)
        again = open_store(folder, key)
        assert sound(again.connection(), protected=key is not None)
        verify_chain(again, record)
        again.close()


def test_a_full_disk_is_said_at_once_and_a_retry_works(store: Store, key: bytes | None, now: datetime) -> None:
    (record,) = fill(store, now, 1)
    db = store.connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 20}").fetchone()
    kept = ["0.0 fra før"]

    def write_until_full() -> None:
        for number in range(100):
            text = f"0.{number} " + "x" * 9000
            save_fields(store, record, {"/data/q0": text}, role="r", now=now)
            kept.append(text)

    with pytest.raises(StorageFullError):
        write_until_full()
    assert load_record(store, record).fields["/data/q0"] == kept[-1]
    db.execute("PRAGMA max_page_count = 1073741823").fetchone()
    save_fields(store, record, {"/data/q0": "nytt forsøk"}, role="r", now=now)
    assert verify_chain(store, record) > 1


_ON_SMALL_DISK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from neksus_desktop.errors import StorageFullError
from neksus_desktop.storage.history import verify_chain
from neksus_desktop.storage.records import create_record, load_record, save_fields
from neksus_desktop.storage.store import create_store, open_store
from tests.support.samples import invented_record

folder, key = Path(sys.argv[1]), None if sys.argv[2] == "-" else bytes.fromhex(sys.argv[2])
store, now = create_store(folder / "p", key), datetime.now(UTC)
ballast = folder / "annet"
ballast.write_bytes(bytes(300_000))
record = invented_record()
create_record(store, record, role="r", now=now)
number, kept = 0, ""
try:
    while True:
        number += 1
        text = f"{number} " + "x" * 5000
        save_fields(store, record.id, {"/data/a": text}, role="r", now=now)
        kept = text
except StorageFullError:
    print("full")
assert load_record(store, record.id).fields.get("/data/a", "") == kept
ballast.unlink()
save_fields(store, record.id, {"/data/a": "nytt"}, role="r", now=now)
verify_chain(store, record.id)
store.close()
again = open_store(folder / "p", key)
assert load_record(again, record.id).fields["/data/a"] == "nytt"
again.close()
print("sound")
"""


def test_a_small_disk_runs_full_and_is_cleared(key: bytes | None, tmp_path: Path) -> None:
    """A real file system of 3 MB where one can be mounted (root, or a user namespace)."""
    script = tmp_path / "child.py"
    script.write_text(_ON_SMALL_DISK)
    disk = tmp_path / "disk"
    disk.mkdir()
    command = (
        f"mount -t tmpfs -o size=3m tmpfs {disk} && exec {sys.executable} {script} {disk} {key.hex() if key else '-'}"
    )
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    probe = subprocess.run([*namespace, "sh", "-c", f"mount -t tmpfs tmpfs {disk}"], capture_output=True, check=False)
    if probe.returncode != 0:  # the test above holds the same promise without a mount
        return
    done = subprocess.run(
        [*namespace, "sh", "-c", command], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert (done.stdout.split(), done.returncode) == (["full", "sound"], 0), done.stderr


def test_a_vanished_drive_is_said(store: Store, now: datetime) -> None:
    (record,) = fill(store, now, 1)
    away = store.folder.with_name("uttatt")
    store.folder.rename(away)
    for _ in range(2):
        with pytest.raises(StorageError):
            _from_new_thread(store, record, now)
    away.rename(store.folder)
    save_fields(store, record, {"/data/a": "satt inn igjen"}, role="r", now=now)
    assert load_record(store, record).fields["/data/a"] == "satt inn igjen"


def _from_new_thread(store: Store, record: RecordId, now: datetime) -> None:
    """A thread that has no connection yet must open the file anew."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        pool.submit(save_fields, store, record, {"/data/a": "1"}, role="r", now=now).result()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, key: bytes | None) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(StorageGoneError):
        create_store(tmp_path / "fil" / "under", key)


def test_a_read_only_database_is_said(store: Store, key: bytes | None, now: datetime) -> None:
    (record,) = fill(store, now, 1)
    store.connection().execute("PRAGMA query_only = ON")
    with pytest.raises(StorageReadOnlyError):
        save_fields(store, record, {"/data/a": "1"}, role="r", now=now)


def test_a_clock_set_back_harms_nothing(store: Store, now: datetime) -> None:
    (record,) = fill(store, now, 1)
    for year in (2026, 1999, 2031):
        save_fields(store, record, {"/data/a": str(year)}, role="r", now=now.replace(year=year))
    assert verify_chain(store, record) == 4
    assert load_record(store, record).fields["/data/a"] == "2031"


_VANISHING = """
import shutil, subprocess, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from neksus_desktop.errors import StorageGoneError
from neksus_desktop.storage.history import verify_chain
from neksus_desktop.storage.records import create_record, load_record, save_fields
from neksus_desktop.storage.store import create_store, open_store
from tests.support.samples import invented_record

disk, other, key = Path(sys.argv[1]), Path(sys.argv[2]), None if sys.argv[3] == "-" else bytes.fromhex(sys.argv[3])

def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)

def save(text):
    save_fields(store, record.id, {"/data/a": text}, role="r", now=datetime.now(UTC))

mount("-t", "tmpfs", "tmpfs", disk)
store, record = create_store(disk / "p", key), invented_record()
create_record(store, record, role="r", now=datetime.now(UTC))
worker = ThreadPoolExecutor(1)
worker.submit(load_record, store, record.id).result()
save("i minnepinnen")
mount("--bind", disk, other)
subprocess.run(["umount", "-l", disk], check=True)
for text in ("borte", "fortsatt borte"):
    try:
        save(text)
    except StorageGoneError:
        print("gone")
subprocess.run(["cp", "-r", other / "p", other / "kopi"], check=True)
(other / "satt inn").mkdir()
(other / "kopi").rename(other / "satt inn" / "p")
mount("--bind", other / "satt inn", disk)
save("satt inn igjen")
print(worker.submit(load_record, store, record.id).result().fields["/data/a"], verify_chain(store, record.id))
store.close()
again = open_store(disk / "p", key)
print(load_record(again, record.id).fields["/data/a"])
again.close()
"""


def test_a_drive_that_was_taken_out_and_put_back_is_written_again(key: bytes | None, tmp_path: Path) -> None:
    """Nothing is called saved while it is out, although the open file could still be written to."""
    disk, other, script = tmp_path / "disk", tmp_path / "annet", tmp_path / "child.py"
    disk.mkdir()
    other.mkdir()
    script.write_text(_VANISHING)
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    probe = subprocess.run([*namespace, "mount", "-t", "tmpfs", "tmpfs", str(disk)], capture_output=True, check=False)
    if probe.returncode != 0:  # the test above holds what can be held without a mount
        return
    done = subprocess.run(
        [*namespace, sys.executable, str(script), str(disk), str(other), key.hex() if key else "-"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert (done.stdout.splitlines(), done.returncode) == (["gone", "gone", "satt inn igjen 2", "satt inn igjen"], 0), (
        done
    )
