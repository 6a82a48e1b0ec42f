"""Attachments between workplaces: small ones inside, large ones after, in any order, never half, never unasked."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from neksus_desktop.bundles.payload import AttachmentPart
from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.records.attachment import STEP, AttachmentFacts, attached, attachment_fields
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage import attachment_parts
from neksus_desktop.usecases import attachments, export, import_files
from neksus_desktop.usecases.outbox import new_files, resend
from neksus_desktop.usecases.records import save_fields
from neksus_desktop.usecases.transfers import transfers
from tests.exchange.world import World
from tests.storage.test_pictures import SECRET, picture


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def keep(world: World, name: str, record: RecordId, data: bytes, file: str = "notat.bin") -> AttachmentFacts:
    """A file as the ground's own control keeps it."""
    profile = world[name]
    taken = [one.name for one in attached(world.record(name, record).fields)]
    with profile.store.write():
        facts = attachments.keep(profile, record, data, point="p1", owner="", name=file, taken=taken)
        save_fields(profile, record, attachment_fields(facts))
    return facts


def send(world: World, *ids: RecordId, to: str = "Norad", limit: int = 400_000) -> list[Path]:
    return list(
        export.export_records(world["Juba"], ids, to, world.mail, edition="full", size_limit=limit).files
    )  # fmt: skip


def here(world: World, name: str, record: RecordId) -> list[bool]:
    return [one.here for one in attachments.attachments(world[name], record)]


def same(world: World, name: str, facts: AttachmentFacts, data: bytes) -> bool:
    return attachments.read(world[name], facts.id) == data


def receipts(world: World, done: import_files.ImportResult) -> None:
    world.take("Juba", [one.path for one in done.receipts if one.path])


@pytest.mark.parametrize("size", [0, 1, STEP - 1, STEP, STEP + 1, 3 * STEP])
def test_a_small_file_travels_with_its_record(world: World, size: int) -> None:
    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(size))
    (file,) = send(world, record, limit=5_000_000)
    done = world.take("Norad", [file])
    assert done.counts == {"new": 1}
    assert same(world, "Norad", facts, noise(size))
    assert attached(world.record("Norad", record).fields) == (facts,)


@pytest.mark.parametrize("size", [10, 900_000])
def test_the_same_file_kept_in_two_places_travels_once(world: World, size: int) -> None:
    record = world.write("Juba")
    kept = [keep(world, "Juba", record, noise(size)) for _place in range(2)]
    world.take("Norad", send(world, record))
    assert all(same(world, "Norad", facts, noise(size)) for facts in kept)
    assert here(world, "Norad", record) == [True, True]


def test_a_file_that_the_recipient_has_is_there_in_a_new_place_too(world: World) -> None:
    record = world.write("Juba")
    keep(world, "Juba", record, noise(100_000))
    receipts(world, world.take("Norad", send(world, record)))
    again = keep(world, "Juba", record, noise(100_000))
    files = send(world, record)
    assert sum(path.stat().st_size for path in files) < 50_000, "what the recipient has does not go again"
    world.take("Norad", files)
    assert same(world, "Norad", again, noise(100_000))


def test_large_files_follow_and_each_file_keeps_to_the_limit(world: World) -> None:
    first, second = world.write("Juba"), world.write("Juba")
    large, small = noise(900_000, 1), noise(20_000)
    kept = [(first, keep(world, "Juba", first, large)), (second, keep(world, "Juba", second, small))]
    files = send(world, first, second)
    assert len(files) > 4
    assert max(path.stat().st_size for path in files) <= 400_000
    assert [path.stat().st_size < 100_000 for path in files][:2] == [True, False], "the records come first"
    plan = import_files.plan_import(world["Norad"], files[:1])
    assert [(item.code, item.facts) for item in plan.items if item.code] == [("plan_awaits_attachments", {"count": 1})]
    assert not [item for item in import_files.plan_import(world["Norad"], files).items if item.awaiting]
    world.take("Norad", files)
    for (record, facts), data in zip(kept, (large, small), strict=True):
        assert same(world, "Norad", facts, data)
        assert here(world, "Norad", record) == [True]
    assert transfers(world["Norad"]).awaiting == ()


