"""Registers where there is little room: nothing is scrolled sideways, and the whole row can be read and written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.registers.model import Group
from neksus_desktop.ui.registers.screen import RegistersScreen
from neksus_desktop.ui.registers.table import RegisterTable
from neksus_desktop.ui.registers.table_page import TablePage
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.profile import Profile, open_profile
from tests.support.norec import make_sample_year
from tests.support.screens_places import PlacePage
from tests.ui.conftest import NOW
from tests.ui.places.conftest import Opener


@pytest.fixture(scope="module")
def year_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year") / "norec"
    make_sample_year(folder)
    return folder


@pytest.fixture
def norec(year_folder: Path, tmp_path: Path) -> Iterator[Profile]:
    shutil.copytree(year_folder, tmp_path / "norec")
    opened = open_profile(tmp_path / "norec", clock=lambda: NOW)
    say.set_language("nn")
    yield opened
    opened.close()


def table(page: PlacePage) -> TablePage:
    return cast("RegistersScreen", page.screen).table_page


def test_columns_give_what_their_words_do_not_need_and_nothing_is_scrolled_to(qtbot: QtBot) -> None:
    held, model = RegisterTable("columns", lambda _at: None), QStandardItemModel(1, 3)
    qtbot.addWidget(held)
    for column, words in enumerate(("Plikter som det trengs mange ord for, " * 4, "Ja", "Pågår")):
        model.setItem(0, column, QStandardItem(words))
        model.setHeaderData(column, Qt.Orientation.Horizontal, "Ord")
    held.setModel(model)
    held.leaving = (2, 1)
    held.show()
    held.resize(3000, 300)
    held.set_widths([300, 300])
    given = held.columnWidth(1)
    assert (held.lines, held.isColumnHidden(2)) == (1, False)
    held.resize(500, 300)
    qtbot.waitUntil(lambda: held.lines > 1)
    assert held.columnWidth(1) < given
    held.resize(120, 300)
    qtbot.waitUntil(lambda: held.isColumnHidden(2))
    assert sum(map(held.columnWidth, range(3))) <= held.viewport().width()
    held.resize(3000, 300)
    qtbot.waitUntil(lambda: not held.isColumnHidden(2) and held.lines == 1)


def narrow(page: PlacePage) -> TablePage:
    """So narrow that some columns are left out."""
    page.screen.resize(620, 500)
    here = table(page)
    page.qtbot.waitUntil(lambda: any(map(here.table.isColumnHidden, range(here.model.columnCount()))))
    return here


def test_in_a_narrow_window_the_list_is_a_choice_above_the_table(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_risiko")
    found, choice = page.find("registers_list", QListWidget), page.find("registers_choice", QComboBox)
    page.screen.resize(1300, 700)
    assert (found.isVisible(), choice.isVisible()) == (True, False)
    page.screen.resize(700, 700)
    assert (found.isVisible(), choice.isVisible()) == (False, True)
    assert choice.currentText() == "Risikoregister"
    page.choose("registers_choice", "norec_plikter")
    page.wait()
    assert table(page).heading.text() == "Plikter etter hovudinstruksen"
    page.screen.resize(1300, 700)
    assert found.currentItem().text() == "Plikter etter hovudinstruksen"


def test_what_has_no_room_in_the_row_stands_beneath_and_is_told(norec: Profile, at: Opener) -> None:
    here = narrow(at(norec, "registers", register="norec_risiko"))
    assert here.table.isColumnHidden(3), "long texts go first"
    row = here.model.line(here.table.currentIndex())
    assert not isinstance(row, Group)
    measures = here.model.with_titles(row, [3])[0]
    assert measures.startswith("Tiltak: ")
    assert here.rest.isVisible()
    assert measures in here.rest.toPlainText()
    first = here.model.index(here.table.currentIndex().row(), 0)
    assert measures in str(first.data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_arrow_keys_reach_columns_that_have_no_room(norec: Profile, at: Opener) -> None:
    here = narrow(at(norec, "registers", register="norec_risiko"))
    here.table.setCurrentIndex(here.model.index(1, 0))
    for column in range(1, here.model.columnCount()):
        QTest.keyClick(here.table, Qt.Key.Key_Right)
        assert here.table.currentIndex().column() == column
        assert not here.table.isColumnHidden(column)
        assert sum(map(here.table.columnWidth, range(here.model.columnCount()))) <= here.table.viewport().width()
    for column in reversed(range(here.model.columnCount() - 1)):
        QTest.keyClick(here.table, Qt.Key.Key_Left)
        assert here.table.currentIndex().column() == column


def test_sorting_stays_on_the_row(norec: Profile, at: Opener) -> None:
    here = table(at(norec, "registers", register="norec_risiko"))
    row = here.model.line(here.model.index(2, 0))
    assert not isinstance(row, Group)
    here.choose(row.id)
    here.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert here.model.line(here.table.currentIndex()) is row
