"""What is filled while it is in sight is laid out once, and the cursor stays in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.widgets.filling import filled_at_once


class Layouts(QObject):
    """How often something got another place or size."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        self.count += event.type() in {QEvent.Type.Move, QEvent.Type.Resize}
        return super().eventFilter(watched, event)


@pytest.fixture
def part(qtbot: QtBot) -> Iterator[QWidget]:
    """A part of a window, with a place to write in it."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 900)
    made = QWidget()
    QVBoxLayout(made).addWidget(QLineEdit())
    QVBoxLayout(window).addWidget(made)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield made
    window.close()


def fill(part: QWidget) -> None:
    column = part.layout()
    assert column is not None
    for _ in range(20):
        column.addWidget(QLineEdit())
        part.findChildren(QLineEdit)[-1].show()


def first_in(part: QWidget) -> QLineEdit:
    found = part.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


@pytest.mark.parametrize("put", [QLineEdit.setFocus, QLineEdit.clearFocus])
def test_it_is_laid_out_once(qtbot: QtBot, part: QWidget, put: Callable[[QLineEdit], None]) -> None:
    first = first_in(part)
    put(first)
    layouts = Layouts(first)
    with filled_at_once(part):
        fill(part)
    last = part.findChildren(QLineEdit)[-1]
    qtbot.waitUntil(lambda: first.geometry().bottom() < last.geometry().top())
    assert layouts.count <= 2
    assert all(one.isVisible() for one in part.findChildren(QLineEdit))


def test_the_cursor_stays_where_it_is(part: QWidget) -> None:
    first = first_in(part)
    first.setFocus()
    with filled_at_once(part):
        fill(part)
    assert first.hasFocus()


def test_what_is_out_of_sight_stays_there(part: QWidget) -> None:
    part.hide()
    with filled_at_once(part):
        fill(part)
    assert part.isHidden()
