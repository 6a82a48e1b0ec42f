"""What stands in a dialog or a remark when the power goes is there again, until it is handed in or cancelled."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from neksus_desktop.errors import StorageGoneError, UsageError
from neksus_desktop.ui.editor.decide_dialogs import DecideDialog
from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.rows import RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.window import DESIGNED, Window
from neksus_desktop.usecases import decide
from neksus_desktop.usecases.drafts import draft
from neksus_desktop.usecases.listing import RowQuery, page
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from neksus_desktop.usecases.subjects import list_subjects
from tests.support.screens import Page, WindowPage

POINT = "koord_nivaaer"
LONG = "Vannkomiteen skal ha nytt møte.\nBegge landsbyer kommer."


@pytest.fixture
def after_power_cut(filled: WindowPage, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[str], WindowPage]]:
    """The window of a profile as its files lie when something stands kept at a place."""
    made: list[Window] = []

    def again(place: str) -> WindowPage:
        qtbot.waitUntil(lambda: bool(draft(_profile(filled), place)), timeout=20_000)
        shutil.copytree(filled.window.folder, tmp_path / "etterpaa")
        window = Window(filled.window.app, tmp_path / "etterpaa")
        window.resize(DESIGNED)
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        window.open_profile()
        opened = WindowPage(qtbot, window)
        opened.wait_until_idle()
        return opened

    yield again
    for window in made:
        window.close_profile()


def _profile(window: WindowPage) -> Profile:
    assert window.window.shell is not None
    return window.window.shell.profile


def _record(window: WindowPage) -> str:
    profile = _profile(window)
    rows = page(profile, RowQuery(statuses=("draft",)), None, 20).rows
    return next(row.id for row in rows if POINT in open_record(profile, row.id).record.fields.get("points", ""))


def _editor(window: WindowPage, record: str, point: str) -> EditorScreen:
    window.workspace.go("editor", record=record, point=point)
    window.wait_until_idle()
    editor = window.workspace.screen_of("editor")
    assert isinstance(editor, EditorScreen)
    window.qtbot.waitUntil(lambda: editor.middle.view is not None and editor.side is not None, timeout=20_000)
    window.wait_until_idle()
    return editor


def _dialog(window: WindowPage, name: str) -> QDialog:
    window.qtbot.waitUntil(lambda: any(d.isVisible() for d in window.window.findChildren(QDialog, name)))
    return next(d for d in window.window.findChildren(QDialog, name) if d.isVisible())


def _new_follow_up(window: WindowPage) -> None:
    window.window.activateWindow()
    window.qtbot.waitUntil(window.window.isActiveWindow)
    window.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)


def _write(root: Page, name: str, text: str) -> None:
    first, *rest = text.split("\n")
    field = root.find(name, QPlainTextEdit)
    QTest.keyClicks(field, first)
    for line in rest:
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, line)


def test_a_new_follow_up_point_is_written_on_where_the_power_went(
    filled: WindowPage, after_power_cut: Callable[[str], WindowPage]
) -> None:
    record = _record(filled)
    _editor(filled, record, POINT)
    _new_follow_up(filled)
    dialog = _dialog(filled, "follow_up_dialog")
    _write(Page(filled.qtbot, dialog), "follow_up_text", LONG)
    Page(filled.qtbot, dialog).type("follow_up_deadline", "5.6.27")
    place = f"follow_up/{record}/{POINT}:0"
    filled.qtbot.waitUntil(lambda: "follow_up_deadline" in draft(_profile(filled), place), timeout=20_000)

    later = after_power_cut(place)
    again = _editor(later, record, POINT)
    _new_follow_up(later)
    found = _dialog(later, "follow_up_dialog")
    text = found.findChildren(QPlainTextEdit, "follow_up_text")[0]
    assert text.toPlainText() == LONG
    assert text.textCursor().atEnd()
    assert found.findChildren(QLineEdit, "follow_up_deadline")[0].text() == "5.6.27"
    assert later.workspace.status.notice.text() == say("ui.draft.back")
    Page(later.qtbot, found).click("follow_up_dialog_primary")
    later.wait_until_idle()
    assert again.desk is not None
    assert LONG in [point.text for point in again.desk.follow_ups(POINT)]
    assert not draft(_profile(later), place)
    dialog.reject()


def test_what_is_cancelled_does_not_come_back(filled: WindowPage) -> None:
    record = _record(filled)
    _editor(filled, record, POINT)
    _new_follow_up(filled)
    dialog = _dialog(filled, "follow_up_dialog")
    _write(Page(filled.qtbot, dialog), "follow_up_text", "Ikke dette")
    place = f"follow_up/{record}/{POINT}:0"
    filled.qtbot.waitUntil(lambda: bool(draft(_profile(filled), place)), timeout=20_000)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    filled.wait_until_idle()
    assert not draft(_profile(filled), place)
    _new_follow_up(filled)
    fresh = _dialog(filled, "follow_up_dialog")
    assert not fresh.findChildren(QPlainTextEdit, "follow_up_text")[0].toPlainText()
    fresh.reject()


def test_remarks_of_a_return_are_all_there(filled: WindowPage, after_power_cut: Callable[[str], WindowPage]) -> None:
    record = _record(filled)
    decide.submit(_profile(filled), record)
    _editor(filled, record, POINT)
    filled.click("editor_primary")
    dialog = _dialog(filled, "decide_dialog")
    _write(Page(filled.qtbot, dialog), "decide_text", "Til det hele.")
    Page(filled.qtbot, dialog).click("decide_add")
    Page(filled.qtbot, dialog).choose("decide_where", POINT)
    _write(Page(filled.qtbot, dialog), "decide_text", LONG)
    place = f"decide/{record}/"
    filled.qtbot.waitUntil(lambda: draft(_profile(filled), place).get(POINT) == LONG, timeout=20_000)

    later = after_power_cut(place)
    _editor(later, record, POINT)
    later.click("editor_primary")
    found = _dialog(later, "decide_dialog")
    assert isinstance(found, DecideDialog)
    assert found.remarks() == {"": "Til det hele.", POINT: LONG}
    found.reject()
    dialog.reject()


def test_a_remark_stays_when_one_looks_at_another_point_and_when_the_power_goes(
    filled: WindowPage, after_power_cut: Callable[[str], WindowPage]
) -> None:
    record = _record(filled)
    editor = _editor(filled, record, POINT)
    filled.click("side_remarks")
    filled.wait_until_idle()
    assert editor.desk is not None
    other = next(point.id for point in editor.desk.points() if point.id != POINT)
    _write(filled, "remark_text", LONG)
    editor.show_point(other)
    filled.qtbot.waitUntil(lambda: not filled.find("remark_text", QPlainTextEdit).toPlainText(), timeout=20_000)
    editor.show_point(POINT)
    filled.qtbot.waitUntil(lambda: filled.find("remark_text", QPlainTextEdit).toPlainText() == LONG, timeout=20_000)

    later = after_power_cut(f"remark/{record}/{POINT}")
    _editor(later, record, POINT)
    later.click("side_remarks")
    later.wait_until_idle()
    assert later.find("remark_text", QPlainTextEdit).toPlainText() == LONG
    later.click("remark_add")
    later.wait_until_idle()
    assert not later.find("remark_text", QPlainTextEdit).toPlainText()
    assert not draft(_profile(later), f"remark/{record}/{POINT}")


def test_an_outcome_is_there_again(filled: WindowPage, after_power_cut: Callable[[str], WindowPage]) -> None:
    def ask(window: WindowPage) -> QDialog:
        window.go("follow_up")
        window.find("follow_up_table", RowTable).selectRow(0)
        window.click("follow_up_close")
        return _dialog(window, "follow_up_close_dialog")

    dialog = ask(filled)
    _write(Page(filled.qtbot, dialog), "follow_up_outcome", LONG)
    (row,) = filled.find("follow_up_table", RowTable).selected()
    later = after_power_cut(f"outcome/{row.record}/{row.id}")
    found = ask(later)
    assert found.findChildren(QPlainTextEdit, "follow_up_outcome")[0].toPlainText() == LONG
    found.reject()
    dialog.reject()


def test_the_details_of_a_subject_are_all_there_again(
    filled: WindowPage, after_power_cut: Callable[[str], WindowPage]
) -> None:
    def ask(window: WindowPage) -> Page:
        window.go("subjects")
        window.click("subjects_new")
        return Page(window.qtbot, _dialog(window, "subject_dialog"))

    dialog = ask(filled)
    dialog.choose("subject_country", "YE")
    dialog.click("subject_shielded")
    dialog.type("subject_title", "Vann ved elva")
    dialog.type("subject_partner", "Vannkomiteen")
    filled.qtbot.waitUntil(lambda: "subject_partner" in draft(_profile(filled), "subject//"), timeout=20_000)
    later = after_power_cut("subject//")
    found = ask(later)
    title = found.find("subject_title", QLineEdit)
    found.find("subject_partner", QLineEdit).setFocus()
    title.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(title, " i nord")
    found.click("subject_dialog_primary")
    later.wait_until_idle()
    (subject,) = list_subjects(_profile(later), "Vann ved elva i nord")
    assert (subject.country, subject.partner, subject.partner_shielded) == ("YE", "Vannkomiteen", True)
    assert not draft(_profile(later), "subject//")
    Page(filled.qtbot, _dialog(filled, "subject_dialog")).click("subject_dialog_cancel")


def test_a_new_subject_is_described_on_where_one_went_away(
    filled: WindowPage, after_power_cut: Callable[[str], WindowPage]
) -> None:
    filled.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    filled.wait_until_idle()
    filled.click("new_subject_new")
    filled.type("new_subject_title", "Vann ved elva")
    filled.click("new_subject_shielded")
    filled.go("home")
    later = after_power_cut("new_record//")
    for window in (filled, later):
        window.workspace.go("new_record")
        window.wait_until_idle()
        assert window.find("new_subject_title", QLineEdit).text() == "Vann ved elva"
        assert window.find("new_subject_shielded", QCheckBox).isChecked()
        assert window.workspace.status.notice.text() == say("ui.draft.back")
    later.click("new_start")
    later.qtbot.waitUntil(lambda: later.workspace.place == "editor", timeout=20_000)
    filled.click("new_cancel")
    for window in (filled, later):
        window.wait_until_idle()
        assert not draft(_profile(window), "new_record//")


def test_a_dialog_with_a_text_put_back_is_covered_and_not_closed_by_locking(filled: WindowPage) -> None:
    from neksus_desktop.ui.safety.cover import holds_work

    record = _record(filled)
    assert filled.window.shell is not None
    filled.window.shell.drafts.note(f"follow_up/{record}/{POINT}:0", {"follow_up_text": LONG})
    _editor(filled, record, POINT)
    _new_follow_up(filled)
    dialog = _dialog(filled, "follow_up_dialog")
    assert holds_work(dialog)
    dialog.reject()


def test_what_a_folder_that_was_away_did_not_take_is_written_when_it_is_back(
    filled: WindowPage, folder: Path, tmp_path: Path
) -> None:
    """And nothing goes on saying that the last words may be lost."""
    shell, away = filled.window.shell, tmp_path / "away"
    assert shell is not None
    shell.drafts._again.setInterval(50)
    folder.rename(away)
    shell.drafts.note("remark/r/p", {"remark_text": "Står her"})
    strip = filled.workspace.fault
    filled.qtbot.waitUntil(strip.isVisible, timeout=20_000)
    away.rename(folder)
    with filled.qtbot.waitSignal(shell.kept, timeout=20_000):
        pass
    filled.wait_until_idle()
    assert not strip.isVisible()
    assert draft(shell.profile, "remark/r/p") == {"remark_text": "Står her"}


def test_only_a_fault_of_the_disk_goes_by_itself(filled: WindowPage) -> None:
    assert filled.window.shell is not None
    filled.workspace.show_error(UsageError(reason="csv_no_header"))
    filled.window.shell.announce("subjects")
    assert filled.workspace.fault.isVisible()
    filled.workspace.show_error(StorageGoneError(folder="E:/post"))
    filled.window.shell.announce("subjects")
    assert not filled.workspace.fault.isVisible()
