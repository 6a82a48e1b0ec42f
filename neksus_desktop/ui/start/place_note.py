"""On the start pages: what speaks against the folder of the profile (synchronised, on a network, not writable)."""

from __future__ import annotations

from pathlib import Path

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import NoteBox
from neksus_desktop.usecases.places import warnings_about


class PlaceNote(NoteBox):
    """Shown only when there is something to say."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setObjectName("place_note")
        self.warnings = warnings_about(folder)
        self.setVisible(bool(self.warnings))

    def retranslate(self) -> None:
        """Say it again."""
        said = [say(f"package.place.{warning.fault}", folder=warning.folder) for warning in self.warnings]
        self.set_text("\n".join(said))
