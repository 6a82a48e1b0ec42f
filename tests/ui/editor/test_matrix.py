"""A matrix stands with its titles beside the dots, or above them where there is no room; nothing is lost in between."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.editor.controls.matrix import GridMatrix
from neksus_desktop.ui.editor.controls.matrix_cells import GridRadio
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from tests.support.screens_editor import EditorPage

POINT = "innsats_deltakelse"


def _sideways(page: EditorPage) -> int:
    around: QWidget | None = _matrix(page)
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    assert isinstance(around, QScrollArea)
    return around.horizontalScrollBar().maximum()


def _room(page: EditorPage, width: int) -> None:
    page.window.resize(1900, 740)
    page.screen.middle.setFixedWidth(width)
    for _ in range(3):
        QApplication.sendPostedEvents()


def _matrix(page: EditorPage) -> GridMatrix:
    return page.screen.findChildren(GridMatrix)[0]


def _beside(matrix: GridMatrix) -> bool:
    """Whether the first dot stands on the lines of the first title."""
    title = next(label for label in matrix.findChildren(QLabel) if label.text() == "Lokalbefolkning")
    dot = matrix.findChildren(GridRadio)[0]
    return dot.geometry().top() <= title.mapTo(matrix, title.rect().center()).y() <= dot.geometry().bottom()


def test_in_little_room_the_titles_stand_above_and_come_back_beside(page: EditorPage) -> None:
    page.goto(POINT)
    matrix = _matrix(page)
    _room(page, 900)
    assert _beside(matrix)
    _room(page, 540)
    assert not _beside(matrix)
    assert _sideways(page) == 0
    _room(page, 900)
    assert _beside(matrix)


def test_what_is_being_typed_and_the_cursor_stay_at_the_change(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    page.goto(POINT)
    matrix = _matrix(page)
    _room(page, 900)
    line = next(field for field in matrix.findChildren(QLineEdit) if field.isVisible())
    line.setFocus()
    QTest.keyClicks(line, "Eldre")
    _room(page, 540)
    assert not _beside(matrix)
    assert QApplication.focusWidget() is line
    QTest.keyClicks(line, "raad")
    _room(page, 900)
    assert QApplication.focusWidget() is line
    line.clearFocus()
    page.settled()
    assert "Eldreraad" in open_record(profile, record).record.fields.values()
