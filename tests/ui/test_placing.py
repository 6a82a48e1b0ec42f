"""The window comes back where it was, whatever became of the screens and of what was kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neksus_desktop.storage.settings import set_value
from neksus_desktop.ui.placing import MINIMUM, first, placed, smallest
from neksus_desktop.ui.window import DESIGNED, Window
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.window_place import remember, remembered
from tests.support.screens import WindowPage

LAPTOP, BESIDE = QRect(0, 0, 1366, 728), QRect(1366, 0, 1920, 1040)


@pytest.mark.parametrize(
    ("wanted", "rooms", "found"),
    [
        (QRect(40, 50, 1100, 650), (LAPTOP,), QRect(40, 50, 1100, 650)),
        (QRect(1500, 60, 1200, 800), (LAPTOP, BESIDE), QRect(1500, 60, 1200, 800)),
        (QRect(1500, 60, 1200, 800), (LAPTOP,), QRect(166, 32, 1200, 696)),  # the other screen is gone
        (QRect(-300, -90, 1100, 650), (LAPTOP,), QRect(0, 32, 1100, 650)),  # half outside, its title bar too
        (QRect(300, 500, 1100, 650), (LAPTOP,), QRect(266, 78, 1100, 650)),
        (QRect(0, 0, 3840, 2000), (LAPTOP,), QRect(0, 32, 1366, 696)),
        (QRect(1, 23, 1366, 768), (LAPTOP,), QRect(0, 32, 1366, 696)),  # as large as the screen, and a title bar
        (LAPTOP, (LAPTOP,), LAPTOP),  # its title bar is not ours to add
        (QRect(0, 0, 1, 1), (LAPTOP,), QRect(0, 0, 1024, 640)),
        (QRect(0, 0, 1366, 728), (QRect(0, 0, 910, 485),), QRect(0, 32, 910, 453)),  # 1366×768 at 150 %
        (QRect(40, 50, 1100, 650), (), QRect(40, 50, 1100, 650)),  # the lid is closed
        (QRect(40, 50, 1100, 650), (QRect(),), QRect(40, 50, 1100, 650)),
    ],
)
def test_a_window_is_on_a_screen_with_all_of_it(wanted: QRect, rooms: tuple[QRect, ...], found: QRect) -> None:
    assert placed(wanted, rooms) == found


def test_the_window_is_never_made_larger_than_a_small_screen() -> None:
    assert smallest(QSize(910, 485)) == QSize(910, 453)
    assert smallest(LAPTOP.size()) == MINIMUM


@pytest.mark.parametrize(
    "kept", ["", "1 2 3", "a b c d e", "--1 2 3 4 0", "1 2 0 -5 0", "1 2 99999999999999 4 0", "5 5 ² 700 1"]
)
def test_a_place_that_makes_no_sense_is_forgotten(profile: Profile, kept: str) -> None:
    set_value(profile.store, "window_place", kept)
    assert remembered(profile) == (None, False)


def test_a_maximised_window_comes_back_so_and_knows_its_place(profile: Profile) -> None:
    remember(profile, (-1900, 20, 1200, 700), maximized=True)
    assert remembered(profile) == ((-1900, 20, 1200, 700), True)


def test_a_new_window_is_no_larger_than_the_screen(qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
    room, window = QGuiApplication.primaryScreen().availableSize(), Window(qapp, folder)
    qtbot.addWidget(window)
    assert window.minimumSize() == smallest(room)
    assert window.size() == first(DESIGNED, room)


def test_a_new_window_ends_in_sight_below_its_title_bar() -> None:
    assert first(DESIGNED, LAPTOP.size()) == QSize(1366, 696)
    assert first(DESIGNED, BESIDE.size()) == QSize(1366, 768)


def test_the_window_itself_is_drawn_back(filled: WindowPage) -> None:
    shell = filled.window.shell
    assert shell is not None
    room = QGuiApplication.primaryScreen().availableGeometry()
    remember(shell.profile, (room.right() + 5000, 10, 1100, 650), maximized=False)
    filled.window.restore_place()
    assert room.contains(filled.window.geometry().center())
    assert filled.window.width() <= max(room.width(), filled.window.minimumWidth())
