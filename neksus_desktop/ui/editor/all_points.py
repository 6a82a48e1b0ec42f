"""All points below each other in one scroll. Only those in sight and their nearest neighbours are built.

Rules kept here:

* a point that is not built has a height by guess; what is at the top edge stays there when a guess is replaced by
  the truth, so that nothing jumps under the eyes;
* one point is built per turn of the event loop: keys and wheel come in between, and a fast scroll passes over the rest;
* the point with the cursor is never thrown away, and Tab goes on into points that are not yet built.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QPlainTextEdit, QWidget
from shiboken6 import isValid

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.point_panel import MARGINS, WIDEST, PointPanel
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import tokens
from neksus_desktop.ui.widgets.focus import focus_moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neksus_desktop.forms import Point
    from neksus_desktop.ui.editor.desk import Desk

_GUESS = 520
_READING_LINE = 90
"""Pixels below the top edge: the point there is the one being read."""
_AIR = 60
_LINE = 40
_TELL_MS = 80
_PASSED_OVER = 5
"""So many points with nothing to reach are passed over by Tab."""


class AllPointsView(QAbstractScrollArea):
    """The points of the record, to be scrolled through and written in."""

    step_wanted = Signal(str, str)
    """As the panels' own, when their point has become the current one."""
    point_changed = Signal(str)
    """Another point is being read, by scrolling or because the cursor went there."""

    def __init__(self, desk: Desk, points: Sequence[Point]) -> None:
        super().__init__()
        self.setObjectName("editor_all_points")
        self.setFrameShape(QFrame.Shape.NoFrame)
        ground = QWidget()
        self.setViewport(ground)
        ground.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(380)
        self._desk = desk
        self._points: list[Point] = []
        self._places: dict[str, int] = {}
        self._panels: dict[str, PointPanel] = {}
        self._heights: dict[str, int] = {}
        self._tops: list[int] = [0]
        self._at, self._above = 0, 0
        self._current = 0
        self._width = WIDEST
        self._moving = False
        self._grew = False
        self._beneath: QWidget | None = None
        """What is pointed out beneath the text that is being written."""
        self._retired = False
        self._work = self._timer(0, self._go_on)
        self._tell = self._timer(_TELL_MS, lambda: self.point_changed.emit(self.point.id))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(_LINE)
        focus_moved().connect(self._focus_moved)
        self.set_points(points)

    @property
    def point(self) -> Point:
        """The point being read or written in."""
        return self._points[self._current]

    @property
    def built(self) -> tuple[str, ...]:
        """Ids of the points that are built."""
        return tuple(self._panels)

    @property
    def waiting(self) -> bool:
        """Whether something is still to be built or placed."""
        return self._work.isActive()

    def set_points(self, points: Sequence[Point]) -> None:
        """Show these points (there is always one); what is built of them stays."""
        at = self._points[self._at].id if self._points else ""
        current = self.point.id if self._points else ""
        self._points = list(points)
        self._places = {point.id: place for place, point in enumerate(self._points)}
        for gone in [key for key in self._panels if key not in self._places]:
            self._throw(gone)
        self._at, self._current = self._places.get(at, 0), self._places.get(current, 0)
        self._lay_out()

    def retire(self) -> None:
        """Listen no more; something else comes in its place."""
        self._retired = True  # Qt looks for another place for the cursor while this is hidden
        self._work.stop()
        self._tell.stop()
        focus_moved().disconnect(self._focus_moved)
        for panel in self._panels.values():
            panel.retire()

    def show_point(self, point: str) -> None:
        """Put the head of a point at the top edge."""
        place = self._places.get(point)
        if place is not None:
            self._current = place
            self._at, self._above = place, 0
            self._build(place)
            self._lay_out()

    def goto(self, key: str) -> None:
        """Put the cursor at a question, a text or a card of the current point."""
        target = self._panel().target(key)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_widget(target)

    def reveal(self, key: str) -> QWidget | None:
        """Put ``key`` of the current point in sight and leave the cursor where it is; returns what shows it."""
        place = self._panel().place(key)
        if place is not None:
            self._show_widget(place)
        return place

    def question_with_focus(self) -> str:
        """The key of the question where the cursor is, else that of the first one of the current point."""
        return self._panel().question_with_focus()

    def focus_first(self) -> None:
        """The cursor to the first place to answer in the current point; where there is none the keys scroll."""
        if not self._panel().focus_first():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab in the order of the points, whatever the order in which they were built."""
        now = QApplication.focusWidget()
        place = self._place_of(now)
        if now is None or place is None or self._retired or not self.isVisible():
            return super().focusNextPrevChild(forwards)
        panel, found = self._panels[self._points[place].id], _neighbour(now, forwards=forwards)
        if found is None or not panel.isAncestorOf(found):
            found = self._beyond(place, now, forwards=forwards)
        if found is None:
            return super().focusNextPrevChild(forwards)
        found.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
        self._show_widget(found)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A panel wants another height: a text grew, a row was opened."""
        if event.type() == QEvent.Type.LayoutRequest and isinstance(watched, PointPanel):
            now = QApplication.focusWidget()
            self._grew |= now is not None and watched.isAncestorOf(now)
            self._work.start()
        return False

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """The user scrolls."""
        if self._moving:
            return
        value = self.verticalScrollBar().value()
        self._at = max(min(bisect_right(self._tops, value) - 1, len(self._points) - 1), 0)
        self._above = value - self._tops[self._at]
        self._read_on()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other heights."""
        super().resizeEvent(event)
        self._heights = {key: height for key, height in self._heights.items() if key in self._panels}
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Hairlines between the points, and the titles of those that are not built yet."""
        t, value = tokens(), self.verticalScrollBar().value()
        painter = QPainter(self.viewport())
        x, width = self._left(), self._width
        for place in self._in_sight(0):
            top = self._tops[place] - value
            if place:
                painter.fillRect(x + MARGINS[0], top, width - 2 * MARGINS[0], 1, QColor(t.line))
            if self._points[place].id not in self._panels:
                painter.setPen(QColor(t.muted))
                room = QRect(x + MARGINS[0], top + MARGINS[1], width - 2 * MARGINS[0], 200)
                title = clean(self._desk.view(self._points[place].key).label)
                words = f"{self._points[place].number} {title}".strip() or say("editor.loading")
                painter.drawText(room, Qt.TextFlag.TextWordWrap, words)
        painter.end()

    def _timer(self, milliseconds: int, work: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(work)
        return timer

    def _panel(self) -> PointPanel:
        return self._build(self._current)

    def _beyond(self, place: int, now: QWidget, *, forwards: bool) -> QWidget | None:
        """Where Tab goes from the edge of a point: into the next one that has something, at last out of the scroll."""
        step = 1 if forwards else -1
        for near in range(place + step, place + (_PASSED_OVER + 1) * step, step):
            if not 0 <= near < len(self._points):
                break
            found = _outermost(self._build(near), first=forwards)
            if found is not None:
                return found
        found = _neighbour(now, forwards=forwards)
        while found is not None and found is not now and self.isAncestorOf(found):
            found = _neighbour(found, forwards=forwards)
        return found

    def _left(self) -> int:
        return max((self.viewport().width() - self._width) // 2, 0) - self.horizontalScrollBar().value()

    def _in_sight(self, extra: int) -> range:
        """Places that touch the viewport, and ``extra`` pixels above and below it."""
        value = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, value - extra) - 1, 0)
        last = bisect_right(self._tops, value + self.viewport().height() + extra)
        return range(first, min(last, len(self._points)))

    def _build(self, place: int) -> PointPanel:
        point = self._points[place]
        panel = self._panels.get(point.id)
        if panel is None:
            panel = PointPanel()
            panel.show_point(self._desk, point)
            panel.finish()
            panel.step_wanted.connect(partial(self._step, point.id))
            panel.pointed_out.connect(self._make_seen)
            self._panels[point.id] = panel
            panel.setParent(self.viewport())
            panel.move(0, -20_000)
            panel.resize(self._width, _GUESS)
            panel.installEventFilter(self)
            panel.show()
            self._work.start()
        return panel

    def _throw(self, key: str) -> None:
        panel = self._panels.pop(key)
        panel.removeEventFilter(self)
        panel.retire()
        panel.hide()
        panel.deleteLater()

    def _go_on(self) -> None:
        """Build one point that is missing, nearest first; throw away what is far away; then lay out anew."""
        near = [*self._in_sight(0), *self._in_sight(self.viewport().height() // 2)]
        missing = next((place for place in near if self._points[place].id not in self._panels), None)
        if missing is not None:
            self._build(missing)
        focused = self._place_of(QApplication.focusWidget())
        kept = {self._points[place].id for place in self._in_sight(2 * self.viewport().height())}
        kept |= {self._points[place].id for place in (self._current, focused) if place is not None}
        for key in [key for key in self._panels if key not in kept]:
            self._throw(key)
        self._lay_out()
        now = QApplication.focusWidget()
        if self._grew and isinstance(now, QPlainTextEdit) and self.isAncestorOf(now):
            self._show_written(now)
        self._grew = False

    def _lay_out(self) -> None:
        """Heights of what is built, the scroll bar, then every panel in its place."""
        if not self._points:
            return
        least = max((panel.minimumSizeHint().width() for panel in self._panels.values()), default=0)
        width = self._width = min(max(self.viewport().width(), least), WIDEST)
        for key, panel in self._panels.items():
            self._heights[key] = _height(panel, width)
        self._tops = list(accumulate((self._heights.get(point.id, _GUESS) for point in self._points), initial=0))
        self._moving = True
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(room)
        bar.setRange(0, max(self._tops[-1] - room, 0))
        bar.setValue(self._tops[self._at] + self._above)
        sideways = self.horizontalScrollBar()
        sideways.setPageStep(self.viewport().width())
        sideways.setRange(0, max(width - self.viewport().width(), 0))
        self._moving = False
        self._place()

    def _place(self) -> None:
        value, x = self.verticalScrollBar().value(), self._left()
        for key, panel in self._panels.items():
            height = self._heights.get(key, _GUESS)
            panel.setGeometry(x, self._tops[self._places[key]] - value, self._width, height)
        if any(self._points[place].id not in self._panels for place in self._in_sight(self.viewport().height() // 2)):
            self._work.start()
        self.viewport().update()

    def _place_of(self, widget: QWidget | None) -> int | None:
        """The place of the point that a widget belongs to."""
        while widget is not None and not isinstance(widget, PointPanel):
            widget = widget.parentWidget()
        known = widget is not None and self._panels.get(widget.point.id) is widget
        return self._places[widget.point.id] if widget is not None and known else None

    def _read_on(self) -> None:
        """The point being read, after a scroll: the one with the cursor while any of it is in sight."""
        place = self._place_of(QApplication.focusWidget())
        if place is None or place not in self._in_sight(0):
            line = self.verticalScrollBar().value() + min(_READING_LINE, self.viewport().height() // 4)
            place = min(bisect_right(self._tops, line) - 1, len(self._points) - 1)
        self._become(max(place, 0))

    def _become(self, place: int) -> None:
        if place != self._current:
            self._current = place
            self._tell.start()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        place = self._place_of(now)
        if place is not None:
            self._become(place)

    def _step(self, point: str, step: str, key: str) -> None:
        self._become(self._places[point])
        self.step_wanted.emit(step, key)

    def _make_seen(self, box: QWidget) -> None:
        self._beneath = box
        self._grew = True
        self._work.start()

    def _show_written(self, text: QPlainTextEdit) -> None:
        """The line that is being written, and what is pointed out beneath it."""
        box = self._beneath if self._beneath is not None and isValid(self._beneath) else None
        around = box.parentWidget() if box is not None and box.isVisible() else None
        if box is not None and around is not None and around.isAncestorOf(text):
            self._show_widget(box)
        self._show_widget(text)

    def _show_widget(self, widget: QWidget) -> None:
        """Scroll as little as needed to have a widget in sight, with some air; a text: the line of its cursor."""
        self._lay_out()
        place = self._place_of(widget)
        if place is None:
            return
        rect = widget.rect()
        if isinstance(widget, QPlainTextEdit) and widget.height() > self.viewport().height() // 2:
            rect = widget.cursorRect()
        top = widget.mapTo(self.viewport(), rect.topLeft()).y() - _AIR
        bottom = widget.mapTo(self.viewport(), rect.bottomLeft()).y() + _AIR
        over = min(top, 0) or max(min(bottom - self.viewport().height(), top), 0)
        if over:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + over)


def _height(panel: PointPanel, width: int) -> int:
    layout = panel.layout()
    if layout is None:
        return panel.sizeHint().height()
    if panel.width() != width:
        panel.resize(width, panel.height())
        layout.activate()
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()


def _takes_tab(widget: QWidget) -> bool:
    if widget.focusProxy() is not None or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return False
    return widget.isVisible() and widget.isEnabled()


def _neighbour(widget: QWidget, *, forwards: bool) -> QWidget | None:
    """The next widget of the window that Tab reaches."""
    found = widget.nextInFocusChain() if forwards else widget.previousInFocusChain()
    while found is not None and found is not widget and not _takes_tab(found):
        found = found.nextInFocusChain() if forwards else found.previousInFocusChain()
    return found


def _outermost(panel: PointPanel, *, first: bool) -> QWidget | None:
    """The first or last widget of a panel that Tab reaches; the panel's own chain is in order."""
    chain = [widget for widget in panel.findChildren(QWidget) if _takes_tab(widget)]
    if not chain:
        return None
    ordered, at = [], panel.nextInFocusChain()
    while at is not None and panel.isAncestorOf(at):
        if _takes_tab(at):
            ordered.append(at)
        at = at.nextInFocusChain()
    return (ordered or chain)[0 if first else -1]
