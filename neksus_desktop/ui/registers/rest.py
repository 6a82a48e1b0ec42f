"""What the table has no room for in the row one stands on: beneath it, in smaller letters, as high as it must be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from neksus_desktop.ui.say import say

_LINES = 4
"""What is longer is scrolled."""
_AIR = 3


class Rest(QPlainTextEdit):
    """One line for each column; read only, reached by Tab, not there when there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("register_rest")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(_AIR)
        self.hide()

    def say(self, parts: list[str]) -> None:
        """What is cut in the row, or left out."""
        self.setPlainText("\n".join(part.replace("\n", " ") for part in parts))
        self.setAccessibleName(say("register.rest"))
        self.setVisible(bool(parts))
        self._fit()

    def sizeHint(self) -> QSize:
        """As many lines as there are, up to some."""
        lines = min(max(int(self.document().size().height()), 1), _LINES)
        return QSize(200, self.fontMetrics().lineSpacing() * lines + 4 * _AIR)

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width there are other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """And with other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        if self.maximumHeight() != self.sizeHint().height():
            self.setFixedHeight(self.sizeHint().height())
