"""Registre og årshjul: a year, its wheel, its registers and its documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QListWidgetItem, QStackedWidget, QWidget

from neksus_desktop.ui.page import MARGINS
from neksus_desktop.ui.registers.model import said_of
from neksus_desktop.ui.registers.table_page import TablePage
from neksus_desktop.ui.registers.wheel_page import WheelPage, load
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import ChoiceField, EmptyState, PageTitle, PrimaryButton, SecondaryButton
from neksus_desktop.ui.widgets.lists import FACTS, ChoiceList
from neksus_desktop.usecases.registers import title_of

if TYPE_CHECKING:
    from neksus_desktop.ui.registers.wheel_page import Found
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.registers import Register, RegisterRow
    from neksus_desktop.usecases.years import Year

_ID = Qt.ItemDataRole.UserRole
WHEEL = ""
"""The list's first entry."""
_LIST_WIDTH, _LIST_WIDEST, _LIST_SHARE, _LETTERS = 256, 320, 0.19, 17
"""Width of the list, what it has at most, its share of the room between, and height of its letters, at 100 %."""
_BESIDE = 1000
"""A place narrower than this, at 100 %, leaves the room to the table: the list becomes a choice above it."""
_CHOICE_LEAST = 160
"""Pixels of that choice where the year beside it leaves no more."""


class _Outline(NamedTuple):
    years: list[Year]
    counts: dict[str, int]


