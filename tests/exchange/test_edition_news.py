"""An edition that brings its recipient nothing is told before it is sent, with the edition that would."""

from __future__ import annotations

import pytest

from neksus_desktop.records.ids import RecordId
from neksus_desktop.usecases import export
from neksus_desktop.usecases.edition_news import nothing_new
from tests.exchange.world import World

TEXT = {"note/p1/internal": "Internt", "note/p1/shareable": "Delbart", "note/p1/confirmed": "1"}


@pytest.fixture
def merged(world: World) -> RecordId:
    """A record that Juba made and Norad has merged."""
    record = world.write("Juba", dict(TEXT))
    world.pass_on("Juba", "Norad", record)
    world.change("Norad", record, note__p2__internal="Fra Norad")
    world.change("Juba", record, note__p3__internal="Fra Juba")
    assert world.pass_on("Juba", "Norad", record).counts == {"merge": 1}
    return record


def lesser(world: World, record: RecordId, to: str, edition: str = "shareable") -> None:
    """Send a lesser edition, take it in, take the receipt home."""
    sent = export.export_records(world["Norad"], [record], to, world.mail, edition=edition)  # type: ignore[arg-type]
    done = world.take(to, sent.files)
    world.take("Norad", [receipt.path for receipt in done.receipts if receipt.path])


@pytest.mark.parametrize("edition", ["shareable", "anonymised"])
def test_whoever_made_the_record_gets_nothing_out_of_a_lesser_edition(
    world: World, merged: RecordId, edition: str
) -> None:
    (told,) = nothing_new(world["Norad"], [merged], ["Juba", "Nairobi"], edition)  # type: ignore[arg-type]
    assert (told.names, told.why, told.better) == (("Juba",), "whole", "full")
    sent = export.export_records(world["Norad"], [merged], "Juba", world.mail, edition=edition)  # type: ignore[arg-type]
    assert world.take("Juba", sent.files).counts == {"have": 1}, "it was true"
    assert nothing_new(world["Norad"], [merged], ["Juba"], "full") == []


def test_when_the_newest_is_confirmed_no_edition_brings_anything_until_something_changes(
    world: World, merged: RecordId
) -> None:
    world.pass_on("Norad", "Juba", merged)
    for edition in ("full", "shareable"):
        (told,) = nothing_new(world["Norad"], [merged], ["Juba"], edition)
        assert (told.names, told.better) == (("Juba",), None)
    world.change("Norad", merged, note__p2__internal="Mer fra Norad")
    assert nothing_new(world["Norad"], [merged], ["Juba"], "full") == []
    (told,) = nothing_new(world["Norad"], [merged], ["Juba"], "shareable")
    assert told.better == "full"
    world.pass_on("Norad", "Juba", merged)
    world.approve("Norad", merged)
    assert nothing_new(world["Norad"], [merged], ["Juba"], "full") == [], "a decision is news"


def test_what_was_sent_and_not_confirmed_counts_as_not_there(world: World, merged: RecordId) -> None:
    world.send("Norad", "Nairobi", merged)
    assert nothing_new(world["Norad"], [merged], ["Nairobi"], "full") == []
    assert nothing_new(world["Norad"], [merged], ["Nairobi"], "shareable") == []


def test_somebody_with_a_lesser_edition_is_told_of_only_when_what_they_see_is_the_same(
    world: World, merged: RecordId
) -> None:
    assert nothing_new(world["Norad"], [merged], ["Nairobi"], "shareable") == []
    lesser(world, merged, "Nairobi")
    world.change("Norad", merged, note__p1__internal="Bare internt")
    (told,) = nothing_new(world["Norad"], [merged], ["Nairobi"], "shareable")
    assert (told.names, told.why, told.better) == (("Nairobi",), "shown", "full")
    world.change("Norad", merged, note__p1__shareable="Nytt delbart")
    assert nothing_new(world["Norad"], [merged], ["Nairobi"], "shareable") == []


def test_whoever_sent_it_on_has_all_of_it_too(world: World) -> None:
    record = world.write("Juba", dict(TEXT))
    world.pass_on("Juba", "Nairobi", record)
    world.change("Nairobi", record, note__p2__internal="Fra Nairobi")
    world.pass_on("Nairobi", "Norad", record)
    world.change("Norad", record, note__p3__internal="Fra Norad")
    (told,) = nothing_new(world["Norad"], [record], ["Juba", "Nairobi"], "shareable")
    assert told.names == ("Juba", "Nairobi")
