"""The store against the smallest honest program for the same work, on both drivers, in the same run.

The limit is a plain SQLite program with one connection and no layers: the same pragmas, the same driver, the same rows
(subject, record, field, history with a SHA-256 chain) with the same indexes and folded full-text indexes, straight SQL.
It has no undo, no foreign keys, no second spellings, no word list for compounds, no models and no error translation.
A row of "bulk rows/s" is a field with its history row and its entry in the index, on both sides; what a record has
besides (subject, list columns, their indexes) is in its time but not counted. Ours writes what 500 records have for
the search index at the end of their write; the limit writes it with each record, as the smallest program would.

All four (ours and the limit, on both drivers) are measured in turns on equal data, so that they feel the same machine;
bulk is measured on top of the full number of records, a tenth more.

``NEKSUS_BENCH_RECORDS`` sets the number of records (the budgets speak of 100000; fewer give a quick look).
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench.harness import Case, case, each_us
from neksus_desktop.records.ids import RecordId, SubjectId, Thumbprint, new_id
from neksus_desktop.records.record import FormRef, Record
from neksus_desktop.records.subject import Subject
from neksus_desktop.storage import listing, search
from neksus_desktop.storage.connection import DATABASE, Connection, driver_of
from neksus_desktop.storage.records import create_record, save_fields
from neksus_desktop.storage.store import Store, create_store, open_store

RECORDS = int(os.environ.get("NEKSUS_BENCH_RECORDS", "100000"))
TEXTS, CODES = 10, 20
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = bytes(range(32))
SAVES, ROUNDS, BATCH = 60, 9, 500
_AT = "2026-11-23T12:00:00.000Z"


def sample(number: int, chance: random.Random, vocabulary: list[str]) -> Record:
    fields = {f"/data/del/p{n}/svar": chance.choice(("ja", "nei", "delvis", "4")) for n in range(CODES)}
    for n in range(TEXTS):
        words = chance.choices(vocabulary, k=25)
        rare = [f"sjelden{number}"] if number % 500 == 0 and n == 0 else []
        fields[f"note/p{n}/internal"] = " ".join([*words, "felles", *rare])
    subject = Subject(
        id=SubjectId(new_id()), type="avtale", title=f"Tiltak {chance.choice(vocabulary)} {number}",
        country=chance.choice(("SS", "YE", "AF", "ML")), pillars=("hum",), invented=True,
    )  # fmt: skip
    form = FormRef(id="bench", version="1", content_hash="0" * 64)
    return Record(id=RecordId(new_id()), form=form, subject=subject, origin=Thumbprint("x"), fields=fields)


def samples(count: int, seed: int = 7) -> Iterator[Record]:
    chance = random.Random(seed)
    letters = "aaabdeeeeefggiikklllmmnnnooprrrrsssttttuvv" + "æøå"
    vocabulary = ["".join(chance.choices(letters, k=chance.randint(3, 12))) for _ in range(6000)]
    return (sample(number, chance, vocabulary) for number in range(count))


class Plain:
    """The limit: one connection, straight SQL."""

    def __init__(self, path: Path, key: bytes | None, *, new: bool = True) -> None:
        self.db: Connection = driver_of(key).connect(str(path), isolation_level=None)
        if key is not None:
            self.db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -8000", "temp_store = MEMORY"):
            self.db.execute(f"PRAGMA {pragma}").fetchone()
        if new:
            self._furnish()

    def _furnish(self) -> None:
        self.db.executescript(
            """
            CREATE TABLE record (nr INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, type TEXT, country TEXT,
              partner TEXT, status TEXT, updated TEXT, assessed TEXT, form TEXT, origin TEXT, invented INT, open INT,
              subject INT);
            CREATE INDEX a ON record (updated); CREATE INDEX b ON record (status);
            CREATE INDEX c ON record (title); CREATE INDEX d ON record (country, title);
            CREATE INDEX e ON record (assessed); CREATE INDEX f ON record (form); CREATE INDEX g ON record (subject);
            CREATE TABLE subject (nr INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, content TEXT);
            CREATE INDEX h ON subject (title);
            CREATE TABLE field (nr INTEGER PRIMARY KEY, record INT, path TEXT, value TEXT, UNIQUE (record, path));
            CREATE TABLE log (record INT, seq INT, at TEXT, role TEXT, path TEXT, old TEXT, new TEXT, previous TEXT,
              hash TEXT, PRIMARY KEY (record, seq)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE words USING fts5 (text, content = '', columnsize = 0);
            CREATE VIRTUAL TABLE titles USING fts5 (text, content = '', columnsize = 0);
            """
        )

    def insert(self, nr: int, record: Record) -> None:
        """One record in bulk."""
        about, db = record.subject, self.db
        db.execute("INSERT INTO subject VALUES (?, ?, ?, ?)", (nr, about.id, about.title, about.model_dump_json()))
        db.execute("INSERT INTO titles (rowid, text) VALUES (?, ?)", (nr, fold(about.title)))
        db.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (nr, record.id, about.title, about.type, about.country, about.partner, "draft", _AT, "", "bench", "x", 1, 0,
             nr),
        )  # fmt: skip
        fields, log, words, last = [], [], [], "0" * 64
        for place, (path, value) in enumerate(record.fields.items(), 1):
            fields.append((nr * 1024 + place, nr, path, value))
            digest = hashlib.sha256(f"{last}{nr}{place}{_AT}r{path}{value}".encode()).hexdigest()
            log.append((nr, place, _AT, "r", path, "", value, last, digest))
            last = digest
            if len(value) > 2:
                words.append((nr * 1024 + place, fold(value)))
        db.executemany("INSERT INTO field VALUES (?, ?, ?, ?)", fields)
        db.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", log)
        db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)

    def save(self, nr: int, path: str, value: str) -> None:
        """One durable save."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        (old,) = db.execute("SELECT value FROM field WHERE record = ? AND path = ?", (nr, path)).fetchone()
        seq, last = db.execute("SELECT seq, hash FROM log WHERE record = ? ORDER BY seq DESC LIMIT 1", (nr,)).fetchone()
        digest = hashlib.sha256(f"{last}{nr}{seq}{_AT}r{path}{old}{value}".encode()).hexdigest()
        db.execute("UPDATE field SET value = ? WHERE record = ? AND path = ?", (value, nr, path))
        db.execute(
            "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (nr, seq + 1, _AT, "r", path, old, value, last, digest),
        )
        db.execute("UPDATE record SET updated = ? WHERE nr = ?", (_AT, nr))
        db.execute("COMMIT")

    def page(self) -> list[Any]:
        """First page of the list."""
        return self.db.execute(
            """
            SELECT id, title, type, country, partner, status, updated, assessed, form, origin, invented, open
            FROM record ORDER BY updated DESC, nr DESC LIMIT 50
            """
        ).fetchall()

    def counts(self) -> dict[str, int]:
        """Records by status."""
        return dict(self.db.execute("SELECT status, count(*) FROM record GROUP BY status").fetchall())

    def search(self, word: str) -> list[Any]:
        """First page of hits."""
        return self.db.execute(
            """
            SELECT r.id, r.title, r.country, r.status, f.path, f.value
            FROM words w CROSS JOIN field f ON f.nr = w.rowid CROSS JOIN record r ON r.nr = f.record
            WHERE words MATCH ? ORDER BY w.rowid DESC LIMIT 20
            """,
            (word,),
        ).fetchall()


Pairs = dict[str, tuple[Store, Plain]]
"""By driver: ours and the limit, both opened."""


def fold(text: str) -> str:
    return text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def reading(works: Sequence[Callable[[], object]], rounds: int = 15) -> list[float]:
    """Microseconds of each, in turns: the least disturbed round of each."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            least[number] = min(least[number], _quick_us(work))
    return least


def _quick_us(work: Callable[[], object], count: int = 40) -> float:
    work()
    times = sorted(each_us(lambda _: work(), count))
    return times[count // 4]


def fill(store: Store, plain: Plain, records: Iterable[Record]) -> None:
    """The same records for both, not measured."""
    for done, batch in enumerate(_batches(records)):
        _write(store, batch)
        _write_plain(plain, batch, 1 + done * BATCH)


def bulk(pairs: Pairs, records: Iterable[Record], first: int) -> dict[str, tuple[float, float]]:
    """Rows per second of all four, in turns of 500, so that all feel the same machine: each one's median turn."""
    times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in pairs}
    for done, batch in enumerate(_batches(records)):
        turns = [
            turn
            for name, (store, plain) in pairs.items()
            for turn in (
                (times[name][0], partial(_write, store, batch)),
                (times[name][1], partial(_write_plain, plain, batch, first + done * BATCH)),
            )
        ]
        for kept, work in turns if done % 2 else turns[::-1]:
            kept.append(seconds(work) / len(batch))
    rows = TEXTS + CODES
    return {
        name: (rows / statistics.median(ours), rows / statistics.median(limit)) for name, (ours, limit) in times.items()
    }


