"""The file dialog: what it tells of a folder without opening what lies there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QFileSystemModel, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.files import ask_open
from neksus_desktop.ui.i18n import QtLanguage

_KIND = 2


@pytest.mark.parametrize(("name", "kind"), [("plan.pdf", "PDF"), ("uten_endelse", ""), ("mappe", "Mappe")])
def test_kinds_of_files_are_told_by_their_endings(qtbot: QtBot, tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.mkdir() if name == "mappe" else path.write_text("%!PS these words would say another kind")
    QtLanguage().use("nb")
    parent = QWidget()
    qtbot.addWidget(parent)
    ask_open(parent, "x", "*", lambda _paths: None)
    dialog = parent.findChild(QFileDialog, "file_dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    model = dialog.findChild(QFileSystemModel)
    assert isinstance(model, QFileSystemModel)
    qtbot.waitUntil(lambda: model.rowCount(model.index(str(tmp_path))) == 1)
    qtbot.waitUntil(lambda: model.index(str(path), _KIND).data() == kind)
    dialog.reject()
