"""A folder that really cannot be written to: mounted read-only, in a child with a mount namespace of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

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