@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_again_and_again_the_end_is_the_same(world: World, seed: int) -> None:
    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(500_000))
    files = send(world, record)
    order = [*files, *files[1:]]
    random.Random(seed).shuffle(order)
    arrived: set[Path] = set()
    for file in order:
        world.take("Norad", [file])
        arrived.add(file)
        assert here(world, "Norad", record) == [arrived >= set(files[1:])], "whole at once, never half"
    assert same(world, "Norad", facts, noise(500_000))
    assert world.take("Norad", [files[2]]).counts == {"have": 1}


def test_half_a_file_is_nobodys_to_see_and_the_window_says_what_it_waits_for(world: World) -> None:
    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(500_000))
    files = send(world, record)
    done = world.take("Norad", files[:-1])
    assert here(world, "Norad", record) == [False]
    (waits,) = transfers(world["Norad"]).awaiting
    assert (waits.record, waits.title, waits.count) == (record, "Vann og mekling mellom landsbyer", 1)
    receipts(world, done)
    (asked,) = transfers(world["Juba"]).asked_for
    assert (asked.record, asked.name, asked.count) == (record, "Norad", 1)
    plan = import_files.plan_import(world["Norad"], files[-1:])
    assert [(item.action, item.code) for item in plan.items] == [("update", "plan_attachments")]
    receipts(world, world.take("Norad", files[-1:]))
    assert same(world, "Norad", facts, noise(500_000))
    assert (transfers(world["Norad"]).awaiting, transfers(world["Juba"]).asked_for) == ((), ())


def test_a_lost_file_is_sent_again_and_so_is_what_was_asked_for(world: World, tmp_path: Path) -> None:
    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(500_000))
    files = send(world, record)
    receipts(world, world.take("Norad", [files[0], *files[2:]]))
    assert transfers(world["Norad"]).missing[0].numbers == (2,)
    sent = next(one for one in transfers(world["Juba"]).sent if one.sequence == 2)
    assert resend(world["Juba"], sent.id, tmp_path).read_bytes() != files[1].read_bytes(), "sealed anew"
    again = send(world, record)
    world.take("Norad", again)
    assert same(world, "Norad", facts, noise(500_000))


def test_what_the_recipient_has_does_not_go_again(world: World) -> None:
    record = world.write("Juba")
    keep(world, "Juba", record, noise(500_000))
    receipts(world, world.take("Norad", send(world, record)))
    world.change("Juba", record, note__p1__internal="Endret")
    (file,) = send(world, record)
    assert file.stat().st_size < 20_000
    receipts(world, world.take("Norad", [file]))
    assert here(world, "Norad", record) == [True]
    assert len(send(world, record, to="Nairobi")) > 1, "another recipient has it not"


@pytest.mark.parametrize("edition", ["shareable", "anonymised"])
def test_a_lesser_edition_has_no_attachments_unless_chosen(world: World, edition: str) -> None:
    record = world.write("Juba")
    juba, nairobi = world["Juba"], world["Nairobi"]
    with juba.store.write():
        facts = attachments.keep(
            juba, record, picture("JPEG"), point="p1", owner="", name="Partner X i landsbyen.jpg", keep_metadata=True
        )
        save_fields(juba, record, attachment_fields(facts))
    for number, chosen in enumerate((None, True)):
        files = export.export_records(
            juba, [record], "Nairobi", world.mail, edition=edition, attachments=chosen  # type: ignore[arg-type]
        ).files  # fmt: skip
        world.change("Juba", record, note__p1__internal=f"Endret {number}")
        world.take("Nairobi", list(files))
        seen = attachments.attachments(nairobi, record)
        if chosen is None:
            assert seen == []
            continue
        ((found, whole, _),) = seen
        assert whole
        assert (found.name, found.id == facts.id) == ("vedlegg-1.jpg", False)
        assert SECRET.encode() not in attachments.read(nairobi, found.id)


def test_a_point_that_gives_nothing_away_keeps_its_attachments(world: World) -> None:
    record = world.write("Juba", {"note/p1/internal": "x", "note/p1/shielding": "offl. § 15"})
    keep(world, "Juba", record, noise(100))
    files = export.export_records(
        world["Juba"], [record], "Nairobi", world.mail, edition="shareable", attachments=True
    ).files
    world.take("Nairobi", list(files))
    assert attachments.attachments(world["Nairobi"], record) == []


