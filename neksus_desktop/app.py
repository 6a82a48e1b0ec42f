"""The window program, wired: Qt, language, theme, profile, pages. Everything else is given what it needs.

Rules kept here:

* an unprotected profile is opened and shown without loading any heavy library;
* a known error at the start is told in the window, never as a traceback;
* one window per profile: a second start raises the first and ends;
* anything unknown is shown once, what brought the program down at the next start; what was typed is safe already;
* told to end, by the session or by a signal, the program hands in what was typed and goes.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.paths import default_profile

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui.window import Window


def run(
    profile_folder: Path | None = None, passphrase: str | None = None, files: Sequence[Path] = (), place: str = "home"
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    Args:
        profile_folder: the profile, by default the user's own.
        passphrase: opens a protected profile without asking.
        files: transfer files opened by double click; their import plan is shown once the profile is open.
        place: where to begin.
    """
    gc.disable()  # what is made at the start stays; collecting in between only costs
    from neksus_desktop.ui.bindings import prepare

    prepare()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui import faults
    from neksus_desktop.ui.single import Single
    from neksus_desktop.ui.window import Window

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0]])
    app.setApplicationName("neksus-desktop")
    app.setDesktopFileName("neksus-desktop")
    folder = profile_folder or default_profile()
    single = Single(folder)
    if not single.claim(files):
        return 0
    window = Window(app, folder)
    sys.excepthook = window.show_bug
    window.open_files(files)
    window.open_profile(passphrase, place=place)
    window.show()
    QTimer.singleShot(0, lambda: single.watch(window))
    QTimer.singleShot(0, lambda: _prepare_for_the_end(app, window, single.faults))
    QTimer.singleShot(0, _collect_again)
    code = app.exec()
    window.close_profile()
    faults.end(single.faults)
    return code


def _prepare_for_the_end(app: QApplication, window: Window, file: Path) -> None:
    from neksus_desktop.ui import faults
    from neksus_desktop.ui.ending import Ending

    Ending(app, window)
    faults.begin(window, file)


def _collect_again() -> None:
    from neksus_desktop.forms.collector import keep_what_is_here

    keep_what_is_here()
    gc.enable()
