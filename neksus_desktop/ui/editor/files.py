"""The files of the open record, for the controls that show them: kept, read and saved in the background.

Rules kept here:

* bytes are kept before the record names them; naming and answering is one save, so that one step back undoes both;
* what is read is shown in our own window; nothing is written but where the user said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from neksus_desktop.records.attachment import AttachmentFacts, attachment_fields

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.profile import Profile

Told = Callable[["NeksusError"], None]


class Belonging(NamedTuple):
    """Where a file belongs: its point, and the ground's id or the question's path."""

    point: str
    owner: str


class Files(QObject):
    """What can be done with the record's files."""

    changed = Signal()
    """It is known now which files are not here yet."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(desk)
        self._shell = shell
        self._desk = desk
        self.awaited: frozenset[str] = frozenset()
        """Ids of files that are named and have not come here yet."""
        if desk.attachments():
            shell.runner.submit(_awaited, shell.profile, desk.head.id, done=self._tell)

    @property
    def largest(self) -> int:
        """How many megabytes a file may have."""
        from neksus_desktop.usecases.attachments import largest_megabytes

        return largest_megabytes()

    def keep(
        self,
        source: Path | bytes,
        belongs: Belonging,
        *,
        name: str,
        also_taken: tuple[str, ...],
        keep_metadata: bool,
        then: Callable[[AttachmentFacts], None],
        failed: Told,
    ) -> None:
        """Keep the bytes of a file; ``then`` is given what names it, for the caller to write."""
        from neksus_desktop.usecases.attachments import keep

        taken = (*(facts.name for facts in self._desk.attachments()), *also_taken)
        self._shell.runner.submit(
            keep, self._shell.profile, self._desk.head.id, source, point=belongs.point, owner=belongs.owner,
            name=name, taken=taken, keep_metadata=keep_metadata, done=then, failed=failed,
        )  # fmt: skip

    def read(self, facts: AttachmentFacts, then: Callable[[bytes], None], failed: Told) -> None:
        """Read the bytes of a file."""
        from neksus_desktop.usecases.attachments import read

        self._shell.runner.submit(read, self._shell.profile, facts.id, done=then, failed=failed)

    def run(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Do something with bytes that were read, away from the main thread."""
        self._shell.runner.submit(work, done=then)

    def save_as(self, facts: AttachmentFacts, destination: Path, failed: Told) -> None:
        """Write a file where the user said, and tell so."""
        from neksus_desktop.usecases.attachments import save_as

        def done(_nothing: object) -> None:
            self._shell.notify("attachment.saved", file=destination.name)

        self._shell.runner.submit(
            save_as, self._shell.profile, facts.id, destination, done=done, failed=failed
        )  # fmt: skip

    def answer(self, key: str, facts: AttachmentFacts, before: tuple[AttachmentFacts, ...]) -> None:
        """Let a file be the answer of a question, in place of those it had."""
        fields = {path: "" for old in before for path in attachment_fields(old)}
        self._desk.answer_with(key, facts.name, {**fields, **attachment_fields(facts)})

    def take_answer_away(self, key: str, before: tuple[AttachmentFacts, ...]) -> None:
        """Take the file of a question away; undo brings it back."""
        self._desk.answer_with(key, "", {path: "" for old in before for path in attachment_fields(old)})
        self._desk.told.emit("attachment.removed")

    def _tell(self, awaited: frozenset[str]) -> None:
        if awaited:
            self.awaited = awaited
            self.changed.emit()


def _awaited(profile: Profile, record: str) -> frozenset[str]:
    from neksus_desktop.usecases.attachments import attachments

    return frozenset(kept.facts.id for kept in attachments(profile, record) if not kept.here)
