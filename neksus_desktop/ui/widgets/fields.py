"""Input: a field with its label, hint and fault in words; a search field."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.style import tokens, wide
from neksus_desktop.ui.widgets.icons import draw_icon
from neksus_desktop.ui.widgets.labels import BodyStrong, Caption

_ARROW = 34
_LEFT = Qt.AlignmentFlag.AlignLeft
_ROUND = 3
"""As far in the square of the words does not cut the round corners of the frame."""
_ICON, _GLASS, _WIDEST = 16, 36, 300


class Field(QWidget):
    """A label above a control, a hint under it, and what is wrong with it in words.

    The label is the control's buddy and accessible name, the hint its accessible description.
    """

    def __init__(self, control: QWidget, label: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = BodyStrong()
        self.label.setBuddy(control)
        self.hint = Caption()
        self.fault = Caption()
        self.fault.tone(QPalette.ColorRole.BrightText)
        for widget in (self.label, control, self.hint, self.fault):
            column.addWidget(widget, 0, _LEFT if isinstance(widget, QAbstractButton) else Qt.AlignmentFlag(0))
        self.say(label, hint)
        self.set_fault("")

    def say(self, label: str, hint: str = "") -> None:
        """Set label and hint."""
        self.label.setText(label)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.control.setAccessibleName(label)
        self.control.setAccessibleDescription(hint)

    def set_fault(self, text: str) -> None:
        """Say what is wrong, or nothing when it is right; to a screen reader at once."""
        if text and text != self.fault.text():
            announce(self.control, text, urgent=True)
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.control.setProperty("faulty", bool(text))
        self.control.setAccessibleDescription(text or self.hint.text())
        self.control.update()


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setTextMargins(6, 0, 6, 0)
        self.setCursorPosition(0)  # what is longer than the field is read from its beginning
        self.setAcceptDrops(False)  # a file that is dropped goes to the window, not its path into the line
        self.put_back = False
        """What stands here was put back after a power cut: one writes on at its end, not over it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All of it is chosen, as Qt does with Tab, unless it was put back."""
        super().focusInEvent(event)
        if self.put_back:
            self.put_back = False
            self.end(False)  # noqa: FBT003 - Qt takes it positionally


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field. What is written stands back from the round frame."""

    def __init__(self, text: str = "", air: int = 8) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setViewportMargins(_ROUND, _ROUND, _ROUND, _ROUND)
        self.document().setDocumentMargin(air - _ROUND)

    def setReadOnly(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signature
        """What cannot be written has the ground of the page."""
        super().setReadOnly(on)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window if on else QPalette.ColorRole.Base)
        self.update()

    def around(self) -> int:
        """What is above and below the lines, in pixels."""
        return int(2 * self.document().documentMargin()) + 2 * (self.frameWidth() + _ROUND)


class ChoiceField(QComboBox):
    """One of some choices, each a value with its text. The wheel does not change it while scrolling past."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # other words, larger letters
        self._more: Callable[[], Iterable[tuple[str, str]]] | None = None
        self.activated.connect(lambda _index: self.chosen.emit(self.value()))

    def set_choices(
        self, choices: Iterable[tuple[str, str]], more: Callable[[], Iterable[tuple[str, str]]] | None = None
    ) -> None:
        """Set ``(value, text)`` pairs; the chosen value stays if it is still there.

        ``more`` gives many others, such as all countries: they are asked for when one turns to the field, or at once
        where one of them is chosen.
        """
        before = self.value()
        self._more = more
        self.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self.blockSignals(False)  # noqa: FBT003 - Qt takes it positionally
        self.set_value(before)

    def value(self) -> str:
        """The chosen value, "" if none."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose by value, silently."""
        if value and self.findData(value) < 0:
            self.have_all()
        index = self.findData(value)
        self.setCurrentIndex(max(index, 0))

    def have_all(self) -> None:
        """Ask for the other choices, if that was not done yet."""
        if self._more is not None:
            more, self._more = self._more, None
            for value, text in more():
                self.addItem(text, value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who turns to the field has all choices."""
        self.have_all()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        """So has who opens it without turning to it."""
        self.have_all()
        super().showPopup()

    def say_name(self, name: str) -> None:
        """What it is called where no label stands beside it: on Linux the name is its value, and this describes it."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def minimumSizeHint(self) -> QSize:
        """The same: what Qt would say stays as it was before the letters changed."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The field; words that have no room end in «…»."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - _ARROW
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class TypedChoice(QComboBox):
    """Choices that can be typed too; a file that is dropped goes to the window, not its path into the line."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.lineEdit()
        if line is not None:
            line.setAcceptDrops(False)

    def setAccessibleName(self, name: str) -> None:
        """The line inside has the same name: it is where the cursor is."""
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """The line inside is described alike."""
        super().setAccessibleDescription(description)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleDescription(description)

    def minimumSizeHint(self) -> QSize:
        """The same: what Qt would say stays as it was before the letters changed."""
        return self.sizeHint()


class SearchField(QLineEdit):
    """A search field: tells what is searched for a moment after the last key; Escape empties it."""

    searched = Signal(str)

    def __init__(
        self, name: str, searched: Callable[[str], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._make_room()
        self.setAcceptDrops(False)
        self.setClearButtonEnabled(False)
        self.below: QAbstractItemView | None = None
        """The list of what is found: arrow down goes there."""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(lambda _text: self._wait.start())
        if searched is not None:
            self.searched.connect(searched)

    def _make_room(self) -> None:
        self.setTextMargins(wide(_ICON) + 10, 0, 4, 0)

    def changeEvent(self, event: QEvent) -> None:
        """With larger letters comes a larger glass."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    @property
    def pending(self) -> bool:
        """Whether something typed is not searched for yet."""
        return self._wait.isActive()

    def say(self, text: str) -> None:
        """What can be searched."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """What can be searched is not cut, unless it is a whole sentence."""
        words = self.fontMetrics().horizontalAdvance(self.placeholderText()) + wide(_ICON) + _GLASS
        return QSize(min(words, _WIDEST), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return searches at once, arrow down goes to what is found, Escape empties."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._wait.isActive():
            self._wait.stop()
            self.searched.emit(self.text())
        elif event.key() == Qt.Key.Key_Down and self.below is not None and self.below.isVisible():
            self.below.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.below.selectionModel().hasSelection():
                self.below.setCurrentIndex(self.below.model().index(0, 0))
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field and the glass in it."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = wide(_ICON)
        draw_icon(painter, "search", QRectF(9, (self.height() - side) / 2, side, side), tokens().muted)
