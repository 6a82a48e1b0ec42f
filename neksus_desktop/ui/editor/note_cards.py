"""The cards below a point's text: grounds, follow-up points, how sure one is, and shielding of this one answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.editor.controls.scale import TakeBackRadio
from neksus_desktop.ui.editor.controls.text import LineField
from neksus_desktop.ui.editor.controls.typed import months, shown_date
from neksus_desktop.ui.editor.lexical import parse_date
from neksus_desktop.ui.naming import capital, day, named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, Card, ChoiceField, Heading, LinkButton, RowCard

if TYPE_CHECKING:
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.records.note import Evidence, FollowUp
    from neksus_desktop.ui.editor.desk import Desk

_PADDING = 12
CONFIDENCES = ("lav", "middels", "hoey")


class _CardHeading(Heading):
    """As high as the way to add beside it, so that the headings of all cards stand on one line."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(False)

    def sizeHint(self) -> QSize:
        """The height of a link."""
        return QSize(super().sizeHint().width(), max(28, self.fontMetrics().height() + 8))

    def minimumSizeHint(self) -> QSize:
        """No lower."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class ListCard(Card):
    """A heading, a way to add, and what there is."""

    add_wanted = Signal()
    chosen = Signal(str)

    def __init__(self, name: str, key: str, shortcut: str) -> None:
        super().__init__(padding=_PADDING)
        self.setObjectName(name)
        self._key = key
        head = QHBoxLayout()
        head.setSpacing(GAP)
        self._heading = heading = _CardHeading(say(f"editor.{key}.heading"))
        self.add = LinkButton(f"{name}_add", say("editor.card.new"), self.add_wanted.emit)
        self._keys = Caption(shortcut)
        self._keys.setWordWrap(False)
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.add)
        head.addWidget(self._keys)
        self.add.setAccessibleName(say(f"editor.{key}.add"))
        self.add.setToolTip(say(f"editor.{key}.add"))
        self.column.setSpacing(GAP)
        self.column.addLayout(head)
        self._empty = Caption(say(f"editor.{key}.none"))
        self.column.addWidget(self._empty)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)
        self.column.addStretch(1)

    def row_or_add(self, key: str) -> QWidget:
        """The row of an entry, or the way to add one where it is not here."""
        return next(iter(self.findChildren(RowCard, f"{self.objectName()}_{key}")), self.add)

    def show_rows(self, rows: list[tuple[str, str, str]], *, editable: bool) -> None:
        """``(id, words, facts)`` of each."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for key, words, facts in rows:
            row = RowCard(f"{self.objectName()}_{key}", words, facts, activated=partial(self.chosen.emit, key))
            layout = row.layout()
            if layout is not None:
                layout.setContentsMargins(0, GAP, 0, GAP)
            self._rows.addWidget(row)
        show_if(self._empty, not rows)
        show_if(self.add, editable)
        self._fit_keys()

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the heading and the way to add; the keys are told where there is room for them too."""
        words = self._heading.sizeHint().width() + self.add.sizeHint().width() + GAP
        return QSize(words + 2 * _PADDING, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the keys if there is room."""
        super().resizeEvent(event)
        self._fit_keys()

    def _fit_keys(self) -> None:
        room = self.width() - self.minimumSizeHint().width()
        show_if(self._keys, not self.add.isHidden() and room >= self._keys.sizeHint().width() + 2 * GAP)


class GroundsCard(ListCard):
    """The grounds of a judgement."""

    def __init__(self) -> None:
        super().__init__("grounds", "grounds", "Ctrl+G")

    def show_grounds(
        self, grounds: tuple[Evidence, ...], files: tuple[AttachmentFacts, ...] = (), *, editable: bool
    ) -> None:
        """Kind, title and date of each, and its files by name."""
        rows = []
        for ground in grounds:
            words = ground.title or named("grunnlagstype", ground.kind)
            first = ", ".join(part for part in (words, day(ground.dated)) if part)
            kind = named("grunnlagstype", ground.kind) if ground.title else ""
            names = ", ".join(facts.name for facts in files if facts.owner == ground.id)
            named_files = say("attachment.named", names=names) if names else ""
            rows.append((ground.id, first, " · ".join(part for part in (kind, ground.reference, named_files) if part)))
        self.show_rows(rows, editable=editable)


class FollowUpCard(ListCard):
    """The follow-up points that came of a point."""

    def __init__(self) -> None:
        super().__init__("follow_ups", "follow_up", "Ctrl+O")

    def show_follow_ups(self, follow_ups: tuple[FollowUp, ...], *, editable: bool) -> None:
        """Text, responsible role and deadline of each."""
        rows = []
        for point in follow_ups:
            deadline = say("editor.follow_up.by", date=day(point.deadline)) if point.deadline else ""
            closed = say("editor.follow_up.closed") if point.state == "lukket" else ""
            role = capital(named("rolle", point.responsible))
            rows.append((point.id, point.text, " · ".join(part for part in (closed, role, deadline) if part)))
        self.show_rows(rows, editable=editable)


