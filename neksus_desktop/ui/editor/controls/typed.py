"""Dates and times: typed as people type them, kept as the form wants them, shown as the language writes them.

What cannot be understood stays as it was typed, and the form says what is wrong with it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, show_if
from neksus_desktop.ui.editor.controls.text import LineField
from neksus_desktop.ui.editor.lexical import parse_date, parse_month, parse_time, show_time
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens
from neksus_desktop.ui.widgets import IconButton

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.desk import Desk


def months() -> tuple[str, ...]:
    """The names of the months in the language of the window."""
    locale = say.locale()
    return tuple(locale.standaloneMonthName(number, QLocale.FormatType.LongFormat) for number in range(1, 13))


def shown_date(value: str) -> str:
    """An ISO date in figures; anything else as it is."""
    try:
        return say.figures(date.fromisoformat(value[:10])) if value else ""
    except ValueError:
        return value


def invite(field: LineField, example: str) -> None:
    """Show how one writes in a field, which is just wide enough for that."""
    field.setPlaceholderText(example)
    field.setMaximumWidth(max(96, field.fontMetrics().horizontalAdvance(f"{example}00") + 30))


class TypedControl(AnswerControl):
    """One line whose text means something: subclasses say how to read it and how to show it."""

    def __init__(self, desk: Desk, view: NodeView, width: int = 180) -> None:
        super().__init__(desk, view)
        self.field = LineField()
        self.field.setObjectName(f"{self.objectName()}_text")
        self.field.setAccessibleName(self.accessibleName())
        self.field.setMaximumWidth(width)
        self.setFocusProxy(self.field)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GAP)
        self.row.addWidget(self.field)
        self._invite()
        self.row.addStretch(1)
        self.refresh(view)
        self.field.textEdited.connect(self._typed)
        self.field.left.connect(self._left)

    def read(self, typed: str) -> str:
        """The lexical value that was meant."""
        return typed

    def shown(self, value: str) -> str:
        """How a lexical value is shown."""
        return value

    def refresh(self, view: NodeView) -> None:
        """Show the value, but never under the fingers of someone who types."""
        if not self.field.hasFocus() or self.read(self.field.text()) != view.value:
            self.field.setText(self.shown(view.value))
        self.field.setReadOnly(not self.writable(view))
        faulty = bool(view.value) and not view.valid
        if bool(self.field.property("faulty")) != faulty:
            self.field.setProperty("faulty", faulty)
            self.field.update()

    def entry(self) -> QWidget:
        """The field."""
        return self.field

    def _invite(self) -> None:
        """Subclasses add a placeholder or a button."""

    def _typed(self, typed: str) -> None:
        self.desk.answer(self.key, self.read(typed), typing=True)

    def _left(self) -> None:
        self.desk.autosave.settle()
        self.field.setText(self.shown(self.desk.session.value(self.key)))


class TimeControl(TypedControl):
    """A time of day, «14.30»."""

    def read(self, typed: str) -> str:
        """As ``14:30:00``."""
        return parse_time(typed, datetime.now().time()) if typed else ""  # noqa: DTZ005 - the clock where one sits

    def shown(self, value: str) -> str:
        """As the language writes it."""
        return show_time(value).replace(".", ":") if say.language == "en" else show_time(value)

    def _invite(self) -> None:
        invite(self.field, say("editor.time.example"))


class DateControl(TypedControl):
    """A date, typed as «5.6.26» or picked in the calendar (Alt+arrow down)."""

    def read(self, typed: str) -> str:
        """As an ISO date."""
        return parse_date(typed, date.today(), months()) if typed else ""  # noqa: DTZ011 - the day where one sits

    def shown(self, value: str) -> str:
        """In figures."""
        return shown_date(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+arrow down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_calendar()
            return
        super().keyPressEvent(event)

    def refresh(self, view: NodeView) -> None:
        """Show the date; the calendar is for those who may write."""
        super().refresh(view)
        self._button.setEnabled(self.writable(view))
        show_if(self._button, self.writable(view))

    def _invite(self) -> None:
        self.field.setMaximumWidth(max(132, self.field.fontMetrics().horizontalAdvance("00.00.0000") + 40))
        self.field.setPlaceholderText(say("editor.date.example"))
        self._button = CalendarButton(self.accessibleName(), self.objectName())
        self._button.clicked.connect(self._open_calendar)
        self.row.addWidget(self._button)

    def _open_calendar(self) -> None:
        if not self._button.isEnabled():
            return
        popup = CalendarPopup(self, self.desk.session.value(self.key))
        popup.calendar.activated.connect(self._picked)
        popup.calendar.clicked.connect(self._picked)
        popup.open_below(self.field)

    def _picked(self, day: QDate) -> None:
        value = day.toString(Qt.DateFormat.ISODate)
        self.desk.answer(self.key, value)
        self.field.setText(self.shown(value))


class MonthControl(TypedControl):
    """A month («juni 2026») or, with ``whole_year``, a year; kept as its first day, as Collect does."""

    def __init__(self, desk: Desk, view: NodeView, *, whole_year: bool) -> None:
        self._whole_year = whole_year
        super().__init__(desk, view)

    def read(self, typed: str) -> str:
        """As the ISO date of the first day."""
        return parse_month(typed, months(), whole_year=self._whole_year) if typed else ""

    def shown(self, value: str) -> str:
        """In words."""
        return month_in_words(value, whole_year=self._whole_year)

    def _invite(self) -> None:
        invite(self.field, say("editor.year.example" if self._whole_year else "editor.month.example"))


def month_in_words(value: str, *, whole_year: bool) -> str:
    """A date as its month and year, or as its year only; anything else as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return str(day.year) if whole_year else f"{months()[day.month - 1]} {day.year}"


