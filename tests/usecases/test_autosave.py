"""Typing is kept at a pause and becomes one change when it is finished."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.records import create_record, load_record, set_status
from neksus_desktop.usecases.autosave import finish_typing, keep_typing
from neksus_desktop.usecases.decide import submit
from neksus_desktop.usecases.history import changes
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile
from neksus_desktop.usecases.records import save_fields
from tests.support.samples import invented_record

PATH = "note/innsats_samhold/internal"


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _ = create_profile(tmp_path / "profile", role="post", name="Ambassaden (oppdiktet)", invented=True)
    yield made
    made.close()


@pytest.fixture
def record(profile: Profile) -> RecordId:
    record = invented_record()
    create_record(profile.store, record, role=profile.role, now=profile.now())
    return record.id


def test_what_is_kept_is_no_change_yet(profile: Profile, record: RecordId) -> None:
    keep_typing(profile, record, {PATH: "Vannet del"})
    assert PATH not in load_record(profile.store, record).fields
    assert not list(changes(profile, record, PATH))


def test_it_survives_that_the_program_is_gone(profile: Profile, record: RecordId) -> None:
    keep_typing(profile, record, {PATH: "Vannet deles"})
    again = open_profile_beside(profile)
    finish_typing(again, record)
    assert load_record(again.store, record).fields[PATH] == "Vannet deles"
    again.close()


def test_finished_it_is_one_change(profile: Profile, record: RecordId) -> None:
    for text in ("V", "Vannet", "Vannet deles"):
        keep_typing(profile, record, {PATH: text})
    finish_typing(profile, record)
    assert [change.new for change in changes(profile, record, PATH)] == ["Vannet deles"]


def test_a_field_that_was_saved_is_not_overwritten_by_what_was_kept_before(profile: Profile, record: RecordId) -> None:
    keep_typing(profile, record, {PATH: "Vannet"})
    save_fields(profile, record, {PATH: "Vannet deles"})
    finish_typing(profile, record)
    assert load_record(profile.store, record).fields[PATH] == "Vannet deles"


def test_a_record_that_waits_for_approval_is_left_alone(profile: Profile, record: RecordId) -> None:
    keep_typing(profile, record, {PATH: "For sent"})
    set_status(profile.store, record, "for_approval")
    finish_typing(profile, record)
    assert PATH not in load_record(profile.store, record).fields


def test_what_was_being_typed_is_sent_for_approval_too(profile: Profile, record: RecordId) -> None:
    keep_typing(profile, record, {PATH: "Siste ord"})
    submit(profile, record)
    sent = load_record(profile.store, record)
    assert (sent.status, sent.fields[PATH]) == ("for_approval", "Siste ord")


def open_profile_beside(profile: Profile) -> Profile:
    """The same folder opened anew, as after a restart."""
    profile.close()
    return open_profile(profile.folder)
