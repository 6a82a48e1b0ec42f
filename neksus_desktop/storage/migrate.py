"""Bringing a database to this program's schema.

Rules kept here:

* migrations are numbered SQL files; each runs in one transaction that ends with its own ``user_version``;
* a database of a newer schema is refused before a byte is written;
* a copy is set aside before the first migration of an existing database; a failed one leaves the file as it was.
"""

from __future__ import annotations

from pathlib import Path

from neksus_desktop.errors import StorageDamagedError, StorageNewerError
from neksus_desktop.storage.connection import Connection, connect, faults_of, translate

MIGRATIONS = Path(__file__).parent / "migrations"
ASIDE = "before-schema-{number}.db"


def known_schema(migrations: Path = MIGRATIONS) -> int:
    """The newest schema this program knows."""
    return max(int(path.stem) for path in migrations.glob("[0-9]*.sql"))


def schema_of(db: Connection) -> int:
    """The schema number a database says it has; 0 when it is empty."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def refuse_unfit(path: Path, key: bytes | None, migrations: Path = MIGRATIONS) -> None:
    """Look at a database without writing to it.

    Raises:
        StorageNewerError: it was made by a newer program.
        StorageDamagedError: it is empty: a file cut to nothing must not be taken for a new profile.
    """
    db = connect(path, key, read_only=True)
    try:
        found = schema_of(db)
    finally:
        db.close()
    known = known_schema(migrations)
    if found > known:
        raise StorageNewerError(found=found, known=known)
    if found == 0:
        raise StorageDamagedError(folder=str(path.parent), detail="empty")


def migrate(db: Connection, path: Path, key: bytes | None, migrations: Path = MIGRATIONS) -> int:
    """Run the migrations that are missing; returns how many ran.

    Raises:
        StorageError: one failed; the database is as it was before that one.
    """
    found, known = schema_of(db), known_schema(migrations)
    if 0 < found < known:
        _set_aside(db, path, key, found)
    for number in range(found + 1, known + 1):
        script = (migrations / f"{number:04}.sql").read_text(encoding="utf-8")
        try:
            db.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
        except faults_of(key) as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise translate(error, path.parent, protected=key is not None) from error
    return known - found


def _set_aside(db: Connection, path: Path, key: bytes | None, found: int) -> None:
    target = path.with_name(ASIDE.format(number=found + 1))
    target.unlink(missing_ok=True)
    copy = connect(target, key)
    try:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        copy.close()
