"""Reisemodus: out with a few records, home again with what was written, then nothing left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.errors import ExchangeChoiceError, StorageKeyError, UsageError
from neksus_desktop.exchange.merge import Choice
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.history import changes, verify_chain
from neksus_desktop.storage.records import create_record, load_record, save_fields
from neksus_desktop.storage.search import search
from neksus_desktop.usecases import travel
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile
from tests.support.samples import invented_record

PHRASE = "reise med lite bagasje"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Profile]:
    profile, _ = create_profile(tmp_path / "hjemme", role="post", name="Oppdiktby", invented=True)
    yield profile
    profile.close()


def add(profile: Profile, **fields: str) -> RecordId:
    record = invented_record(fields)
    create_record(profile.store, record, role="r", now=profile.now())
    return record.id


def write(profile: Profile, record: RecordId, **fields: str) -> None:
    save_fields(profile.store, record, fields, role="r", now=profile.now())


def test_only_the_chosen_records_travel_with_their_history(home: Profile, tmp_path: Path) -> None:
    chosen, left = add(home, a="hemmelig ord"), add(home, a="blir hjemme")
    write(home, chosen, a="nytt ord")
    out, _ = travel.pack(home, [chosen], tmp_path / "reise", PHRASE)
    assert load_record(out.store, chosen) == load_record(home.store, chosen)
    assert verify_chain(out.store, chosen) == 2
    assert len(search(out.store, "nytt").hits) == 1
    assert search(out.store, "hjemme").hits == ()
    assert out.store.connection().execute("SELECT count(*) FROM record WHERE id = ?", (left,)).fetchone()[0] == 0
    assert out.card.thumbprint != home.card.thumbprint
    out.close()


def test_what_was_written_on_the_road_comes_home(home: Profile, tmp_path: Path) -> None:
    same, forward, both = add(home, a="1"), add(home, a="1"), add(home, a="1", b="1")
    out, _ = travel.pack(home, [same, forward, both], tmp_path / "reise", PHRASE)
    write(out, forward, a="2", c="3")
    write(out, both, a="fra reisen")
    new = add(out, a="ny på veien")
    out.close()
    write(home, both, b="hjemmefra")
    plan = {item.record: item.action for item in travel.plan_return(home, tmp_path / "reise", PHRASE)}
    assert plan == {same: "same", forward: "forward", both: "merge", new: "new"}
    travel.merge_back(home, tmp_path / "reise", PHRASE)
    assert load_record(home.store, forward).fields == {"a": "2", "c": "3"}
    assert load_record(home.store, both).fields == {"a": "fra reisen", "b": "hjemmefra"}
    assert load_record(home.store, new).origin == home.card.thumbprint
    for record in (same, forward, both, new):
        verify_chain(home.store, record)
    assert [change.role for change in changes(home.store, forward)] == ["r"] * 3
    assert len(search(home.store, "reisen").hits) == 1


def test_coming_home_twice_changes_nothing_more(home: Profile, tmp_path: Path) -> None:
    record = add(home, a="1")
    out, _ = travel.pack(home, [record], tmp_path / "reise", PHRASE)
    write(out, record, a="2")
    out.close()
    travel.merge_back(home, tmp_path / "reise", PHRASE)
    again = travel.merge_back(home, tmp_path / "reise", PHRASE)
    assert [item.action for item in again] == ["same"]
    assert verify_chain(home.store, record) == 2


def test_a_true_collision_asks_and_nothing_is_half_done(home: Profile, tmp_path: Path) -> None:
    other, record = add(home, a="1"), add(home, a="1")
    out, _ = travel.pack(home, [record, other], tmp_path / "reise", PHRASE)
    write(out, record, a="borte")
    write(out, other, a="2")
    out.close()
    write(home, record, a="hjemme")
    collisions = {
        item.record: item.collisions for item in travel.plan_return(home, tmp_path / "reise", PHRASE) if item.collisions
    }
    assert [(c.mine, c.theirs) for c in collisions[record]] == [("hjemme", "borte")]
    with pytest.raises(ExchangeChoiceError):
        travel.merge_back(home, tmp_path / "reise", PHRASE)
    assert load_record(home.store, other).fields == {"a": "1"}
    travel.merge_back(home, tmp_path / "reise", PHRASE, {record: {"a": Choice("theirs")}})
    assert load_record(home.store, record).fields == {"a": "borte"}
    assert load_record(home.store, other).fields == {"a": "2"}


def test_a_profile_packed_elsewhere_is_refused(home: Profile, tmp_path: Path) -> None:
    create_profile(tmp_path / "fremmed", role="post", name="X", passphrase=PHRASE)[0].close()
    with pytest.raises(UsageError):
        travel.plan_return(home, tmp_path / "fremmed", PHRASE)


def test_removal_wants_the_passphrase_and_leaves_nothing(home: Profile, tmp_path: Path) -> None:
    travel.pack(home, [add(home, a="1")], tmp_path / "reise", PHRASE)[0].close()
    with pytest.raises(StorageKeyError):
        travel.destroy(tmp_path / "reise", "feil passfrase")
    open_profile(tmp_path / "reise", PHRASE).close()
    travel.destroy(tmp_path / "reise", PHRASE)
    assert not (tmp_path / "reise").exists()
