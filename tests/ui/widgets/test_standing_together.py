"""Widgets that stand beside or below each other: edges and axes that agree, words where there is room for them."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QCheckBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui import style
from neksus_desktop.ui.widgets import Caption, ChoiceField, ScrollColumn, ToggleChip
from neksus_desktop.ui.widgets.flow import FlowRow
from neksus_desktop.ui.widgets.ticks import BelowTick


def test_a_column_ends_where_its_neighbours_do_until_it_scrolls(qtbot: QtBot) -> None:
    scroll = ScrollColumn(margins=(0, 0, 0, 0), beside=8)
    qtbot.addWidget(scroll)
    content = QWidget()
    content.setFixedHeight(100)
    scroll.column.addWidget(content)
    scroll.resize(300, 200)
    scroll.show()
    assert content.width() == scroll.width()
    content.setFixedHeight(400)
    qtbot.waitUntil(lambda: content.width() == scroll.width() - scroll.verticalScrollBar().width() - 8)
    content.setFixedHeight(100)
    qtbot.waitUntil(lambda: content.width() == scroll.width())


def test_what_explains_a_tick_begins_where_its_words_begin_in_every_text_size(qtbot: QtBot) -> None:
    words = Caption("Alle som stoler på nøkkelen.")
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    tick = QCheckBox("Til alle")
    column.addWidget(tick)
    column.addWidget(BelowTick(words))
    whole.show()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    small = words.mapTo(whole, words.rect().topLeft()).x()
    style.apply(app, "light", 200)
    try:
        qtbot.waitUntil(lambda: words.mapTo(whole, words.rect().topLeft()).x() > small)
    finally:
        style.apply(app, "light", 100)
    qtbot.waitUntil(lambda: words.mapTo(whole, words.rect().topLeft()).x() == small)


def test_chips_stand_on_one_axis_with_the_field_beside_them(qtbot: QtBot) -> None:
    field, chip = ChoiceField("field"), ToggleChip("chip")
    chip.say("Utkast")
    row = FlowRow(beside=field)
    row.flow.addWidget(chip)
    qtbot.addWidget(row)
    qtbot.addWidget(field)
    height = field.sizeHint().height()
    assert row.flow.heightForWidth(400) == height
    row.resize(400, height)
    row.show()
    assert chip.geometry().center().y() == (height - 1) // 2
