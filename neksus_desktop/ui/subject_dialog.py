"""The details of one subject. Partner and places can be shielded; an unusual agreement number is only remarked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QWidget

from neksus_desktop.ui.entry import TextBox
from neksus_desktop.ui.naming import choices, sorted_choices
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import BodyStrong, Caption, ChoiceField, Dialog, Field, ScrollColumn, TextField

if TYPE_CHECKING:
    from neksus_desktop.records.subject import Subject

_LONGEST = 500
_TYPES = ("avtale", "portefoelje", "land", "styre")

_MOST, _AROUND, _SHOWN = 570, 150, 12
"""Higher than this it scrolls, so that it stays on a small screen; title and keys around it are so high."""


class SubjectDialog(Dialog):
    """New or known subject."""

    def __init__(self, subject: Subject | None, *, invented: bool, parent: QWidget) -> None:
        title = say("places.subjects.details" if subject else "places.subjects.new")
        super().__init__("subject_dialog", title, say("places.subjects.save"), parent, width=980, writes=True)
        self._old = subject
        self._invented = invented
        self._make(subject)
        self._scroll = ScrollColumn(margins=(0, 0, 0, 0), beside=12)
        self._scroll.column.addLayout(self._grid())
        self._scroll.column.addStretch(1)
        self.column.addWidget(self._scroll)
        self._number.textChanged.connect(lambda _text: self._remark())
        self._remark()
        self.check = self._sound
        self._title.setFocus()

    def fit(self) -> None:
        """As high as all of it, if the screen is: then nothing scrolls."""
        column = self._scroll.column
        needed = column.totalHeightForWidth(self._scroll.width()) if column.hasHeightForWidth() else 0
        wanted = min(max(needed, self._scroll.inner.sizeHint().height()), _MOST)
        self._scroll.setMinimumHeight(self.at_most(wanted, _AROUND))
        super().fit()

    def subject(self) -> Subject:
        """The subject as it stands in the dialog; details that are not shown here stay as they were."""
        from neksus_desktop.usecases.subjects import make_subject

        values = self._old.model_dump() if self._old is not None else {"invented": self._invented}
        values |= {
            "type": self._type.value(),
            "title": self._title.text().strip(),
            "country": self._country.value(),
            "partner": self._partner.text().strip(),
            "partner_group": self._group.value(),
            "partner_shielded": self._shielded.isChecked(),
            "agreement_number": self._number.text().strip(),
            "period": self._period.text().strip(),
            "case_number": self._case.text().strip(),
            "responsible_unit": self._unit.text().strip(),
            "description": self._description.toPlainText().strip(),
            "pillars": self._chosen_pillars(),
        }
        return make_subject(**values)

    def _chosen_pillars(self) -> tuple[str, ...]:
        """Those ticked, in the order they had; new ones last."""
        before = self._old.pillars if self._old is not None else ()
        ticked = [code for code, box in self._pillars.items() if box.isChecked()]
        return (*(code for code in before if code in ticked), *(code for code in ticked if code not in before))

    def _make(self, subject: Subject | None) -> None:
        def text(name: str) -> str:
            return str(getattr(subject, name)) if subject is not None else ""

        self._type = ChoiceField("subject_type")
        self._type.set_choices([pair for pair in choices("objekttype") if pair[0] in {*_TYPES, text("type")}])
        self._type.set_value(text("type") or "avtale")
        self._title = TextField("subject_title", text("title"))
        self._country = ChoiceField("subject_country")
        self._country.set_choices([("", say("places.subjects.no_country")), *sorted_choices("land")])
        self._country.set_value(text("country"))
        self._partner = TextField("subject_partner", text("partner"))
        self._group = ChoiceField("subject_partner_group")
        self._group.set_choices([("", say("places.subjects.no_group")), *choices("partnergruppe")])
        self._group.set_value(text("partner_group"))
        for long_list in (self._country, self._group):  # both columns are of one width; the words end in «…»
            long_list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            long_list.setMinimumContentsLength(_SHOWN)
        self._shielded = QCheckBox(say("places.subjects.shield"))
        self._shielded.setObjectName("subject_shielded")
        self._shielded.setChecked(subject is not None and subject.partner_shielded)
        self._number = TextField("subject_agreement_number", text("agreement_number"))
        self._period = TextField("subject_period", text("period"))
        self._case = TextField("subject_case_number", text("case_number"))
        self._unit = TextField("subject_unit", text("responsible_unit"))
        self._description = TextBox("subject_description", text("description"), lines=2)
        self._pillars: dict[str, QCheckBox] = {}
        for code, label in choices("pilar"):
            box = QCheckBox(label)
            box.setObjectName(f"subject_pillar_{code}")
            box.setChecked(subject is not None and code in subject.pillars)
            self._pillars[code] = box

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        self._title_field = Field(self._title, say("places.subjects.title_field"))
        self._number_field = Field(self._number, say("places.subjects.number"))
        top = Qt.AlignmentFlag.AlignTop
        places: tuple[tuple[QWidget, int, int, int], ...] = (
            (self._title_field, 0, 0, 3),
            (Field(self._type, say("places.subjects.column.type")), 1, 0, 1),
            (Field(self._country, say("places.subjects.column.country")), 1, 1, 1),
            (Field(self._period, say("places.subjects.column.period"), say("places.subjects.period_hint")), 1, 2, 1),
            (Field(self._partner, say("places.subjects.partner")), 2, 0, 2),
            (self._number_field, 2, 2, 1),
            (self._shielding(), 3, 0, 3),
            (Field(self._group, say("places.subjects.group")), 4, 0, 1),
            (Field(self._unit, say("places.subjects.unit")), 4, 1, 1),
            (Field(self._case, say("places.subjects.case"), say("places.subjects.case_hint")), 4, 2, 1),
            (self._pillar_row(), 5, 0, 3),
            (Field(self._description, say("places.subjects.description")), 6, 0, 3),
        )
        for widget, row, column, span in places:
            grid.addWidget(widget, row, column, 1, span, top)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _shielding(self) -> QWidget:
        box = QWidget()
        column = QGridLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setVerticalSpacing(2)
        column.addWidget(self._shielded, 0, 0)
        column.addWidget(Caption(say("places.subjects.shield_help")), 1, 0)
        return box

    def _pillar_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(BodyStrong(say("places.subjects.pillars")))
        for pillar in self._pillars.values():
            row.addWidget(pillar)
        row.addStretch(1)
        return box

    def _remark(self) -> None:
        from neksus_desktop.usecases.agreement_lists import AGREEMENT_NUMBER

        number = self._number.text().strip()
        usual = not number or AGREEMENT_NUMBER.fullmatch(number)
        key = "places.subjects.number_hint" if usual else "places.subjects.number_unusual"
        self._number_field.say(say("places.subjects.number"), say(key))

    def _sound(self) -> bool:
        text = self._title.text().strip()
        fault = "" if text else say("places.subjects.title_missing")
        if len(text) > _LONGEST:
            fault = say("places.subjects.title_long", longest=_LONGEST)
        self._title_field.set_fault(fault)
        if fault:
            self._title.setFocus()
        return not fault
