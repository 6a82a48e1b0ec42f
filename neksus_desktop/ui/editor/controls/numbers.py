"""Numbers: whole, decimal, and a range with its ends and steps."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from neksus_desktop.ui.editor.controls.typed import TypedControl
from neksus_desktop.ui.editor.lexical import parse_number, show_number
from neksus_desktop.ui.editor.words import range_of
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Muted

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.desk import Desk


class NumberControl(TypedControl):
    """Whole or decimal numbers; spaces, comma and the true minus sign are understood. Arrows count."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        self._range = range_of(view)
        if self._range is not None:
            self._whole = all(part == part.to_integral_value() for part in self._range)
        else:
            self._whole = view.type != "decimal"
        super().__init__(desk, view)

    def read(self, typed: str) -> str:
        """Without the spaces, with a point."""
        return parse_number(typed, whole=self._whole) if typed else ""

    def shown(self, value: str) -> str:
        """With narrow spaces between thousands."""
        return show_number(value, comma=say.language != "en")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow up and down count, in a range by its step and not past its ends."""
        direction = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        next_one = self._next(direction) if direction else ""
        if not next_one:
            super().keyPressEvent(event)
            return
        if not self.field.isReadOnly():
            self.desk.answer(self.key, next_one)
            self.field.setText(self.shown(self.desk.session.value(self.key)))

    def _next(self, direction: int) -> str:
        value = self.desk.session.value(self.key)
        if self._range is None:
            if not self._whole or not (value or "0").lstrip("-").isdigit():
                return ""
            return str(int(value or "0") + direction)
        first, last, step = self._range
        low, high = min(first, last), max(first, last)
        try:
            wanted = Decimal(value) + direction * abs(step) if value else low
        except InvalidOperation:
            return ""
        return str(min(max(wanted, low), high))

    def _invite(self) -> None:
        if self._range is None:
            return
        first, last, step = (self.shown(str(part)) for part in self._range)
        ends = Muted(say("editor.range.ends", first=first, last=last, step=step))
        ends.setWordWrap(False)
        self.row.addWidget(ends)
        self.field.setMaximumWidth(110)
        self.field.setAccessibleDescription(ends.text())
