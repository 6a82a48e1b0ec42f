"""The workplace's own keys. In a protected profile the whole database is encrypted, and so are they."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.store import Store

if TYPE_CHECKING:
    from neksus_desktop.records.ids import Thumbprint

KeyUse = Literal["signing", "sealing", "recovery", "approver"]


class KeyRow(NamedTuple):
    """One key. ``private`` is what the bundles room gave; empty for the recovery key, whose secret is on paper."""

    thumbprint: Thumbprint
    use: KeyUse
    label: str
    public_jwk: dict[str, str]
    private: bytes
    created_at: str
    retired_at: str | None = None


def save_key(store: Store, key: KeyRow) -> None:
    """Keep a key, new or changed (retired, wrapped anew)."""
    with store.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO key VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                key.thumbprint, key.use, key.label, json.dumps(key.public_jwk), key.private, key.created_at,
                key.retired_at,
            ),
        )  # fmt: skip


def keys(store: Store, use: KeyUse | None = None) -> list[KeyRow]:
    """Keys of a use (or all), newest first, retired ones last."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT thumbprint, use, label, public_jwk, private, created_at, retired_at FROM key
            WHERE ?1 IS NULL OR use = ?1 ORDER BY retired_at IS NOT NULL, created_at DESC, thumbprint
            """,
            (use,),
        ).fetchall()
    return [
        KeyRow(t, u, label, json.loads(jwk), bytes(private), made, gone)
        for t, u, label, jwk, private, made, gone in rows
    ]


def find_key(store: Store, thumbprint: Thumbprint) -> KeyRow:
    """One key.

    Raises:
        NotFoundError: it is not here.
    """
    for key in keys(store):
        if key.thumbprint == thumbprint:
            return key
    raise NotFoundError(kind="key", id=thumbprint)
