"""The menu of kept searches beside the list's search field: use one, keep the present one, forget one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Dialog, Field, SecondaryButton, TextField
from neksus_desktop.ui.widgets.writing import writing
from neksus_desktop.usecases.saved_searches import SavedSearch, forget_search, keep_search, saved_searches

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell


class SavedSearches(SecondaryButton):
    """A button with a menu. ``present`` gives what the list shows, ``use`` shows a kept search."""

    def __init__(self, shell: Shell, present: Callable[[], SavedSearch], use: Callable[[SavedSearch], object]) -> None:
        super().__init__("records_searches", clicked=self.open_menu)
        self.shell = shell
        self._present = present
        self._use = use

    def open_menu(self) -> None:
        """Show the menu under the button."""
        self.build().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def build(self) -> QMenu:
        """The menu as it is now."""
        menu = QMenu(self)
        menu.setObjectName("records_searches_menu")
        kept = saved_searches(self.shell.profile)
        for search in kept:
            menu.addAction(search.name.replace("&", "&&"), partial(self._use, search))
        if kept:
            menu.addSeparator()
        keep = menu.addAction(say("ui.searches.keep"), self.ask_name)
        keep.setEnabled(self._present() != SavedSearch(""))
        writing.mark(keep)
        menu.setToolTipsVisible(True)
        if kept:
            forget = menu.addMenu(say("ui.searches.forget"))
            writing.mark(forget.menuAction())
            for search in kept:
                forget.addAction(
                    search.name.replace("&", "&&"), partial(forget_search, self.shell.profile, search.name)
                )
        return menu

    def ask_name(self) -> None:
        """Ask for a name and keep the present search under it."""
        KeepSearchDialog(self._keep, self.window()).open()

    def _keep(self, name: str) -> None:
        keep_search(self.shell.profile, self._present()._replace(name=name))
        self.shell.notify("ui.searches.kept", name=name)


class KeepSearchDialog(Dialog):
    """Asks for a name."""

    def __init__(self, keep: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__("keep_search", say("ui.searches.title"), say("ui.searches.keep_it"), parent, width=420)
        self.line = TextField("keep_search_name")
        self.line.setMaxLength(60)
        self.field = Field(self.line, say("ui.searches.name"))
        self.column.addWidget(self.field)
        self.check = self._check
        self.accepted.connect(lambda: keep(self.line.text().strip()))

    def _check(self) -> bool:
        missing = not self.line.text().strip()
        self.field.set_fault(say("ui.searches.fault") if missing else "")
        return not missing
