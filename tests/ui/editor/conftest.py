"""A profile with one invented draft, open in the editor; the form is compiled once for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.tasks import TaskRunner
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile
from neksus_desktop.usecases.records import new_record
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RecordId]:
    folder = tmp_path_factory.mktemp("furnished") / "profile"
    profile, _ = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    record = new_record(profile, "neksus_veileder", invented_subject())
    profile.close()
    return folder, record


@pytest.fixture
def profile(furnished: tuple[Path, RecordId], tmp_path: Path) -> Iterator[Profile]:
    folder = tmp_path / "profile"
    shutil.copytree(furnished[0], folder)
    opened = open_profile(folder)
    yield opened
    opened.close()


@pytest.fixture
def record(furnished: tuple[Path, RecordId]) -> RecordId:
    return furnished[1]


@pytest.fixture
def shell(profile: Profile) -> Iterator[Shell]:
    say.set_language("nb")
    runner = TaskRunner()
    yield Shell(profile, runner)
    say.set_language("nb")
    runner.close()


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, record: RecordId) -> Iterator[EditorPage]:
    opened = EditorPage(qtbot, shell)
    opened.open(record)
    yield opened
    shell.runner.drain()
    delete(opened.window)  # at once: a screen that lingers would answer when the language changes back
