"""Tags of a point: words of one's own for coding and finding again, a layer beside the judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.text import LineField
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption

if TYPE_CHECKING:
    from neksus_desktop.ui.editor.desk import Desk


class TagsRow(QWidget):
    """A line of tags, kept as words with a space between, each once."""

    _desk: Desk
    _path: str

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tags")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GAP)
        label = Caption(say("editor.tags.label"))
        label.setWordWrap(False)
        self._line = LineField()
        self._line.setObjectName("note_tags")
        self._line.setAccessibleName(say("editor.tags.label"))
        self._line.setAccessibleDescription(say("editor.tags.about"))
        self._line.setPlaceholderText(say("editor.tags.about"))
        self._line.left.connect(self._keep)
        row.addWidget(label)
        row.addWidget(self._line, 1)

    def show_point(self, desk: Desk, point: str) -> None:
        """The tags of another point."""
        self._desk = desk
        self._path = f"note/{point}/tags"
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept."""
        if not self._line.hasFocus():
            self._line.setText(self._desk.field(self._path))
        self._line.setReadOnly(not self._desk.editable)

    def _keep(self) -> None:
        words = self._line.text().replace(",", " ").replace(";", " ").split()
        tags = " ".join(dict.fromkeys(words))
        self._line.setText(tags)
        self._desk.write({self._path: tags})
