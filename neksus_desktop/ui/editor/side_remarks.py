"""Remarks on a point: with a return, or from another workplace; and a remark of one's own.

Rule kept here: a remark changes nothing in the text. Whoever owns the record says what was done with it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.text import GrowingText
from neksus_desktop.ui.editor.side_pages import SidePage, small
from neksus_desktop.ui.naming import capital, named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Caption, LinkButton, Muted
from neksus_desktop.ui.widgets.writing import writing

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.records.comment import Comment
    from neksus_desktop.records.version import Approval
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.comments import Answer
    from neksus_desktop.usecases.profile import Profile


class Remark(NamedTuple):
    """What someone said: about which point, when, as what, and in which words; ``comment`` if it can be answered."""

    point: str
    at: datetime
    key: str
    role: str
    workplace: str
    text: str
    comment: str = ""
    state: str = ""
    older: bool = False
    """Whether the point's texts were written in since."""
    answers: tuple[Answer, ...] = ()
    """What became of it elsewhere."""


class RemarksPage(SidePage):
    """The remarks of a point, and those on the whole."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._remarks: list[Remark] | None = None

    def show_desk(self, desk: Desk) -> None:
        """The remarks on another record."""
        super().show_desk(desk)
        self._remarks = None

    def set_place(self, point: str, question: str) -> None:
        """Remarks are counted on the tab, so they are read at once, and once."""
        super().set_place(point, "")
        del question
        if self._remarks is None:
            self._remarks = []
            self._read_again()
        self._count()

    def fill(self) -> None:
        """Newest first, then a field for one's own."""
        self.clear()
        now = self.shell.profile.clock()
        here = self._here()
        for remark in here:
            when = say.moment(remark.at, now=now)
            role = ", ".join(part for part in (capital(named("rolle", remark.role)), remark.workplace) if part)
            self.add(Caption(say(f"editor.remarks.{remark.key}", role=role, when=when)), small(remark.text))
            if remark.point and remark.point not in self._chosen_points():
                self.add(Caption(say("editor.remarks.point_gone")))
            elif remark.older:
                self.add(Caption(say("editor.remarks.older")))
            for answer in remark.answers:
                when = say.moment(answer.at, now=now)
                self.add(Caption(say(f"editor.remarks.answered.{answer.state}", name=answer.name, when=when)))
            if remark.comment and not remark.answers:
                self.add(self._answers(remark))
        if not here:
            self.add(Muted(say("editor.remarks.none")))
        self._add_field()

    def _here(self) -> list[Remark]:
        if not self._remarks:
            return []
        chosen = self._chosen_points()
        found = [one for one in self._remarks if one.point == self.point or one.point not in chosen]
        return sorted(found, key=lambda remark: remark.at, reverse=True)

    def _chosen_points(self) -> frozenset[str]:
        """Points that have a place of their own; a remark on one that was taken away stands with those on the whole."""
        chosen = self.desk.field("points").split()
        return frozenset(chosen) or frozenset(self.desk.form.places)

    def _answers(self, remark: Remark) -> QWidget:
        if remark.state != "open":
            return Caption(say(f"editor.remarks.state.{remark.state}"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        for state in ("taken_over", "disagree"):
            name = f"remark_{remark.comment}_{state}"
            line.addWidget(
                LinkButton(
                    name, say(f"editor.remarks.{state}"), partial(self._answer, remark.comment, state), writes=True
                )
            )
        line.addStretch(1)
        return row

    def _answer(self, comment: str, state: str) -> None:
        from neksus_desktop.usecases.comments import answer_comment

        self.shell.runner.submit(answer_comment, self.shell.profile, comment, state, done=lambda _: self._read_again())

    def _add_field(self) -> None:
        field = GrowingText(least=2)
        field.setObjectName("remark_text")
        field.setAccessibleName(say("editor.remarks.new"))
        field.setPlaceholderText(say("editor.remarks.new"))
        field.setEnabled(not writing.closed)
        add = LinkButton("remark_add", say("editor.remarks.add"), partial(self._write, field), writes=True)
        add.setEnabled(False)
        field.textChanged.connect(lambda: add.setEnabled(bool(field.toPlainText().strip())))
        self.shell.drafts.keep(self._place(), field)
        self.add(field)
        self.column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def _write(self, field: GrowingText) -> None:
        from neksus_desktop.usecases.comments import add_comment

        profile, record = self.shell.profile, self.desk.head.id
        self.desk.autosave.settle()
        text, place = field.toPlainText(), self._place()

        def added(_comment: object) -> None:
            self.shell.drafts.forget(place)
            self._read_again()

        self.shell.runner.submit(add_comment, profile, record, self.point, text, done=added)

    def _place(self) -> str:
        return f"remark/{self.desk.head.id}/{self.point}"

    def _read_again(self) -> None:
        self.shell.runner.submit(_read, self.shell.profile, self.desk.head.id, done=partial(self._show, self.desk))

    def _show(self, desk: Desk, remarks: list[Remark]) -> None:
        if desk is not self.desk:
            return
        self._remarks = remarks
        self._count()
        if self.isVisible():
            self.wanted(again=True)
        else:
            self.forget()

    def _count(self) -> None:
        before, self.count = self.count, len(self._here())
        if before != self.count:
            self.changed.emit()


def _read(profile: Profile, record: str) -> list[Remark]:
    from neksus_desktop.usecases.comments import answers_to, comments, overtaken
    from neksus_desktop.usecases.history import decisions

    found = [one for decision in decisions(profile, record) for one in _of_decision(decision)]
    older, remarks = overtaken(profile, record), comments(profile, record)
    answers = answers_to(profile, remarks)
    return found + [
        _of_comment(one)._replace(older=one.id in older, answers=answers.get(one.id, ())) for one in remarks
    ]


def _of_decision(decision: Approval) -> list[Remark]:
    return [
        Remark(point, decision.decided_at, decision.decision, decision.role, "", text)
        for point, text in decision.remarks.items()
    ]


def _of_comment(comment: Comment) -> Remark:
    return Remark(
        comment.point,
        comment.made_at,
        "remarked",
        comment.role,
        comment.workplace_name,
        comment.text,
        comment.id,
        comment.state,
    )
