"""What brings the whole program down is written by Python itself as it happens (faulthandler), and shown next time.

Rules kept here:

* the file lies in the user's runtime folder of this machine, never in the profile, and goes when the program ends as
  it should; it names places in the code and nothing else;
* a report is shown without the folders of the machine, whose names can be people's.
"""

from __future__ import annotations

import faulthandler
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.ui.window import Window

_PLACE = re.compile(r'File "([^"]*)"')
_FOLDERS = ("neksus_desktop", "site-packages", "lib")
"""What a place in the code is told from, the first that is found."""
_LONGEST = 20_000


def begin(window: Window, file: Path) -> None:
    """Tell what brought the program down the last time, if anything did, and watch from now on."""
    happened = _taken(file)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        faulthandler.enable(file=os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    except OSError:
        return  # a program that cannot say why it fell is still a program
    if happened:
        from neksus_desktop.ui.bug import BugDialog, program

        BugDialog(f"{program()}\n\n{without_folders(happened)}", window, "before").open()


def end(file: Path) -> None:
    """The program ends as it should: there is nothing to tell."""
    faulthandler.disable()
    _taken(file)


def without_folders(report: str) -> str:
    """Places in the code without the folders that the program lies in."""
    return _PLACE.sub(lambda found: f'File "{_shortened(found[1])}"', report)


def _taken(file: Path) -> str:
    try:
        report = file.read_text(encoding="utf-8", errors="replace")[:_LONGEST].strip()
        file.unlink()
    except OSError:
        return ""
    return report


def _shortened(place: str) -> str:
    parts = re.split(r"[\\/]", place)
    return next(("/".join(parts[parts.index(one) :]) for one in _FOLDERS if one in parts), parts[-1])
