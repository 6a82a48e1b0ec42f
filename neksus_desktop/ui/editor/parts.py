"""The parts of the editor's screen: list, point, what follows its questions, and what helps beside it.

Rules kept here:

* a part is built once, empty, and filled with every record: it can be built before the first record is opened;
* each is built in a turn of its own; what is needed before its turn has come is built then;
* what is built stays out of sight until a record is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from neksus_desktop.ui.editor.left_column import LeftColumn
from neksus_desktop.ui.editor.outline import OutlineView
from neksus_desktop.ui.editor.point_view import PointView
from neksus_desktop.ui.editor.side import make_side

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.editor.screen import EditorScreen
    from neksus_desktop.ui.editor.side_panel import SidePanel
    from neksus_desktop.ui.editor.steps import Steps

_ROOM = QSize(640, 600)


class Parts:
    """What there is of them. ``screen`` is whose they are, ``row`` where they stand, ``steps`` what their links do."""

    def __init__(self, screen: EditorScreen, row: QHBoxLayout, steps: Steps) -> None:
        self._screen, self._row, self._steps = screen, row, steps
        self.outline: OutlineView | None = None
        self.left: LeftColumn | None = None
        self.side: SidePanel | None = None
        self._side_waits = False

    def build(self) -> None:
        """Build what is not there yet, those parts first that are in sight first."""
        if self.side is not None:
            return
        one = () if self._screen.shell.profile.settings.all_points else (self.make_point, self._make_notes)
        for make in (self.make_left, *one, self.make_side):
            self._screen.shell.runner.later(make)

    def rehearse(self) -> None:
        """Draw each part once, for nobody: letters, sizes and the style are worked out when first asked for."""
        middle, header = self._screen.middle, self._screen.header
        finds = (lambda: self.left, lambda: middle.single, lambda: self.side, lambda: header, lambda: middle.footer)
        for find in finds:
            self._screen.shell.runner.later(partial(_draw, find))

    def fill_left(self, desk: Desk) -> None:
        """The points of a record, and what can be done with them."""
        left, outline = self.make_left()
        outline.show_desk(desk)
        left.show_way(all_points=self._screen.shell.profile.settings.all_points)
        left.show_choose(possible=desk.rows.numbered and desk.editable)
        self._steps.languages.show(left.language, desk)

    def fill_side(self, desk: Desk, *, other: bool) -> None:
        """What helps beside ``other`` points, or the same ones read anew."""
        self.make_side().show_desk(desk, other=other)

    def tell_side(self) -> None:
        """Tell what helps where one is, in a turn of its own: it comes after what is written in."""
        if not self._side_waits:
            self._side_waits = True
            self._screen.shell.runner.later(self._show_beside)

    def take(self, desk: Desk, steps: Sequence[Callable[[], None]], *, at_once: bool) -> None:
        """Fill the parts step by step, each in a turn of its own or all ``at_once``, while the desk stays."""
        if not at_once:
            self._screen.shell.runner.later(partial(self._take_turn, desk, steps))
            return
        for step in steps:
            step()

    def make_left(self) -> tuple[LeftColumn, OutlineView]:
        """The list of points and what stands below it."""
        if self.left is None or self.outline is None:
            screen = self._screen
            self.outline = OutlineView()
            self.outline.point_chosen.connect(screen.show_point)
            self.left = LeftColumn(
                self.outline, self._steps.choose_points, screen.show_all, self._steps.languages.choose
            )
            self.left.hide()
            self._row.insertWidget(0, self.left)
            screen.middle.raise_()  # a screen reader reads in the order of the children: list, point, help
        return self.left, self.outline

    def make_point(self) -> PointView:
        """The view of one point."""
        single = self._screen.middle.single
        if single is None:
            single = PointView()
            single.step_wanted.connect(self._steps.take)
            self._screen.middle.keep(single)
        return single

    def make_side(self) -> SidePanel:
        """What helps beside the point."""
        if self.side is None:
            self.side = make_side(self._screen.shell, self._screen.reopen)
            self.side.dismissed.connect(self._steps.to_point)
            self._row.addWidget(self.side)
        return self.side

    def forget(self) -> None:
        """Everything is built anew, with other words."""
        self._screen.middle.forget()
        for old in (self.outline, self.left, self.side):
            if old is not None:
                self._row.removeWidget(old)
                old.setObjectName("")  # it lives for a while, and must not be found in place of the new one
                old.hide()
                old.deleteLater()
        self.outline = self.left = self.side = None

    def _take_turn(self, desk: Desk, steps: Sequence[Callable[[], None]]) -> None:
        if desk is not self._screen.desk:
            return
        steps[0]()
        if len(steps) > 1:
            self._screen.shell.runner.later(partial(self._take_turn, desk, steps[1:]))

    def _show_beside(self) -> None:
        self._side_waits = False
        view = self._screen.middle.view
        if self.side is not None and view is not None:
            self.side.show_point(view.point.id, view.question_with_focus())

    def _make_notes(self) -> None:
        self.make_point().finish()


def _draw(find: Callable[[], QWidget | None]) -> None:
    part = find()
    if part is not None and not part.isVisible():
        part.resize(_ROOM)
        part.grab()
