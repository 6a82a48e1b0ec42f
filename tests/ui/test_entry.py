"""Controls for what is typed: they take the room they need and no more."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

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
