"""The window of an opened profile: header, navigation, the screen, status line; goes from place to place.

Rules kept here:

* a screen is built when first shown and kept;
* no place is left before its screen has handed in what was typed;
* a known error is told in a strip over the screen, with what to do; it never stands in the way of typing, and one of
  the disk goes when something is written again;
* while nothing can be written, a bar over every screen says so.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from neksus_desktop.errors import StorageError
from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.places import PLACES, make
from neksus_desktop.ui.rail import Rail
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.status_line import StatusLine
from neksus_desktop.ui.widgets import IconButton, NoteBox
from neksus_desktop.ui.widgets.buttons import keys_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.overview import Counts
    from neksus_desktop.usecases.profile import Profile


def _counts(profile: Profile) -> Counts:
    """In the worker, what it takes to count too."""
    from neksus_desktop.usecases.overview import counts

    return counts(profile)


class Screens(QStackedWidget):
    """The places one after the other in the same room."""

    def sizeHint(self) -> QSize:
        """What they need, not what they would like: the names of the places beside come before air in a screen."""
        return self.minimumSizeHint()


class Workspace(QWidget):
    """Everything one sees while a profile is open."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.place = ""
        self._screens: dict[str, Screen] = {}
        name = shell.profile.workplace_name
        self.rail = Rail(shell.profile.workplace_role)
        self.status = StatusLine(name)
        self.headers = QStackedWidget()
        self.headers.setMinimumHeight(44)
        self.headers.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.screens = Screens()
        self.fault = NoteBox(tone="error")
        self.fault.setObjectName("fault_strip")
        self.fault_close = IconButton("fault_close", "close", clicked=self.fault.hide)
        self.fault.row.addWidget(self.fault_close)
        self.fault.hide()
        self._of_disk = False
        self.reading: NoteBox | None = None
        self._reading_words: Callable[[], str] = str
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        middle = self._middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        strip = QHBoxLayout()
        strip.setContentsMargins(0, 0, 0, 0)
        strip.addWidget(self.fault)
        middle.addLayout(strip)
        middle.addWidget(self.screens, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addLayout(middle, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.headers)
        whole.addLayout(body, 1)
        whole.addWidget(self.status)

    def _connect(self) -> None:
        shell = self.shell
        self.rail.chosen.connect(self.go)
        shell.navigated.connect(self._go_when_loaded)
        shell.error_raised.connect(self.show_error)
        shell.notified.connect(self.status.notify)
        shell.saved.connect(self.status.show_saved)
        shell.kept.connect(self._on_kept)
        shell.changed.connect(self._on_changed)
        shell.runner.busy_changed.connect(self.status.show_busy)
        shell.language_changed.connect(self._on_language)
        for name, button in self.rail.buttons.items():
            keys = QShortcut(button.keys, self)
            keys.activated.connect(partial(self._go_by_key, name))
        acts = (
            ("Ctrl+N", self.begin),
            (PLACES["search"].shortcut, partial(self.go, "search")),
            ("Ctrl+K", self.open_palette),
            ("Ctrl+L", shell.lock),
        )
        for sequence, act in acts:
            QShortcut(keys_of(sequence), self).activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names of the places where there is room for them."""
        super().resizeEvent(event)
        self.rail.fit(self.width())

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room; places out of sight do not tell that they need another one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.rail.fit(self.width())
            self.screens.updateGeometry()
            self.headers.updateGeometry()

    def _on_language(self, _language: str) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        """Say what stands outside the screens again."""
        self.rail.retranslate()
        self.status.retranslate()
        self.fault_close.say(self.shell.say("ui.action.close"))
        if self.reading is not None:
            self.reading.set_text(self._reading_words())
        for screen in self._screens.values():
            self._brand(screen)

    def screen_of(self, place: str) -> Screen:
        """The screen of a place, built if need be."""
        if place not in self._screens:
            screen = make(place, self.shell)
            self._screens[place] = screen
            screen.ready.connect(partial(self._show, screen))
            self.screens.addWidget(screen)
            self.headers.addWidget(screen.header)
            screen.retranslate()
            self._brand(screen)
        return self._screens[place]

    def go(self, place: str, /, **arguments: Any) -> bool:
        """Go to a place; False if the screen here does not let the user go, or there is nothing to do there."""
        if (PLACES[place].writes and not self.shell.may_write()) or not self._leave():
            return False
        screen = self.screen_of(place)
        self.place = place
        if not screen.reads_first(**arguments):
            self._show(screen)
        screen.enter(**arguments)
        if self.place == place and self.screens.currentWidget() is screen:
            self.rail.mark(screen.rail or place)  # a preview stands under the place one comes from
        return True

    def _go_when_loaded(self, place: str, arguments: dict[str, Any]) -> None:
        """Go to a place, its modules loaded one in each turn before, unless one has gone to another meanwhile."""
        from neksus_desktop.ui.warm import missing

        names, here = deque(missing(place)), self.place

        def step() -> None:
            if self.place != here:
                return
            if names:
                import_module(names.popleft())
                self.shell.runner.later(step)
            else:
                self.go(place, **arguments)

        if names:
            self.shell.runner.later(step)
        else:
            self.go(place, **arguments)

    def resume(self, place: str, at: QWidget | None = None) -> None:
        """Back to a place as it was left, with the cursor where it was: after reading the help about it."""
        if self._leave():
            self.place = place
            self._show(self.screen_of(place))
            Screen.enter(self._screens[place])
            if at is not None and isValid(at):
                at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> bool:
        here = self._screens.get(self.place)
        if here is None:
            return True
        if why := here.stays():
            self.shell.notified.emit(why)
        elif here.leave():
            return True
        self.rail.mark(here.rail or self.place)
        return False

    def _show(self, screen: Screen) -> None:
        """Put a screen in sight, unless one has gone on to another place meanwhile."""
        if screen.place != self.place:
            return
        self.screens.setCurrentWidget(screen)
        self.headers.setCurrentWidget(screen.header)
        self.rail.mark(screen.rail or screen.place)
        self.fault.hide()

    def _go_by_key(self, place: str) -> None:
        """F1 opens the help of the place where one is."""
        if place == "help" and self.place not in {"", "help"}:
            self.go("help", place=self.place, back=partial(self.resume, self.place, QApplication.focusWidget()))
        else:
            self.go(place)

    def leave(self) -> bool:
        """Hand in what was typed, before the profile is closed."""
        self.hand_in()
        return not self.place or self._screens[self.place].leave()

    @property
    def current(self) -> Screen:
        """The screen where one is."""
        return self._screens[self.place]

    def come_back(self) -> None:
        """The profile was not closed after all: the screen is the one in view again."""
        if self.place:
            Screen.enter(self._screens[self.place])

    def hand_in(self) -> None:
        """Let what is being typed be kept: a cell of a table and a field of a record keep it when they are left."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
            focused.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def show_error(self, error: NeksusError) -> None:
        """Tell a known error in the strip."""
        explanation = self.shell.say.explain(error)
        self.fault.set_text(f"{explanation.what} {explanation.do}")
        self._of_disk = isinstance(error, StorageError)
        self.fault.show()
        announce(self.fault, urgent=True)

    def _on_kept(self) -> None:
        """What the disk refused it takes again: it is no longer true that the last words may be lost."""
        if self._of_disk:
            self.fault.hide()

    def show_reading(self, words: Callable[[], str], action: QWidget | None = None) -> None:
        """Say over every screen that nothing can be written; ``words`` says why, ``action`` stands beside."""
        self.reading, self._reading_words = NoteBox(words()), words
        self.reading.setObjectName("reading_bar")
        if action is not None:
            self.reading.row.addWidget(action)
        self._middle.insertWidget(0, self.reading)
        announce(self.reading)

    def begin(self) -> None:
        """A new assessment (Ctrl+N), of what is chosen here if there is something."""
        self.go("new_record", **(self._screens[self.place].about() if self.place else {}))

    def open_palette(self) -> None:
        """Open the command palette (Ctrl+K)."""
        from neksus_desktop.ui.palette import CommandPalette

        old = self.findChild(CommandPalette)
        if old is not None:
            old.dismiss()
        here = self._screens[self.place] if self.place else None
        open_record = getattr(here, "record", "") if self.place == "editor" else ""
        CommandPalette(self.shell, tuple(self.rail.buttons), self, here, open_record)

    def read_counts(self) -> None:
        """Read what waits where; the numbers stand in the navigation."""
        self.shell.runner.submit(_counts, self.shell.profile, done=self._show_counts)

    def _show_counts(self, found: Counts) -> None:
        self.rail.set_counts({"records": found.records, "follow_up": found.follow_ups, "exchange": found.transfers})
        self.status.show_waiting(found.transfers)

    def _on_changed(self, what: frozenset[str]) -> None:
        self.shell.tell_kept()
        if what & {"records", "follow_ups", "transfers"}:
            self.read_counts()

    def _brand(self, screen: Screen) -> None:
        say = self.shell.say
        screen.header.set_brand(say("ui.brand"), self.shell.profile.workplace_name)
        screen.header.set_search(say("ui.palette.open"), self.open_palette)
