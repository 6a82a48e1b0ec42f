"""Windows for journeys: on a new folder, on a post with the samples, at Norad and at Norec."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.say import say
from neksus_desktop.ui.window import DESIGNED, Window
from neksus_desktop.usecases import keys
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import Profile, create_profile
from tests.support.journey import Journey
from tests.support.stalls import Stalls, ToldStalls, WatchedBot
from tests.support.xsession import XSession, x_session

OpenWindow = Callable[[Path], Journey]


@pytest.fixture
def watched(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[WatchedBot]:
    """A bot that fails the journey where the window stood still."""
    bot = WatchedBot(request)
    bot.stalls = Stalls()
    yield bot
    assert not bot.stalls.found


@pytest.fixture
def open_window(watched: WatchedBot, qtbot: QtBot, qapp: QApplication) -> Iterator[OpenWindow]:
    opened: list[Window] = []

    def make(folder: Path) -> Journey:
        window = Window(qapp, folder)
        window.resize(DESIGNED)  # the screen that nobody sees is smaller than any that is looked at
        opened.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.open_profile()
        journey = Journey(watched, window)
        if window.shell is not None:
            window.warm_up()  # which comes by itself a little later
            journey.wait_until_idle()
        return journey

    say.set_language("nb")
    yield make
    for window in opened:
        window.close_profile()


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XSession]:
    """A screen and a message bus, for one program after another."""
    with x_session(tmp_path_factory.mktemp("x")) as made:
        yield made


@pytest.fixture
def session(screen: XSession, qapp: QApplication) -> Iterator[XSession]:
    """The screen and the bus; fails the journey where the program stood still."""
    del qapp  # the piece of work that tells how fast the machine is needs it
    screen.watch = ToldStalls()
    yield screen
    assert not screen.watch.found


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "post"
    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    load_samples(made)
    made.close()
    return folder


@pytest.fixture
def post_folder(sample_folder: Path, tmp_path: Path) -> Path:
    """A post's profile with the samples."""
    return Path(shutil.copytree(sample_folder, tmp_path / "post"))


@pytest.fixture
def post(open_window: OpenWindow, post_folder: Path) -> Journey:
    """The window at a post."""
    return open_window(post_folder)


@pytest.fixture
def norad(tmp_path: Path) -> Iterator[Profile]:
    """Norad, without a window."""
    made, _code = create_profile(tmp_path / "norad", role="norad", name="Norad (oppdiktet)", invented=True)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that travels."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def trust_each_other(folder: Path, *profiles: Profile) -> None:
    """The key cards were compared and accepted on every side."""
    for one in profiles:
        card = folder / f"card-{one.workplace_role}.json"
        keys.write_card(one, card)
        for other in profiles:
            if other is not one:
                keys.trust_card(other, card)
        card.unlink()
