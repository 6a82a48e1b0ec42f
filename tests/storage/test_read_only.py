"""A folder that really cannot be written to: mounted read-only or full, in a mount namespace of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from neksus_desktop.storage.records import create_record
from neksus_desktop.storage.store import create_store
from tests.support.samples import invented_record

_IN_READ_ONLY = """
import sys
from datetime import UTC, datetime
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


def test_a_read_only_folder_is_said_and_left_as_it_was(key: bytes | None, tmp_path: Path, now: datetime) -> None:
    folder, script = tmp_path / "p", tmp_path / "child.py"
    script.write_text(_IN_READ_ONLY)
    store = create_store(folder, key)
    create_record(store, invented_record({"/data/a": "skrevet før"}), role="r", now=now)
    store.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    bind = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
    if subprocess.run([*namespace, "sh", "-c", bind], capture_output=True, check=False).returncode != 0:
        return  # no mounting here; a read-only database is tested in test_faults
    done = subprocess.run(
        [*namespace, "sh", "-c", f"{bind} && exec {sys.executable} {script} {folder} {key.hex() if key else '-'}"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert (done.stdout.split(), done.returncode) == (["read-only", "read-only"], 0), done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


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


@pytest.mark.parametrize("full", [False, True], ids=["read-only", "full"])
def test_a_profile_is_rescued_from_where_nothing_can_be_written(
    key: bytes | None, tmp_path: Path, now: datetime, *, full: bool
) -> None:
    """What was committed lies in the write-ahead log when the machine stops and the disk comes back closed or full."""
    store = create_store(tmp_path / "p", key)
    create_record(store, invented_record({"/data/a": "skrevet før"}), role="r", now=now)
    left, disk, script = tmp_path / "left", tmp_path / "disk", tmp_path / "child.py"
    left.mkdir()
    disk.mkdir()
    for name in ("neksus.db", "neksus.db-wal"):
        shutil.copyfile(store.folder / name, left / name)
    store.close()
    script.write_text(_RESCUE)
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    mount = f"mount --bind {left} {disk} && mount -o remount,ro,bind {disk}"
    if full:
        mount = f"mount -t tmpfs -o size=4m tmpfs {disk} && cp {left}/* {disk} && ! cat /dev/zero > {disk}/fill"
    if subprocess.run([*namespace, "sh", "-c", mount], capture_output=True, check=False).returncode != 0:
        return  # no mounting here
    command = f"{mount} ; exec {sys.executable} {script} {disk} {tmp_path / 'berget'} {key.hex() if key else '-'}"
    done = subprocess.run(
        [*namespace, "sh", "-c", command], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert (done.stdout.split(), done.returncode) == (["1", "neksus.db", "profile.lock"], 0), done.stderr
