"""The filters of the list: status as switches, type and country to choose; what is on is seen at a glance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import shorten
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neksus_desktop.forms.codelists import codelist
from neksus_desktop.records.statuses import STATUSES
from neksus_desktop.ui.countries import country_choices
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField, LinkButton, ToggleChip
from neksus_desktop.ui.widgets.flow import FlowRow

_LONGEST = 48
"""So much of a title stands on a chip."""


class About(NamedTuple):
    """What the records shown are about: its id, "" for anything, and its title."""

    id: str = ""
    title: str = ""


class Filters(QWidget):
    """One row of filters; every change is told at once."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.chips = {status: ToggleChip(f"filter_{status}", toggled=lambda _on: self._tell()) for status in STATUSES}
        self.type = ChoiceField("filter_type")
        self.country = ChoiceField("filter_country")
        chips = FlowRow(row_gap=0, beside=self.type)
        row.addWidget(chips, 1)
        self.subject = ToggleChip("filter_subject", toggled=lambda _on: self._tell())
        self.subject.hide()
        self._about = About()
        self.reset = LinkButton("filter_reset", clicked=self._reset)
        for chip in (self.subject, *self.chips.values()):
            chips.flow.addWidget(chip)
        chips.flow.addWidget(self.reset)
        for field in (self.type, self.country):
            field.chosen.connect(lambda _value: self._tell())
            field.setSizeAdjustPolicy(field.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(11)
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self.reset.hide()
        self._quiet = False

    def retranslate(self) -> None:
        """Say every text again."""
        self._quiet = True
        for status, chip in self.chips.items():
            chip.say(say(f"record.status.{status}"))
        types = codelist("objekttype")
        self.type.set_choices(
            [("", say("ui.records.all_types")), *((c, types.label(c, say.language)) for c in types.codes)]
        )
        self.country.set_choices([("", say("ui.records.all_countries"))], country_choices)
        self.type.say_name(say("ui.records.column.type"))
        self.country.say_name(say("ui.records.column.country"))
        self.reset.say(say("ui.records.reset"))
        self._say_about()
        self._quiet = False

    def _say_about(self) -> None:
        self.subject.say(say("ui.records.about", title=shorten(self._about.title, _LONGEST, placeholder=" …")))

    def statuses(self) -> tuple[str, ...]:
        """The chosen statuses."""
        return tuple(status for status, chip in self.chips.items() if chip.isChecked())

    def types(self) -> tuple[str, ...]:
        """The chosen type."""
        return (self.type.value(),) if self.type.value() else ()

    def countries(self) -> tuple[str, ...]:
        """The chosen country."""
        return (self.country.value(),) if self.country.value() else ()

    def about(self) -> About:
        """What the records are about, if one thing is chosen."""
        return self._about if self.subject.isChecked() else About()

    def active(self) -> bool:
        """Whether any filter is on."""
        return bool(self.statuses() or self.types() or self.countries() or self.about().id)

    def set(
        self, statuses: Iterable[str], country: str = "", subject_type: str = "", about: About | None = None
    ) -> None:
        """Set filters silently. The chip for what they are about is there when they are, and can be switched off."""
        self._quiet = True
        self._about = about or About()
        self.subject.setVisible(bool(self._about.id))
        self.subject.setChecked(bool(self._about.id))
        self._say_about()
        wanted = set(statuses)
        for status, chip in self.chips.items():
            chip.setChecked(status in wanted)
        self.country.set_value(country)
        self.type.set_value(subject_type)
        self.reset.setVisible(self.active())
        self._quiet = False

    def clear(self) -> None:
        """Take all filters away, silently."""
        self.set(())

    def _reset(self) -> None:
        self.clear()
        self._tell()

    def _tell(self) -> None:
        if not self._quiet:
            self.reset.setVisible(self.active())
            self._changed()
