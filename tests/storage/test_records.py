"""Saving fields: all or nothing, only what changed, with history and projections in step."""

from __future__ import annotations

from datetime import datetime

import pytest

from neksus_desktop.errors import InventedMixError, NotFoundError, StatusError, StorageExistsError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.note import FollowUp
from neksus_desktop.records.record import follow_up_fields
from neksus_desktop.storage import records
from neksus_desktop.storage.follow_ups import deadlines
from neksus_desktop.storage.history import changes, verify_chain
from neksus_desktop.storage.listing import RowQuery, page
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.subjects import list_subjects, load_subject, save_subject
from tests.support.samples import invented_record, invented_subject


def test_a_record_comes_back_as_it_was(store: Store, now: datetime) -> None:
    record = invented_record(
        {"/data/a": "ja", "points": "p1 p2", "note/p1/internal": "Æøå – «sitat»"}, pillars=("hum",)
    )
    records.create_record(store, record, role="saksbehandler", now=now)
    assert records.load_record(store, record.id) == record


def test_a_save_returns_its_time_and_is_in_the_record(store: Store, now: datetime) -> None:
    record = invented_record()
    records.create_record(store, record, role="r", now=now)
    assert records.save_fields(store, record.id, {"/data/a": "1", "/data/b": ""}, role="r", now=now) == now
    assert records.load_record(store, record.id).fields == {"/data/a": "1"}


def test_an_unchanged_value_writes_nothing(store: Store, now: datetime) -> None:
    record = invented_record({"/data/a": "1"})
    records.create_record(store, record, role="r", now=now)
    records.save_fields(store, record.id, {"/data/a": "1"}, role="r", now=now)
    assert len(list(changes(store, record.id))) == 1


def test_an_empty_text_deletes_and_the_log_remembers(store: Store, now: datetime) -> None:
    record = invented_record({"/data/a": "1"})
    records.create_record(store, record, role="r", now=now)
    records.save_fields(store, record.id, {"/data/a": ""}, role="r", now=now)
    last = list(changes(store, record.id, "/data/a"))[-1]
    assert (last.old, last.new, last.offset_minutes, last.at) == ("1", "", 180, "2026-11-23T11:30:00.123Z")
    assert records.load_record(store, record.id).fields == {}


@pytest.mark.parametrize("status", ["for_approval", "approved", "exported", "confirmed"])
def test_only_an_open_record_is_edited(store: Store, now: datetime, status: str) -> None:
    record = invented_record({"/data/a": "1"})
    records.create_record(store, record, role="r", now=now)
    records.set_status(store, record.id, status)  # type: ignore[arg-type]  # parametrized
    with pytest.raises(StatusError):
        records.save_fields(store, record.id, {"/data/a": "2"}, role="r", now=now)
    assert records.load_record(store, record.id).fields == {"/data/a": "1"}


def test_an_import_replaces_the_whole_set_with_history(store: Store, now: datetime) -> None:
    record = invented_record({"/data/a": "1", "/data/b": "2"})
    records.create_record(store, record, role="r", now=now)
    records.set_status(store, record.id, "approved")
    records.replace_fields(store, record.id, {"/data/b": "3", "/data/c": "4"}, role="r", now=now)
    assert records.load_record(store, record.id).fields == {"/data/b": "3", "/data/c": "4"}
    assert verify_chain(store, record.id) == 5


def test_working_text_is_kept_and_cleared_by_the_save(store: Store, now: datetime) -> None:
    record = invented_record()
    records.create_record(store, record, role="r", now=now)
    records.save_working_text(store, record.id, "note/p/internal", "halvferd", now)
    records.save_working_text(store, record.id, "note/p/internal", "halvferdig", now)
    assert records.working_texts(store, record.id) == {"note/p/internal": "halvferdig"}
    records.save_fields(store, record.id, {"note/p/internal": "ferdig"}, role="r", now=now)
    assert records.working_texts(store, record.id) == {}


def test_working_text_becomes_one_change(store: Store, now: datetime) -> None:
    record = invented_record()
    records.create_record(store, record, role="r", now=now)
    for text in ("a", "ab", "abc"):
        records.save_working_text(store, record.id, "/data/x", text, now)
    records.flush_working_texts(store, record.id, role="r", now=now)
    assert [change.new for change in changes(store, record.id)] == ["abc"]


