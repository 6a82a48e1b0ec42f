"""The command palette (Ctrl+K): every place, action, point and assessment by its name, from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from neksus_desktop.texts import LANGUAGES
from neksus_desktop.ui.countries import country
from neksus_desktop.ui.places import PLACES, shortcuts
from neksus_desktop.ui.screen import Deed
from neksus_desktop.ui.widgets import Caption, Card, SearchField
from neksus_desktop.ui.widgets.buttons import keys_of
from neksus_desktop.ui.widgets.lists import ChoiceList
from neksus_desktop.ui.widgets.writing import writing

if TYPE_CHECKING:
    from neksus_desktop.ui.screen import Screen
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.listing import Page
    from neksus_desktop.usecases.points import FoundPoint, PointHelp

WIDTH, HEIGHT, RECORDS, POINTS = 620, 420, 12, 8
_DOING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WALKING = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class CommandPalette(Card):
    """A field and a list over the workspace. Typing narrows, up and down choose, Return does it, Escape leaves.

    A child of the workspace and no window of its own: it works on every desktop and for screen readers alike.
    """

    def __init__(
        self,
        shell: Shell,
        places: Sequence[str],
        parent: QWidget,
        here: Screen | None = None,
        record: str = "",
    ) -> None:
        super().__init__(parent, padding=10)
        self.shell = shell
        self._record = record
        self._gone = False
        self.setObjectName("palette")
        self.setAccessibleName(shell.say("ui.palette.name"))
        self.search = SearchField("palette_search", self._narrow)
        self.search.say(shell.say("ui.palette.open"))
        self.search.installEventFilter(self)
        self.search.returnPressed.connect(self.do)
        self.list = ChoiceList("palette_list")
        self.list.setAccessibleName(shell.say("ui.palette.name"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _item: self.do())
        self.column.addWidget(self.search)
        self.column.addWidget(self.list)
        self.column.addWidget(Caption(shell.say("ui.palette.hint")))
        self._fixed = self._everywhere(places, here)
        known = {deed.name for deed in self._fixed}
        self._fixed[1:1] = [deed for deed in (here.deeds() if here is not None else ()) if deed.name not in known]
        self._shown: list[Deed] = []
        self._before: QWidget | None = parent.window().focusWidget()
        self.setGeometry((parent.width() - WIDTH) // 2, 52, WIDTH, HEIGHT)
        self._show(self._fixed)
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shown(self) -> tuple[Deed, ...]:
        """What stands in the list now."""
        return tuple(self._shown)

    def dismiss(self) -> None:
        """Go away; the focus goes back where it was."""
        if self._gone:
            return
        self._gone = True
        self.hide()  # Qt takes the focus elsewhere now
        self.deleteLater()
        if self._before is not None and isValid(self._before):  # another language has built it anew
            self._before.setFocus()

    def do(self) -> None:
        """Do what is chosen."""
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            act = self._shown[row].act
            self.dismiss()
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down walk in the list while one types; Escape and going elsewhere dismiss.

        Return right after the last letter does what that letter leads to, once it is among what can be done here.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _DOING and self.search.pending:
                self.search.keyPressEvent(event)
                if len(self._shown) > 1:
                    self.do()
                return True
            if event.key() in _WALKING:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        if event.type() == QEvent.Type.FocusOut and self.window().isActiveWindow() and not self._gone:
            self._before = None
            self.dismiss()
        return super().eventFilter(watched, event)

    def _everywhere(self, places: Sequence[str], here: Screen | None) -> list[Deed]:
        say, shell = self.shell.say, self.shell
        about = here.about() if here is not None else {}
        found = [
            Deed(
                say("ui.home.new"), writing.why_not() or _keys("Ctrl+N"), lambda: shell.navigate("new_record", **about)
            )
        ]
        keys = shortcuts(shell.profile.workplace_role)
        for place in places:
            name = say("ui.palette.go", place=say(f"ui.place.{place}"))
            found.append(Deed(name, _keys(keys[place]), partial(shell.navigate, place)))
        to_search = partial(shell.navigate, "search")
        found.insert(1, Deed(say("search.title"), _keys(PLACES["search"].shortcut), to_search))
        for language in LANGUAGES:
            if language != say.language:
                name = say("ui.palette.language", language=say(f"ui.language.{language}"))
                found.append(Deed(name, "", partial(self._set, language=language)))
        for theme in ("light", "dark"):
            name = say("ui.palette.theme", theme=say(f"ui.theme.{theme}"))
            found.append(Deed(name, "", partial(self._set, theme=theme)))
        if shell.profile.protected:
            found.append(Deed(say("ui.palette.lock"), _keys("Ctrl+L"), shell.lock))
        return found

    def _set(self, **changes: object) -> None:
        self.shell.profile.change_settings(**changes)
        self.shell.announce("settings")

    def _narrow(self, text: str) -> None:
        from neksus_desktop.usecases.listing import RowQuery, page, register_ids
        from neksus_desktop.usecases.points import find_points

        words = text.casefold().split()
        fitting = [deed for deed in self._fixed if all(word in deed.name.casefold() for word in words)]
        self._show(fitting if not words else [*fitting, self._search_for(text.strip())])
        if words:
            runner, profile, language = self.shell.runner, self.shell.profile, self.shell.say.language
            runner.submit(
                find_points, profile, text, language, record=self._record, limit=POINTS,
                done=lambda found: self._add_points(text, found),
            )  # fmt: skip
            query = RowQuery(text=text.strip(), without=register_ids(self.shell.profile))
            self.shell.runner.submit(
                page, self.shell.profile, query, None, RECORDS, done=lambda found: self._add(text, found)
            )

    def _add_points(self, text: str, found: list[FoundPoint]) -> None:
        say = self.shell.say
        self._add_before_search(
            text,
            [
                Deed(
                    f"{point.number} {point.title}".strip(),
                    say("ui.palette.point_here") if self._record else point.form_title,
                    partial(self._open_point, point),
                )
                for point in found
            ],
        )

    def _open_point(self, point: FoundPoint) -> None:
        """Go to the point in the assessment that is open, or tell what it is about."""
        shell, window = self.shell, self.window()
        if self._record:
            shell.navigate("editor", record=self._record, point=point.id)
            return
        from neksus_desktop.usecases.points import point_help

        def tell(found: PointHelp) -> None:
            from neksus_desktop.ui.point_dialog import PointDialog

            dialog = PointDialog(found, window)
            dialog.accepted.connect(partial(shell.navigate, "new_record"))
            dialog.open()

        shell.runner.submit(point_help, shell.profile, point.form_id, point.id, shell.say.language, done=tell)

    def _add(self, text: str, found: Page) -> None:
        say, shell = self.shell.say, self.shell
        records = [
            Deed(
                row.title,
                " · ".join(part for part in (say(f"record.status.{row.status}"), country(row.country)) if part),
                partial(shell.navigate, "editor", record=row.id),
            )
            for row in found.rows
        ]
        self._add_before_search(text, records)

    def _add_before_search(self, text: str, more: list[Deed]) -> None:
        if not self._gone and more and text == self.search.text():
            at = self.list.currentRow()
            *fitting, search = self._shown
            self._show([*fitting, *more, search])
            if 0 < at < len(fitting):
                self.list.setCurrentRow(at)

    def _search_for(self, text: str) -> Deed:
        name = self.shell.say("ui.palette.search_for", text=text)
        return Deed(name, _keys(PLACES["search"].shortcut), partial(self.shell.navigate, "search", text=text))

    def _show(self, commands: Sequence[Deed]) -> None:
        self._shown = list(commands)
        self.list.clear()
        for deed in self._shown:
            self.list.add(deed.name, deed.facts)
        self.list.setCurrentRow(0)


def _keys(sequence: str) -> str:
    return keys_of(sequence).toString(QKeySequence.SequenceFormat.NativeText)
