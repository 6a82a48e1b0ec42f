"""Choosing points: ticks under the form's sections, the type's defaults ticked, how many are chosen in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Caption, LinkButton, Muted, Overline
from neksus_desktop.usecases.starting import OfferedPoint


class PointPicker(QWidget):
    """All numbered points of a form as ticks."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.counted = Muted()
        self.usual = LinkButton("new_points_usual", clicked=self._usual)
        self.all = LinkButton("new_points_all", clicked=lambda: self.choose(self.ticks))
        self.none = LinkButton("new_points_none", clicked=lambda: self.choose(()))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.counted, 1)
        for button in (self.usual, self.all, self.none):
            row.addWidget(button)
        column.addLayout(row)
        self.rows = (QVBoxLayout(), QVBoxLayout())
        sides = QHBoxLayout()
        sides.setSpacing(20)
        for side in self.rows:
            side.setSpacing(5)
            sides.addLayout(side, 1)
        column.addLayout(sides)
        column.addStretch(1)
        self.ticks: dict[str, QCheckBox] = {}
        self._defaults: tuple[str, ...] = ()
        self._widgets: list[QWidget] = []

    def retranslate(self) -> None:
        """Say every text again; the points themselves are given again by the screen."""
        self.usual.say(say("ui.new.usual"))
        self.all.say(say("ui.new.all"))
        self.none.say(say("ui.new.none"))
        self._count()

    def show_points(self, points: tuple[OfferedPoint, ...], subject_type: str) -> None:
        """Show a form's points with the defaults for a type of subject ticked."""
        for widget in self._widgets:
            widget.setParent(None)
            widget.deleteLater()
        for side in self.rows:
            while side.count():
                side.takeAt(0)
        self._widgets, self.ticks = [], {}
        self._defaults = tuple(point.id for point in points if subject_type in point.default_for)
        if not self._defaults:
            self._defaults = tuple(point.id for point in points)
        sections = {point.section: [p for p in points if p.section == point.section] for point in points}
        placed = 0
        for section, members in sections.items():
            side = self.rows[0] if placed < len(points) / 2 - 2 else self.rows[1]
            placed += len(members)
            head = Overline(section)
            head.setContentsMargins(0, 8, 0, 2)
            self._add(side, head)
            for point in members:
                self._add_point(side, point, subject_type)
        for side in self.rows:
            side.addStretch(1)
        self._count()

    def _add_point(self, side: QVBoxLayout, point: OfferedPoint, subject_type: str) -> None:
        tick = QCheckBox(say("ui.new.point", number=point.number, title=point.title).replace("&", "&&"))
        tick.setObjectName(f"new_point_{point.id}")
        tick.setChecked(point.id in self._defaults)
        tick.toggled.connect(lambda _on: self._count())
        self.ticks[point.id] = tick
        self._add(side, tick)
        if subject_type in point.extra_for:
            extra = Caption(say("ui.new.extra"))
            extra.setContentsMargins(22, 0, 0, 0)
            self._add(side, extra)

    def choose(self, points: Iterable[str]) -> None:
        """Tick exactly these."""
        wanted = set(points)
        for point, tick in self.ticks.items():
            tick.setChecked(point in wanted)

    def chosen(self) -> tuple[str, ...]:
        """The ticked points, in form order."""
        return tuple(point for point, tick in self.ticks.items() if tick.isChecked())

    def _add(self, side: QVBoxLayout, widget: QWidget) -> None:
        self._widgets.append(widget)
        side.addWidget(widget)

    def _usual(self) -> None:
        self.choose(self._defaults)

    def _count(self) -> None:
        self.counted.setText(say.count("ui.new.chosen", len(self.chosen()), of=len(self.ticks)))
