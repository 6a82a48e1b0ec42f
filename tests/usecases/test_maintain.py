"""Safety copies, restoring, and reading and rescuing a damaged profile; on both drivers."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from neksus_desktop.errors import (
    StorageDamagedError,
    StorageDeviceError,
    StorageExistsError,
    StorageLockedError,
    StorageReadOnlyError,
    StorageSnapshotError,
)
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.append_only import deletions_allowed
from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.storage.protection import FILE
from neksus_desktop.storage.records import create_record, load_record, save_fields
from neksus_desktop.storage.snapshots import DAYS_KEPT, Snapshot, to_remove
from neksus_desktop.texts import explain
from neksus_desktop.usecases import maintain
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile
from tests.support.samples import invented_record

PHRASE = "godt bevarte ord"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=[None, PHRASE], ids=["plain", "protected"])
def passphrase(request: pytest.FixtureRequest) -> str | None:
    found: str | None = request.param
    return found


@pytest.fixture
def profile(tmp_path: Path, passphrase: str | None, clock: Clock) -> Iterator[Profile]:
    made, _ = create_profile(
        tmp_path / "p", role="post", name="Oppdiktby", passphrase=passphrase, invented=True, clock=clock
    )
    yield made
    made.close()


def fill(profile: Profile, count: int = 60) -> list[RecordId]:
    """Records large enough to lie on pages of their own."""
    found = []
    for number in range(count):
        record = invented_record({f"note/p{n}/internal": f"tekst {number}.{n} " * 40 for n in range(6)})
        create_record(profile.store, record, role="r", now=profile.now())
        found.append(record.id)
    return found


def damage(folder: Path, pages: Callable[[int], list[int]]) -> None:
    """Write rubbish over whole pages of the closed database."""
    data = bytearray((folder / DATABASE).read_bytes())
    for page in pages(len(data) // 4096):
        data[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    (folder / DATABASE).write_bytes(data)


def test_a_sound_profile_is_found_sound(profile: Profile) -> None:
    fill(profile, 3)
    found = maintain.examine(profile)
    assert found.sound
    assert found.checked == {"records": 3, "changes": 18, "versions": 0}


def test_tampering_is_found(profile: Profile) -> None:
    record = fill(profile, 2)[1]
    with profile.store.write() as db, deletions_allowed(db):
        db.execute("DROP TRIGGER change_fixed")
        db.execute("UPDATE change SET new = 'x' WHERE record = 2 AND seq = 4")
    found = maintain.examine(profile)
    assert not found.sound
    assert found.faults == (f"chain {record} 4",)


def test_a_copy_is_sound_and_can_be_restored(profile: Profile, passphrase: str | None, clock: Clock) -> None:
    record = fill(profile, 1)[0]
    maintain.back_up(profile)
    clock.moment += timedelta(hours=1)
    save_fields(profile.store, record, {"/data/a": "etter kopien"}, role="r", now=profile.now())
    copies = maintain.snapshots(profile.folder)
    assert [(copy.made_at, copy.reason) for copy in copies] == [(NOW, "manual")]
    with pytest.raises(StorageLockedError):
        maintain.restore(profile.folder, copies[0].name, passphrase, clock=clock)
    profile.close()
    aside = maintain.restore(profile.folder, copies[0].name, passphrase, clock=clock)
    assert (aside / DATABASE).is_file()
    again = open_profile(profile.folder, passphrase)
    assert "/data/a" not in load_record(again.store, record).fields
    again.close()


def test_a_copy_is_made_while_others_write(profile: Profile) -> None:
    records = fill(profile, 40)
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            save_fields(profile.store, records[0], {"/data/a": str(number)}, role="r", now=profile.now())

    writer = threading.Thread(target=write)
    writer.start()
    path = maintain.back_up(profile)
    done.set()
    writer.join()
    assert path is not None
    assert path.is_file()


def test_a_copy_can_be_broken_off(profile: Profile) -> None:
    fill(profile, 5)
    stop = threading.Event()
    stop.set()
    assert maintain.back_up(profile, cancelled=stop) is None
    assert maintain.snapshots(profile.folder) == []


def test_a_copy_is_due_after_half_an_hour_and_when_the_clock_went_back(profile: Profile, clock: Clock) -> None:
    assert maintain.back_up_when_due(profile) is not None
    clock.moment += timedelta(minutes=29)
    assert maintain.back_up_when_due(profile) is None
    clock.moment += timedelta(minutes=1)
    assert maintain.back_up_when_due(profile) is not None
    clock.moment -= timedelta(days=400)
    assert maintain.back_up_when_due(profile) is not None


def test_a_bad_copy_is_never_restored(profile: Profile, passphrase: str | None) -> None:
    fill(profile)
    path = maintain.back_up(profile)
    assert path is not None
    profile.close()
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096, 3):
        data[page * 4096 : page * 4096 + 64] = b"\xa5" * 64
    path.write_bytes(data)
    before = (profile.folder / DATABASE).read_bytes()
    with pytest.raises(StorageSnapshotError):
        maintain.restore(profile.folder, path.name, passphrase)
    with pytest.raises(StorageSnapshotError):
        maintain.restore(profile.folder, "finnes-ikke.db", passphrase)
    assert (profile.folder / DATABASE).read_bytes() == before


def test_ten_newest_and_one_a_day_are_kept() -> None:
    copies = [Snapshot(f"{n}", NOW - timedelta(hours=n * 6), "auto", 10) for n in range(200)]
    gone = to_remove(copies, NOW)
    kept = [copy for copy in copies if copy not in gone]
    assert kept[:10] == copies[:10]
    assert len({copy.made_at.date() for copy in kept[10:]}) == len(kept[10:])
    assert all(NOW - copy.made_at < timedelta(days=DAYS_KEPT) for copy in kept[10:])
    assert len(kept) == 10 + 28


def test_the_size_limit_spares_the_newest() -> None:
    copies = [Snapshot(f"{n}", NOW - timedelta(hours=n), "auto", 100) for n in range(5)]
    assert [copy.name for copy in copies if copy not in to_remove(copies, NOW, 250)] == ["0", "1"]
    assert to_remove(copies[:1], NOW, 1) == []


def test_a_damaged_profile_is_read_from_its_newest_copy(profile: Profile, passphrase: str | None, clock: Clock) -> None:
    old = fill(profile, 1)[0]
    maintain.back_up(profile)
    clock.moment += timedelta(minutes=5)
    fill(profile, 1)
    profile.close()
    damage(profile.folder, lambda count: [0, count // 2])
    with pytest.raises(StorageDamagedError):
        open_profile(profile.folder, passphrase)
    copy, loss = maintain.open_newest_copy(profile.folder, passphrase, clock=clock)
    assert loss == maintain.Loss(NOW, (), readable=False)
    assert load_record(copy.store, old).fields
    with pytest.raises(StorageReadOnlyError):
        save_fields(copy.store, old, {"/data/a": "1"}, role="r", now=clock())
    copy.close()


def test_what_the_copy_lacks_is_named_when_it_can_be(profile: Profile, passphrase: str | None, clock: Clock) -> None:
    fill(profile, 1)
    maintain.back_up(profile)
    clock.moment += timedelta(minutes=5)
    newer = fill(profile, 1)
    profile.close()
    copy, loss = maintain.open_newest_copy(profile.folder, passphrase, clock=clock)
    assert loss.records == tuple(newer)
    copy.close()


@pytest.mark.parametrize("start", [0, 1, 2])
def test_every_readable_row_is_rescued(profile: Profile, passphrase: str | None, tmp_path: Path, start: int) -> None:
    records = fill(profile)
    profile.close()
    whole = {}
    before = open_profile(profile.folder, passphrase)
    for record in records:
        whole[record] = load_record(before.store, record)
    before.close()
    damage(profile.folder, lambda count: list(range(60 + start, count, 29)))
    found = maintain.repair(profile.folder, tmp_path / "berget", passphrase)
    assert found.broken_ranges > 0
    again = open_profile(tmp_path / "berget", passphrase)
    faults = [fault for fault in maintain.examine(again).faults if not fault.startswith("head")]
    assert faults == []
    assert found.records >= len(records) * 0.6
    rescued = sum(
        load_record(again.store, record).fields == whole[record].fields for record in records if _has(again, record)
    )
    assert rescued >= len(records) * 0.4
    again.close()


def _has(profile: Profile, record: RecordId) -> bool:
    with profile.store.read() as db:
        return db.execute("SELECT 1 FROM record WHERE id = ?", (record,)).fetchone() is not None


def test_lost_fields_come_back_out_of_the_log(profile: Profile, passphrase: str | None, tmp_path: Path) -> None:
    """The first page of the table of fields is lost, and with it the whole table; the log still has every text."""
    records = fill(profile, 5)
    root = profile.store.connection().execute("SELECT rootpage FROM sqlite_schema WHERE name = 'field'").fetchone()[0]
    whole = {record: load_record(profile.store, record) for record in records}
    profile.close()
    damage(profile.folder, lambda _: [root - 1])
    found = maintain.repair(profile.folder, tmp_path / "berget", passphrase)
    assert found.rescued["field"] == 0
    assert found.restored == 30
    again = open_profile(tmp_path / "berget", passphrase)
    assert {record: load_record(again.store, record) for record in records} == whole
    assert maintain.examine(again).sound
    again.close()


def test_a_copy_elsewhere_can_be_opened_when_this_machine_is_lost(
    profile: Profile, passphrase: str | None, tmp_path: Path
) -> None:
    (record,) = fill(profile, 1)
    stick = tmp_path / "minnepinne"
    stick.mkdir()
    made = maintain.back_up(profile, destination=stick / "kopi.db")
    assert made is not None
    profile.close()
    shutil.rmtree(profile.folder)
    new = tmp_path / "ny"
    new.mkdir()
    for path in stick.iterdir():
        path.replace(new / (FILE if path.name.endswith(FILE) else DATABASE))
    again = open_profile(new, passphrase)
    assert load_record(again.store, record).fields["note/p0/internal"].startswith("tekst 0.0")
    again.close()


def test_a_rescue_takes_kept_files_along(profile: Profile, passphrase: str | None, tmp_path: Path) -> None:
    fill(profile, 1)
    for name in ("outbox", "inbox"):
        (profile.folder / name).mkdir()
        (profile.folder / name / "ab.json").write_bytes(b"{}")
    profile.close()
    maintain.repair(profile.folder, tmp_path / "berget", passphrase)
    assert [(tmp_path / "berget" / name / "ab.json").exists() for name in ("outbox", "inbox")] == [True, True]


@pytest.mark.parametrize("size", [0, 1, 15, 100])
def test_a_database_cut_to_nothing_is_damage_and_no_new_profile(
    profile: Profile, passphrase: str | None, tmp_path: Path, size: int
) -> None:
    fill(profile, 1)
    profile.close()
    path = profile.folder / DATABASE
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(StorageDamagedError):
        open_profile(profile.folder, passphrase)
    assert path.stat().st_size == size
    with pytest.raises(StorageDamagedError) as told:
        maintain.repair(profile.folder, tmp_path / "berget", passphrase)
    assert "neksus restore" in explain("nb", told.value).do


def test_a_database_that_lost_its_end_is_rescued_up_to_there(
    profile: Profile, passphrase: str | None, tmp_path: Path
) -> None:
    records = fill(profile)
    profile.close()
    path = profile.folder / DATABASE
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096])
    with pytest.raises(StorageDamagedError):
        open_profile(profile.folder, passphrase)
    found = maintain.repair(profile.folder, tmp_path / "berget", passphrase)
    assert found.records >= len(records) * 0.2
    again = open_profile(tmp_path / "berget", passphrase)
    assert [fault for fault in maintain.examine(again).faults if not fault.startswith("head")] == []
    again.close()


def test_a_rescued_profile_opens_when_its_wrapped_key_was_damaged_too(
    profile: Profile, passphrase: str | None, tmp_path: Path
) -> None:
    fill(profile, 1)
    profile.close()
    (profile.folder / FILE).write_text("{", encoding="utf-8")
    maintain.repair(profile.folder, tmp_path / "berget", passphrase)
    open_profile(tmp_path / "berget", passphrase).close()


def test_a_copy_never_goes_over_the_profile_itself(profile: Profile, tmp_path: Path) -> None:
    with pytest.raises(StorageExistsError):
        maintain.back_up(profile, destination=profile.folder / DATABASE)
    made = maintain.back_up(profile, destination=tmp_path)
    assert made is not None
    assert made.parent == tmp_path
    (profile.folder / "snapshots").rename(tmp_path / "borte")
    (profile.folder / "snapshots").write_bytes(b"")
    with pytest.raises(StorageDeviceError):
        maintain.back_up(profile)
