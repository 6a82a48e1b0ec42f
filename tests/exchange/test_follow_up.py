"""Follow-up after the approval travels and merges, and undoes no approval; nothing else slips through as follow-up."""

from __future__ import annotations

import pytest

from neksus_desktop.errors import StatusError
from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.version import Version
from neksus_desktop.storage import versions
from neksus_desktop.storage.doctor import diagnose
from neksus_desktop.usecases import decide
from neksus_desktop.usecases.follow_up_steps import Ground, change_follow_ups, take_back
from neksus_desktop.usecases.import_files import plan_import
from neksus_desktop.usecases.records import save_fields
from tests.exchange.world import World

FIELDS = {
    "note/p1/internal": "Første tekst",
    "followup/f1/point": "p1",
    "followup/f1/text": "Spør partneren",
    "followup/f1/state": "aapen",
    "followup/f2/point": "p1",
    "followup/f2/text": "Les rapporten",
    "followup/f2/state": "aapen",
}
CLOSED = {"state": "lukket", "outcome": "Svart."}
GROUND = Ground("referat", "Partnermøte", "2026-11-20")


@pytest.fixture
def approved(world: World) -> RecordId:
    """An assessment approved in Juba that Norad has and has confirmed."""
    record = world.write("Juba", FIELDS)
    world.approve("Juba", record)
    world.pass_on("Juba", "Norad", record)
    return record


def close(world: World, name: str, record: RecordId, point: str, ground: Ground | None = None) -> None:
    change_follow_ups(world[name], [(record, point)], CLOSED, ground=ground)


def test_closing_a_point_leaves_the_approval_and_says_that_it_is_not_sent(world: World, approved: RecordId) -> None:
    assert world.record("Juba", approved).status == "confirmed"
    text = world.head("Juba", approved)
    close(world, "Juba", approved, "f1", GROUND)
    record = world.record("Juba", approved)
    assert record.status == "approved"
    assert [ground.followup for ground in record.evidence()] == ["f1"]
    found = decide.approved_text(world["Juba"], approved)
    assert found is not None
    assert (found.hash, found.fields) == (text, FIELDS)
    newest = versions.load_version(world["Juba"].store, decide.head_version(world["Juba"], approved) or "")  # type: ignore[arg-type]
    assert (newest.parents, newest.reason, newest.fields) == ((text,), "approved", record.fields)
    assert diagnose(world["Juba"].store).problems == ()


def test_what_was_closed_arrives_approved_and_is_confirmed(world: World, approved: RecordId) -> None:
    close(world, "Juba", approved, "f1", GROUND)
    done = world.pass_on("Juba", "Norad", approved)
    assert [item.action for item in plan_import(world["Norad"], world.send("Juba", "Norad", approved)).items] == [
        "have"
    ]
    assert world.record("Norad", approved).status == "approved"
    assert world.record("Norad", approved).fields == world.record("Juba", approved).fields
    assert world.record("Juba", approved).status == "confirmed"
    assert done.counts.get("update") == 1


def test_a_workplace_that_gets_everything_at_once_sees_it_approved(world: World, approved: RecordId) -> None:
    close(world, "Juba", approved, "f1")
    world.take("Nairobi", world.send("Juba", "Nairobi", approved))
    assert world.record("Nairobi", approved).status == "approved"


def test_points_closed_at_both_sides_merge_without_a_question_and_stay_approved(
    world: World, approved: RecordId
) -> None:
    close(world, "Juba", approved, "f1")
    close(world, "Norad", approved, "f2")
    from_juba, from_norad = world.send("Juba", "Norad", approved), world.send("Norad", "Juba", approved)
    world.take("Norad", from_juba)
    world.take("Juba", from_norad)
    for name in ("Juba", "Norad"):
        record = world.record(name, approved)
        assert record.status == "approved"
        assert {point.id: point.state for point in record.follow_ups()} == {"f1": "lukket", "f2": "lukket"}
    assert world.head("Juba", approved) == world.head("Norad", approved)


def test_two_outcomes_of_one_point_ask_and_the_answer_stays_approved(world: World, approved: RecordId) -> None:
    change_follow_ups(world["Juba"], [(approved, "f1")], {"state": "lukket", "outcome": "Ja."})
    change_follow_ups(world["Norad"], [(approved, "f1")], {"state": "lukket", "outcome": "Nei."})
    files = world.send("Juba", "Norad", approved)
    (item,) = plan_import(world["Norad"], files).items
    assert [collision.path for collision in item.collisions] == ["followup/f1/outcome"]
    world.take("Norad", files, {approved: RecordChoice(rest="theirs")})
    record = world.record("Norad", approved)
    assert (record.status, next(record.follow_ups()).outcome) == ("approved", "Ja.")


def test_a_text_changed_here_meanwhile_is_a_draft_after_the_merge(world: World, approved: RecordId) -> None:
    close(world, "Juba", approved, "f1")
    decide.reopen(world["Norad"], approved)
    world.change("Norad", approved, note__p1__internal="Ny tekst")
    world.take("Norad", world.send("Juba", "Norad", approved))
    assert world.record("Norad", approved).status == "draft"


def test_nobody_passes_another_text_off_as_follow_up(world: World, approved: RecordId) -> None:
    store = world["Juba"].store
    head = versions.head(store, approved)
    assert head is not None
    text = versions.load_version(store, head)
    forged: Version = text.model_copy(
        update={"fields": {**FIELDS, "note/p1/internal": "Noe annet"}, "parents": (head,), "status": "approved"}
    )
    versions.set_head(store, approved, versions.add_version(store, forged))
    with store.write() as db:
        db.execute("UPDATE field SET value = 'Noe annet' WHERE path = 'note/p1/internal'")
    world.take("Norad", world.send("Juba", "Norad", approved))
    assert world.record("Norad", approved).fields["note/p1/internal"] == "Noe annet"
    assert world.record("Norad", approved).status == "for_approval"


def test_only_follow_up_is_written_into_an_approved_record(world: World, approved: RecordId) -> None:
    save_fields(world["Juba"], approved, {"followup/f1/outcome": "Foreløpig svar."})
    for changes in (
        {"note/p1/internal": "Ny tekst"},
        {"followup/f1/text": "Noe annet"},
        {"followup/f1/outcome": "Svart.", "note/p1/internal": "Ny tekst"},
        {"evidence/g9/point": "p1", "evidence/g9/title": "Et grunnlag for vurderingen"},
    ):
        with pytest.raises(StatusError):
            save_fields(world["Juba"], approved, changes)
    assert world.record("Juba", approved).status == "approved"


def test_an_undone_closing_leaves_what_was_approved(world: World, approved: RecordId) -> None:
    done = change_follow_ups(world["Juba"], [(approved, "f1")], CLOSED, ground=GROUND, again=3)
    take_back(world["Juba"], done.undo)
    assert world.record("Juba", approved).fields == FIELDS
    assert world.record("Juba", approved).status == "approved"


def test_after_another_approval_the_first_text_is_no_longer_the_approved_one(world: World, approved: RecordId) -> None:
    decide.reopen(world["Juba"], approved)
    world.change("Juba", approved, note__p1__internal="Ny tekst")
    world.approve("Juba", approved)
    close(world, "Juba", approved, "f1")
    found = decide.approved_text(world["Juba"], approved)
    assert found is not None
    assert found.fields["note/p1/internal"] == "Ny tekst"
    decide.reopen(world["Juba"], approved)
    assert decide.approved_text(world["Juba"], approved) is None
