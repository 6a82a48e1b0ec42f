"""The outline: sections and points to the left, each with where it stands in plain words.

Only what is in sight is asked for, so that a form of 3,000 questions opens as fast as one of thirty.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.standing import Standing, standing
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QAbstractItemView

    from neksus_desktop.forms import Point
    from neksus_desktop.ui.editor.desk import Desk

Index = QModelIndex | QPersistentModelIndex
_WRAPPED_UP_TO = 150
"""Longer outlines have one line per title, all rows alike: Qt would otherwise measure every one of them."""
_WIDEST_NUMBER = "2.2.12  "
_SIDE = 14
_CHOSEN, _UNDER_MOUSE, _HAS_FOCUS = (
    flag.value
    for flag in (QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver, QStyle.StateFlag.State_HasFocus)
)


@cache
def _colour(name: str) -> QColor:
    return QColor(name)  # ``cache(QColor)`` would ask the class for its papers, which takes the bindings 50 ms


def _breaks(title: str, metrics: QFontMetrics, room: int) -> int:
    """How lines break: between words, or, where a word has no room even alone, anywhere."""
    longest = max(title.split(), key=len, default="")
    fits = metrics.horizontalAdvance(longest) <= room
    return (Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere).value


class OutlineModel(QStringListModel):
    """The chosen points and the parts that are relevant. Titles and standings are asked for when they come in sight.

    Qt's list of texts holds as many empty ones as there are rows: laying out thousands, Qt asks itself how many.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows = desk.rows
        self._titles: dict[str, str] = {}
        self._standings: dict[str, Standing] = {}
        self.setStringList([""] * len(self._rows.entries))

    def rebuild(self) -> None:
        """Read anew which points there are; the view is told of the rows that came and went, and of no others."""
        before = self._rows.entries
        self._rows = self._desk.read_rows()
        now = self._rows.entries
        self.forget()
        start, end = 0, 0
        shorter = min(len(before), len(now))
        while start < shorter and before[start] == now[start]:
            start += 1
        while end < shorter - start and before[-1 - end] == now[-1 - end]:
            end += 1
        if len(before) > start + end:
            self.removeRows(start, len(before) - start - end)
        if len(now) > start + end:
            self.insertRows(start, len(now) - start - end)

    def differs(self, keys: frozenset[str]) -> bool:
        """Whether a change of relevance of these keys shows or hides a point."""
        return self._rows.differ(self._desk.session, keys)

    def forget(self) -> None:
        """Something was written: titles and standings are asked for again when they are drawn."""
        self._titles.clear()
        self._standings.clear()

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
        point = self.point_at(row)
        if point is None:
            return Standing("")
        found = self._standings.get(point.id)
        if found is None:
            has_text = bool(self._desk.field(f"note/{point.id}/internal"))
            found = self._standings[point.id] = standing(self._desk.session, point, has_text=has_text)
        return found

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
        if row >= len(self._rows.entries):
            return ""  # in the midst of being told that it went
        entry = self._rows.entries[row]
        key = entry if isinstance(entry, str) else entry.key
        found = self._titles.get(key)
        if found is None:
            found = self._titles[key] = self._title(entry)
        return found

    def _title(self, entry: Point | str) -> str:
        heading = entry if isinstance(entry, str) else ""
        view = self._desk.view(entry if isinstance(entry, str) else entry.key)
        label = clean(view.label) or view.name
        number = view.attributes.get("section", "") if heading else ""
        return f"{number} {label}" if number[:1].isdigit() else label


