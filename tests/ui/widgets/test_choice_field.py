"""A field of many choices asks for them when one turns to it, and knows a chosen one at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFocusEvent
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.widgets import ChoiceField


def turn_to(field: ChoiceField) -> None:
    field.focusInEvent(QFocusEvent(QEvent.Type.FocusIn))


def turn_to_twice(field: ChoiceField) -> None:
    turn_to(field)
    turn_to(field)


@pytest.mark.parametrize(
    ("act", "asked"),
    [
        (lambda field: field.set_value(""), 0),
        (turn_to, 1),
        pytest.param(ChoiceField.showPopup, 1, marks=pytest.mark.qt_log_ignore("This plugin")),
        (lambda field: field.set_value("b"), 1),
        (turn_to_twice, 1),
    ],
)
def test_many_choices_are_asked_for_when_needed(qtbot: QtBot, act: Callable[[ChoiceField], object], asked: int) -> None:
    times = []

    def more() -> list[tuple[str, str]]:
        times.append(1)
        return [("a", "Alfa"), ("b", "Beta")]

    field = ChoiceField("choice")
    qtbot.addWidget(field)
    field.set_choices([("", "Alle")], more)
    act(field)
    assert len(times) == asked
    assert field.count() == 1 + 2 * asked


def test_a_chosen_one_stays_when_the_choices_are_said_anew(qtbot: QtBot) -> None:
    field = ChoiceField("choice")
    qtbot.addWidget(field)
    for first, second in (("Alle", "Beta"), ("All", "Beta 2")):
        field.set_choices([("", first)], partial(list, [("b", second)]))
        field.set_value("b")
    assert (field.value(), field.currentText()) == ("b", "Beta 2")
    field.set_choices([("", "Alle")], lambda: [("b", "Beta")])
    assert (field.value(), field.currentText()) == ("b", "Beta")
