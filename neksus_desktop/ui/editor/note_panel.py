"""What is written about a point: the internal text and the shareable one, two texts with a life of their own.

Rules kept here:

* the shareable text is never made by the program: the internal one is copied only when asked for, and only into an
  empty field;
* it is cleared for sharing by its own tick, and a later change takes the tick away;
* what looks like a name, a number, coordinates or a grade marking is pointed out, and nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.editor.caution import cautions
from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.editor.controls.text import GrowingText
from neksus_desktop.ui.editor.lexical import count_words
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, Heading, LinkButton, NoteBox, ToggleChip
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.ui.editor.desk import Desk

_LOOK_AFTER_MS = 400


class NotePanel(QWidget):
    """The two texts of one point, one in sight at a time. ``show_point`` says whose."""

    pointed_out = Signal(QWidget)
    """Something was pointed out beneath the text that is being written."""

    _desk: Desk
    _at: str

    def __init__(self) -> None:
        super().__init__()
        self._which = "internal"
        self._told: frozenset[str] = frozenset()
        """Kinds of what is pointed out in this text already."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        column.addLayout(self._make_head())
        self.text = GrowingText(least=4)
        self.text.setObjectName("note_text")
        column.addWidget(self.text)
        self._about = Caption()
        column.addWidget(self._about)
        column.addLayout(self._make_sharing())
        self._caution = NoteBox()
        self._caution.setObjectName("note_caution")
        self._caution.hide()
        column.addWidget(self._caution)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_AFTER_MS)
        self._look.timeout.connect(self._look_through)
        self.text.textChanged.connect(self._typed)
        self.text.left.connect(self._settle)

    def show_point(self, desk: Desk, point: str) -> None:
        """The texts of another point, or of the same in a record read anew; nothing of the one before can come back."""
        self._desk = desk
        self._at = f"note/{point}/"
        self._look.stop()
        self.text.forget()
        self._show("internal")

    def show_text(self, which: str) -> None:
        """Show the ``internal`` or the ``shareable`` text."""
        self._desk.autosave.settle()
        self._show(which)

    def _show(self, which: str) -> None:
        self._which = which
        self._told = frozenset()
        self._internal.setChecked(which == "internal")
        self._shareable.setChecked(which == "shareable")
        self.refresh()
        self._look_through()

    def refresh(self) -> None:
        """Show the texts and how far the shareable one has come."""
        value = self._desk.field(self._at + self._which)
        self.text.show_text(value)
        self.text.setReadOnly(not self._desk.editable)
        label = say(f"editor.text.{self._which}")
        self.text.setAccessibleName(label)
        shareable = self._desk.field(self._at + "shareable")
        cleared = self._desk.field(self._at + "confirmed") == "1"
        state = ("cleared" if cleared else "open") if shareable else "none"
        self._shareable.say(say(f"editor.text.shareable_{state}"))
        self._words.setText(say.count("editor.text.words", count_words(value)))
        sharing = self._which == "shareable"
        self._about.setText(say("editor.text.shareable_about"))
        show_if(self._about, sharing)
        show_if(self._confirm, sharing)
        self._confirm.setChecked(cleared)
        self._confirm.setEnabled(self._desk.editable and bool(shareable))
        internal = self._desk.field(self._at + "internal")
        show_if(self._copy, sharing and not shareable and bool(internal) and self._desk.editable)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * GAP)
        heading = Heading(say("editor.text.heading"))
        heading.setWordWrap(False)
        self._internal = ToggleChip("note_internal", say("editor.text.internal_chip"))
        self._shareable = ToggleChip("note_shareable", say("editor.text.shareable_none"))
        for chip in (self._internal, self._shareable):
            chip.setAutoExclusive(True)
        # Assistive technology switches without a click.
        self._internal.toggled.connect(lambda on: self._switched("internal") if on else None)
        self._shareable.toggled.connect(lambda on: self._switched("shareable") if on else None)
        self._words = Caption()
        self._words.setWordWrap(False)
        which = FlowRow(gap=2 * GAP)
        for widget in (heading, self._internal, self._shareable):
            which.flow.addWidget(widget)
        row.addWidget(which, 1)
        count = FlowRow(beside=self._internal)  # on one axis with the first line
        count.flow.addWidget(self._words)
        row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_sharing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._confirm = QCheckBox(say("editor.text.confirm"))
        self._confirm.setObjectName("note_confirm")
        self._confirm.setAccessibleName(say("editor.text.confirm"))
        self._confirm.toggled.connect(lambda on: self._desk.write({self._at + "confirmed": "1" if on else ""}))
        self._copy = LinkButton("note_copy", say("editor.text.copy"), self._copy_over)
        row.addWidget(self._confirm)
        row.addStretch(1)
        row.addWidget(self._copy)
        return row

    def _settle(self) -> None:
        self._desk.autosave.settle()

    def _switched(self, which: str) -> None:
        if which != self._which:
            self.show_text(which)

    def _typed(self) -> None:
        changes = {self._at + self._which: self.text.toPlainText()}
        if self._which == "shareable" and self._desk.field(self._at + "confirmed"):
            changes[self._at + "confirmed"] = ""
        self._desk.write(changes, typing=True)
        self._look.start()

    def _copy_over(self) -> None:
        self._desk.write({self._at + "shareable": self._desk.field(self._at + "internal")})
        self.refresh()
        self.text.setFocus()
        self._look_through()

    def _look_through(self) -> None:
        found = cautions(self.text.toPlainText())
        told = {one.kind: say(f"editor.caution.{one.kind}", words=one.words) for one in found}
        new = [words for kind, words in told.items() if kind not in self._told]
        self._told = frozenset(told)
        show_if(self._caution, bool(told))
        if told:
            self._caution.set_text("\n".join(told.values()))
        if new and self.text.hasFocus():
            self.pointed_out.emit(self._caution)
            announce(self._caution, " ".join(new))
