"""Files put to one question at two places, and a ground taken away where the other used it: nothing drops unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.exchange.merge import Choice
from neksus_desktop.records.attachment import attached
from neksus_desktop.records.ids import RecordId
from neksus_desktop.usecases import attachments, collisions, decide, import_files
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.records import new_record, save_fields
from tests.exchange.world import World
from tests.support.samples import invented_subject

FORM = """settings: {form_id: feltbesoek, form_title: Feltbesøk, version: '1'}
survey:
  - {type: begin_group, name: vann, label: Vannpunkt}
  - {type: text, name: tilstand, label: Tilstand}
  - {type: select_one ja_nei, name: bruk, label: Er den i bruk?}
  - {type: file, name: skisse, label: Skisse}
  - {type: end_group}
choices:
  - {list_name: ja_nei, name: ja, label: Ja}
  - {list_name: ja_nei, name: nei, label: Nei}
"""
QUESTION = "/data/vann/skisse"
GROUND = {"evidence/g1/point": "vann", "evidence/g1/title": "Møtereferat", "evidence/g1/dated": "2026-10-02"}


@pytest.fixture
def shared(world: World, tmp_path: Path) -> RecordId:
    """A draft that Juba and Norad both have."""
    form = tmp_path / "feltbesoek.yaml"
    form.write_text(FORM, encoding="utf-8")
    for name in ("Juba", "Norad"):
        install_form(world[name], form)
    record = RecordId(new_record(world["Juba"], "feltbesoek", invented_subject()))
    save_fields(world["Juba"], record, {"/data/vann/tilstand": "Pumpen virker"})
    world.pass_on("Juba", "Norad", record)
    return record


def attach(world: World, name: str, record: RecordId, text: str, *, ground: str = "", file: str = "skisse.txt") -> None:
    path = world.folder / name / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    attachments.attach(world[name], record, path, ground=ground, question="" if ground else QUESTION)


@pytest.mark.parametrize("file", ["skisse.txt", "annen.txt"])
@pytest.mark.parametrize(("pick", "wanted"), [("mine", "fra Norad"), ("theirs", "fra Juba")])
def test_two_files_to_one_question_ask_and_what_is_chosen_survives_the_way_to_approval(
    world: World, shared: RecordId, file: str, pick: str, wanted: str
) -> None:
    attach(world, "Juba", shared, "fra Juba", file=file)
    attach(world, "Norad", shared, "fra Norad")
    files = world.send("Juba", "Norad", shared)
    plan = import_files.plan_import(world["Norad"], files)
    (item,) = plan.items
    assert (item.action, [one.path for one in item.collisions]) == ("conflict", [QUESTION])
    (view,) = collisions.collision_views(world["Norad"], plan, item, "nb")
    assert (view.name, view.prose) == ("Skisse", False)
    assert view.mine.text != view.theirs.text, "the two can be told apart"
    world.take("Norad", files, {shared: RecordChoice(fields={QUESTION: Choice(pick)})})  # type: ignore[arg-type]
    decide.submit(world["Norad"], shared)
    fields = world.record("Norad", shared).fields
    (left,) = attached(fields)
    assert fields[QUESTION] == left.name
    assert attachments.read(world["Norad"], left.id).decode() == wanted
    world.pass_on("Norad", "Juba", shared)
    (there,) = attached(world.record("Juba", shared).fields)
    assert attachments.read(world["Juba"], there.id).decode() == wanted


def test_a_ground_taken_away_here_and_given_a_file_there_is_one_question_and_keeps_its_file(
    world: World, shared: RecordId
) -> None:
    save_fields(world["Juba"], shared, GROUND)
    attach(world, "Juba", shared, "referatet", ground="g1", file="referat.txt")
    world.pass_on("Juba", "Norad", shared)
    save_fields(world["Norad"], shared, dict.fromkeys(GROUND, ""))
    (old,) = attached(world.record("Norad", shared).fields)
    attachments.detach(world["Norad"], shared, old.id)
    attach(world, "Juba", shared, "kartet", ground="g1", file="kart.txt")
    files = world.send("Juba", "Norad", shared)
    plan = import_files.plan_import(world["Norad"], files)
    (item,) = plan.items
    (view,) = collisions.collision_views(world["Norad"], plan, item, "nb")
    assert set(view.paths) == set(GROUND)
    assert (view.name, view.mine.text) == ("grunnlag", "Tatt bort")
    assert view.theirs.text == "2026-10-02\nMøtereferat"
    choice = collisions.record_choice(dict.fromkeys(view.paths, ("theirs", "")))
    world.take("Norad", files, {shared: choice})
    decide.submit(world["Norad"], shared)
    kept = attached(world.record("Norad", shared).fields)
    assert {attachments.read(world["Norad"], one.id).decode() for one in kept} == {"referatet", "kartet"}


def test_both_is_for_texts_and_a_code_or_a_file_waits_for_a_choice(world: World, shared: RecordId) -> None:
    save_fields(world["Juba"], shared, {"/data/vann/bruk": "ja", "/data/vann/tilstand": "Fra Juba"})
    save_fields(world["Norad"], shared, {"/data/vann/bruk": "nei", "/data/vann/tilstand": "Fra Norad"})
    plan = import_files.plan_import(world["Norad"], world.send("Juba", "Norad", shared))
    choice = collisions.prose_choices(world["Norad"], plan, plan.items[0])
    assert list(choice.fields) == ["/data/vann/tilstand"]
    done = import_files.apply_import(world["Norad"], plan, {shared: choice})
    assert done.counts == {"conflict": 1}
    assert world.record("Norad", shared).fields["/data/vann/bruk"] == "nei"
