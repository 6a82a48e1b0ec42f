"""The middle: one point or all of them, with notices above and the way to the next point below.

One point at a time is all that is built; the next one comes into the same view, and only its questions are built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from neksus_desktop.ui.editor.controls.base import clean, show_if
from neksus_desktop.ui.editor.point_panel import WIDEST, PointPanel
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import SCROLL_EXTENT
from neksus_desktop.ui.widgets import Muted, NoteBox, ScrollColumn, SecondaryButton
from neksus_desktop.ui.widgets.table import shared_out

if TYPE_CHECKING:
    from neksus_desktop.forms import Point
    from neksus_desktop.ui.editor.all_points import AllPointsView
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.editor.outline import OutlineModel

_AROUND_CURSOR, _AROUND_PLACE = 24, 80
_AROUND_NAME = 30
"""Pixels of a key beside its name."""


class PointView(ScrollColumn):
    """One point, which scrolls; empty until ``show_point``."""

    step_wanted = Signal(str, str)
    """As the panel's own."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 0, 0, 0))
        self.setObjectName("editor_point")
        self._aim: QWidget | None = None
        self._beneath: QWidget | None = None
        """What is pointed out beneath the text that is being written."""
        self._shown = ""
        self.panel = PointPanel()
        self.panel.step_wanted.connect(self.step_wanted)
        self.panel.pointed_out.connect(self._make_seen)
        self.inner.setMaximumWidth(WIDEST)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the point stays where it is without
        self.column.addWidget(self.panel)
        self.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)

    @property
    def point(self) -> Point:
        """The point in sight."""
        return self.panel.point

    def minimumSizeHint(self) -> QSize:
        """Narrower than its content only where letters are very large on a small screen; then it scrolls sideways."""
        return QSize(min(self.inner.minimumSizeHint().width(), 380), 120)

    def show_point(self, desk: Desk, point: Point) -> None:
        """Another point from its top, or the same one of a record read anew where it is."""
        if point.id != self._shown:
            self._shown = point.id
            self.verticalScrollBar().setValue(0)
        self._aim = None
        self._beneath = None
        self.panel.show_point(desk, point)
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus if desk.editable else Qt.FocusPolicy.StrongFocus
        )  # who reads scrolls
        self.setAccessibleName(clean(desk.view(point.key).label))

    def finish(self) -> None:
        """Build what follows the questions, if that is not done; the questions stand at once."""
        self.panel.finish()

    def retire(self) -> None:
        """Listen no more; something else comes in its place."""
        self.panel.retire()

    def goto(self, key: str) -> None:
        """Put the cursor at a question, a text or a card."""
        target = self.panel.target(key)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._aim = target
            QTimer.singleShot(0, target, self._keep_in_sight)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Who scrolls looks elsewhere."""
        self._aim = self._beneath = None
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where one writes stays in sight when a notice comes over the point."""
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height():
            QTimer.singleShot(0, self, self._show_cursor)

    def _show_cursor(self) -> None:
        at = self.focusWidget()
        if at is not None and at.hasFocus() and self.inner.isAncestorOf(at):
            line = at.cursorRect() if isinstance(at, QPlainTextEdit) else at.rect()
            beside = self.horizontalScrollBar().value()
            for place in (line.bottomLeft(), line.topLeft()):
                here = at.mapTo(self.inner, place)
                self.ensureVisible(beside, here.y(), 0, _AROUND_CURSOR)
            self.horizontalScrollBar().setValue(beside)

    def _make_seen(self, box: QWidget) -> None:
        self._beneath = box
        QTimer.singleShot(0, box, self._show_beneath)

    def _show_beneath(self) -> None:
        box, at = self._beneath, self.focusWidget()
        around = box.parentWidget() if box is not None and box.isVisible() else None
        if box is not None and around is not None and at is not None and at.hasFocus() and around.isAncestorOf(at):
            beside = self.horizontalScrollBar().value()
            self.ensureWidgetVisible(box, 0, _AROUND_CURSOR)
            self.horizontalScrollBar().setValue(beside)
            self._show_cursor()

    def _keep_in_sight(self) -> None:
        """What was gone to, and what is pointed out, stay in sight while the rest of the screen takes its room."""
        self._show_beneath()
        if self._aim is not None and isValid(self._aim) and self._aim.hasFocus():
            beside = self.horizontalScrollBar().value()
            self.ensureWidgetVisible(self._aim, 0, _AROUND_PLACE)
            self.horizontalScrollBar().setValue(beside)

    def reveal(self, key: str) -> QWidget | None:
        """Put ``key`` in sight and leave the cursor where it is; returns what shows it."""
        place = self.panel.place(key)
        if place is not None:
            QTimer.singleShot(0, place, lambda: self._show_place(place))
        return place

    def _show_place(self, place: QWidget) -> None:
        """All of it, or what is higher than the view from its top."""
        beside = self.horizontalScrollBar().value()
        if place.height() + 2 * _AROUND_PLACE > self.height():
            self.verticalScrollBar().setValue(place.mapTo(self.inner, QPoint(0, 0)).y() - _AROUND_CURSOR)
        else:
            self.ensureWidgetVisible(place, 0, _AROUND_PLACE)
        self.horizontalScrollBar().setValue(beside)

    def question_with_focus(self) -> str:
        """The key of the question where the cursor is, else that of the first one."""
        return self.panel.question_with_focus()

    def focus_first(self) -> None:
        """The cursor to the first place to answer; where there is none the keys scroll the point."""
        if not self.panel.focus_first():
            self.setFocus(Qt.FocusReason.OtherFocusReason)


