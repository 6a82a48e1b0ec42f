"""Find in the open record (Ctrl+F): words of the questions, the answers, the texts and the cards, of every point.

Rules kept here:

* it is the record that is searched, not the widgets: points that are not built are found too;
* the search goes on in slices between which keys are taken; Return goes on while it is still counting;
* what is found is framed, and the cursor stays in the search field until Escape puts it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from neksus_desktop.ui.editor.controls.base import clean
from neksus_desktop.ui.editor.point_panel import PointPanel
from neksus_desktop.ui.editor.words import leaves, said
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens
from neksus_desktop.ui.widgets import Caption, IconButton, Line, SearchField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neksus_desktop.forms import Point
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.editor.screen import EditorScreen

_SLICE_POINTS = 8


class Found(NamedTuple):
    """A place where the words stand: the point, and the key of what shows them."""

    point: str
    key: str


def texts_of(desk: Desk, point: Point) -> Iterator[tuple[str, str]]:
    """Everything that can be read at a point: key and text, in the order of the screen."""
    own = desk.view(point.key)
    yield point.key, f"{point.number} {clean(own.label)}"
    for leaf in leaves(desk.session, point.key):
        label = "" if leaf.key == point.key else clean(leaf.label)
        yield leaf.key, f"{label}\n{said(leaf, say.language)}"
    note = desk.note(point.id)
    yield f"note/{point.id}/internal", note.internal
    yield f"note/{point.id}/shareable", note.shareable
    for ground in note.evidence:
        yield f"evidence/{ground.id}", f"{ground.title}\n{ground.reference}"
    for follow_up in desk.follow_ups(point.id):
        yield f"followup/{follow_up.id}", f"{follow_up.text}\n{follow_up.outcome}"


def matches(desk: Desk, point: Point, words: str) -> Iterator[Found]:
    """The places at a point where ``words`` stand, capitals or not."""
    wanted = words.casefold()
    for key, text in texts_of(desk, point):
        if wanted in text.casefold():
            yield Found(point.id, key)


class FoundFrame(QWidget):
    """A frame around what was found, standing back from its words; clicks go through it."""

    _ALTERS = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})

    def __init__(self, around: QWidget) -> None:
        panel, between = around, []
        while not isinstance(panel, PointPanel) and (above := panel.parentWidget()) is not None:
            between.append(panel)
            panel = above
        super().__init__(panel)
        self.setObjectName("editor_found")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._around, self._panel = around, panel
        for widget in between:
            widget.installEventFilter(self)
        around.destroyed.connect(self.deleteLater)
        self._follow()
        self.raise_()

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Where what it frames is, as large, and as long as that is seen."""
        if event.type() in self._ALTERS and isValid(self._around):
            self._follow()
        return False

    def _follow(self) -> None:
        place = QRect(self._around.mapTo(self._panel, QPoint(0, 0)), self._around.size())
        beside, above = 2 * GAP, GAP
        self.setGeometry(place.adjusted(-beside, -above, beside, above))
        self.setVisible(self._around.isVisibleTo(self._panel))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two pixels in the accent colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), GAP, GAP)
        painter.end()


class FindBar(QWidget):
    """The search field over the points."""

    def __init__(self, screen: EditorScreen) -> None:
        super().__init__()
        self.setObjectName("editor_find")
        self._screen = screen
        self._found: list[Found] = []
        self._left: list[Point] = []
        self._at = -1
        self._frame: FoundFrame | None = None
        self.field = SearchField("editor_find_field", self._search)
        self.field.setMaximumWidth(360)
        self.field.installEventFilter(self)
        self.place = Caption()
        self.place.setObjectName("editor_find_place")
        self.place.setWordWrap(False)
        self._previous = IconButton("editor_find_previous", "up", clicked=lambda: self.go(-1))
        self._next = IconButton("editor_find_next", "down", clicked=lambda: self.go(1))
        self._close = IconButton("editor_find_close", "close", clicked=self.close_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(22, 6, 14, 6)
        row.setSpacing(2 * GAP)
        row.addWidget(self.field, 1)
        for widget in (self.place, self._previous, self._next):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._close)
        column.addLayout(row)
        column.addWidget(Line())
        self._slice = QTimer(self)
        self._slice.timeout.connect(self._go_on)
        say.language_changed.connect(self.retranslate)
        self.hide()

    @property
    def searching(self) -> bool:
        """Whether there are points that are not yet searched."""
        return bool(self._left) or self.field.pending

    def retranslate(self) -> None:
        """Say everything again."""
        self.field.say(say("editor.find.field"))
        self._previous.say(say("editor.find.previous"))
        self._next.say(say("editor.find.next"))
        self._close.say(say("editor.find.close"))
        self._say_place()

    def open_bar(self) -> None:
        """Show the field and take the cursor to it."""
        self.retranslate()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_bar(self) -> None:
        """Hide the field; the cursor goes to what was found last."""
        was_there = self.isVisible()
        self.hide()
        self._slice.stop()
        self._unframe()
        if was_there and 0 <= self._at < len(self._found):
            self._screen.show_point(self._found[self._at].point, self._found[self._at].key)
        self._found, self._at = [], -1

    def go(self, step: int) -> None:
        """To the next (1) or the one before (-1), round the end."""
        if not self._found:
            return
        self._at = (self._at + step) % len(self._found)
        found = self._found[self._at]
        self._unframe()
        view = self._screen.middle.view
        if view is None or view.point.id != found.point:
            self._screen.show_point(found.point)
            view = self._screen.middle.view
        place = view.reveal(found.key) if view is not None else None
        if place is not None:
            self._frame = FoundFrame(place)
        self._say_place()

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Return goes on, Shift+Return back, Escape ends."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._found:
            self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return False

    def _search(self, words: str) -> None:
        self._unframe()
        self._found, self._at = [], -1
        desk, outline, view = self._screen.desk, self._screen.outline, self._screen.middle.view
        self._left = []
        if desk is not None and outline is not None and view is not None and words.strip():
            points = outline.outline.points()
            here = next((at for at, point in enumerate(points) if point.id == view.point.id), 0)
            self._left = points[here:] + points[:here]
            self._slice.start(0)
        self._say_place()

    def _go_on(self) -> None:
        """Search some points more; go to the first place as soon as there is one."""
        desk = self._screen.desk
        words = self.field.text().strip()
        some, self._left = self._left[:_SLICE_POINTS], self._left[_SLICE_POINTS:]
        if desk is not None:
            for point in some:
                self._found.extend(matches(desk, point, words))
        if not self._left:
            self._slice.stop()
        if self._found and self._at < 0:
            self.go(1)
        self._say_place()

    def _say_place(self) -> None:
        if not self.field.text().strip() or (self._slice.isActive() and not self._found):
            self.place.setText("")
        elif not self._found:
            self.place.setText(say("editor.find.none"))
        else:
            more = "+" if self._left else ""
            self.place.setText(say("editor.find.place", at=self._at + 1, all=f"{len(self._found)}{more}"))

    def _unframe(self) -> None:
        if self._frame is not None and isValid(self._frame):  # it goes with the point that it stood in
            self._frame.hide()
            self._frame.deleteLater()
        self._frame = None
