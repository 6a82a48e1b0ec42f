"""A window on a real profile in a temporary folder, with a fixed clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.tasks import TaskRunner
from neksus_desktop.ui.window import DESIGNED, Window
from neksus_desktop.usecases.profile import Profile, create_profile
from tests.support.screens import WindowPage

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture(autouse=True)
def bokmaal() -> Iterator[None]:
    say.set_language("nb")
    yield
    say.set_language("nb")


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(
        tmp_path / "profile", role="post", name="Ambassaden (oppdiktet)", invented=True, clock=lambda: NOW
    )
    yield made
    made.close()


@pytest.fixture
def shell(profile: Profile, qtbot: QtBot) -> Iterator[Shell]:
    made = Shell(profile, TaskRunner())
    yield made
    made.runner.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the window's profile will lie."""
    return tmp_path / "post"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, folder: Path) -> Iterator[WindowPage]:
    """The window with no profile open yet."""
    made = Window(qapp, folder)
    made.resize(DESIGNED)  # the screen that nobody sees is smaller than any that is looked at
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield WindowPage(qtbot, made)
    made.close_profile()


@pytest.fixture
def filled(window: WindowPage, folder: Path) -> WindowPage:
    """The window on an invented post with all the shipped samples."""
    from neksus_desktop.usecases.load_samples import load_samples

    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True, clock=lambda: NOW)
    load_samples(made)
    window.window.use(made)
    window.wait_until_idle()
    return window
