"""Third step: the recovery code, to be written or printed, and typed back from the paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, Card, Field, PageTitle, QuestionText, SecondaryButton, TextField

_IN_ROW = 7
"""Groups of the code in a row, so that it never wraps within a group."""


class RecoveryStep(QWidget):
    """Shows the code once. It is not kept, neither here nor in the profile."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.title, self.text = PageTitle(), Body()
        self.code = QuestionText()
        self.code.setObjectName("start_recovery_code")
        self.code.setWordWrap(False)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        # Only the family is set: the size follows the theme's.
        font = QFont()
        font.setFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
        self.code.setFont(font)
        frame = Card(padding=16)
        frame.column.addWidget(self.code)
        self.print = SecondaryButton("start_print_code", clicked=self._print)
        self.typed_line = TextField("start_recovery_typed")
        self.typed_back = Field(self.typed_line)
        for widget in (self.title, self.text, frame, self.typed_back):
            column.addWidget(widget)
        column.insertWidget(3, self.print, 0, Qt.AlignmentFlag.AlignLeft)
        self._workplace = self._code = ""
        self.retranslate()

    def lines(self) -> tuple[QLineEdit, ...]:
        """Where Return goes on."""
        return (self.typed_line,)

    def show_code(self, code: str, workplace: str) -> None:
        """Show the code of a workplace."""
        self._workplace, self._code = workplace, code
        groups = code.split("-")
        rows = ("-".join(groups[at : at + _IN_ROW]) for at in range(0, len(groups), _IN_ROW))
        self.code.setText("\n".join(rows))
        self.code.setAccessibleName(say("ui.start.recovery.code"))
        self.code.setAccessibleDescription(code)

    def typed(self) -> str:
        """What was typed back."""
        return self.typed_line.text()

    def forget(self) -> None:
        """Take the code off the screen."""
        self._code = ""
        self.code.clear()
        self.code.setAccessibleDescription("")
        self.typed_line.clear()

    def retranslate(self) -> None:
        """Say every text again."""
        self.title.setText(say("ui.start.recovery.title"))
        self.text.setText(say("ui.start.recovery.text"))
        self.print.say(say("ui.start.recovery.print"))
        self.typed_back.say(say("ui.start.recovery.typed"), say("ui.start.recovery.typed_hint"))

    def _print(self) -> None:
        from neksus_desktop.ui.start.recovery_sheet import print_sheet

        print_sheet(self, self._workplace, self._code)
