"""«Klar?», approval and return, and which points the record covers; who decides what is said in words."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import clean, show_if
from neksus_desktop.ui.editor.controls.text import GrowingText
from neksus_desktop.ui.naming import named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import (
    Body,
    Caption,
    Card,
    ChoiceField,
    Dialog,
    Field,
    Heading,
    Line,
    LinkButton,
    NoteBox,
    RowCard,
    ScrollColumn,
    SecondaryButton,
)

if TYPE_CHECKING:
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.editor.sign_as import SignAsChoice
    from neksus_desktop.usecases.ready import Gap

_MOST_GAPS, _AT_A_TIME = 200, 15


class ReadyDialog(Dialog):
    """What stands open, each a way to the place; and sending for approval, which nothing stands in the way of.

    What is in sight at first is built at once, the rest a few in each turn of the event loop.
    """

    goto = Signal(str, str)
    """Point and key."""

    def __init__(self, gaps: list[Gap], parent: QWidget | None) -> None:
        super().__init__("ready_dialog", say("editor.ready.title"), say("editor.ready.submit"), parent, width=640)
        self.column.addWidget(Body(say.count("editor.ready.left", len(gaps)) if gaps else say("editor.ready.none")))
        if gaps:
            scroll = ScrollColumn(margins=(0, 0, 0, 0), beside=8)
            scroll.setMinimumHeight(self.at_most(min(60 + 44 * len(gaps), 360)))
            card = Card(padding=4)
            card.column.setSpacing(0)
            self._rows = card.column
            self._left = deque(enumerate(gaps[:_MOST_GAPS]))
            self._more = QTimer(self)
            self._more.timeout.connect(self._build_some)
            self._more.start()
            self._build_some()
            scroll.column.addWidget(card)
            scroll.column.addStretch(1)
            self.column.addWidget(scroll, 1)
        self.column.addWidget(Caption(say("editor.ready.about")))
        self.cancel.say(say("editor.ready.back"))

    def _build_some(self) -> None:
        for _ in range(min(_AT_A_TIME, len(self._left))):
            number, gap = self._left.popleft()
            if number:
                self._rows.addWidget(Line())
            self._rows.addWidget(RowCard(f"gap_{number}", gap.sentence, activated=partial(self._go, gap)))
        if not self._left:
            self._more.stop()

    def _go(self, gap: Gap) -> None:
        self.reject()
        self.goto.emit(gap.point, gap.key)


class DecideDialog(Dialog):
    """Approve this text, or return it with remarks, for the whole or for points."""

    def __init__(self, desk: Desk, sign_as: SignAsChoice, parent: QWidget | None) -> None:
        super().__init__("decide_dialog", say("editor.decide.title"), say("editor.decide.approve"), parent, width=600)
        self.returned = False
        self._remarks: dict[str, str] = {}
        self._titles = {"": say("editor.decide.whole")}
        for point in desk.points():
            label = clean(desk.view(point.key).label)
            self._titles[point.id] = f"{point.number} {label}".strip()
        self._about = Body()
        self.column.addWidget(self._about)
        self.risk = QCheckBox(say("editor.decide.risk"))
        self.risk.setObjectName("decide_risk")
        self.risk.setAccessibleName(say("editor.decide.risk"))
        show_if(self.risk, any(path.startswith("/data/avslutning/risikovilje/") for path in desk.session.answers()))
        self.column.addWidget(self.risk)
        self.column.addWidget(Heading(say("editor.decide.remarks")))
        self._listed = Card(padding=8)
        self._listed.hide()
        self.column.addWidget(self._listed)
        self.where = ChoiceField("decide_where")
        self.where.set_choices(self._titles.items())
        self.text = GrowingText(least=2)
        self.text.setObjectName("decide_text")
        self._field = Field(self.text, say("editor.decide.remark"), say("editor.decide.remark_hint"))
        self.column.addWidget(Field(self.where, say("editor.decide.where")))
        self.column.addWidget(self._field)
        self.add = LinkButton("decide_add", say("editor.decide.add"), self._add)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.sign_as = sign_as
        self.column.addWidget(sign_as)
        sign_as.key.chosen.connect(lambda _key: self._tell_role())
        self._tell_role()
        back = SecondaryButton("decide_return", say("editor.decide.return"), self._return)
        self.buttons.insertWidget(self.buttons.count() - 1, back)
        self.primary.setDefault(False)

    def _tell_role(self) -> None:
        self._about.setText(say("editor.decide.about", role=named("rolle", self.sign_as.role())))

    def try_accept(self) -> None:
        """Approve, once the chosen key opens."""
        self.sign_as.try_open(self.accept)

    def remarks(self) -> dict[str, str]:
        """Remarks by point; "" is the whole."""
        pending = self.text.toPlainText().strip()
        if not pending:
            return dict(self._remarks)
        where = self.where.value()
        before = self._remarks.get(where)
        return {**self._remarks, where: f"{before}\n{pending}" if before else pending}

    def take_remarks(self, remarks: dict[str, str]) -> None:
        """Put back remarks that were written here before: the last of them can be written on."""
        *added, (where, text) = remarks.items()
        self._remarks = dict(added)
        self._list()
        self.where.set_value(where)
        self.text.setPlainText(text)

    def _add(self) -> None:
        self._remarks = self.remarks()
        self.text.setPlainText("")
        self._list()
        self.text.setFocus()

    def _list(self) -> None:
        column = self._listed.column
        while column.count():
            item = column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for point, remark in self._remarks.items():
            column.addWidget(Caption(self._titles.get(point, point)))
            column.addWidget(Body(remark))
        show_if(self._listed, bool(self._remarks))

    def _return(self) -> None:
        if not self.remarks():
            self._field.set_fault(say("editor.decide.remark_missing"))
            self.text.setFocus()
            return
        self.returned = True
        self.accept()


class PointsDialog(Dialog):
    """Which points the record covers. A point left out keeps what was written under it."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__("points_dialog", say("editor.points.title"), say("editor.points.choose"), parent, width=620)
        self.column.addWidget(Body(say("editor.points.about")))
        scroll = ScrollColumn(margins=(0, 0, 0, 0), beside=8)
        scroll.setMinimumHeight(self.at_most(380))
        chosen = set(desk.field("points").split())
        self._ticks: dict[str, QCheckBox] = {}
        section = ""
        for point in desk.form.points:
            if not point.number:
                continue
            if point.section != section:
                section = point.section
                scroll.column.addWidget(Heading(clean(desk.view(point.key.rpartition("/")[0]).label)))
            tick = QCheckBox(f"{point.number}  {clean(desk.view(point.key).label)}")
            tick.setObjectName(f"points_{point.id}")
            tick.setAccessibleName(tick.text())
            tick.setChecked(point.id in chosen)
            self._ticks[point.id] = tick
            scroll.column.addWidget(tick)
        scroll.column.addStretch(1)
        self.column.addWidget(scroll, 1)
        self._fault = NoteBox(say("editor.points.least"))
        self._fault.hide()
        self.column.addWidget(self._fault)
        self.check = self._some
        row = QHBoxLayout()
        self.column.addLayout(row)

    def points(self) -> list[str]:
        """Ids of the points that are ticked, in form order."""
        return [point for point, tick in self._ticks.items() if tick.isChecked()]

    def _some(self) -> bool:
        show_if(self._fault, not self.points())
        return bool(self.points())
