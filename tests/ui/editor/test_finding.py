"""Find in the record: words of questions, answers, texts and cards, also in points that are not built."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from neksus_desktop.records.note import FollowUp
from neksus_desktop.records.record import follow_up_fields
from neksus_desktop.ui.say import say
from tests.support.screens_editor import EditorPage

TEXT = "note/innsats_langsiktighet/internal"


@pytest.fixture(params=[False, True], ids=["one at a time", "all points"])
def written(page: EditorPage, request: pytest.FixtureRequest) -> EditorPage:
    if request.param:
        page.click("editor_all_points_toggle")
    page.desk.write({TEXT: "Vannrådet møtes hver måned."})
    task = FollowUp(id="f1", point="innsats_fredsbygging", text="Spørre VANNRÅDET om protokollen")
    page.desk.write(follow_up_fields(task))
    return page


def search(page: EditorPage, words: str) -> str:
    QTest.keyClick(page.screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = page.find(QLineEdit, "editor_find_field")
    page.qtbot.waitUntil(field.isVisible)
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: place(page) not in {"", "…"} and not page.screen.find_bar.searching)
    return place(page)


def place(page: EditorPage) -> str:
    return page.find(QLabel, "editor_find_place").text()


def test_words_are_found_wherever_they_stand(written: EditorPage) -> None:
    assert search(written, "vannrådet") == say("editor.find.place", at=1, all=2)
    assert written.screen.middle.view is not None
    assert written.screen.middle.view.point.id == "innsats_langsiktighet"
    assert written.find(QWidget, "editor_found").isVisible()
    QTest.keyClick(written.find(QLineEdit, "editor_find_field"), Qt.Key.Key_Return)
    assert written.screen.middle.view.point.id == "innsats_fredsbygging"
    assert place(written) == say("editor.find.place", at=2, all=2)


def test_escape_puts_the_cursor_there(written: EditorPage) -> None:
    search(written, "møtes hver")
    QTest.keyClick(written.find(QLineEdit, "editor_find_field"), Qt.Key.Key_Escape)
    assert not written.screen.find_bar.isVisible()
    focus = written.window.focusWidget()
    assert focus is not None
    assert focus.objectName() == "note_text"


def test_what_is_found_is_framed_beside_its_words(written: EditorPage) -> None:
    search(written, "møtes hver")
    frame, view = written.find(QWidget, "editor_found"), written.screen.middle.view
    assert view is not None
    found = view.reveal(TEXT)
    assert found is not None
    inner = QRect(found.mapToGlobal(QPoint(0, 0)), found.size())
    written.qtbot.waitUntil(lambda: QRect(frame.mapToGlobal(QPoint(0, 0)), frame.size()).contains(inner, proper=True))


def test_nothing_found_is_said(written: EditorPage) -> None:
    assert search(written, "qqq finnes ikke") == say("editor.find.none")
