"""Page objects of the places: follow-up, subjects, forms, exchange, reading across, preview, help."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QListWidget, QPlainTextEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.places import make
from neksus_desktop.ui.rows import RowTable
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Shell
from tests.support.screens import Calm, Page

S = TypeVar("S", bound=Screen)
D = TypeVar("D", bound=QDialog)


class PlacePage(Page):
    """One place on a shell, without the window around it."""

    def __init__(self, qtbot: QtBot, shell: Shell, name: str, /, **arguments: Any) -> None:
        self.shell = shell
        self.screen = make(name, shell)
        super().__init__(qtbot, self.screen)
        self.screen.resize(1194, 696)
        self.screen.show()
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.said: list[str] = []
        self.errors: list[Any] = []
        shell.navigated.connect(lambda where, with_what: self.went.append((where, with_what)))
        shell.notified.connect(self.said.append)
        shell.error_raised.connect(self.errors.append)
        self.enter(**arguments)

    def close(self) -> None:
        """Take the place down at once, so that nothing of it hears of a later test's language."""
        self.screen.leave()
        self.shell.runner.close()
        header = self.screen.header
        for widget in (self.screen, header):
            shiboken6.delete(widget)

    def enter(self, **arguments: Any) -> None:
        """Come to the place."""
        self.screen.enter(**arguments)
        self.wait()

    def wait(self) -> None:
        """Until nothing runs and its results are shown."""
        self.qtbot.waitUntil(Calm(lambda: not self.shell.runner.busy), timeout=30_000)

    def act(self, name: str) -> None:
        """Click an action in the header."""
        page = Page(self.qtbot, self.screen.header)
        page.click(name)
        self.wait()

    def table(self, name: str) -> RowTable:
        """A table."""
        return self.find(name, RowTable)

    def column(self, name: str, at: int = 0) -> list[str]:
        """What stands in a column of a table, from the top."""
        model = self.table(name).model()
        return [str(model.index(row, at).data()) for row in range(model.rowCount())]

    def choose_row(self, name: str, text: str) -> None:
        """Choose the first row whose cells hold a text."""
        table = self.table(name)
        model = table.model()
        for row in range(model.rowCount()):
            if any(text in str(model.index(row, at).data()) for at in range(model.columnCount())):
                table.selectRow(row)
                self.wait()
                return
        raise AssertionError(f"no row with {text}")

    def tick_row(self, name: str, text: str) -> None:
        """Tick the row with a text by the space bar."""
        self.choose_row(name, text)
        QTest.keyClick(self.table(name), Qt.Key.Key_Space)
        self.wait()

    def dialog(self, name: str) -> DialogPage:
        """The dialog that is open."""
        found = [one for one in self.screen.findChildren(QDialog, name) if one.isVisible()]
        assert found, f"no dialog {name}"
        return DialogPage(self.qtbot, found[-1])

    def check(self, name: str, *, on: bool = True) -> None:
        """Set a tick or choose a radio button."""
        boxes = [one for one in self.screen.findChildren(QAbstractButton, name) if one.isCheckable()]
        assert boxes, name
        boxes[-1].setChecked(on)
        self.wait()

    def page_text(self) -> str:
        """The page of the handbook that is shown."""
        return self.find("help_page", QTextBrowser).toPlainText()

    def contents(self) -> list[str]:
        """What can be chosen in the handbook's contents."""
        found = self.find("help_contents", QListWidget)
        return [found.item(at).text() for at in range(found.count())]


class DialogPage(Page):
    """An open dialog."""

    def write(self, name: str, text: str) -> None:
        """Write into a box of several lines."""
        self.find(name, QPlainTextEdit).setPlainText(text)

    def accept(self) -> bool:
        """Press the primary button; whether the dialog closed."""
        root = self.root
        assert isinstance(root, QDialog)
        self.click(f"{root.objectName()}_primary")
        return not root.isVisible()


def only_file(folder: Path) -> Path:
    """The one file in a folder."""
    found = sorted(folder.iterdir())
    assert len(found) == 1, found
    return found[0]
