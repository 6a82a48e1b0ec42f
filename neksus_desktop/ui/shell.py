"""What every screen is given: the open profile, the runner, and the way to the rest of the window.

Rules kept here:

* a screen knows the shell and use cases, never another screen nor the window;
* whoever changed something says what (``announce``); screens that show it read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from neksus_desktop.ui.say import Say, say
from neksus_desktop.ui.widgets.writing import writing

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.drafts import Drafts
    from neksus_desktop.ui.tasks import TaskRunner
    from neksus_desktop.usecases.profile import Profile

Changed = Literal["records", "follow_ups", "transfers", "settings", "subjects", "forms"]


class Shell(QObject):
    """The window as a screen sees it."""

    changed = Signal(object)
    """A frozenset of ``Changed``: what was written."""
    navigated = Signal(str, object)
    """Place and arguments: go there."""
    notified = Signal(str)
    """A calm sentence for the status line, said once."""
    error_raised = Signal(object)
    """A ``NeksusError`` for the user."""
    lock_wanted = Signal()
    restore_wanted = Signal(str)
    """Name of the safety copy that shall take the place of the database."""
    language_changed = Signal(str)
    """The language of the window, as long as the profile is open: what is closed hears of it no more."""
    saved = Signal(object)
    """Local time at which the last thing typed was durable, or None while something waits or could not be saved."""

    kept = Signal()
    """What could not be written before is written now."""

    def __init__(self, profile: Profile, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.profile = profile
        self.runner = runner
        self.say: Say = say
        self._drafts: Drafts | None = None
        writing.closed = profile.read_only
        runner.failed.connect(self.show_error)
        say.language_changed.connect(self.language_changed)

    @property
    def drafts(self) -> Drafts:
        """What was typed into dialogs and remarks and not handed in."""
        if self._drafts is None:
            from neksus_desktop.ui.drafts import Drafts

            self._drafts = Drafts(self)
        return self._drafts

    def close(self) -> None:
        """Finish what is queued and close the profile. Its screens live a little longer, and hear of nothing."""
        say.language_changed.disconnect(self.language_changed)
        if self._drafts is not None:
            self._drafts.flush()
        self.runner.close()
        self.profile.close()
        writing.closed = False

    def navigate(self, place: str, /, **arguments: Any) -> None:
        """Go to a place of ``ui.places`` with the arguments that its screen's ``enter`` takes."""
        self.navigated.emit(place, arguments)

    def lock(self) -> None:
        """Close a protected profile until the passphrase is typed again; what was typed is saved first."""
        self.lock_wanted.emit()

    def restore(self, name: str) -> None:
        """Put a safety copy in the place of the database; the profile is closed for it and opened again."""
        self.restore_wanted.emit(name)

    def announce(self, *what: Changed) -> None:
        """Say what was changed, after it was."""
        self.changed.emit(frozenset(what))

    def notify(self, message_key: str, /, **values: object) -> None:
        """Say one sentence in the status line, for some seconds and to screen readers."""
        self.notified.emit(self.say(message_key, **values))

    def show_error(self, error: NeksusError) -> None:
        """Tell a known error: what happened and what to do; never blocks."""
        self.error_raised.emit(error)

    def tell_kept(self) -> None:
        """Tell that what could not be written is durable after all, unless something else is not."""
        if not self.failing:
            self.kept.emit()

    @property
    def failing(self) -> bool:
        """Whether something that stood in a dialog or a remark could not be written."""
        return self._drafts is not None and self._drafts.failing

    def may_write(self) -> bool:
        """Whether something can be kept; says why not."""
        if writing.closed:
            self.notified.emit(writing.why_not())
        return not writing.closed

    def show_saved(self, at: object) -> None:
        """Tell when the last change was durable (local datetime), or None while it is not."""
        self.saved.emit(at)
