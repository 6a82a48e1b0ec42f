"""After the files were written and read back: what lies where, and that the stick may be taken out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from neksus_desktop.ui.files import ask_save
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import Body, Caption, Card, Muted, NoteBox, PageTitle, PrimaryButton, SecondaryButton
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.usecases.export import ExportResult
    from neksus_desktop.usecases.profile import Profile


class ExportDone(QWidget):
    """The last page of Eksporter."""

    def __init__(self, shell: Shell, again: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("export_done")
        self.shell = shell
        self._files: tuple[Path, ...] = ()
        self._result: tuple[Path, ExportResult] | None = None
        self._remarks = False
        self.title = PageTitle()
        self.text = Muted()
        self.safe = NoteBox(tone="accent")
        self.files = QVBoxLayout()
        self.files.setSpacing(2)
        self.next = Muted()
        self.mail = SecondaryButton("export_mail", clicked=self.save_mail)
        self.list = SecondaryButton("export_list", clicked=self.save_list)
        self.again = SecondaryButton("export_again", clicked=again)
        self.finish = PrimaryButton("export_finish", clicked=lambda: shell.navigate("exchange", tab="sent"))
        card = Card()
        card.setMaximumWidth(680)
        card.column.addWidget(self.title)
        card.column.addWidget(self.text)
        card.column.addLayout(self.files)
        card.column.addWidget(self.safe)
        card.column.addWidget(self.next)
        row = FlowRow(gap=8)
        for button in (self.finish, self.again, self.mail, self.list):
            row.flow.addWidget(button)
        card.column.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(card)
        column.addStretch(1)

    def retranslate(self) -> None:
        """Say everything again."""
        self.safe.set_text(say("places.export.safe"))
        self.mail.say(say("places.export.mail"))
        self.list.say(say("places.export.list"))
        self.again.say(say("places.export.again"))
        self.finish.say(say("places.export.finish"))
        if self._result is not None:
            self.show_result(*self._result, remarks=self._remarks)

    def show_result(self, folder: Path, result: ExportResult, *, remarks: bool) -> None:
        """What was written where; ``remarks``: the files hold remarks and answers only."""
        self._result, self._remarks = (folder, result), remarks
        self._files = result.files
        self.title.setText(say.count("places.export.done", len(result.files)))
        kind = "done_remarks" if remarks else "done_help"
        self.text.setText(say.count(f"places.export.{kind}", result.records, folder=str(folder)))
        self.next.setText(say("places.export.next_remarks" if remarks else "places.export.next"))
        while (item := self.files.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for path in result.files:
            self.files.addWidget(Body(path.name))
            size = say("places.export.size", size=max(1, path.stat().st_size // 1000)) if path.is_file() else ""
            to = say("places.export.for_whom", names=", ".join(result.to)) if result.to else ""
            self.files.addWidget(Caption(" · ".join(part for part in (to, size) if part)))
        self.finish.setFocus()

    def save_mail(self) -> None:
        """Write an e-mail draft with the files attached, for the user's own mail program."""
        ask_save(self, say("places.export.mail"), "neksus.eml", self.write_mail)

    def save_list(self) -> None:
        """Write a list of the files with their checksums, to print and send along with a courier."""
        ask_save(self, say("places.export.list"), "neksus-overforing.txt", self.write_list)

    def write_list(self, path: Path) -> None:
        """Write the list to a file."""
        self.shell.runner.submit(
            _write_list, self.shell.profile, self._files, path,
            done=lambda _none: self.shell.notify("places.export.list_saved", file=path.name),
        )  # fmt: skip

    def write_mail(self, path: Path) -> None:
        """Write the draft to a file; where the files are too large for one, more beside it."""
        self.shell.runner.submit(
            _write_mail, self.shell.profile, self._files, path,
            done=lambda drafts: self.shell.notified.emit(_mail_saved(drafts)),
        )  # fmt: skip


def _write_list(profile: Profile, files: tuple[Path, ...], path: Path) -> None:
    from neksus_desktop.usecases.export import put
    from neksus_desktop.usecases.outbox import transfer_list

    put(path, transfer_list(profile, files, say.language).encode())


def _write_mail(profile: Profile, files: tuple[Path, ...], path: Path) -> tuple[Path, ...]:
    from neksus_desktop.usecases.outbox import write_drafts

    return write_drafts(profile, files, path, say.language)


def _mail_saved(drafts: tuple[Path, ...]) -> str:
    return say.count("places.export.mail_saved", len(drafts), file=", ".join(one.name for one in drafts))
