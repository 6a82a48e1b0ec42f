"""The two small dialogs of a point: a ground and a follow-up point. Enter keeps, Escape leaves it as it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from neksus_desktop.records.attachment import attachment_fields
from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.editor.controls.text import GrowingText, completer
from neksus_desktop.ui.editor.controls.typed import months, shown_date
from neksus_desktop.ui.editor.file_box import FileBox
from neksus_desktop.ui.editor.files import Belonging
from neksus_desktop.ui.editor.lexical import parse_date
from neksus_desktop.ui.entry import GroundEntry
from neksus_desktop.ui.naming import named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import (
    Body,
    Caption,
    ChoiceField,
    Dialog,
    Field,
    Heading,
    LinkButton,
    TextField,
    TypedChoice,
)

if TYPE_CHECKING:
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.records.note import Evidence, FollowUp
    from neksus_desktop.records.record import Fields
    from neksus_desktop.ui.editor.desk import Desk

_FOLLOW_UP = "followup/"


def _day(field: QLineEdit) -> str:
    typed = field.text().strip()
    return parse_date(typed, _today(), months()) if typed else ""


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day where one sits


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return not value
    return True


class _NoteDialog(Dialog):
    """What both have: a way to take the thing away."""

    def __init__(self, name: str, title: str, *, existing: bool, parent: QWidget | None) -> None:
        super().__init__(name, title, say("editor.dialog.keep"), parent, width=480)
        self.removed = False
        if existing:
            remove = LinkButton(f"{name}_remove", say("editor.dialog.remove"), self._remove)
            self.buttons.insertWidget(0, remove)

    def _remove(self) -> None:
        self.removed = True
        self.accept()

    def date_field(self, name: str, value: str) -> TextField:
        """A field for a date."""
        field = TextField(name, shown_date(value))
        field.setPlaceholderText(say("editor.date.example"))
        field.setMaximumWidth(max(160, field.fontMetrics().horizontalAdvance("00.00.0000") + 40))
        return field


class GroundDialog(_NoteDialog):
    """Kind, title, date, reference and files of a ground. The kinds that the form suggests stand first."""

    def __init__(
        self, ground: Evidence, suggested: tuple[str, ...], parent: QWidget | None, *, existing: bool, desk: Desk
    ) -> None:
        title = say("editor.grounds.edit" if existing else "editor.grounds.new")
        super().__init__("ground_dialog", title, existing=existing, parent=parent)
        from neksus_desktop.forms.codelists import codelist

        self._ground = ground
        kinds = codelist("grunnlagstype")
        ordered = [
            *(code for code in suggested if code in kinds.codes),
            *(c for c in kinds.codes if c not in suggested),
        ]
        self.kind = ChoiceField("ground_kind")
        self.kind.set_choices((code, kinds.label(code, say.language)) for code in ordered)
        self.kind.set_value(ground.kind or ordered[0])
        self._kind_field = Field(self.kind, say("editor.grounds.kind"))
        self.name = TextField("ground_title", ground.title)
        self.dated = self.date_field("ground_dated", ground.dated)
        self.reference = TextField("ground_reference", ground.reference)
        self.column.addWidget(self._kind_field)
        self.column.addWidget(Field(self.name, say("editor.grounds.title"), say("editor.grounds.title_hint")))
        row = QHBoxLayout()
        row.setSpacing(16)
        self._dated_field = Field(self.dated, say("editor.grounds.dated"))
        row.addWidget(self._dated_field)
        row.addWidget(Field(self.reference, say("editor.grounds.reference")), 1)
        row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self._had = tuple(facts for facts in desk.attachments() if facts.owner == ground.id)
        self._has = self._had
        if desk.files is not None:
            self.files = FileBox("ground_file", desk.files, Belonging(ground.point, ground.id), several=True)
            self.files.added.connect(lambda facts: self._show_files((*self._has, facts)))
            self.files.removed.connect(lambda gone: self._show_files(tuple(f for f in self._has if f != gone)))
            self.files.show_files(self._has)
            self.column.addWidget(Heading(say("attachment.heading")))
            self.column.addWidget(self.files)
        self.check = self._sound
        self.kind.chosen.connect(self._explain)
        self._explain(self.kind.value())
        self.kind.setFocus()

    def result_ground(self) -> Evidence:
        """The ground as it was written here."""
        return self._ground.model_copy(
            update={
                "kind": self.kind.value(),
                "title": self.name.text().strip(),
                "dated": _day(self.dated),
                "reference": self.reference.text().strip(),
            }
        )

    def fields(self) -> dict[str, str]:
        """What to write: the ground and its files, or "" to each when it was taken away."""
        from neksus_desktop.records.record import evidence_fields

        ground = evidence_fields(self.result_ground())
        named = {path: value for facts in self._has for path, value in attachment_fields(facts).items()}
        gone = {path: "" for facts in self._had for path in attachment_fields(facts)}
        return {**gone, **(dict.fromkeys([*ground, *named], "") if self.removed else {**ground, **named})}

    def _show_files(self, files: tuple[AttachmentFacts, ...]) -> None:
        self._has = files
        self.files.show_files(files)

    def _explain(self, code: str) -> None:
        from neksus_desktop.forms.codelists import codelist

        self._kind_field.say(say("editor.grounds.kind"), codelist("grunnlagstype").help(code, say.language))

    def _sound(self) -> bool:
        sound = _is_day(_day(self.dated))
        self._dated_field.set_fault("" if sound else say("editor.date.wrong"))
        return sound


class FollowUpDialog(_NoteDialog):
    """Text, responsible role, deadline, and whether it is closed and with which outcome.

    ``approved`` are the fields of an approved record. A point that was approved keeps its words and stays; the outcome
    is given with its ground here, since no other ground may come.
    """

    def __init__(
        self, point: FollowUp, parent: QWidget | None, *, existing: bool, approved: Fields | None = None
    ) -> None:
        title = say("editor.follow_up.edit" if existing else "editor.follow_up.new")
        settled = approved is not None and f"{_FOLLOW_UP}{point.id}/text" in approved
        super().__init__("follow_up_dialog", title, existing=existing and not settled, parent=parent)
        self._point = point
        self.text = GrowingText(least=2)
        self.text.setObjectName("follow_up_text")
        self.text.setPlainText(point.text)
        self._text_field = Field(self.text, say("editor.follow_up.text"))
        if settled:
            words = Body(point.text)
            words.setObjectName("follow_up_words")
            self.column.addWidget(words)
        else:
            self.column.addWidget(self._text_field)
        self._add_role_and_deadline()
        self.closed = QCheckBox(say("editor.follow_up.close"))
        self.closed.setObjectName("follow_up_closed")
        self.closed.setAccessibleName(say("editor.follow_up.close"))
        self.closed.setChecked(point.state == "lukket")
        self.outcome = TextField("follow_up_outcome", point.outcome)
        self._outcome_field = Field(self.outcome, say("editor.follow_up.outcome"))
        self._ground = GroundEntry(_today()) if approved is not None else None
        self.column.addWidget(self.closed)
        show_if(self.closed, existing)
        for part in (self._outcome_field, self._ground):
            if part is not None:
                self.column.addWidget(part)
                show_if(part, existing and self.closed.isChecked())
                self.closed.toggled.connect(part.setVisible)
        self.closed.toggled.connect(self.fit)
        stays = approved is not None
        self.column.addWidget(Caption(say("editor.follow_up.stays" if stays else "editor.follow_up.about")))
        self.check = self._sound
        (self.closed if settled else self.text).setFocus()

    def result_follow_up(self) -> FollowUp:
        """The follow-up point as it was written here."""
        role = self.responsible.currentText().strip()
        return self._point.model_copy(
            update={
                "text": self.text.toPlainText().strip(),
                "responsible": self._roles.get(role, role),
                "deadline": _day(self.deadline),
                "state": "lukket" if self.closed.isChecked() else "aapen",
                "outcome": self.outcome.text().strip() if self.closed.isChecked() else self._point.outcome,
            }
        )

    def fields(self) -> dict[str, str]:
        """What to write: the point and the ground of its outcome, or "" to each when it was taken away."""
        from neksus_desktop.records.record import follow_up_fields

        if self.removed:
            return dict.fromkeys(follow_up_fields(self._point), "")
        return {**follow_up_fields(self.result_follow_up()), **self._ground_fields()}

    def _ground_fields(self) -> dict[str, str]:
        from neksus_desktop.records.ids import new_id
        from neksus_desktop.records.note import Evidence
        from neksus_desktop.records.record import evidence_fields

        given = self._ground.ground() if self._ground is not None and self.closed.isChecked() else None
        if given is None:
            return {}
        point = self._point
        return evidence_fields(
            Evidence(
                id=new_id(), point=point.point, kind=given.kind, title=given.title, dated=given.dated, followup=point.id
            )
        )

    def _add_role_and_deadline(self) -> None:
        from neksus_desktop.forms.codelists import codelist

        roles = codelist("rolle")
        self._roles = {roles.label(code, say.language): code for code in roles.codes}
        self.responsible = TypedChoice("follow_up_responsible")
        self.responsible.addItems(["", *self._roles])
        self.responsible.setCompleter(completer(tuple(self._roles), self.responsible))
        self.responsible.setEditText(named("rolle", self._point.responsible))
        self.deadline = self.date_field("follow_up_deadline", self._point.deadline)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(
            Field(self.responsible, say("editor.follow_up.responsible"), say("editor.follow_up.role_hint")), 1
        )
        self._deadline_field = Field(self.deadline, say("editor.follow_up.deadline"))
        row.addWidget(self._deadline_field, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def _sound(self) -> bool:
        has_text = bool(self.text.toPlainText().strip())
        self._text_field.set_fault("" if has_text else say("editor.follow_up.text_missing"))
        sound = _is_day(_day(self.deadline))
        self._deadline_field.set_fault("" if sound else say("editor.date.wrong"))
        told = not self.closed.isChecked() or bool(self.outcome.text().strip())
        self._outcome_field.set_fault("" if told else say("places.follow_up.outcome_missing"))
        if self._ground is not None and not self._ground.isHidden():
            sound = self._ground.sound() and sound
        self.fit()
        return has_text and sound and told
