from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from neksus_desktop.ui.say import say
from neksus_desktop.usecases.follow_up_steps import next_deadline
from neksus_desktop.usecases.follow_ups import deadlines
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from tests.ui.conftest import NOW
from tests.ui.places.conftest import Opener

TABLE = "follow_up_table"


def test_what_is_overdue_stands_first_and_says_so(at: Opener, post: Profile) -> None:
    page = at(post, "follow_up")
    assert page.column(TABLE, 0)[0] == "Gikk ut 15. november"
    assert page.column(TABLE, 1)[0].startswith("Innhente kjønnsanalyse")
    assert "punkt 2.1.2" in page.column(TABLE, 1)[0]
    assert "16 åpne oppfølgingspunkter · ett har gått ut" in page.texts()


def test_closing_asks_for_the_outcome_and_keeps_its_ground(at: Opener, post: Profile) -> None:
    page = at(post, "follow_up")
    page.choose_row(TABLE, "Innhente kjønnsanalyse")
    page.act("follow_up_close")
    dialog = page.dialog("follow_up_close_dialog")
    assert not dialog.accept()
    assert say("places.follow_up.outcome_missing") in dialog.texts()
    dialog.write("follow_up_outcome", "Analysen kom i november.")
    dialog.choose("follow_up_ground_kind", "kjoennsanalyse")
    dialog.type("follow_up_ground_date", "20.11.26")
    assert dialog.accept()
    page.wait()
    row = next(row for row in deadlines(post, state="lukket") if row.text.startswith("Innhente kjønnsanalyse"))
    assert row.outcome == "Analysen kom i november."
    record = open_record(post, row.record).record
    assert ("kjoennsanalyse", "2026-11-20") in {(found.kind, found.dated) for found in record.evidence()}
    assert len(page.column(TABLE)) == 15


def test_a_closed_point_is_opened_again_by_undo(at: Opener, post: Profile) -> None:
    closed = deadlines(post, state="lukket")
    page = at(post, "follow_up")
    page.choose_row(TABLE, "Innhente kjønnsanalyse")
    page.act("follow_up_close")
    dialog = page.dialog("follow_up_close_dialog")
    dialog.write("follow_up_outcome", "Ferdig.")
    dialog.accept()
    page.wait()
    page.click("follow_up_undo")
    page.wait()
    assert len(deadlines(post)) == 16
    assert [row.id for row in deadlines(post, state="lukket")] == [row.id for row in closed]


def test_what_is_repeated_is_closed_and_stands_again_with_a_later_deadline(at: Opener, post: Profile) -> None:
    page = at(post, "follow_up")
    page.choose_row(TABLE, "Innhente kjønnsanalyse")
    before = next(row for row in deadlines(post) if row.text.startswith("Innhente kjønnsanalyse"))
    page.act("follow_up_close")
    dialog = page.dialog("follow_up_close_dialog")
    dialog.write("follow_up_outcome", "Gjort for i år.")
    dialog.choose("follow_up_again", "3")
    assert dialog.accept()
    page.wait()
    (after,) = (row for row in deadlines(post) if row.text == before.text)
    assert (before.deadline, after.deadline) == ("2026-11-15", "2027-02-15")
    assert "Ett oppfølgingspunkt er lukket. Et nytt står igjen med frist 15. februar 2027." in page.texts()
    assert (after.responsible, after.point, after.outcome) == (before.responsible, before.point, "")
    page.click("follow_up_undo")
    page.wait()
    assert [row.id for row in deadlines(post) if row.text == before.text] == [before.id]


@pytest.mark.parametrize(
    ("deadline", "months", "due"),
    [
        ("2026-11-15", 3, "2027-02-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2025-01-01", 1, "2026-12-23"),
        ("", 12, "2027-11-23"),
        ("snart", 1, "2026-12-23"),
    ],
)
def test_the_next_deadline_is_counted_from_the_last_unless_it_has_passed(deadline: str, months: int, due: str) -> None:
    assert next_deadline(deadline, months, NOW.date()) == due


def test_an_approved_assessment_stays_approved_and_that_is_said(at: Opener, post: Profile) -> None:
    page = at(post, "follow_up")
    page.choose_row(TABLE, "Innhente kjønnsanalyse")
    page.act("follow_up_move")
    dialog = page.dialog("follow_up_move_dialog")
    assert say.count("places.follow_up.stays_approved", 1) in dialog.texts()
    dialog.type("follow_up_deadline", "1. februar 2027")
    assert dialog.accept()
    page.wait()
    row = next(row for row in deadlines(post) if row.text.startswith("Innhente kjønnsanalyse"))
    assert (row.deadline, row.record_status) == ("2027-02-01", "approved")


def test_what_waits_for_approval_is_left_and_told(at: Opener, post: Profile) -> None:
    waiting = next(row for row in all_rows(post, query(statuses=("for_approval",))) if row.open_follow_ups)
    page = at(post, "follow_up")
    page.choose_row(TABLE, waiting.title)
    page.act("follow_up_take_over")
    dialog = page.dialog("follow_up_take_over_dialog")
    assert dialog.accept()
    page.wait()
    assert say.count("places.follow_up.waiting", 1) in page.texts()
    assert next(row for row in all_rows(post, query(statuses=("for_approval",))) if row.id == waiting.id)


def test_one_role_hands_everything_over_in_one_go(at: Opener, post: Profile) -> None:
    page = at(post, "follow_up")
    page.choose("follow_up_role", "programansvarlig")
    number = len(page.column(TABLE))
    page.table(TABLE).selectAll()
    page.act("follow_up_take_over")
    dialog = page.dialog("follow_up_take_over_dialog")
    dialog.find("follow_up_new_role", QComboBox).setEditText("stasjonssjef")
    assert dialog.accept()
    page.wait()
    moved = [row for row in deadlines(post) if row.responsible == "stasjonssjef"]
    assert len(moved) >= number - 2


def test_return_opens_the_assessment_at_the_point(at: Opener, post: Profile) -> None:
    page = at(post, "follow_up")
    page.choose_row(TABLE, "Innhente kjønnsanalyse")
    page.click("follow_up_go")
    place, arguments = page.went[-1]
    assert (place, arguments["point"]) == ("editor", "innsats_analyser")


@pytest.mark.parametrize("language", ["nn", "en"])
def test_everything_is_said_in_the_other_languages(at: Opener, post: Profile, language: str) -> None:
    page = at(post, "follow_up")
    say.set_language(language)
    page.wait()
    assert say("places.follow_up.title") in page.texts()
    assert {"nn": "Gjekk ut", "en": "Was due"}[language] in page.column(TABLE, 0)[0]


def test_an_empty_profile_says_how_points_come_here(at: Opener, norad: Profile) -> None:
    assert say("places.follow_up.empty.none_help") in at(norad, "follow_up").texts()


def test_deadlines_go_to_a_calendar_without_what_they_are_about(at: Opener, post: Profile, tmp_path: Path) -> None:
    page = at(post, "follow_up")
    page.screen.save_calendar_to(tmp_path / "frister.ics")  # type: ignore[attr-defined]
    page.wait()
    text = (tmp_path / "frister.ics").read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 16
    assert "kjønnsanalyse" not in text
