"""Attacks on a whole profile: whatever comes, the right refusal, and the database the same byte for byte."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import tracemalloc
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from neksus_desktop.bundles.card import card_file, make_card
from neksus_desktop.bundles.keys import new_sealing_key, new_signing_key
from neksus_desktop.bundles.read import read
from neksus_desktop.bundles.seal import seal, unseal
from neksus_desktop.bundles.strict import parse_object
from neksus_desktop.errors import BundleContentError
from neksus_desktop.exchange.lookalikes import skeleton
from neksus_desktop.exchange.plan import read_file
from neksus_desktop.usecases import attachments, export, import_files, keys
from neksus_desktop.usecases.outbox import resend
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.transfers import transfers
from tests.bundles.making import READER, records, signed, version
from tests.bundles.test_interop import _node
from tests.exchange.world import World

VECTORS = Path(__file__).parents[1] / "data" / "bundles"
YEARS = timedelta(days=50 * 365)


def database(profile: Profile) -> str:
    both = (profile.store.path, profile.store.path.with_name(profile.store.path.name + "-wal"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in both if path.exists())).hexdigest()


def codes(profile: Profile, files: Sequence[Path]) -> list[str]:
    return [file.error.code if file.error else "" for file in import_files.plan_import(profile, files).files]


def test_refused_files_leave_the_database_the_same_byte_for_byte(world: World, tmp_path: Path) -> None:
    norad = world["Norad"]
    (real,) = world.send("Juba", "Norad", world.write("Juba"))
    data, chance = real.read_bytes(), random.Random(7)
    folder = tmp_path / "angrep"
    folder.mkdir()
    for number in range(60):
        at, length = chance.randrange(len(data)), chance.randint(1, 60)
        odd = [b"", data[at : at + length] * 2, b"\xff\x00", b"[" * 3000, b'"alg":"none",', b"9" * 3000][number % 6]
        (folder / f"{number}.json").write_bytes(data[:at] + odd + data[at + length :])
    deep = b'{"payload":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b',"signatures":[]}'
    (folder / "deep.json").write_bytes(deep)
    for vector in VECTORS.glob("*.json"):
        (folder / vector.name).write_bytes(vector.read_bytes())
    (folder / "mappe.json").symlink_to(tmp_path / "finnes-ikke")
    before = database(norad)
    plan = import_files.plan_import(norad, [folder])
    assert database(norad) == before, "planning writes nothing"
    whole = read_file(norad.store, keys.workplace(norad), real, norad.now()).digest
    harmless = [file for file in plan.files if file.error is None]
    assert {file.digest for file in harmless} <= {whole}, "what still opens says what was signed"
    for file in harmless:
        file.path.unlink()
    plan = import_files.plan_import(norad, [folder])
    assert len(plan.items) > len(list(VECTORS.glob("*.json")))
    done = import_files.apply_import(norad, plan)
    assert (set(done.counts), done.receipts) == ({"refused"}, ())
    assert database(norad) == before, "neither does taking in nothing but refused files"
    assert world.take("Norad", [real]).counts == {"new": 1}


def test_a_file_passed_on_under_the_recipients_own_seal_is_refused(world: World) -> None:
    (file,) = world.send("Juba", "Norad", world.write("Juba"))
    inner = unseal(parse_object(file.read_bytes()), keys.workplace(world["Norad"]).opening)
    for name, content in (("forseglet", seal(inner, [world["Nairobi"].card.sealing])), ("apen", inner)):
        replayed = world.mail / f"{name}.json"
        replayed.write_bytes(content)
        assert codes(world["Nairobi"], [replayed]) == ["bundle_recipient"]
    assert codes(world["Nairobi"], [file]) == ["bundle_seal"]


@pytest.mark.parametrize("years", [YEARS, -YEARS])
def test_a_senders_clock_fifty_years_off_is_told_and_nothing_is_lost(world: World, years: timedelta) -> None:
    record = world.write("Juba")
    right = world.clock.at
    world.clock.at += years
    files = world.send("Juba", "Norad", record)
    world.clock.at = right
    assert codes(world["Norad"], files) == ["bundle_clock"]
    assert world.take("Norad", world.send("Juba", "Norad", record)).counts == {"new": 1}
    assert transfers(world["Norad"]).missing[0].numbers == (1,)


@pytest.mark.parametrize(("years", "code"), [(YEARS, ""), (-YEARS, "bundle_clock")])
def test_a_readers_clock_fifty_years_off(world: World, years: timedelta, code: str) -> None:
    files = world.send("Juba", "Norad", world.write("Juba"))
    world.clock.at += years
    assert codes(world["Norad"], files) == [code]


def test_keys_that_are_revoked_or_not_valid_any_more_refuse(world: World) -> None:
    from neksus_desktop.usecases.roster import revoke

    record = world.write("Juba")
    before = world.send("Juba", "Norad", record)
    revoke(world["Norad"], "Juba", "Stjålet maskin")
    after = world.send("Juba", "Norad", record)
    assert (codes(world["Norad"], before), codes(world["Norad"], after)) == ([""], ["bundle_revoked"])


def test_a_program_in_another_language_sends_and_we_take_it_in_and_answer(world: World) -> None:
    signing, sealing = new_signing_key(), new_sealing_key()
    norad = world["Norad"]
    card = make_card("post", "Et annet program", signing, sealing, invented=True)
    world.card("annet").write_bytes(card_file(card, signing))
    keys.trust_card(norad, world.card("annet"))
    drawing = random.Random(5).randbytes(2_500_000)
    kept = {"id": "kart-1", "owner": "", "point": "p1", "name": "kart.bin", "media_type": "application/octet-stream"}
    made = _node(
        "make.mjs",
        {
            "signing": json.loads(signing.private), "sealing": json.loads(sealing.private),
            "to": norad.card.model_dump(mode="json"), "record": json.loads(version().canonical()),
            "made_at": "2026-11-23T13:30:00Z",
            "files": [kept | {"content": base64.b64encode(drawing).decode()}],
        },
    )  # fmt: skip
    file = world.mail / "annet.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    done = world.take("Norad", [file])
    assert done.counts == {"new": 1}
    assert attachments.read(norad, "kart-1") == drawing
    answer = _node("open.mjs", {"file": done.receipts[0].content.decode(), "sealing": json.loads(sealing.private)})
    (told,) = [line["content"] for line in answer["lines"] if line["name"] == "receipt"]
    digest = hashlib.sha256(drawing).hexdigest()
    assert [(item["result"], item["attachments"]) for item in told["items"]] == [("accepted", [digest])]
    back = export.export_records(
        norad, [told["items"][0]["record"]], card.name, world.mail, edition="full", attachments=True
    )
    found = [_node("open.mjs", {"file": one.read_text(), "sealing": json.loads(sealing.private)}) for one in back.files]
    assert [one["files"] for one in found if one["files"]] == [{digest: "kart.bin"}]


@pytest.mark.parametrize("name", ["Nоrad", "NORAD", "Norad ", "N\u00f8rad", "Ν0rad", "Ｎorad"])
def test_a_name_in_look_alike_letters_is_told(world: World, name: str) -> None:
    card = make_card("norad", name, new_signing_key(), new_sealing_key(), invented=True)
    assert keys.look_alikes(world["Juba"], card) == ("Norad",)
    assert skeleton("Nairobi") != skeleton("Juba")
    assert keys.look_alikes(world["Juba"], world["Norad"].card) == ()


@pytest.mark.parametrize("name", ["", "  ", "No\u202edar", "Nor\u200bad", "Nor\nad", "N" * 300, "\ue000"])
def test_a_card_whose_name_hides_something_is_refused(world: World, name: str) -> None:
    signing = new_signing_key()
    world.card("rart").write_bytes(card_file(make_card("post", name, signing, new_sealing_key()), signing))
    with pytest.raises(BundleContentError):
        keys.read_card(world.card("rart"))
    assert unicodedata.is_normalized("NFC", world["Norad"].card.name)


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    text = "Konflikt og samhold. " * 800

    def peak(count: int) -> int:
        made = (version(fields={"note/p1/internal": f"{number} {text}"}) for number in range(count))
        data = signed(records(*made))
        tracemalloc.start()
        read(data, READER)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found - len(data) * 3

    few, many = peak(40), peak(400)
    assert many < few * 1.5


def test_a_name_that_somebody_gave_a_file_leads_nowhere_else(world: World, tmp_path: Path) -> None:
    world.send("Juba", "Norad", world.write("Juba"))
    (sent,) = transfers(world["Juba"]).sent
    folder = tmp_path / "pinne"
    folder.mkdir()
    assert resend(world["Juba"], sent.id, folder).parent == folder
    assert export.free_name(folder, "a.json") == "a.json"
