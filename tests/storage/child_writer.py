"""A nursery of child processes that write until they are killed, and say on their output what they were told is safe.

``python -m tests.storage.child_writer FOLDER KEYHEX|-``: for each seed read, forks a writer (so that a kill does not
cost a start of Python), which tells its process id and then one line per acknowledged write; says ``gone`` when it
died.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import neksus_desktop.records.version  # noqa: F401  # loaded once, before the forks, not by each writer
from neksus_desktop.records.ids import RecordId
from neksus_desktop.settings import Settings
from neksus_desktop.storage.store import open_store
from neksus_desktop.usecases.autosave import keep_typing
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import save_fields


def write_for_ever(folder: Path, key: bytes | None, seed: int) -> None:
    """Type into records by the editor's use cases: half-typed texts and saves, each told once it returned."""
    store = open_store(folder, key)
    profile = Profile(store, folder, Settings())
    chance = random.Random(seed)
    with store.read() as db:
        ids = [RecordId(row[0]) for row in db.execute("SELECT id FROM record ORDER BY nr")]
    number = 0
    while True:
        number += 1
        record = chance.choice(ids)
        path = f"note/q{chance.randrange(8)}/internal"
        text = f"{seed}.{number} " + "æøå tekst " * chance.randrange(120)
        if chance.random() < 0.3:
            keep_typing(profile, record, {path: text})
            tell("w", record, path, text)
        else:
            save_fields(profile, record, {path: text})
            tell("f", record, path, text)


def tell(kind: str, record: str, path: str, text: str) -> None:
    """One line, flushed: from here on the text is promised."""
    sys.stdout.write(f"{kind}\t{record}\t{path}\t{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    chosen_key = None if sys.argv[2] == "-" else bytes.fromhex(sys.argv[2])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdout.write(f"{os.getpid()}\n")
            write_for_ever(Path(sys.argv[1]), chosen_key, int(line))
        os.waitpid(child, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()
