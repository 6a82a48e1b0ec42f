"""A person at the whole window, for journeys: every gesture is one that a hand can make, and none may stall."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from neksus_desktop.records.record import Record
from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.widgets import RowCard
from neksus_desktop.ui.window import Window
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from tests.support.screens import Page, WindowPage
from tests.support.stalls import Stalls, WatchedBot

S = TypeVar("S", bound=Screen)
W = TypeVar("W", bound=QWidget)
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Journey(WindowPage):
    """The window, worked on by one person."""

    def __init__(self, qtbot: WatchedBot, window: Window) -> None:
        super().__init__(qtbot, window)
        self.stalls: Stalls = qtbot.stalls

    @property
    def profile(self) -> Profile:
        """What is open."""
        assert self.window.shell is not None
        return self.window.shell.profile

    def find(self, name: str, kind: builtins.type[W]) -> W:
        """The widget of this name that can be seen."""
        found = [one for one in self.window.findChildren(kind, name) if one.isVisible()]
        assert found, f"no {kind.__name__} named {name} in sight"
        return found[-1]

    def click(self, name: str) -> None:
        """Click, and no longer than a person waits."""
        with self.stalls.during(f"click {name}"):
            super().click(name)

    def choose(self, name: str, value: str) -> None:
        """Choose in a combo box."""
        with self.stalls.during(f"choose {name}"):
            super().choose(name, value)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is; in an open dialog if there is one."""
        target = self.window.app.activeModalWidget() or self.window
        self.activate()
        with self.stalls.during(f"key {key.name}"):
            QTest.keyClick(target.focusWidget() or self.window.app.focusWidget() or target, key, modifier)

    def activate(self) -> None:
        """Turn to this window, or to what is open over it; no window manager does it here."""
        target = self.window.app.activeModalWidget() or self.window
        if not target.isActiveWindow():
            target.activateWindow()
            self.qtbot.waitUntil(target.isActiveWindow)

    def type(self, name: str, text: str) -> None:
        """Type into a line or a box, one letter at a time; it then holds just that."""
        self.activate()
        self.until(lambda: any(one.isVisible() for one in self.window.findChildren(QWidget, name)))
        field = self.find(name, QWidget)
        assert isinstance(field, QLineEdit | QPlainTextEdit), name
        field.setFocus()
        field.selectAll()
        self.keys(text, field)

    def keys(self, text: str, field: QWidget | None = None) -> None:
        """Type where the cursor is."""
        where = field or self.window.app.focusWidget()
        assert where is not None
        for letter in text:
            with self.stalls.during(f"type in {where.objectName()}"):
                QTest.keyClicks(where, letter)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something to be so, and for what it set going."""
        self.qtbot.waitUntil(holds, timeout=20_000)
        self.wait_until_idle()

    def until_focus(self, name: str) -> None:
        """Wait until the cursor is in what is called so, or begins so."""
        self.until(lambda: (self.window.app.focusWidget() or self.window).objectName().startswith(name))

    def tab_to(self, name: str) -> None:
        """Press Tab until the cursor is there."""
        passed: list[str] = []
        while (self.window.app.focusWidget() or self.window).objectName() != name:
            self.press(Qt.Key.Key_Tab)
            passed.append((self.window.app.focusWidget() or self.window).objectName())
            assert len(passed) < 40, passed

    def until_place(self, place: str) -> None:
        """Wait until a place is shown and has read what it shows."""
        self.until(lambda: self.workspace.place == place)

    def go(self, place: str) -> None:
        """Go to a place by the navigation."""
        self.click(f"nav_{place}")
        self.until_place(place)

    def screen(self, place: str, kind: builtins.type[S]) -> S:
        """The screen of a place, for what a file dialog would call."""
        found = self.workspace.screen_of(place)
        assert isinstance(found, kind)
        return found

    def here(self) -> Page:
        """The screen that is shown, with its header."""
        return Page(self.qtbot, self.workspace)

    def seen(self) -> str:
        """Every text in sight."""
        labels = [one.text() for one in self.workspace.findChildren(QLabel) if one.isVisible()]
        boxes = [one.toPlainText() for one in self.workspace.findChildren(QPlainTextEdit) if one.isVisible()]
        rows = [one.accessibleName() for one in self.workspace.findChildren(RowCard) if one.isVisible()]
        return "\n".join((*labels, *boxes, *rows))

    def dialog(self, name: str) -> Page:
        """The dialog that is open, or opens: a button pressed by its keys goes down for a moment first."""
        self.until(lambda: bool(self._open_dialogs(name)))
        return Page(self.qtbot, self._open_dialogs(name)[-1])

    def _open_dialogs(self, name: str) -> list[QDialog]:
        return [one for one in self.window.findChildren(QDialog, name) if one.isVisible()]

    def accept(self, name: str) -> None:
        """Press the dialog's primary button; it must close."""
        dialog = self.dialog(name)
        with self.stalls.during(f"accept {name}"):
            dialog.click(f"{name}_primary")
        assert not dialog.root.isVisible(), f"{name} did not close: {dialog.texts()}"
        self.wait_until_idle()

    def row(self, table: str, text: str, *, add: bool = False) -> None:
        """Choose the first row of a table that holds a text."""
        self.activate()
        view = self.find(table, QAbstractItemView)
        model = view.model()
        for row in range(model.rowCount()):
            if any(text in str(model.index(row, at).data()) for at in range(model.columnCount())):
                view.setFocus()
                flags = QItemSelectionModel.SelectionFlag
                keep = flags.Select if add else flags.ClearAndSelect
                view.selectionModel().setCurrentIndex(model.index(row, 0), keep | flags.Rows)
                self.wait_until_idle()
                return
        raise AssertionError(f"no row with {text} in {table}")

    def names(self, beginning: str) -> list[str]:
        """Names of the buttons in sight that begin so."""
        buttons = self.workspace.findChildren(QAbstractButton)
        return [one.objectName() for one in buttons if one.isVisible() and one.objectName().startswith(beginning)]

    def choices(self, name: str) -> list[str]:
        """What a list offers."""
        found = self.find(name, QListWidget)
        return [found.item(at).text() for at in range(found.count())]

    def pick(self, name: str, value: str) -> None:
        """Choose in a list by what lies behind the words."""
        found = self.find(name, QListWidget)
        for at in range(found.count()):
            if value in {found.item(at).data(role) for role in range(0x100, 0x104)}:
                found.setCurrentRow(at)
                return
        raise AssertionError(f"{name} does not offer {value}: {self.choices(name)}")

    def column(self, table: str, at: int = 0) -> list[str]:
        """What stands in a column from the top."""
        model = self.find(table, QAbstractItemView).model()
        return [str(model.index(row, at).data()) for row in range(model.rowCount())]

    def record_of(self, title: str, *statuses: str) -> str:
        """The id of the newest record about something."""
        rows = all_rows(self.profile, query(statuses=statuses) if statuses else query())
        return next(row.id for row in rows if row.title.startswith(title))

    def read(self, record: str) -> Record:
        """A record as it is kept."""
        return open_record(self.profile, record).record

    def open_record(self, title: str) -> str:
        """Open a record from the list by Return."""
        self.go("records")
        self.row("records_table", title)
        self.press(Qt.Key.Key_Return)
        return self.until_editor()

    def until_editor(self) -> str:
        """Wait until a record is open and a point of it in sight; returns the record's id."""
        self.until_place("editor")
        editor = self.screen("editor", EditorScreen)
        self.until(lambda: editor.middle.view is not None)
        return editor.record

    @property
    def point(self) -> str:
        """The point in sight."""
        view = self.screen("editor", EditorScreen).middle.view
        return view.point.id if view is not None else ""

    def show_point(self, point: str) -> None:
        """Choose a point in the outline."""
        editor = self.screen("editor", EditorScreen)
        outline = editor.outline
        assert outline is not None
        index = outline.outline.index(outline.outline.row_of(point))
        assert index.isValid(), f"{point} is not in the outline"
        outline.scrollTo(index)
        with self.stalls.during(f"outline {point}"):
            QTest.mouseClick(outline.viewport(), Qt.MouseButton.LeftButton, NONE, outline.visualRect(index).center())
        self.wait_until_idle()
        assert self.point == point

    def until_kept(self, record: str, path: str, value: str) -> None:
        """Wait until a field is durable."""
        self.until(lambda: value in self.read(record).fields.get(path, ""))


def only_file(folder: Path) -> Path:
    """The one file in a folder."""
    found = sorted(folder.iterdir())
    assert len(found) == 1, found
    return found[0]
