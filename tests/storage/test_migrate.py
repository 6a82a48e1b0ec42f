"""Bringing old databases up to date: one sample per released schema, all or nothing, a copy set aside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from neksus_desktop.errors import StorageError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.connection import DATABASE, connect
from neksus_desktop.storage.doctor import diagnose
from neksus_desktop.storage.migrate import ASIDE, MIGRATIONS, known_schema, schema_of
from neksus_desktop.storage.records import load_record
from neksus_desktop.storage.search import search
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.store import Store, create_store, open_store

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "stores").glob("schema-*.db"))
KEY = bytes(range(32))
RECORD = RecordId("01kq000000000000000000demo")


def test_every_released_schema_has_its_sample() -> None:
    wanted = {f"schema-{number}{kind}.db" for number in range(1, known_schema() + 1) for kind in ("", "-protected")}
    assert {path.name for path in SAMPLES} == wanted


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_an_old_profile_opens_whole(sample: Path, tmp_path: Path) -> None:
    shutil.copyfile(sample, tmp_path / DATABASE)
    store = open_store(tmp_path, KEY if sample.stem.endswith("protected") else None)
    assert schema_of(store.connection()) == known_schema()
    assert diagnose(store).problems == ()
    assert load_record(store, RECORD).fields["note/p1/internal"] == "Blåbær og konfliktanalyse på Ærøy"
    assert [hit.record for hit in search(store, "analyse").hits] == [RECORD]
    store.close()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_migrated_profile_is_furnished_as_a_new_one(sample: Path, tmp_path: Path) -> None:
    key = KEY if sample.stem.endswith("protected") else None
    shutil.copyfile(sample, tmp_path / DATABASE)
    old, new = open_store(tmp_path, key), create_store(tmp_path / "new", key)
    assert _furniture(old) == _furniture(new)
    old.close()
    new.close()


def _furniture(store: Store) -> set[tuple[str, str]]:
    return set(store.connection().execute("SELECT name, sql FROM sqlite_schema").fetchall())


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A house with one more migration."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    number = known_schema() + 1
    (folder / f"{number:04}.sql").write_text("CREATE TABLE ny (a TEXT) STRICT; INSERT INTO ny VALUES ('æ');")
    return folder


def test_a_migration_runs_once_and_sets_a_copy_aside(store: Store, key: bytes | None, later: Path) -> None:
    set_value(store, "a", "1")
    store.close()
    for _ in range(2):
        again = open_store(store.folder, key, migrations=later)
        assert again.connection().execute("SELECT a FROM ny").fetchall() == [("æ",)]
        assert get_value(again, "a") == "1"
        again.close()
    aside = connect(store.folder / ASIDE.format(number=known_schema() + 1), key, read_only=True)
    assert schema_of(aside) == known_schema()
    assert aside.execute("SELECT value FROM value WHERE name = 'a'").fetchone() == ("1",)
    aside.close()


@pytest.mark.parametrize("fault", ["CREATE TABLE ny (a TEXT);", "INSERT INTO value VALUES ('a', NULL);", "tull"])
def test_a_failed_migration_leaves_all_as_it_was(store: Store, key: bytes | None, later: Path, fault: str) -> None:
    set_value(store, "a", "1")
    store.close()
    path = later / f"{known_schema() + 1:04}.sql"
    path.write_text(path.read_text() + "UPDATE value SET value = '2';" + fault)
    with pytest.raises(StorageError):
        open_store(store.folder, key, migrations=later)
    again = open_store(store.folder, key)
    assert get_value(again, "a") == "1"
    assert schema_of(again.connection()) == known_schema()
    again.close()
