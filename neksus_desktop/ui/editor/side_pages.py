"""The pages of the right side. Each reads when it is in sight and the point or its content changed, in the runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.words import is_read_only_text, leaves, said
from neksus_desktop.ui.naming import day, named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, Heading, LinkButton, Muted, NoteBox

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.records.version import Approval
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.history import Judgement
    from neksus_desktop.usecases.records import OpenRecord

_MOST_CHANGES = 40


class SidePage(QWidget):
    """One page. Subclasses override ``fill``."""

    changed = Signal()

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__()
        self.shell = shell
        self.desk = desk
        self.point = ""
        self.question = ""
        self.count = 0
        self._filled = ("", "")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2 * GAP)

    def set_place(self, point: str, question: str) -> None:
        """Where the user is."""
        self.point, self.question = point, question

    def wanted(self, *, again: bool = False) -> None:
        """The page is in sight: fill it if it does not show this place yet."""
        if self.point and (again or self._filled != (self.point, self.question)):
            self._filled = (self.point, self.question)
            self.fill()

    def fill(self) -> None:
        """Show what belongs to the place."""

    def clear(self) -> None:
        """Take everything away."""
        while self.column.count():
            item = self.column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            self.column.addWidget(widget)


class GuidancePage(SidePage):
    """Sub-questions of the question in focus, background from the guide, and what to be careful with."""

    def fill(self) -> None:
        """Questions, panels, notes."""
        from neksus_desktop.forms.guidance import panels

        self.clear()
        asks = self._asks()
        if asks:
            self.add(Heading(say("editor.guidance.ask")), *(_small(line) for line in asks))
        known = panels()
        point = next((one for one in self.desk.form.points if one.id == self.point), None)
        names = point.attributes.get("guidance", "").split() if point is not None else []
        found = [known[name] for name in names if name in known]
        notes = [panel for panel in found if not panel.ref or panel.id.startswith("merk")]
        background = [panel for panel in found if panel not in notes]
        if background:
            self.add(Heading(say("editor.guidance.background")))
        for panel in background:
            title = say("editor.guidance.panel", title=panel.title(say.language), ref=panel.ref)
            self.add(_small(title, strong=True), Caption(panel.text(say.language)))
        if notes:
            self.add(Heading(say("editor.guidance.note")), *(NoteBox(panel.text(say.language)) for panel in notes))
        if not asks and not found:
            self.add(Muted(say("editor.guidance.none")))

    def _asks(self) -> list[str]:
        for view in self._candidates():
            lines = [line.strip().removeprefix("- ") for line in clean(view.guidance).splitlines()]
            if any(lines):
                return [line for line in lines if line]
        return []

    def _candidates(self) -> list[NodeView]:
        session = self.desk.session
        found = [session.view(self.question)] if self.question else []
        point = next((one for one in self.desk.form.points if one.id == self.point), None)
        if point is None:
            return found
        name = found[0].attributes.get("about") or found[0].name if found else ""
        siblings = [session.view(key) for key in session.children(point.key)]
        inner = [session.view(key) for view in siblings if view.kind == "group" for key in session.children(view.key)]
        everything = siblings + inner
        about = [view for view in everything if name and (view.name == name or view.attributes.get("about") == name)]
        return [*found, *about, *everything]


class PreviousPage(SidePage):
    """What the last assessment of the same subject said, greyed: the earlier judgement is a finding, not a draft."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._earlier: OpenRecord | None = None
        self._asked = False

    def fill(self) -> None:
        """The earlier answers and text of this point."""
        previous = self.desk.head.previous
        self.clear()
        if previous is None:
            self.add(Muted(say("editor.previous.none")))
            return
        if self._earlier is None:
            self.add(Muted(say("editor.previous.reading")))
            if not self._asked:
                from neksus_desktop.usecases.records import open_record

                self._asked = True
                self.shell.runner.submit(open_record, self.shell.profile, previous, done=self._opened)
            return
        self._show(self._earlier)

    def _opened(self, earlier: OpenRecord) -> None:
        self._earlier = earlier
        self.fill()

    def _show(self, earlier: OpenRecord) -> None:

        assessed = day(earlier.record.fields.get("assessed_on", ""))
        self.add(Heading(say("editor.previous.from", date=assessed) if assessed else say("editor.previous.heading")))
        point = next((one for one in earlier.form.points if one.id == self.point), None)
        answers = [view for view in leaves(earlier.session, point.key) if view.value] if point is not None else []
        for view in answers:
            if not is_read_only_text(view):
                self.add(_small(clean(view.label), strong=True), Muted(said(view, say.language)))
        note = earlier.record.note(self.point)
        if note.internal:
            self.add(_small(say("editor.text.internal"), strong=True), Muted(note.internal))
        if not answers and not note.internal:
            self.add(Muted(say("editor.previous.nothing_here")))


