"""The outline: sections and points to the left, each with where it stands in plain words.

Only what is in sight is asked for, so that a form of 3,000 questions opens as fast as one of thirty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
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
_NUMBER = 42
_SIDE = 14


class OutlineRow(NamedTuple):
    """A section heading (``point`` None) or a point."""

    title: str
    point: Point | None


class OutlineModel(QAbstractListModel):
    """The chosen points and the parts that are relevant."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[OutlineRow] = []
        self._shown: list[str] = []
        self._standings: dict[int, Standing] = {}
        self.rebuild()

    def rebuild(self) -> None:
        """Read which points there are; tells the view only if that changed."""
        points = [point for point in self._desk.points() if self._desk.view(point.key).relevant]
        shown = [point.id for point in points]
        self._standings.clear()
        if shown == self._shown:
            self.dataChanged.emit(self.index(0), self.index(max(len(self._rows) - 1, 0)))
            return
        self.beginResetModel()
        self._shown = shown
        self._rows = []
        section = None
        for point in points:
            if point.section != section:
                section = point.section
                if title := self._section_title(point):
                    self._rows.append(OutlineRow(title, None))
            self._rows.append(OutlineRow(clean(self._desk.view(point.key).label) or point.id, point))
        self.endResetModel()

    def retranslate(self) -> None:
        """Say everything again."""
        self._shown = []
        self.rebuild()

    def forget(self, point: str) -> None:
        """A point was written in: where it stands is asked for again."""
        row = self.row_of(point)
        if row >= 0:
            self._standings.pop(row, None)
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title; the row itself for the delegate; title and standing for screen readers."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and row.point is not None:
            return f"{row.point.number} {row.title}. {self.standing_at(index.row()).words}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        row = self._rows[index.row()]
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled if row.point is not None else Qt.ItemFlag.NoItemFlags

    def standing_at(self, row: int) -> Standing:
        """Where the point of a row stands."""
        found = self._standings.get(row)
        point = self._rows[row].point
        if found is None and point is not None:
            has_text = bool(self._desk.field(f"note/{point.id}/internal"))
            found = self._standings[row] = standing(self._desk.session, point, has_text=has_text)
        return found or Standing("")

    def point_at(self, row: int) -> Point | None:
        """The point of a row."""
        return self._rows[row].point if 0 <= row < len(self._rows) else None

    def row_of(self, point: str) -> int:
        """The row of a point, -1 if it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.point is not None and row.point.id == point), -1)

    def neighbour(self, point: str, step: int) -> Point | None:
        """The point before (-1) or after (1)."""
        at = self.row_of(point) + step
        while 0 <= at < len(self._rows):
            if self._rows[at].point is not None:
                return self._rows[at].point
            at += step
        return None

    def first(self) -> Point | None:
        """The first point."""
        return next((row.point for row in self._rows if row.point is not None), None)

    def _section_title(self, point: Point) -> str:
        parent = point.key.rpartition("/")[0]
        if parent.count("/") < 2:  # noqa: PLR2004 - the root of the instance is no section
            return ""
        view = self._desk.view(parent)
        number = view.attributes.get("section", "")
        return " ".join(part for part in (number if number[:1].isdigit() else "", clean(view.label)) if part)


class OutlineDelegate(QStyledItemDelegate):
    """Draws headings and points."""

    def __init__(self, view: OutlineView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the title and the standing need."""
        del option
        row = index.data(Qt.ItemDataRole.UserRole)
        metrics = QFontMetrics(self._view.font())
        small = QFontMetrics(self._small())
        width = self._view.viewport().width()
        if row.point is None:
            needed = small.boundingRect(
                QRect(0, 0, width - 2 * _SIDE, 999), Qt.TextFlag.TextWordWrap, row.title.upper()
            )
            return QSize(width, needed.height() + 5 * GAP)
        title = metrics.lineSpacing()
        if self._view.wraps:
            room = QRect(0, 0, width - 2 * _SIDE - _NUMBER, 999)
            title = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, row.title).height()
        return QSize(width, title + small.lineSpacing() + 4 * GAP + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        row = index.data(Qt.ItemDataRole.UserRole)
        t = tokens()
        rect: QRect = option.rect
        painter.save()
        if row.point is None:
            painter.setFont(self._small())
            painter.setPen(QColor(t.muted))
            area = rect.adjusted(_SIDE, 3 * GAP, -_SIDE, 0)
            painter.drawText(area, Qt.TextFlag.TextWordWrap, row.title.upper())
        else:
            self._paint_point(painter, option, index)
        painter.restore()

    def _paint_point(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
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
        painter.drawText(top, Qt.AlignmentFlag.AlignTop, row.point.number)
        painter.setPen(QColor(t.text))
        words = top.adjusted(_NUMBER, 0, 0, 0)
        metrics = painter.fontMetrics()
        if self._view.wraps:
            used = painter.drawText(words, Qt.TextFlag.TextWordWrap, row.title)
            height = used.height() if isinstance(used, QRect) else metrics.lineSpacing()
        else:
            painter.drawText(
                words,
                Qt.AlignmentFlag.AlignTop,
                metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, words.width()),
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
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.wraps = self.outline.rowCount() <= _WRAPPED_UP_TO
        self.setUniformItemSizes(not self.wraps)
        self.setItemDelegate(OutlineDelegate(self))
        self.setModel(self.outline)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        self.setAccessibleName(say("editor.outline"))
        self.outline.retranslate()

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
