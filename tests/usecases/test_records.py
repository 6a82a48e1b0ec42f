from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.errors import InventedMixError, NotFoundError, UsageError
from neksus_desktop.storage import follow_ups
from neksus_desktop.usecases.decide import approve, reopen, submit
from neksus_desktop.usecases.history import version_rows
from neksus_desktop.usecases.listing import page, query
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.ready import gaps, gaps_of
from neksus_desktop.usecases.records import new_record, open_record, save_fields, set_answer
from tests.support.samples import invented_subject

DATE = "/data/om/om_vurderingen/vurdert"
COHESION = "/data/innsats/innsats_samhold/innsats_samhold"

ROWS = "/data/innsats/innsats_fredsbygging/innsats_fredsbygging_negative_konsekvenser_rader"


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(tmp_path / "p", role="post", name="Stasjon (oppdiktet)", invented=True)
    yield made
    made.close()


def _draft(profile: Profile, **subject: str) -> str:
    return new_record(profile, "neksus_veileder", invented_subject(**subject))


def test_the_default_points_are_those_of_the_subject_type(profile: Profile) -> None:
    points = open_record(profile, _draft(profile, type="avtale")).record.points
    assert [point.split("_")[0] for point in points] == ["innsats"] * 7 + ["fin"] * 2


def test_board_work_has_its_own_part_and_an_agreement_has_not(profile: Profile) -> None:
    assert "styresak" in open_record(profile, _draft(profile, type="styre")).chosen_points()
    assert "styresak" not in open_record(profile, _draft(profile, type="avtale")).chosen_points()


def test_the_date_of_assessment_follows_its_answer(profile: Profile) -> None:
    record = _draft(profile)
    save_fields(profile, record, {DATE: "2026-11-03"})
    assert open_record(profile, record).record.fields["assessed_on"] == "2026-11-03"
    assert page(profile, query()).rows[0].assessed_on == "2026-11-03"
    set_answer(profile, record, DATE, "")
    assert page(profile, query()).rows[0].assessed_on == ""


def test_a_new_assessment_takes_over_the_points_and_not_the_answers(profile: Profile) -> None:
    earlier = new_record(profile, "neksus_veileder", invented_subject(), points=["innsats_samhold"])
    save_fields(profile, earlier, {COHESION: "styrker"})
    subject = open_record(profile, earlier).record.subject
    later = open_record(profile, new_record(profile, "neksus_veileder", subject, previous=earlier)).record
    assert later.points == ("innsats_samhold",)
    assert later.previous == earlier
    assert COHESION not in later.fields


def test_the_first_row_of_a_list_is_the_same_each_time_the_record_is_opened(profile: Profile) -> None:
    record = _draft(profile)
    rows = open_record(profile, record).session.children(ROWS)
    assert len(rows) == 1
    save_fields(profile, record, {f"{rows[0]}/konsekvens": "Skjev fordeling."})
    again = open_record(profile, record).session
    assert again.children(ROWS) == rows
    assert again.value(f"{rows[0]}/konsekvens") == "Skjev fordeling."


def test_rows_are_named_by_their_place_and_the_next_place_is_a_new_row(profile: Profile) -> None:
    record = _draft(profile)
    for place in ("1", "2"):
        set_answer(profile, record, f"{ROWS}[{place}]/konsekvens", f"Rad {place}")
    session = open_record(profile, record).session
    rows = session.children(ROWS)
    assert [session.value(f"{row}/konsekvens") for row in rows] == ["Rad 1", "Rad 2"]
    set_answer(profile, record, f"{rows[1]}/konsekvens", "Rad to")
    assert open_record(profile, record).session.value(f"{rows[1]}/konsekvens") == "Rad to"
    for place in ("0", "4", "99999"):
        with pytest.raises(NotFoundError):
            set_answer(profile, record, f"{ROWS}[{place}]/konsekvens", "x")


def test_an_answer_needs_a_question(profile: Profile) -> None:
    record = _draft(profile)
    with pytest.raises(NotFoundError):
        set_answer(profile, record, "/data/finnes/ikke", "1")


