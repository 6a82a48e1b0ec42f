"""The editor: a record's points to the left, one of them in the middle, what helps to the right.

Rules kept here:

* nothing typed is lost on the way out: what is not durable keeps the user here and says so;
* one point is in sight and only that one is built; in the scroll of all points those in sight are;
* the screen that is shown belongs to one open record; opening another throws the desk of the first away, and its parts
  (``Parts``: list, point, what helps beside it), once built, are filled anew.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontInfo, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from neksus_desktop.ui.editor.all_points import AllPointsView
from neksus_desktop.ui.editor.autosave import Autosave
from neksus_desktop.ui.editor.bar import EditorBar
from neksus_desktop.ui.editor.blocks import touched
from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.editor.deeds import EditorDeeds
from neksus_desktop.ui.editor.desk import Desk, Opened, open_for_writing
from neksus_desktop.ui.editor.files import Files
from neksus_desktop.ui.editor.finding import FindBar
from neksus_desktop.ui.editor.found_words import choose_words
from neksus_desktop.ui.editor.newer_form import NewerFormNotice
from neksus_desktop.ui.editor.parts import Parts
from neksus_desktop.ui.editor.point_panel import WIDEST
from neksus_desktop.ui.editor.point_view import Middle, PointView
from neksus_desktop.ui.editor.safety import Safety
from neksus_desktop.ui.editor.side_panel import WIDTH
from neksus_desktop.ui.editor.steps import Steps
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.style import SCROLL_EXTENT
from neksus_desktop.ui.widgets.focus import focus_moved

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.forms import ChangeSet, Point
    from neksus_desktop.ui.editor.left_column import LeftColumn
    from neksus_desktop.ui.editor.outline import OutlineView
    from neksus_desktop.ui.editor.side_panel import SidePanel
    from neksus_desktop.ui.screen import Deed
    from neksus_desktop.ui.shell import Shell

_NARROW = 1010
"""A screen narrower than this has no room for three columns."""
_FONT_PIXELS = 14
"""Body text at 100 %; the columns grow with the letters."""
_SAVED_WITHIN_S = 3.0
"""So long one is held back by a text that is not durable; whoever cannot wait stays."""
_COUNT_AFTER_MS, _READ_WITHIN_MS = 700, 150
"""A record that takes no longer to read comes in place of what was in sight; else it is said that it is being read."""


class EditorScreen(Screen):
    """One open record."""

    place: ClassVar[str] = "editor"
    rail = "records"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.record = ""
        self.desk: Desk | None = None
        self._wanted: tuple[str, str] = ("", "")
        self._asked: tuple[str, ...] = ()
        self._back = "records"
        self._comes = False
        self._side_asked = False
        self._alone = False
        self._wrote = False
        self.bar = EditorBar(self.header, self)
        self.bar.chosen.connect(self._act)
        self.middle = Middle()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.middle, 1)
        self._steps = Steps(self)
        self._parts = Parts(self, self._row, self._steps)
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(_COUNT_AFTER_MS)
        self._count.timeout.connect(self._count_gaps)
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(_READ_WITHIN_MS)
        self._reading.timeout.connect(self._still_reading)
        self._safety = Safety(self)
        self._newer = NewerFormNotice(self._steps.look_at_newer_form)
        self.middle.add_notice(self._newer)
        self.middle.footer.previous.clicked.connect(partial(self._step, -1))
        self.middle.footer.following.clicked.connect(partial(self._step, 1))
        self.find_bar = FindBar(self)
        self.middle.add_over(self.find_bar)
        self._deeds = EditorDeeds(self, self._steps, self._focus_on_point)
        focus_moved().connect(self._focus_moved)

    @property
    def outline(self) -> OutlineView | None:
        """The list of points, once it is built."""
        return self._parts.outline

    @property
    def left(self) -> LeftColumn | None:
        """The column with the list, once it is built."""
        return self._parts.left

    @property
    def side(self) -> SidePanel | None:
        """What helps beside the point, once it is built."""
        return self._parts.side

    def prepare(self) -> None:
        """Build the parts, then draw them once out of sight."""
        self._parts.build()
        self._parts.rehearse()

    def reads_first(self, **arguments: Any) -> bool:
        """Another record is read before it is shown."""
        return str(arguments.get("record") or self.record) != self.record

    def enter(self, **arguments: Any) -> None:
        """Open ``record`` at ``point`` and ``key``, words ``found`` chosen, or go there; ``back`` is kept."""
        super().enter()
        record = str(arguments.get("record") or self.record)
        if record != self.record:
            self.middle.let_go()
            self.find_bar.close_bar()
            self._reading.start()
        here = self.middle.view.point.id if self.middle.view is not None else ""
        self._wanted = (str(arguments.get("point") or here), str(arguments.get("key") or ""))
        self._asked = tuple(arguments.get("found") or ())
        if "back" in arguments or record != self.record:
            self._back = str(arguments.get("back") or "records")
        back = self._back
        self.rail = "registers" if back == "registers" else "records"
        self.header.set_back(say(f"ui.place.{back}"), lambda: self.shell.navigate(back))
        self.open(record)

    def deeds(self) -> list[Deed]:
        """What stands in the bar, and the rest of what can be done with the record in sight."""
        return [*super().deeds(), *self._deeds.all()]

    def leave(self) -> bool:
        """Hand in what is typed and wait for it; stay if it could not be kept."""
        self._reading.stop()
        if self.desk is not None:
            self.desk.autosave.settle()
            self.shell.runner.catch_up(_SAVED_WITHIN_S)
            if self.desk.autosave.state != "saved":
                return False
            if self._wrote:
                self._wrote = False
                self.shell.announce("records", "follow_ups")
        return super().leave()

    def open(self, record: str) -> None:
        """Read a record and show it."""
        if self.desk is not None:
            self.desk.autosave.settle()
        self.record = record
        self.shell.runner.submit(
            open_for_writing, self.shell.profile, record, done=self._opened, failed=self._not_opened
        )
        self._parts.build()

    def reopen(self) -> None:
        """Read the record again and come back to where one is."""
        if self.middle.view is not None:
            self._wanted = (self.middle.view.point.id, "")
        self.open(self.record)

    def show_point(self, point: str, key: str = "") -> None:
        """Put a point in sight, the cursor at ``key`` or at the first question."""
        found = self._find(point)
        if self.desk is None or self.outline is None or found is None:
            return
        view = self._view_of(found)
        if key:
            view.goto(key)
        self._parts.tell_side()

    def show_all(self) -> None:
        """Turn between all points in one scroll and one at a time; the cursor stays in its point. Remembered."""
        on = not self.shell.profile.settings.all_points
        self.shell.profile.change_settings(all_points=on)
        if self.left is not None:
            self.left.show_way(all_points=on)
        if self.middle.view is not None:
            point = self.middle.view.point.id
            if self.desk is not None:
                self.desk.autosave.settle()
            self.middle.drop()
            self.show_point(point)
            self.middle.view.focus_first()

    def _view_of(self, point: Point) -> PointView | AllPointsView:
        """What shows the points, with this one in sight."""
        view = self.middle.view
        assert self.desk is not None
        assert self.outline is not None
        if view is not None and view.point.id == point.id and isinstance(view, PointView):
            return view
        self.desk.autosave.settle()
        if isinstance(view, AllPointsView):
            view.show_point(point.id)
        elif self.shell.profile.settings.all_points:
            view = AllPointsView(self.desk, self.outline.outline.points())
            view.point_changed.connect(self._read_on)
            view.step_wanted.connect(self._steps.take)
            self.middle.show_view(view)
            view.show_point(point.id)
        else:
            view = self._parts.make_point()
            view.show_point(self.desk, point)
            self.middle.show_view(view)
            self.shell.runner.later(view.finish)
        self.outline.show_point(point.id)
        self.middle.footer.show_neighbours(self.outline.outline, point)
        return view

    def _read_on(self, point: str) -> None:
        """Another point is being read in the scroll of all of them."""
        found, view = self._find(point), self.middle.view
        if found is not None and view is not None and self.outline is not None:
            self.outline.show_point(point)
            self.middle.footer.show_neighbours(self.outline.outline, found)
            self._parts.tell_side()

    def retranslate(self) -> None:
        """The whole editor in the other language, at the same place."""
        self.bar.retranslate()
        if self.desk is not None:
            self._steps.languages.apply(self.desk)
        if self.middle.view is not None:
            self._wanted = (self.middle.view.point.id, "")
        self._parts.forget()
        if self.desk is not None:
            self._rebuild()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _not_opened(self, error: NeksusError) -> None:
        if self._reading.isActive() or self.isVisible():
            self._still_reading()
            self.shell.navigate(self.rail)
        self.shell.show_error(error)

    def _still_reading(self) -> None:
        self._reading.stop()
        self.bar.show_nothing()
        self.middle.drop()
        self._fit()
        self.ready.emit()

    def _opened(self, opened: Opened) -> None:
        if opened.whole.record.id != self.record:
            return
        self._reading.stop()
        if self.desk is not None and self.desk.autosave.state == "failed":
            self.record = self.desk.head.id
            self.ready.emit()
            return  # what is on screen is the only copy: it stays until a retry has written it
        runner, profile, record = self.shell.runner, self.shell.profile, self.record
        from neksus_desktop.usecases.autosave import keep_typing
        from neksus_desktop.usecases.records import save_fields

        autosave = Autosave(runner, partial(keep_typing, profile, record), partial(save_fields, profile, record), self)
        autosave.state_changed.connect(self._safety.saving_changed)
        autosave.failed.connect(self._safety.save_failed)
        before, self.desk = self.desk, Desk(opened, autosave, self)
        if before is not None:
            before.autosave.settle()
            before.autosave.deleteLater()
            before.deleteLater()
        self._steps.languages.apply(self.desk)
        self.desk.files = Files(self.shell, self.desk)
        self.desk.answers_changed.connect(self._answers_changed)
        self.desk.fields_changed.connect(self._fields_changed)
        self.desk.follow_up_wanted.connect(self._steps.make_follow_up)
        self.desk.told.connect(self.shell.notify)
        self._rebuild(other=before is None or before.head.id != record)

    def _rebuild(self, *, other: bool = False) -> None:
        """Fill list, point and what helps beside it: at once where another point is in sight, else in turns."""
        desk = self.desk
        assert desk is not None
        if self.middle.view is not None:
            if not self._wanted[0]:
                self._wanted = (self.middle.view.point.id, "")
            self.middle.let_go()
        fill_side = partial(self._parts.fill_side, desk, other=other)
        steps = (self._fill_left, fill_side, self._fill_point, self._fit, self._come_in_sight)
        at_once = self.isVisible() and not self.middle.loading.isVisible()
        self._comes = other or not at_once
        self._parts.take(desk, steps, at_once=at_once)

    def _fill_left(self) -> None:
        assert self.desk is not None
        self._parts.fill_left(self.desk)
        self.bar.show_record(self.desk.head)
        self.bar.show_saved(self.desk.autosave.state, self.desk.autosave.saved_at)
        self._safety.show_status()
        self._newer.show_desk(self.desk)

    def _fill_point(self) -> None:
        if self.middle.view is None:
            self._show_wanted()

    def _come_in_sight(self) -> None:
        self._count.start()
        self.ready.emit()
        self._go_to_wanted()

    def _show_wanted(self) -> None:
        """The wanted point, else the first."""
        if self.outline is None:
            return
        point, first = self._wanted[0], self.outline.outline.first()
        if self.outline.outline.row_of(point) < 0:
            point = first.id if first is not None else ""
        if point:
            self.show_point(point)
        else:
            self.middle.drop()

    def _go_to_wanted(self) -> None:
        """The cursor to the wanted question, which is in sight; who comes from elsewhere begins at the first one."""
        key, view = self._wanted[1], self.middle.view
        self._wanted = ("", "")
        if key and view is not None:
            self.show_point(view.point.id, key)
            choose_words(QApplication.focusWidget(), self._asked)
        elif view is not None and self._comes and self.isVisible():
            view.focus_first()
        self._asked = ()

    def _find(self, point: str) -> Point | None:
        return None if self.desk is None else self.desk.point(point)

    def _step(self, step: int) -> None:
        if self.outline is None or self.middle.view is None:
            return
        other = self.outline.outline.neighbour(self.middle.view.point.id, step)
        if other is not None:
            self.show_point(other.id)
            self.middle.view.focus_first()

    def _answers_changed(self, changes: ChangeSet) -> None:
        self._wrote = True
        if self.outline is None or self.middle.view is None:
            return
        if self.outline.outline.differs(changes.relevance):
            self.outline.rebuild(self.middle.view.point.id)
            if isinstance(self.middle.view, AllPointsView):
                self.middle.view.set_points(self.outline.outline.points())
        else:
            self.outline.written_in(self.middle.view.point.id, touched(changes))
        self._count.start()

    def _fields_changed(self, paths: frozenset[str]) -> None:
        self._wrote = True
        if self.outline is None or self.middle.view is None:
            return
        if "points" in paths:
            self._wanted = (self.middle.view.point.id, "")
            self.outline.rebuild(self.middle.view.point.id)
            if isinstance(self.middle.view, AllPointsView):
                self.middle.view.set_points(self.outline.outline.points())
            self._show_wanted()
        else:
            self.outline.written_in(self.middle.view.point.id)
        self._count.start()

    def _count_gaps(self) -> None:
        self.bar.show_left(self._steps.left())

    def _act(self, action: str) -> None:
        if action == "side":
            self._side_asked = not self._side_asked
            self._fit()
        else:
            self._steps.act(action)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        view = self.middle.view
        if view is not None and now is not None and view.isAncestorOf(now):
            self._parts.tell_side()

    def _fit(self) -> None:
        left, side = self.left, self.side
        if self.desk is None or left is None:
            return
        scale = QFontInfo(self.font()).pixelSize() / _FONT_PIXELS
        narrow = self.width() < _NARROW * scale
        beside = round(WIDTH * scale)
        more = left.fit(scale, self.width() - beside - WIDEST - SCROLL_EXTENT, self.width())
        beside_it = not self._alone and self.desk.head.id == self.record  # none of it while another record is read
        show_if(self.bar.side, narrow)
        if side is not None:
            side.setFixedWidth(beside + more)
            show_if(side, beside_it and (not narrow or self._side_asked))
        show_if(left, beside_it and not (narrow and self._side_asked))
        self.bar.fit(self.window().width())

    def _focus_on_point(self) -> None:
        self._alone = not self._alone
        self._fit()
        self.shell.notify("editor.told.alone" if self._alone else "editor.told.not_alone")