class PointFooter(QWidget):
    """Back and on to the next point; where both names have no room beside each other the longer one ends in «…»."""

    def __init__(self) -> None:
        super().__init__()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(22, 6, 22, 8)
        self.previous = SecondaryButton("point_previous", shortcut="Ctrl+PgUp")
        self.following = SecondaryButton("point_next", shortcut="Ctrl+PgDown")
        self._names = {self.previous: "", self.following: ""}
        row.addWidget(self.previous)
        row.addStretch(1)
        row.addWidget(self.following)

    def show_neighbours(self, outline: OutlineModel, point: Point) -> None:
        """Name the points before and after this one."""
        for button, step, key in ((self.previous, -1, "before"), (self.following, 1, "after")):
            other = outline.neighbour(point.id, step)
            show_if(button, other is not None)
            if other is not None:
                title = outline.title_at(outline.row_of(other.id))
                self._names[button] = say(f"editor.point.{key}", title=f"{other.number} {title}".strip())
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Names can be short."""
        return QSize(200, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names as long as there is room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """And as the letters are."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        shown = [button for button in self._names if not button.isHidden()]
        metrics, around = self.previous.fontMetrics(), self._row.contentsMargins()
        wanted = [metrics.horizontalAdvance(self._names[button]) + _AROUND_NAME for button in shown]
        room = self.width() - around.left() - around.right() - self._row.spacing() * len(shown)
        given = wanted if sum(wanted) <= room else shared_out(wanted, room)
        for button, want, width in zip(shown, wanted, given, strict=True):
            whole = self._names[button]
            button.say(whole)
            if width < want:
                button.setText(metrics.elidedText(button.text(), Qt.TextElideMode.ElideMiddle, width - _AROUND_NAME))
                button.setToolTip(f"{whole} ({button.toolTip()})")


def _centred(widget: QWidget, margins: tuple[int, int, int, int]) -> QHBoxLayout:
    """As wide as the point's column and in the middle of what the scroll bar leaves."""
    left, top, right, bottom = margins
    widget.setMaximumWidth(WIDEST - left - right)
    row = QHBoxLayout()
    row.setContentsMargins(left, top, right + SCROLL_EXTENT, bottom)
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row


class Middle(QWidget):
    """What is in sight of the points, with room for notices above it."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.notice = NoteBox()
        self.notice.setObjectName("editor_notice")
        self.notice.hide()
        self._notices = QVBoxLayout()
        self._notices.setSpacing(0)
        self._column.addLayout(self._notices)
        self.add_notice(self.notice)
        self._view: PointView | AllPointsView | None = None
        self.single: PointView | None = None
        """The view of one point, once it is built; kept while out of sight."""
        self.loading = Muted(say("editor.loading"))
        self.loading.setObjectName("editor_loading")
        self.loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(self.loading, 1)
        self.footer = PointFooter()
        self.footer.hide()
        self._column.addLayout(_centred(self.footer, (0, 0, 0, 0)))

    @property
    def view(self) -> PointView | AllPointsView | None:
        """The point in sight, or the scroll of all of them."""
        return self._view

    def add_over(self, bar: QWidget) -> None:
        """A bar over the points, above the notice."""
        self._column.insertWidget(0, bar)

    def add_notice(self, notice: QWidget) -> None:
        """One more notice over the points, below the first."""
        self._notices.addLayout(_centred(notice, (22, 12, 22, 0)))

    def keep(self, view: PointView) -> None:
        """Have the view of one point ready, out of sight."""
        self.single = view
        view.hide()
        self._column.insertWidget(self._column.count() - 2, view, 1)

    def let_go(self) -> None:
        """What is shown is out of date; a point of another desk comes in its place before the next picture."""
        view, self._view = self._view, None
        if view is not None:
            view.retire()
            if view is not self.single:
                self._throw(view)

    def forget(self) -> None:
        """The view of one point is built anew next time."""
        self.let_go()
        if self.single is not None:
            self._throw(self.single)
            self.single = None

    def drop(self) -> None:
        """Take what is shown out of sight."""
        self.let_go()
        if self.single is not None:
            self.single.hide()
        self.loading.setText(say("editor.loading"))
        self.loading.show()
        self.footer.hide()

    def show_view(self, view: PointView | AllPointsView) -> None:
        """Put another point in sight, or all of them."""
        if view is self._view:
            return
        if view is not self.single:
            self.drop()
        else:
            self.let_go()
        self._view = view
        self.loading.hide()
        if self._column.indexOf(view) < 0:
            self._column.insertWidget(self._column.count() - 2, view, 1)
        view.show()
        self.footer.show()
        self.footer.raise_()  # a screen reader reads in the order of the children

    def _throw(self, view: QWidget) -> None:
        self._column.removeWidget(view)
        view.setObjectName("")  # it lives for a while, and must not be found in place of the new one
        view.hide()
        view.deleteLater()
