"""The desk: one open record while it is being written. The session for the answers, fields for everything else.

Rules kept here:

* a change goes to the session first and to the autosave at once after it: the screen never holds the only copy;
* a record that is decided on or waits for a decision is shown and never written, nor is any where nothing can be kept;
  what is done about an approved record's follow-up points goes past the desk, which is then read anew (``Steps``);
* controls are told what changed, and read it anew; they hold no truth of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from neksus_desktop.records.following_up import DECIDED
from neksus_desktop.ui.editor.outline_rows import OutlineRows, chosen_points

if TYPE_CHECKING:
    from neksus_desktop.forms import ChangeSet, Form, FormSession, NodeView, Point
    from neksus_desktop.records.attachment import AttachmentFacts
    from neksus_desktop.records.note import Evidence, FollowUp, PointNote
    from neksus_desktop.records.record import Record
    from neksus_desktop.ui.editor.autosave import Autosave
    from neksus_desktop.ui.editor.files import Files
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import OpenRecord

EDITABLE = frozenset({"draft", "returned"})


class Opened(NamedTuple):
    """A record as the worker read it, with all that grows with the form worked out."""

    whole: OpenRecord
    fields: dict[str, str]
    """The fields that are not answers."""
    rows: OutlineRows
    newer: str = ""
    """The version that the form has by now, "" if it is the record's own."""
    closed: bool = False
    """Whether nothing can be kept in the profile."""


