"""List, search, history, follow-ups and subjects as the window and the command line call them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from neksus_desktop.errors import NotFoundError, UsageError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.note import Evidence, FollowUp
from neksus_desktop.records.record import evidence_fields, follow_up_fields
from neksus_desktop.records.version import Version
from neksus_desktop.storage.records import create_record, load_record, save_fields
from neksus_desktop.storage.versions import add_version
from neksus_desktop.usecases import follow_ups, history, listing, search, subjects
from neksus_desktop.usecases.overview import overview
from neksus_desktop.usecases.profile import Profile, create_profile
from tests.support.samples import invented_record

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _ = create_profile(tmp_path, role="post", name="Oppdiktby", invented=True, clock=lambda: NOW)
    yield made
    made.close()


def add(profile: Profile, **fields: str) -> RecordId:
    record = invented_record(fields)
    create_record(profile.store, record, role="r", now=NOW)
    return record.id


def test_every_row_comes_across_pages(profile: Profile) -> None:
    ids = {add(profile, a=str(number)) for number in range(7)}
    assert {row.id for row in listing.all_rows(profile, listing.query())} == ids
    assert listing.count(profile, listing.query(text="landsbyer")) == 7
    assert listing.counts_by_status(profile) == {"draft": 7}


def test_a_judgement_is_told_with_its_ground_and_role(profile: Profile) -> None:
    record = add(profile, **evidence_fields(Evidence(id="e1", point="p1", title="Feltbesøk", dated="2026-10-01")))
    save_fields(profile.store, record, {"/data/p1": "delvis"}, role="fagrådgiver", now=NOW)
    other = evidence_fields(Evidence(id="e2", point="p2", title="Annet"))
    save_fields(profile.store, record, {**other, "/data/p1": "ja"}, role="stasjonssjef", now=NOW)
    told = history.judgements(profile, record, "/data/p1", "p1")
    assert [(one.role, one.old, one.new, one.grounds) for one in told] == [
        ("stasjonssjef", "delvis", "ja", ("Feltbesøk 2026-10-01",)),
        ("fagrådgiver", "", "delvis", ("Feltbesøk 2026-10-01",)),
    ]


def test_an_earlier_text_is_taken_back_as_a_new_change(profile: Profile) -> None:
    record = add(profile, a="først")
    save_fields(profile.store, record, {"a": "så"}, role="r", now=NOW)
    history.take_back(profile, record, 1)
    assert load_record(profile.store, record).fields == {"a": "først"}
    assert [change.new for change in history.changes(profile, record)] == ["først", "så", "først"]
    with pytest.raises(NotFoundError):
        history.take_back(profile, record, 99)


def test_two_versions_are_compared(profile: Profile) -> None:
    record = load_record(profile.store, add(profile, a="1", b="1"))
    hashes = []
    for number, fields in enumerate(({"a": "1", "b": "1"}, {"a": "2", "c": "3"}), 1):
        version = Version(
            record=record.id, number=number, form=record.form, subject=record.subject, fields=fields,
            reason="submitted", status="for_approval", role="r", made_at=NOW, origin=record.origin,
        )  # fmt: skip
        hashes.append(add_version(profile.store, version))
    differences = history.compare(profile, *hashes)
    assert [(one.path, one.first, one.second) for one in differences] == [
        ("a", "1", "2"), ("b", "1", ""), ("c", "", "3"),
    ]  # fmt: skip
    assert [row.number for row in history.version_rows(profile, record.id)] == [1, 2]
    assert history.decisions(profile, record.id) == []


def test_undo_and_redo_say_what_they_put_back(profile: Profile) -> None:
    record = add(profile)
    save_fields(profile.store, record, {"a": "1"}, role="r", now=NOW + timedelta(minutes=1))
    assert history.can_undo(profile, record)
    assert not history.can_redo(profile, record)
    assert history.undo(profile, record) == {"a": ""}
    assert history.redo(profile, record) == {"a": "1"}


def test_search_is_narrowed_by_name(profile: Profile) -> None:
    record = add(profile, **{"note/p1/internal": "konfliktanalyse"})
    within = search.narrowed(countries=("YE",), points=("p1",))
    (hit,) = search.search(profile, "analyse", within).hits
    assert (hit.record, [span.text for span in hit.context if span.hit]) == (record, ["konfliktanalyse"])


def test_deadlines_across_records(profile: Profile) -> None:
    for day in ("2027-02-01", "2026-12-01"):
        add(profile, **follow_up_fields(FollowUp(id="f", text="x", responsible="fagrådgiver", deadline=day)))
    found = [row.deadline for row in follow_ups.deadlines(profile, responsible="fagrådgiver")]
    assert found == ["2026-12-01", "2027-02-01"]
    assert follow_ups.deadlines(profile, responsible="en annen") == []


def test_a_role_has_its_deadlines_whether_written_as_code_or_in_words(profile: Profile) -> None:
    for written in ("saksbehandler_norad", "saksbehandler Norad", "case officer Norad", "stasjonssjef"):
        add(profile, **follow_up_fields(FollowUp(id="f", text=written, responsible=written, deadline="2026-12-01")))
    profile.change_settings(acting_role="saksbehandler_norad")
    assert len(follow_ups.deadlines(profile, responsible="saksbehandler_norad")) == 3
    assert len(overview(profile).deadlines) == 3


def test_a_subject_is_made_saved_and_found(profile: Profile) -> None:
    made = subjects.make_subject(type="land", title="Oppdiktland", country="YE", invented=True)
    subjects.save_subject(profile, made)
    assert subjects.load_subject(profile, made.id) == made
    assert [found.id for found in subjects.list_subjects(profile, "oppdikt")] == [made.id]
    record = add(profile, a="1")
    subjects.set_subject(profile, record, made)
    assert load_record(profile.store, record).subject == made


def test_a_value_that_makes_no_sense_is_named(profile: Profile) -> None:
    with pytest.raises(UsageError) as caught:
        subjects.make_subject(type="land", title="X", country="Norge")
    assert caught.value.facts["field"] == "country"
