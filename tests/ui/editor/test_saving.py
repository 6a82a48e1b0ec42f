"""What is typed is durable when the editor says so, and stays on screen when it could not be written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from neksus_desktop.errors import StorageGoneError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.editor.note_dialogs import FollowUpDialog, GroundDialog
from neksus_desktop.ui.editor.note_panel import NotePanel
from neksus_desktop.ui.editor.point_view import PointView
from neksus_desktop.usecases.history import changes
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from tests.support.screens_editor import EditorPage

POINT = "innsats_samhold"
INTERNAL = f"note/{POINT}/internal"


def field(profile: Profile, record: str, path: str) -> str:
    return open_record(profile, record).record.fields.get(path, "")


@pytest.fixture
def at_point(page: EditorPage) -> EditorPage:
    page.goto(POINT)
    return page


def limit_pages(profile: Profile, pages: int) -> None:
    """As a full disk: SQLite itself refuses to grow the file."""
    with profile.store.read() as db:
        db.execute(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
def full_disk(at_point: EditorPage, profile: Profile) -> Iterator[EditorPage]:
    at_point.shell.runner.submit(limit_pages, profile, 1)
    at_point.settled()
    yield at_point
    at_point.shell.runner.submit(limit_pages, profile, 1_000_000)
    at_point.shell.runner.drain()


def test_where_one_writes_stays_in_sight_when_a_notice_comes_over_it(at_point: EditorPage) -> None:
    text = at_point.find(QPlainTextEdit, "note_text")
    view = at_point.screen.middle.view
    assert isinstance(view, PointView)
    text.setFocus()

    def in_sight() -> bool:
        line = text.cursorRect()
        return view.rect().contains(line.translated(text.mapTo(view, line.topLeft()) - line.topLeft()))

    ends = text.mapTo(view.inner, text.cursorRect().bottomLeft()).y()
    window = at_point.screen.window()
    window.resize(window.width(), window.height() - view.height() + ends + 8)
    at_point.qtbot.waitUntil(lambda: view.height() <= ends + 8)
    at_point.qtbot.waitUntil(in_sight, timeout=5_000)
    before = view.height()
    at_point.screen._safety.save_failed(StorageGoneError(folder="E:/post"))
    at_point.qtbot.waitUntil(lambda: view.height() < before)
    at_point.qtbot.waitUntil(in_sight, timeout=5_000)


def test_what_is_pointed_out_comes_into_sight_under_the_text_being_written(at_point: EditorPage) -> None:
    text = at_point.find(QPlainTextEdit, "note_text")
    caution = at_point.find(QWidget, "note_caution")
    view = at_point.screen.middle.view
    assert view is not None
    text.setFocus()
    ends = text.mapTo(view, text.rect().bottomLeft()).y()
    window = at_point.screen.window()
    window.resize(window.width(), window.height() - view.height() + ends + 8)
    at_point.qtbot.waitUntil(lambda: view.height() <= ends + 8)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - view.height() + text.mapTo(view, text.rect().bottomLeft()).y() + 8)
    text.insertPlainText("Vi møtte Ahmed Hassan i vannrådet.")

    def in_sight() -> bool:
        line = text.cursorRect()
        seen = caution.isVisible() and view.rect().contains(caution.rect().translated(caution.mapTo(view, QPoint())))
        return seen and view.rect().contains(line.translated(text.mapTo(view, QPoint())))

    at_point.qtbot.waitUntil(in_sight, timeout=5_000)
    one = caution.height()
    text.insertPlainText(" Ring 22 24 36 00 før 15.3694, 44.1910.")
    at_point.qtbot.waitUntil(lambda: caution.height() > one)
    at_point.qtbot.waitUntil(in_sight, timeout=5_000)
    at_point.leave_field()
    at_point.settled()


def test_typing_is_kept_at_a_pause_and_becomes_one_change_when_the_field_is_left(
    at_point: EditorPage, profile: Profile, record: RecordId
) -> None:
    for words in ("Vannet deles. ", "Køene er roligere. ", "Kvinner bestemmer lite."):
        at_point.write("note_text", words)
        at_point.qtbot.waitUntil(lambda: at_point.desk.autosave.state == "saved")
    whole = "Vannet deles. Køene er roligere. Kvinner bestemmer lite."
    assert field(profile, record, INTERNAL) == whole
    assert not list(changes(profile, record, INTERNAL))
    at_point.leave_field()
    at_point.settled()
    assert [change.new for change in changes(profile, record, INTERNAL)] == [whole]


def test_typing_that_was_cut_off_is_there_again(at_point: EditorPage, profile: Profile, record: RecordId) -> None:
    from neksus_desktop.usecases.autosave import keep_typing

    keep_typing(profile, record, {INTERNAL: "Strømmen gikk midt i"})
    at_point.again(lambda: at_point.screen.enter(record=record, point=POINT))
    assert at_point.find(QPlainTextEdit, "note_text").toPlainText() == "Strømmen gikk midt i"
    assert [change.new for change in changes(profile, record, INTERNAL)] == ["Strømmen gikk midt i"]


def test_the_header_says_when_it_was_saved(at_point: EditorPage, profile: Profile) -> None:
    at_point.click(f"answer_{POINT}_styrker")
    assert "lagret kl." not in at_point.screen.bar.saved.text()
    at_point.settled()
    assert at_point.screen.bar.saved.text().startswith("Utkast · lagret kl. ")


def test_a_full_disk_is_said_at_once_and_a_retry_saves(
    full_disk: EditorPage, profile: Profile, record: RecordId
) -> None:
    text = "Dette må ikke gå tapt. " * 4000
    full_disk.write("note_text", text)
    full_disk.leave_field()
    notice = full_disk.screen.middle.notice
    full_disk.qtbot.waitUntil(lambda: notice.isVisible() and notice.tone == "error")
    assert full_disk.find(QPlainTextEdit, "note_text").toPlainText() == text
    assert "ikke lagret" in full_disk.screen.bar.saved.text()
    assert not full_disk.screen.leave()
    full_disk.shell.runner.submit(limit_pages, profile, 1_000_000)
    full_disk.click("editor_retry")
    full_disk.settled()
    assert field(profile, record, INTERNAL) == text
    assert not notice.isVisible()
    assert full_disk.screen.leave()


def test_what_the_disk_refused_is_written_by_itself_once_it_can_be_and_told_once(
    full_disk: EditorPage, profile: Profile, record: RecordId
) -> None:
    text = "Dette må ikke gå tapt. " * 4000
    autosave = full_disk.desk.autosave
    autosave._again.setInterval(50)
    told: list[object] = []
    autosave.failed.connect(told.append)
    full_disk.write("note_text", text)
    with full_disk.qtbot.waitSignals([autosave._again.timeout] * 3, timeout=20_000):
        pass
    assert len(told) == 1
    with full_disk.qtbot.waitSignal(full_disk.shell.kept, timeout=20_000):
        full_disk.shell.runner.submit(limit_pages, profile, 1_000_000)
    full_disk.settled()
    assert field(profile, record, INTERNAL) == text
    assert not full_disk.screen.middle.notice.isVisible()


def test_reading_the_record_again_never_takes_unsaved_text_away(
    full_disk: EditorPage, profile: Profile, record: RecordId
) -> None:
    text = "Bare her. " * 9000
    full_disk.write("note_text", text)
    desk = full_disk.desk
    full_disk.screen.reopen()
    full_disk.qtbot.waitUntil(lambda: desk.autosave.state == "failed" and not full_disk.shell.runner.busy)
    assert full_disk.desk is desk
    assert full_disk.find(QPlainTextEdit, "note_text").toPlainText() == text
    full_disk.shell.runner.submit(limit_pages, profile, 1_000_000)
    full_disk.click("editor_retry")
    full_disk.settled()
    assert field(profile, record, INTERNAL) == text


def test_leaving_the_place_hands_in_what_is_typed(at_point: EditorPage, profile: Profile, record: RecordId) -> None:
    at_point.write("note_text", "Rett før jeg går.")
    assert at_point.screen.leave()
    assert [change.new for change in changes(profile, record, INTERNAL)] == ["Rett før jeg går."]


def test_the_shareable_text_is_made_only_when_asked_for(
    at_point: EditorPage, profile: Profile, record: RecordId
) -> None:
    at_point.write("note_text", "Bare for oss.")
    at_point.click("note_shareable")
    assert at_point.find(QPlainTextEdit, "note_text").toPlainText() == ""
    at_point.click("note_copy")
    at_point.click("note_confirm")
    at_point.settled()
    assert field(profile, record, f"note/{POINT}/shareable") == "Bare for oss."
    assert field(profile, record, f"note/{POINT}/confirmed") == "1"


def test_a_change_of_the_shareable_text_takes_its_clearance_away(
    at_point: EditorPage, profile: Profile, record: RecordId
) -> None:
    at_point.click("note_shareable")
    at_point.write("note_text", "Til deling.")
    at_point.click("note_confirm")
    at_point.write("note_text", " Og mer.")
    at_point.leave_field()
    at_point.settled()
    assert field(profile, record, f"note/{POINT}/shareable") == "Til deling. Og mer."
    assert field(profile, record, f"note/{POINT}/confirmed") == ""


def test_a_name_in_the_text_is_pointed_out_and_nothing_is_blocked(
    at_point: EditorPage, profile: Profile, record: RecordId
) -> None:
    at_point.write("note_text", "Vi møtte Ahmed Hassan i vannrådet.")
    panel = at_point.find(NotePanel, "")
    caution = at_point.find(QWidget, "note_caution")
    at_point.qtbot.waitUntil(caution.isVisible)
    assert "Ahmed Hassan" in caution.accessibleName()
    at_point.leave_field()
    at_point.settled()
    assert field(profile, record, INTERNAL) == "Vi møtte Ahmed Hassan i vannrådet."
    assert panel.isVisible()


def test_a_ground_is_added_with_two_keys(at_point: EditorPage, profile: Profile, record: RecordId) -> None:
    at_point.screen._steps.add_ground()
    at_point.key("ground_title", Qt.Key.Key_Return)
    at_point.settled()
    (ground,) = open_record(profile, record).record.evidence()
    assert ground.point == POINT
    assert ground.kind in at_point.view.point.attributes["evidence"].split()


def test_a_ground_with_its_date_stands_on_the_card(at_point: EditorPage, profile: Profile, record: RecordId) -> None:
    at_point.screen._steps.add_ground()
    at_point.write("ground_title", "Samtale med lokal partner (rolle)")
    at_point.write("ground_dated", "24.8.26")
    at_point.dialog(GroundDialog).try_accept()
    at_point.settled()
    (ground,) = open_record(profile, record).record.evidence()
    assert ground.dated == "2026-08-24"
    row = at_point.find(QWidget, f"grounds_{ground.id}")
    assert row.accessibleName().startswith("Samtale med lokal partner (rolle), 24. august 2026")


def test_a_follow_up_point_needs_a_text_and_takes_a_role(
    at_point: EditorPage, profile: Profile, record: RecordId
) -> None:
    at_point.screen._steps.add_follow_up()
    dialog = at_point.dialog(FollowUpDialog)
    dialog.try_accept()
    assert dialog.isVisible()
    at_point.write("follow_up_text", "Innhente kjønnsanalyse")
    dialog.responsible.setEditText("programansvarlig")
    at_point.write("follow_up_deadline", "15.11.26")
    dialog.try_accept()
    at_point.settled()
    (point,) = open_record(profile, record).record.follow_ups()
    assert (point.text, point.responsible, point.deadline) == (
        "Innhente kjønnsanalyse",
        "programansvarlig",
        "2026-11-15",
    )


def test_an_action_row_becomes_a_follow_up_point(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.desk.write({"points": f"{page.desk.field('points')} fin_oeremerking"})
    page.goto("fin_oeremerking")
    page.write("answer_tiltak_text", "Ta opp øremerking i styret")
    page.write("answer_frist_text", "1.2.27")
    page.leave_field()
    page.settled()
    rows = page.desk.session.children("/data/fin/fin_oeremerking/fin_oeremerking_tiltak")
    page.click(f"row_{rows[0].rpartition('[')[2].rstrip(']')}_to_follow_up")
    page.dialog(FollowUpDialog).try_accept()
    page.settled()
    (point,) = open_record(profile, record).record.follow_ups()
    assert (point.text, point.deadline) == ("Ta opp øremerking i styret", "2027-02-01")


def test_confidence_and_shielding_are_chosen_never_given(
    at_point: EditorPage, profile: Profile, record: RecordId
) -> None:
    opened = open_record(profile, record).record.note(POINT)
    assert (opened.confidence, opened.shielding.legal_basis) == ("", "")
    at_point.click("confidence_middels")
    at_point.desk.write({f"note/{POINT}/shielding": "offentleglova § 20"})
    at_point.settled()
    written = open_record(profile, record).record.note(POINT)
    assert (written.confidence, written.shielding.legal_basis) == ("middels", "offentleglova § 20")
    assert at_point.find(QWidget, "shielding_until").isVisible()


def test_tags_are_kept_as_words_each_once(at_point: EditorPage, profile: Profile, record: RecordId) -> None:
    at_point.write("note_tags", "vann, kjønn vann")
    at_point.leave_field()
    at_point.settled()
    assert open_record(profile, record).record.note(POINT).tags == ("vann", "kjønn")