class Desk(QObject):
    """What the parts of the editor read from and write to."""

    answers_changed = Signal(object)
    """A ``ChangeSet`` of the session."""
    fields_changed = Signal(object)
    """A frozenset of paths of fields that are not answers."""
    follow_up_wanted = Signal(str, str, str)
    """Text, responsible role and deadline that someone wants to make a follow-up point of."""
    told = Signal(str)
    """Key of a sentence to say calmly."""

    def __init__(self, opened: Opened, autosave: Autosave, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened.whole
        self._closed = opened.closed
        self.autosave = autosave
        self.files: Files | None = None
        """What can be done with the record's files; None where nothing can be kept."""
        self._fields = opened.fields
        self.newer_form = opened.newer
        """The version that the form has by now, "" if it is the record's own."""
        self.rows = opened.rows
        """The rows of the outline; who reads them anew keeps them here."""

    @property
    def form(self) -> Form:
        """The form that the record answers."""
        return self._opened.form

    @property
    def session(self) -> FormSession:
        """The live answers. Write through the desk."""
        return self._opened.session

    @property
    def record(self) -> Record:
        """The record with everything written so far."""
        fields = {**self._fields, **self.session.answers()}
        return self._opened.record.model_copy(update={"fields": fields})

    @property
    def head(self) -> Record:
        """The record as it was opened: id, subject, status, previous. Its fields may have been written in since."""
        return self._opened.record

    @property
    def editable(self) -> bool:
        """Whether the record may be written in its present status."""
        return not self._closed and self._opened.record.status in EDITABLE

    @property
    def follows_up(self) -> bool:
        """Whether follow-up points may be written: what is approved is followed up too, and stays approved."""
        return self.editable or (not self._closed and self._opened.record.status in DECIDED)

    def snapshot(self) -> OpenRecord:
        """The open record as it stands now, for use cases that read it whole."""
        from dataclasses import replace

        return replace(self._opened, record=self.record)

    def points(self) -> tuple[Point, ...]:
        """The chosen points and the parts for this type of subject, in form order."""
        kind = self._opened.record.subject.type
        return tuple(point for _place, point in chosen_points(self.form, self.field("points"), kind))

    def point(self, point: str) -> Point | None:
        """The point of this id, shown or not."""
        place = self.form.places.get(point)
        return None if place is None else self.form.points[place]

    def read_rows(self) -> OutlineRows:
        """Which points are shown now."""
        head = self._opened.record
        self.rows = OutlineRows(self.form, self.session, self.field("points"), head.subject.type)
        return self.rows

    def view(self, key: str) -> NodeView:
        """How a node of the form stands now."""
        return self.session.view(key)

    def answer(self, key: str, value: str, *, typing: bool = False) -> None:
        """Answer a question; ``typing`` while more letters are expected."""
        if self.editable and value != self.session.value(key):
            self._take(self.session.set(key, value), typing=typing)

    def add_row(self, repeat: str) -> str:
        """A new row at the end; returns its key."""
        added: list[str] = []

        def add() -> ChangeSet:
            key, changes = self.session.add_row(repeat)
            added.append(key)
            return changes

        self._change_rows(add)
        return added[0]

    def remove_row(self, row: str) -> None:
        """Remove a row with everything in it; undo brings it back."""
        self._change_rows(lambda: self.session.remove_row(row))

    def move_row(self, row: str, position: int) -> None:
        """Move a row to another place in its list."""
        self._change_rows(lambda: self.session.move_row(row, position))

    def field(self, path: str) -> str:
        """A field that is no answer; empty when nothing is written."""
        return self._fields.get(path, "")

    def write(self, changes: Mapping[str, str], *, typing: bool = False) -> None:
        """Write fields that are not answers."""
        news = {path: value for path, value in changes.items() if self.field(path) != value}
        if not news or not self.editable:
            return
        for path, value in news.items():
            if value:
                self._fields[path] = value
            else:
                self._fields.pop(path, None)
        self.autosave.note(news, typing=typing)
        self.fields_changed.emit(frozenset(news))

    def note(self, point: str) -> PointNote:
        """What is written about a point."""
        return self._written().note(point)

    def evidence(self, point: str) -> tuple[Evidence, ...]:
        """The grounds given for a point."""
        return tuple(found for found in self._written().evidence() if found.point == point)

    def follow_ups(self, point: str) -> tuple[FollowUp, ...]:
        """The follow-up points that came of a point."""
        return tuple(found for found in self._written().follow_ups() if found.point == point)

    def attachments(self) -> tuple[AttachmentFacts, ...]:
        """The files that the record names, in the order in which they were added."""
        from neksus_desktop.records.attachment import attached

        return attached(self._fields)

    def answer_with(self, key: str, value: str, fields: Mapping[str, str]) -> None:
        """Answer a question and write the fields that go with the answer, in one save: one step back undoes both."""
        if not self.editable:
            return
        changes = self.session.set(key, value)
        self._fields = {path: text for path, text in {**self._fields, **fields}.items() if text}
        self.autosave.note({**fields, **{path: self.session.value(path) for path in changes.values}})
        self.fields_changed.emit(frozenset(fields))
        self.answers_changed.emit(changes)

    def _written(self) -> Record:
        return self._opened.record.model_copy(update={"fields": self._fields})

    def _take(self, changes: ChangeSet, *, typing: bool = False) -> None:
        self.autosave.note({key: self.session.value(key) for key in changes.values}, typing=typing)
        self.answers_changed.emit(changes)

    def _change_rows(self, change: Callable[[], ChangeSet]) -> None:
        if self.editable:
            before = self.session.answers()
            self._take_difference(before, change())

    def _take_difference(self, before: Mapping[str, str], changes: ChangeSet) -> None:
        after = self.session.answers()
        news = {key: after.get(key, "") for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        self.autosave.note(news)
        self.answers_changed.emit(changes)


def open_for_writing(profile: Profile, record: str) -> Opened:
    """Read a record, in the worker; typing that was cut off becomes part of it first."""
    from neksus_desktop.forms.guidance import panels
    from neksus_desktop.usecases.autosave import finish_typing
    from neksus_desktop.usecases.newer_form import newer_version
    from neksus_desktop.usecases.records import open_record

    finish_typing(profile, record)
    whole = open_record(profile, record)
    if any("guidance" in point.attributes for point in whole.form.points):
        panels()  # read once, here: the page beside the point would stand still over it
    if profile.read_only:
        return made_ready(whole)._replace(closed=True)
    return made_ready(whole)._replace(newer=newer_version(profile, whole))


def made_ready(whole: OpenRecord) -> Opened:
    """What the desk needs of a record that was read."""
    record = whole.record
    whole.session.labels.read_long_lists()
    fields = {path: value for path, value in record.fields.items() if not path.startswith("/")}
    return Opened(whole, fields, OutlineRows(whole.form, whole.session, fields.get("points", ""), record.subject.type))
