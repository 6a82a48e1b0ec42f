"""Scales in words: extent, yes/partly/no, direction. Not a number is shown; no end of a scale is better than another.

Keys: arrows move, 1–9 choose, Alt+M says that grounds are lacking, Alt+I that it is not relevant, Delete makes it not
assessed. A letter alone does nothing: who begins to write before the cursor is in a text answers nothing by that.
A click on the chosen word takes it back. Where a question of its own asks for what lies outside the scale,
it does not offer the same words again; one that was chosen is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from neksus_desktop.ui.editor.controls.base import AnswerControl, clean
from neksus_desktop.ui.style import GAP, RADIUS, tokens, wide

if TYPE_CHECKING:
    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk

_LETTERS = {Qt.Key.Key_M: "mangler_grunnlag", Qt.Key.Key_I: "ikke_relevant"}
_OUTSIDE = frozenset({"mangler_grunnlag", "ikke_relevant"})
_OF_ANOTHER = frozenset({"grade", "overall"})
"""Scales that go with another question, which may have its own «outside»."""
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_ASIDE = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_WRAP = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_LIST = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
_DOT = 16
_BESIDE_WORD, _BESIDE_LISTED = 2 * GAP, 6 * GAP
"""Pixels beside a word under its dot, and in a list without the dot."""


def is_outside(choice: Choice) -> bool:
    """Whether a choice is a value outside the scale."""
    return choice.extra.get("utenfor", "") == "1" or choice.value in _OUTSIDE


def choice_for_key(event: QKeyEvent, choices: tuple[Choice, ...]) -> str | None:
    """The value that a key stands for among these choices: "" clears, None means that the key says nothing."""
    key = event.key()
    if event.modifiers() == Qt.KeyboardModifier.AltModifier:
        letter = _LETTERS.get(Qt.Key(key))
        return letter if letter in [choice.value for choice in choices] else None
    if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
        return None
    if key in _CLEARING:
        return ""
    number = key - Qt.Key.Key_1
    inside = [choice.value for choice in choices if not is_outside(choice)]
    return inside[number] if 0 <= number < len(inside) else None


class TakeBackRadio(QRadioButton):
    """A radio button that a second click takes back.

    Connect ``toggled``, not ``clicked``: assistive technology switches a button without a click.
    """

    taken_back = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._was_chosen = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember whether it was chosen before this click."""
        self._was_chosen = self.isChecked()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on what was already chosen takes it back."""
        super().mouseReleaseEvent(event)
        if self._was_chosen and self.rect().contains(event.position().toPoint()):
            self.taken_back.emit()
        self._was_chosen = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour in the group."""
        step = _STEPS.get(Qt.Key(event.key()))
        group = self.group()
        if step is None or group is None:
            super().keyPressEvent(event)
            return
        if Qt.Key(event.key()) in _ASIDE and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        buttons = group.buttons()
        place = buttons.index(self) + step
        if 0 <= place < len(buttons):
            buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
            buttons[place].click()


