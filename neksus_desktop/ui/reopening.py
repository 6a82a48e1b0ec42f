"""Opening a profile otherwise than by its passphrase: after restoring a safety copy, and from damage.

Rules kept here:

* the profile is closed, with all that was typed handed in, before a copy takes the place of its database;
* a damaged profile is told as such, and its newest sound copy is offered for reading, with what it does not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.errors import NeksusError, StorageDamagedError
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.fault import FaultPage

if TYPE_CHECKING:
    from neksus_desktop.ui.window import Window


def restore(window: Window, name: str) -> None:
    """Put a safety copy in the place of the database, and open it."""
    from neksus_desktop.usecases.maintain import restore_by_key
    from neksus_desktop.usecases.profile import open_by_key

    if window.shell is None:
        return
    key, clock = window.shell.profile.store.key, window.shell.profile.clock
    if not window.close_profile():
        return
    try:
        restore_by_key(window.folder, name, key, clock=clock)
        window.use(open_by_key(window.folder, key, clock=clock))
    except NeksusError as error:
        window.show_fault(error)
        return
    window.shell.notify("safety.restore.done")


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
    told = say("safety.copy.reading", when=say.moment(loss.copy_at.astimezone(), now=profile.now()))
    lost = say.count("safety.copy.lost", len(loss.records)) if loss.readable else say("safety.copy.unknown")
    window.workspace.fault.set_text(f"{told} {lost}")
    window.workspace.fault.show()
