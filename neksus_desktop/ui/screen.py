"""A screen: one place of the window. It reads again when told that what it shows was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets.header import HeaderBar


class Deed(NamedTuple):
    """Something one can do: its name, what stands behind it in small (its key, if it has one), and the deed."""

    name: str
    facts: str
    act: Callable[[], object]


def deeds_of(buttons: Iterable[QAbstractButton]) -> list[Deed]:
    """What these keys do, by their names."""
    native = QKeySequence.SequenceFormat.NativeText
    return [Deed(one.accessibleName(), one.shortcut().toString(native), one.click) for one in buttons]


class Screen(QWidget):
    """One place. Subclasses set ``place``, ``watches`` and ``title_key``, fill themselves and their ``header``."""

    place: ClassVar[str] = ""
    rail: str = ""
    """The entry marked in the navigation while this screen is shown; the screen's own place if empty."""
    watches: ClassVar[frozenset[Changed]] = frozenset()

    ready = Signal()
    """What ``reads_first`` has read stands here, or takes so long that one is shown that it is being read."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setObjectName(f"screen_{self.place}")
        self.header = HeaderBar()
        self._current = False
        self._stale = True
        shell.changed.connect(self._on_changed)
        shell.language_changed.connect(self._on_language)

    def prepare(self) -> None:
        """Build, in turns of the runner, what the first one who comes here would wait for."""

    def reads_first(self, **arguments: Any) -> bool:
        """Whether the place one comes from stays in sight until the screen, entered with these, tells ``ready``."""
        del arguments
        return False

    def enter(self, **arguments: Any) -> None:
        """The screen comes into view; arguments are the place's own (``record=…``). Reads if something was changed."""
        del arguments
        self._current = True
        if self._stale:
            self._stale = False
            self.reload()

    def leave(self) -> bool:
        """The screen goes out of view; hands in what is not saved. False keeps the user here."""
        self._current = False
        return True

    def stays(self) -> str:
        """Why one cannot go elsewhere yet, in words: what is written here would hold back what is typed there."""
        return ""

    def deeds(self) -> list[Deed]:
        """What can be done here now, what stands in the header at least; Ctrl+K offers it by its name."""
        return deeds_of(self.header.deeds())

    def about(self) -> dict[str, str]:
        """What a new assessment begun from here is about: the arguments of the place for one."""
        return {}

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Files were dropped here or opened; True if this place has a use of its own for them."""
        del paths
        return False

    def reload(self) -> None:
        """Read again what is shown."""

    def retranslate(self) -> None:
        """Say every text again in the current language."""

    @property
    def current(self) -> bool:
        """Whether the user is here."""
        return self._current

    def _on_changed(self, what: frozenset[Changed]) -> None:
        if not what & self.watches:
            return
        if self._current:
            self.reload()
        else:
            self._stale = True

    def _on_language(self, _language: str) -> None:
        self.retranslate()
