"""A machine that slept wakes up locked, and no change of its clock keeps a profile open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neksus_desktop.ui.idle import IdleTime
from neksus_desktop.usecases.profile import create_profile
from tests.support.screens import UnlockPage, WindowPage

PASSPHRASE = "fire vanlige ord her"
HOUR = 3600.0


@dataclass
class Clocks:
    """A machine's two clocks, in seconds."""

    steady: float = 1000.0
    wall: float = 1_795_000_000.0

    def idle(self) -> IdleTime:
        return IdleTime(lambda: self.steady, lambda: self.wall)


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.mark.parametrize(
    ("steady", "wall", "minutes"),
    [
        (0, 0, 0),
        (59, 59, 0),
        (600, 600, 10),
        (5, 8 * HOUR, 480),  # slept, and the steady clock with it
        (600, -8 * HOUR, 10),  # the wall clock was set back
        (-1, -8 * HOUR, 0),
    ],
)
def test_the_clock_that_went_farther_counts(clocks: Clocks, steady: float, wall: float, minutes: int) -> None:
    idle = clocks.idle()
    clocks.steady += steady
    clocks.wall += wall
    assert idle.minutes == minutes


def test_a_touch_begins_anew_after_the_clock_was_set_back(clocks: Clocks) -> None:
    idle = clocks.idle()
    clocks.wall -= 8 * HOUR
    idle.touch()
    clocks.wall += 20 * 60
    assert idle.minutes == 20


@pytest.fixture
def sleeping(window: WindowPage, folder: Path, clocks: Clocks) -> WindowPage:
    """A protected profile on screen, on a machine whose clocks the test sets."""
    create_profile(folder, role="post", name="Ambassaden", passphrase=PASSPHRASE, invented=True)[0].close()
    window.window.idle = clocks.idle()
    window.window.open_profile(PASSPHRASE)
    window.wait_until_idle()
    return window


def test_after_a_long_sleep_the_first_look_locks(sleeping: WindowPage, clocks: Clocks) -> None:
    clocks.wall += 8 * HOUR
    sleeping.window.lock_when_idle()
    assert UnlockPage(sleeping.qtbot, sleeping.window).page.isVisible()


def test_the_first_key_after_a_long_sleep_locks_and_is_not_taken(sleeping: WindowPage, clocks: Clocks) -> None:
    clocks.wall += 8 * HOUR
    before = sleeping.workspace
    QTest.keyClick(before, Qt.Key.Key_A)
    sleeping.qtbot.waitUntil(lambda: sleeping.window.workspace is None)
    assert UnlockPage(sleeping.qtbot, sleeping.window).page.isVisible()


def test_a_key_in_time_keeps_it_open(sleeping: WindowPage, clocks: Clocks) -> None:
    clocks.steady += 14 * 60
    clocks.wall -= 8 * HOUR
    QTest.keyClick(sleeping.workspace, Qt.Key.Key_Shift)
    clocks.steady += 14 * 60
    sleeping.window.lock_when_idle()
    assert sleeping.window.workspace is not None
