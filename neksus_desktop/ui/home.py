"""Oversikt: deadlines, where one left off, what waits for others. Every row opens what it tells of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.style import wide
from neksus_desktop.ui.widgets import (
    Card,
    EmptyState,
    Heading,
    Line,
    LinkButton,
    Muted,
    PageTitle,
    PrimaryButton,
    RowCard,
    ScrollColumn,
)

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.overview import DeadlineRow, Entry, ListRow, OpenComment, Overview

_MORNING, _DAY, _EVENING = 5, 10, 18
_DATES, _GROWING = 136, 40
"""A column of dates is no wider than so much, and so much more at the plain size of letters."""


class HomeScreen(Screen):
    """The first page. What it shows is read in the background; the frame stands at once."""

    place = "home"
    watches = frozenset({"records", "follow_ups", "transfers", "subjects", "settings"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: Overview | None = None
        self._mine: list[Entry] = []
        self._registers = False
        self.new = PrimaryButton("home_new", clicked=lambda: shell.navigate("new_record"), writes=True)
        self.header.add_action(self.new)
        self.title, self.facts = PageTitle(), Muted()
        self.empty = EmptyState("home_empty", lambda: shell.navigate("new_record"), writes=True)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        scroll = ScrollColumn()
        heads = QVBoxLayout()
        heads.setSpacing(6)
        heads.addWidget(self.title)
        heads.addWidget(self.facts)
        scroll.column.addLayout(heads)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for layout, stretch in ((self.left, 5), (self.right, 4)):
            layout.setSpacing(8)
            columns.addLayout(layout, stretch)
        scroll.column.addLayout(columns)
        scroll.column.addWidget(self.empty)
        scroll.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.empty.hide()

    def reload(self) -> None:
        """Read the overview in the background, and after it the deadlines of registers where there are any."""
        from neksus_desktop.usecases.listing import register_ids
        from neksus_desktop.usecases.overview import my_deadlines, overview

        self.shell.runner.submit(overview, self.shell.profile, done=self._show)
        self._registers = bool(register_ids(self.shell.profile))
        if self._registers:
            self.shell.runner.submit(
                my_deadlines, self.shell.profile, self.shell.say.language, done=self._show_deadlines
            )

    def _show_deadlines(self, found: list[Entry]) -> None:
        if found != self._mine:
            self._mine = found
            if self._found is not None:
                self._show(self._found)

    def retranslate(self) -> None:
        """Say every text again."""
        say = self.shell.say
        self.new.say(say("ui.home.new"))
        hour = self.shell.profile.now().hour
        part = "morning" if _MORNING <= hour < _DAY else "day" if _DAY <= hour < _EVENING else "evening"
        self.title.setText(say("ui.home.greeting", greeting=say(f"ui.home.{part}")))
        self.empty.say(say("ui.home.empty.title"), say("ui.home.empty.text"), say("ui.home.new"))
        if self._found is not None:
            self._show(self._found)
        if self._mine:
            self.reload()  # what registers are called is in their form, in each language

    def _show(self, found: Overview) -> None:
        from neksus_desktop.usecases.listing import moment

        self._found = found
        say, now = self.shell.say, self.shell.profile.now()
        for layout in (self.left, self.right):
            _empty(layout)
        self.empty.setVisible(found.empty)
        self.facts.setText(
            say("ui.home.confirmed", date=say.date(moment(found.last_confirmed).astimezone(now.tzinfo).date()))
            if found.last_confirmed
            else say.count("ui.home.records", found.records)
        )
        self.facts.setVisible(bool(found.last_confirmed) or not found.empty)
        if found.empty:
            if self.current and self.window().focusWidget() is None:
                self.empty.button.setFocus()  # the one thing to do, for whoever comes here first
            return
        mine = [self._entry(entry, now.date()) for entry in self._mine]
        rows = mine or [self._deadline(row, now.date()) for row in found.deadlines]
        self._align(rows)
        if self._registers and not rows:
            self._group(self.left, "deadlines", [], "registers", none="deadlines_mine_none")
        else:
            self._group(self.left, "deadlines", rows, "registers" if mine else "follow_up")
        drafts = [self._record(row, now) for row in (*found.returned, *found.drafts)]
        self._group(self.right, "continue", drafts[:5], "records")
        if found.remarks:
            self._group(self.right, "remarks", [self._remark(remark, now) for remark in found.remarks[:3]], "records")
        self._group(self.right, "waiting", self._waiting(found, now), "exchange")
        self.left.addStretch(1)
        self.right.addStretch(1)

    def _group(self, layout: QVBoxLayout, name: str, rows: Sequence[QWidget], more: str, *, none: str = "") -> None:
        """Rows under a heading; ``none`` says what stands there when there are none, although there are more."""
        say = self.shell.say
        head = QHBoxLayout()
        heading = Heading(say(f"ui.home.{name}"))
        heading.setMinimumHeight(max(28, self.fontMetrics().height() + 8))  # as with a link beside it
        head.addWidget(heading, 1)
        if rows or none:
            link = LinkButton(f"home_{name}_more", say("ui.home.all"), lambda: self.shell.navigate(more))
            link.setAccessibleName(say(f"ui.home.{name}_all"))
            head.addWidget(link)
        layout.addLayout(head)
        card = Card(padding=0)
        card.column.setSpacing(0)
        if not rows:
            nothing = Muted(say(f"ui.home.{none or f'{name}_none'}"))
            nothing.setContentsMargins(12, 12, 12, 12)
            card.column.addWidget(nothing)
        for at, row in enumerate(rows):
            if at:
                card.column.addWidget(Line())
            card.column.addWidget(row)
        layout.addWidget(card)
        layout.addSpacing(8)

    def _deadline(self, row: DeadlineRow, today: dt.date) -> RowCard:
        facts = " · ".join(part for part in (row.title, self._role(row.responsible)) if part)
        return self._due(
            row.id, row.deadline, today, (row.text, facts), partial(self._open_point, row.record, row.point)
        )

    def _entry(self, entry: Entry, today: dt.date) -> RowCard:
        """A deadline of a register («what» of which thing in which list), or a follow-up point among them."""
        name = f"{entry.record}_{entry.key.strip('/').replace('/', '_')}"
        if entry.point:
            words = (entry.what, entry.title)
            return self._due(name, entry.day, today, words, partial(self._open_point, entry.record, entry.point))
        words = (entry.title or entry.what, " · ".join(part for part in (entry.what, entry.register) if part))
        return self._due(name, entry.day, today, words, partial(self._open_row, entry.record))

    def _due(
        self, name: str, deadline: str, today: dt.date, words: tuple[str, str], activated: Callable[[], object]
    ) -> RowCard:
        say = self.shell.say
        lead, late = say("ui.home.no_deadline"), False
        if deadline:
            day = dt.date.fromisoformat(deadline)
            late = day < today
            lead = say("ui.home.overdue", date=say.date(day, today=today)) if late else say.date(day, today=today)
        card = RowCard(f"home_deadline_{name}", *words, lead=lead, activated=activated)
        if late:
            card.lead.tone(card.palette().ColorRole.LinkVisited)
        return card

    def _align(self, rows: list[RowCard]) -> None:
        """The dates in a column as wide as the longest; very large letters break it."""
        widest = max((row.lead.fontMetrics().horizontalAdvance(row.lead.text()) for row in rows), default=0)
        for row in rows:
            row.lead.setFixedWidth(min(widest + 2, _DATES + wide(_GROWING)))

    def _open_point(self, record: str, point: str) -> None:
        self.shell.navigate("editor", record=record, point=point, back=self.place)

    def _open_row(self, record: str) -> None:
        self.shell.navigate("editor", record=record, back="registers")

    def _record(self, row: ListRow, now: dt.datetime) -> QWidget:
        from neksus_desktop.usecases.listing import moment

        say = self.shell.say
        facts = (say(f"record.status.{row.status}"), say.moment(moment(row.updated_at), now=now))
        return RowCard(
            f"home_record_{row.id}",
            row.title,
            " · ".join(facts),
            activated=lambda: self.shell.navigate("editor", record=row.id, back=self.place),
        )

    def _waiting(self, found: Overview, now: dt.datetime) -> list[QWidget]:
        from neksus_desktop.usecases.listing import moment

        say = self.shell.say
        rows: list[QWidget] = []
        if found.for_approval:
            since = moment(found.oldest_for_approval).astimezone(now.tzinfo).date()
            rows.append(
                RowCard(
                    "home_for_approval",
                    say.count("ui.home.for_approval", found.for_approval),
                    say("ui.home.oldest", date=say.date(since, today=now.date())),
                    activated=lambda: self.shell.navigate("records", statuses=("for_approval",)),
                )
            )
        if found.unconfirmed:
            rows.append(
                RowCard(
                    "home_unconfirmed",
                    say.count("ui.home.unconfirmed", len(found.unconfirmed)),
                    say("ui.home.unconfirmed_facts"),
                    activated=lambda: self.shell.navigate("exchange"),
                )
            )
        return rows

    def _remark(self, remark: OpenComment, now: dt.datetime) -> QWidget:
        from neksus_desktop.usecases.listing import moment

        say = self.shell.say
        return RowCard(
            f"home_remark_{remark.record}_{remark.point}",
            say("ui.home.remark_from", workplace=remark.workplace),
            f"{remark.title} · {say.moment(moment(remark.made_at), now=now)}",
            activated=lambda: self.shell.navigate("editor", record=remark.record, point=remark.point, back=self.place),
        )

    def _role(self, code: str) -> str:
        from neksus_desktop.ui.naming import code_of, named

        return named("rolle", code_of("rolle", code))


def _empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget: Any = item.widget()
        inner: Any = item.layout()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            _empty(inner)
            inner.deleteLater()
