"""After every key is lost the printed code brings back what was sent; and what was deleted stays away."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.errors import StorageRecoveryCodeError
from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.storage import records, retention
from neksus_desktop.usecases import export, import_files, keys
from neksus_desktop.usecases.profile import create_profile
from tests.exchange.world import World
from tests.support.samples import invented_record


def test_the_printed_code_opens_everything_ever_sent(world: World, tmp_path: Path) -> None:
    lost, code = create_profile(tmp_path / "tapt", role="post", name="Amman", invented=True, clock=world.clock)
    keys.trust_card(lost, world.card("Norad"))
    record = invented_record({"note/p1/internal": "Det som ble skrevet"})
    records.create_record(lost.store, record, role=lost.role, now=lost.now())
    (sent,) = export.export_records(lost, [record.id], "Norad", world.mail, edition="full").files
    lost.close()
    fresh, other_code = create_profile(tmp_path / "ny", role="post", name="Amman", invented=True, clock=world.clock)
    try:
        plan = import_files.plan_import(fresh, [sent], recovery_code=code)
        done = import_files.apply_import(fresh, plan)
        assert (done.counts, done.receipts) == ({"new": 1}, ())
        assert records.load_record(fresh.store, record.id).fields == record.fields
        assert import_files.plan_import(fresh, [sent]).refused
        assert import_files.plan_import(fresh, [sent], recovery_code=other_code).refused
        with pytest.raises(StorageRecoveryCodeError):
            import_files.plan_import(fresh, [sent], recovery_code=code[:-1] + ("2" if code[-1] != "2" else "3"))
    finally:
        fresh.close()


def test_a_record_deleted_here_comes_back_only_when_somebody_says_so(world: World) -> None:
    record = world.write("Juba")
    files = world.send("Juba", "Norad", record)
    world.take("Norad", files)
    norad = world["Norad"]
    retention.mark_filed(norad.store, record, "26/1234-5", role=norad.role, now=norad.now())
    retention.erase_record(norad.store, record, role=norad.role, now=norad.now(), sign=lambda _statement: "")
    (item,) = import_files.plan_import(norad, files).items
    assert (item.action, item.code) == ("refused", "plan_deleted_here")
    assert world.take("Norad", files).counts == {"refused": 1}
    assert not records.record_exists(norad.store, record)
    assert world.take("Norad", files, {record: RecordChoice()}).counts == {"new": 1}
