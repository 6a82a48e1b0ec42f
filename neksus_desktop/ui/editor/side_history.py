"""The change log of a point: who judged what, when, newest first; and an earlier text taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from neksus_desktop.errors import NotFoundError
from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.side_pages import SidePage, small, struck
from neksus_desktop.ui.editor.words import said
from neksus_desktop.ui.naming import named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Caption, LinkButton, Muted

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.usecases.history import Judgement

_MOST_CHANGES = 40


class HistoryPage(SidePage):
    """Who judged what, when: newest first. An earlier text can be taken back; that is a new change."""

    taken_back = Signal()

    def set_place(self, point: str, question: str) -> None:
        """The log belongs to the point, not to the question."""
        super().set_place(point, "")
        del question

    def wanted(self, *, again: bool = False) -> None:
        """The log grows while one writes: it is read each time it is looked at."""
        del again
        if self.point:
            self.fill()

    def fill(self) -> None:
        """Read in the runner, then show."""
        from neksus_desktop.usecases.history import judgements

        point = self.desk.point(self.point)
        if point is None:
            return
        key, name, record = point.key, point.id, self.desk.head.id
        profile = self.shell.profile

        def read() -> list[Judgement]:
            found = judgements(profile, record, key, name) + judgements(profile, record, f"note/{name}/", name)
            return sorted(found, key=lambda one: one.seq, reverse=True)[:_MOST_CHANGES]

        self.shell.runner.submit(read, done=partial(self._show, self.desk, name))

    def _show(self, desk: Desk, point: str, found: list[Judgement]) -> None:
        if desk is not self.desk or point != self.point:
            return
        self.clear()
        head = ""
        for one in found:
            who = say("editor.history.who", when=self._when(one), role=named("rolle", one.role))
            if who != head:
                head = who
                self.add(Caption(who))
            self.add(
                small(self._what(one), strong=True), Muted(self._value(one, one.new) or say("editor.history.emptied"))
            )
            if one.old:
                self.add(struck(self._value(one, one.old)))
                if self.desk.editable and one.path.startswith("note/"):
                    self.add(self._link(one))
        if not found:
            self.add(Muted(say("editor.history.none")))
        self.add(
            LinkButton("history_versions", say("safety.versions.button"), self._compare),
            LinkButton("history_filing", say("safety.filing.button"), self._file),
        )

    def _compare(self) -> None:
        from neksus_desktop.ui.safety.versions_dialog import VersionsDialog

        VersionsDialog(self.shell, self.desk.head.id, self.desk.form, self.window()).open()

    def _file(self) -> None:
        from neksus_desktop.ui.safety.filing_dialog import FilingDialog

        self.desk.autosave.settle()
        FilingDialog(self.shell, self.desk.head.id, self.window()).open()

    def _when(self, one: Judgement) -> str:
        now = self.shell.profile.clock()
        when = say.moment(one.at, now=now)
        if one.at.astimezone(now.tzinfo).date() != now.date():
            when = say("editor.history.at", day=when, time=say.time(one.at))
        return when

    def _link(self, one: Judgement) -> QWidget:
        def take_back() -> None:
            from neksus_desktop.usecases.records import save_fields

            self.desk.autosave.settle()
            changes = {one.path: one.old}
            record = self.desk.head.id
            self.shell.runner.submit(
                save_fields, self.shell.profile, record, changes, done=lambda _: self.taken_back.emit()
            )

        return LinkButton(f"history_{one.seq}", say("editor.history.take_back"), take_back)

    def _what(self, one: Judgement) -> str:
        if one.path.startswith("note/"):
            return say(f"editor.history.field.{one.path.rpartition('/')[2]}")
        view = self._view(one.path)
        if view is None:
            return one.path.rpartition("/")[2]
        column = self._column(view)
        return ", ".join(part for part in (clean(view.label), column[:1].lower() + column[1:]) if part)

    def _column(self, cell: NodeView) -> str:
        """The heading over a cell of a matrix."""
        name = cell.attributes.get("column")
        if not name:
            return ""
        around = (self.desk.view(key) for key in self.desk.session.children(cell.key.rpartition("/")[0]))
        heads = (one for one in around if one.attributes.get("role") == "column")
        return next((clean(one.label) for one in heads if one.attributes.get("column") == name), "")

    def _value(self, one: Judgement, value: str) -> str:
        if one.path.endswith("/confidence"):
            return named("sikkerhet", value)
        if one.path.endswith("/confirmed"):
            return say("editor.history.cleared") if value else ""
        view = self._view(one.path)
        if view is None:
            return value
        return said(replace(view, value=value), say.language) if view.kind == "question" else value

    def _view(self, path: str) -> NodeView | None:
        if not path.startswith("/"):
            return None
        try:
            return self.desk.view(path)
        except NotFoundError:
            return None
