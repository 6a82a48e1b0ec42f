"""Whether something can be kept in the open profile; what would keep something is out of use where not, and says why.

Rules kept here:

* who makes a key marks it (``writes=True``); whether it can be pressed is worked out in the key, from here alone;
* one profile is open at a time, and its shell says how it was opened (``Shell``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


class Writing:
    """How the open profile was opened."""

    def __init__(self) -> None:
        self.closed = False
        """Nothing can be kept: the profile is open for reading only."""

    def why_not(self) -> str:
        """Why nothing can be kept, "" where it can."""
        return say("ui.writing.closed") if self.closed else ""

    def mark(self, action: QAction) -> None:
        """An entry of a menu that keeps something; a menu is made anew each time."""
        if self.closed:
            action.setEnabled(False)
            action.setToolTip(self.why_not())


writing = Writing()
