"""Stores for tests: every test that takes ``key`` or ``store`` runs on both drivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from neksus_desktop.storage.store import Store, create_store

RAW_KEY = bytes(range(32))
NOW = datetime(2026, 11, 23, 14, 30, 0, 123000, tzinfo=timezone(timedelta(hours=3)))


@pytest.fixture(params=[None, RAW_KEY], ids=["plain", "protected"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    found: bytes | None = request.param
    return found


@pytest.fixture
def store(tmp_path: Path, key: bytes | None) -> Iterator[Store]:
    made = create_store(tmp_path / "profil", key)
    yield made
    made.close()


@pytest.fixture
def now() -> datetime:
    assert NOW.astimezone(UTC).hour == 11
    return NOW
