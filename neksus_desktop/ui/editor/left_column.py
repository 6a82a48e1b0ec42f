"""The left column: the outline, and below it which points there are, in which language and how they are shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.editor.outline import OutlineView
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import LinkButton
from neksus_desktop.ui.widgets.grounds import Line, Role, ground

_WIDTH = 264
_SHARE = 0.3
"""The column grows with the letters while it is no more than so much of all."""
_MORE = 110
"""What a wide screen adds: the outline says in whole lines what is missing."""


class LeftColumn(QWidget):
    """The outline of a record with three links."""

    def __init__(
        self,
        outline: OutlineView,
        choose: Callable[[], object],
        turn: Callable[[], object],
        speak: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("editor_left")
        ground(self, Role.Base)
        self.setFixedWidth(_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(Line(upright=True))
        column.addWidget(outline, 1)
        self.choose = LinkButton("editor_choose_points", say("editor.points.link"), choose)
        self.language = LinkButton("editor_form_language", "", speak)
        self.language.hide()
        self._way = LinkButton("editor_all_points_toggle", "", turn, shortcut="F8")
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        foot.setSpacing(0)
        column.addLayout(foot)
        for link in (self.choose, self.language, self._way):
            foot.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def links(self) -> list[LinkButton]:
        """Those that can be pressed now."""
        return [link for link in (self.choose, self.language, self._way) if not link.isHidden()]

    def show_choose(self, *, possible: bool) -> None:
        """Offer to choose points, or not."""
        show_if(self.choose, possible)

    def show_way(self, *, all_points: bool) -> None:
        """Say how the points can be shown instead."""
        self._way.say(say("editor.points.single" if all_points else "editor.points.all"))

    def fit(self, scale: float, room: int, whole: int) -> int:
        """As wide as the letters need; of more room it takes half, up to a limit. Returns how much more it took.

        Args:
            scale: how large the letters are; 1 is the plain size.
            room: pixels that the point and what helps beside it leave.
            whole: pixels of all columns together.
        """
        needed = round(min(_WIDTH * scale, max(_WIDTH, whole * _SHARE)))
        more = min(max((room - needed) // 2, 0), round(_MORE * scale))
        self.setFixedWidth(needed + more)
        return more
