"""What a recipient who must not have all of it may see: exactly that, and nothing of the rest anywhere in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neksus_desktop.bundles.payload import Edition
from neksus_desktop.bundles.read import read
from neksus_desktop.exchange.identity import reader
from neksus_desktop.storage import records
from neksus_desktop.usecases import export, import_files, verify
from neksus_desktop.usecases.keys import workplace
from tests.exchange.world import World
from tests.support.samples import invented_record

SECRET = "Hemmelig lokal partner i Kordofan"
FIELDS = {
    "points": "p1 p2 p3",
    "note/p1/internal": SECRET,
    "note/p1/shareable": "Delbar tekst",
    "note/p1/confirmed": "1",
    "note/p1/confidence": "lav",
    "note/p2/shareable": f"{SECRET}, ikke klarert",
    "note/p3/shareable": f"{SECRET}, unntatt",
    "note/p3/confirmed": "1",
    "note/p3/shielding": "offentleglova § 20",
    "evidence/e1/title": SECRET,
    "followup/f1/text": SECRET,
    "marking/legal_basis": SECRET,
    "/data/innsats/merknad": SECRET,
    "/data/ukjent": "kordofan",
    "ukjent/felt": SECRET,
}


def _sent(world: World, edition: Edition, **subject: object) -> tuple[str, str]:
    """The record's id, and everything that the recipient can find in the file."""
    juba = world["Juba"]
    made = invented_record(dict(FIELDS), partner=SECRET, description=SECRET, **subject)
    records.create_record(juba.store, made, role=juba.role, now=juba.now())
    world.approve("Juba", made.id)
    (file,) = export.export_records(juba, [made.id], "Nairobi", world.mail, edition=edition).files
    profile = world["Nairobi"]
    bundle = read(file.read_bytes(), reader(profile.store, workplace(profile), profile.now()))
    text = "\n".join(entry.canonical.decode() for entry in bundle.entries())
    assert [entry.name for entry in bundle.entries()] == ["version"]
    assert import_files.apply_import(profile, import_files.plan_import(profile, [file])).counts == {"new": 1}
    return made.id, text


def test_the_shareable_edition_holds_cleared_texts_and_nothing_else(world: World) -> None:
    record, text = _sent(world, "shareable", title="Vann")
    content = json.loads(text)
    assert content["fields"] == {
        "points": "p1 p2 p3", "note/p1/shareable": "Delbar tekst", "note/p1/confirmed": "1",
    }  # fmt: skip
    assert text.count(SECRET) == 1, "only as the partner, which is not shielded"
    assert (content["subject"]["title"], content["subject"]["partner"]) == ("Vann", SECRET)
    assert "parents" not in content or content["parents"] == []
    assert world.record("Nairobi", record).status == "approved"  # type: ignore[arg-type]


@pytest.mark.parametrize(("edition", "shielded"), [("anonymised", False), ("anonymised", True), ("shareable", True)])
def test_a_partner_that_must_not_be_known_is_masked_everywhere(
    world: World, edition: Edition, *, shielded: bool
) -> None:
    record, text = _sent(world, edition, title=f"Vann med {SECRET}", partner_shielded=shielded)
    assert SECRET not in text
    assert json.loads(text)["subject"]["title"] == "Skjermet"
    assert json.loads(text)["subject"]["id"] != world.record("Juba", record).subject.id  # type: ignore[arg-type]


def test_the_preview_is_what_the_recipient_gets(world: World) -> None:
    made = invented_record(dict(FIELDS))
    juba = world["Juba"]
    records.create_record(juba.store, made, role=juba.role, now=juba.now())
    (shown,) = export.preview(juba, [made.id], "anonymised")
    files = export.export_records(juba, [made.id], "Nairobi", world.mail, edition="anonymised").files
    world.take("Nairobi", files)
    got = world.record("Nairobi", made.id)
    assert (got.fields, got.subject) == (shown.fields, shown.subject)


