"""The door to the database: one program, one writer, whole transactions, the right key, no newer file."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from neksus_desktop import storage
from neksus_desktop.errors import (
    StorageDamagedError,
    StorageError,
    StorageExistsError,
    StorageKeyError,
    StorageLockedError,
    StorageMissingError,
    StorageNewerError,
    StorageRuleError,
)
from neksus_desktop.storage.connection import DATABASE, connect
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.store import Store, create_store, open_store


def test_what_was_written_is_there_after_reopening(store: Store, key: bytes | None) -> None:
    set_value(store, "navn", "Vår stasjon")
    store.close()
    again = open_store(store.folder, key)
    assert get_value(again, "navn") == "Vår stasjon"
    again.close()


def test_every_connection_writes_through_to_the_disk(store: Store) -> None:
    db = store.connection()
    settings = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert settings == ["wal", 2, 1]
    assert db.execute("PRAGMA temp_store").fetchone()[0] == 2


def test_an_error_undoes_the_whole_write(store: Store) -> None:
    def fail() -> None:
        with store.write():
            set_value(store, "a", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert get_value(store, "a") == ""


def test_an_inner_write_is_undone_with_the_outer(store: Store) -> None:
    def fail() -> None:
        with store.write():
            with store.write():
                set_value(store, "a", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert get_value(store, "a") == ""


def test_a_read_sees_one_state_while_another_thread_writes(store: Store) -> None:
    set_value(store, "a", "før")
    with store.read():
        assert get_value(store, "a") == "før"
        writer = threading.Thread(target=set_value, args=(store, "a", "etter"))
        writer.start()
        writer.join()
        assert get_value(store, "a") == "før"
    assert get_value(store, "a") == "etter"


def test_threads_write_one_after_another(store: Store) -> None:
    def add_ten() -> None:
        for _ in range(10):
            with store.write():
                set_value(store, "tall", str(int(get_value(store, "tall") or "0") + 1))

    threads = [threading.Thread(target=add_ten) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert get_value(store, "tall") == "40"


def test_a_second_program_is_told(store: Store, key: bytes | None) -> None:
    with pytest.raises(StorageLockedError):
        open_store(store.folder, key)


def test_the_lock_goes_with_a_killed_program(tmp_path: Path) -> None:
    create_store(tmp_path, None).close()
    code = (
        "import sys; from pathlib import Path; from neksus_desktop.storage.store import open_store\n"
        "store = open_store(Path(sys.argv[1]), None); print('open', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        with pytest.raises(StorageLockedError):
            open_store(tmp_path, None)
        child.kill()
    open_store(tmp_path, None).close()


def test_there_is_nothing_to_open(tmp_path: Path, key: bytes | None) -> None:
    with pytest.raises(StorageMissingError):
        open_store(tmp_path, key)


def test_a_profile_is_never_made_over_another(store: Store, key: bytes | None) -> None:
    store.close()
    with pytest.raises(StorageExistsError):
        create_store(store.folder, key)


def test_a_newer_database_is_refused_untouched(store: Store, key: bytes | None) -> None:
    store.connection().execute("PRAGMA user_version = 99")
    store.close()
    before = (store.folder / DATABASE).read_bytes()
    with pytest.raises(StorageNewerError) as caught:
        open_store(store.folder, key)
    assert caught.value.facts["found"] == 99
    assert (store.folder / DATABASE).read_bytes() == before


def test_the_wrong_key_opens_nothing(tmp_path: Path) -> None:
    create_store(tmp_path, bytes(32)).close()
    with pytest.raises(StorageKeyError):
        open_store(tmp_path, bytes(31) + b"\x01")


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"dette er ingen database" * 400)
    with pytest.raises(StorageDamagedError):
        open_store(tmp_path, None)


def test_a_protected_database_shows_nothing_of_its_contents(tmp_path: Path) -> None:
    store = create_store(tmp_path, bytes(32))
    set_value(store, "hemmelig", "Kilden i Al-Hawta")
    for file in tmp_path.iterdir():
        assert b"Al-Hawta" not in file.read_bytes()
        assert b"SQLite format" not in file.read_bytes()
    store.close()


def test_a_broken_rule_becomes_our_error(store: Store) -> None:
    with pytest.raises(StorageRuleError), store.write() as db:
        db.execute("INSERT INTO working VALUES (999, 'a', 'b', 'c')")


def test_a_closed_store_stays_closed(store: Store) -> None:
    store.close()
    with pytest.raises(StorageError), store.read():
        pass
    assert store.key is None or store.key == bytes(32)


def test_reading_only_changes_no_byte(store: Store, key: bytes | None) -> None:
    set_value(store, "a", "1")
    store.close()
    path = store.folder / DATABASE
    before = path.read_bytes()
    db = connect(path, key, read_only=True)
    assert db.execute("SELECT value FROM value WHERE name = 'a'").fetchone()[0] == "1"
    db.close()
    assert path.read_bytes() == before


def test_no_statement_is_prepared_anew_for_the_sake_of_its_limit() -> None:
    sources = Path(storage.__file__).parent.glob("*.py")
    assert [path.name for path in sources if re.search(r"LIMIT \?(?!\d* \+ 0)", path.read_text(encoding="utf-8"))] == []
