"""The list of assessments as a model that fetches pages by key: as long as the store, as cheap as one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from neksus_desktop.forms.codelists import codelist
from neksus_desktop.ui.countries import country
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from neksus_desktop.ui.tasks import TaskRunner
    from neksus_desktop.usecases.listing import Cursor, ListRow, Page, RowQuery
    from neksus_desktop.usecases.profile import Profile

COLUMNS = ("title", "type", "country", "status", "follow_ups", "updated")
SORTS = {"title": "title", "country": "country", "status": "status", "updated": "updated"}
PAGE = 60
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class RecordsModel(QAbstractTableModel):
    """Rows of one query. The first page is read at once (it costs less than a frame), the next in the background."""

    counted = Signal(int)

    def __init__(self, profile: Profile, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._runner = runner
        self._rows: list[ListRow] = []
        self._texts: dict[int, tuple[str, ...]] = {}
        self._next: Cursor | None = None
        self._query: RowQuery | None = None
        self._fetching = False
        self._generation = 0

    def show_query(self, query: RowQuery) -> None:
        """Read the first page of a query and count its rows in the background."""
        from neksus_desktop.usecases.listing import count, page

        self._query = query
        self._generation += 1
        self._fetching = False
        first = page(self._profile, query, None, PAGE)
        self.beginResetModel()
        self._rows, self._next = list(first.rows), first.next
        self._texts.clear()
        self.endResetModel()
        generation = self._generation
        self._runner.submit(count, self._profile, query, done=lambda found: self._count(generation, found))

    def row(self, index: Index) -> ListRow:
        """The record of a row."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows fetched so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """The columns of ``COLUMNS``."""
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there is a next page."""
        return not parent.isValid() and self._next is not None and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        """Read the next page in the background."""
        from neksus_desktop.usecases.listing import page

        if not self.canFetchMore(parent) or self._query is None:
            return
        self._fetching = True
        generation = self._generation
        self._runner.submit(
            page, self._profile, self._query, self._next, PAGE, done=lambda found: self._append(generation, found)
        )

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(f"ui.records.column.{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; the whole row under ``ROW``."""
        if role == _DISPLAY:
            at = index.row()
            return (self._texts.get(at) or self._said(at))[index.column()]
        if role == ROW:
            return self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            from html import escape

            words = self._said(index.row())[index.column()]
            return f"<qt>{escape(words)}</qt>" if words else None  # said to be rich text, so that it is never guessed
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, self._said(index.row())))
        return None

    def retranslate(self) -> None:
        """Say all cells again."""
        self._texts.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _said(self, at: int) -> tuple[str, ...]:
        row, profile = self._rows[at], self._profile
        found = self._texts[at] = tuple(_TEXTS[column](row, profile) for column in COLUMNS)
        return found

    def _append(self, generation: int, found: Page) -> None:
        if generation != self._generation:
            return
        self._fetching = False
        self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(found.rows) - 1)
        self._rows += found.rows
        self._next = found.next
        self.endInsertRows()

    def _count(self, generation: int, found: int) -> None:
        if generation == self._generation:
            self.counted.emit(found)


def _updated(row: ListRow, profile: Profile) -> str:
    from neksus_desktop.usecases.listing import moment

    return say.moment(moment(row.updated_at), now=profile.now())


_TEXTS: dict[str, Callable[[ListRow, Profile], str]] = {
    "title": lambda row, _: row.title,
    "type": lambda row, _: codelist("objekttype").label(row.subject_type, say.language),
    "country": lambda row, _: country(row.country),
    "status": lambda row, _: say(f"record.status.{row.status}"),
    "follow_ups": lambda row, _: say.number(row.open_follow_ups) if row.open_follow_ups else "",
    "updated": _updated,
}