class OutlineDelegate(QStyledItemDelegate):
    """Draws headings and points. Asks the model of the view itself: the way through Qt costs more than the drawing."""

    def __init__(self, view: OutlineView) -> None:
        super().__init__(view)
        self._view = view
        self.use_font(view.font())

    def use_font(self, font: QFont) -> None:
        """Another size of letters."""
        self._font, self._small = QFont(font), QFont(font)
        self._small.setPointSizeF(font.pointSizeF() * 0.86)
        self._metrics, self._small_metrics = QFontMetrics(self._font), QFontMetrics(self._small)
        self._line = self._metrics.lineSpacing()
        self._indent = self._metrics.horizontalAdvance(_WIDEST_NUMBER)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the title and the standing need."""
        del option
        outline, row = self._view.outline, index.row()
        width = self._view.viewport().width()
        if outline.point_at(row) is None:
            title = outline.title_at(row).upper()
            area = QRect(0, 0, width - 2 * _SIDE, 999)
            needed = self._small_metrics.boundingRect(area, _breaks(title, self._small_metrics, area.width()), title)
            return QSize(width, needed.height() + 5 * GAP)
        height = self._line
        if self._view.wraps:
            title, room = outline.title_at(row), QRect(0, 0, self._room(width), 999)
            height = self._metrics.boundingRect(room, _breaks(title, self._metrics, room.width()), title).height()
        return QSize(width, height + self._small_metrics.lineSpacing() + 4 * GAP + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        point = self._view.outline.point_at(index.row())
        if point is not None:
            self._paint_point(painter, option, index.row(), point)
            return
        painter.setFont(self._small)
        painter.setPen(_colour(tokens().muted))
        area = option.rect.adjusted(_SIDE, 3 * GAP, -_SIDE, 0)
        title = self._view.outline.title_at(index.row()).upper()
        painter.drawText(area, _breaks(title, self._small_metrics, area.width()), title)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """What a line had no room for, in full, where the mouse rests; nothing where all can be read."""
        from PySide6.QtWidgets import QToolTip

        del view
        outline, row = self._view.outline, index.row()
        room = self._room(option.rect.width())
        title, words = outline.title_at(row), outline.standing_at(row).words
        cut = self._small_metrics.horizontalAdvance(words) > room
        cut = cut or (not self._view.wraps and self._metrics.horizontalAdvance(title) > room)
        if outline.point_at(row) is None or not cut:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPos(), f"{title}\n{words}", self._view, option.rect)
        return True

    def _paint_point(self, painter: QPainter, option: QStyleOptionViewItem, row: int, point: Point) -> None:
        t, outline = tokens(), self._view.outline
        rect: QRect = option.rect
        x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        state = option.state.value
        if state & (_CHOSEN | _UNDER_MOUSE):
            painter.fillRect(rect, _colour(t.weak_accent if state & _CHOSEN else t.hover))
        if state & _CHOSEN:
            painter.fillRect(x, y, 3, height, _colour(t.accent))
        left, top = x + _SIDE, y + 2 * GAP
        room = self._room(width)
        painter.setFont(self._font)
        painter.setPen(_colour(t.muted))
        base = top + self._metrics.ascent()
        if point.number:
            painter.drawText(left, base, point.number)
        left += self._before_words()
        painter.setPen(_colour(t.text))
        used = self._line
        title = outline.title_at(row)
        if self._view.wraps:
            drawn = painter.drawText(QRect(left, top, room, height), _breaks(title, self._metrics, room), title)
            used = drawn.height() if isinstance(drawn, QRect) else used
        else:
            painter.drawText(left, base, self._metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        stands = outline.standing_at(row)
        painter.setFont(self._small)
        painter.setPen(_colour(t.note if stands.attention else t.muted))
        words = self._small_metrics.elidedText(stands.words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, top + used + 2 + self._small_metrics.ascent(), words)
        if state & _HAS_FOCUS and self._view.hasFocus():
            painter.setPen(_colour(t.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _room(self, width: int) -> int:
        """For the words of a point."""
        return width - 2 * _SIDE - self._before_words()

    def _before_words(self) -> int:
        return self._indent if self._view.numbered else 0


class OutlineView(QListView):
    """The list of points; empty until ``show_desk``. Arrows go from point to point."""

    point_chosen = Signal(str)

    outline: OutlineModel

    def __init__(self) -> None:
        super().__init__()
        self._silent = False
        self.numbered = self.wraps = False
        self.setObjectName("editor_outline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        ground = QWidget()  # our own: asking for Qt's makes the bindings load some hundred classes
        ground.setBackgroundRole(QPalette.ColorRole.Base)
        ground.setAutoFillBackground(True)
        self.setViewport(ground)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._drawn = OutlineDelegate(self)
        self.setItemDelegate(self._drawn)
        self.setAccessibleName(say("editor.outline"))

    def show_desk(self, desk: Desk) -> None:
        """The points of another record, or of the same one read anew."""
        before = self.model(), self.selectionModel()
        self.outline = OutlineModel(desk)
        self.numbered = desk.rows.numbered
        self.wraps = self.outline.rowCount() <= _WRAPPED_UP_TO
        self.setUniformItemSizes(not self.wraps)
        # Where lines wrap, Qt lays out anew at every resize; it would lay out all rows of a long list too.
        self.setResizeMode(QListView.ResizeMode.Adjust if self.wraps else QListView.ResizeMode.Fixed)
        self.setModel(self.outline)
        for old in before:
            if old is not None:
                old.deleteLater()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Arrows and clicks choose."""
        super().currentChanged(current, previous)
        point = self.outline.point_at(current.row())
        if point is not None and not self._silent:
            self.point_chosen.emit(point.id)

    def written_in(self, point: str, keys: frozenset[str] = frozenset()) -> None:
        """Say anew where a point stands, and those of the others in sight that these keys belong to.

        Only their rows are painted: for ``dataChanged`` Qt would lay out all rows.
        """
        self.outline.forget()
        height = self.viewport().height()
        row = self.indexAt(QPoint(0, 0)).row()
        while row >= 0 and (place := self.visualRect(index := self.outline.index(row))).isValid():
            found = self.outline.point_at(row)
            if found is not None and (found.id == point or _holds(found.key, keys)):
                self.update(index)
            if place.bottom() > height:
                break
            row += 1

    def rebuild(self, here: str) -> None:
        """Points came or went; ``here`` is the one in sight."""
        self._silent = True
        self.outline.rebuild()
        if self.outline.row_of(here) < 0:
            self.setCurrentIndex(QModelIndex())
        self._silent = False
        self.viewport().update()
        self.show_point(here)

    def show_point(self, point: str) -> None:
        """Mark a point without telling that it was chosen."""
        row = self.outline.row_of(point)
        if row >= 0 and self.currentIndex().row() != row:
            self._silent = True
            self.setCurrentIndex(self.outline.index(row))
            self._silent = False
        if row >= 0:
            self.scrollTo(self.outline.index(row))

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_drawn"):
            self._drawn.use_font(self.font())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere: Qt lays out anew for another height only."""
        super().resizeEvent(event)
        if self.wraps and event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


def _holds(node: str, keys: frozenset[str]) -> bool:
    return node in keys or any(key.startswith((f"{node}/", f"{node}[")) for key in keys)