def _write(store: Store, batch: list[Record]) -> None:
    with store.write():
        for record in batch:
            create_record(store, record, role="r", now=NOW)


def _write_plain(plain: Plain, batch: list[Record], first: int) -> None:
    plain.db.execute("BEGIN")
    for number, record in enumerate(batch, first):
        plain.insert(number, record)
    plain.db.execute("COMMIT")


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    left = iter(records)
    while batch := list(itertools.islice(left, BATCH)):
        yield batch


def protect(source: Path, target: Path) -> None:
    """Write a plain database anew as a protected one: the same data without making it twice."""
    db = driver_of(KEY).connect(str(source), isolation_level=None)
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    db.execute(f"ATTACH DATABASE ? AS target KEY \"x'{KEY.hex()}'\"", (str(target),))
    db.execute("SELECT sqlcipher_export('target')").fetchone()
    db.execute(f"PRAGMA target.user_version = {schema}")
    db.execute("DETACH DATABASE target")
    db.close()


def saving(folder: Path) -> dict[str, tuple[float, float]]:
    """Durable saves per second of both on both drivers, in turns: the disk feels the same to all four."""
    pairs = {name: _writers(folder / name, key) for name, key in (("plain", None), ("protected", KEY))}
    times: dict[tuple[str, int], list[float]] = {(name, which): [] for name in pairs for which in (0, 1)}
    for _ in range(ROUNDS):
        for name, writers in pairs.items():
            for which in (0, 1):
                times[name, which].append(SAVES / seconds(writers[which]))
    return {name: (statistics.median(times[name, 0]), statistics.median(times[name, 1])) for name in pairs}


