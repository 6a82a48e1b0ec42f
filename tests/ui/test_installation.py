"""What the window says of the installation: a bad place for the profile, and the self-test."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.selftest_dialog import SelfTestDialog
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.start.first_start import FirstStart
from neksus_desktop.ui.start.unlock import Unlock


@pytest.mark.parametrize("page", [FirstStart, Unlock])
def test_a_synchronised_folder_is_warned_of(page: type[FirstStart | Unlock], tmp_path: Path, qtbot: QtBot) -> None:
    shown = page(tmp_path / "OneDrive" / "neksus")
    qtbot.addWidget(shown)
    assert "synkroniseres" in shown.place.accessibleName()
    assert not shown.place.isHidden()


def test_an_ordinary_folder_is_passed_over(tmp_path: Path, qtbot: QtBot) -> None:
    shown = FirstStart(tmp_path / "neksus")
    qtbot.addWidget(shown)
    assert shown.place.isHidden()


def test_the_self_test_shows_every_part(
    shell: Shell, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    dialog = SelfTestDialog(shell)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=60_000)
    lines = dialog.findChild(QLabel, "selftest_lines")
    assert lines is not None
    assert lines.text().count("i orden") == 8
    assert "Alt er i orden" in dialog.outcome.accessibleName()