class RegistersScreen(Screen):
    """The place."""

    place: ClassVar[str] = "registers"
    watches: ClassVar[frozenset[Changed]] = frozenset({"records", "subjects", "follow_ups", "forms", "settings"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._outline = _Outline([], {})
        self._titles: dict[tuple[str, str], str] = {}
        self._chosen = WHEEL
        self._turn = 0
        self._wanted = ""
        self._own = False
        self.year_button = SecondaryButton("registers_year", clicked=self.ask_year, writes=True)
        self.add_button = PrimaryButton("registers_add", clicked=self.add, writes=True)
        self.send_button = SecondaryButton("registers_send", clicked=self.send, writes=True)
        self.header.add_action(self.send_button)
        self.header.add_action(self.year_button)
        self.header.add_action(self.add_button)
        self.title = PageTitle()
        self.year = ChoiceField("registers_year_choice")
        self.year.chosen.connect(lambda _value: self.reload())
        self.list = ChoiceList("registers_list")
        self.list.currentItemChanged.connect(lambda item, _before: self._on_item(item))
        self.choice = ChoiceField("registers_choice")
        self.choice.setMinimumWidth(_CHOICE_LEAST)
        self.choice.chosen.connect(lambda _value: self.list.setCurrentRow(self.choice.currentIndex()))
        self.wheel_page, self.table_page = WheelPage(shell), TablePage(shell)
        self.table_page.written.connect(self._on_written)
        self.table_page.add_wanted.connect(self.add)
        self.none = EmptyState("registers_none", self.ask_year, writes=True)
        self.stack = QStackedWidget()
        for page in (self.wheel_page, self.table_page, self.none):
            self.stack.addWidget(page)
        QShortcut(QKeySequence("Ctrl+Shift+N"), self).activated.connect(self.add)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self._left = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._left.setSpacing(8)
        for widget in (self.title, self.year, self.choice):
            self._left.addWidget(widget)
        self._left.addWidget(self.list, 1)
        self._left.addStretch(0)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(*MARGINS)
        self._row.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addLayout(self._left)
        self._row.addWidget(self.stack, 1)
        self._give_room()

    def minimumSizeHint(self) -> QSize:
        """What stands in the place; the list above it is always possible."""
        left, _, right, _ = MARGINS
        return QSize(self.stack.minimumSizeHint().width() + left + right, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """The list is as wide as its letters want."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a wide screen the list has room for whole titles."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """The list stands beside the table, as a choice above it where there is little room."""
        scale = self.fontMetrics().height() / _LETTERS
        above = self.width() < _BESIDE * scale
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if above else direction.LeftToRight)
        self._row.setSpacing(10 if above else 20)
        self._left.setDirection(direction.LeftToRight if above else direction.TopToBottom)
        had = self.list.hasFocus() or self.choice.hasFocus()
        for widget, beside in ((self.title, True), (self.list, True), (self.choice, False)):
            widget.setVisible(beside != above)
        if had:
            self._chooser().setFocus()
        width = round(min(max(_LIST_WIDTH * scale, self.width() * _LIST_SHARE), _LIST_WIDEST * scale))
        self.list.setFixedWidth(width)
        self.year.setFixedWidth(self.year.sizeHint().width() if above else width)

    def _chooser(self) -> QWidget:
        """What a register is chosen in."""
        return self.choice if self.list.isHidden() else self.list

    def retranslate(self) -> None:
        """Say everything again; titles and columns come from the forms in the window's language."""
        self.title.setText(say("ui.place.registers"))
        self.year_button.say(say("register.year.new"))
        self.send_button.say(say("register.send"))
        self.year.say_name(say("register.year"))
        self.list.setAccessibleName(say("ui.place.registers"))
        self.choice.say_name(say("ui.place.registers"))
        self.wheel_page.retranslate()
        self.table_page.retranslate()
        self._say_add()
        if self.current:
            self.reload()
        else:
            self._stale = True

    def enter(self, **arguments: Any) -> None:
        """``register`` is the id of one to show, ``record`` a row of it to choose."""
        if "register" in arguments:
            self._chosen, self._stale = str(arguments["register"]), True
        self._wanted = str(arguments.get("record", ""))
        super().enter(**arguments)
        (self.table_page.table if self._chosen else self._chooser()).setFocus()

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A table for the register in sight."""
        table = self.stack.currentWidget() is self.table_page and [path.suffix.lower() for path in paths]
        if table not in ([".xlsx"], [".csv"]):
            return False
        self.table_page.plan_from(paths[0])
        return True

    def reload(self) -> None:
        """Read the years, the list, and what is chosen in it."""
        if self._own:
            return
        self._turn += 1
        turn = self._turn
        self.shell.runner.submit(
            _read_outline, self.shell.profile, self.year.value(),
            done=lambda found: self._on_outline(turn, found),
        )  # fmt: skip

    def add(self) -> None:
        """Make a new row (or document) and open it."""
        year = self._year()
        if not self.shell.may_write():
            return
        if year is None:
            self.ask_year()
        elif self._chosen:
            self.shell.runner.submit(
                _add, self.shell.profile, self._chosen, year.subject, say.language, done=self._on_added
            )

    def send(self) -> None:
        """Hand the rows of what is chosen on for export; with the wheel chosen, all of the year."""
        year = self._year()
        if year is not None:
            self.shell.runner.submit(_records, self.shell.profile, year.subject, self._chosen, done=self._on_records)

    def _on_records(self, ids: list[str]) -> None:
        if ids:
            self.shell.navigate("export", records=ids)

    def ask_year(self) -> None:
        """Ask which year to begin."""
        from neksus_desktop.ui.registers.dialogs import YearDialog

        known = self._outline.years
        proposed = known[0].number + 1 if known and known[0].number else self.shell.profile.now().year
        taken = frozenset(year.number for year in known)
        dialog = YearDialog(known[0] if known else None, proposed, taken, self)
        dialog.accepted.connect(lambda: self._begin(dialog.year(), dialog.before()))
        dialog.open()

    def _begin(self, number: int, before: str | None) -> None:
        from neksus_desktop.usecases.years import begin_year

        self.shell.runner.submit(
            begin_year, self.shell.profile, number, before=before, language=say.language, done=self._on_year
        )

    def _on_year(self, year: Year) -> None:
        self._outline.years.insert(0, year)
        self._offer_years()
        self.year.set_value(year.subject)
        self._chooser().setFocus()
        self.shell.announce("records", "subjects")
        self.shell.notify("register.year.made", year=year.number)

    def _on_outline(self, turn: int, found: _Outline) -> None:
        if turn != self._turn:
            return
        self._outline = found
        self._offer_years()
        self._read_titles(turn)

    def _read_titles(self, turn: int) -> None:
        """Read what is not known yet, form by form, so that whatever else the user asks for comes in between."""
        missing = next((form_id for form_id in self._outline.counts if (form_id, say.language) not in self._titles), "")
        self._list()
        if not missing:
            self._read_chosen()
            return
        if self._chosen not in {form_id for form_id, _ in self._titles}:
            self.none.say(say("register.reading"), say("register.reading_help"))
            self.stack.setCurrentWidget(self.none)
        asked = (missing, say.language)
        self.shell.runner.submit(
            title_of, self.shell.profile, missing, say.language,
            done=lambda title: self._on_title(turn, asked, title),
        )  # fmt: skip

    def _on_title(self, turn: int, asked: tuple[str, str], title: str) -> None:
        self._titles[asked] = title
        if turn == self._turn:
            self._read_titles(turn)

    def _offer_years(self) -> None:
        """Offer the years; at first the one that it is now."""
        first = not self.year.value()
        self.year.set_choices([(year.subject, year.title) for year in self._outline.years])
        now = self.shell.profile.now().year
        if first:
            self.year.set_value(next((year.subject for year in self._outline.years if year.number == now), ""))
        self._give_room()

    def _list(self) -> None:
        self.list.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.list.clear()
        named = [(form_id, self._titles.get((form_id, say.language), "")) for form_id in self._outline.counts]
        for form_id, title in ((WHEEL, say("register.wheel")), *((one, title) for one, title in named if title)):
            item = QListWidgetItem(title)
            item.setData(_ID, form_id)
            if form_id:
                item.setData(FACTS, say.count("register.count", self._outline.counts.get(form_id, 0)))
            else:
                item.setData(FACTS, say("register.wheel.facts"))
            item.setToolTip("")
            self.list.addItem(item)
            if form_id == self._chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt takes it positionally
        items = map(self.list.item, range(self.list.count()))
        self.choice.set_choices([(str(item.data(_ID)), item.text()) for item in items])
        self.choice.set_value(self._chosen)

    def _on_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._chosen = str(item.data(_ID))
            self.choice.set_value(self._chosen)
            self._read_chosen()

    def _year(self) -> Year | None:
        return next((year for year in self._outline.years if year.subject == self.year.value()), None)

    def _read_chosen(self) -> None:
        year = self._year()
        self._say_add()
        if year is None:
            self.none.say(say("register.year.none"), say("register.year.none_help"), say("register.year.new"))
            self.stack.setCurrentWidget(self.none)
            return
        self._turn += 1
        turn = self._turn
        if not self._chosen:
            self.shell.runner.submit(
                load, self.shell.profile, year.subject, say.language,
                done=lambda found: self._on_wheel(turn, year, found),
            )  # fmt: skip
        else:
            self.shell.runner.submit(
                _read_register, self.shell.profile, self._chosen, year.subject, say.language,
                done=lambda found: self._on_register(turn, year, *found),
            )  # fmt: skip

    def _on_wheel(self, turn: int, year: Year, found: Found) -> None:
        if turn == self._turn:
            self.wheel_page.show_found(year, found)
            self.stack.setCurrentWidget(self.wheel_page)

    def _on_register(
        self, turn: int, year: Year, register: Register, rows: list[RegisterRow], said: dict[str, str]
    ) -> None:
        if turn != self._turn:
            return
        self.table_page.show_register(register, rows, said, year)
        self.stack.setCurrentWidget(self.table_page)
        if self._wanted:
            self.table_page.choose(self._wanted)
            self._wanted = ""
        self._say_add()

    def _on_added(self, record: str) -> None:
        self.shell.announce("records")
        self.shell.navigate("editor", record=record, back="registers")

    def _on_written(self) -> None:
        self._own = True
        self.shell.announce("records")
        self._own = False

    def _say_add(self) -> None:
        register = self.table_page.register
        known = register is not None and register.form_id == self._chosen and register.entry
        self.add_button.say(register.entry if register is not None and known else say("register.add"))
        self.add_button.setEnabled(bool(self._chosen))


def _read_outline(profile: Profile, subject: str) -> _Outline:
    from neksus_desktop.usecases.registers import counts
    from neksus_desktop.usecases.years import years

    found = years(profile)
    now = profile.now().year
    first = next((year.subject for year in found if year.number == now), found[0].subject if found else None)
    chosen = next((year.subject for year in found if year.subject == subject), first)
    return _Outline(found, counts(profile, chosen))


def _read_register(
    profile: Profile, form_id: str, subject: str, language: str
) -> tuple[Register, list[RegisterRow], dict[str, str]]:
    from neksus_desktop.usecases.registers import describe, rows

    register = describe(profile, form_id, language)  # type: ignore[arg-type]  # nb, nn or en
    found = rows(profile, register, subject)
    return register, found, said_of(register, found)


def _records(profile: Profile, subject: str, form_id: str) -> list[str]:
    from neksus_desktop.usecases.registers import records_of

    return records_of(profile, subject, form_id or None)


def _add(profile: Profile, form_id: str, subject: str, language: str) -> str:
    from neksus_desktop.usecases.register_snapshots import begin_document
    from neksus_desktop.usecases.registers import new_row, register_ids
    from neksus_desktop.usecases.subjects import load_subject

    about = load_subject(profile, subject)
    if form_id in register_ids(profile):
        return new_row(profile, form_id, about)
    return begin_document(profile, form_id, about, language)  # type: ignore[arg-type]  # nb, nn or en
