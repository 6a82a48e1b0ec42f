"""Spoil transfer files for minutes: every byte cut and every bit flipped, thousands of random edits, 1 GB bombs.

Run by ``make torture``. It ends with an error when anything but a refusal of ours comes out of ``read()`` or of taking
a file in, when memory grows, or when a database that refused a file is not the same byte for byte. Half of the time
goes to files whose lines were changed by somebody who is trusted and signed them anew.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import random
import resource
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from neksus_desktop.bundles.payload import AttachmentPart, as_canonical
from neksus_desktop.bundles.read import read
from neksus_desktop.bundles.sign import Kind, sign
from neksus_desktop.errors import BundleError, NeksusError
from neksus_desktop.exchange.plan import read_file
from neksus_desktop.records.attachment import STEP, AttachmentFacts, attachment_fields
from neksus_desktop.records.canonical import canonical
from neksus_desktop.storage.doctor import diagnose
from neksus_desktop.usecases import attachments, comments, import_files, keys
from neksus_desktop.usecases.records import save_fields
from tests.bundles.making import JUBA, READER, good, header, records, signed, version
from tests.exchange.world import World

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0


def main() -> int:
    files = [good(), signed(records(version())), with_attachment()]
    payloads = {read(data, READER).payload for data in files}
    chance = random.Random(20261123)
    tried = every_cut_and_bit(files, payloads)
    peak = memory()
    end = time.monotonic() + SECONDS / 2
    while time.monotonic() < end:
        judge(spoilt(chance.choice(files), files, chance), payloads)
        tried += 1
    bombs()
    print(f"{tried} spoilt files refused or unharmed; memory grew by {memory() - peak:.0f} MB")
    database_untouched(files, chance)
    print(f"{lines_changed(chance, time.monotonic() + SECONDS / 2)} files with changed lines planned and taken in")
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


def with_attachment() -> bytes:
    """A file of records with a file in two pieces."""
    data = b"Oppdiktet. " * 7000
    facts = AttachmentFacts("a1", "p1", "", "notat.txt", "text/plain", len(data), hashlib.sha256(data).hexdigest())
    one = version(fields={path: value for path, value in attachment_fields(facts).items() if value})
    pieces = [
        AttachmentPart(record=one.record, digest=facts.digest, offset=at, content=base64.b64encode(part).decode())
        for at in (0, STEP)
        for part in [data[at : at + STEP]]
    ]
    return signed([*records(one), *(("attachment", as_canonical(piece)) for piece in pieces)])


ODD: list[Any] = [
    None, True, 0, -1, 1, 65536, 2**53 - 1, 10**400, "", "1", "9" * 400, "\ud800", "\u202e", "A" * 5000, [], {}, [[[]]],
    "../x", "0" * 64, "2026-11-23T13:30:00Z", "2026-11-23T13:30:00", 1e3, "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z", "attachment/x/digest", "AAAA",
]  # fmt: skip


def lines_changed(chance: random.Random, end: float) -> int:
    """Lines changed by a trusted sender who signs them: refused, or taken in without harm."""
    tried = 0
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as name:
            world = World(Path(name), ("post", "Juba"), ("norad", "Norad"))
            originals = real_files(world)
            key = keys.workplace(world["Juba"]).signing
            for number in range(100):
                kind, raw = chance.choice(originals)
                path = Path(name) / f"{number}.json"
                path.write_bytes(sign(kind, zlib.compress(changed(raw, chance), 6, 31), [key]))
                try:
                    import_files.apply_import(world["Norad"], import_files.plan_import(world["Norad"], [path]))
                except NeksusError as error:
                    raise SystemExit(f"taking in a changed file stopped: {error.code}") from error
                except Exception:
                    Path("torture-found.json").write_bytes(path.read_bytes())
                    raise
                tried += 1
                if time.monotonic() > end:
                    break
            problems = diagnose(world["Norad"].store).problems
            if problems:
                raise SystemExit(f"the database is not sound: {problems}")
            world.close()
    return tried


def real_files(world: World) -> list[tuple[Kind, bytes]]:
    """What a post sends, unpacked: records with a past, an approval and a file, comments, a receipt."""
    juba, norad = world["Juba"], world["Norad"]
    record = world.write("Juba", {"note/p1/internal": "En", "/data/rader": "aaaaaaaa", "/data/rader[aaaaaaaa]/x": "1"})
    with juba.store.write():
        facts = attachments.keep(juba, record, b"Oppdiktet. " * 7000, point="p1", owner="", name="notat.txt")
        save_fields(juba, record, attachment_fields(facts))
    world.pass_on("Juba", "Norad", record)
    world.change("Norad", record, note__p1__internal="Norads")
    world.change("Juba", record, note__p1__shareable="Jubas")
    world.approve("Juba", record)
    files = world.send("Juba", "Norad", record)
    comments.add_comment(juba, record, "p1", "Hvorfor?")
    files += comments.export_comments(juba, [record], "Norad", world.mail).files
    files += [one.path for one in world.take("Juba", world.send("Norad", "Juba", record)).receipts if one.path]
    found: list[tuple[Kind, bytes]] = []
    for file in files:
        bundle = read_file(norad.store, keys.workplace(norad), file, norad.now())
        found.append((bundle.kind, zlib.decompress(bundle.payload, 31)))
    return found


def changed(raw: bytes, chance: random.Random) -> bytes:
    """Lines with odd values in odd places, in another order, twice, or gone."""
    lines = [json.loads(line) for line in raw.splitlines()]
    for _ in range(chance.randint(1, 3)):
        kind, at = chance.randrange(6), chance.randrange(len(lines))
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(chance.randrange(len(lines) + 1), json.loads(json.dumps(lines[at])))
        elif kind == 2:
            chance.shuffle(lines)
        else:
            place(lines[at], chance)
    return b"".join(line_of(line) for line in lines)


def line_of(line: Any) -> bytes:
    return (
        json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    )


def place(found: Any, chance: random.Random) -> None:
    """Put an odd value somewhere inside."""
    while isinstance(found, dict | list) and found:
        key: Any = chance.choice(list(found)) if isinstance(found, dict) else chance.randrange(len(found))
        if not isinstance(found[key], dict | list) or not found[key] or chance.random() < 0.15:
            if isinstance(found, dict) and chance.random() < 0.2:
                found[str(chance.choice(ODD))[:80]] = found.pop(key)
            else:
                found[key] = copy.deepcopy(chance.choice(ODD))
            return
        found = found[key]


def digest(database: Path) -> str:
    both = (database, database.with_name(database.name + "-wal"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in both if path.exists())).hexdigest()


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