class ConfidenceCard(Card):
    """How sure one is of this judgement: low, medium, high, or nothing said."""

    _desk: Desk
    _path: str

    def __init__(self) -> None:
        super().__init__(padding=12)
        self.setObjectName("confidence")
        self.column.setSpacing(GAP)
        heading = _CardHeading(say("editor.confidence.heading"))
        heading.setToolTip(say("editor.confidence.about"))
        self.column.addWidget(heading)
        self._group = QButtonGroup(self)
        self._radios: dict[str, TakeBackRadio] = {}
        for code in CONFIDENCES:
            radio = TakeBackRadio(named("sikkerhet", code))
            radio.setObjectName(f"confidence_{code}")
            radio.setAccessibleName(say("editor.confidence.named", value=radio.text()))
            radio.toggled.connect(partial(self._toggled, code))
            radio.taken_back.connect(self._take_back)
            self._group.addButton(radio)
            self._radios[code] = radio
            self.column.addWidget(radio)
        self.column.addStretch(1)

    def show_point(self, desk: Desk, point: str) -> None:
        """What is said of another point."""
        self._desk = desk
        self._path = f"note/{point}/confidence"
        self.refresh()

    def refresh(self) -> None:
        """Show what is said."""
        value, editable = self._desk.field(self._path), self._desk.editable
        self._group.setExclusive(False)
        for code, radio in self._radios.items():
            if radio.isChecked() != (code == value):
                radio.setChecked(code == value)
            radio.setEnabled(editable)
        self._group.setExclusive(True)

    def _toggled(self, code: str, on: bool) -> None:  # noqa: FBT001 - Qt gives it by position
        if on:
            self._desk.write({self._path: code})

    def _take_back(self) -> None:
        self._desk.write({self._path: ""})
        self.refresh()


class ShieldingRow(QWidget):
    """Exemption from public access for this one answer: a legal basis that a person chose, and until when."""

    _desk: Desk
    _at: str

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shielding")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QHBoxLayout()
        row.setSpacing(2 * GAP)
        label = Caption(say("editor.shielding.label"))
        label.setWordWrap(False)
        self._basis = ChoiceField("shielding_basis")
        label.setBuddy(self._basis)
        self._basis.say_name(say("editor.shielding.basis"))
        self._basis.setMinimumWidth(190)
        self._basis.chosen.connect(self._chose)
        self._until_label = Caption(say("editor.shielding.until"))
        self._until_label.setWordWrap(False)
        self._until = LineField()
        self._until.setObjectName("shielding_until")
        self._until.setAccessibleName(say("editor.shielding.until_named"))
        self._until.setPlaceholderText(say("editor.date.example"))
        self._until.left.connect(self._set_until)
        for widget in (label, self._basis, self._until_label, self._until):
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)
        self._help = Caption()
        column.addWidget(self._help)
        self._offered: list[tuple[str, str]] = []

    def show_point(self, desk: Desk, point: str) -> None:
        """The shielding of another point."""
        self._desk = desk
        self._at = f"note/{point}/"
        self._until.setProperty("faulty", False)  # noqa: FBT003 - Qt takes it by position
        self._until.setMaximumWidth(max(120, self._until.fontMetrics().horizontalAdvance("00.00.0000") + 40))
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen, what it means, and until when."""
        from neksus_desktop.forms.codelists import codelist

        bases = codelist("skjermingshjemmel")
        chosen = self._desk.field(self._at + "shielding")
        choices = [("", say("editor.shielding.none"))]
        choices += [(code, bases.label(code, say.language)) for code in bases.codes]
        if chosen and chosen not in bases.codes:
            choices.append((chosen, chosen))
        if choices != self._offered:
            self._offered = choices
            self._basis.set_choices(choices)
        self._basis.set_value(chosen)
        self._basis.setEnabled(self._desk.editable)
        self._help.setText(bases.help(chosen, say.language))
        show_if(self._help, bool(self._help.text()))
        if not self._until.hasFocus():
            self._until.setText(shown_date(self._desk.field(self._at + "shielded_until")))
        for widget in (self._until_label, self._until):
            show_if(widget, bool(chosen))
        self._until.setReadOnly(not self._desk.editable)

    def _chose(self, code: str) -> None:
        changes = {self._at + "shielding": code}
        if not code:
            changes[self._at + "shielded_until"] = ""
        self._desk.write(changes)
        self.refresh()

    def _set_until(self) -> None:
        from datetime import date

        typed = self._until.text()
        value = parse_date(typed, date.today(), months()) if typed else ""  # noqa: DTZ011 - the day where one sits
        try:
            value = date.fromisoformat(value).isoformat() if value else ""
        except ValueError:
            self._until.setProperty("faulty", True)  # noqa: FBT003 - Qt takes it by position
            self._until.update()
            return
        self._until.setProperty("faulty", False)  # noqa: FBT003 - Qt takes it by position
        self._desk.write({self._at + "shielded_until": value})
        self._until.setText(shown_date(value))