class RemarksPage(SidePage):
    """What others remarked on this point: with a return, or in a file they sent."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._decisions: list[Approval] | None = None

    def set_place(self, point: str, question: str) -> None:
        """Remarks are counted on the tab, so they are read at once, and once."""
        super().set_place(point, question)
        if self._decisions is None:
            from neksus_desktop.usecases.history import decisions

            self._decisions = []
            self.shell.runner.submit(decisions, self.shell.profile, self.desk.head.id, done=self._read)
        self._count()

    def fill(self) -> None:
        """Newest first."""
        self.clear()
        now = self.shell.profile.clock()
        for decision, remark in self._here():
            role = named("rolle", decision.role)
            when = say.moment(decision.decided_at, now=now)
            self.add(
                _small(say(f"editor.remarks.{decision.decision}", role=role, when=when), strong=True), _small(remark)
            )
        if not self._here():
            self.add(Muted(say("editor.remarks.none")))

    def _here(self) -> list[tuple[Approval, str]]:
        return [
            (decision, decision.remarks[point])
            for decision in reversed(self._decisions or [])
            for point in (self.point, "")
            if decision.remarks.get(point)
        ]

    def _read(self, decisions: list[Approval]) -> None:
        self._decisions = decisions
        self._filled = ("", "")
        self._count()
        if self.isVisible():
            self.wanted(again=True)

    def _count(self) -> None:
        before, self.count = self.count, len(self._here())
        if before != self.count:
            self.changed.emit()


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

        point = next((one for one in self.desk.form.points if one.id == self.point), None)
        if point is None:
            return
        key, name, record = point.key, point.id, self.desk.head.id
        profile = self.shell.profile

        def read() -> list[Judgement]:
            found = judgements(profile, record, key, name) + judgements(profile, record, f"note/{name}/", name)
            return sorted(found, key=lambda one: one.seq, reverse=True)[:_MOST_CHANGES]

        self.shell.runner.submit(read, done=lambda found: self._show(found, name))

    def _show(self, found: list[Judgement], point: str) -> None:
        if point != self.point:
            return

        self.clear()
        head = ""
        for one in found:
            who = say("editor.history.who", when=self._when(one), role=named("rolle", one.role))
            if who != head:
                head = who
                self.add(Caption(who))
            self.add(
                _small(self._what(one), strong=True), Muted(self._value(one, one.new) or say("editor.history.emptied"))
            )
            if one.old:
                self.add(_struck(self._value(one, one.old)))
                if self.desk.editable and one.path.startswith("note/"):
                    self.add(self._link(one))
        if not found:
            self.add(Muted(say("editor.history.none")))

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
        from dataclasses import replace

        return said(replace(view, value=value), say.language) if view.kind == "question" else value

    def _view(self, path: str) -> NodeView | None:
        from neksus_desktop.errors import NotFoundError

        if not path.startswith("/"):
            return None
        try:
            return self.desk.view(path)
        except NotFoundError:
            return None


def _small(text: str, *, strong: bool = False) -> QWidget:
    label = Caption(text)
    label.tone(QPalette.ColorRole.WindowText)
    if strong:
        font = label.font()
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _struck(text: str) -> QWidget:
    label = Caption(text)
    font = label.font()
    font.setStrikeOut(True)
    label.setFont(font)
    return label
