"""A table of rows shares its room by the words in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.widgets.table import Table

LONG = "Sammenhengende tjenester for internt fordrevne og vertssamfunn"


def table(qtbot: QtBot, width: int, country: str, *, many: bool = False) -> RowTable:
    columns = (
        Column("places.subjects.column.title", lambda row: Cell(row[0])),
        Column("places.subjects.column.country", lambda row: Cell(row[1]), 20),
    )
    found = RowTable("rows", columns, many=many)
    qtbot.addWidget(found)
    found.resize(width, 200)
    found.show()
    found.set_rows([(LONG, country)])
    return found


def test_a_column_of_short_words_gives_its_room_to_the_one_that_lacks_it(qtbot: QtBot) -> None:
    short, long = table(qtbot, 420, "Mali"), table(qtbot, 420, "Den sentralafrikanske republikk")
    assert short.columnWidth(1) < long.columnWidth(1)
    assert short.columnWidth(0) > long.columnWidth(0)


def test_a_column_grows_for_its_words_where_there_is_room(qtbot: QtBot) -> None:
    name = "Den sentralafrikanske republikk"
    narrow, wide = table(qtbot, 420, name), table(qtbot, 1600, name)
    words = wide.fontMetrics().horizontalAdvance(name)
    assert narrow.columnWidth(1) < words <= wide.columnWidth(1)


def test_all_rows_that_were_chosen_stay_chosen_and_are_told_at_once(qtbot: QtBot) -> None:
    rows = table(qtbot, 420, "Mali", many=True)
    rows.set_rows([(LONG, str(at)) for at in range(100)])
    rows.selectAll()
    told: list[int] = []
    rows.chosen.connect(lambda: told.append(len(rows.selected())))
    rows.set_rows([("another", "-"), *((LONG, str(at)) for at in range(0, 100, 2))], keep=lambda row: row[1])
    assert [row[1] for row in rows.selected()] == [str(at) for at in range(0, 100, 2)]
    assert rows.currentIndex().row() == 50  # the last of them
    assert len(told) <= 3


@pytest.mark.parametrize("kind", ["rows", "records"])
def test_home_and_end_go_to_the_first_and_the_last_row(qtbot: QtBot, kind: str) -> None:
    found: QTableView
    if kind == "rows":
        rows = table(qtbot, 420, "Mali")
        rows.set_rows([(LONG, str(at)) for at in range(100)])
        found = rows
    else:
        found = Table("records", lambda _index: None)
        qtbot.addWidget(found)
        model = QStandardItemModel(100, 3, found)
        found.setModel(model)
        found.show()
    found.setCurrentIndex(found.model().index(4, 0))
    QTest.keyClick(found, Qt.Key.Key_End)
    assert [index.row() for index in found.selectionModel().selectedRows()] == [99]
    QTest.keyClick(found, Qt.Key.Key_Home)
    assert [index.row() for index in found.selectionModel().selectedRows()] == [0]
