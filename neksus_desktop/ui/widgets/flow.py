"""A row that breaks into lines when there is no room: filters and chips in a narrow window or with large text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Items one after the other, each as wide as it wants; those of a line stand on one axis.

    ``row_gap`` between lines is ``gap`` unless given. A line is as high as ``beside`` at least: what stands on it is
    on one axis with that.
    """

    def __init__(self, gap: int = 6, row_gap: int | None = None, beside: QWidget | None = None) -> None:
        super().__init__()
        self._beside = beside
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._row_gap = gap if row_gap is None else row_gap
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the lines are in this width. Qt asks some twenty times for one layout."""
        found = self._heights.get(width)
        if found is None:
            found = self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return found

    def invalidate(self) -> None:
        """Something wants another size."""
        super().invalidate()
        self._heights.clear()

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() + self._gap for size in shown) - self._gap
        return QSize(max(width, 0), max((self._least(), *(size.height() for size in shown))))

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in shown), default=0), max((s.height() for s in shown), default=0))

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def _place(self, rect: QRect, *, move: bool) -> int:
        y, least = rect.y() - self._row_gap, self._least()
        for line in self._lines(rect):
            y += self._row_gap
            height = max(least, *(place.height() for _item, place in line))
            for item, place in line if move else ():
                item.setGeometry(place.translated(0, y + (height - place.height()) // 2))
            y += height
        return max(y - rect.y(), 0)

    def _least(self) -> int:
        return self._beside.sizeHint().height() if self._beside is not None else 0

    def _lines(self, rect: QRect) -> list[list[tuple[QLayoutItem, QRect]]]:
        """What stands on each line, and where from left to right."""
        lines: list[list[tuple[QLayoutItem, QRect]]] = []
        x = rect.x()
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if size.width() > rect.width() > 0:
                size.setWidth(max(rect.width(), item.minimumSize().width()))
            if not lines or (x > rect.x() and x + size.width() > rect.right() + 1):
                x = rect.x()
                lines.append([])
            lines[-1].append((item, QRect(QPoint(x, 0), size)))
            x += size.width() + self._gap
        return lines


class TurningRow(QWidget):
    """Widgets beside each other with their shares of the room, or below each other where they have no room for that."""

    def __init__(self, shares: Iterable[tuple[QWidget, int]], *, gap: int = 12) -> None:
        super().__init__()
        self._shares = list(shares)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        for widget, share in self._shares:
            self._row.addWidget(widget, share)

    def minimumSizeHint(self) -> QSize:
        """The widest alone: below each other is always possible."""
        width = max(widget.minimumSizeHint().width() for widget, _share in self._shares)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the narrowest share is too little."""
        super().resizeEvent(event)
        whole = sum(share for _widget, share in self._shares)
        room = self.width() - self._row.spacing() * (len(self._shares) - 1)
        fits = all(widget.minimumSizeHint().width() <= room * share / whole for widget, share in self._shares)
        beside = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if beside != self._row.direction():
            self._row.setDirection(beside)
            self.updateGeometry()


class FlowRow(QWidget):
    """A widget with such a row; add to ``row.flow``."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 6,
        row_gap: int | None = None,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.flow = FlowLayout(gap, row_gap, beside)
        self.setLayout(self.flow)
