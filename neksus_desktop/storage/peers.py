"""Other workplaces whose cards are trusted, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.store import Store

if TYPE_CHECKING:
    from neksus_desktop.records.ids import Thumbprint


class PeerRow(NamedTuple):
    """A trusted workplace. Times are UTC texts; ``source`` says whether it was compared here or vouched for."""

    card_json: str
    thumbprint: Thumbprint
    name: str
    role: str
    trusted_at: str
    source: Literal["card", "roster"]
    valid_from: str
    revoked_at: str | None = None
    revoked_reason: str = ""


_SELECT = """
    SELECT card_json, thumbprint, name, role, trusted_at, source, valid_from, revoked_at, revoked_reason FROM peer
"""


def save_peer(store: Store, peer: PeerRow) -> None:
    """Keep a workplace, new or changed."""
    with store.write() as db:
        db.execute(
            """
            INSERT OR REPLACE INTO peer
              (card_json, thumbprint, name, role, trusted_at, source, valid_from, revoked_at, revoked_reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            peer,
        )


def peers(store: Store) -> list[PeerRow]:
    """All workplaces by name."""
    with store.read() as db:
        rows = db.execute(_SELECT + "ORDER BY name COLLATE NOCASE, thumbprint").fetchall()
    return [PeerRow(*row) for row in rows]


def find_peer(store: Store, name_or_thumbprint: str) -> PeerRow:
    """The workplace of this name or thumbprint; one not revoked and trusted last comes first.

    Raises:
        NotFoundError: there is none.
    """
    with store.read() as db:
        row = db.execute(
            _SELECT
            + """
            WHERE thumbprint = ?1 OR name = ?1 COLLATE NOCASE
            ORDER BY thumbprint = ?1 DESC, revoked_at IS NOT NULL, trusted_at DESC LIMIT 1
            """,
            (name_or_thumbprint,),
        ).fetchone()
    if row is None:
        raise NotFoundError(kind="workplace", id=name_or_thumbprint)
    return PeerRow(*row)
