"""The top-level window: first start, unlocking, or the workspace of the open profile; one page at a time.

Rules kept here:

* what was typed is handed in and durable before a profile is closed, locked or the window goes;
* a locked or closed profile leaves nothing on screen;
* the window comes back where it was, drawn back onto a screen that exists.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.errors import NeksusError
from neksus_desktop.paths import shipped
from neksus_desktop.ui import style
from neksus_desktop.ui.files import local_files, take_copy
from neksus_desktop.ui.i18n import QtLanguage
from neksus_desktop.ui.idle import IdleTime
from neksus_desktop.ui.incoming import Incoming
from neksus_desktop.ui.placing import first, placed, smallest
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.tasks import TaskRunner
from neksus_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from neksus_desktop.ui.finishing import FinishingPage
    from neksus_desktop.ui.safety.cover import CoverPage
    from neksus_desktop.ui.warm import Warmer
    from neksus_desktop.usecases.profile import Profile

DESIGNED = QSize(1366, 768)
_AWAKE = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}
_LOOK_MS = 10_000
"""How often it is looked whether nobody is there: a laptop that wakes up may show its screen this long."""
_FIRST_COPY_MS = 20_000
_WARM_AFTER_MS = 700
_NEXT_COPY_MS = 600_000


class Window(QWidget):
    """Holds one page. ``open_profile`` decides which."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        super().__init__()
        self.app = app
        self.folder = folder
        self.setObjectName("window")
        room = self.screen().availableSize()
        self.setMinimumSize(smallest(room))
        self.resize(first(DESIGNED, room))
        self.setAcceptDrops(True)
        self.pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self.shell: Shell | None = None
        self.workspace: Workspace | None = None
        self.finishing: FinishingPage | None = None
        self.cover: CoverPage | None = None
        self._qt_language = QtLanguage()
        self.idle = IdleTime()
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self.lock_when_idle)
        self._copying = QTimer(self)
        self._copying.setSingleShot(True)
        self._copying.timeout.connect(self._back_up)
        self._warmer: Warmer | None = None
        self._warm = QTimer(self)
        self._warm.setSingleShot(True)
        self._warm.timeout.connect(self.warm_up)
        self._copied = self._pictured = False
        self.bugs: set[str] = set()
        """Reports of bugs that were shown."""
        self.incoming = Incoming(self)
        self._qt_language.use(say.language)
        say.language_changed.connect(self._use_language)
        style.apply(app)
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._on_scheme)
        self.setWindowTitle(say("ui.brand"))

    def open_profile(self, passphrase: str | None = None, *, place: str = "home") -> None:
        """Show the workspace, or the page that leads there: first start, unlocking, or what went wrong."""
        from neksus_desktop.usecases.profile import open_profile, profile_state

        try:
            state = profile_state(self.folder)
            if state == "absent":
                self._show_start()
            elif state == "protected" and passphrase is None:
                self._show_unlock(remembered=True)
            else:
                self.use(open_profile(self.folder, passphrase), place=place)
        except NeksusError as error:
            self.show_fault(error)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Show files that were dropped or opened by double click, once a profile is open and nothing lies over it."""
        self.incoming.take(paths)

    @property
    def covered(self) -> bool:
        """Whether something lies over the workspace that nothing may go on behind."""
        return self.cover is not None or self.finishing is not None

    def use(self, profile: Profile, *, place: str = "home") -> None:
        """Show the workspace of an opened profile."""
        settings = profile.settings
        say.set_language(settings.language)
        if profile.code_awaited:
            self._show_start(profile)
            return
        self.shell = Shell(profile, TaskRunner(held=not self._pictured), self)
        self.shell.changed.connect(self._on_changed)
        self.shell.lock_wanted.connect(self.lock, Qt.ConnectionType.QueuedConnection)
        self.shell.restore_wanted.connect(self._restore, Qt.ConnectionType.QueuedConnection)
        self._use_look()
        self.workspace = Workspace(self.shell)
        self.setWindowTitle(f"{profile.workplace_name} – {say('ui.brand')}")
        self._show(self.workspace)
        self.workspace.go(place)
        if profile.closed_by is not None:
            from neksus_desktop.ui.reopening import say_reading

            say_reading(self)
        self.workspace.read_counts()
        self.restore_place()
        self._look_on()
        self._copying.start(_FIRST_COPY_MS)
        self._warm.start(_WARM_AFTER_MS)
        self.incoming.go_on()

    def warm_up(self) -> None:
        """Import what the places need while nobody waits for it."""
        from neksus_desktop.ui.warm import Warmer

        if self.shell is not None and self.workspace is not None:
            self._warmer = Warmer(self.shell.runner, self.workspace.screen_of, self.shell)
            self._warmer.start()

    def lock(self) -> bool:
        """Hand in what was typed, close the profile and ask for the passphrase.

        False if something keeps it open: work that is going on, or typing that would be lost. Then it is covered.
        """
        from neksus_desktop.ui.safety.cover import holds_work, open_dialogs

        if self.shell is None or self.workspace is None or self.cover is not None or not self.shell.profile.protected:
            return False
        dialogs = open_dialogs(self)
        if any(map(holds_work, dialogs)) or not self.workspace.leave():
            self._cover(dialogs)
            return False
        for dialog in dialogs:
            dialog.reject()
        if not self._finished(self.lock, back=False) or not self.close_profile():
            return False
        self._show_unlock()
        return True

    def _cover(self, dialogs: list[QDialog]) -> None:
        from neksus_desktop.ui.safety.cover import CoverPage

        self._look_away()
        self.cover = CoverPage(self.folder, dialogs)
        self.cover.uncovered.connect(self._uncover)
        self.pages.addWidget(self.cover)
        self.pages.setCurrentWidget(self.cover)

    def _uncover(self) -> None:
        if self.cover is not None and self.workspace is not None:
            self.pages.removeWidget(self.cover)
            self.cover.deleteLater()
            self.cover = None
            self.pages.setCurrentWidget(self.workspace)
            self.workspace.come_back()
            self.incoming.go_on()
            self._look_on()

    def _look_on(self) -> None:
        """From now on look whether somebody is there."""
        if self.shell is not None and self.shell.profile.protected and self.shell.profile.settings.lock_minutes:
            self.app.installEventFilter(self)
            self.idle.touch()
            self._looking.start()
        self._show_lock()

    def _look_away(self) -> None:
        self._looking.stop()
        self.app.removeEventFilter(self)

    def close_profile(self) -> bool:
        """Hand in what was typed, wait until it is durable, close the profile."""
        if self.shell is None or self.workspace is None:
            return True
        self._copying.stop()
        self._warm.stop()
        if not self.workspace.leave():
            return False
        if self._warmer is not None:
            self._warmer.stop()
        self._remember_place()
        self.shell.close()
        self._look_away()
        self.pages.removeWidget(self.workspace)
        self.workspace.deleteLater()
        self.shell.deleteLater()
        self.workspace = self.shell = None
        return True

    def _finished(self, then: Callable[[], object], *, back: bool) -> bool:
        """Hand in what was typed; whether nothing goes on any more, else ``then`` is done when it has ended."""
        from neksus_desktop.ui.finishing import finished

        return self.workspace is None or (self.workspace.leave() and finished(self, then, back=back))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing waits for what was typed, and for whoever knows the passphrase where a cover lies over it."""
        if self.cover is None and self._finished(self.close, back=True) and self.close_profile():
            event.accept()
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """What was typed is handed in when the user turns to another program."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if left and self.workspace is not None and self.app.activeModalWidget() is None:
            self.workspace.hand_in()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Once the first picture stands, what could wait for it begins."""
        super().paintEvent(event)
        if not self._pictured:
            self._pictured = True
            QTimer.singleShot(0, self._dress)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or click keeps a protected profile open, but the first one after a long sleep finds it locked."""
        if event.type() in _AWAKE:
            if self._idle_too_long():
                QTimer.singleShot(0, self, self.lock_when_idle)
                return True
            waited = self.idle.minutes
            self.idle.touch()
            if waited:
                self._show_lock()
        return super().eventFilter(watched, event)

    def show_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The last resort: tell each bug once, with its place in the code and no contents; the work is safe already."""
        from neksus_desktop.ui.bug import tell

        del kind
        tell(self, error, trace)

    def _dress(self) -> None:
        """What can wait until the first picture stands."""
        from PySide6.QtGui import QIcon

        if self.shell is not None:
            self.shell.runner.release()
        if os.environ.get("NEKSUS_DEBUG"):
            from neksus_desktop.ui.stalls import StallWatch

            StallWatch(self)
        self.setWindowIcon(QIcon(str(shipped("resources", "icons", "app.svg"))))

    def _show_start(self, broken_off: Profile | None = None) -> None:
        from neksus_desktop.ui.start.first_start import FirstStart

        page = FirstStart(self.folder, broken_off)
        page.finished.connect(self.use)
        self._show(page)

    def _restore(self, name: str) -> None:
        from neksus_desktop.ui.reopening import restore

        restore(self, name)

    def _show_unlock(self, *, remembered: bool = False) -> None:
        """By the system's key store where the user chose that and the program starts, else by the passphrase."""
        from neksus_desktop.ui.start.unlock import Unlock
        from neksus_desktop.usecases.key_store import open_remembered

        profile = open_remembered(self.folder) if remembered else None
        if profile is not None:
            self.use(profile)
            return
        page = Unlock(self.folder)
        page.finished.connect(self.use)
        page.damaged.connect(self.show_fault)
        self._show(page)

    def show_fault(self, error: NeksusError, passphrase: str | None = None) -> None:
        """Tell what keeps the profile from opening."""
        from neksus_desktop.ui.reopening import fault_page

        self._show(fault_page(self, error, passphrase))

    def _show(self, page: QWidget) -> None:
        while (old := self.pages.widget(0)) is not None:
            self.pages.removeWidget(old)
            old.deleteLater()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def _use_language(self, _language: str) -> None:
        self._qt_language.use(say.language)

    def _use_look(self) -> None:
        if self.shell is None:
            style.apply(self.app)
            return
        settings = self.shell.profile.settings
        style.apply(self.app, settings.theme, settings.text_size_percent)
        style.calm(self.app, less=settings.reduced_motion)

    def _on_scheme(self, _scheme: Qt.ColorScheme) -> None:
        self._use_look()

    def _on_changed(self, what: frozenset[str]) -> None:
        if "settings" in what and self.shell is not None:
            say.set_language(self.shell.profile.settings.language)
            self._use_look()
            self._show_lock()

    def _back_up(self) -> None:
        """A safety copy when the newest is old enough, in the background; the next look is in ten minutes."""
        from neksus_desktop.usecases.maintain import back_up_when_due

        if self.shell is not None and not self.shell.profile.read_only:
            reason = "auto" if self._copied else "start"
            self._copied = True
            self.shell.runner.submit(
                back_up_when_due, self.shell.profile, reason=reason, beside=True, done=lambda _path: self._show_copy()
            )
            self._copying.start(_NEXT_COPY_MS)

    def _show_copy(self) -> None:
        from neksus_desktop.usecases.maintain import snapshots

        if self.shell is not None and self.workspace is not None:
            newest = max((copy.made_at for copy in snapshots(self.folder)), default=None)
            self.workspace.status.show_backup(newest, self.shell.profile.now())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped while a profile is open and can be seen."""
        free = self.workspace is not None and not self.covered and self.app.activeModalWidget() is None
        if free and local_files(event.mimeData()):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped files are shown where they belong; nothing is taken in before it was seen."""
        take_copy(event)
        self.open_files(local_files(event.mimeData()))

    def lock_when_idle(self) -> None:
        """Lock when nobody has been there for as long as the settings say; until then say how long it is."""
        if self._idle_too_long():
            self.lock()
        else:
            self._show_lock()

    def _idle_too_long(self) -> bool:
        return self.shell is not None and self.idle.minutes >= self.shell.profile.settings.lock_minutes > 0

    def _show_lock(self) -> None:
        if self.workspace is None or self.shell is None:
            return
        minutes = self.shell.profile.settings.lock_minutes
        locks = self.shell.profile.protected and minutes > 0
        self.workspace.status.show_lock(max(minutes - self.idle.minutes, 1) if locks else None)

    def _remember_place(self) -> None:
        from neksus_desktop.usecases.window_place import remember

        if self.shell is not None and not self.shell.profile.read_only:
            rect = self.normalGeometry()
            remember(
                self.shell.profile, (rect.x(), rect.y(), rect.width(), rect.height()), maximized=self.isMaximized()
            )

    def restore_place(self) -> None:
        """Stand where the window was, on a screen that is there."""
        from neksus_desktop.usecases.window_place import remembered

        if self.shell is None:
            return
        place, maximized = remembered(self.shell.profile)
        if place is not None:
            main = QGuiApplication.primaryScreen()
            screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not main)
            self.setGeometry(placed(QRect(*place), [screen.availableGeometry() for screen in screens]))
        if maximized:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
