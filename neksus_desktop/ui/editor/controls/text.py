"""Texts: one line, or a field that grows with what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl
from neksus_desktop.ui.files import local_files
from neksus_desktop.ui.widgets import TextArea

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.desk import Desk

_MOST_LINES = 30


_NOTHING = "–"
"""What an empty line says that cannot be written."""


class GrowingText(TextArea):
    """Plain text, as high as what is in it (between ``least`` and thirty lines). Tab moves on, it is no letter."""

    left = Signal()

    def __init__(self, least: int = 3) -> None:
        super().__init__(air=10)
        self._least = least
        self._wanted = 0
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text; a file that is dropped or pasted would leave its path, with a person's folders, in what is written."""
        return not local_files(source) and super().canInsertFromMimeData(source)

    def show_text(self, text: str) -> None:
        """Show ``text`` unless it is there already; the cursor stays where it can."""
        if self.toPlainText() == text:
            return
        position = self.textCursor().position()
        blocked = self.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
        self.setPlainText(text)
        self.blockSignals(blocked)
        cursor = self.textCursor()
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)
        self._fit()

    def forget(self) -> None:
        """Empty, with nothing to undo and the cursor at the start: the field comes to another text."""
        blocked = self.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
        self.setPlainText("")
        self.blockSignals(blocked)

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(400, self._wanted)

    def minimumSizeHint(self) -> QSize:
        """As high as the text, and it can be narrow."""
        return QSize(120, self._wanted)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self, *_size: object) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = max(self._least, min(int(self.document().size().height()), _MOST_LINES))
        wanted = lines * line + self.around()
        if wanted != self._wanted:
            self._wanted = wanted
            self.updateGeometry()  # asks for a new layout later: in the midst of one, Qt would crash
        many = int(self.document().size().height()) > _MOST_LINES
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)


class TextControl(AnswerControl):
    """A text of more than one line."""

    def __init__(self, desk: Desk, view: NodeView, least: int = 3) -> None:
        super().__init__(desk, view)
        self._field = GrowingText(least)
        self._field.setObjectName(f"{self.objectName()}_text")
        self._field.setAccessibleName(self.accessibleName())
        self.setFocusProxy(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._field)
        self.refresh(view)
        self._field.textChanged.connect(self._typed)
        self._field.left.connect(desk.autosave.settle)

    def refresh(self, view: NodeView) -> None:
        """Show the text."""
        self._field.show_text(view.value)
        self._field.setReadOnly(not self.writable(view))

    def entry(self) -> QWidget:
        """The field."""
        return self._field

    def _typed(self) -> None:
        self.desk.answer(self.key, self._field.toPlainText(), typing=True)


class LineField(QLineEdit):
    """One line that tells when it is left; Enter moves on."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextMargins(6, 0, 6, 0)
        self.setAcceptDrops(False)  # a file that is dropped goes to the window, not its path into the line
        self._example = ""

    def setPlaceholderText(self, text: str) -> None:
        """How one writes here, for those who may."""
        self._example = text
        super().setPlaceholderText(_NOTHING if self.isReadOnly() else text)

    def setReadOnly(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signature
        """Nobody is invited to write then."""
        if on != self.isReadOnly():
            super().setReadOnly(on)
            self.setPlaceholderText(self._example)
            self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the value and goes on to the next control."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class LineControl(AnswerControl):
    """A text of one line; may offer what others write in such a field."""

    def __init__(self, desk: Desk, view: NodeView, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(desk, view)
        self._field = LineField()
        self._field.setObjectName(f"{self.objectName()}_text")
        self._field.setAccessibleName(self.accessibleName())
        if suggestions:
            self._field.setCompleter(completer(suggestions, self._field))
        self.setFocusProxy(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._field)
        self.refresh(view)
        self._field.textChanged.connect(lambda text: self.desk.answer(self.key, text, typing=True))
        self._field.left.connect(desk.autosave.settle)

    def refresh(self, view: NodeView) -> None:
        """Show the text."""
        if self._field.text() != view.value:
            blocked = self._field.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
            self._field.setText(view.value)
            self._field.blockSignals(blocked)
        self._field.setReadOnly(not self.writable(view))

    def entry(self) -> QWidget:
        """The field."""
        return self._field

    def say_placeholder(self, text: str) -> None:
        """What belongs in the field, shown while it is empty."""
        self._field.setPlaceholderText(text)
        self._field.setToolTip(text)
        self._field.setAccessibleName(text)


def completer(words: tuple[str, ...], parent: QWidget) -> QCompleter:
    """Offers words that hold what is typed, anywhere in them, small letters or capitals alike."""
    found = QCompleter(parent)
    found.setModel(QStringListModel(list(words), found))
    found.setFilterMode(Qt.MatchFlag.MatchContains)
    found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return found
