"""Opening a profile otherwise than by its passphrase: after restoring a safety copy, from damage, or for reading only.

Rules kept here:

* the profile is closed, with all that was typed handed in, before a copy takes the place of its database;
* a damaged profile is told as such, and its newest sound copy is offered for reading, with what it does not have;
* where nothing can be written, that is said as long as it is so, and can be tried again when the disk is made ready.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from neksus_desktop.errors import NeksusError, StorageDamagedError, StorageFullError
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.fault import FaultPage
from neksus_desktop.ui.widgets import SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.ui.window import Window
    from neksus_desktop.usecases.profile import Clock


def restore(window: Window, name: str) -> None:
    """Put a safety copy in the place of the database, and open it."""
    from neksus_desktop.usecases.maintain import restore_by_key

    def put_back(key: bytes | None, clock: Clock) -> None:
        restore_by_key(window.folder, name, key, clock=clock)

    _reopen(window, put_back, "safety.restore.done")


def try_writing(window: Window) -> None:
    """Open the profile once more: the disk may have been cleared, the stick unlocked."""
    _reopen(window)


def _reopen(window: Window, between: Callable[[bytes | None, Clock], object] | None = None, told: str = "") -> None:
    """Close the profile and open it by its key, with something done in ``between``."""
    from neksus_desktop.usecases.profile import open_by_key

    if window.shell is None:
        return
    key, clock = window.shell.profile.store.key, window.shell.profile.clock
    if not window.close_profile():
        return

    try:
        if between is not None:
            between(key, clock)
        window.use(open_by_key(window.folder, key, clock=clock))
    except NeksusError as error:
        window.show_fault(error)
        return
    if told and window.shell is not None:
        window.shell.notify(told)


def fault_page(window: Window, error: NeksusError, passphrase: str | None) -> FaultPage:
    """What keeps a profile from opening; for a damaged one with a copy, the way into the copy."""
    from neksus_desktop.usecases.maintain import snapshots

    page = FaultPage(error, window.open_profile, window.close)
    if isinstance(error, StorageDamagedError) and snapshots(window.folder):
        page.offer_copy(lambda: open_copy(window, passphrase))
    return page


def open_copy(window: Window, passphrase: str | None) -> None:
    """Read the newest sound safety copy of a damaged profile, and say what it does not have."""
    from neksus_desktop.usecases.maintain import open_newest_copy

    try:
        profile, loss = open_newest_copy(window.folder, passphrase)
    except NeksusError as error:
        window.show_fault(error, passphrase)
        return
    window.use(profile)
    assert window.workspace is not None

    def words() -> str:
        told = say("safety.copy.reading", when=say.moment(loss.copy_at.astimezone(), now=profile.now()))
        lost = say.count("safety.copy.lost", len(loss.records)) if loss.readable else say("safety.copy.unknown")
        return f"{told} {lost}"

    window.workspace.show_reading(words)


def say_reading(window: Window) -> None:
    """Say why the open profile can only be read, with a button to try again; nothing where it can be written."""
    if window.shell is None or window.workspace is None or (closed_by := window.shell.profile.closed_by) is None:
        return
    reason = "full" if isinstance(closed_by, StorageFullError) else "closed"
    again = SecondaryButton("reading_again", say("safety.reading.again"), lambda: try_writing(window))
    window.workspace.show_reading(lambda: _said(again, say(f"safety.reading.{reason}", folder=window.folder)), again)


def _said(again: SecondaryButton, words: str) -> str:
    again.say(say("safety.reading.again"))
    return words
