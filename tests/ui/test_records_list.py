"""The list: search, filters, sorting, pages; and beginning an assessment."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QTableView, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.new_record import NewRecordScreen
from neksus_desktop.ui.records_list import RecordsScreen
from neksus_desktop.ui.records_model import PAGE, RecordsModel
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets.table import PADDING, shared_out
from neksus_desktop.usecases.listing import RowQuery, page
from neksus_desktop.usecases.profile import open_profile
from neksus_desktop.usecases.records import new_record
from neksus_desktop.usecases.subjects import make_subject
from tests.support.screens import RecordsPage, WindowPage
from tests.ui.conftest import NOW


@pytest.fixture
def records(filled: WindowPage) -> RecordsPage:
    filled.go("records")
    return RecordsPage(filled.qtbot, filled.window)


def test_all_samples_are_listed(records: RecordsPage) -> None:
    assert len(records.titles()) == 10
    assert "Vann og mekling mellom landsbyer" in records.titles()


def test_a_filter_shows_only_its_status(records: RecordsPage) -> None:
    records.click("filter_for_approval")
    assert records.column(3) == {say("record.status.for_approval")}
    records.click("filter_reset")
    assert len(records.titles()) == 10


def test_a_country_can_be_chosen(records: RecordsPage) -> None:
    records.choose("filter_country", "YE")
    assert records.titles() == ["Vann og mekling mellom landsbyer"]


def test_searching_finds_texts_and_says_when_there_is_nothing(records: RecordsPage) -> None:
    records.search("vannråd")
    assert "Vann og mekling mellom landsbyer" in records.titles()
    records.search("finnes slett ikke")
    assert records.titles() == []
    assert say("ui.records.nothing_found.title") in records.texts()
    records.click("records_empty_action")
    assert len(records.titles()) == 10


@pytest.mark.parametrize("width", [1366, 1920])
def test_words_are_whole_where_there_is_room_for_them(filled: WindowPage, width: int) -> None:
    filled.window.resize(width, 768)
    filled.go("records")
    records = RecordsPage(filled.qtbot, filled.window)
    model, head, letters = records.table.model(), records.table.horizontalHeader(), records.table.fontMetrics()
    for column in (1, 3, 4, 5) if width < 1920 else range(6):
        texts = [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
        assert head.sectionSize(column) > max(map(letters.horizontalAdvance, texts)) + PADDING, column


def test_columns_without_room_give_of_the_widest_first() -> None:
    assert shared_out([40, 200, 90], 400) == [40, 200, 90]
    assert shared_out([40, 200, 90], 210) == [40, 85, 85]
    assert shared_out([40, 200, 90], 0) == [0, 0, 0]


def test_sorting_by_title_follows_the_alphabet(records: RecordsPage) -> None:
    records.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    titles = records.titles()
    assert titles == [name for _, name in say.in_order((title, title) for title in titles)]


def test_filters_stay_when_one_comes_back(records: RecordsPage, filled: WindowPage) -> None:
    records.click("filter_draft")
    before = records.titles()
    filled.go("home")
    filled.go("records")
    assert records.titles() == before
    assert len(before) == 2


def test_filters_stay_over_a_restart_and_what_was_searched_for_does_not(
    records: RecordsPage, filled: WindowPage, folder: Path
) -> None:
    records.click("filter_draft")
    before = records.titles()
    records.search("forsoning")
    filled.wait_until_idle()
    assert len(records.titles()) == 1
    assert filled.window.close_profile()
    filled.window.use(open_profile(folder, clock=lambda: NOW))
    filled.wait_until_idle()
    filled.go("records")
    assert RecordsPage(filled.qtbot, filled.window).titles() == before


def test_a_search_is_kept_by_name_and_used_again(records: RecordsPage, filled: WindowPage) -> None:
    screen = filled.workspace.screen_of("records")
    assert isinstance(screen, RecordsScreen)
    records.click("filter_draft")
    before = records.titles()
    screen.searches.ask_name()
    records.type("keep_search_name", "Mine utkast")
    records.click("keep_search_primary")
    records.click("filter_reset")
    menu = screen.searches.build()
    menu.actions()[0].trigger()
    assert menu.actions()[0].text() == "Mine utkast"
    assert records.titles() == before


def test_a_long_list_is_fetched_page_by_page(shell: Shell, qtbot: QtBot) -> None:
    subject = make_subject(type="avtale", title="Lang liste", invented=True)
    for _ in range(PAGE + 5):
        new_record(shell.profile, "neksus_veileder", subject)
    model = RecordsModel(shell.profile, shell.runner)
    with qtbot.waitSignal(model.counted) as counted:
        model.show_query(RowQuery())
    assert counted.args == [PAGE + 5]
    assert model.rowCount() == PAGE
    assert model.canFetchMore(QModelIndex())
    with qtbot.waitSignal(model.rowsInserted):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 5
    assert not model.canFetchMore(QModelIndex())


@pytest.fixture
def new(shell: Shell, qtbot: QtBot) -> NewRecordScreen:
    screen = NewRecordScreen(shell)
    qtbot.addWidget(screen)
    qtbot.addWidget(screen.header)
    screen.retranslate()
    screen.show()
    screen.enter()
    qtbot.waitUntil(lambda: bool(screen.points.ticks), timeout=20_000)
    qtbot.waitUntil(lambda: not shell.runner.busy, timeout=20_000)
    return screen


def test_the_usual_points_of_the_type_are_ticked(new: NewRecordScreen) -> None:
    agreement = new.points.chosen()
    assert "innsats_deltakelse" in agreement
    new.types["land"].setChecked(True)
    country = new.points.chosen()
    assert country
    assert set(country) != set(agreement)


def test_an_assessment_of_a_new_subject_is_made_and_opened(new: NewRecordScreen, shell: Shell, qtbot: QtBot) -> None:
    new.subject.new.setChecked(True)
    title = new.subject.title.control
    QTest.keyClicks(title, "Skole og forsoning")
    new.subject.country_choice.set_value("SS")
    new.points.choose(("innsats_samhold", "innsats_deltakelse"))
    with qtbot.waitSignal(shell.navigated, timeout=20_000) as went:
        new.make()
    assert went.args is not None
    assert went.args[0] == "editor"
    row = page(shell.profile, RowQuery()).rows[0]
    assert (row.title, row.country, row.invented) == ("Skole og forsoning", "SS", True)


def test_what_is_missing_is_said(new: NewRecordScreen) -> None:
    new.subject.new.setChecked(True)
    new.make()
    assert new.fault.label.text() == say("ui.new.fault.title")


def test_a_second_assessment_takes_over_the_points_of_the_first(
    shell: Shell, new: NewRecordScreen, qtbot: QtBot
) -> None:
    subject = make_subject(type="avtale", title="Vann og mekling", invented=True)
    new_record(shell.profile, "neksus_veileder", subject, points=("innsats_samhold",))
    new.leave()
    shell.announce("records", "subjects")
    new.enter(subject=subject.id)
    qtbot.waitUntil(new.before.isVisible, timeout=20_000)
    assert new.points.chosen() == ("innsats_samhold",)
    assert isinstance(new.points.ticks["innsats_samhold"], QCheckBox)


@pytest.mark.parametrize("added", ["", "innsats_kontekstforstaaelse"])
def test_points_of_a_subject_go_with_it_unless_they_were_changed(
    shell: Shell, new: NewRecordScreen, qtbot: QtBot, added: str
) -> None:
    usual = new.points.chosen()
    subject = make_subject(type="avtale", title="Vann og mekling", invented=True)
    new_record(shell.profile, "neksus_veileder", subject, points=("innsats_samhold",))
    new.leave()
    shell.announce("records", "subjects")
    new.enter(subject=subject.id)
    qtbot.waitUntil(new.before.isVisible, timeout=20_000)
    if added:
        new.points.ticks[added].setChecked(True)
    new.subject.new.setChecked(True)
    assert not new.before.isVisible()
    assert set(new.points.chosen()) == ({"innsats_samhold", added} if added else set(usual))


def test_tab_meets_everything_in_the_order_in_which_it_stands(new: NewRecordScreen) -> None:
    names = []
    widget: QWidget = new.form_choice
    for _ in range(400):
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.objectName().startswith("new_"):
            names.append(widget.objectName())
    at = names.index
    assert at("new_type_avtale") < at("new_subject_old") < at("new_subject_search")
    assert at("new_points_none") < at("new_point_innsats_kontekstforstaaelse") < at("new_point_innsats_samhold")


def test_the_whole_words_of_a_cell_are_in_its_tool_tip(filled: WindowPage) -> None:
    filled.go("records")
    model = filled.find("records_table", QTableView).model()
    row = next(at for at in range(model.rowCount()) if "Vann" in str(model.index(at, 0).data()))
    said = str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert str(model.index(row, 0).data()) in said
