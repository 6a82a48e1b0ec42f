"""Choices from a list: one or several, short lists in sight, long ones in a field that searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QLayout,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean
from neksus_desktop.ui.editor.controls.scale import TakeBackRadio, choice_for_key
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import ChoiceField

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk

SHORT_LIST = 8
_SHORT_WORDS = 34


class FlowLayout(QLayout):
    """Puts items beside each other and breaks the line when it is full."""

    def __init__(self, spacing: int = 4 * GAP, row_spacing: int = 2 * GAP) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self._row_gap = row_spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """The least."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """As wide as the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._row_gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return y + line - rect.y()


def _arranged(view: NodeView) -> QLayout:
    """Short words flow beside each other, long ones stand below each other."""
    longest = max((len(choice.label) for choice in view.choices), default=0)
    if longest <= _SHORT_WORDS:
        return FlowLayout()
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    return column


class ButtonsControl(AnswerControl):
    """Choices as buttons in sight; ``several`` as tick boxes."""

    def __init__(self, desk: Desk, view: NodeView, *, several: bool) -> None:
        super().__init__(desk, view)
        self._several = several
        self._showing = False
        self._choices: tuple[Choice, ...] = ()
        self._buttons: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not several)
        self._area = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._area)
        self.refresh(view)

    def refresh(self, view: NodeView) -> None:
        """Show the choices and what is chosen."""
        if view.choices != self._choices:
            self._build(view)
        chosen = set(view.value.split()) if self._several else {view.value}
        self._showing = True
        self._group.setExclusive(False)
        for value, button in self._buttons.items():
            button.setChecked(value in chosen)
            button.setEnabled(self.writable(view))
        self._group.setExclusive(not self._several)
        self._showing = False

    def entry(self) -> QWidget:
        """What is chosen, or the first."""
        chosen = next((button for button in self._buttons.values() if button.isChecked()), None)
        return chosen or next(iter(self._buttons.values()), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, M, I and Delete in lists of which one is chosen."""
        value = None if self._several else choice_for_key(event, self._choices)
        if value is None:
            super().keyPressEvent(event)
            return
        self.desk.answer(self.key, value)

    def _build(self, view: NodeView) -> None:
        fresh = QWidget()
        self._column.replaceWidget(self._area, fresh)
        self._area.deleteLater()
        self._area = fresh
        self._buttons = {}
        self._choices = view.choices
        layout = _arranged(view)
        for choice in view.choices:
            label = clean(choice.label)
            button = QCheckBox(label) if self._several else TakeBackRadio(label)
            button.setObjectName(f"{self.objectName()}_{choice.value}")
            button.setAccessibleName(label)
            button.setAccessibleDescription(clean(view.label))
            self._connect(button, choice.value)
            self._group.addButton(button)
            self._buttons[choice.value] = button
            layout.addWidget(button)
        fresh.setLayout(layout)

    def _connect(self, button: QAbstractButton, value: str) -> None:
        if isinstance(button, TakeBackRadio):
            button.toggled.connect(lambda on: self.desk.answer(self.key, value) if on else None)
            button.taken_back.connect(lambda: self.desk.answer(self.key, ""))
        else:
            button.toggled.connect(lambda _on: self._ticked())

    def _ticked(self) -> None:
        if self._showing:
            return
        known = [value for value, button in self._buttons.items() if button.isChecked()]
        others = [value for value in self.desk.session.value(self.key).split() if value not in self._buttons]
        self.desk.answer(self.key, " ".join(known + others))


class SearchedBox(QComboBox):
    """A drop-down field in which typing searches anywhere in the words; the wheel only scrolls the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        finder = self.completer()
        if finder is not None:
            finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            finder.setFilterMode(Qt.MatchFlag.MatchContains)

    def wheelEvent(self, event: object) -> None:
        """A wheel over the field must not change an answer."""
        event.ignore()  # type: ignore[attr-defined]


class LongListControl(AnswerControl):
    """One of many choices."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self._choices: tuple[Choice, ...] | None = None
        many = len(view.choices) > SHORT_LIST
        self._box: QComboBox = SearchedBox() if many else ChoiceField("")
        self._box.setObjectName(f"{self.objectName()}_list")
        self._box.setAccessibleName(self.accessibleName())
        self._box.setMaximumWidth(420)
        self.setFocusProxy(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)
        self.refresh(view)
        self._box.activated.connect(lambda: self.desk.answer(self.key, self._box.currentData() or ""))

    def refresh(self, view: NodeView) -> None:
        """Show the choices and which is chosen; a value that is no longer among them is shown as it is."""
        if view.choices != self._choices:
            self._choices = view.choices
            self._box.clear()
            self._box.addItem(say("editor.choice.choose"), "")
            for choice in view.choices:
                self._box.addItem(clean(choice.label), choice.value)
        index = self._box.findData(view.value)
        if index < 0:
            self._box.addItem(view.value, view.value)
            index = self._box.count() - 1
        self._box.setCurrentIndex(index)
        self._box.setEnabled(self.writable(view))

    def entry(self) -> QWidget:
        """The field."""
        return self._box
