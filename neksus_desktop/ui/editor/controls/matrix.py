"""Matrices: rows of actors or items, each with a scale, and perhaps a date; or with texts, then each row is a block.

Keys in the grid: left and right choose, up and down change row, digits choose, M, I and Delete as in a scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean
from neksus_desktop.ui.editor.controls.scale import TakeBackRadio, choice_for_key, is_outside
from neksus_desktop.ui.editor.controls.text import LineControl
from neksus_desktop.ui.editor.controls.typed import DateControl
from neksus_desktop.ui.naming import capital
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens
from neksus_desktop.ui.widgets import Body, Caption, Muted

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk

MOST_WORDS = 6
"""A scale of more words than this does not fit in a grid."""


@dataclass(slots=True)
class MatrixRow:
    """One row: its title, its cells by column, and the text that says what a free row is about."""

    title: str
    cells: dict[str, NodeView] = field(default_factory=dict)
    detail: NodeView | None = None


@dataclass(slots=True)
class Shape:
    """Rows and columns of a matrix, in the order in which they first appear."""

    rows: dict[str, MatrixRow] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        seen: dict[str, None] = {}
        for row in self.rows.values():
            seen.update(dict.fromkeys(row.cells))
        return list(seen)

    def cells_of(self, column: str) -> list[NodeView]:
        """All cells of a column."""
        return [row.cells[column] for row in self.rows.values() if column in row.cells]


def shape_of(desk: Desk, key: str) -> Shape:
    """Read a matrix group."""
    shape = Shape()
    for child in desk.session.children(key):
        view = desk.view(child)
        name = view.attributes.get("row", "")
        if view.attributes.get("role") == "column":
            shape.headings[view.attributes.get("column", "")] = clean(view.label)
        elif name:
            row = shape.rows.setdefault(name, MatrixRow(clean(view.label)))
            if view.attributes.get("role") == "detail":
                row.detail = view
            else:
                row.title = clean(view.label)
                row.cells[view.attributes.get("column", "")] = view
    return shape


def fits_grid(shape: Shape) -> bool:
    """Whether the matrix can stand as a grid: scales of few words, the same in all, and dates at most beside them."""
    scales = [name for name in shape.columns if all(cell.type == "select1" for cell in shape.cells_of(name))]
    dates = [name for name in shape.columns if all(cell.type == "date" for cell in shape.cells_of(name))]
    if not scales or len(scales) + len(dates) != len(shape.columns) or (dates and len(scales) > 1):
        return False
    first = shape.cells_of(scales[0])[0].choices
    inside = [choice for choice in first if not is_outside(choice)]
    same = all(cell.choices == first for name in scales for cell in shape.cells_of(name))
    return same and 0 < len(inside) <= MOST_WORDS


def without_common_words(labels: list[str]) -> list[str]:
    """The labels without the words that all of them begin or end with: «Svært liten» for «I svært liten grad»."""
    words = [label.split() for label in labels]
    while len(words) > 1 and all(len(one) > 1 for one in words) and len({one[0] for one in words}) == 1:
        words = [one[1:] for one in words]
    while len(words) > 1 and all(len(one) > 1 for one in words) and len({one[-1] for one in words}) == 1:
        words = [one[:-1] for one in words]
    return [capital(" ".join(one)) for one in words]


class GridRadio(TakeBackRadio):
    """A dot in the grid: the whole cell takes the click; up and down leave the row."""

    row_left = Signal(int)

    def __init__(self) -> None:
        super().__init__("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, position: QPoint) -> bool:
        """Anywhere in the cell."""
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to another row instead of another word."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.row_left.emit(step)


class OutsideButton(QAbstractButton):
    """What lies outside the scale, as a word that opens a small menu."""

    chosen = Signal(str)

    def __init__(self, name: str, about: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._about = about
        self._choices: tuple[Choice, ...] = ()
        self._quiet = True
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)

    def show_value(self, value: str, choices: tuple[Choice, ...]) -> None:
        """Say where the answer stands."""
        self._choices = tuple(choice for choice in choices if is_outside(choice))
        outside = {choice.value: clean(choice.label) for choice in self._choices}
        self._quiet = value not in outside
        self.setText(outside.get(value) or ("–" if value else say("editor.not_assessed")))
        self.setAccessibleName(f"{self._about}: {self.text()}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the longest word, so that the grid does not move."""
        words = [clean(choice.label) for choice in self._choices] + [say("editor.not_assessed")]
        return QSize(max(self.fontMetrics().horizontalAdvance(word) for word in words) + 26, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word and a small arrow."""
        del event
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if (self.underMouse() or self.hasFocus()) and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(self.rect(), 6, 6)
        painter.setPen(QColor(t.muted if self._quiet else t.text))
        alignment = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(6, 0, 0, 0), alignment, self.text())
        if self.text() != "–" and self.isEnabled():
            x = 6 + self.fontMetrics().horizontalAdvance(self.text()) + 6
            y = self.height() // 2 - 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.muted if self._quiet else t.text))
            painter.drawPolygon([QPoint(x, y), QPoint(x + 7, y), QPoint(x + 3, y + 4)])
        painter.end()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, label in [(c.value, clean(c.label)) for c in self._choices] + [("", say("editor.not_assessed"))]:
            action = menu.addAction(label)
            action.triggered.connect(lambda _=False, value=value: self.chosen.emit(value))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))


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
        self._grid.setHorizontalSpacing(2 * GAP)
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
        for line in self._lines:
            cell = self.desk.view(line.key)
            line.show(cell, writable=self.writable(cell))
        for control in self._others:
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
        dot.clicked.connect(lambda: self.desk.answer(line.key, choice.value))
        dot.taken_back.connect(lambda: self.desk.answer(line.key, ""))
        line.group.addButton(dot)
        return dot

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._lines):
            self._lines[place].entry().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focusNextPrevChild(place >= len(self._lines))
