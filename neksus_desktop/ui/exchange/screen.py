"""Utveksling: files sent and received, what is missing, and keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.exchange.keys_page import KeysPage
from neksus_desktop.ui.exchange.sent_card import SentCard
from neksus_desktop.ui.files import ask_folder, ask_open
from neksus_desktop.ui.naming import capital
from neksus_desktop.ui.page import or_empty, page_column
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import (
    EmptyState,
    LinkButton,
    Muted,
    NoteBox,
    PageTitle,
    PrimaryButton,
    SecondaryButton,
    ToggleChip,
)

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.usecases.transfers import ReceivedFile, SentFile, SentItem, Transfers

_TABS = ("sent", "received", "keys")
_SAID_AT_ONCE = 5


class ExchangeScreen(Screen):
    """Three lists behind three switches; the ways to send and to take in at the top."""

    place: ClassVar[str] = "exchange"
    watches: ClassVar[frozenset[Changed]] = frozenset({"transfers", "records"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: Transfers | None = None
        self.import_button = SecondaryButton("exchange_import", clicked=self.choose_files)
        self.export_button = PrimaryButton("exchange_export", clicked=lambda: shell.navigate("export"), writes=True)
        self.header.add_action(self.import_button)
        self.header.add_action(self.export_button)
        self.title = PageTitle()
        self.summary = Muted()
        self.missing = NoteBox()
        self.left_waiting = NoteBox()
        self.settle_button = LinkButton("exchange_settle", clicked=self.settle, writes=True)
        self.left_waiting.row.addWidget(self.settle_button)
        self.sent = RowTable(
            "exchange_sent",
            (
                Column("places.exchange.column.file", _sent_file),
                Column("places.exchange.column.to", lambda row: Cell(", ".join(row.recipients), tone="muted"), 28, 1),
                Column("places.exchange.column.made", lambda row: _moment(row.made_at), 22, 2),
                Column("places.exchange.column.state", _sent_state, 40),
            ),
        )
        self.received = RowTable(
            "exchange_received",
            (
                Column("places.exchange.column.file", _received_file),
                Column("places.exchange.column.from", lambda row: Cell(row.sender, tone="muted"), 30),
                Column("places.exchange.column.received", lambda row: _moment(row.received_at), 22, 1),
            ),
        )
        self.sent_card = SentCard(shell)
        self._keys: KeysPage | None = None
        self.resend_button = LinkButton("exchange_resend", clicked=self.resend)
        self.fetch_button = LinkButton("exchange_fetch", clicked=self.fetch)
        self.print_button = LinkButton("exchange_print", clicked=self.print)
        self.sent.chosen.connect(self._on_sent_chosen)
        self.empty_sent = EmptyState("exchange_sent_empty", lambda: shell.navigate("export"), writes=True)
        self.empty_received = EmptyState("exchange_received_empty", self.choose_files)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.chips: dict[str, ToggleChip] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        self.pages = QStackedWidget()
        self._stacks: dict[str, QStackedWidget] = {}
        for name, table, empty in (
            ("sent", self.sent, self.empty_sent), ("received", self.received, self.empty_received),
        ):  # fmt: skip
            self._stacks[name] = or_empty(table, empty)
        sent_page = QWidget()
        both = QVBoxLayout(sent_page)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(self._stacks["sent"], 3)
        both.addWidget(self.sent_card, 2)
        self.sent_card.hide()
        for page in (sent_page, self._stacks["received"]):
            self.pages.addWidget(page)
        for at, name in enumerate(_TABS):
            chip = ToggleChip(f"exchange_tab_{name}", toggled=partial(self._on_tab, at))
            chip.setAutoExclusive(True)
            self.chips[name] = chip
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.fetch_button)
        row.addWidget(self.resend_button)
        row.addWidget(self.print_button)
        column = page_column(self, self.title, self.summary)
        column.addLayout(row)
        column.addWidget(self.left_waiting)
        column.addWidget(self.missing)
        column.addWidget(self.pages, 1)
        self.chips["sent"].setChecked(True)

    @property
    def keys(self) -> KeysPage:
        """The page of keys, built and read when it is first wanted."""
        if self._keys is None:
            self._keys = KeysPage(self.shell)
            self._keys.retranslate()
            self._keys.reload()
            self.pages.addWidget(self._keys)
        return self._keys

    def retranslate(self) -> None:
        """Say everything again."""
        self.title.setText(say("places.exchange.title"))
        self.import_button.say(say("places.exchange.import"))
        self.export_button.say(say("places.exchange.export"))
        self.resend_button.say(say("places.exchange.resend"))
        self.fetch_button.say(say("places.exchange.fetch"))
        self.settle_button.say(say("places.exchange.settle"))
        self.print_button.say(say("report.kind.transfers"))
        for name, chip in self.chips.items():
            chip.say(say(f"places.exchange.tab.{name}"))
        for name, empty in (("sent", self.empty_sent), ("received", self.empty_received)):
            empty.say(
                say(f"places.exchange.empty.{name}"),
                say(f"places.exchange.empty.{name}_help"),
                say("places.exchange.export" if name == "sent" else "places.exchange.import"),
            )
        self.sent.setAccessibleName(say("places.exchange.tab.sent"))
        self.received.setAccessibleName(say("places.exchange.tab.received"))
        self.sent.retranslate()
        self.received.retranslate()
        if self._keys is not None:
            self._keys.retranslate()
        self._show()

    def enter(self, **arguments: Any) -> None:
        """``tab`` is sent, received or keys; ``cards`` (paths) are compared one after the other.

        ``records`` (ids) and ``files`` (paths) go on to the place for them.
        """
        super().enter(**arguments)
        if chosen := arguments.get("export") or arguments.get("records"):
            self.shell.navigate("export", records=tuple(chosen))
        elif arguments.get("files"):
            self.take_in(list(arguments["files"]))
        wanted = str(arguments.get("tab", ""))
        if wanted in self.chips:
            self.chips[wanted].setChecked(True)
        if cards := list(arguments.get("cards", ())):
            self.keys.compare_each(cards)

    def reload(self) -> None:
        """Read what travelled again."""
        from neksus_desktop.usecases.transfers import transfers

        self.shell.runner.submit(transfers, self.shell.profile, done=self._on_found)
        if self._keys is not None:
            self._keys.reload()

    def choose_files(self) -> None:
        """Ask for files to take in."""
        ask_open(self, say("places.exchange.choose"), "*.json", self.take_in)

    def take_in(self, paths: list[Path]) -> None:
        """Show what taking files in would do."""
        self.shell.navigate("import", files=paths)

    def settle(self) -> None:
        """Plan the files anew in which something waits for a choice."""
        if self._found is not None:
            self.take_in(list(dict.fromkeys(one.file for one in self._found.waiting)))

    def fetch(self) -> None:
        """Ask for a shared folder and look for files in it that were not taken in before."""
        ask_folder(self, say("places.exchange.fetch"), lambda folder: self.shell.navigate("import", folder=folder))

    def print(self) -> None:
        """Show the list of what was sent as paper."""
        self.shell.navigate("preview", kind="transfers", back="exchange")

    def resend(self) -> None:
        """Ask for a folder and write the chosen file once more."""
        for row in self.sent.selected()[:1]:
            ask_folder(self, say("places.export.folder"), partial(self.resend_to, row.id))

    def resend_to(self, outgoing: str, folder: Path) -> None:
        """Write a file once more into a folder."""
        from neksus_desktop.usecases.outbox import resend

        self.shell.runner.submit(
            resend, self.shell.profile, outgoing, folder,
            done=lambda path: self.shell.notify("places.exchange.resent", file=path.name),
        )  # fmt: skip

    def _on_sent_chosen(self) -> None:
        self._say_resend()
        rows = self.sent.selected()[:1]
        if not rows:
            self.sent_card.hide()
            return
        from neksus_desktop.usecases.transfers import sent_items

        (row,) = rows
        self.shell.runner.submit(sent_items, self.shell.profile, row.id, done=lambda items: self._show_sent(row, items))

    def _show_sent(self, row: SentFile, items: Sequence[SentItem]) -> None:
        if [one.id for one in self.sent.selected()] == [row.id]:
            self.sent_card.show_items(row, items)

    def _say_resend(self) -> None:
        self.fetch_button.setVisible(self.pages.currentIndex() == 1)
        self.resend_button.setVisible(self.pages.currentIndex() == 0 and bool(self.sent.selected()))
        self.print_button.setVisible(self.pages.currentIndex() == 0 and bool(self._found and self._found.sent))

    def _on_tab(self, at: int, on: bool) -> None:  # noqa: FBT001 - a signal calls it
        if not on:
            return
        if _TABS[at] == "keys":
            self.pages.setCurrentWidget(self.keys)
        self.pages.setCurrentIndex(at)
        self._say_resend()
        self._show_waiting()
        self._show_missing()

    def _on_found(self, found: Transfers) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        self.sent.set_rows(self._found.sent, keep=lambda row: row.id)
        self.received.set_rows(self._found.received, keep=lambda row: (row.sender, row.sequence, row.kind))
        self._stacks["sent"].setCurrentIndex(0 if self._found.sent else 1)
        self._stacks["received"].setCurrentIndex(0 if self._found.received else 1)
        states = [row.state for row in self._found.sent if row.kind == "records"]
        waiting, unsettled = states.count("exported"), sum(one not in {"exported", "confirmed"} for one in states)
        nothing = "places.exchange.all_confirmed" if self._found.sent else "places.exchange.help"
        ready = say.count("places.exchange.ready", self._found.ready) if self._found.ready else ""
        told = say.count("places.exchange.waiting", waiting) if waiting else ""
        left = say.count("places.exchange.open", unsettled) if unsettled else ""
        self.summary.setText(" · ".join(part for part in (ready, told, left) if part) or say(nothing))
        self._say_resend()
        self._show_waiting()
        self._show_missing()

    def _show_waiting(self) -> None:
        waiting = self._found.waiting if self._found is not None else ()
        if waiting:
            first = waiting[0]
            self.left_waiting.set_text(
                say.count("places.exchange.left_waiting", len(waiting), title=first.title, sender=first.sender)
            )
        self.left_waiting.setVisible(bool(waiting) and not self.chips["keys"].isChecked())

    def _show_missing(self) -> None:
        missing = self._found.missing if self._found is not None else ()
        said = [
            say.count("places.exchange.missing", len(gap.numbers), numbers=_numbers(gap.numbers), sender=gap.sender)
            for gap in missing
        ]
        if self.pages.currentIndex() == 0:
            asked = self._found.asked_for if self._found is not None else ()
            said += [say.count("exchange.awaited", one.count, title=one.title, name=one.name) for one in asked]
        else:
            waited = self._found.awaiting if self._found is not None else ()
            said += [say.count("exchange.awaits", one.count, title=one.title) for one in waited]
        more = f" (+{len(said) - _SAID_AT_ONCE})" if len(said) > _SAID_AT_ONCE else ""
        self.missing.set_text(" ".join(said[:_SAID_AT_ONCE]) + more)
        self.missing.setVisible(bool(said) and not self.chips["keys"].isChecked())


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in numbers[:8]) + (" …" if len(numbers) > 8 else "")  # noqa: PLR2004


def _moment(moment: datetime) -> Cell:
    return Cell(say.date(moment.date()), say("ui.time.at", time=say.time(moment)), "muted")


def _sent_file(row: SentFile) -> Cell:
    number = say("places.exchange.file", number=row.sequence) if row.sequence else row.name
    if row.kind != "records":
        kind = say(f"places.exchange.kind.{row.kind}")
        return Cell(number, f"{kind} · {row.name}" if row.sequence else kind, file=True)
    return Cell(number, f"{say.count('places.exchange.records', row.records)} · {row.name}", file=True)


def _sent_state(row: SentFile) -> Cell:
    when = say.date(row.answered_at.date()) if row.answered_at is not None else ""
    if row.kind == "receipt":
        return Cell(say("places.exchange.state.sent"), tone="muted")
    if row.state == "confirmed":
        return Cell(say("places.exchange.state.confirmed"), when, "plain")
    if row.state == "exported":
        return Cell(say("places.exchange.state.exported"), tone="note")
    below = say.count("places.exchange.refused", row.refused) if row.refused else ""
    return Cell(say(f"places.exchange.state.{row.state}"), below, "note")


def _received_file(row: ReceivedFile) -> Cell:
    number = say("places.exchange.file", number=row.sequence) if row.sequence else ""
    kind = say(f"places.exchange.kind.{row.kind}")
    told = " · ".join(
        say.count(f"places.import.count.{action}", count) for action, count in row.counts.items() if count
    )
    return Cell(f"{number} · {kind}" if number else capital(kind), told)
