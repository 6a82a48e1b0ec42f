"""A large export: others go on writing meanwhile, it tells how far it is, and it can be stopped without a trace."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from neksus_desktop.errors import ExchangeStoppedError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage import records, transfers, versions
from neksus_desktop.usecases import decide, export
from neksus_desktop.usecases.export import ExportResult
from neksus_desktop.usecases.verify import verify_file
from tests.exchange.world import World


def _send(world: World, ids: list[RecordId], at: dict[int, Callable[[], object]]) -> ExportResult:
    """Send to Norad; at these numbers of records done something happens, once."""
    told: list[tuple[int, int]] = []

    def watch(done: int, of: int) -> None:
        told.append((done, of))
        at.pop(done, lambda: None)()

    made = export.export_records(world["Juba"], ids, "Norad", world.mail, edition="full", progress=watch)
    assert told[-1] == (len(ids), len(ids))
    return made


def test_others_write_while_files_are_made(world: World) -> None:
    store = world["Juba"].store
    ids = [world.write("Juba") for _ in range(3)]

    def save() -> None:
        assert not store.writing
        with ThreadPoolExecutor(1) as other:
            other.submit(world.change, "Juba", ids[0], note__p1__internal="Skrevet imens").result()

    (file,) = _send(world, ids, {2: save}).files
    world.take("Norad", [file])
    assert world.record("Norad", ids[0]).fields["note/p1/internal"] == "Første tekst"
    assert world.record("Juba", ids[0]).fields["note/p1/internal"] == "Skrevet imens"
    world.pass_on("Juba", "Norad", ids[0])
    assert world.head("Norad", ids[0]) == world.head("Juba", ids[0])
    assert world.record("Norad", ids[0]).fields["note/p1/internal"] == "Skrevet imens"


def test_a_stopped_export_leaves_nothing(world: World) -> None:
    juba, stop = world["Juba"], threading.Event()
    draft, approved = world.write("Juba"), world.write("Juba")
    world.approve("Juba", approved)
    before = world.head("Juba", approved)

    def watch(done: int, _of: int) -> None:
        if done == 1:
            stop.set()

    with pytest.raises(ExchangeStoppedError):
        export.export_records(
            juba, [draft, approved], "Norad", world.mail, edition="full", size_limit=1, progress=watch, cancelled=stop
        )
    assert list(world.mail.iterdir()) == list((juba.folder / export.KEEP).glob("*.json")) == []
    assert transfers.outgoing(juba.store) == []
    assert (world.head("Juba", draft), world.head("Juba", approved)) == (None, before)
    assert versions.versions(juba.store, draft) == []
    assert world.record("Juba", approved).status == "approved"
    assert export.export_records(juba, [draft], "Norad", world.mail, edition="full").sequence == 1


def test_a_file_with_many_parts_stopped_late_takes_the_earlier_ones_back(world: World) -> None:
    ids = [world.write("Juba") for _ in range(3)]
    stop, seen = threading.Event(), list[int]()

    def watch(_done: int, _of: int) -> None:
        seen.append(len(list(world.mail.iterdir())))
        if seen[-1]:
            stop.set()

    with pytest.raises(ExchangeStoppedError):
        export.export_records(
            world["Juba"], ids, "Norad", world.mail, edition="full", size_limit=1, progress=watch, cancelled=stop
        )
    assert max(seen) > 0
    assert list(world.mail.iterdir()) == []


def test_a_number_taken_meanwhile_is_not_given_twice(world: World) -> None:
    ids = [world.write("Juba") for _ in range(2)]
    other = world.write("Juba")
    made = _send(world, ids, {1: lambda: world.send("Juba", "Norad", other)})
    assert made.sequence == 2
    assert [path.name[-11:] for path in sorted(world.mail.iterdir())] == ["000001.json", "000002.json"]
    told = [verify_file(world["Norad"], path) for path in sorted(world.mail.iterdir())]
    assert [(one.state, one.sequence) for one in told] == [("good", 1), ("good", 2)]


def test_a_record_approved_meanwhile_goes_out_approved(world: World) -> None:
    first, second = world.write("Juba"), world.write("Juba")

    def approve() -> None:
        decide.submit(world["Juba"], first)
        decide.approve(world["Juba"], first)

    (file,) = _send(world, [first, second], {2: approve}).files
    world.take("Norad", [file])
    assert world.head("Norad", first) == world.head("Juba", first)
    assert records.load_record(world["Norad"].store, first).status == "approved"
