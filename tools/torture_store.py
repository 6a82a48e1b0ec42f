"""Two thousand kills of the store (a thousand on each driver) and random damage; ``make torture``, some ten minutes.

Give another number of kills for each driver as the first argument.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from neksus_desktop.errors import StorageError  # the checkout is put on the path first
from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.storage.records import create_record
from neksus_desktop.storage.salvage import salvage
from neksus_desktop.storage.store import create_store, open_store
from tests.storage.killing import Nursery, check_promises
from tests.support.samples import invented_record

KEYS = (None, bytes(range(32)))


def kill(folder: Path, key: bytes | None, times: int) -> int:
    store = create_store(folder, key)
    for _ in range(5):
        create_record(store, invented_record(), role="r", now=datetime.now(UTC))
    store.close()
    acknowledged = 0
    with Nursery(folder, key) as nursery:
        for seed in range(1, times + 1):
            promises = nursery.run_and_kill(seed)
            check_promises(folder, key, promises)
            acknowledged += sum(len(told) for told in promises.values())
            if seed % 100 == 0:
                print(f"  {seed} of {times} kills", flush=True)
    return acknowledged


def flip(folder: Path, key: bytes | None, times: int) -> tuple[int, int]:
    """Damage random bytes: the store opens, or says that it is damaged, and a rescue always comes to an end."""
    whole = (folder / DATABASE).read_bytes()
    chance, opened, rescued = Random(1), 0, 0
    for number in range(times):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        place = folder.with_name(f"{folder.name}-{number}")
        place.mkdir()
        (place / DATABASE).write_bytes(data)
        try:
            open_store(place, key).close()
            opened += 1
        except StorageError:
            pass
        try:
            salvage(place / DATABASE, place / "berget", key)
            rescued += 1
        except StorageError:
            pass
    return opened, rescued


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as temporary:
        for number, key in enumerate(KEYS):
            name = "protected" if key else "plain"
            folder = Path(temporary) / str(number)
            print(f"{name}: {kills} kills, {kill(folder, key, kills)} acknowledged writes, none lost")
            opened, rescued = flip(folder, key, max(10, kills // 30))
            print(f"{name}: random damage: {opened} opened, {rescued} rescued, the rest refused with a reason")


if __name__ == "__main__":
    main()
