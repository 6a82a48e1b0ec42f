"""A profile in which nothing can be kept: what would keep something cannot be pressed, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QDialog, QLineEdit, QPlainTextEdit

from neksus_desktop.errors import NeksusError
from neksus_desktop.storage.locking import LOCK
from neksus_desktop.ui.places import PLACES
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Dialog
from neksus_desktop.usecases.listing import RowQuery, page
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import create_profile
from tests.support.screens import WindowPage

if TYPE_CHECKING:
    from neksus_desktop.records.workplace import WorkplaceRole

_MENUS = {"records_searches"}
_SHIFT_N = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def reading(window: WindowPage, folder: Path, request: pytest.FixtureRequest) -> WindowPage:
    """The lock of the profile is a folder, so that it cannot be taken, whoever runs the test."""
    role = cast("WorkplaceRole", getattr(request, "param", "post"))
    made, _ = create_profile(folder, role=role, name="Arbeidsplass (oppdiktet)", invented=True)
    load_samples(made)
    made.close()
    (folder / LOCK).unlink()
    (folder / LOCK).mkdir()
    window.window.open_profile()
    window.wait_until_idle()
    return window


@pytest.mark.parametrize("reading", ["norad", "norec"], indirect=True)
def test_no_key_anywhere_tries_to_keep_what_cannot_be_kept(reading: WindowPage) -> None:
    refused: list[NeksusError] = []
    shell = reading.window.shell
    assert shell is not None
    shell.error_raised.connect(refused.append)
    for place, arguments in _places(reading):
        reading.workspace.go(place, **arguments)
        _choose(reading)
        for name in _keys(reading):
            if reading.workspace.place != place:
                reading.workspace.go(place, **arguments)
                _choose(reading)
            for button in _buttons(reading, name):
                button.click()  # as a key would: what is out of use stays still
            _answer(reading)
            assert [(name, error.code) for error in refused] == []


def test_nothing_that_can_be_done_with_an_assessment_by_its_name_tries_either(reading: WindowPage) -> None:
    refused: list[NeksusError] = []
    shell = reading.window.shell
    assert shell is not None
    shell.error_raised.connect(refused.append)
    for place, arguments in _places(reading):
        if place == "editor":
            reading.workspace.go(place, **arguments)
            reading.wait_until_idle()
            for name in [deed.name for deed in reading.workspace.current.deeds()]:
                reading.workspace.go(place, **arguments)
                reading.wait_until_idle()
                for deed in reading.workspace.current.deeds():
                    if deed.name == name:
                        deed.act()
                _answer(reading)
                assert [(name, error.code) for error in refused] == []


def test_what_cannot_be_pressed_says_why(reading: WindowPage) -> None:
    why = say("ui.writing.closed")
    reading.go("subjects")
    new = reading.find("subjects_new", QAbstractButton)
    assert not new.isEnabled()
    assert (new.toolTip(), new.accessibleDescription()) == (why, why)
    shell = reading.window.shell
    assert shell is not None
    shell.profile.change_settings(language="en")
    shell.announce("settings")
    assert new.toolTip() == say("ui.writing.closed") != why
    told: list[str] = []
    shell.notified.connect(told.append)
    reading.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert (reading.workspace.place, told) == ("subjects", [say("ui.writing.closed")])


def test_the_keys_can_be_pressed_again_when_the_profile_can_be_written(reading: WindowPage, folder: Path) -> None:
    (folder / LOCK).rmdir()
    old = reading.workspace
    reading.click("reading_again")
    reading.qtbot.waitUntil(lambda: reading.window.workspace not in {None, old}, timeout=20_000)
    reading.go("subjects")
    new = reading.find("subjects_new", QAbstractButton)
    assert new.isEnabled()
    assert not new.toolTip()


@pytest.mark.parametrize("reading", ["norec"], indirect=True)
def test_a_row_of_a_register_is_not_begun_by_its_key_either(reading: WindowPage) -> None:
    reading.go("registers")
    told: list[str] = []
    shell = reading.window.shell
    assert shell is not None
    shell.notified.connect(told.append)
    reading.press(Qt.Key.Key_N, _SHIFT_N)
    assert told == [say("ui.writing.closed")]


def _places(reading: WindowPage) -> list[tuple[str, dict[str, object]]]:
    shell = reading.window.shell
    assert shell is not None
    role = shell.profile.workplace_role
    found: list[tuple[str, dict[str, object]]] = [
        (name, {}) for name, place in PLACES.items() if place.icon and role in place.roles
    ]
    for status in ("draft", "for_approval", "approved", "returned"):
        found += [("editor", {"record": row.id}) for row in page(shell.profile, RowQuery(statuses=(status,))).rows[:1]]
    return found


def _choose(reading: WindowPage) -> None:
    """The first of each list: some keys are there for what is chosen."""
    reading.wait_until_idle()
    for shown in reading.workspace.current.findChildren(QAbstractItemView):
        if shown.isVisible() and shown.model() is not None and shown.model().rowCount():
            shown.setCurrentIndex(shown.model().index(0, 0))
    reading.wait_until_idle()


def _keys(reading: WindowPage) -> list[str]:
    names = dict.fromkeys(button.objectName() for button in _buttons(reading))
    return [name for name in names if name and name not in _MENUS]


def _buttons(reading: WindowPage, name: str = "") -> list[QAbstractButton]:
    here = reading.workspace.current
    both = (*here.findChildren(QAbstractButton), *here.header.findChildren(QAbstractButton))
    return [button for button in both if button.isVisible() and name in {"", button.objectName()}]


def _answer(reading: WindowPage) -> None:
    """Fill in the dialog that came, if one did, and press its last key."""
    reading.wait_until_idle()
    for dialog in (one for one in reading.window.findChildren(QDialog) if one.isVisible()):
        for line in dialog.findChildren(QLineEdit):
            line.setText(line.text() or "2031 noe")
        for box in dialog.findChildren(QPlainTextEdit):
            box.setPlainText("noe")
        if isinstance(dialog, Dialog):
            dialog.primary.click()
            reading.wait_until_idle()
        dialog.reject()