def _writers(folder: Path, key: bytes | None) -> tuple[Callable[[], None], Callable[[], None]]:
    folder.mkdir()
    store, plain = create_store(folder / "ours", key), Plain(folder / "limit.db", key)
    records = list(samples(50))
    for number, record in enumerate(records, 1):
        create_record(store, record, role="r", now=NOW)
        plain.insert(number, record)
    numbers = iter(range(10**9))

    def mine() -> None:
        for number in range(SAVES):
            text = f"tekst {next(numbers)} " * 20
            save_fields(store, records[number % 50].id, {"note/p1/internal": text}, role="r", now=NOW)

    def limit() -> None:
        for number in range(SAVES):
            plain.save(number % 50 + 1, "note/p1/internal", f"tekst {next(numbers)} " * 20)

    return mine, limit


def reads(pairs: Pairs) -> dict[str, dict[str, tuple[float, float]]]:
    """What is read, by case and driver."""
    query, rare = listing.RowQuery(), f"sjelden{(RECORDS - 1) // 500 * 500}"  # begins no other word
    cases: dict[str, tuple[Callable[[Store], object], Callable[[Plain], object]]] = {
        "first page": (lambda store: listing.page(store, query), Plain.page),
        "count by status": (listing.counts_by_status, Plain.counts),
        "search rare word": (lambda store: search.search(store, rare), lambda plain: plain.search(rare)),
        "search common word": (lambda store: search.search(store, "felles"), lambda plain: plain.search("felles")),
    }
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for what, (ours, limit) in cases.items():
        works = [work for store, plain in pairs.values() for work in (partial(ours, store), partial(limit, plain))]
        times = reading(works)
        found[what] = {name: (times[2 * at], times[2 * at + 1]) for at, name in enumerate(pairs)}
    return found


def both_drivers(folder: Path) -> dict[str, dict[str, tuple[float, float]]]:
    """The data is made once, on the plain driver, and copied to the protected one; then both are measured in turns."""
    here, there = folder / "plain", folder / "protected"
    for place in (here, there):
        (place / "ours").mkdir(parents=True)
    store, plain = create_store(here / "ours", None), Plain(here / "limit.db", None)
    fill(store, plain, samples(RECORDS))
    store.close()
    plain.db.close()
    for name in (f"ours/{DATABASE}", "limit.db"):
        protect(here / name, there / name)
    pairs = {
        name: (open_store(place / "ours", key), Plain(place / "limit.db", key, new=False))
        for name, place, key in (("plain", here, None), ("protected", there, KEY))
    }
    rates = bulk(pairs, samples(max(RECORDS // 10, 2), seed=8), RECORDS + 1)
    found = {"bulk rows/s": rates, **reads(pairs)}
    for store, plain in pairs.values():
        store.close()
        plain.db.close()
    return found


_BUDGETS = {
    "autosaves/s": (0.7, True), "bulk rows/s": (0.6, True), "first page": (2.5, False),
    "count by status": (1.2, False), "search rare word": (2.5, False), "search common word": (2.5, False),
}  # fmt: skip


def run() -> Iterable[Case]:
    with tempfile.TemporaryDirectory() as folder:
        found = {"autosaves/s": saving(Path(folder))}
    with tempfile.TemporaryDirectory() as folder:
        found |= both_drivers(Path(folder))
    for name in ("plain", "protected"):
        for what, (budget, at_least) in _BUDGETS.items():
            ours, limit = found[what][name]
            yield case(f"store {name}: {what}", ours, limit, budget, "/s" if at_least else "µs", at_least=at_least)
    for what, (_, at_least) in _BUDGETS.items():
        ours, plain = found[what]["protected"][0], found[what]["plain"][0]
        # As time for the same work, whichever way the figure runs.
        first, second = (1e6 / ours, 1e6 / plain) if at_least else (ours, plain)
        yield case(f"store protected against plain: {what}", first, second, 1.6, "µs")