def test_follow_ups_are_listed_by_deadline(store: Store, now: datetime) -> None:
    record = invented_record()
    records.create_record(store, record, role="r", now=now)
    late = FollowUp(id="b", point="p", text="Sen", responsible="fagrådgiver", deadline="2027-03-01")
    soon = FollowUp(id="a", point="p", text="Snart", responsible="fagrådgiver", deadline="2026-12-01")
    records.save_fields(store, record.id, follow_up_fields(late) | follow_up_fields(soon), role="r", now=now)
    assert [row.text for row in deadlines(store)] == ["Snart", "Sen"]
    assert [row.text for row in deadlines(store, limit=1)] == ["Snart"]
    assert page(store, RowQuery()).rows[0].open_follow_ups == 2


def test_a_closed_or_deleted_follow_up_leaves_the_list(store: Store, now: datetime) -> None:
    record = invented_record(
        follow_up_fields(FollowUp(id="a", text="x")) | follow_up_fields(FollowUp(id="b", text="y"))
    )
    records.create_record(store, record, role="r", now=now)
    records.save_fields(store, record.id, {"followup/a/state": "lukket"}, role="r", now=now)
    assert [row.id for row in deadlines(store)] == ["b"]
    gone = dict.fromkeys(follow_up_fields(FollowUp(id="b")), "")
    records.save_fields(store, record.id, gone, role="r", now=now)
    assert deadlines(store) == []
    assert [row.id for row in deadlines(store, state=None)] == ["a"]


def test_invented_and_real_data_never_share_a_profile(store: Store, now: datetime) -> None:
    records.create_record(store, invented_record(), role="r", now=now)
    with pytest.raises(InventedMixError):
        records.create_record(store, invented_record(invented=False), role="r", now=now)
    with pytest.raises(InventedMixError):
        save_subject(store, invented_subject(invented=False))


def test_a_changed_subject_shows_in_its_records(store: Store, now: datetime) -> None:
    record = invented_record(title="Gammel tittel")
    records.create_record(store, record, role="r", now=now)
    save_subject(store, record.subject.model_copy(update={"title": "Ny tittel", "country": "SS"}))
    row = page(store, RowQuery(text="ny tittel")).rows[0]
    assert (row.title, row.country) == ("Ny tittel", "SS")
    assert page(store, RowQuery(text="gammel")).rows == ()


def test_a_record_can_be_about_another_subject(store: Store, now: datetime) -> None:
    record = invented_record()
    records.create_record(store, record, role="r", now=now)
    other = invented_subject(title="Et annet objekt", type="land")
    records.set_subject(store, record.id, other)
    assert records.load_record(store, record.id).subject == other
    assert page(store, RowQuery()).rows[0].subject_type == "land"


def test_subjects_sort_as_norwegians_do(store: Store) -> None:
    for title in ("Å", "Ærlig", "Zebra", "Aasen", "Øst", "Alfa"):
        save_subject(store, invented_subject(title=title))
    assert [found.title for found in list_subjects(store)] == ["Alfa", "Zebra", "Ærlig", "Øst", "Å", "Aasen"]


def test_what_is_not_there_is_said(store: Store, now: datetime) -> None:
    nobody = RecordId("finnes-ikke")
    with pytest.raises(NotFoundError):
        records.load_record(store, nobody)
    with pytest.raises(NotFoundError):
        records.save_fields(store, nobody, {"a": "b"}, role="r", now=now)
    with pytest.raises(NotFoundError):
        load_subject(store, "finnes-ikke")  # type: ignore[arg-type]  # a plain text is enough here
    assert not records.record_exists(store, nobody)


def test_one_id_one_record(store: Store, now: datetime) -> None:
    record = invented_record()
    records.create_record(store, record, role="r", now=now)
    with pytest.raises(StorageExistsError):
        records.create_record(store, record, role="r", now=now)


def test_half_a_character_does_not_lose_the_text(store: Store, now: datetime) -> None:
    record = invented_record({"/data/a": "før \ud83d etter"})
    records.create_record(store, record, role="r", now=now)
    records.save_fields(store, record.id, {"/data/b": "hele \U0001f600 og halve \udc00"}, role="r", now=now)
    records.save_working_text(store, record.id, "/data/c", "\ud800", now)
    fields = records.load_record(store, record.id).fields
    assert fields == {"/data/a": "før \ufffd etter", "/data/b": "hele \U0001f600 og halve \ufffd"}
    verify_chain(store, record.id)


def test_bulk_links_are_the_same_as_single_ones(store: Store, now: datetime) -> None:
    record = invented_record({"/data/å": "æøå", "b": "x" * 1000, "c": "1"})
    records.create_record(store, record, role="rådgiver", now=now)
    assert verify_chain(store, record.id) == 3
