"""Choosing points: ticks under the form's sections, the type's defaults ticked, how many are chosen in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Caption, LinkButton, Muted, Overline
from neksus_desktop.ui.widgets.filling import filled_at_once
from neksus_desktop.ui.widgets.ticks import BelowTick
from neksus_desktop.usecases.starting import OfferedPoint

_BETWEEN = 20


class PointPicker(QWidget):
    """All numbered points of a form as ticks."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.counted = Muted()
        self.usual = LinkButton("new_points_usual", clicked=self.choose_usual)
        self.all = LinkButton("new_points_all", clicked=lambda: self.choose(self.ticks))
        self.none = LinkButton("new_points_none", clicked=lambda: self.choose(()))
        row = self._choosing = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.counted, 1)
        for button in (self.usual, self.all, self.none):
            row.addWidget(button)
        column.addLayout(row)
        self.rows = (QVBoxLayout(), QVBoxLayout())
        sides = QHBoxLayout()
        sides.setSpacing(_BETWEEN)
        for side in self.rows:
            side.setSpacing(5)
            sides.addLayout(side)
        column.addLayout(sides)
        column.addStretch(1)
        self.ticks: dict[str, QCheckBox] = {}
        self._defaults: tuple[str, ...] = ()
        self._sections: list[list[QWidget]] = []
        self._beside: bool | None = None

    def retranslate(self) -> None:
        """Say every text again; the points themselves are given again by the screen."""
        self.usual.say(say("ui.new.usual"))
        self.all.say(say("ui.new.all"))
        self.none.say(say("ui.new.none"))
        self._count()

    def show_points(self, points: tuple[OfferedPoint, ...], subject_type: str) -> None:
        """Show a form's points with the defaults for a type of subject ticked."""
        with filled_at_once(self):
            self._fill(points, subject_type)

    def _fill(self, points: tuple[OfferedPoint, ...], subject_type: str) -> None:
        for widgets in self._sections:
            for widget in widgets:
                widget.setParent(None)
                widget.deleteLater()
        self._sections, self.ticks = [], {}
        self._defaults = tuple(point.id for point in points if subject_type in point.default_for)
        if not self._defaults:
            self._defaults = tuple(point.id for point in points)
        for section in dict.fromkeys(point.section for point in points):
            head = Overline(section)
            head.setContentsMargins(0, 8, 0, 2)
            self._sections.append([head])
            for point in points:
                if point.section == section:
                    self._add_point(point, subject_type)
        self._beside = None
        self._arrange()
        before: QWidget = self.none
        for tick in self.ticks.values():
            QWidget.setTabOrder(before, tick)
            before = tick
        self._count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sections stand beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One column is always possible."""
        one = max((tick.sizeHint().width() for tick in self.ticks.values()), default=0)
        return QSize(max(one, self._choosing.minimumSize().width()), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        halves = self._halves()
        widths = [max((tick.sizeHint().width() for tick in _ticks(half)), default=0) for half in halves]
        beside = sum(widths) + _BETWEEN <= self.width()
        if beside == self._beside:
            return
        self._beside = beside
        for side in self.rows:
            while side.count():
                side.takeAt(0)
        for half, side in zip(halves, self.rows if beside else (self.rows[0], self.rows[0]), strict=True):
            for widget in half:
                side.addWidget(widget)
        for side in self.rows:
            side.addStretch(1)

    def _halves(self) -> tuple[list[QWidget], list[QWidget]]:
        """All heads and ticks, cut between two sections near the middle."""
        first: list[QWidget] = []
        second: list[QWidget] = []
        for widgets in self._sections:
            half = first if len(_ticks(first)) < len(self.ticks) / 2 - 2 else second
            half += widgets
        return first, second

    def _add_point(self, point: OfferedPoint, subject_type: str) -> None:
        tick = QCheckBox(say("ui.new.point", number=point.number, title=point.title).replace("&", "&&"))
        tick.setObjectName(f"new_point_{point.id}")
        tick.setChecked(point.id in self._defaults)
        tick.toggled.connect(lambda _on: self._count())
        self.ticks[point.id] = tick
        self._sections[-1].append(tick)
        if subject_type in point.extra_for:
            extra = Caption(say("ui.new.extra"))
            self._sections[-1].append(BelowTick(extra))

    def choose(self, points: Iterable[str]) -> None:
        """Tick exactly these."""
        wanted = set(points)
        for point, tick in self.ticks.items():
            tick.setChecked(point in wanted)

    def chosen(self) -> tuple[str, ...]:
        """The ticked points, in form order."""
        return tuple(point for point, tick in self.ticks.items() if tick.isChecked())

    def choose_usual(self) -> None:
        """Tick the defaults of the type."""
        self.choose(self._defaults)

    def _count(self) -> None:
        self.counted.setText(say.count("ui.new.chosen", len(self.chosen()), of=len(self.ticks)))


def _ticks(widgets: list[QWidget]) -> list[QCheckBox]:
    return [widget for widget in widgets if isinstance(widget, QCheckBox)]