@pytest.mark.parametrize("given", ["finnes_ikke", "innsats_samhold finnes_ikke"])
def test_a_point_must_be_in_the_form(profile: Profile, given: str) -> None:
    record = _draft(profile)
    with pytest.raises(UsageError) as caught:
        set_answer(profile, record, "points", given)
    assert caught.value.facts["point"] == "finnes_ikke"


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("", "1", "unknown_field"),
        ("nope", "1", "unknown_field"),
        ("note/innsats_samhold/nope", "1", "unknown_field"),
        ("followup/../deadline", "2026-12-31", "unknown_field"),
        ("note/finnes_ikke/internal", "Tekst", "unknown_point"),
        ("followup/f1/point", "finnes_ikke", "unknown_point"),
        ("assessed_on", "2026-13-45", "field_value"),
        ("language", "xx", "field_value"),
        ("note/innsats_samhold/confidence", "kanskje", "field_value"),
        ("note/innsats_samhold/shielded_until", "snart", "field_value"),
        ("followup/f1/deadline", "aldri", "field_value"),
        ("followup/f1/state", "rar", "field_value"),
    ],
)
def test_only_fields_and_values_of_ours_are_set_by_hand(profile: Profile, path: str, value: str, reason: str) -> None:
    record = _draft(profile)
    before = open_record(profile, record).record.fields
    with pytest.raises(UsageError) as caught:
        set_answer(profile, record, path, value)
    assert caught.value.facts["reason"] == reason
    assert open_record(profile, record).record.fields == before


def test_a_deadline_that_is_no_date_stays_out_of_the_lists(profile: Profile) -> None:
    record = _draft(profile)
    save_fields(
        profile,
        record,
        {"followup/f1/text": "Hent analyse", "followup/f1/deadline": "aldri", "followup/f1/state": "rar"},
    )
    row = follow_ups.deadlines(profile.store)[0]
    assert (row.text, row.deadline) == ("Hent analyse", "")
    assert open_record(profile, record).record.fields["followup/f1/deadline"] == "aldri"


def test_invented_and_real_never_share_a_profile(profile: Profile) -> None:
    _draft(profile)
    with pytest.raises(InventedMixError):
        new_record(profile, "neksus_veileder", invented_subject(invented=False))


def test_what_stands_open_is_said_and_goes_away_when_done(profile: Profile) -> None:
    record = new_record(profile, "neksus_veileder", invented_subject(), points=["innsats_samhold"])

    def said() -> list[str]:
        return [gap.sentence for gap in gaps(open_record(profile, record), "nb") if gap.point == "innsats_samhold"]

    assert said() == ["2.1.5 Samhold er ikke vurdert."]
    assert gaps_of(profile, record, "nb", "nb") == gaps(open_record(profile, record), "nb")
    assert gaps_of(profile, record, "en", "en") != gaps(open_record(profile, record), "nb")
    save_fields(profile, record, {COHESION: "styrker"})
    assert len(said()) == 3
    save_fields(
        profile,
        record,
        {
            "note/innsats_samhold/internal": "Brukes av begge.",
            "note/innsats_samhold/confidence": "middels",
            "evidence/e1/point": "innsats_samhold",
            "evidence/e1/title": "Feltbesøk",
        },
    )
    assert said() == []


def test_an_approved_version_stays_when_the_record_is_changed(profile: Profile) -> None:
    record = _draft(profile)
    save_fields(profile, record, {COHESION: "styrker"})
    first = submit(profile, record)
    approve(profile, record)
    reopen(profile, record)
    save_fields(profile, record, {COHESION: "svekker"})
    second = submit(profile, record)
    assert first != second
    assert [row.hash for row in version_rows(profile, record)][::-1] in ([first, second], [second, first])


def test_half_a_character_in_a_title_becomes_a_sign_of_its_own_as_in_fields() -> None:
    from neksus_desktop.usecases.subjects import make_subject

    assert make_subject(type="avtale", title="A\ud800B").title == "A\ufffdB"
