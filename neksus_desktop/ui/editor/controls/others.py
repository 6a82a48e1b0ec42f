"""Rarer kinds of answers: many of a long list, a ranking, a place, something to acknowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean, show_if
from neksus_desktop.ui.editor.controls.choice import SearchedBox
from neksus_desktop.ui.editor.controls.text import LineControl
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, ToggleChip
from neksus_desktop.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.desk import Desk


class PickedControl(AnswerControl):
    """Several of a long list: what is chosen stands as chips (a click takes one away), a field adds more."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self._chips = QWidget()
        self._box = SearchedBox()
        self._box.setObjectName(f"{self.objectName()}_add")
        self._box.setAccessibleName(say("editor.choice.add_to", about=self.accessibleName()))
        self._box.setMaximumWidth(420)
        self.setFocusProxy(self._box)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GAP)
        self._column.addWidget(self._chips)
        self._column.addWidget(self._box)
        self._shown: tuple[object, ...] = ()
        self.refresh(view)
        self._box.activated.connect(self._add)

    def refresh(self, view: NodeView) -> None:
        """Show what is chosen and what can be added."""
        state = (view.value, view.choices, self.writable(view))
        if state == self._shown:
            return
        self._shown = state
        chosen = view.value.split()
        labels = {choice.value: clean(choice.label) for choice in view.choices}
        fresh = QWidget()
        flow = FlowLayout(2 * GAP, 2 * GAP)
        for value in chosen:
            chip = ToggleChip(f"{self.objectName()}_{value}", labels.get(value, value))
            chip.setChecked(True)
            chip.setEnabled(self.writable(view))
            chip.setToolTip(say("editor.choice.take_away"))
            chip.clicked.connect(lambda _=False, value=value: self._take_away(value))
            flow.addWidget(chip)
        fresh.setLayout(flow)
        show_if(fresh, bool(chosen))
        self._column.replaceWidget(self._chips, fresh)
        self._chips.deleteLater()
        self._chips = fresh
        self._box.clear()
        self._box.addItem(say("editor.choice.add"), "")
        for value, label in labels.items():
            if value not in chosen:
                self._box.addItem(label, value)
        show_if(self._box, self.writable(view))

    def entry(self) -> QWidget:
        """The field that adds."""
        return self._box

    def _add(self) -> None:
        value = self._box.currentData()
        if value:
            order = [choice.value for choice in self.desk.view(self.key).choices]
            chosen = {*self.desk.session.value(self.key).split(), value}
            others = sorted(chosen.difference(order))
            self.desk.answer(self.key, " ".join([*(one for one in order if one in chosen), *others]))

    def _take_away(self, value: str) -> None:
        chosen = self.desk.session.value(self.key).split()
        self.desk.answer(self.key, " ".join(one for one in chosen if one != value))


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
        column.addWidget(Caption(say("editor.rank.keys")))
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
                self._list.addItem(item)
            self._list.setCurrentRow(max(current, 0))
            self._list.setFixedHeight(34 * max(len(labels), 1) + 2 * GAP)
        self._list.setEnabled(self.writable(view))

    def entry(self) -> QWidget:
        """The list."""
        return self._list

    def move(self, step: int) -> None:  # type: ignore[override]
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
            self._control.move(step)
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


class DeviceControl(LineControl):
    """What a phone would have measured (place, code): typed instead, with a notice."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(Caption(say(f"editor.device.{'code' if view.type == 'barcode' else 'place'}")))
