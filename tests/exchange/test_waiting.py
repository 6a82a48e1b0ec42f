"""What was left waiting is remembered with its file until somebody has chosen, by whatever road."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.records.ids import RecordId
from neksus_desktop.usecases import export, import_files
from neksus_desktop.usecases.transfers import transfers
from neksus_desktop.usecases.waiting import KEEP, waiting
from tests.exchange.world import World


def grown_apart(world: World) -> RecordId:
    record = world.write("Juba", {"note/p1/internal": "Felles"})
    world.pass_on("Juba", "Norad", record)
    world.change("Norad", record, note__p1__internal="Norads syn")
    world.change("Juba", record, note__p1__internal="Jubas syn")
    return record


def kept(world: World) -> list[Path]:
    return list((world["Norad"].folder / KEEP).glob("*.json"))


@pytest.mark.parametrize("plain", [False, True])
def test_a_collision_left_open_is_settled_later_without_the_file_it_came_in(world: World, *, plain: bool) -> None:
    record = grown_apart(world)
    (file,) = export.export_records(world["Juba"], [record], "Norad", world.mail, edition="full", plain=plain).files
    told = world.take("Norad", [file])
    world.take("Juba", [receipt.path for receipt in told.receipts if receipt.path])
    assert transfers(world["Juba"]).sent[0].state == "waiting"
    file.unlink()
    (left,) = waiting(world["Norad"])
    assert (left.record, left.sender, left.sequence) == (record, "Juba", 2)
    assert b"Jubas syn" not in left.file.read_bytes()
    received = transfers(world["Norad"]).received[0]
    assert (received.sequence, received.counts) == (2, {"conflict": 1})

    done = world.take("Norad", [left.file], {record: RecordChoice(rest="theirs")})
    assert done.counts == {"merge": 1}
    assert world.record("Norad", record).fields["note/p1/internal"] == "Jubas syn"
    assert (waiting(world["Norad"]), kept(world)) == ((), [])
    assert transfers(world["Norad"]).received[0].counts == {}
    world.take("Juba", [receipt.path for receipt in done.receipts if receipt.path])
    assert transfers(world["Juba"]).sent[0].state == "confirmed"


def test_a_refusal_settles_it_too(world: World) -> None:
    record = grown_apart(world)
    world.take("Norad", world.send("Juba", "Norad", record))
    (left,) = waiting(world["Norad"])
    world.take("Norad", [left.file], {record: RecordChoice("refuse", "Feil avtale")})
    assert (waiting(world["Norad"]), kept(world)) == ((), [])


def test_a_later_file_that_builds_on_it_settles_it(world: World) -> None:
    record = grown_apart(world)
    world.take("Norad", world.send("Juba", "Norad", record))
    world.change("Juba", record, note__p2__internal="Mer")
    world.take("Norad", world.send("Juba", "Norad", record), {record: RecordChoice(rest="mine")})
    assert (waiting(world["Norad"]), kept(world)) == ((), [])


@pytest.mark.parametrize("road", ["a receipt for a later file", "the merged record"])
def test_whoever_sent_it_sees_that_it_was_settled_by_whichever_road(world: World, road: str) -> None:
    def take_home(done: import_files.ImportResult) -> None:
        world.take("Juba", [receipt.path for receipt in done.receipts if receipt.path])

    record = grown_apart(world)
    waits = world.take("Norad", world.send("Juba", "Norad", record))
    take_home(waits)
    assert transfers(world["Juba"]).sent[0].state == "waiting"
    if road == "the merged record":
        (left,) = waiting(world["Norad"])
        world.take("Norad", [left.file], {record: RecordChoice(rest="theirs")})
        world.take("Juba", world.send("Norad", "Juba", record))
    else:
        world.change("Juba", record, note__p2__internal="Mer")
        take_home(world.take("Norad", world.send("Juba", "Norad", record), {record: RecordChoice(rest="mine")}))
    sent = [one for one in transfers(world["Juba"]).sent if one.kind == "records"]
    assert {one.state for one in sent} == {"confirmed"}
    take_home(waits)
    assert {one.state for one in transfers(world["Juba"]).sent if one.kind == "records"} == {"confirmed"}, "told later"


def test_what_still_waits_after_a_second_look_is_told_once(world: World) -> None:
    record = grown_apart(world)
    world.take("Norad", world.send("Juba", "Norad", record))
    for _ in range(2):
        (left,) = waiting(world["Norad"])
        plan = import_files.plan_import(world["Norad"], [left.file])
        assert [item.action for item in plan.items] == ["conflict"]
        world.take("Norad", [left.file])


def test_what_is_being_typed_travels_with_a_draft(world: World) -> None:
    from neksus_desktop.usecases.autosave import keep_typing

    record = world.write("Juba", {"note/p1/internal": "Felles"})
    keep_typing(world["Juba"], record, {"note/p1/internal": "Felles og litt t"})
    (shown,) = export.preview(world["Juba"], [record], "full")
    assert shown.fields["note/p1/internal"] == "Felles og litt t"
    world.pass_on("Juba", "Norad", record)
    assert world.record("Norad", record).fields["note/p1/internal"] == "Felles og litt t"
    assert world.record("Juba", record).fields["note/p1/internal"] == "Felles og litt t"
