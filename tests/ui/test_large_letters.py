"""Large letters in a small window: names whole or not at all, dialogs that scroll, and everything small again after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui import style
from neksus_desktop.ui.rail import Rail
from neksus_desktop.ui.say import say
from neksus_desktop.ui.status_line import StatusLine
from neksus_desktop.ui.widgets import ChoiceField, Dialog, EmptyState, Field, HeaderBar, TextField


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> Iterator[None]:
    style.apply(qapp, "light", 100)
    yield
    style.apply(qapp, "light", 100)


def test_a_choice_takes_no_more_room_than_its_letters_need_when_they_become_small_again(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column, choice = QVBoxLayout(page), ChoiceField("choice")
    choice.set_choices([("", "Alle typer")])
    column.addWidget(choice)
    page.show()
    before = choice.minimumSizeHint()
    style.apply(qapp, "light", 200)
    qtbot.waitUntil(lambda: choice.minimumSizeHint().height() > before.height())
    style.apply(qapp, "light", 100)
    qtbot.waitUntil(lambda: choice.minimumSizeHint() == before)


def test_a_place_with_nothing_in_it_can_become_narrow_again(qtbot: QtBot) -> None:
    empty = EmptyState("empty")
    qtbot.addWidget(empty)
    empty.say("Ingen treff", "Prøv færre ord.")
    empty.resize(400, 300)
    empty.show()
    before = empty.minimumSizeHint().width()
    empty.resize(1800, 300)
    assert empty.minimumSizeHint().width() == before


def test_places_have_whole_names_or_icons_alone(qtbot: QtBot, qapp: QApplication) -> None:
    rail = Rail("post")
    qtbot.addWidget(rail)
    rail.set_counts({"records": 14})
    rail.show()
    rail.fit(1366)
    records = rail.buttons["records"]
    before = records.width_of_name()
    assert rail.minimumSizeHint().width() > before
    style.apply(qapp, "light", 200)
    qtbot.waitUntil(lambda: records.width_of_name() > before)
    rail.fit(1366)
    qtbot.waitUntil(lambda: rail.sizeHint().width() < 100)
    assert records.toolTip().startswith(f"{say('ui.place.records')} 14")
    assert records.accessibleName() == f"{say('ui.place.records')} 14"
    rail.fit(1920)
    qtbot.waitUntil(lambda: rail.sizeHint().width() > records.width_of_name())


def test_where_the_status_line_is_short_the_least_important_is_not_shown(qtbot: QtBot) -> None:
    line = StatusLine("Ambassaden (oppdiktet)")
    qtbot.addWidget(line)
    line.show_waiting(3)
    line.resize(1300, 24)
    line.show()
    assert line.keys.isVisible()
    line.resize(420, 24)
    assert not line.keys.isVisible()
    qtbot.waitUntil(lambda: line.saved.text() == say("ui.status.all_saved"))
    line.show_saved(None)
    qtbot.waitUntil(lambda: line.saved.text() == say("ui.status.unsaved"))
    line.resize(1300, 24)
    assert line.keys.isVisible()


def test_a_dialog_that_is_higher_than_the_screen_scrolls_and_keeps_the_cursor(qtbot: QtBot) -> None:
    dialog = Dialog("long", "Mange felter", "Lagre")
    qtbot.addWidget(dialog)
    lines = [TextField(f"line_{number}") for number in range(30)]
    for line in lines:
        dialog.column.addWidget(Field(line, "Felt", "Med et hint."))
    needed = lines[0].sizeHint().height()
    lines[1].setFocus()
    dialog.show()
    qtbot.waitUntil(lambda: dialog.focusWidget() is lines[1] and lines[1].isVisible())
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    assert {line.height() for line in lines} == {needed}
    for _again in range(2):
        key = QRect(dialog.primary.mapTo(dialog, QPoint()), dialog.primary.size())
        assert dialog.rect().contains(key)
        dialog.fit()


def test_a_way_back_without_room_for_its_words_keeps_name_and_shortcut(qtbot: QtBot) -> None:
    header = HeaderBar()
    qtbot.addWidget(header)
    header.set_back("Vurderinger", lambda: None)
    keys = header.back.shortcut()
    header.shorten_back(short=True)
    assert (header.back.text(), header.back.accessibleName()) == ("‹", "Vurderinger")
    assert header.back.shortcut() == keys
    header.shorten_back(short=False)
    assert header.back.text() == "‹ Vurderinger"
