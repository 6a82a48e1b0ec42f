"""Rarer kinds of answers: a ranking, a place, something to acknowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean, show_if
from neksus_desktop.ui.editor.controls.text import LineControl
from neksus_desktop.ui.editor.controls.typed import TypedControl
from neksus_desktop.ui.editor.lexical import parse_place
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, LinkButton

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.desk import Desk


_WIDE = 860
_MOST_LINES = 12


class RankControl(AnswerControl):
    """Choices put in order; Ctrl and an arrow moves one, or drag."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self._list = RankList(self)
        self._list.setObjectName(f"{self.objectName()}_list")
        self._list.setAccessibleName(self.accessibleName())
        self.setFocusProxy(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)
        foot = QHBoxLayout()
        foot.addWidget(Caption(say("editor.rank.keys")), 1)
        self._take = LinkButton(f"{self.objectName()}_take", "", self._take_or_clear)
        foot.addWidget(self._take)
        column.addLayout(foot)
        self._shown: tuple[object, ...] = ()
        self.refresh(view)
        self._list.model().rowsMoved.connect(lambda *_: self.write())

    def refresh(self, view: NodeView) -> None:
        """Show the order; what is not ranked yet stands last, in the form's order."""
        if (view.value, view.choices) != self._shown:
            self._shown = (view.value, view.choices)
            labels = {choice.value: clean(choice.label) for choice in view.choices}
            ranked = [value for value in view.value.split() if value in labels]
            current = self._list.currentRow()
            self._list.clear()
            for value in [*ranked, *(value for value in labels if value not in ranked)]:
                item = QListWidgetItem(labels[value])
                item.setData(Qt.ItemDataRole.UserRole, value)
                item.setSizeHint(QSize(0, self._list.fontMetrics().height() + 3 * GAP))
                self._list.addItem(item)
            self._list.setCurrentRow(max(current, 0))
            line = self._list.fontMetrics().height() + 3 * GAP
            self._list.setFixedHeight(line * min(max(len(labels), 1), _MOST_LINES) + 2 * GAP)
        self._list.setEnabled(self.writable(view))
        self._take.say(say("editor.rank.clear" if view.value else "editor.rank.take"))
        show_if(self._take, self.writable(view) and self._list.count())

    def entry(self) -> QWidget:
        """The list."""
        return self._list

    def _take_or_clear(self) -> None:
        if self.desk.session.value(self.key):
            self.desk.answer(self.key, "")
        else:
            self.write()

    def shift(self, step: int) -> None:
        """Move the current choice up (-1) or down (1)."""
        at = self._list.currentRow()
        if 0 <= at + step < self._list.count():
            item = self._list.takeItem(at)
            self._list.insertItem(at + step, item)
            self._list.setCurrentRow(at + step)
            self.write()

    def write(self) -> None:
        """Hand in the order as it stands."""
        items = (self._list.item(row) for row in range(self._list.count()))
        value = " ".join(str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item is not None)
        self._shown = (value, self.desk.view(self.key).choices)
        self.desk.answer(self.key, value)


class RankList(QListWidget):
    """The list of a ranking."""

    def __init__(self, control: RankControl) -> None:
        super().__init__()
        self._control = control
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and an arrow moves the choice."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._control.shift(step)
            return
        super().keyPressEvent(event)


class AcknowledgeControl(AnswerControl):
    """Something to confirm that one has read or done."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self._tick = QCheckBox(say("editor.acknowledge"))
        self._tick.setObjectName(f"{self.objectName()}_tick")
        self._tick.setAccessibleName(self.accessibleName())
        self.setFocusProxy(self._tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._tick)
        row.addStretch(1)
        self.refresh(view)
        self._tick.toggled.connect(lambda ticked: desk.answer(self.key, "OK" if ticked else ""))

    def refresh(self, view: NodeView) -> None:
        """Show whether it is confirmed."""
        self._tick.setChecked(bool(view.value))
        self._tick.setEnabled(self.writable(view))

    def entry(self) -> QWidget:
        """The tick."""
        return self._tick


class PlaceControl(TypedControl):
    """What a phone would have measured: typed, or pasted as maps write it, with a notice."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view, width=_WIDE)
        layout = QVBoxLayout()
        layout.addWidget(self.field)
        several = view.type != "geopoint"
        self.field.setPlaceholderText(say("editor.device.points" if several else "editor.device.point"))
        layout.addWidget(Caption(say("editor.device.place")))
        self.row.insertLayout(0, layout, 1000)

    def read(self, typed: str) -> str:
        """As ODK keeps it."""
        return parse_place(typed) if typed else ""


class CodeControl(LineControl):
    """A code that a phone would have read: typed instead, with a notice."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(Caption(say("editor.device.code")))
