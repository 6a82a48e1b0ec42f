"""Vurderinger: the list with search, filters and sorting; opens a record, or hands chosen ones on for export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from neksus_desktop.ui.page import counted_column
from neksus_desktop.ui.records_filters import About, Filters
from neksus_desktop.ui.records_model import COLUMNS, SORTS, RecordsModel
from neksus_desktop.ui.saved_searches import SavedSearches
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.widgets import EmptyState, Muted, PageTitle, PrimaryButton, SearchField, SecondaryButton
from neksus_desktop.ui.widgets.table import Index, Table
from neksus_desktop.usecases.saved_searches import SavedSearch, last_filters, remember_filters

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.listing import Sort

WIDTHS = [132, 158, 176, 94, 132]


class RecordsScreen(Screen):
    """The list. Filters stay as they were when one comes back."""

    place = "records"
    watches = frozenset({"records", "follow_ups", "subjects"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.export = SecondaryButton("records_export", clicked=self.export_chosen, writes=True)
        self.new = PrimaryButton("records_new", clicked=lambda: shell.navigate("new_record"), writes=True)
        self.header.add_action(self.export)
        self.header.add_action(self.new)
        self.title, self.counted = PageTitle(), Muted()
        self.search = SearchField("records_search", lambda _text: self.reload())
        self.filters = Filters(self.reload)
        self.searches = SavedSearches(shell, self.present, self.use)
        self.model = RecordsModel(shell.profile, shell.runner, self)
        self.model.counted.connect(self._show_count)
        self.table = Table("records_table", self.open_row, many=True)
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        self.table.setAlternatingRowColors(False)
        head = self.table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(COLUMNS.index("updated"), Qt.SortOrder.DescendingOrder)
        head.sortIndicatorChanged.connect(self._sort)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.empty = EmptyState("records_empty", self._clear)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self._number = 0
        self._begun = False
        self._filtered: tuple[tuple[str, ...], str, str] = ((), "", "")
        self._order: tuple[Sort, bool] = ("updated", True)
        self._lay_out()

    def _lay_out(self) -> None:
        self.search.setFixedWidth(300)
        column = counted_column(self, self.title, self.counted, self.search, self.searches)
        column.addWidget(self.filters)
        column.addWidget(self.stack, 1)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)

    def enter(self, **arguments: Any) -> None:
        """``statuses``, ``country`` and ``subject`` with its ``title`` set the filters, ``text`` the search."""
        if arguments:
            about = About(arguments.get("subject", ""), arguments.get("title", ""))
            self.filters.set(arguments.get("statuses", ()), arguments.get("country", ""), about=about)
            self._set_text(arguments.get("text", ""))
            self._stale = True
        elif not self._begun:
            last = last_filters(self.shell.profile)
            self._filtered = (last.statuses, last.type, last.country)
            self.filters.set(last.statuses, last.country, last.type)
        self._begun = True
        super().enter()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    def leave(self) -> bool:
        """The filters are there again the next time, after a restart too."""
        shown = self.present()
        filtered = (shown.statuses, shown.type, shown.country)
        if filtered != self._filtered and not self.shell.profile.read_only:
            self._filtered = filtered
            self.shell.runner.submit(remember_filters, self.shell.profile, shown)
        return super().leave()

    def reload(self) -> None:
        """Read the list anew; the chosen row stays chosen if it is on the first page."""
        from neksus_desktop.usecases.listing import RowQuery, register_ids

        current = self.table.currentIndex()
        before = self.model.row(current).id if current.isValid() else ""
        sort, descending = self._order
        self.model.show_query(
            RowQuery(
                text=self.search.text().strip(),
                statuses=self.filters.statuses(),
                types=self.filters.types(),
                countries=self.filters.countries(),
                subject=self.filters.about().id,
                without=register_ids(self.shell.profile),
                sort=sort,
                descending=descending,
            )
        )
        at = next(
            (row for row in range(self.model.rowCount()) if self.model.row(self.model.index(row, 0)).id == before), 0
        )
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(at, 0))
        self.stack.setCurrentWidget(self.table if self.model.rowCount() else self.empty)
        self._say_empty()
        self._show_chosen()

    def retranslate(self) -> None:
        """Say every text again."""
        say = self.shell.say
        self.title.setText(say("ui.place.records"))
        self.new.say(say("ui.home.new"))
        self.search.say(say("ui.records.search"))
        self.searches.say(say("ui.searches.button"))
        self.table.setAccessibleName(say("ui.place.records"))
        self.filters.retranslate()
        self.model.retranslate()
        self._show_count(self._number)
        self._say_empty()
        self._show_chosen()

    def open_row(self, index: Index) -> None:
        """Open a record in the editor."""
        self.shell.navigate("editor", record=self.model.row(index).id, back=self.place)

    def present(self) -> SavedSearch:
        """What the list shows, without a name."""
        kind, country = self.filters.types(), self.filters.countries()
        text = self.search.text().strip()
        statuses, about = self.filters.statuses(), self.filters.about()
        return SavedSearch(
            "", text, statuses, kind[0] if kind else "", country[0] if country else "", about.id, about.title
        )

    def use(self, search: SavedSearch) -> None:
        """Show a kept search."""
        self.filters.set(search.statuses, search.country, search.type, About(search.subject, search.title))
        self._set_text(search.text)
        self.reload()

    def chosen(self) -> Sequence[str]:
        """Ids of the chosen records."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.row(self.model.index(row, 0)).id for row in rows]

    def export_chosen(self) -> None:
        """Hand the chosen records on for export."""
        ids = self.chosen()
        if ids:
            self.shell.navigate("export", records=list(ids))

    def _set_text(self, text: str) -> None:
        self.search.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.search.setText(text)
        self.search.blockSignals(False)  # noqa: FBT003 - Qt takes it positionally

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        if COLUMNS[section] in SORTS:
            self._order = (cast("Sort", SORTS[COLUMNS[section]]), order == Qt.SortOrder.DescendingOrder)
            self.reload()

    def _show_count(self, number: int) -> None:
        self._number = number
        self.counted.setText(self.shell.say.count("ui.records.count", number, shown=self.shell.say.number(number)))

    def _show_chosen(self) -> None:
        number = len(self.table.selectionModel().selectedRows())
        self.export.setEnabled(number > 0)
        say = self.shell.say
        self.export.say(say.count("ui.records.export", number) if number > 1 else say("ui.records.export_one"))

    def _say_empty(self) -> None:
        say = self.shell.say
        narrowed = bool(self.search.text().strip() or self.filters.active())
        kind = "nothing_found" if narrowed else "empty"
        self.empty.say(
            say(f"ui.records.{kind}.title"), say(f"ui.records.{kind}.text"), say(f"ui.records.{kind}.action")
        )

    def _clear(self) -> None:
        if self.search.text().strip() or self.filters.active():
            self.search.clear()
            self.filters.clear()
            self.reload()
        else:
            self.shell.navigate("new_record")
