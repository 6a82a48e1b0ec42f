"""The filters of the search: one calm row of choices; what is on is seen at a glance and taken off with one click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from neksus_desktop.records.statuses import STATUSES
from neksus_desktop.ui.countries import country_choices
from neksus_desktop.ui.editor.controls.typed import months, shown_date
from neksus_desktop.ui.editor.lexical import parse_date
from neksus_desktop.ui.naming import choices, status
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Caption, ChoiceField, LinkButton, TextField
from neksus_desktop.ui.widgets.flow import FlowRow
from neksus_desktop.usecases.search import PERIODS, FilterChoice

_NAMES = ("type", "country", "point", "pillar", "status", "period")


class SearchFilters(FlowRow):
    """Every change is told at once."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__(gap=8)
        self._changed = changed
        self._points: Sequence[tuple[str, str]] = ()
        self.fields = {name: ChoiceField(f"search_{name}") for name in _NAMES}
        for field in self.fields.values():
            field.chosen.connect(self._chose)
            field.setSizeAdjustPolicy(field.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(12)
            self.flow.addWidget(field)
        self.since, self.until = TextField("search_since"), TextField("search_until")
        self.between = QWidget()
        row = QHBoxLayout(self.between)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._dash = Caption("–")
        for widget in (self.since, self._dash, self.until):
            row.addWidget(widget)
        for line in (self.since, self.until):
            line.setFixedWidth(max(116, line.fontMetrics().horizontalAdvance("00.00.0000") + 32))
            line.editingFinished.connect(self._dated)
        self.flow.addWidget(self.between)
        self.reset = LinkButton("search_reset", clicked=self.clear)
        self.flow.addWidget(self.reset)
        self._told = FilterChoice()
        self.show_choice(FilterChoice())

    def set_points(self, points: Sequence[tuple[str, str]]) -> None:
        """The points one can choose, with number and title."""
        self._points = points
        wanted = self._told.point
        self.fields["point"].set_choices([("", say("search.all_points")), *points])
        self.fields["point"].set_value(wanted)

    def retranslate(self) -> None:
        """Say every text again; what is chosen stays chosen."""
        told = self._told
        everything = {
            "type": [("", say("ui.records.all_types")), *choices("objekttype")],
            "country": [("", say("ui.records.all_countries")), *country_choices()],
            "point": [("", say("search.all_points")), *self._points],
            "pillar": [("", say("search.all_pillars")), *choices("pilar")],
            "status": [("", say("places.across.all_statuses")), *((one, status(one)) for one in STATUSES)],
            "period": [(one, say(f"search.period.{one or 'any'}")) for one in PERIODS],
        }
        for name, field in self.fields.items():
            field.set_choices(everything[name])
            field.say_name(say(f"search.by.{name}"))
        for line, key in ((self.since, "since"), (self.until, "until")):
            line.setAccessibleName(say(f"search.{key}"))
            line.setPlaceholderText(say(f"search.{key}"))
        self.reset.say(say("ui.records.reset"))
        self.show_choice(told)

    def choice(self) -> FilterChoice:
        """What is chosen now."""
        return self._told

    def show_choice(self, choice: FilterChoice) -> None:
        """Show a choice, silently."""
        self._told = choice
        for name, field in self.fields.items():
            field.set_value(getattr(choice, name))
        self.since.setText(shown_date(choice.since))
        self.until.setText(shown_date(choice.until))
        self._fit()

    def clear(self) -> None:
        """Take all filters off."""
        self.show_choice(FilterChoice())
        self._changed()

    def _chose(self, _value: str = "") -> None:
        chosen = {name: field.value() for name, field in self.fields.items()}
        told = FilterChoice(**chosen, since=_iso(self.since.text()), until=_iso(self.until.text()))
        if told != self._told:
            self._told = told
            self._fit()
            self._changed()

    def _dated(self) -> None:
        for line in (self.since, self.until):
            line.setText(shown_date(_iso(line.text())))
        self._chose()

    def _fit(self) -> None:
        self.between.setVisible(self._told.period == "between")
        self.reset.setVisible(self._told != FilterChoice())
        self.updateGeometry()


def _iso(typed: str) -> str:
    """A date as typed («5.6.26») in figures of the database; "" for what is none."""
    value = parse_date(typed, date.today(), months()) if typed.strip() else ""  # noqa: DTZ011 - the day where one sits
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        return ""
