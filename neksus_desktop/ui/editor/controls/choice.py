"""Choices from a list: one or several, short lists in sight, long ones in a field that searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean
from neksus_desktop.ui.editor.controls.scale import TakeBackRadio, choice_for_key
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import ChoiceField
from neksus_desktop.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk

SHORT_LIST = 8
_SHORT_WORDS = 34
_LEAST_LETTERS = 16


def _arranged(view: NodeView) -> QLayout:
    """Short words flow beside each other, long ones stand below each other."""
    longest = max((len(choice.label) for choice in view.choices), default=0)
    if longest <= _SHORT_WORDS:
        return FlowLayout(4 * GAP, 2 * GAP)
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
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
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
