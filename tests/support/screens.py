"""Page objects of the window: what a person sees and does, by object name; tests speak of this, not of widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.start.first_start import FirstStart
from neksus_desktop.ui.start.unlock import Unlock
from neksus_desktop.ui.widgets import ChoiceField, RowCard
from neksus_desktop.ui.widgets.table import Table
from neksus_desktop.ui.window import Window
from neksus_desktop.ui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
W = TypeVar("W", bound=QWidget)


class Calm:
    """Holds when a condition has held at three looks in a row: one task's end may begin the next."""

    def __init__(self, holds: Callable[[], bool]) -> None:
        self.holds = holds
        self.seen = 0

    def __call__(self) -> bool:
        self.seen = self.seen + 1 if self.holds() else 0
        return self.seen >= 3


class Page:
    """A part of the window that can be looked at and worked on."""

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        self.qtbot = qtbot
        self.root = root

    def find(self, name: str, kind: type[W]) -> W:
        """The widget of this object name."""
        found = self.root.findChildren(kind, name)
        assert found, f"no {kind.__name__} named {name}"
        return found[-1]

    def click(self, name: str) -> None:
        """Click a button."""
        button = self.find(name, QAbstractButton)
        assert button.isEnabled(), f"{name} cannot be clicked"
        # A tick or a round button is hit at its mark, wherever its row ends.
        at = QPoint(10, button.height() // 2) if isinstance(button, QRadioButton | QCheckBox) else QPoint()
        QTest.mouseClick(button, LEFT, Qt.KeyboardModifier.NoModifier, at)

    def type(self, name: str, text: str) -> None:
        """Type into a field, which then holds just that."""
        field = self.find(name, QLineEdit)
        field.clear()
        QTest.keyClicks(field, text)

    def choose(self, name: str, value: str) -> None:
        """Choose by value in a combo box, as a person's choice."""
        combo = self.find(name, QComboBox)
        if isinstance(combo, ChoiceField):
            combo.have_all()  # as turning to it does
        index = combo.findData(value)
        assert index >= 0, f"{name} does not offer {value}"
        combo.setCurrentIndex(index)
        combo.activated.emit(index)

    def texts(self) -> str:
        """Every text that can be seen."""
        labels = [label.text() for label in self.root.findChildren(QLabel) if label.isVisibleTo(self.root)]
        buttons = [b.text() for b in self.root.findChildren(QAbstractButton) if b.isVisibleTo(self.root)]
        return "\n".join((*labels, *buttons))


class WindowPage(Page):
    """The whole window."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        super().__init__(qtbot, window)
        self.window = window

    @property
    def workspace(self) -> Workspace:
        """The workspace; there must be one."""
        assert self.window.workspace is not None
        return self.window.workspace

    def wait_for_workspace(self) -> None:
        """Until a profile is open."""
        self.qtbot.waitUntil(lambda: self.window.workspace is not None, timeout=20_000)

    def wait_until_idle(self) -> None:
        """Until nothing runs in the background and its results are shown."""
        shell = self.window.shell
        assert shell is not None
        self.qtbot.waitUntil(Calm(lambda: not shell.runner.busy), timeout=20_000)

    def go(self, place: str) -> None:
        """Go to a place by the navigation."""
        self.click(f"nav_{place}")
        self.qtbot.waitUntil(lambda: self.workspace.place == place)
        self.wait_until_idle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.window.app.focusWidget() or self.window, key, modifier)


class StartPages(Page):
    """First start."""

    @property
    def page(self) -> FirstStart:
        """The page itself."""
        return self.find("first_start", FirstStart)

    def fill_workplace(self, role: str, name: str) -> None:
        """First step."""
        self.click(f"start_role_{role}")
        self.type("start_name", name)
        self.click("start_next")

    def protect(self, passphrase: str, again: str | None = None) -> None:
        """Second step, with a passphrase."""
        self.type("start_passphrase", passphrase)
        self.type("start_passphrase_again", passphrase if again is None else again)
        self.click("start_next")

    def leave_unprotected(self) -> None:
        """Second step, without one."""
        self.click("start_unprotected")
        self.click("start_next")

    def wait_for_code(self) -> str:
        """Third step: the code as it stands on the screen."""
        label = self.find("start_recovery_code", QLabel)
        self.qtbot.waitUntil(lambda: label.isVisible() and bool(label.text()), timeout=20_000)
        return "-".join(label.text().split())

    def type_code(self, code: str) -> None:
        """Third step: type it back."""
        self.type("start_recovery_typed", code)
        self.click("start_next")


class UnlockPage(Page):
    """Unlocking."""

    @property
    def page(self) -> Unlock:
        """The page itself."""
        return self.find("unlock_page", Unlock)

    def unlock(self, passphrase: str) -> None:
        """Type a passphrase and try it."""
        self.type("unlock_passphrase", passphrase)
        self.click("unlock_go")


class RecordsPage(Page):
    """The list of assessments."""

    @property
    def table(self) -> Table:
        """The table itself."""
        return self.find("records_table", Table)

    def titles(self) -> list[str]:
        """Titles from the top."""
        model = self.table.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def column(self, at: int) -> set[str]:
        """What stands in a column."""
        model = self.table.model()
        return {str(model.index(row, at).data()) for row in range(model.rowCount())}

    def search(self, text: str) -> None:
        """Search, at once."""
        self.type("records_search", text)
        QTest.keyClick(self.find("records_search", QLineEdit), Qt.Key.Key_Return)


class HomePage(Page):
    """The first page."""

    def rows(self) -> list[str]:
        """What its rows say to a screen reader."""
        return [row.accessibleName() for row in self.root.findChildren(RowCard)]
