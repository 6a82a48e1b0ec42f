"""Spoil transfer files for minutes: every byte cut and every bit flipped, thousands of random edits, 1 GB bombs.

Run by ``make torture``. It ends with an error when anything but a refusal of ours comes out of ``read()``, when memory
grows, or when a database that refused a file is not the same byte for byte.
"""

from __future__ import annotations

import hashlib
import random
import resource
import sys
import tempfile
import time
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from neksus_desktop.bundles.read import read
from neksus_desktop.bundles.sign import sign
from neksus_desktop.errors import BundleError
from neksus_desktop.records.canonical import canonical
from neksus_desktop.usecases import import_files
from tests.bundles.making import JUBA, READER, good, header, records, signed, version
from tests.exchange.world import World

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0


def main() -> int:
    files = [good(), signed(records(version()))]
    payloads = {read(data, READER).payload for data in files}
    chance = random.Random(20261123)
    tried = every_cut_and_bit(files, payloads)
    peak = memory()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        judge(spoilt(chance.choice(files), files, chance), payloads)
        tried += 1
    bombs()
    print(f"{tried} spoilt files refused or unharmed; memory grew by {memory() - peak:.0f} MB")
    database_untouched(files, chance)
    return 0 if memory() - peak < 200 else 1


def every_cut_and_bit(files: list[bytes], payloads: set[bytes]) -> int:
    tried = 0
    for data in files:
        for at in range(len(data)):
            judge(data[:at], payloads)
            flipped = bytearray(data)
            flipped[at] ^= 1 << (at % 8)
            judge(bytes(flipped), payloads)
            tried += 2
    return tried


def spoilt(data: bytes, files: list[bytes], chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(made)), chance.randint(1, 200)
        kind = chance.randrange(5)
        if kind == 0:
            made[at] = chance.randrange(256)
        elif kind == 1:
            del made[at : at + length]
        elif kind == 2:
            made[at:at] = made[at : at + length]
        elif kind == 3:
            other = chance.choice(files)
            made[at:at] = other[at : at + length]
        else:
            made[at:at] = chance.choice([b"\\ud800", b"\x00", b'"alg":"none",', b"9" * 4000, b"[" * 4000, b"\xff"])
        if not made:
            break
    return bytes(made)


def judge(data: bytes, payloads: set[bytes]) -> None:
    try:
        bundle = read(data, READER)
    except BundleError:
        return
    if bundle.payload not in payloads:
        raise SystemExit("a spoilt file was read as something else")


def bombs() -> None:
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = pack.compress(b'["header",' + canonical(header()) + b"]\n") + pack.flush(zlib.Z_FULL_FLUSH)
    for block in (b"\0" * 1_000_000, b'["version",{}]\n' * 60_000, b"\n" * 1_000_000):
        million = pack.compress(block) + pack.flush(zlib.Z_FULL_FLUSH)
        judge(sign("records", start + million * 1_000, [JUBA]), set())


def database_untouched(files: list[bytes], chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name), ("post", "Juba"), ("norad", "Norad"))
        real = world.send("Juba", "Norad", world.write("Juba"))[0].read_bytes()
        profile = world["Norad"]
        before = digest(profile.store.path)
        for number in range(300):
            path = Path(name) / f"{number}.json"
            path.write_bytes(spoilt(real, files, chance))
            plan = import_files.plan_import(profile, [path])
            if not plan.refused and plan.counts != {"new": 1}:
                raise SystemExit("a spoilt file was planned as something else")
            if digest(profile.store.path) != before:
                raise SystemExit("planning changed the database")
        world.close()
    print("300 spoilt files planned; the database is the same byte for byte")


def digest(database: Path) -> str:
    both = (database, database.with_name(database.name + "-wal"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in both if path.exists())).hexdigest()


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