def date_control(desk: Desk, view: NodeView) -> TypedControl:
    """The field for a date: a day, a month or a year, as the form wants it."""
    words = view.appearance.split()
    if "year" in words or "month-year" in words:
        return MonthControl(desk, view, whole_year="year" in words)
    return DateControl(desk, view)


class CalendarButton(IconButton):
    """The small button beside a date field."""

    def __init__(self, about: str, name: str) -> None:
        super().__init__(f"{name}_calendar", "calendar", say("editor.date.pick_tip"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("editor.date.pick", about=about))


class CalendarPopup(QFrame):
    """A calendar that closes when a day is picked."""

    def __init__(self, parent: QWidget, value: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(say.locale())
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(tokens().muted))
        for day_of_week in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day_of_week, weekend)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        day = QDate.fromString(value[:10], Qt.DateFormat.ISODate)
        if day.isValid():
            self.calendar.setSelectedDate(day)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(self.calendar)
        self.calendar.activated.connect(self.close)
        self.calendar.clicked.connect(self.close)

    def open_below(self, widget: QWidget) -> None:
        """Show it under ``widget`` with the cursor in it."""
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + GAP)))
        self.show()
        self.calendar.setFocus()


class DateTimeControl(AnswerControl):
    """A moment: a date and a time."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self._day = LineField()
        self._time = LineField()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for field, name in ((self._day, "date"), (self._time, "time")):
            field.setObjectName(f"{self.objectName()}_{name}")
            field.setAccessibleName(say(f"editor.{name}.part", about=self.accessibleName()))
            invite(field, say(f"editor.{name}.example"))
            field.textEdited.connect(self._typed)
            field.left.connect(desk.autosave.settle)
            row.addWidget(field)
        row.addStretch(1)
        self.setFocusProxy(self._day)
        self.refresh(view)

    def refresh(self, view: NodeView) -> None:
        """Show both parts."""
        day, _, clock = view.value.partition("T")
        if not self._day.hasFocus() and not self._time.hasFocus():
            self._day.setText(shown_date(day))
            self._time.setText(show_time(clock))
        for field in (self._day, self._time):
            field.setReadOnly(not self.writable(view))

    def entry(self) -> QWidget:
        """The date."""
        return self._day

    def _typed(self) -> None:
        day = parse_date(self._day.text(), date.today(), months())  # noqa: DTZ011 - the day where one sits
        clock = parse_time(self._time.text(), datetime.now().time())  # noqa: DTZ005 - the clock where one sits
        self.desk.answer(self.key, f"{day}T{clock}" if clock else day, typing=True)
