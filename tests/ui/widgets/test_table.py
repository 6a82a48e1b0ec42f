"""A table draws what it has laid out again and again, until the letters, the room or the words are others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage, QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.widgets.table import NOTE, STRONG, Table

WORDS = (("Avtale om utdanning i Sør-Sudan", "Returnert for endring"), ("Kort", "Utkast"), ("To\nlinjer", ""))


def filled() -> QStandardItemModel:
    model = QStandardItemModel()
    for words in WORDS:
        model.appendRow([QStandardItem(text) for text in words])
    return model


def shown(
    qtbot: QtBot, model: QStandardItemModel, *, width: int = 300, larger: bool = False, fixed: bool = False
) -> Table:
    """A table beside others; ``fixed`` columns are as wide whatever the letters."""
    table = Table("rows")
    qtbot.addWidget(table)
    if larger:
        enlarge(table)
    table.setModel(model)
    if not fixed:
        table.set_widths([120])
    table.resize(width, 300)
    table.show()
    return table


def enlarge(table: Table) -> None:
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    table.setFont(font)


def picture(table: Table) -> QImage:
    return table.grab().toImage()


@pytest.fixture
def model() -> Iterator[QStandardItemModel]:
    made = filled()
    yield made
    made.clear()


def test_what_was_laid_out_looks_the_same_when_it_is_drawn_again(qtbot: QtBot, model: QStandardItemModel) -> None:
    table = shown(qtbot, model)
    first = picture(table)
    assert picture(table) == first
    assert picture(shown(qtbot, model)) == first


def test_other_letters_are_laid_out_anew(qtbot: QtBot, model: QStandardItemModel) -> None:
    table = shown(qtbot, model, fixed=True)
    small = picture(table)
    enlarge(table)
    large = picture(table)
    assert large != small
    assert large == picture(shown(qtbot, model, larger=True, fixed=True))


def test_another_room_is_laid_out_anew(qtbot: QtBot, model: QStandardItemModel) -> None:
    table = shown(qtbot, model)
    picture(table)
    table.resize(500, 300)
    assert picture(table) == picture(shown(qtbot, model, width=500))


@pytest.mark.parametrize("role", [STRONG, NOTE])
def test_a_row_that_a_model_marks_stands_out(qtbot: QtBot, model: QStandardItemModel, role: int) -> None:
    table = shown(qtbot, model)
    plain = picture(table)
    model.item(1, 0).setData(True, role)  # noqa: FBT003 - Qt takes it positionally
    marked = picture(table)
    assert marked != plain
    model.item(1, 0).setData(False, role)  # noqa: FBT003 - Qt takes it positionally
    assert picture(table) == plain


def test_another_model_says_other_words(qtbot: QtBot, model: QStandardItemModel) -> None:
    table, other = shown(qtbot, model), filled()
    plain = picture(table)
    other.item(1, 0).setText("Lang")
    table.setModel(other)
    assert picture(table) != plain
