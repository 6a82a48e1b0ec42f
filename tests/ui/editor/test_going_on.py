"""The parts of the editor go from point to point and from record to record, and nothing comes along."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.workspace import Workspace
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record, open_record
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

FIRST, SECOND, PART = "innsats_samhold", "innsats_langsiktighet", "om_vurderingen"


@pytest.fixture
def other(profile: Profile) -> RecordId:
    return new_record(profile, "neksus_veileder", invented_subject())


def fields(profile: Profile, record: str) -> dict[str, str]:
    return open_record(profile, record).record.fields


def reached_by_tab(page: EditorPage, start: QWidget, end: str) -> list[str]:
    start.setFocus()
    names: list[str] = []
    now: QWidget | None = start
    while not names or names[-1] != end:
        assert now is not None
        QTest.keyClick(now, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        assert len(names) < 60, names
        names.append(now.objectName())
    return names


def test_what_is_being_typed_belongs_to_the_point_it_was_typed_in(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    page.goto(FIRST)
    page.write("note_tags", "vann ")
    page.goto(SECOND)
    assert page.find(QLineEdit, "note_tags").text() == ""
    page.settled()
    assert fields(profile, record)[f"note/{FIRST}/tags"] == "vann"
    assert f"note/{SECOND}/tags" not in fields(profile, record)


def test_nothing_of_another_point_or_record_can_be_undone_into_this_one(
    page: EditorPage, record: RecordId, other: RecordId
) -> None:
    page.goto(FIRST)
    page.write("note_text", "Vannet deles.")
    page.leave_field()
    for where in (record, other):
        page.open(where, SECOND if where == record else FIRST)
        text = page.find(QPlainTextEdit, "note_text")
        assert (text.toPlainText(), text.document().isUndoAvailable()) == ("", False)
    page.open(record, FIRST)
    assert page.find(QPlainTextEdit, "note_text").toPlainText() == "Vannet deles."


def test_the_order_of_tab_is_that_of_the_screen_at_every_point(page: EditorPage) -> None:
    page.goto(SECOND)
    page.goto(FIRST)
    outline = page.find(QWidget, "editor_outline")
    there = reached_by_tab(page, outline, "note_tags")
    questions = [name for name in there if name.startswith("answer_")]
    assert questions
    assert there.index(questions[-1]) < there.index("note_internal") < there.index("note_text")
    page.open(page.screen.record, SECOND)
    again = reached_by_tab(page, outline, "note_tags")
    assert again.index("note_internal") > max(at for at, name in enumerate(again) if name.startswith("answer_"))


def test_a_part_that_is_no_point_has_no_texts_and_the_next_point_has_them_again(page: EditorPage) -> None:
    page.goto(PART)
    assert not page.find(QPlainTextEdit, "note_text").isVisible()
    assert page.find(QWidget, "follow_ups").isVisible()
    page.goto(FIRST)
    assert page.find(QPlainTextEdit, "note_text").isVisible()
    assert [one.text() for one in page.view.findChildren(QLabel) if one.isVisible() and one.text().startswith("Punkt")]


def test_undo_leaves_the_cursor_in_its_question(page: EditorPage) -> None:
    page.goto(PART)
    page.write("answer_vurdert_text", "5.6.26")
    page.find(QLineEdit, "answer_vurdert_text").editingFinished.emit()
    page.desk.autosave.settle()
    page.settled()
    page.again(page.screen._steps.undo)
    now = QApplication.focusWidget()
    assert now is not None
    assert (now.objectName(), now.isVisible()) == ("answer_vurdert_text", True)


def test_the_place_one_comes_from_stays_in_sight_until_the_record_is_read(page: EditorPage, record: RecordId) -> None:
    workspace = Workspace(page.shell)
    page.qtbot.addWidget(workspace)
    workspace.show()
    workspace.go("records")
    page.shell.runner.drain()
    workspace.go("editor", record=record)
    assert workspace.screens.currentWidget() is workspace.screen_of("records")
    page.shell.runner.drain()
    assert workspace.screens.currentWidget() is workspace.screen_of("editor")
    workspace.go("records")
    workspace.go("editor", record=record)
    assert workspace.screens.currentWidget() is workspace.screen_of("editor")
    page.shell.runner.drain()


def test_who_opens_a_record_begins_at_the_first_answer_of_its_point(page: EditorPage, record: RecordId) -> None:
    page.window.hide()
    workspace = Workspace(page.shell)
    page.qtbot.addWidget(workspace)
    workspace.show()
    page.qtbot.waitUntil(workspace.isActiveWindow)
    for point, first in ((PART, "Fredsinnsats"), (FIRST, "Styrker")):
        workspace.go("records")
        page.shell.runner.drain()
        workspace.go("editor", record=record, point=point)
        page.shell.runner.drain()
        now = QApplication.focusWidget()
        assert now is not None
        assert now.accessibleName() == first


def test_another_record_opened_from_the_editor_begins_at_its_first_answer_too(
    page: EditorPage, other: RecordId
) -> None:
    page.find(QPushButton, "editor_print").setFocus()
    page.open(other, PART)
    now = QApplication.focusWidget()
    assert now is not None
    assert now.accessibleName() == "Fredsinnsats"


def test_who_goes_on_before_the_record_is_read_is_not_fetched_back(page: EditorPage, record: RecordId) -> None:
    workspace = Workspace(page.shell)
    page.qtbot.addWidget(workspace)
    workspace.show()
    workspace.go("records")
    workspace.go("editor", record=record)
    workspace.go("forms")
    page.shell.runner.drain()
    assert workspace.screens.currentWidget() is workspace.screen_of("forms")


def test_a_record_that_cannot_be_read_is_told_at_the_list_and_stays_told(page: EditorPage) -> None:
    workspace = Workspace(page.shell)
    page.qtbot.addWidget(workspace)
    workspace.show()
    workspace.go("records")
    editor = workspace.screen_of("editor")
    workspace.go("editor", record="no-such-record")
    page.shell.runner.drain()
    assert workspace.screens.currentWidget() is workspace.screen_of("records")
    assert workspace.fault.isVisible()
    with page.qtbot.assertNotEmitted(editor.ready, wait=200):
        pass


def test_a_record_that_cannot_be_read_fetches_nobody_back(page: EditorPage) -> None:
    workspace = Workspace(page.shell)
    page.qtbot.addWidget(workspace)
    workspace.show()
    workspace.go("records")
    workspace.go("editor", record="no-such-record")
    workspace.go("forms")
    page.shell.runner.drain()
    assert workspace.screens.currentWidget() is workspace.screen_of("forms")
    assert workspace.fault.isVisible()


def test_a_record_that_is_gone_leads_back_to_the_list_and_nothing_of_the_one_before_stays(
    page: EditorPage, record: RecordId
) -> None:
    errors: list[object] = []
    page.shell.error_raised.connect(errors.append)
    header, primary = page.screen.header, page.find(QPushButton, "editor_primary")
    page.screen.enter(record="00000000-0000-4000-8000-000000000000", back="records")
    page.qtbot.waitUntil(lambda: bool(errors))
    assert page.went == [("records", {})]
    assert header.title.isHidden()
    assert primary.isHidden()
    page.open(record)
    assert header.title.isVisible()
    assert primary.isVisible()
