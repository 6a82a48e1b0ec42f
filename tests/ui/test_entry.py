"""Controls for what is typed: they take the room they need and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.editor.controls.long_lists import SearchedBox
from neksus_desktop.ui.entry import RoleField
from neksus_desktop.ui.exchange.refuse_dialog import RefuseDialog
from neksus_desktop.ui.say import say


def test_a_dialog_with_a_box_for_text_is_no_higher_than_it_needs(qtbot: QtBot) -> None:
    say.set_language("nb")
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = RefuseDialog(parent, "Lokale dialogmøter")
    dialog.open()
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() == layout.totalHeightForWidth(dialog.width())


@pytest.mark.parametrize("make", [lambda: RoleField("role", "Rolle"), SearchedBox])
def test_a_choice_that_can_be_typed_takes_no_path_of_a_file_as_text(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    field = make()
    qtbot.addWidget(field)
    (line,) = field.findChildren(QLineEdit)
    assert not line.acceptDrops()
