"""The base of every dialog: a title, a column, translated buttons at the right; Escape cancels."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from neksus_desktop.ui.widgets.labels import PageTitle


class Dialog(QDialog):
    """A dialog of ours. Add to ``dialog.column``; open with ``open()`` and listen to ``accepted``: never ``exec``."""

    def __init__(self, name: str, title: str, primary: str, parent: QWidget | None = None, *, width: int = 520) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(width)
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
        self.primary = PrimaryButton(f"{name}_primary", primary, self.try_accept)
        self.primary.setDefault(True)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.primary)
        outer.addLayout(self.buttons)
        self.check: Callable[[], bool] | None = None
        """Asked before the dialog closes with its primary button; it says what is wrong itself."""

    def try_accept(self) -> None:
        """Accept if ``check`` finds nothing wrong."""
        if self.check is None or self.check():
            self.accept()
