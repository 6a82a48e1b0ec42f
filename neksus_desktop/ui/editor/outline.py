"""The outline: sections and points to the left, each with where it stands in plain words.

Only what is in sight is asked for, so that a form of 3,000 questions opens as fast as one of thirty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.standing import Standing, standing
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens

if TYPE_CHECKING:
    from neksus_desktop.forms import Point
    from neksus_desktop.ui.editor.desk import Desk

Index = QModelIndex | QPersistentModelIndex
_WRAPPED_UP_TO = 150
"""Longer outlines have one line per title, all rows alike: Qt would otherwise measure every one of them."""
_WIDEST_NUMBER = "2.2.12  "
_SIDE = 14


class OutlineModel(QStringListModel):
    """The chosen points and the parts that are relevant. Titles and standings are asked for when they come in sight.

    Qt's list of texts holds as many empty ones as there are rows: laying out thousands, Qt asks itself how many.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows = desk.rows
        self._titles: dict[int, str] = {}
        self._standings: dict[int, Standing] = {}
        self.setStringList([""] * len(self._rows.entries))

    def rebuild(self) -> None:
        """Read anew which points there are; tells the view only if that changed."""
        before = self._rows.entries
        self._rows = self._desk.read_rows()
        self._standings.clear()
        now = self._rows.entries
        if now == before:
            self.dataChanged.emit(self.index(0), self.index(max(len(now) - 1, 0)))
            return
        self._titles.clear()
        self.setStringList([""] * len(now))

    def concerned(self, keys: frozenset[str]) -> bool:
        """Whether a change of relevance of these keys shows or hides a point."""
        return self._rows.concerned(keys)

    def forget(self, point: str) -> None:
        """A point was written in: where it stands is asked for again."""
        self._standings.pop(self.row_of(point), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title; the row itself for the delegate; title and standing for screen readers."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title_at(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return self.point_at(index.row())
        point = self.point_at(index.row()) if role == Qt.ItemDataRole.AccessibleTextRole else None
        if point is not None:
            title = self.title_at(index.row())
            return f"{point.number} {title}. {self.standing_at(index.row()).words}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled if self.point_at(index.row()) is not None else Qt.ItemFlag.NoItemFlags

    def standing_at(self, row: int) -> Standing:
        """Where the point of a row stands."""
        found = self._standings.get(row)
        point = self.point_at(row)
        if found is None and point is not None:
            has_text = bool(self._desk.field(f"note/{point.id}/internal"))
            found = self._standings[row] = standing(self._desk.session, point, has_text=has_text)
        return found or Standing("")

    def point_at(self, row: int) -> Point | None:
        """The point of a row."""
        found = self._rows.entries[row] if 0 <= row < len(self._rows.entries) else ""
        return None if isinstance(found, str) else found

    def row_of(self, point: str) -> int:
        """The row of a point, -1 if it is not shown."""
        return self._rows.row_of(point)

    def neighbour(self, point: str, step: int) -> Point | None:
        """The point before (-1) or after (1)."""
        at = self.row_of(point) + step
        while 0 <= at < len(self._rows.entries):
            found = self.point_at(at)
            if found is not None:
                return found
            at += step
        return None

    def points(self) -> list[Point]:
        """The points in order, without the headings."""
        return [entry for entry in self._rows.entries if not isinstance(entry, str)]

    def first(self) -> Point | None:
        """The first point."""
        return next((entry for entry in self._rows.entries if not isinstance(entry, str)), None)

    def title_at(self, row: int) -> str:
        """The title of a row."""
        found = self._titles.get(row)
        if found is None:
            found = self._titles[row] = self._title(self._rows.entries[row])
        return found

    def _title(self, entry: Point | str) -> str:
        heading = entry if isinstance(entry, str) else ""
        view = self._desk.view(entry if isinstance(entry, str) else entry.key)
        label = clean(view.label) or view.name
        number = view.attributes.get("section", "") if heading else ""
        return f"{number} {label}" if number[:1].isdigit() else label


class OutlineDelegate(QStyledItemDelegate):
    """Draws headings and points."""

    def __init__(self, view: OutlineView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the title and the standing need."""
        del option
        point, title = index.data(Qt.ItemDataRole.UserRole), index.data()
        metrics = QFontMetrics(self._view.font())
        small = QFontMetrics(self._small())
        width = self._view.viewport().width()
        if point is None:
            needed = small.boundingRect(QRect(0, 0, width - 2 * _SIDE, 999), Qt.TextFlag.TextWordWrap, title.upper())
            return QSize(width, needed.height() + 5 * GAP)
        height = metrics.lineSpacing()
        if self._view.wraps:
            room = QRect(0, 0, width - 2 * _SIDE - metrics.horizontalAdvance(self._view.number_sample), 999)
            height = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, title).height()
        return QSize(width, height + small.lineSpacing() + 4 * GAP + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        t = tokens()
        rect: QRect = option.rect
        painter.save()
        if index.data(Qt.ItemDataRole.UserRole) is None:
            title = index.data()
            painter.setFont(self._small())
            painter.setPen(QColor(t.muted))
            area = rect.adjusted(_SIDE, 3 * GAP, -_SIDE, 0)
            painter.drawText(area, Qt.TextFlag.TextWordWrap, title.upper())
        else:
            self._paint_point(painter, option, index)
        painter.restore()

    def _paint_point(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        point, title = index.data(Qt.ItemDataRole.UserRole), index.data()
        t = tokens()
        rect: QRect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(t.weak_accent if selected else t.hover))
        if selected:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), QColor(t.accent))
        painter.setFont(self._view.font())
        painter.setPen(QColor(t.muted))
        top = rect.adjusted(_SIDE, 2 * GAP, -_SIDE, 0)
        painter.drawText(top, Qt.AlignmentFlag.AlignTop, point.number)
        painter.setPen(QColor(t.text))
        metrics = painter.fontMetrics()
        words = top.adjusted(metrics.horizontalAdvance(self._view.number_sample), 0, 0, 0)
        if self._view.wraps:
            used = painter.drawText(words, Qt.TextFlag.TextWordWrap, title)
            height = used.height() if isinstance(used, QRect) else metrics.lineSpacing()
        else:
            painter.drawText(
                words,
                Qt.AlignmentFlag.AlignTop,
                metrics.elidedText(title, Qt.TextElideMode.ElideRight, words.width()),
            )
            height = metrics.lineSpacing()
        stands = self._view.outline.standing_at(index.row())
        painter.setFont(self._small())
        painter.setPen(QColor(t.note if stands.attention else t.muted))
        line = words.adjusted(0, height + 2, 0, 0)
        shown = painter.fontMetrics().elidedText(stands.words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignTop, shown)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QColor(t.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _small(self) -> QFont:
        font = QFont(self._view.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        return font


class OutlineView(QListView):
    """The list of points. Arrows go from point to point."""

    point_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outline = OutlineModel(desk)
        self._silent = False
        self.setObjectName("editor_outline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.number_sample = _WIDEST_NUMBER if desk.rows.numbered else ""
        self.wraps = self.outline.rowCount() <= _WRAPPED_UP_TO
        self.setUniformItemSizes(not self.wraps)
        if self.wraps:
            self.setResizeMode(QListView.ResizeMode.Adjust)  # else Qt would lay out all rows at every resize
        self.setItemDelegate(OutlineDelegate(self))
        self.setModel(self.outline)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.setAccessibleName(say("editor.outline"))

    def written_in(self, point: str) -> None:
        """Say anew where a point stands. Only its row is painted: for ``dataChanged`` Qt would lay out all rows."""
        self.outline.forget(point)
        self.update(self.outline.index(max(self.outline.row_of(point), 0)))

    def show_point(self, point: str) -> None:
        """Mark a point without telling that it was chosen."""
        row = self.outline.row_of(point)
        if row >= 0 and self.currentIndex().row() != row:
            self._silent = True
            self.setCurrentIndex(self.outline.index(row))
            self._silent = False
        if row >= 0:
            self.scrollTo(self.outline.index(row))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline to the right."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().width() - 1, 0, 1, self.viewport().height(), QColor(tokens().line))
        painter.end()

    def _chosen(self, current: QModelIndex) -> None:
        point = self.outline.point_at(current.row())
        if point is not None and not self._silent:
            self.point_chosen.emit(point.id)
