"""Choices from a short list, one or several, all in sight; ``columns-3`` and the like put them in columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean
from neksus_desktop.ui.editor.controls.faces import choice_button
from neksus_desktop.ui.editor.controls.pictures import SMALL, picture
from neksus_desktop.ui.editor.controls.scale import TakeBackRadio, choice_for_key
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk

SHORT_LIST = 8
_SHORT_WORDS = 34
_COLUMNS = re.compile(r"\bcolumns-(\d)\b")
_ROOM = 78
"""Letters that columns can have together."""


def _arrange(area: QWidget, buttons: list[QAbstractButton], view: NodeView) -> None:
    """Short words flow beside each other, long ones stand below each other, or in columns where the form says so."""
    longest = max((len(choice.label) for choice in view.choices), default=0)
    wanted = _COLUMNS.search(view.appearance)
    columns = min(int(wanted[1]), max(_ROOM // max(longest, 6), 1)) if wanted else 1
    if columns == 1 and longest <= _SHORT_WORDS:
        flow = FlowLayout(4 * GAP, 2 * GAP)
        for button in buttons:
            flow.addWidget(button)
        area.setLayout(flow)
        return
    grid = QGridLayout(area)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GAP)
    for place, button in enumerate(buttons):
        grid.addWidget(button, place // columns, place % columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)


class ButtonsControl(AnswerControl):
    """Choices as buttons in sight; ``several`` as tick boxes."""

    def __init__(self, desk: Desk, view: NodeView, *, several: bool) -> None:
        super().__init__(desk, view)
        self._several = several
        self._showing = False
        self._choices: tuple[Choice, ...] = ()
        self._buttons: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
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
        self._group.setExclusive(True)
        self._showing = False

    def entry(self) -> QWidget:
        """What is chosen, or the first."""
        chosen = next((button for button in self._buttons.values() if button.isChecked()), None)
        return chosen or next(iter(self._buttons.values()), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Alt+M, Alt+I and Delete in lists of which one is chosen."""
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
        for choice in view.choices:
            shown = picture(self.desk, choice.extra.get("media:image", ""), SMALL)
            label = clean(choice.label) or choice.value
            words = "" if shown is not None and not choice.label else label
            button = choice_button(words, shown, several=self._several)
            button.setObjectName(f"{self.objectName()}_{choice.value}")
            button.setAccessibleName(label)
            button.setAccessibleDescription(clean(view.label))
            self._connect(button, choice.value)
            if (
                not self._several
            ):  # of a group Tab reaches one only, and the arrows go on in it where one excludes others
                self._group.addButton(button)
            self._buttons[choice.value] = button
        _arrange(fresh, list(self._buttons.values()), view)

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
