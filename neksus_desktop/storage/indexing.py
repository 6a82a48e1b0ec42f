"""Keeping the search index in step with the fields.

Rules kept here:

* saving a field only notes that it changed, together with the text the index still holds (``search_pending``), so
  that typing stays one small write; ``flush`` brings the index up to date before a search;
* a new record's fields and subject are indexed in the same write, at its end or when there are enough of them
  (``settle``): what FTS5 and the word list do costs half for many texts at once; whoever asks the index or takes
  something out of it inside a write settles first;
* the index holds folded words only; it can be thrown away and built anew from the fields (``rebuild``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial

from neksus_desktop.storage.connection import Connection
from neksus_desktop.storage.folding import SHORTEST, Pieces, folded, index_pieces, spellings
from neksus_desktop.storage.store import ForIndex, Store

_PART_OF = 7
"""Shorter words are not taken for compounds."""
_SEEN_AT_MOST = 200_000
_WAITING_AT_MOST = 250_000
"""So many characters are indexed together."""


def note_change(db: Connection, nr: int, path: str, indexed: str) -> None:
    """Remember that a field changed; ``indexed`` is the value it had, kept only the first time."""
    db.execute("INSERT OR IGNORE INTO search_pending (nr, path, indexed) VALUES (?, ?, ?)", (nr, path, indexed))


def index_new(store: Store, db: Connection, fields: Iterable[tuple[int, str, str]]) -> None:
    """Have fields that the index has not seen indexed in the write that is open: ``(nr, path, value)``."""
    found = [(nr, value) for nr, path, value in fields if len(value) >= SHORTEST[path]]
    if found:
        _add(store, db, store.for_index.fields, found)


def index_subject(store: Store, db: Connection, nr: int, old: str | None, new: str) -> None:
    """Have a subject's texts indexed in the write that is open; ``old`` are the texts the index holds."""
    if old is not None:
        forget_subject(store, db, nr, old)
    _add(store, db, store.for_index.subjects, [(nr, new)])


def _add(store: Store, db: Connection, waiting: list[tuple[int, str]], found: list[tuple[int, str]]) -> None:
    if not store.for_index:
        store.before_commit(partial(settle, store))
    waiting += found
    store.for_index.size += sum([len(text) for _, text in found])
    if store.for_index.size > _WAITING_AT_MOST:
        settle(store, db)


def settle(store: Store, db: Connection) -> None:
    """Index what the write that is open has for the index."""
    if not store.for_index:
        return
    waiting, store.for_index = store.for_index, ForIndex()
    pieces = Pieces()
    for table, rows in (("search", waiting.fields), ("subject_search", waiting.subjects)):
        if rows:
            rows.sort()
            numbers, texts = zip(*rows, strict=True)
            folds, found = index_pieces(texts)
            insert = f"INSERT INTO {table} (rowid, words) VALUES (?, ?)"  # noqa: S608  # our names
            db.executemany(insert, zip(numbers, folds, strict=True))
            pieces |= found
    store.spellings = {}
    _learn(store, db, pieces)


def forget_subject(store: Store, db: Connection, nr: int, old: str) -> None:
    """Take a subject out of the index."""
    settle(store, db)
    db.execute("INSERT INTO subject_search (subject_search, rowid, words) VALUES ('delete', ?, ?)", (nr, folded(old)))


def forget_fields(store: Store, db: Connection, fields: Iterable[tuple[int, str, str]]) -> None:
    """Take fields out of the index: ``(nr, path, value)`` as the index holds them."""
    settle(store, db)
    rows = [(nr, folded(value)) for nr, path, value in fields if len(value) >= SHORTEST[path]]
    db.executemany("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", rows)


def flush(store: Store) -> int:
    """Index what was saved since the last flush; returns how many fields."""
    if store.writing:
        return flush_in(store, store.connection())
    if not store.index_behind:
        return 0
    store.index_behind = False
    with store.read() as db:
        if db.execute("SELECT 1 FROM search_pending LIMIT 1").fetchone() is None:
            return 0
    with store.write() as db:
        return flush_in(store, db)


def flush_in(store: Store, db: Connection) -> int:
    """The same inside an open transaction."""
    pending = db.execute(
        """
        SELECT p.nr, p.path, p.indexed, f.path, f.value
        FROM search_pending p LEFT JOIN field f ON f.nr = p.nr
        """
    ).fetchall()
    forget_fields(store, db, [(nr, path, was) for nr, path, was, _, _ in pending])
    index_new(store, db, [(nr, path, value) for nr, _, _, path, value in pending if path is not None])
    settle(store, db)
    db.execute("DELETE FROM search_pending")
    return len(pending)


def rebuild(store: Store) -> None:
    """Throw the index away and build it anew from fields and subjects."""
    from neksus_desktop.storage.subjects import search_text

    with store.write() as db:
        settle(store, db)
        db.execute("DELETE FROM search_pending")
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        db.execute("INSERT INTO subject_search (subject_search) VALUES ('delete-all')")
        last = 0
        while rows := db.execute(
            "SELECT nr, path, value FROM field WHERE nr > ? ORDER BY nr LIMIT 5000", (last,)
        ).fetchall():
            index_new(store, db, rows)
            last = rows[-1][0]
        for nr, content in db.execute("SELECT nr, content FROM subject").fetchall():
            index_subject(store, db, nr, None, search_text(content))


def _learn(store: Store, db: Connection, pieces: Pieces) -> None:
    """Keep every word once: a search looks here for words that begin with or hold what was typed."""
    fresh = pieces - store.seen_words
    if not fresh:
        return
    if len(store.seen_words) > _SEEN_AT_MOST:
        store.seen_words.clear()
    store.seen_words |= fresh
    for spelled, word in sorted(spellings(fresh)):
        added = db.execute("INSERT OR IGNORE INTO word (spelled, word) VALUES (?, ?)", (spelled, word))
        if added.rowcount == 1 and _may_be_compound(spelled):
            db.execute("INSERT INTO word_part (rowid, spelled) VALUES (?, ?)", (added.lastrowid, spelled))


def _may_be_compound(word: str) -> bool:
    """Whether a word is looked for by its parts too; a number is found by its beginning only."""
    return len(word) >= _PART_OF and not word.isdecimal()


def forget_words(store: Store, db: Connection, text: str) -> None:
    """Take those words out of the word list that no text has any more."""
    settle(store, db)
    used = "SELECT EXISTS (SELECT 1 FROM {0} WHERE {0} MATCH ?)"
    gone = [
        word
        for word in {word for _, word in spellings(index_pieces([text])[1])}
        if not any(db.execute(used.format(t), (f'"{word}"',)).fetchone()[0] for t in ("search", "subject_search"))
    ]
    rows = db.execute(
        "SELECT nr, spelled FROM word WHERE word IN (SELECT value FROM json_each(?))", (json.dumps(gone),)
    ).fetchall()
    for nr, spelled in rows:
        db.execute("DELETE FROM word WHERE nr = ?", (nr,))
        if _may_be_compound(spelled):
            db.execute("INSERT INTO word_part (word_part, rowid, spelled) VALUES ('delete', ?, ?)", (nr, spelled))
    if rows:
        store.seen_words.clear()
        store.spellings = {}
