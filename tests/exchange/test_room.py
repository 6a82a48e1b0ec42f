"""A plan holds no more content than there is room for, and taking it in ends in the same state whatever it holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from neksus_desktop.exchange.plan import FilePlan, Room, plan_file
from neksus_desktop.usecases import import_files, keys
from tests.exchange.world import World


def _plan(world: World, file: Path, keep: int) -> FilePlan:
    norad = world["Norad"]
    return plan_file(norad.store, keys.workplace(norad), file, norad.now(), keep=keep)


def test_the_second_file_is_held_only_where_there_is_room(tmp_path: Path) -> None:
    world = World(tmp_path, ("post", "Juba"), ("norad", "Norad"))
    files = []
    for text in ("Første.", "Andre."):
        files += world.send("Juba", "Norad", world.write("Juba", {"note/p1/internal": text}))
    room = Room()
    packed, parsed = room.packed, room.parsed
    first = room.hold(_plan(world, files[0], room.parsed))
    assert first.bundle is not None
    assert room.packed == packed - len(first.bundle.payload)
    assert room.parsed == parsed - first.bundle.kept_bytes < parsed
    room.packed = 1
    second = _plan(world, files[1], room.parsed)
    assert second.bundle is not None
    assert room.hold(second).bundle is None
    assert room.hold(second).items == second.items
    world.close()


def test_what_was_not_held_is_taken_in_alike(tmp_path: Path) -> None:
    world = World(tmp_path, ("post", "Juba"), ("norad", "Norad"), ("post", "Sanaa"))
    record = world.write("Juba", {"note/p1/internal": "Sett fra Juba."})
    files = world.send("Juba", ("Norad", "Sanaa"), record)
    counts = []
    for name, held in (("Norad", True), ("Sanaa", False)):
        plan = import_files.plan_import(world[name], files)
        assert plan.files[0].bundle is not None
        dropped = replace(plan, files=tuple(replace(file, bundle=None) for file in plan.files))
        counts.append(import_files.apply_import(world[name], plan if held else dropped).counts)
    assert counts == [{"new": 1}, {"new": 1}]
    assert world.head("Norad", record) == world.head("Sanaa", record) == world.head("Juba", record)
    assert world.record("Norad", record).fields == world.record("Sanaa", record).fields
    world.close()
