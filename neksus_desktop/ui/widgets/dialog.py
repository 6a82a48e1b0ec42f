"""The base of every dialog: a title, a column, translated buttons at the right; Escape cancels.

The cursor begins where one types, not on a button. What is higher than the screen scrolls between title and buttons.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import wide
from neksus_desktop.ui.widgets.boxes import ScrollColumn
from neksus_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from neksus_desktop.ui.widgets.labels import PageTitle

_FRAME = 48
"""Room for the title bar of the window system, and beside a dialog."""
_AROUND, _LEAST = 250, 120
"""What stands above and below a list in a dialog, at 100 % text size; a list is at least so high."""


class Dialog(QDialog):
    """A dialog of ours. Add to ``dialog.column``; open with ``open()`` and listen to ``accepted``: never ``exec``."""

    def __init__(
        self,
        name: str,
        title: str,
        primary: str,
        parent: QWidget | None = None,
        *,
        width: int = 520,
        writes: bool = False,
    ) -> None:
        super().__init__(parent)
        title = title.removesuffix("…").rstrip()  # the key that asks for the dialog says so, the dialog is there
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(min(wide(width), self.screen().availableGeometry().width() - _FRAME))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(16)
        outer.addWidget(PageTitle(title))
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        outer.addLayout(self.column, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self.cancel = SecondaryButton(f"{name}_cancel", say("ui.action.cancel"), self.reject)
        self.primary = PrimaryButton(f"{name}_primary", primary, self.try_accept, writes=writes)
        self.primary.setDefault(True)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.primary)
        outer.addLayout(self.buttons)
        self.check: Callable[[], bool] | None = None
        """Asked before the dialog closes with its primary button; it says what is wrong itself."""
        self._scroll_of_all: ScrollColumn | None = None
        self.put_back = False
        """What stands in it was written before, and put back after a power cut."""
        self._begun: tuple[object, ...] | None = None

    @property
    def touched(self) -> bool:
        """Whether something was written, chosen or ticked here; beside a passphrase only what was written counts."""
        begun = self._begun
        return self.put_back or (begun is not None and _filled_in(self) != begun)

    def showEvent(self, event: QShowEvent) -> None:
        """No higher than its words need, if nothing in it takes more room: Qt guesses how lines will break."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self._to_first_control()
        self.fit()
        if self._begun is None:
            self._begun = _filled_in(self)

    def _to_first_control(self) -> None:
        """Where something is to be typed the cursor stands in the first control; else Qt puts it on the primary key."""
        if not any(line.isVisibleTo(self) and not line.isReadOnly() for line in self.findChildren(QLineEdit)):
            return
        control: QWidget | None = self.nextInFocusChain()
        while control is not None and control is not self:
            tabbed = control.focusPolicy() & Qt.FocusPolicy.TabFocus and self.buttons.indexOf(control) < 0
            if tabbed and control.isVisibleTo(self) and control.isEnabled():
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            control = control.nextInFocusChain()

    def fit(self) -> None:
        """Take the width that the words need and the height that follows, at most what the screen has."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        width = max(self.width(), layout.minimumSize().width())
        grows = self.column.expandingDirections() & Qt.Orientation.Vertical
        needed = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        most = self._screen_high()
        if self._scroll_of_all is None and _least_height(layout, width) > most:
            self._let_scroll()
        height = most if self._scroll_of_all is not None else min(max(needed, self.height() if grows else 0), most)
        self.setMinimumHeight(min(needed, most))  # Qt's own minimum is that of the narrowest lines
        self.resize(width, height)

    def at_most(self, height: int, around: int = _AROUND) -> int:
        """How high a list of the dialog may want to be, so that all of the dialog is in sight on this screen.

        Args:
            height: what it would like, in pixels.
            around: what stands above and below it, in pixels at 100 % text size.
        """
        return max(min(height, self._screen_high() - wide(around)), _LEAST)

    def _screen_high(self) -> int:
        return self.screen().availableGeometry().height() - _FRAME

    def _let_scroll(self) -> None:
        """Put the column between title and buttons into a scroll area; the cursor stays where it is."""
        outer, focus = cast("QVBoxLayout", self.layout()), self.focusWidget()
        self._scroll_of_all = ScrollColumn(margins=(2, 0, 2, 2), beside=10)
        at = outer.indexOf(self.column)
        outer.removeItem(self.column)
        self.column.setParent(None)
        outer.insertWidget(at, self._scroll_of_all, 1)
        self._scroll_of_all.column.addLayout(self.column)
        if focus is not None:  # Qt shows what has moved in the next turn, and only what is shown can have the cursor
            QTimer.singleShot(0, focus, focus.setFocus)

    def try_accept(self) -> None:
        """Accept if ``check`` finds nothing wrong."""
        if self.check is None or self.check():
            self.accept()


def _least_height(layout: QLayout, width: int) -> int:
    if layout.hasHeightForWidth():
        return layout.totalMinimumHeightForWidth(width)
    return layout.totalMinimumSize().height()


def _filled_in(dialog: QWidget) -> tuple[object, ...]:
    """What stands in the fields of a dialog, passphrases left out."""
    lines = dialog.findChildren(QLineEdit)
    open_lines = [line for line in lines if line.echoMode() == QLineEdit.EchoMode.Normal]
    written = (
        *(line.text().strip() for line in open_lines),
        *(text.toPlainText().strip() for text in dialog.findChildren(QPlainTextEdit) if not text.isReadOnly()),
    )
    if len(open_lines) < len(lines):
        return written
    ticks = (*dialog.findChildren(QCheckBox), *dialog.findChildren(QRadioButton))
    chosen = (box.currentIndex() for box in dialog.findChildren(QComboBox))
    return (*written, *chosen, *(tick.isChecked() for tick in ticks))
