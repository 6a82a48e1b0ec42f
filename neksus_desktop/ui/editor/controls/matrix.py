"""Matrices: rows of actors or items, each with a scale, and perhaps a date; or with texts, then each row is a block.

Keys in the grid: left and right choose, up and down change row, digits choose, M, I and Delete as in a scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean
from neksus_desktop.ui.editor.controls.matrix_cells import GridRadio, OutsideButton
from neksus_desktop.ui.editor.controls.matrix_shape import MatrixRow, Shape, without_common_words
from neksus_desktop.ui.editor.controls.scale import choice_for_key, is_outside
from neksus_desktop.ui.editor.controls.text import LineControl
from neksus_desktop.ui.editor.controls.typed import DateControl
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens
from neksus_desktop.ui.widgets import Body, Caption, Muted

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk


class _Line:
    """One line of the grid: a question with its dots and its word outside the scale."""

    def __init__(self, key: str, group: QButtonGroup, outside: OutsideButton | None) -> None:
        self.key = key
        self.group = group
        self.outside = outside
        self.dots: dict[str, GridRadio] = {}
        self.choices: tuple[Choice, ...] = ()

    def entry(self) -> GridRadio:
        """The chosen dot, or the first."""
        chosen = self.group.checkedButton()
        return chosen if isinstance(chosen, GridRadio) else next(iter(self.dots.values()))

    def show(self, view: NodeView, *, writable: bool) -> None:
        """Show which dot is chosen."""
        self.group.setExclusive(False)
        for value, dot in self.dots.items():
            dot.setChecked(value == view.value)
            dot.setEnabled(writable)
        self.group.setExclusive(True)
        if self.outside is not None:
            self.outside.show_value(view.value, view.choices)
            self.outside.setEnabled(writable)


class GridMatrix(AnswerControl):
    """A matrix as a grid of dots."""

    def __init__(self, desk: Desk, view: NodeView, shape: Shape) -> None:
        super().__init__(desk, view)
        self._shape = shape
        self._lines: list[_Line] = []
        self._others: list[AnswerControl] = []
        self._titles: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP + 1)
        self._grid.setVerticalSpacing(0)
        self._scales = [name for name in shape.columns if shape.cells_of(name)[0].type == "select1"]
        self._dates = [name for name in shape.columns if name not in self._scales]
        choices = shape.cells_of(self._scales[0])[0].choices
        self._inside = [choice for choice in choices if not is_outside(choice)]
        self._has_outside = len(self._inside) < len(choices)
        self._first_dot = 2 if len(self._scales) > 1 else 1
        self._build_head()
        for row in shape.rows.values():
            self._build_row(row)

    def refresh(self, view: NodeView) -> None:
        """Show every cell."""
        del view
        self.refresh_cells(None)

    def refresh_cells(self, keys: frozenset[str] | None) -> None:
        """Show the cells with these keys, all for None."""
        for line in self._lines:
            if keys is None or line.key in keys:
                cell = self.desk.view(line.key)
                line.show(cell, writable=self.writable(cell))
        for control in self._others:
            if keys is None or control.key in keys:
                control.refresh(self.desk.view(control.key))

    def entry(self) -> QWidget:
        """The first line."""
        return self._lines[0].entry() if self._lines else self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, M, I and Delete act on the line with the focus."""
        focus = self.focusWidget()
        line = next((one for one in self._lines if focus in one.dots.values()), None)
        value = choice_for_key(event, line.choices) if line else None
        if line is None or value is None:
            super().keyPressEvent(event)
            return
        self.desk.answer(line.key, value)
        line.entry().setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hairlines between the rows."""
        del event
        painter = QPainter(self)
        colour = QColor(tokens().line)
        for title in self._titles:
            painter.fillRect(0, title.y(), self.width(), 1, colour)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour)
        painter.end()

    def _build_head(self) -> None:
        column = self._first_dot
        self._grid.setColumnStretch(0, 3)
        centre = Qt.AlignmentFlag.AlignHCenter
        for word in without_common_words([clean(choice.label) for choice in self._inside]):
            head = Caption(word)
            head.setAlignment(centre | Qt.AlignmentFlag.AlignBottom)
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 1)
            column += 1
        if self._has_outside:
            self._grid.addWidget(Caption(say("editor.outside")), 0, column, Qt.AlignmentFlag.AlignBottom)
            column += 1
        for name in self._dates:
            self._grid.addWidget(Caption(self._shape.headings.get(name, "")), 0, column, Qt.AlignmentFlag.AlignBottom)
            column += 1
        self._grid.setRowMinimumHeight(0, 36)

    def _build_row(self, row: MatrixRow) -> None:
        top = self._grid.rowCount()
        title = QWidget()
        self._titles.append(title)
        column = QVBoxLayout(title)
        column.setContentsMargins(0, 2 * GAP, 0, GAP)
        column.setSpacing(2)
        column.addWidget(Body(row.title))
        if row.detail is not None:
            detail = LineControl(self.desk, row.detail)
            detail.say_placeholder(clean(row.detail.label))
            self._others.append(detail)
            column.addWidget(detail)
        column.addStretch(1)
        self._grid.addWidget(title, top, 0, len(self._scales), 1)
        for number, name in enumerate(self._scales):
            if name in row.cells:
                self._build_line(top + number, row, name)
        for number, name in enumerate(self._dates):
            if name in row.cells:
                control = DateControl(self.desk, row.cells[name])
                control.setAccessibleName(f"{row.title}, {self._shape.headings.get(name, '')}")
                self._others.append(control)
                place = self._first_dot + len(self._inside) + int(self._has_outside) + number
                self._grid.addWidget(control, top, place)

    def _build_line(self, at: int, row: MatrixRow, name: str) -> None:
        view = row.cells[name]
        heading = self._shape.headings.get(name, "") if len(self._scales) > 1 else ""
        about = ", ".join(part for part in (row.title, heading) if part)
        if heading:
            self._grid.addWidget(Muted(heading), at, 1)
        after = self._first_dot + len(self._inside)
        outside = OutsideButton(f"answer_{view.name}_outside", about) if self._has_outside else None
        line = _Line(view.key, QButtonGroup(self), outside)
        line.choices = view.choices
        if outside is not None:
            outside.chosen.connect(lambda value, key=view.key: self.desk.answer(key, value))
            self._grid.addWidget(outside, at, after)
        for number, choice in enumerate(self._inside):
            line.dots[choice.value] = self._dot(line, choice, about, view.name)
            centre = Qt.AlignmentFlag.AlignCenter
            self._grid.addWidget(line.dots[choice.value], at, self._first_dot + number, centre)
        self._grid.setRowMinimumHeight(at, 40 if self._dates else 33)
        place = len(self._lines)
        for dot in line.dots.values():
            dot.row_left.connect(lambda step, place=place: self._go(place + step))
        self._lines.append(line)
        line.show(view, writable=self.writable(view))

    def _dot(self, line: _Line, choice: Choice, about: str, name: str) -> GridRadio:
        dot = GridRadio()
        dot.setObjectName(f"answer_{name}_{choice.value}")
        dot.setAccessibleName(f"{about}: {clean(choice.label)}")
        dot.setToolTip(clean(choice.label))
        if line.dots:
            dot.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        dot.toggled.connect(lambda on: self.desk.answer(line.key, choice.value) if on else None)
        dot.taken_back.connect(lambda: self.desk.answer(line.key, ""))
        line.group.addButton(dot)
        return dot

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._lines):
            self._lines[place].entry().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focusNextPrevChild(place >= len(self._lines))
