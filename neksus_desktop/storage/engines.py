"""Which database engines are at hand, for ``neksus --version --json`` and the self-test."""

from __future__ import annotations

import sqlite3


def engine_versions() -> dict[str, str]:
    """Versions of SQLite, SQLCipher, the SQLite inside SQLCipher, and the OpenSSL inside SQLCipher."""
    import sqlcipher3.dbapi2

    db = sqlcipher3.dbapi2.connect(":memory:")
    try:
        inside = db.execute("SELECT sqlite_version()").fetchone()[0]
        cipher = db.execute("PRAGMA cipher_version").fetchone()[0]
        db.execute("PRAGMA key = \"x'" + "00" * 32 + "'\"")
        provider = db.execute("PRAGMA cipher_provider_version").fetchone()[0]
    finally:
        db.close()
    return {
        "sqlite": sqlite3.sqlite_version,
        "sqlcipher": str(cipher),
        "sqlcipher_sqlite": str(inside),
        "sqlcipher_openssl": str(provider),
    }
