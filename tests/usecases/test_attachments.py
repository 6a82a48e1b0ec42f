"""Files kept with a record: named by fields, so that undo, Versions and history know them; bytes beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.errors import NotFoundError, StatusError, StorageTooLargeError, UsageError
from neksus_desktop.records.attachment import attached, attachment_fields, free_name
from neksus_desktop.records.note import Evidence
from neksus_desktop.records.record import evidence_fields
from neksus_desktop.usecases.attachments import LARGEST, attach, attachments, detach, read, save_as, tidy
from neksus_desktop.usecases.decide import recall, submit
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.history import undo
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import new_record, open_record, save_fields
from tests.storage.test_pictures import SECRET, picture
from tests.support.samples import invented_subject

FORM = """settings: {form_id: med_bilde, form_title: Med bilde, version: '1'}
survey:
  - {type: text, name: navn, label: Navn}
  - {type: image, name: bilde, label: Bilde}
"""
BILDE = "/data/bilde"
GROUND = Evidence(id="g1", point="navn", kind="feltbesoek", title="Feltbesøk")


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(tmp_path / "profil", role="post", name="Ambassaden (oppdiktet)", invented=True)
    yield made
    made.close()


@pytest.fixture
def record(profile: Profile, tmp_path: Path) -> str:
    form = tmp_path / "med_bilde.yaml"
    form.write_text(FORM, encoding="utf-8")
    install_form(profile, form)
    made = new_record(profile, "med_bilde", invented_subject())
    save_fields(profile, made, evidence_fields(GROUND))
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "brønn.jpg"
    path.write_bytes(picture("JPEG"))
    return path


def fields(profile: Profile, record: str) -> dict[str, str]:
    return open_record(profile, record).record.fields


def test_a_picture_answers_its_question_without_its_place(profile: Profile, record: str, photo: Path) -> None:
    facts = attach(profile, record, photo, question=BILDE)
    assert fields(profile, record)[BILDE] == "brønn.jpg"
    assert (facts.media_type, facts.point) == ("image/jpeg", "bilde")
    assert SECRET.encode() not in read(profile, facts.id)
    (kept,) = attachments(profile, record)
    assert (kept.facts, kept.here, kept.stripped) == (facts, True, True)


def test_place_and_time_stay_when_asked_for(profile: Profile, record: str, photo: Path) -> None:
    facts = attach(profile, record, photo, ground="g1", keep_metadata=True)
    assert read(profile, facts.id) == photo.read_bytes()
    assert not attachments(profile, record)[0].stripped


def test_names_are_never_shared(profile: Profile, record: str, photo: Path) -> None:
    first, second = (attach(profile, record, photo, ground="g1") for _ in range(2))
    assert (first.name, second.name) == ("brønn.jpg", "brønn-2.jpg")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("../../etc/passwd", "passwd"), ("C:\\bilder\\a.png", "a.png"), ("a\u202eb\n.txt", "ab.txt"), ("", "fil"),
     ("x" * 300 + ".pdf", "x" * 116 + ".pdf"), ("A.TXT", "A-2.TXT"), (".skjult.", "skjult")],
)  # fmt: skip
def test_a_name_has_no_folders_and_no_tricks(wanted: str, name: str) -> None:
    assert free_name(wanted, ["a.txt"]) == name


def test_taken_away_by_mistake_it_is_brought_back_by_undo(profile: Profile, record: str, photo: Path) -> None:
    facts = attach(profile, record, photo, question=BILDE)
    detach(profile, record, facts.id)
    assert attachments(profile, record) == []
    assert BILDE not in fields(profile, record)
    undo(profile, record)
    assert fields(profile, record)[BILDE] == "brønn.jpg"
    assert attachments(profile, record)[0].here


def test_what_was_taken_away_goes_when_the_record_is_sent_on(profile: Profile, record: str, photo: Path) -> None:
    gone, stays = (attach(profile, record, photo, ground="g1") for _ in range(2))
    detach(profile, record, gone.id)
    submit(profile, record)
    with pytest.raises(NotFoundError):
        read(profile, gone.id)
    assert read(profile, stays.id)


def test_what_a_version_vouches_for_is_kept(profile: Profile, record: str, photo: Path) -> None:
    facts = attach(profile, record, photo, ground="g1")
    submit(profile, record)
    recall(profile, record)
    detach(profile, record, facts.id)
    assert tidy(profile, record) == 0
    assert read(profile, facts.id)


def test_a_file_whose_ground_or_answer_is_gone_is_named_no_more(profile: Profile, record: str, photo: Path) -> None:
    ground, answer = attach(profile, record, photo, ground="g1"), attach(profile, record, photo, question=BILDE)
    save_fields(profile, record, dict.fromkeys([BILDE, *evidence_fields(GROUND)], ""))
    assert {kept.facts for kept in attachments(profile, record)} == {ground, answer}
    submit(profile, record)
    assert attachments(profile, record) == []
    with pytest.raises(NotFoundError):
        read(profile, ground.id)


def test_a_file_not_here_yet_is_named_and_said_to_be_missing(profile: Profile, record: str, photo: Path) -> None:
    facts = attach(profile, record, photo, ground="g1")
    save_fields(profile, record, attachment_fields(facts._replace(id="annen", name="annen.jpg")))
    assert {kept.facts.name: kept.here for kept in attachments(profile, record)} == {
        "brønn.jpg": True, "annen.jpg": False,
    }  # fmt: skip


def test_a_torn_name_is_passed_over() -> None:
    assert attached({"attachment/x/name": "a.txt", "attachment/y/digest": "00", "attachment/z/annet": "1"}) == ()


def test_what_cannot_be_is_refused_and_leaves_nothing(profile: Profile, record: str, photo: Path) -> None:
    large = photo.with_name("stor.bin")
    large.write_bytes(bytes(LARGEST + 1))
    with pytest.raises(StorageTooLargeError):
        attach(profile, record, large, ground="g1")
    with pytest.raises(UsageError):
        attach(profile, record, photo, ground="ukjent")
    with pytest.raises(UsageError):
        attach(profile, record, photo, question="/data/navn")
    with pytest.raises(NotFoundError):
        attach(profile, record, photo.with_name("finnes-ikke.jpg"), ground="g1")
    with pytest.raises(NotFoundError):
        detach(profile, record, "ukjent")
    submit(profile, record)
    with pytest.raises(StatusError):
        attach(profile, record, photo, ground="g1")
    assert profile.store.connection().execute("SELECT count(*) FROM attachment").fetchone()[0] == 0


def test_it_is_saved_where_the_user_says(profile: Profile, record: str, photo: Path, tmp_path: Path) -> None:
    facts = attach(profile, record, photo, ground="g1")
    save_as(profile, facts.id, tmp_path / "ut.jpg")
    assert (tmp_path / "ut.jpg").read_bytes() == read(profile, facts.id)
