"""Killing a writing child at a random moment and holding it to its word."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from random import Random
from typing import Self

from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.history import verify_chain
from neksus_desktop.storage.records import load_record, working_texts
from neksus_desktop.storage.snapshots import sound
from neksus_desktop.storage.store import open_store

Promises = dict[tuple[str, str], list[tuple[str, str]]]
"""(record, path) → what was acknowledged, in order: (kind, text)."""


class Nursery:
    """A process that forks writers into one store, for as long as the ``with`` block lasts."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.storage.child_writer", str(folder), key.hex() if key else "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run_and_kill(self, seed: int) -> Promises:
        """Let a writer write, kill it after a random number of acknowledged writes (and a little); its promises."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{seed}\n")
        process.stdin.flush()
        writer = int(process.stdout.readline())
        chance = Random(seed)
        wanted = chance.randrange(1, 12)
        killer = threading.Timer(chance.random() * 0.004, os.kill, (writer, signal.SIGKILL))
        promises: Promises = {}
        for count, line in enumerate(process.stdout, 1):
            if line.endswith("gone\n"):  # perhaps behind a line that was cut off
                break
            _note(promises, line)
            if count == wanted:
                killer.start()
        killer.join()
        return promises


def _note(promises: Promises, line: str) -> None:
    kind, record, path, text = line[:-1].split("\t")
    promises.setdefault((record, path), []).append((kind, text))


def check_promises(folder: Path, key: bytes | None, promises: Promises) -> None:
    """The database is sound, every chain holds, and no acknowledged text is missing."""
    store = open_store(folder, key)
    try:
        assert sound(store.connection(), protected=key is not None)
        for name in {record for record, _ in promises}:
            record = RecordId(name)
            verify_chain(store, record)
            fields, typed = load_record(store, record).fields, working_texts(store, record)
            for (_, path), told in ((at, told) for at, told in promises.items() if at[0] == name):
                _check_one(told, fields.get(path, ""), typed.get(path, ""))
    finally:
        store.close()


def _check_one(told: list[tuple[str, str]], field: str, typed: str) -> None:
    """The last acknowledged text is there, or one that was written after it and not yet acknowledged."""
    kind, text = told[-1]
    number = _number(text)
    assert max(_number(field), _number(typed)) >= number
    if kind == "f":
        assert _number(field) >= number
        assert _number(field) > number or field == text.rstrip("\n")


def _number(text: str) -> int:
    return int(text.split(" ", 1)[0].split(".")[1]) if text else -1
