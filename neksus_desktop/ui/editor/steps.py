"""What a person does with the open record besides answering: grounds, follow-up points, undo, send, decide, go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from zlib import crc32

from PySide6.QtCore import QObject

from neksus_desktop.errors import StatusError
from neksus_desktop.ui.editor.form_language import FormLanguages
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from neksus_desktop.forms import Point
    from neksus_desktop.records.version import Version
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.editor.screen import EditorScreen
    from neksus_desktop.ui.tasks import Task
    from neksus_desktop.usecases.ready import Gap


_COUNTED_UP_TO = 200
"""In longer forms «Klar?» is worked out when asked for."""


def _is_long(desk: Desk) -> bool:
    return len(desk.form.points) > _COUNTED_UP_TO


class Steps(QObject):
    """The editor's actions."""

    def __init__(self, screen: EditorScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.languages = FormLanguages(screen)
        self._asked: Task | None = None
        """What works out «Klar?» of a long form."""

    @property
    def _desk(self) -> Desk | None:
        return self._screen.desk

    @property
    def _point(self) -> Point | None:
        view = self._screen.middle.view
        return view.point if view is not None else None

    def act(self, action: str) -> None:
        """Do what the bar offers."""
        steps: dict[str, Callable[[], None]] = {
            "ready": self.ready,
            "decide": self.decide,
            "recall": lambda: self._decide_by("recall", "editor.told.recalled"),
            "reopen": lambda: self._decide_by("reopen", "editor.told.reopened"),
            "export": lambda: self._screen.shell.navigate("export", records=[self._screen.record]),
            "print": self.print,
        }
        if action in steps and self._desk is not None:
            steps[action]()

    def take(self, step: str, key: str) -> None:
        """Do what a card of the current point asks for."""
        if key:
            {"edit_ground": self.edit_ground, "edit_follow_up": self.edit_follow_up}[step](key)
        else:
            {"add_ground": self.add_ground, "add_follow_up": self.add_follow_up}[step]()

    def to_point(self) -> None:
        """Put the cursor into the point in sight."""
        if self._screen.middle.view is not None:
            self._screen.middle.view.focus_first()

    def write(self) -> None:
        """Put the cursor into the internal text of the point in sight, past its questions."""
        point = self._point
        if point is not None and self.may_add_ground():
            self._screen.show_point(point.id, f"note/{point.id}/internal")

    def add_ground(self) -> None:
        """A new ground for the point in sight."""
        from neksus_desktop.records.ids import new_id
        from neksus_desktop.records.note import Evidence

        point = self._point
        if point is not None and self.may_add_ground():
            self._ground(Evidence(id=new_id(), point=point.id), existing=False)

    def edit_ground(self, key: str) -> None:
        """Change a ground or take it away; where nothing may be written, show its file."""
        point, desk = self._point, self._desk
        if desk is None or point is None:
            return
        if not desk.editable:
            self._show_file(key)
            return
        for ground in desk.evidence(point.id):
            if ground.id == key:
                self._ground(ground, existing=True)

    def add_follow_up(self) -> None:
        """A new follow-up point for the point in sight."""
        self.make_follow_up("", "", "")

    def make_follow_up(self, text: str, responsible: str, deadline: str) -> None:
        """A new follow-up point with what is known already."""
        from neksus_desktop.records.ids import new_id
        from neksus_desktop.records.note import FollowUp

        point = self._point
        if point is not None and self.may_follow_up():
            fresh = FollowUp(id=new_id(), point=point.id, text=text, responsible=responsible, deadline=deadline)
            self._follow_up(fresh, existing=False)

    def edit_follow_up(self, key: str) -> None:
        """Change, close or take away a follow-up point."""
        point, desk = self._point, self._desk
        if desk is None or point is None or not desk.follows_up:
            return
        for found in desk.follow_ups(point.id):
            if found.id == key:
                self._follow_up(found, existing=True)

    def choose_points(self) -> None:
        """Choose which points the record covers."""
        from neksus_desktop.ui.editor.decide_dialogs import PointsDialog

        desk = self._desk
        if desk is None:
            return
        dialog = PointsDialog(desk, self._screen)
        dialog.accepted.connect(lambda: desk.write({"points": " ".join(dialog.points())}))
        self._show(dialog)

    def look_at_newer_form(self) -> None:
        """Show what would become of the draft in the newest version of its form, and move it if wanted."""
        from neksus_desktop.usecases import newer_form

        desk, shell, record = self._desk, self._screen.shell, self._screen.record
        if desk is None or not desk.editable:
            return
        desk.autosave.settle()

        def moved(_move: object) -> None:
            shell.notify("editor.told.moved")
            shell.announce("records", "follow_ups")
            self._screen.reopen()

        def move() -> None:
            desk.autosave.settle()
            shell.runner.submit(newer_form.move, shell.profile, record, done=moved)

        def show(outlook: newer_form.Outlook) -> None:
            from neksus_desktop.ui.editor.newer_form import NewerFormDialog

            if self._desk is desk:
                dialog = NewerFormDialog(outlook, self._screen)
                dialog.accepted.connect(move)
                self._show(dialog)

        shell.runner.submit(newer_form.look, shell.profile, record, done=show)

    def undo(self) -> None:
        """Take the last change back, whatever it was."""
        self._walk("undo", "editor.told.undone", "editor.told.nothing_to_undo")

    def redo(self) -> None:
        """Bring the change taken back again."""
        self._walk("redo", "editor.told.redone", "editor.told.nothing_to_redo")

    def left(self) -> int | None:
        """How many things stand open; None where that is not counted."""
        desk = self._desk
        if desk is None or not desk.editable or _is_long(desk):
            return None
        from neksus_desktop.usecases.ready import gaps

        return len(gaps(desk.snapshot(), say.language))

    def ready(self) -> None:
        """Say what stands open, and send for approval; of a long form it is worked out in the worker."""
        from neksus_desktop.usecases.ready import gaps, gaps_of

        desk, shell, record = self._desk, self._screen.shell, self._screen.record
        assert desk is not None
        desk.autosave.settle()
        show = partial(self._show_ready, desk)
        if _is_long(desk):
            if self._asked is None or self._asked.delivered:  # asked twice, it is answered once
                asked = (shell.profile, record, say.language, desk.session.language)
                self._asked = shell.runner.submit(gaps_of, *asked, done=show)
        else:
            show(gaps(desk.snapshot(), say.language))

    def _show_ready(self, desk: Desk, found: list[Gap]) -> None:
        from neksus_desktop.ui.editor.decide_dialogs import ReadyDialog

        if desk is not self._desk or not self._screen.isVisible():
            return  # one has gone on meanwhile
        dialog = ReadyDialog(found, self._screen)
        dialog.goto.connect(self._screen.show_point)
        dialog.accepted.connect(lambda: self._decide_by("submit", "editor.told.submitted"))
        self._show(dialog)

    def decide(self) -> None:
        """Approve or return."""
        from neksus_desktop.ui.editor.decide_dialogs import DecideDialog
        from neksus_desktop.ui.editor.sign_as import SignAsChoice
        from neksus_desktop.usecases.approvers import approvers

        desk = self._desk
        assert desk is not None
        shell = self._screen.shell
        sign_as = SignAsChoice(shell, approvers(shell.profile))
        dialog = DecideDialog(desk, sign_as, self._screen)

        def decided() -> None:
            if dialog.returned:
                self._decide_by("return_for_change", "editor.told.returned", remarks=dialog.remarks())
            else:
                risk = dialog.risk.isChecked()
                self._decide_by(
                    "approve", "editor.told.approved", remarks=dialog.remarks(), risk_willingness=risk,
                    sign_as=dialog.sign_as.chosen(),
                )  # fmt: skip

        dialog.accepted.connect(decided)
        shell.drafts.keep(f"decide/{desk.head.id}/", dialog, dialog.remarks, dialog.take_remarks)
        self._show(dialog)

    def print(self) -> None:
        """Show the record as paper."""
        desk = self._desk
        assert desk is not None
        desk.autosave.settle()
        more = {"board": True} if desk.head.subject.type == "styre" else {}
        self._screen.shell.navigate("preview", kind="summary", record=self._screen.record, **more)

    def may_write(self) -> bool:
        """Whether the record can be changed."""
        return self._desk is not None and self._desk.editable

    def may_add_ground(self) -> bool:
        """Whether the point in sight takes a text and grounds."""
        point = self._point
        return self.may_write() and point is not None and not point.attributes.get("part")

    def may_follow_up(self) -> bool:
        """Whether the point in sight takes follow-up points; one that is approved does too."""
        return self._desk is not None and self._desk.follows_up and self._point is not None

    def _ground(self, ground: Any, *, existing: bool) -> None:
        from neksus_desktop.ui.editor.note_dialogs import GroundDialog

        desk, point = self._desk, self._point
        assert desk is not None
        assert point is not None
        suggested = tuple(point.attributes.get("evidence", "").split())
        dialog = GroundDialog(ground, suggested, self._screen, existing=existing, desk=desk)
        dialog.accepted.connect(lambda: desk.write(dialog.fields()))
        self._keep_draft("ground", ground, dialog, existing=existing)
        self._show(dialog)

    def _show_file(self, ground: str) -> None:
        from neksus_desktop.ui.editor.file_view import FileView

        desk = self._desk
        assert desk is not None
        named = [facts for facts in desk.attachments() if facts.owner == ground]
        if named and desk.files is not None:
            self._show(FileView(desk.files, named[0], self._screen))

    def _follow_up(self, found: Any, *, existing: bool) -> None:
        desk = self._desk
        assert desk is not None
        if not desk.editable:
            self._follow_up_approved(desk, found, existing=existing)
            return
        from neksus_desktop.ui.editor.note_dialogs import FollowUpDialog

        dialog = FollowUpDialog(found, self._screen, existing=existing)
        dialog.accepted.connect(lambda: desk.write(dialog.fields()))
        self._keep_draft("follow_up", found, dialog, existing=existing)
        self._show(dialog)

    def _follow_up_approved(self, desk: Desk, found: Any, *, existing: bool) -> None:
        """What was done after the approval, in an approved record: written at once, and the record read anew."""
        from neksus_desktop.usecases import decide, records

        shell, record = self._screen.shell, self._screen.record

        def ask(approved: Version | None) -> None:
            if approved is None:
                shell.show_error(StatusError(status=desk.head.status, reason="edit"))
            elif self._desk is desk:
                from neksus_desktop.ui.editor.note_dialogs import FollowUpDialog

                dialog = FollowUpDialog(found, self._screen, existing=existing, approved=approved.fields)
                dialog.accepted.connect(
                    lambda: shell.runner.submit(
                        records.save_fields, shell.profile, record, dialog.fields(),
                        done=self._again("editor.told.followed_up"),
                    )
                )  # fmt: skip
                self._keep_draft("follow_up", found, dialog, existing=existing)
                self._show(dialog)

        shell.runner.submit(decide.approved_text, shell.profile, record, done=ask)

    def _keep_draft(self, kind: str, of: Any, dialog: QDialog, *, existing: bool) -> None:
        """Something new has no id yet that lasts: it is known by its point, and by the words it begins with if any."""
        begun = getattr(of, "text", "")
        at = of.id if existing else f"{of.point}:{crc32(begun.encode())}"
        self._screen.shell.drafts.keep(f"{kind}/{self._screen.record}/{at}", dialog)

    def _show(self, dialog: QDialog) -> None:
        from PySide6.QtCore import Qt

        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _walk(self, step: str, told: str, nothing: str) -> None:
        if not self.may_write():
            return
        from neksus_desktop.usecases import history

        desk, shell = self._desk, self._screen.shell
        assert desk is not None
        desk.autosave.settle()

        def done(restored: dict[str, str]) -> None:
            shell.notify(told if restored else nothing)
            if restored:
                self._screen.reopen()

        shell.runner.submit(getattr(history, step), shell.profile, self._screen.record, done=done)

    def _decide_by(self, step: str, told: str, **options: Any) -> None:
        from neksus_desktop.usecases import decide

        desk, shell = self._desk, self._screen.shell
        assert desk is not None
        desk.autosave.settle()

        shell.runner.submit(
            getattr(decide, step), shell.profile, self._screen.record, done=self._again(told), **options
        )

    def _again(self, told: str) -> Callable[[object], None]:
        """Say what was done, and read the record anew."""

        def done(_result: object) -> None:
            self._screen.shell.notify(told)
            self._screen.shell.announce("records", "follow_ups")
            self._screen.reopen()

        return done
