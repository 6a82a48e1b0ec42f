"""Forms that were installed in the profile, with their source, so that old records can always be shown."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text


class InstalledForm(NamedTuple):
    """One version of a form, without its source."""

    id: str
    version: str
    content_hash: str
    file_name: str
    installed_at: str


def install_form(
    store: Store, form: str, version: str, content_hash: str, file_name: str, source: bytes, now: datetime
) -> None:
    """Keep a form's source; the same id and version again replaces it only while no record answers it."""
    with store.write() as db:
        db.execute(
            """
            INSERT INTO form VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id, version) DO UPDATE SET
              content_hash = ?3, file_name = ?4, source = ?5, installed_at = ?6
              WHERE NOT EXISTS (SELECT 1 FROM record WHERE form_id = ?1 AND form_version = ?2)
            """,
            (form, version, content_hash, file_name, source, to_text(now)),
        )


def in_use(store: Store, form: str, version: str) -> bool:
    """Whether a record answers this version of a form."""
    with store.read() as db:
        query = "SELECT 1 FROM record WHERE form_id = ? AND form_version = ? LIMIT 1"
        return db.execute(query, (form, version)).fetchone() is not None


def installed_forms(store: Store) -> list[InstalledForm]:
    """All installed forms, each form's newest version first."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT id, version, content_hash, file_name, installed_at FROM form
            ORDER BY id, installed_at DESC, version DESC
            """
        ).fetchall()
    return [InstalledForm(*row) for row in rows]


def form_source(store: Store, form: str, version: str | None = None) -> bytes:
    """The source of a form: of one version, or of the one installed last.

    Raises:
        NotFoundError: it is not installed.
    """
    with store.read() as db:
        row = db.execute(
            """
            SELECT source FROM form WHERE id = ?1 AND (?2 IS NULL OR version = ?2)
            ORDER BY installed_at DESC, version DESC LIMIT 1
            """,
            (form, version),
        ).fetchone()
    if row is None:
        raise NotFoundError(kind="form", id=form)
    return bytes(row[0])
