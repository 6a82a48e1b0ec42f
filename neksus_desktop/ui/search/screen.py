"""Søk: a field, a row of filters, and the texts that hold what was asked for; Return opens one where it stands.

Rules kept here:

* everything is done from the field: up and down choose a hit, Return opens it, Escape empties;
* the filter is kept in the profile, what was searched for is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.page import counted_column
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.search.drawing import HitList
from neksus_desktop.ui.search.filters import SearchFilters
from neksus_desktop.ui.search.model import HitsModel, Index
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import EmptyState, Muted, PageTitle, SearchField

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

_WALKING = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class SearchScreen(Screen):
    """All that was written, found by its words."""

    place: ClassVar[str] = "search"
    rail = "records"
    watches: ClassVar[frozenset[Changed]] = frozenset({"records", "subjects", "forms"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._began = False
        self._at: tuple[str, str] = ("", "")
        self.title, self.counted = PageTitle(), Muted()
        self.title.setWordWrap(False)
        self.counted.setObjectName("search_count")
        self.field = SearchField("search_field", lambda _text: self.look())
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self.open_current)
        self.filters = SearchFilters(self._filter_changed)
        self.model = HitsModel(shell.profile, shell.runner, self)
        self.model.state_changed.connect(self._show_state)
        self.hits = HitList("search_hits")
        self.hits.setModel(self.model)
        self.hits.activated.connect(self.open_hit)
        self.empty = EmptyState("search_empty", self._act)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.hits)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        column = counted_column(self, self.title, self.counted)
        column.addWidget(self.field)
        column.addWidget(self.filters)
        column.addWidget(self.stack, 1)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.to_field)

    def enter(self, **arguments: Any) -> None:
        """``text`` is what to search for; without it everything is as it was left."""
        text = str(arguments.get("text") or "")
        if text and text != self.field.text():
            self.field.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
            self.field.setText(text)
            self.field.blockSignals(False)  # noqa: FBT003 - Qt takes it positionally
            self._stale = True
        super().enter()
        if text or not self.model.rowCount():
            self.to_field()
        else:
            self.hits.setFocus()

    def leave(self) -> bool:
        """A search under way is called off."""
        self.model.call_off()
        return super().leave()

    def reload(self) -> None:
        """Search anew; the first time the kept filter is read, and the points that can be chosen."""
        from neksus_desktop.usecases.search import kept_filter

        if not self._began:
            self._began = True
            self.filters.show_choice(kept_filter(self.shell.profile))
        self.shell.runner.submit(_points, self.shell.profile, say.language, done=self.filters.set_points)
        current = self.hits.currentIndex()
        self._at = (self.model.hit(current).record, self.model.hit(current).path) if current.isValid() else ("", "")
        self._search()

    def look(self) -> None:
        """Search for what stands in the field."""
        self._at = ("", "")
        self._search()

    def open_current(self) -> None:
        """Open the hit that is chosen, if what is shown is what was asked for."""
        if self.model.state == "found" and self.hits.currentIndex().isValid():
            self.open_hit(self.hits.currentIndex())

    def open_hit(self, index: Index) -> None:
        """Open a text where it stands."""
        hit = self.model.hit(index)
        self.shell.navigate(
            "editor", record=hit.record, point=hit.point, key=hit.path, found=hit.asked, back=self.place
        )

    def to_field(self) -> None:
        """The cursor to the field, with all that stands there chosen, to be typed over."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def retranslate(self) -> None:
        """Say every text again; the places of the hits come in the new language too."""
        self.title.setText(say("search.title"))
        self.field.say(say("search.field"))
        self.hits.setAccessibleName(say("search.hits"))
        self.filters.retranslate()
        if self.current:
            self.reload()
        else:
            self._stale = True
        self._show_state()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down choose among the hits while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _WALKING:
            self.hits.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        self.model.look_for(self.field.text(), self.filters.choice())

    def _filter_changed(self) -> None:
        from neksus_desktop.usecases.search import keep_filter

        self.shell.runner.submit(keep_filter, self.shell.profile, self.filters.choice())
        self.look()

    def _act(self) -> None:
        """What the empty state offers: search again after a fault, else look without filters."""
        if self.model.state == "failed":
            self._search()
        else:
            self.filters.clear()
        self.to_field()

    def _show_state(self) -> None:
        state, number = self.model.state, self.model.rowCount()
        if state == "searching":
            self.counted.setText(say("search.searching"))
        elif state == "found":
            shown = say.number(number)
            words = say("search.first", shown=shown) if self.model.more else ""
            self.counted.setText(words or say.count("search.count", number, shown=shown))
            self._choose_row()
        else:
            self.counted.setText("")
        self._say_empty()
        self.stack.setCurrentWidget(self.hits if number else self.empty)
        if state in {"found", "nothing"} and self.current:
            self.counted.setAccessibleName(self.counted.text() or self.empty.title.text())
            announce(self.counted)

    def _choose_row(self) -> None:
        if not self.hits.currentIndex().isValid():
            index = self.model.index(self.model.row_of(*self._at), 0)
            self.hits.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _say_empty(self) -> None:
        state = self.model.state
        if state == "failed" and self.model.fault is not None:
            told = say.explain(self.model.fault)
            self.empty.say(told.what, told.do, say("search.again"))
        else:
            key = {"idle": "idle", "searching": "looking"}.get(state, "nothing")
            self.empty.say(say(f"search.{key}.title"), say(f"search.{key}.text"), say("search.without_filters"))
        narrowed = self.filters.choice() != type(self.filters.choice())()
        self.empty.button.setVisible(state == "failed" or (state == "nothing" and narrowed))


def _points(profile: Profile, language: str) -> list[tuple[str, str]]:
    """Numbered points of all forms one can begin a record with, in form order."""
    from neksus_desktop.usecases.forms import available_forms
    from neksus_desktop.usecases.read_across import points_of

    found: dict[str, str] = {}
    for form in available_forms(profile):
        for point in points_of(profile, form.id, language):
            if point.number:
                found.setdefault(point.id, f"{point.number} {point.title}".strip())
    return list(found.items())