def test_a_merge_keeps_both_sides_files(world: World) -> None:
    record = world.write("Juba")
    world.pass_on("Juba", "Norad", record)
    mine = keep(world, "Norad", record, noise(300, 2), "bilde.bin")
    theirs = keep(world, "Juba", record, noise(300, 3), "bilde.bin")
    done = world.take("Norad", send(world, record))
    assert done.counts == {"merge": 1}
    assert here(world, "Norad", record) == [True, True]
    assert same(world, "Norad", mine, noise(300, 2))
    assert same(world, "Norad", theirs, noise(300, 3))
    back = export.export_records(world["Norad"], [record], "Juba", world.mail, edition="full").files
    world.take("Juba", list(back))
    assert here(world, "Juba", record) == [True, True]


def test_a_refused_record_leaves_nothing_and_receipts_name_the_files(world: World) -> None:
    record, other = world.write("Juba"), world.write("Juba")
    facts = keep(world, "Juba", record, noise(300_000))
    keep(world, "Juba", other, noise(300))
    files = send(world, record, other)
    world.take("Norad", files, {record: RecordChoice("refuse", "Hører ikke hjemme her")})
    assert world["Norad"].store.connection().execute("SELECT count(*) FROM chunk").fetchone()[0] == 1
    done = world.take("Nairobi", send(world, record, to="Nairobi")[:2])
    answer = next(one for one in done.receipts if one.path)
    plan = import_files.plan_import(world["Juba"], [answer.path] if answer.path else [])
    assert plan.files[0].bundle is not None
    (told,) = {
        (item.attachments, item.missing) for entry in plan.files[0].bundle.entries() for item in entry.content.items
    }
    assert told == ((), (facts.digest,))


def test_pieces_that_a_record_no_longer_waits_for_are_let_go(world: World) -> None:
    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(500_000))
    world.take("Norad", send(world, record)[:2])
    chunks = "SELECT count(*) FROM chunk"
    assert world["Norad"].store.connection().execute(chunks).fetchone()[0] > 0
    attachments.detach(world["Juba"], record, facts.id)
    world.take("Norad", send(world, record))
    assert world["Norad"].store.connection().execute(chunks).fetchone()[0] == 0
    assert transfers(world["Norad"]).awaiting == ()


def test_wrong_bytes_from_another_file_are_never_taken_for_the_right_ones(world: World) -> None:
    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(200_000))
    files = send(world, record, limit=250_000)
    world.take("Norad", files[:1])
    norad = world["Norad"]
    for offset in range(0, 200_000, STEP):
        piece = bytes(min(STEP, 200_000 - offset))
        attachment_parts.keep_part(norad.store, record, facts, offset, piece, now=norad.now())
    assert here(world, "Norad", record) == [False]
    world.take("Norad", files[1:])
    assert same(world, "Norad", facts, noise(200_000))


def test_travel_brings_them_along_and_home(world: World, tmp_path: Path) -> None:
    from neksus_desktop.usecases import travel

    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(100_000))
    away, _ = travel.pack(world["Juba"], [record], tmp_path / "reise", "Sju grønne elger i regn 2")
    assert attachments.read(away, facts.id) == noise(100_000)
    world.places["Reise"] = away
    taken = keep(world, "Reise", record, noise(70_000, 5), "felt.bin")
    world.places.pop("Reise").close()
    world.change("Juba", record, note__p1__internal="Endret hjemme")
    travel.merge_back(world["Juba"], tmp_path / "reise", "Sju grønne elger i regn 2")
    assert here(world, "Juba", record) == [True, True]
    assert same(world, "Juba", taken, noise(70_000, 5))


def test_a_shared_folder_brings_the_following_files_too(world: World) -> None:
    record = world.write("Juba")
    facts = keep(world, "Juba", record, noise(500_000))
    send(world, record)
    plan = new_files(world["Norad"], world.mail)
    import_files.apply_import(world["Norad"], plan)
    assert same(world, "Norad", facts, noise(500_000))
    assert new_files(world["Norad"], world.mail).files == ()


def test_a_large_file_does_not_lie_in_memory_of_the_plan(world: World) -> None:
    record = world.write("Juba")
    keep(world, "Juba", record, noise(5_000_000))
    files = send(world, record, limit=5_000_000)
    assert [max(1, round(path.stat().st_size / 1_000_000)) <= 5 for path in files] == [True] * len(files)
    plan = import_files.plan_import(world["Norad"], files)
    bundle = plan.files[-1].bundle
    assert bundle is not None
    parts: Sequence[AttachmentPart] = [
        one.content for one in bundle.entries() if isinstance(one.content, AttachmentPart)
    ]
    assert max(len(one.content) for one in parts) < 400_000
    assert json.loads(parts[0].model_dump_json())["digest"]
