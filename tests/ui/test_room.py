"""Every screen and dialog has room for its words: on a small screen, in a language 40 % longer, with large letters.

On the same walk everything in sight is read as assistive technology reads it.

What ends in «…» by design has its whole words in the tool tip and is not looked at: one-line titles, tables, lists.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from neksus_desktop import texts, ui
from neksus_desktop.texts import Language
from neksus_desktop.ui import style
from neksus_desktop.ui.rail import NavButton
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import Dialog, ElidedLabel
from neksus_desktop.ui.widgets.buttons import IconButton, SearchButton
from neksus_desktop.ui.window import Window
from tests.support import spoken
from tests.support.screens import Calm
from tools.scenes import NAMES, NOW, SCENES, Stage, longer, make_workplaces
from tools.scenes_start import start_scenes

SIZE = (1366, 768)
SLACK = 2
"""Pixels by which Qt's own rounding may differ."""
_SHORTENED = (ElidedLabel, IconButton, SearchButton, NavButton)


@pytest.fixture(scope="module")
def workplaces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workplaces")
    make_workplaces(folder)
    return folder


@pytest.fixture
def long_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    plain = texts.room

    def room(language: Language, name: str) -> dict[str, str]:
        return {key: longer(text) for key, text in plain(language, name).items()}

    monkeypatch.setattr(texts, "room", room)
    yield
    say.set_language("nb")


def cut(root: QWidget) -> list[str]:
    """What has less room than its words need, or sticks out of what it stands in."""
    found = []
    widgets: list[QLabel | QAbstractButton] = [*root.findChildren(QLabel), *root.findChildren(QAbstractButton)]
    for widget in widgets:
        words = widget.text()
        if not words or not widget.isVisible() or isinstance(widget, _SHORTENED):
            continue
        lacks = _lacks(widget)
        if lacks:
            found.append(f"{widget.objectName() or type(widget).__name__} «{words[:60]}» lacks {lacks}")
    for field in root.findChildren(QLineEdit):
        short = field.fontMetrics().horizontalAdvance("31.12.26")
        if field.isVisible() and field.width() < short:
            found.append(f"{field.objectName()} has no room for a date")
    return found


def _lacks(widget: QLabel | QAbstractButton) -> str:
    needed = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        height = widget.heightForWidth(widget.width())
        if height > widget.height() + SLACK:
            return f"{height - widget.height()} in height"
    elif needed.width() > widget.width() + SLACK and not widget.hasHeightForWidth():
        return f"{needed.width() - widget.width()} in width"
    elif not isinstance(widget, QCheckBox | QRadioButton) and needed.height() > widget.height() + 2 * SLACK:
        return "" if widget.hasHeightForWidth() else f"{needed.height() - widget.height()} in height"
    return _outside(widget)


def _outside(widget: QWidget) -> str:
    """Whether it sticks out of one of its parents, but for what can be scrolled."""
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        over = widget.mapTo(parent, widget.rect().bottomRight())
        holder = parent.parentWidget()
        scrolls = isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent
        if scrolls and isinstance(holder, QAbstractScrollArea) and holder.horizontalScrollBar().maximum() > 0:
            return ""
        if over.x() > parent.width() + SLACK:
            return f"{over.x() - parent.width()} outside {parent.objectName() or type(parent).__name__}"
        if scrolls or parent.isWindow():
            return ""
        parent = holder
    return ""


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.usefixtures("long_words")
def test_no_words_are_cut_and_everything_is_named_on_every_screen_and_dialog(
    qtbot: QtBot, qapp: QApplication, workplaces: Path, percent: int
) -> None:
    found: list[str] = []
    seen: set[type[QWidget]] = set()
    for role in NAMES:
        window = Window(qapp, workplaces / role)
        qtbot.addWidget(window)
        window.open_profile()
        shell = window.shell
        assert shell is not None
        shell.profile.clock = lambda: NOW
        shell.profile.change_settings(language="nb", theme="light", text_size_percent=percent)
        window.resize(*SIZE)
        window.show()
        shell.announce("settings")
        stage = Stage(window, workplaces, partial(_settle, qtbot, shell))
        for scene in [scene for scene in SCENES if scene.role == role]:
            shown = scene.act(stage)
            stage.settle()
            root = shown if isinstance(shown, QWidget) else window
            found += [f"{scene.name}: {one}" for one in (*cut(root), *spoken.faults(root))]
            assert window.workspace is not None
            seen |= {type(root), type(window.workspace.screen_of(window.workspace.place))}
            stage.close_dialogs()
        shell.profile.change_settings(text_size_percent=100)
        shell.announce("settings")
        window.close_profile()
    assert not found, "\n".join(sorted(set(found)))
    assert not {kind.__name__ for kind in _all_kinds() - seen}, "no scene in tools/scenes*.py"


def _settle(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(Calm(lambda: not shell.runner.busy), timeout=30_000)


def _all_kinds() -> set[type[QWidget]]:
    """Every kind of screen and dialog that can be shown: those that no other is made of."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)

    def leaves(kind: type[QWidget]) -> set[type[QWidget]]:
        below = [one for one in kind.__subclasses__() if one.__module__.startswith(ui.__name__)]
        return {kind} if not below else set().union(*map(leaves, below))

    return leaves(Screen) | leaves(Dialog)


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.usefixtures("long_words")
def test_no_words_are_cut_before_a_profile_is_open(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, percent: int
) -> None:
    style.apply(qapp, "light", percent)
    say.set_language("nn")
    found = []
    for page in start_scenes(tmp_path):
        qtbot.addWidget(page)
        page.resize(*SIZE)
        page.show()
        found += [f"{page.objectName()}: {one}" for one in (*cut(page), *spoken.faults(page))]
    style.apply(qapp, "light")
    assert not found, "\n".join(found)
