"""The pages of the right side. Each reads when it is in sight and the point or its content changed, in the runner."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.words import is_read_only_text, leaves, said
from neksus_desktop.ui.naming import day
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import Caption, Heading, LinkButton, Muted, NoteBox
from neksus_desktop.ui.widgets.filling import filled_at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from neksus_desktop.forms import NodeView
    from neksus_desktop.records.note import FollowUp
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.records import OpenRecord

_MOST_CHANGES = 40


class SidePage(QWidget):
    """One page, empty until ``show_desk``. Subclasses override ``fill``."""

    changed = Signal()

    desk: Desk

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.point = ""
        self.question = ""
        self.count = 0
        self._filled = ("", "")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2 * GAP)

    def show_desk(self, desk: Desk) -> None:
        """Another record, or the same one read anew: what is shown is out of date."""
        self.desk = desk
        self.point, self.question, self.count = "", "", 0
        self.forget()

    def set_place(self, point: str, question: str) -> None:
        """Where the user is."""
        self.point, self.question = point, question

    def wanted(self, *, again: bool = False) -> None:
        """The page is in sight: fill it if it does not show this place yet."""
        if self.point and (again or self._filled != (self.point, self.question)):
            self._filled = (self.point, self.question)
            with filled_at_once(self):
                self.fill()

    def forget(self) -> None:
        """What is shown is out of date: fill the page when it comes in sight."""
        self._filled = ("", "")

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
        """Put widgets below each other; a link stands where the texts begin."""
        for widget in widgets:
            if isinstance(widget, LinkButton):
                self.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self.column.addWidget(widget)


class GuidancePage(SidePage):
    """Sub-questions of the question in focus, background from the guide, and what to be careful with."""

    def fill(self) -> None:
        """Questions, panels, notes."""
        from neksus_desktop.forms.guidance import panels

        self.clear()
        asks = self._asks()
        if asks:
            self.add(Heading(say("editor.guidance.ask")), *(small(line) for line in asks))
        point = self.desk.point(self.point)
        names = point.attributes.get("guidance", "").split() if point is not None else []
        known = panels() if names else {}
        found = [known[name] for name in names if name in known]
        notes = [panel for panel in found if not panel.ref or panel.id.startswith("merk")]
        background = [panel for panel in found if panel not in notes]
        if background:
            self.add(Heading(say("editor.guidance.background")))
        for panel in background:
            title = say("editor.guidance.panel", title=panel.title(say.language), ref=panel.ref)
            self.add(small(title, strong=True), Caption(panel.text(say.language)))
        if notes:
            texts = [panel.text(say.language) for panel in notes]
            whole = [text for text in texts if not any(text != other and text in other for other in texts)]
            self.add(Heading(say("editor.guidance.note")), *(NoteBox(text) for text in whole))
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
        point = self.desk.point(self.point)
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

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._earlier: OpenRecord | None = None
        self._asked = False

    def show_desk(self, desk: Desk) -> None:
        """Another record has another earlier one."""
        super().show_desk(desk)
        self._earlier, self._asked = None, False

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
                done = partial(self._opened, self.desk)
                self.shell.runner.submit(open_record, self.shell.profile, previous, done=done)
            return
        self._show(self._earlier)

    def _opened(self, desk: Desk, earlier: OpenRecord) -> None:
        if desk is self.desk:
            self._earlier = earlier
            with filled_at_once(self):
                self.fill()

    def _compare(self) -> None:
        from neksus_desktop.ui.editor.word_diff import WordDiff

        if self._earlier is not None:
            before = self._earlier.record.note(self.point).internal
            now = self.desk.field(f"note/{self.point}/internal")
            self.add(small(say("editor.previous.compared"), strong=True), WordDiff(before, now))

    def _show(self, earlier: OpenRecord) -> None:

        assessed = day(earlier.record.fields.get("assessed_on", ""))
        self.add(Heading(say("editor.previous.from", date=assessed) if assessed else say("editor.previous.heading")))
        point = next((one for one in earlier.form.points if one.id == self.point), None)
        answers = [view for view in leaves(earlier.session, point.key) if view.value] if point is not None else []
        for view in answers:
            if not is_read_only_text(view):
                self.add(small(clean(view.label), strong=True), Muted(said(view, say.language)))
        note = earlier.record.note(self.point)
        if note.internal:
            self.add(small(say("editor.text.internal"), strong=True), Muted(note.internal))
            now = self.desk.field(f"note/{self.point}/internal")
            if now and now != note.internal:
                self.add(LinkButton("previous_compare", say("editor.previous.compare"), self._compare))
        carried = self._show_open(earlier)
        if not answers and not note.internal and not carried:
            self.add(Muted(say("editor.previous.nothing_here")))

    def _show_open(self, earlier: OpenRecord) -> bool:
        """What was still open then is raised again until it is closed; a click takes it along."""
        here = {found.text for found in self.desk.follow_ups(self.point)}
        still = [
            found
            for found in earlier.record.follow_ups()
            if found.point == self.point and found.state == "aapen" and found.text not in here
        ]
        if still:
            self.add(small(say("editor.previous.open"), strong=True))
        for found in still:
            self.add(Muted(found.text))
            if self.desk.editable:
                self.add(LinkButton(f"previous_carry_{found.id}", say("editor.previous.carry"), self._carry(found)))
        return bool(still)

    def _carry(self, found: FollowUp) -> Callable[[], None]:
        return lambda: self.desk.follow_up_wanted.emit(found.text, found.responsible, found.deadline)


def small(text: str, *, strong: bool = False) -> QWidget:
    """A line of small text that can be copied."""
    label = Caption(text)
    label.tone(QPalette.ColorRole.WindowText)
    if strong:
        font = label.font()
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def struck(text: str) -> QWidget:
    """Small text that no longer stands."""
    label = Caption(text)
    font = label.font()
    font.setStrikeOut(True)
    label.setFont(font)
    return label