@pytest.mark.parametrize("to", [["Norad"], ["Nairobi"], ["Norad", "Nairobi"]])
def test_whoever_it_is_for_neither_texts_nor_names_leave_unless_more_is_chosen(world: World, to: list[str]) -> None:
    record = world.write("Juba", dict(FIELDS))
    (file,) = export.export_records(world["Juba"], [record], to, world.mail).files
    header = verify.inspect_file(world[to[0]], file)["header"]
    assert header["edition"] == "anonymised"
    world.take(to[0], [file])
    taken = world.record(to[0], record)
    assert not [path for path in taken.fields if path.startswith("note/")]
    assert taken.subject == world.record("Juba", record).subject.masked().model_copy(update={"id": taken.subject.id})


def test_a_lesser_edition_never_replaces_the_full_one_and_the_full_replaces_it(world: World) -> None:
    record = world.write("Juba", dict(FIELDS))
    lesser = list(export.export_records(world["Juba"], [record], "Nairobi", world.mail, edition="shareable").files)
    full = world.send("Juba", "Nairobi", record)
    assert world.take("Nairobi", lesser).counts == {"new": 1}
    assert world.take("Nairobi", full).counts == {"update": 1}
    assert world.record("Nairobi", record).fields == FIELDS
    assert world.take("Nairobi", lesser).counts == {"have": 1}
    assert world.record("Nairobi", record).fields == FIELDS


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_lesser_editions_of_one_state_the_fuller_holds_in_any_order(
    world: World, order: tuple[int, ...]
) -> None:
    record = world.write("Juba")
    files = [
        export.export_records(world["Juba"], [record], "Nairobi", world.mail, edition=edition).files[0]
        for edition in ("shareable", "anonymised")
    ]
    for which in order:
        plan = import_files.plan_import(world["Nairobi"], [files[which]])
        done = import_files.apply_import(world["Nairobi"], plan)
        assert [item.action for item in plan.items] == list(done.counts)
    assert world.record("Nairobi", record).subject.title == world.record("Juba", record).subject.title


@pytest.mark.parametrize("edition", ["shareable", "full"])
def test_what_is_written_into_a_lesser_edition_is_merged_and_never_overwritten(world: World, edition: Edition) -> None:
    def sent(which: Edition) -> list[Path]:
        return list(export.export_records(world["Juba"], [record], "Nairobi", world.mail, edition=which).files)

    record = world.write("Juba")
    world.take("Nairobi", sent("shareable"))
    for number in (1, 2):
        world.change("Nairobi", record, **{f"note__p{number + 4}__internal": f"Nairobi skriver {number}"})
        world.change("Juba", record, note__p9__shareable=f"Juba skriver {number}", note__p9__confirmed="1")
        files = sent(edition)
        assert world.take("Nairobi", files).counts in ({"merge": 1}, {"update": 1, "merge": 1})
        assert world.take("Nairobi", files).counts == {"older": 1}
        fields = world.record("Nairobi", record).fields
        assert [fields[f"note/p{one + 4}/internal"] for one in range(1, number + 1)] == [
            f"Nairobi skriver {one}" for one in range(1, number + 1)
        ]
        assert fields["note/p9/shareable"] == f"Juba skriver {number}"


def test_a_newer_lesser_edition_replaces_an_older_one(world: World) -> None:
    record = world.write("Juba", dict(FIELDS))
    first = list(export.export_records(world["Juba"], [record], "Nairobi", world.mail, edition="shareable").files)
    world.change("Juba", record, note__p1__shareable="Ny delbar tekst")
    second = list(export.export_records(world["Juba"], [record], "Nairobi", world.mail, edition="shareable").files)
    assert world.take("Nairobi", first).counts == {"new": 1}
    assert world.take("Nairobi", second).counts == {"update": 1}
    assert world.take("Nairobi", first).counts == {"older": 1}
    assert world.record("Nairobi", record).fields["note/p1/shareable"] == "Ny delbar tekst"
