"""Profiles with the shipped samples: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.tasks import TaskRunner
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile
from tests.support.screens_places import PlacePage
from tests.ui.conftest import NOW

Opener = Callable[..., PlacePage]


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "post"
    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True, clock=lambda: NOW)
    load_samples(made)
    made.close()
    return folder


@pytest.fixture
def post(sample_folder: Path, tmp_path: Path) -> Iterator[Profile]:
    shutil.copytree(sample_folder, tmp_path / "post")
    opened = open_profile(tmp_path / "post", clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def norad(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(
        tmp_path / "norad", role="norad", name="Norad (oppdiktet)", invented=True, clock=lambda: NOW
    )
    yield made
    made.close()


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[Opener]:
    """Open a place on a profile."""
    pages: list[PlacePage] = []

    def opened(profile: Profile, name: str, /, **arguments: object) -> PlacePage:
        pages.append(PlacePage(qtbot, Shell(profile, TaskRunner()), name, **arguments))
        return pages[-1]

    yield opened
    for page in pages:
        page.close()
