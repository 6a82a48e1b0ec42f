"""The hits as a model that fetches pages: as long as there are hits, as cheap as one page.

Rules kept here:

* every page is read in the background; a new search calls off the one before it;
* what is shown stays until the new hits are here, so that nothing flickers while one types.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from neksus_desktop.ui.naming import capital
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.tasks import Task, TaskRunner
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.search import FilterChoice, Found, FoundPage, Place, TextSearch

State = Literal["idle", "searching", "found", "nothing", "failed"]
PAGE = 40
HIT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class HitsModel(QAbstractListModel):
    """Hits of one search."""

    state_changed = Signal()

    def __init__(self, profile: Profile, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._runner = runner
        self._search: TextSearch | None = None
        self._hits: list[Found] = []
        self._next: Place | None = None
        self._asked: tuple[str, FilterChoice] | None = None
        self._task: Task | None = None
        self.state: State = "idle"
        self.fault: NeksusError | None = None

    @property
    def more(self) -> bool:
        """Whether there are hits that are not fetched yet."""
        return self._next is not None

    def look_for(self, text: str, within: FilterChoice) -> None:
        """Search anew; nothing asked for shows nothing."""
        self.call_off()
        self._asked = (text, within)
        if not text.strip():
            self._reset([], None)
            self._set_state("idle")
            return
        self._set_state("searching")
        self._fetch(None)

    def call_off(self) -> None:
        """Stop a search under way; what is shown stays."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._set_state("found" if self._hits else "idle")

    def hit(self, index: Index) -> Found:
        """The hit of a row."""
        return self._hits[index.row()]

    def row_of(self, record: str, path: str) -> int:
        """The row of a hit, 0 if it is not among those fetched."""
        return next((at for at, hit in enumerate(self._hits) if (hit.record, hit.path) == (record, path)), 0)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Hits fetched so far."""
        return 0 if parent.isValid() else len(self._hits)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there is a next page, and none is on its way."""
        return not parent.isValid() and self.more and self._task is None

    def fetchMore(self, parent: Index) -> None:
        """Read the next page in the background."""
        if self.canFetchMore(parent):
            self._fetch(self._next)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; the whole hit under ``HIT``; all of it in words for screen readers."""
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == HIT:
            return hit
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = "".join(span.text for span in hit.spans)
            return ". ".join(part for part in (hit.title, where(hit), text) if part)
        return None

    def _fetch(self, after: Place | None) -> None:
        from neksus_desktop.usecases.search import TextSearch

        if self._asked is None:
            return
        if self._search is None:
            self._search = TextSearch(self._profile)
        text, within = self._asked
        handed_in: list[Task] = []
        self._task = self._runner.submit(
            self._search.page, text, within.narrowing(self._profile.now().date()), say.language, limit=PAGE,
            after=after, progress=lambda _at, _of: None, done=partial(self._came, handed_in, after is not None),
            failed=partial(self._failed, handed_in),
        )  # fmt: skip
        handed_in.append(self._task)

    def _came(self, handed_in: list[Task], further: bool, page: FoundPage) -> None:  # noqa: FBT001 - bound beforehand
        if self._task not in handed_in:
            return
        self._task = None
        if further:
            self.beginInsertRows(ROOT, len(self._hits), len(self._hits) + len(page.hits) - 1)
            self._hits += page.hits
            self._next = page.next
            self.endInsertRows()
        else:
            self._reset(list(page.hits), page.next)
        self._set_state("found" if self._hits else "nothing")

    def _failed(self, handed_in: list[Task], error: NeksusError) -> None:
        if self._task in handed_in:
            self._task = None
            self.fault = error
            self._reset([], None)
            self._set_state("failed")

    def _reset(self, hits: list[Found], following: Place | None) -> None:
        self.beginResetModel()
        self._hits, self._next = hits, following
        self.endResetModel()

    def _set_state(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()


def where(hit: Found) -> str:
    """Point and text in words."""
    what = hit.what or ("" if hit.place else say("search.subject"))
    return " · ".join(part for part in (hit.place, what if hit.place else capital(what)) if part)
