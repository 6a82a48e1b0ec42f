"""The user's settings and single facts about the profile."""

from __future__ import annotations

from neksus_desktop.settings import Settings
from neksus_desktop.storage.store import Store


def load_settings(store: Store) -> Settings:
    """The settings; defaults where nothing is stored."""
    with store.read() as db:
        return Settings.from_strings(dict(db.execute("SELECT name, value FROM setting")))


def save_settings(store: Store, settings: Settings) -> None:
    """Keep the settings."""
    with store.write() as db:
        db.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", settings.to_strings().items())


def get_value(store: Store, name: str) -> str:
    """A fact about the profile; "" when it is not known."""
    with store.read() as db:
        row = db.execute("SELECT value FROM value WHERE name = ?", (name,)).fetchone()
    return "" if row is None else str(row[0])


def set_value(store: Store, name: str, value: str) -> None:
    """Keep a fact about the profile."""
    with store.write() as db:
        db.execute("INSERT OR REPLACE INTO value VALUES (?, ?)", (name, value))
