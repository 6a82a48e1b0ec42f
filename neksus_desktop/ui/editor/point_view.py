"""The middle: one point or all of them, with notices above and the way to the next point below.

One point at a time is all that is built; the one before is thrown away with all its widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from neksus_desktop.ui.editor.point_panel import WIDEST, PointPanel
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Muted, NoteBox, ScrollColumn, SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.forms import Point
    from neksus_desktop.ui.editor.all_points import AllPointsView
    from neksus_desktop.ui.editor.desk import Desk


class PointView(ScrollColumn):
    """One point, which scrolls."""

    step_wanted = Signal(str, str)
    """As the panel's own."""

    def __init__(self, desk: Desk, point: Point) -> None:
        super().__init__(margins=(0, 0, 0, 0))
        self.setObjectName("editor_point")
        self._retired = False
        self._aim: QWidget | None = None
        self.panel = PointPanel(desk, point, whole=False)
        self.panel.step_wanted.connect(self.step_wanted)
        self.inner.setMaximumWidth(WIDEST)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.column.addWidget(self.panel)
        self.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)

    @property
    def point(self) -> Point:
        """The point in sight."""
        return self.panel.point

    def minimumSizeHint(self) -> QSize:
        """Narrower than its content only where letters are very large on a small screen; then it scrolls sideways."""
        return QSize(min(self.inner.minimumSizeHint().width(), 380), 120)

    def finish(self) -> None:
        """Build what follows the questions; the questions stand at once."""
        if not self._retired:
            self.panel.finish()

    def retire(self) -> None:
        """Listen no more; something else comes in its place."""
        self._retired = True
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
        self._aim = None
        super().wheelEvent(event)

    def _keep_in_sight(self) -> None:
        """What was gone to stays in sight while the rest of the screen takes its room."""
        if self._aim is not None and isValid(self._aim) and self._aim.hasFocus():
            beside = self.horizontalScrollBar().value()
            self.ensureWidgetVisible(self._aim, 0, 80)
            self.horizontalScrollBar().setValue(beside)

    def reveal(self, key: str) -> QWidget | None:
        """Put ``key`` in sight and leave the cursor where it is; returns what shows it."""
        place = self.panel.place(key)
        if place is not None:
            QTimer.singleShot(0, place, lambda: self.ensureWidgetVisible(place, 0, 80))
        return place

    def question_with_focus(self) -> str:
        """The key of the question where the cursor is, else that of the first one."""
        return self.panel.question_with_focus()

    def focus_first(self) -> None:
        """The cursor to the first place to answer."""
        self.panel.focus_first()


class PointFooter(QWidget):
    """Back and on to the next point."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 6, 22, 8)
        self.previous = SecondaryButton("point_previous", shortcut="Ctrl+PgUp")
        self.following = SecondaryButton("point_next", shortcut="Ctrl+PgDown")
        row.addWidget(self.previous)
        row.addStretch(1)
        row.addWidget(self.following)


def _centred(widget: QWidget, margins: tuple[int, int, int, int]) -> QHBoxLayout:
    """As wide as the point's column and in the middle of what is left."""
    widget.setMaximumWidth(WIDEST)
    row = QHBoxLayout()
    row.setContentsMargins(*margins)
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

    def drop(self) -> None:
        """Take what is shown out of sight."""
        if self._view is not None:
            self._view.retire()
            self._column.removeWidget(self._view)
            self._view.hide()
            self._view.deleteLater()
            self._view = None
        self.loading.setText(say("editor.loading"))
        self.loading.show()
        self.footer.hide()

    def show_view(self, view: PointView | AllPointsView) -> None:
        """Put another point in sight, or all of them."""
        self.drop()
        self._view = view
        self.loading.hide()
        self._column.insertWidget(self._column.count() - 2, view, 1)
        view.show()
        self.footer.show()
        self.footer.raise_()  # a screen reader reads in the order of the children
