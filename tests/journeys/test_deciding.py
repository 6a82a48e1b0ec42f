"""Jobs 5, 6, 8, 9 and 12: approve or return, take over, follow up, prepare a board, run the governance year."""

from __future__ import annotations

from pathlib import Path

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableView

from neksus_desktop.ui.preview import PreviewScreen
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.follow_ups import deadlines
from neksus_desktop.usecases.profile import create_profile
from tests.journeys.conftest import OpenWindow
from tests.support.journey import CTRL, Journey

EXCHANGE = "Utveksling av helsepersonell"


def test_job_5_the_head_returns_with_remarks_and_approves_the_next_version(post: Journey, tmp_path: Path) -> None:
    record = post.open_record(EXCHANGE)
    post.click("editor_primary")
    dialog = post.dialog("decide_dialog")
    where = dialog.find("decide_where", QComboBox)
    where.setCurrentIndex(1)
    point = str(where.itemData(1))
    post.type("decide_text", "Hva bygger dette på?")
    post.click("decide_return")
    post.until(lambda: post.read(record).status == "returned")
    post.until_editor()
    post.show_point(point)
    post.click("side_remarks")
    post.until(lambda: "Hva bygger dette på?" in post.seen())
    post.press(Qt.Key.Key_Return, CTRL)
    post.accept("ready_dialog")
    post.until(lambda: post.read(record).status == "for_approval")
    post.until_editor()
    post.click("editor_primary")
    post.accept("decide_dialog")
    post.until(lambda: post.read(record).status == "approved")
    post.click("editor_print")
    post.until_place("preview")
    post.screen("preview", PreviewScreen).save_to(tmp_path / "godkjent.pdf")  # what the file dialog calls
    post.wait_until_idle()
    assert len(pypdf.PdfReader(tmp_path / "godkjent.pdf").pages) >= 1


def test_job_6_a_portfolio_is_taken_over_in_one_go(post: Journey) -> None:
    post.go("follow_up")
    post.choose("follow_up_role", "programansvarlig")
    post.wait_until_idle()
    number = len(post.column("follow_up_table"))
    assert number > 1
    post.find("follow_up_table", QTableView).setFocus()
    post.press(Qt.Key.Key_A, CTRL)
    post.click("follow_up_take_over")
    post.dialog("follow_up_take_over_dialog").find("follow_up_new_role", QComboBox).setEditText("stasjonssjef")
    post.accept("follow_up_take_over_dialog")
    moved = [row for row in deadlines(post.profile) if row.responsible == "stasjonssjef"]
    assert len(moved) >= number - 2  # what waits for approval is left and told
    post.open_record("Vann og mekling")
    post.show_point("innsats_deltakelse")
    post.click("side_history")
    post.wait_until_idle()


def test_job_8_a_point_is_followed_up_until_it_is_closed(post: Journey) -> None:
    post.go("follow_up")
    text = post.column("follow_up_table", 1)[0].splitlines()[0][:30]
    post.row("follow_up_table", text)
    post.click("follow_up_close")
    dialog = post.dialog("follow_up_close_dialog")
    post.type("follow_up_outcome", "Analysen kom i november.")
    assert dialog.root.isVisible()
    post.accept("follow_up_close_dialog")
    post.until(lambda: not any(text in row for row in post.column("follow_up_table", 1)))
    assert any(row.outcome == "Analysen kom i november." for row in deadlines(post.profile, state="lukket"))


def test_job_8_what_is_still_open_is_raised_again_at_the_next_meeting(post: Journey) -> None:
    old = post.read(post.record_of("Vann og mekling"))
    still = next(found for found in old.follow_ups() if found.state == "aapen" and found.point.startswith("innsats_"))
    post.go("subjects")
    post.row("subjects_table", "Vann og mekling")
    post.click("subjects_assess")
    post.until_place("new_record")
    post.click("new_points_none")
    post.click(f"new_point_{still.point}")
    post.click("new_start")
    record = post.until_editor()
    post.show_point(still.point)
    post.click("side_previous")
    post.until(lambda: bool(post.names("previous_carry_")))
    post.click(post.names("previous_carry_")[0])
    post.accept("follow_up_dialog")
    post.until(lambda: still.text in {found.text for found in post.read(record).follow_ups()})
    assert still.text in {found.text for found in post.read(old.id).follow_ups() if found.state == "aapen"}


def test_job_9_a_board_meeting_is_prepared_on_two_pages(post: Journey, tmp_path: Path) -> None:
    post.press(Qt.Key.Key_N, CTRL)
    post.until_place("new_record")
    post.click("new_type_styre")
    post.click("new_subject_new")
    post.type("new_subject_title", "Tredje ordinære møte (oppdiktet)")
    post.click("new_start")
    record = post.until_editor()
    assert post.read(record).subject.type == "styre"
    post.open_record("Forberedelse til annet ordinære styremøte")
    post.click("editor_print")
    post.until_place("preview")
    preview = post.screen("preview", PreviewScreen)
    kinds = [preview.kind.itemData(at) for at in range(preview.kind.count())]
    assert {"board", "talking"} <= set(kinds)
    for kind, language in (("board", "nb"), ("talking", "en")):
        post.choose("preview_kind", kind)
        post.choose("preview_language", language)
        post.wait_until_idle()
        preview.save_to(tmp_path / f"{kind}.pdf")  # what the file dialog calls
        post.wait_until_idle()
        assert 1 <= len(pypdf.PdfReader(tmp_path / f"{kind}.pdf").pages) <= 2


def test_job_12_the_governance_year_is_begun_and_an_event_is_told(open_window: OpenWindow, tmp_path: Path) -> None:
    made, _code = create_profile(tmp_path / "norec", role="norec", name="Norec (oppdiktet)", invented=True)
    made.close()
    page = open_window(tmp_path / "norec")
    page.go("registers")
    page.click("registers_year")
    page.accept("year_dialog")
    page.until(lambda: page.choices("registers_list") != [])
    assert say("register.wheel") in page.choices("registers_list")
    page.pick("registers_list", "norec_meldinger")
    page.wait_until_idle()
    page.click("registers_add")
    record = page.until_editor()
    assert page.read(record).form.id == "norec_meldinger"
