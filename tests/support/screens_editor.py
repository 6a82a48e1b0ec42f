"""The editor as a user sees it: what can be done with it, by name; and what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.editor.desk import Desk
from neksus_desktop.ui.editor.point_view import PointView
from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.shell import Shell

W = TypeVar("W", bound=QWidget)


class EditorPage:
    """A record open in the editor."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot = qtbot
        self.shell = shell
        self.told: list[str] = []
        self.went: list[tuple[str, object]] = []
        shell.notified.connect(self.told.append)
        shell.navigated.connect(lambda place, arguments: self.went.append((place, arguments)))
        self.screen = EditorScreen(shell)
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.screen.header)
        column.addWidget(self.screen, 1)
        self.window.resize(1194, 740)
        self.window.show()

    def open(self, record: str, point: str = "") -> None:
        before = self.screen.desk
        self.screen.enter(record=record, point=point)
        self.qtbot.waitUntil(lambda: self.screen.desk is not None and self.screen.desk is not before)
        self.wait_until_built()

    def wait_until_built(self) -> None:
        """Until the point is whole and what helps stands beside it."""
        self.qtbot.waitUntil(lambda: self.screen.middle.view is not None and not self.shell.runner.busy)
        if isinstance(self.screen.middle.view, PointView):
            self.screen.middle.view.finish()

    @property
    def desk(self) -> Desk:
        assert self.screen.desk is not None
        return self.screen.desk

    @property
    def view(self) -> PointView:
        view = self.screen.middle.view
        assert isinstance(view, PointView)
        return view

    def goto(self, point: str) -> None:
        self.screen.show_point(point)
        self.wait_until_built()

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChildren(kind, name)
        assert found, f"nothing is called {name}"
        return found[-1]

    def click(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))

    def key(self, name: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = self.find(QWidget, name)
        widget.setFocus()
        QTest.keyClick(widget, key, modifier)

    def write(self, name: str, text: str) -> None:
        field = self.find(QWidget, name)
        field.setFocus()
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        if isinstance(field, QLineEdit):
            QTest.keyClicks(field, text)
        else:
            field.insertPlainText(text)

    def leave_field(self) -> None:
        self.find(QWidget, "editor_outline").setFocus()

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: self.desk.autosave.state == "saved" and not self.shell.runner.busy)

    def again(self, act: Callable[[], object]) -> None:
        """Do something after which the record is read anew."""
        before = self.screen.desk
        act()
        self.qtbot.waitUntil(lambda: self.screen.desk is not before)
        self.wait_until_built()

    def dialog(self, kind: type[W]) -> W:
        found = [one for one in self.screen.findChildren(kind) if one.isVisible()]
        assert found, f"no {kind.__name__} is open"
        return found[-1]

    def standing(self, point: str) -> str:
        assert self.screen.outline is not None
        model = self.screen.outline.outline
        return model.standing_at(model.row_of(point)).words

    def tip(self, point: str) -> str:
        """What is told when the mouse rests on a point of the outline."""
        outline = self.screen.outline
        assert outline is not None
        where = outline.visualRect(outline.outline.index(outline.outline.row_of(point))).center()
        rests = QHelpEvent(QEvent.Type.ToolTip, where, outline.viewport().mapToGlobal(where))
        QApplication.sendEvent(outline.viewport(), rests)
        return QToolTip.text()

    def texts_in(self, widget: QWidget) -> list[str]:
        return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]

    def side_texts(self) -> list[str]:
        panel = self.find(QWidget, "editor_side")
        return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