class ScaleOption(TakeBackRadio):
    """One word of a scale: a dot above the word, or before it in a list; the whole cell takes the click."""

    def __init__(self, text: str, *, quiet: bool = False) -> None:
        super().__init__(text)
        self._quiet = quiet
        self._listed = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, position: QPoint) -> bool:
        """Anywhere in the cell."""
        return self.rect().contains(position)

    def list_up(self, *, on: bool) -> None:
        """Stand in a list, one word below the other, or beside the other words."""
        if on != self._listed:
            self._listed = on
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """The word wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Dot, gap and as many lines as the word needs."""
        room = QRect(0, 0, max(width - self._beside(), 20), 1000)
        text = self.fontMetrics().boundingRect(room, _LIST if self._listed else _WRAP, self.text()).height()
        if self._listed:
            return max(text, wide(_DOT)) + 3 * GAP
        return 3 * GAP + wide(_DOT) + GAP + text + 2 * GAP

    def sizeHint(self) -> QSize:
        """Wide enough for the longest word."""
        width = max(self.minimumSizeHint().width(), 76)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """No narrower than the longest word."""
        return QSize(self.width_of_word() + self._beside(), 40)

    def width_of_word(self) -> int:
        """The longest word's, on which everything else depends."""
        return max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=20)

    def _beside(self) -> int:
        return _BESIDE_LISTED + wide(_DOT) if self._listed else _BESIDE_WORD

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, dot, word, focus ring."""
        del event
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        dot, whole = wide(_DOT), self.rect()
        place, room = self._places(dot)
        option.rect = QStyle.visualRect(self.layoutDirection(), whole, place)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorRadioButton, option, painter, self)
        chosen = self.isChecked()
        painter.setPen(QColor(t.text if chosen or not (self._quiet or not self.isEnabled()) else t.muted))
        font = self.font()
        font.setBold(False)
        painter.setFont(font)
        flags = _LIST if self._listed else _WRAP
        painter.drawText(QStyle.visualRect(self.layoutDirection(), whole, room), flags, self.text())
        painter.end()

    def _places(self, dot: int) -> tuple[QRect, QRect]:
        """Where the dot stands and where the word, from left to right."""
        if self._listed:
            left = 3 * GAP + dot + 2 * GAP
            word = QRect(left, 0, self.width() - left - GAP, self.height())
            return QRect(3 * GAP, (self.height() - dot) // 2, dot, dot), word
        top = 3 * GAP + dot + GAP
        word = QRect(GAP, top, self.width() - 2 * GAP, self.height() - top)
        return QRect((self.width() - dot) // 2, 3 * GAP, dot, dot), word

    def _paint_ground(self, painter: QPainter) -> None:
        t = tokens()
        rect = self.rect().adjusted(1, 1, -1, -1)
        hover = self.underMouse() and self.isEnabled()
        fill = t.weak_accent if self.isChecked() else t.hover if hover else None
        painter.setPen(Qt.PenStyle.NoPen)
        if fill:
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(rect, RADIUS - 2, RADIUS - 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRoundedRect(rect, RADIUS - 2, RADIUS - 2)


class ScaleFrame(QWidget):
    """The card around a scale: what lies outside it stands beside it behind a line, or below where there is no room.

    Where the words of the scale itself have no room beside each other all of them are a list.
    """

    def __init__(self) -> None:
        super().__init__()
        across = QBoxLayout.Direction.LeftToRight
        self._halves = QBoxLayout(across, self)
        self._halves.setContentsMargins(2, 2, 2, 2)
        self._halves.setSpacing(0)
        self._inside, self._outside = QBoxLayout(across), QBoxLayout(across)
        self._options: tuple[list[ScaleOption], list[ScaleOption]] = ([], [])
        for half in (self._inside, self._outside):
            half.setSpacing(0)
            self._halves.addLayout(half)

    def add(self, option: ScaleOption, *, outside: bool) -> None:
        """One more word."""
        (self._outside if outside else self._inside).addWidget(option, 1)
        self._options[outside].append(option)
        gap = 3 * GAP if self._inside.count() and self._outside.count() else 0
        self._halves.setSpacing(gap)
        self._halves.setStretch(0, self._inside.count())
        self._halves.setStretch(1, self._outside.count())

    def take_out(self, option: ScaleOption) -> None:
        """A word that is a choice no more."""
        for half, options in zip((self._inside, self._outside), self._options, strict=True):
            half.removeWidget(option)
            if option in options:
                options.remove(option)

    def minimumSizeHint(self) -> QSize:
        """The longest word alone: a list is always possible."""
        words = [option.width_of_word() for options in self._options for option in options]
        width = max(words, default=0) + _BESIDE_LISTED + wide(_DOT)
        return QSize(width + 4, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the words have no room beside each other."""
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        """Other words or letters take other room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def _turn(self) -> None:
        inside, outside = (sum(one.width_of_word() + _BESIDE_WORD for one in options) for options in self._options)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        beside = inside + self._halves.spacing() + outside + 4 <= self.width()
        listed = max(inside, outside) + 4 > self.width()
        wanted = (across if beside else down, down if listed else across)
        if wanted == (self._halves.direction(), self._inside.direction()):
            return
        self._halves.setDirection(wanted[0])
        for half, options in zip((self._inside, self._outside), self._options, strict=True):
            half.setDirection(wanted[1])
            for option in options:
                option.list_up(on=listed)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface, hairline, divider."""
        del event
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.line), 1))
        written = any(option.isEnabled() for options in self._options for option in options)
        painter.setBrush(QColor(t.surface if written else t.background))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        if self._halves.spacing():
            one, other = self._inside.geometry(), self._outside.geometry()
            if self._halves.direction() == QBoxLayout.Direction.TopToBottom:
                y = (one.bottom() + other.top()) // 2
                painter.drawLine(3 * GAP, y, self.width() - 3 * GAP, y)
            else:
                first, second = sorted((one, other), key=QRect.left)  # from right to left the scale is the second
                x = (first.right() + second.left()) // 2
                painter.drawLine(x, 3 * GAP, x, self.height() - 3 * GAP)
        painter.end()


