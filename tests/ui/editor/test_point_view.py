"""The columns of the editor: the point stays where it is, and a wide screen gives room to what stands beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget

from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.decide import submit
from neksus_desktop.usecases.profile import Profile
from tests.support.screens_editor import EditorPage


def left_of(widget: QWidget, page: EditorPage) -> int:
    return widget.mapTo(page.window, QPoint(0, 0)).x()


def test_the_point_stays_where_it_is_with_and_without_something_to_scroll_to(page: EditorPage) -> None:
    bar = page.view.verticalScrollBar()
    page.window.resize(1900, 400)
    page.qtbot.waitUntil(lambda: bar.maximum() > 0 and page.screen.middle.width() < 1400)
    before = left_of(page.view.panel, page)
    page.window.resize(1900, 4000)
    page.qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert left_of(page.view.panel, page) == before


@pytest.mark.parametrize("width", [1194, 1900])
def test_what_stands_under_the_point_stands_in_line_with_it(page: EditorPage, width: int) -> None:
    page.window.resize(width, 740)
    page.qtbot.waitUntil(lambda: abs(left_of(page.screen.middle.footer, page) - left_of(page.view.panel, page)) <= 2)


def test_names_of_the_points_beside_are_shortened_not_cut(page: EditorPage) -> None:
    footer = page.screen.middle.footer
    page.qtbot.waitUntil(footer.isVisible)
    (name,) = (one.accessibleName() for one in (footer.previous, footer.following) if one.isVisible())
    button = footer.following if footer.following.isVisible() else footer.previous
    footer.setFixedWidth(210)
    page.qtbot.waitUntil(lambda: "…" in button.text())
    page.qtbot.waitUntil(lambda: button.sizeHint().width() <= button.width() <= footer.width())
    assert button.accessibleName() == name
    assert name in button.toolTip()
    footer.setFixedWidth(1000)
    page.qtbot.waitUntil(lambda: button.text() == name)
    assert name not in button.toolTip()


def test_a_wide_screen_gives_room_to_the_outline_and_the_side(page: EditorPage) -> None:
    left, side, point = page.screen.left, page.screen.side, page.view.panel
    assert left is not None
    assert side is not None
    narrow = left.width(), side.width(), point.width()
    page.window.resize(1900, 740)
    page.qtbot.waitUntil(lambda: left.width() > narrow[0] * 1.3 and side.width() > narrow[1] * 1.3)
    assert point.width() >= narrow[2]


def test_one_key_leads_past_the_questions_to_the_text_and_escape_back_from_the_side(page: EditorPage) -> None:
    page.screen.show_point("innsats_kontekstforstaaelse")
    page.wait_until_built()
    page.view.focus_first()
    QTest.keyClick(page.view.focusWidget(), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    text = page.view.focusWidget()
    assert isinstance(text, QPlainTextEdit)
    assert text.accessibleName() == say("editor.text.internal")
    page.key("side_remarks", Qt.Key.Key_Space)
    page.wait_until_built()
    assert page.find(QWidget, "side_remarks").hasFocus()
    page.key("side_remarks", Qt.Key.Key_Escape)
    back = QApplication.focusWidget()
    assert back is not None
    assert page.view.isAncestorOf(back)


def test_what_stands_beside_comes_after_what_is_written_in(page: EditorPage) -> None:
    side = page.screen.side
    assert side is not None
    page.screen.show_point("innsats_kontekstforstaaelse")
    told = [one.text() for one in side.findChildren(QLabel) if one.isVisible()]
    assert page.view.point.id == "innsats_kontekstforstaaelse"
    page.wait_until_built()
    assert told != [one.text() for one in side.findChildren(QLabel) if one.isVisible()]


def cursor_in(page: EditorPage) -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    assert page.view.isAncestorOf(now) or now is page.view
    return now


def test_by_key_another_point_begins_at_its_top_with_the_cursor_in_its_first_question(page: EditorPage) -> None:
    page.window.resize(1194, 420)
    page.goto("innsats_kontekstforstaaelse")
    page.view.focus_first()
    page.find(QAbstractButton, "point_previous").click()  # as its key does: the cursor stays in the point until then
    page.wait_until_built()
    assert page.view.point.id == "om_vurderingen"
    assert page.view.verticalScrollBar().maximum() > 0
    assert page.view.verticalScrollBar().value() == 0
    assert cursor_in(page).accessibleName() == "Fredsinnsats"


def test_a_record_that_is_read_anew_stays_where_it_is_with_its_cursor(page: EditorPage) -> None:
    page.window.resize(1194, 420)
    page.view.focus_first()
    page.again(page.screen.reopen)
    assert page.view.verticalScrollBar().maximum() > 0
    assert page.view.verticalScrollBar().value() == 0
    assert cursor_in(page).accessibleName() == "Fredsinnsats"


def test_where_nothing_can_be_answered_the_keys_scroll_the_point(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    submit(profile, record)
    page.again(page.screen.reopen)
    page.window.resize(1194, 420)
    page.goto("innsats_kontekstforstaaelse")
    page.view.focus_first()
    assert cursor_in(page) is page.view
    QTest.keyClick(page.view, Qt.Key.Key_PageDown)
    assert page.view.verticalScrollBar().value() > 0
