"""All points in one scroll: written in as one at a time, only what is in sight is built, the outline follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.editor.all_points import AllPointsView
from neksus_desktop.ui.editor.note_dialogs import GroundDialog
from neksus_desktop.ui.editor.point_panel import PointPanel
from neksus_desktop.ui.shell import Shell
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record, open_record
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

QUESTIONS = 3000


def scroll(page: EditorPage) -> AllPointsView:
    view = page.screen.middle.view
    assert isinstance(view, AllPointsView)
    return view


def at_rest(page: EditorPage) -> AllPointsView:
    view = scroll(page)
    page.qtbot.waitUntil(lambda: not view.waiting)
    return view


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def panel(view: AllPointsView, point: str) -> PointPanel:
    return next(one for one in view.findChildren(PointPanel) if one.point.id == point and one.isVisible())


@pytest.fixture
def every(page: EditorPage) -> EditorPage:
    page.click("editor_all_points_toggle")
    at_rest(page)
    return page


@pytest.fixture(scope="session")
def long_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "lang.yaml"
    rows = "".join(f"  - {{type: text, name: q{n}, label: Spørsmål {n}}}\n" for n in range(QUESTIONS))
    path.write_text(f"settings: {{form_id: lang, form_title: Lang, version: '1'}}\nsurvey:\n{rows}", encoding="utf-8")
    return path


@pytest.fixture
def long(qtbot: QtBot, shell: Shell, profile: Profile, long_form: Path) -> Iterator[EditorPage]:
    install_form(profile, long_form)
    profile.change_settings(all_points=True)
    opened = EditorPage(qtbot, shell)
    opened.open(new_record(profile, "lang", invented_subject()))
    at_rest(opened)
    yield opened
    shell.runner.drain()
    delete(opened.window)


def test_the_way_is_remembered_and_the_point_kept(page: EditorPage, profile: Profile) -> None:
    page.goto("innsats_langsiktighet")
    page.click("editor_all_points_toggle")
    assert at_rest(page).point.id == "innsats_langsiktighet"
    assert profile.settings.all_points
    page.click("editor_all_points_toggle")
    assert not isinstance(page.screen.middle.view, AllPointsView)
    assert page.view.point.id == "innsats_langsiktighet"
    assert not profile.settings.all_points


def test_what_is_typed_in_any_point_is_kept(every: EditorPage, profile: Profile, record: RecordId) -> None:
    view = at_rest(every)
    for point in ("innsats_kontekstforstaaelse", "innsats_analyser"):
        every.goto(point)
        at_rest(every)
        field = panel(view, point).findChild(QPlainTextEdit, "note_text")
        assert isinstance(field, QPlainTextEdit)
        field.setFocus()
        field.insertPlainText(f"Om {point}.")
    every.leave_field()
    every.settled()
    fields = open_record(profile, record).record.fields
    assert fields["note/innsats_analyser/internal"] == "Om innsats_analyser."
    assert fields["note/innsats_kontekstforstaaelse/internal"] == "Om innsats_kontekstforstaaelse."


def test_the_outline_follows_the_scroll(every: EditorPage) -> None:
    view = at_rest(every)
    outline = every.screen.outline
    assert outline is not None
    every.leave_field()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    every.qtbot.waitUntil(lambda: outline.currentIndex().data(Qt.ItemDataRole.UserRole) == view.point)
    assert view.point.id != outline.outline.points()[0].id


def test_a_point_chosen_in_the_outline_stands_at_the_top(every: EditorPage) -> None:
    view = at_rest(every)
    every.goto("innsats_langsiktighet")
    at_rest(every)
    assert panel(view, "innsats_langsiktighet").y() == 0
    for below in range(view.verticalScrollBar().value(), view.verticalScrollBar().maximum(), 700):
        view.verticalScrollBar().setValue(below)
        at_rest(every)
    every.goto("innsats_langsiktighet")
    at_rest(every)
    assert panel(view, "innsats_langsiktighet").y() == 0


def test_the_end_can_be_reached_and_written_in(every: EditorPage) -> None:
    view = at_rest(every)
    assert every.screen.outline is not None
    last = every.screen.outline.outline.points()[-1].id
    every.goto(last)
    at_rest(every)
    shown = panel(view, last)
    assert shown.y() + shown.height() <= view.viewport().height() + 1


def test_tab_goes_through_the_points_in_order(long: EditorPage) -> None:
    view = at_rest(long)
    view.focus_first()
    seen: list[str] = []
    for _ in range(120):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if view.point.id not in seen:
            seen.append(view.point.id)
    assert seen[:5] == [f"q{n}" for n in range(5)]
    for _ in range(30):
        QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    assert view.point.id in seen[:-1]


def test_only_what_is_in_sight_of_a_long_form_is_built(long: EditorPage) -> None:
    view = at_rest(long)
    assert len(view.built) < 12
    bar = view.verticalScrollBar()
    for part in (0.2, 0.9, 0.5, 1.0):
        bar.setValue(round(bar.maximum() * part))
        at_rest(long)
        assert len(view.built) < 16
    assert f"q{QUESTIONS - 1}" in view.built


def test_the_point_with_the_cursor_survives_a_scroll(long: EditorPage) -> None:
    view = at_rest(long)
    view.focus_first()
    field = focused()
    assert isinstance(field, QLineEdit)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    at_rest(long)
    QTest.keyClicks(field, "Skrevet utenfor synet")
    assert long.desk.session.value("/data/q0") == "Skrevet utenfor synet"
    long.leave_field()
    long.settled()


def test_another_record_is_opened_while_the_cursor_is_in_a_point(long: EditorPage, record: RecordId) -> None:
    view = at_rest(long)
    view.focus_first()
    built = len(view.built)
    long.open(record)
    assert scroll(long) is not view
    assert len(view.built) == built


def test_cards_act_on_their_own_point(every: EditorPage) -> None:
    view = at_rest(every)
    every.goto("innsats_analyser")
    at_rest(every)
    second = panel(view, "innsats_analyser")
    every.goto("innsats_kontekstforstaaelse")
    assert second.notes is not None
    second.notes.grounds.add.click()
    dialog = every.dialog(GroundDialog)
    assert dialog.result_ground().point == "innsats_analyser"
    dialog.reject()


def test_points_that_are_chosen_come_into_the_scroll(every: EditorPage) -> None:
    view = at_rest(every)
    points = every.desk.field("points").split()
    every.desk.write({"points": " ".join(points[:3])})
    at_rest(every)
    assert every.screen.outline is not None
    assert scroll(every) is view
    assert {one.id for one in every.screen.outline.outline.points()} >= set(view.built)
    every.desk.write({"points": " ".join(points)})
    every.goto(points[-1])
    at_rest(every)
    assert points[-1] in view.built


def test_what_is_pointed_out_comes_into_sight_under_the_text_being_written(every: EditorPage) -> None:
    every.screen.show_point("innsats_samhold", "note/innsats_samhold/internal")
    view = at_rest(every)
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    text.insertPlainText("Vannet deles.\n" * 40)  # higher than half the screen: its line stays in sight, not all of it
    at_rest(every)
    view.verticalScrollBar().setValue(
        view.verticalScrollBar().value() + text.mapTo(view, text.rect().bottomLeft()).y() - view.height() + 8
    )
    at_rest(every)
    caution = panel(view, "innsats_samhold").findChild(QWidget, "note_caution")
    assert caution is not None
    for _line in range(5):
        text.moveCursor(QTextCursor.MoveOperation.Up)
    text.insertPlainText("Vi møtte Ahmed Hassan i vannrådet. Ring 22 24 36 00 før 15.3694, 44.1910.")

    def in_sight() -> bool:
        seen = caution.isVisible() and view.rect().contains(caution.rect().translated(caution.mapTo(view, QPoint())))
        return seen and view.rect().contains(text.cursorRect().translated(text.mapTo(view, QPoint())))

    every.qtbot.waitUntil(in_sight, timeout=5_000)
    every.leave_field()
    every.settled()
