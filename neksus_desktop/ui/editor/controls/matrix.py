"""Matrices: rows of actors or items, each with a scale, and perhaps a date; or with texts, then each row is a block.

Where the titles of the rows have no room beside the dots they stand above them: the same widgets at other places, so
that nothing typed and no focus is lost. Keys in the grid: left and right choose, up and down change row, digits choose,
Alt+M, Alt+I and Delete as in a scale. Where several may be chosen the dots are ticks: left and right go, the space bar
ticks. Rows that are not relevant are hidden, and what is wrong with an answer is said below the title of its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean, show_if
from neksus_desktop.ui.editor.controls.matrix_cells import GridRadio, GridTick, OutsideButton
from neksus_desktop.ui.editor.controls.matrix_shape import MatrixRow, Shape, without_common_words
from neksus_desktop.ui.editor.controls.scale import choice_for_key, is_outside
from neksus_desktop.ui.editor.controls.text import LineControl
from neksus_desktop.ui.editor.controls.typed import DateControl
from neksus_desktop.ui.editor.words import what_is_wrong
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens
from neksus_desktop.ui.widgets import Body, Caption, Muted

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk


_TITLE = 16
"""Letters of a title that shall have room beside the dots."""


class _Line:
    """One line of the grid: a question with its dots and its word outside the scale."""

    def __init__(self, view: NodeView, group: QButtonGroup, outside: OutsideButton | None) -> None:
        self.key = view.key
        self.group = group
        self.outside = outside
        self.several = view.type == "select"
        self.dots: dict[str, GridRadio | GridTick] = {}
        self.choices = view.choices
        self.showing = False

    def entry(self) -> GridRadio | GridTick:
        """The first that is chosen, or the first."""
        every = list(self.dots.values())
        return next((dot for dot in every if dot.isChecked()), every[0])

    def show(self, view: NodeView, *, writable: bool) -> None:
        """Show which dots are chosen."""
        chosen = view.value.split() if self.several else [view.value]
        self.showing = True
        self.group.setExclusive(False)
        for value, dot in self.dots.items():
            dot.setChecked(value in chosen)
            dot.setEnabled(writable)
        self.group.setExclusive(not self.several)
        self.showing = False
        if self.outside is not None:
            self.outside.show_value(view.value, view.choices)
            self.outside.setEnabled(writable)


def _least(widget: QWidget) -> int:
    least = widget.minimumSizeHint().width()
    return least if least > 0 else widget.sizeHint().width()


class _Row:
    """A row of the matrix: its title, over how many lines it goes, and its cells (line, column, widget, centred)."""

    def __init__(self, row: MatrixRow, title: QWidget, lines: int) -> None:
        self.title = title
        self.lines = lines
        self.views = [*row.cells.values(), *([row.detail] if row.detail is not None else [])]
        self.fault = Caption()
        self.shown = True
        self.cells: list[tuple[int, int, QWidget, bool]] = []

    def show_as(self, desk: Desk) -> bool:
        """What is wrong with the answers of this row; whether it came or went."""
        views = [desk.view(view.key) for view in self.views]
        wrong = next((told for view in views if (told := clean(what_is_wrong(desk.session, view)))), "")
        self.fault.setText(wrong)
        invalid = any(view.value and not view.valid for view in views)
        self.fault.tone(QPalette.ColorRole.BrightText if invalid else QPalette.ColorRole.LinkVisited)
        show_if(self.fault, wrong)
        before, self.shown = self.shown, any(view.relevant for view in views)
        return before != self.shown


class GridMatrix(AnswerControl):
    """A matrix as a grid of dots."""

    def __init__(self, desk: Desk, view: NodeView, shape: Shape) -> None:
        super().__init__(desk, view)
        self._shape = shape
        self._lines: list[_Line] = []
        self._others: list[AnswerControl] = []
        self._rows: list[_Row] = []
        self._folded = False
        self._needs: tuple[int, int] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP + 1)
        self._grid.setVerticalSpacing(0)
        self._scales = [name for name in shape.columns if shape.cells_of(name)[0].type in {"select1", "select"}]
        self._dates = [name for name in shape.columns if name not in self._scales]
        choices = shape.cells_of(self._scales[0])[0].choices
        self._inside = [choice for choice in choices if not is_outside(choice)]
        self._has_outside = len(self._inside) < len(choices)
        self._first_dot = 2 if len(self._scales) > 1 else 1
        self._build_head()
        for row in shape.rows.values():
            self._build_row(row)
        self._last = self._first_dot + len(self._inside) + int(self._has_outside) + len(self._dates)
        self._place()

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
        concerned = [row for row in self._rows if keys is None or any(view.key in keys for view in row.views)]
        if sum(row.show_as(self.desk) for row in concerned):
            self._needs = None
            self._place()
            self.updateGeometry()

    def entry(self) -> QWidget:
        """The first line that is shown."""
        return next((line.entry() for line in self._lines if not line.entry().isHidden()), self)

    def entry_of(self, key: str) -> QWidget:
        """The line of one question."""
        return next((line.entry() for line in self._lines if line.key == key), self.entry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Alt+M, Alt+I and Delete act on the line with the focus."""
        focus = self.focusWidget()
        line = next((one for one in self._lines if focus in one.dots.values()), None)
        value = choice_for_key(event, line.choices) if line else None
        if line is None or value is None:
            super().keyPressEvent(event)
            return
        if line.several and value in line.dots:
            line.dots[value].click()
            line.dots[value].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.desk.answer(line.key, value)
        line.entry().setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hairlines between the rows."""
        del event
        painter = QPainter(self)
        colour = QColor(tokens().line)
        for row in self._rows:
            if row.shown:
                painter.fillRect(0, row.title.y(), self.width(), 1, colour)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """As narrow as with the titles above the dots: that is always possible."""
        return QSize(self._widths()[1], super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles beside the dots where there is room, else above them."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """What is in a cell has got another font or other words: it takes other room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._needs = None
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        folded = self.width() < self._widths()[0]
        if folded != self._folded:
            self._folded = folded
            self._place()
            self.updateGeometry()

    def _widths(self) -> tuple[int, int]:
        """The room that is needed with the titles beside the dots, and above them with what lies outside broken."""
        if self._needs is None:
            columns: dict[int, int] = {}
            for row in [row for row in self._rows if row.shown]:
                for _line, column, widget, _centred in row.cells:
                    columns[column] = max(columns.get(column, 0), _least(widget))
            for column, head in self._heads.items():
                columns[column] = max(columns.get(column, 0), _least(head))
            titles = max((row.title.minimumSizeHint().width() for row in self._rows), default=0)
            gap = self._grid.horizontalSpacing()
            dots = sum(columns.values()) + gap * len(columns)
            beside = max(titles, _TITLE * self.fontMetrics().averageCharWidth())
            outside = [line.outside for line in self._lines if line.outside is not None]
            whole = max((one.sizeHint().width() - _least(one) for one in outside), default=0)
            self._needs = (beside + dots + whole, max(titles, dots))
        return self._needs

    def _place(self) -> None:
        """Put every cell where it belongs now."""
        centre = Qt.AlignmentFlag.AlignCenter
        self._grid.setColumnStretch(0, 0 if self._folded else 3)
        at = 1
        for row in self._rows:
            for widget in (row.title, *(cell[2] for cell in row.cells)):
                self._grid.removeWidget(widget)
                show_if(widget, row.shown)
            if not row.shown:
                continue
            if self._folded:
                self._grid.addWidget(row.title, at, 0, 1, self._last)
                self._grid.setRowMinimumHeight(at, 0)
            else:
                self._grid.addWidget(row.title, at, 0, row.lines, 1)
            top = at + int(self._folded)
            for line, column, widget, centred in row.cells:
                self._grid.addWidget(widget, top + line, column, centre if centred else Qt.AlignmentFlag(0))
            for line in range(row.lines):
                self._grid.setRowMinimumHeight(top + line, 40 if self._dates else 33)
            at = top + row.lines
        for left in range(at, self._grid.rowCount()):
            self._grid.setRowMinimumHeight(left, 0)

    def _build_head(self) -> None:
        column = self._first_dot
        self._heads: dict[int, QWidget] = {}
        centre = Qt.AlignmentFlag.AlignHCenter
        words = [clean(choice.label) for choice in self._inside]
        for word in words if self._shape.verbatim else without_common_words(words):
            head = Caption(word)
            head.setAlignment(centre | Qt.AlignmentFlag.AlignBottom)
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 1)
            self._heads[column] = head
            column += 1
        if self._has_outside:
            self._heads[column] = Caption(say("editor.outside"))
            self._grid.addWidget(self._heads[column], 0, column, Qt.AlignmentFlag.AlignBottom)
            column += 1
        for name in self._dates:
            self._heads[column] = Caption(self._shape.headings.get(name, ""))
            self._grid.addWidget(self._heads[column], 0, column, Qt.AlignmentFlag.AlignBottom)
            column += 1
        self._grid.setRowMinimumHeight(0, 36)

    def _build_row(self, row: MatrixRow) -> None:
        title = QWidget(self)
        placed = _Row(row, title, len(self._scales))
        self._rows.append(placed)
        column = QVBoxLayout(title)
        column.setContentsMargins(0, 2 * GAP, 0, GAP)
        column.setSpacing(2)
        column.addWidget(Body(row.title))
        if row.detail is not None:
            detail = LineControl(self.desk, row.detail)
            detail.say_placeholder(clean(row.detail.label))
            self._others.append(detail)
            column.addWidget(detail)
        column.addWidget(placed.fault)
        placed.show_as(self.desk)
        column.addStretch(1)
        for number, name in enumerate(self._scales):
            if name in row.cells:
                self._build_line(placed, number, row, name)
        for number, name in enumerate(self._dates):
            if name in row.cells:
                control = DateControl(self.desk, row.cells[name])
                control.setAccessibleName(f"{row.title}, {self._shape.headings.get(name, '')}")
                self._others.append(control)
                place = self._first_dot + len(self._inside) + int(self._has_outside) + number
                control.setParent(self)
                placed.cells.append((0, place, control, False))

    def _build_line(self, placed: _Row, at: int, row: MatrixRow, name: str) -> None:
        view = row.cells[name]
        heading = self._shape.headings.get(name, "") if len(self._scales) > 1 else ""
        about = ", ".join(part for part in (row.title, heading) if part)
        if heading:
            placed.cells.append((at, 1, Muted(heading, self), False))
        after = self._first_dot + len(self._inside)
        outside = OutsideButton(f"answer_{view.name}_outside", about) if self._has_outside else None
        line = _Line(view, QButtonGroup(self), outside)
        if outside is not None:
            outside.chosen.connect(lambda value, key=view.key: self.desk.answer(key, value))
            outside.setParent(self)
            placed.cells.append((at, after, outside, False))
        for number, choice in enumerate(self._inside):
            line.dots[choice.value] = self._dot(line, choice, about, view.name)
            line.dots[choice.value].setParent(self)
            placed.cells.append((at, self._first_dot + number, line.dots[choice.value], True))
        place = len(self._lines)
        for dot in line.dots.values():
            dot.row_left.connect(lambda step, place=place: self._go(place + step, step))
        self._lines.append(line)
        line.show(view, writable=self.writable(view))

    def _dot(self, line: _Line, choice: Choice, about: str, name: str) -> GridRadio | GridTick:
        dot = GridTick() if line.several else GridRadio()
        dot.setObjectName(f"answer_{name}_{choice.value}")
        dot.setAccessibleName(f"{about}: {clean(choice.label)}")
        dot.setToolTip(clean(choice.label))
        if line.dots:
            dot.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if isinstance(dot, GridRadio):
            dot.toggled.connect(lambda on: self.desk.answer(line.key, choice.value) if on else None)
            dot.taken_back.connect(lambda: self.desk.answer(line.key, ""))
        else:
            dot.toggled.connect(lambda _on: self._ticked(line))
        line.group.addButton(dot)
        return dot

    def _ticked(self, line: _Line) -> None:
        if not line.showing:
            others = [value for value in self.desk.session.value(line.key).split() if value not in line.dots]
            ticked = [value for value, dot in line.dots.items() if dot.isChecked()]
            self.desk.answer(line.key, " ".join(ticked + others))

    def _go(self, place: int, step: int) -> None:
        while 0 <= place < len(self._lines) and self._lines[place].entry().isHidden():
            place += step
        if 0 <= place < len(self._lines):
            self._lines[place].entry().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focusNextPrevChild(place >= len(self._lines))