def _is_asked_beside(desk: Desk, view: NodeView) -> bool:
    """Whether a question beside this one asks for what lies outside the scale."""
    if view.attributes.get("role") not in _OF_ANOTHER:
        return False
    about = view.attributes.get("about")
    around = (desk.view(key) for key in desk.session.children(view.key.rpartition("/")[0]))
    return any(one.attributes.get("role") == "outside" and one.attributes.get("about") == about for one in around)


class ScaleControl(AnswerControl):
    """A ``select_one`` whose choices are words of a scale, side by side."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self._choices: tuple[Choice, ...] = ()
        self._shown: tuple[Choice, ...] = ()
        self._options: dict[str, ScaleOption] = {}
        self._inside_only = _is_asked_beside(desk, view)
        self._group = QButtonGroup(self)
        self._frame = ScaleFrame()
        self._column = QHBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._frame)
        self.refresh(view)

    def refresh(self, view: NodeView) -> None:
        """Show the choices and which of them is chosen."""
        self._choices = view.choices
        shown = tuple(one for one in view.choices if self._offers(one, view.value))
        if shown != self._shown:
            self._build(view, shown)
        self._group.setExclusive(False)
        for value, option in self._options.items():
            option.setChecked(value == view.value)
            option.setEnabled(self.writable(view))
        self._group.setExclusive(True)

    def entry(self) -> QWidget:
        """The chosen word, or the first."""
        chosen = self._group.checkedButton()
        return chosen or next(iter(self._options.values()), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Alt+M, Alt+I and Delete."""
        value = choice_for_key(event, self._choices)
        if value is None:
            super().keyPressEvent(event)
            return
        self.desk.answer(self.key, value)
        if value in self._options:
            self._options[value].setFocus(Qt.FocusReason.OtherFocusReason)

    def _offers(self, choice: Choice, chosen: str) -> bool:
        return choice.value == chosen or not (self._inside_only and is_outside(choice))

    def _build(self, view: NodeView, shown: tuple[Choice, ...]) -> None:
        for option in self._options.values():
            self._group.removeButton(option)
            self._frame.take_out(option)
            option.deleteLater()
        self._options = {}
        self._shown = shown
        for choice in shown:
            self._add(choice, view, outside=is_outside(choice))

    def _add(self, choice: Choice, view: NodeView, *, outside: bool) -> None:
        option = ScaleOption(clean(choice.label), quiet=outside)
        option.setObjectName(f"{self.objectName()}_{choice.value}")
        option.setAccessibleName(clean(choice.label))
        option.setAccessibleDescription(clean(view.label))
        value = choice.value
        option.toggled.connect(lambda on: self.desk.answer(self.key, value) if on else None)
        option.taken_back.connect(lambda: self.desk.answer(self.key, ""))
        self._group.addButton(option)
        self._options[value] = option
        self._frame.add(option, outside=outside)

    def changeEvent(self, event: QEvent) -> None:
        """Colours are asked for when painting; only a new font changes the size."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)
