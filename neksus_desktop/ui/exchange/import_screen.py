"""Import: the plan first, what both have changed side by side, then all of it or nothing, then the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.exchange.collision_cards import CollisionCards, own_place
from neksus_desktop.ui.exchange.form_card import FormCard
from neksus_desktop.ui.exchange.import_choices import Decisions
from neksus_desktop.ui.exchange.import_done import ImportDone
from neksus_desktop.ui.exchange.import_fault import FaultBox
from neksus_desktop.ui.exchange.import_words import (
    action_cell,
    apply_words,
    count_chips,
    file_line,
    file_title,
    is_card,
    told_words,
    trust_line,
    version_cell,
)
from neksus_desktop.ui.files import ask_folder
from neksus_desktop.ui.naming import status
from neksus_desktop.ui.page import on_card, page_column
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import (
    Chip,
    EmptyState,
    Muted,
    NoteBox,
    PageTitle,
    PrimaryButton,
    SecondaryButton,
)

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.usecases.collisions import CollisionView
    from neksus_desktop.usecases.form_news import FormNews
    from neksus_desktop.usecases.import_files import ImportPlan, ImportResult

_UNBOUNDED = 16777215
"""Qt's own greatest height."""
_NOTHING = {
    "files": ("places.import.none", "places.import.none_help", "places.import.try_again"),
    "folder": ("places.import.empty", "places.import.empty_help", "places.import.other_folder"),
}
"""What is said where nothing came of what was dropped here, or of the folder that was searched."""


class ImportScreen(Screen):
    """One plan."""

    place: ClassVar[str] = "import"
    rail = "exchange"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._files: list[Path] = []
        self._folder: Path | None = None
        self._plan: ImportPlan | None = None
        self._failure: NeksusError | None = None
        self._task: Any = None
        self._decided = Decisions()
        self._sources: dict[str, str] = {}
        self.trust = Chip()
        self.header.add_chip(self.trust)
        self.cancel_button = SecondaryButton("import_cancel", clicked=self.cancel)
        self.apply_button = PrimaryButton("import_apply", clicked=self.apply, writes=True)
        self.later_button = SecondaryButton("import_later", clicked=self.apply)
        self.header.add_action(self.cancel_button)
        self.header.add_action(self.later_button)
        self.header.add_action(self.apply_button)
        self.title = PageTitle()
        self.facts = Muted()
        self.chips = QHBoxLayout()
        self.chips.setSpacing(8)
        self.fault = FaultBox(self.ask_recovery, self._to_keys)
        self.empty = EmptyState("import_empty", self.again)
        self.empty.hide()
        self.told = NoteBox(tone="accent")
        self.told.hide()
        self.table = RowTable(
            "import_table",
            (
                Column("places.import.column.record", self._title_cell),
                Column("places.import.column.what", self._what_cell, 40),
                Column("places.import.column.version", version_cell, 22, 1),
            ),
        )
        self.table.chosen.connect(self._on_chosen)
        self.cards = CollisionCards(self._on_pick, self._on_refuse, shell.drafts)
        self.form_card = FormCard()
        self.done = ImportDone(shell)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.card = on_card(self.table)
        planning = QWidget()
        column = page_column(planning, self.title, self.facts)
        column.addLayout(self.chips)
        column.addWidget(self.fault)
        column.addWidget(self.told)
        column.addWidget(self.card, 2)
        column.addWidget(self.empty, 1)
        column.addWidget(self.cards, 3)
        column.addWidget(self.form_card, 3)
        column.addStretch(0)
        self.cards.hide()
        self.form_card.hide()
        self.pages = QStackedWidget()
        self.pages.addWidget(planning)
        self.pages.addWidget(self.done)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def retranslate(self) -> None:
        """Say everything again."""
        self.header.set_back(say("places.exchange.title"), self.cancel)
        self.cancel_button.say(say("ui.action.cancel"))
        self.later_button.say(say("places.import.later"))
        self.table.setAccessibleName(say("places.import.title"))
        self.table.retranslate()
        self.cards.retranslate()
        self.form_card.retranslate()
        self.done.retranslate()
        self._say_plan()

    def enter(self, **arguments: Any) -> None:
        """``files`` are the paths to plan for; or ``folder``, in which what is new is looked for."""
        super().enter(**arguments)
        self._folder = arguments.get("folder")
        self._files = list(arguments.get("files", ()))
        self._start()

    def stays(self) -> str:
        """All files are taken in by one write, and whatever is typed waits for it."""
        return say("places.import.stay") if self._task is not None and self._plan is not None else ""

    def cancel(self) -> None:
        """Change nothing and go back; a running plan stops."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.shell.navigate("exchange")

    def again(self) -> None:
        """Try what failed once more, or look in another folder."""
        if self._failure is not None or self._folder is None:
            self._start()
        else:
            ask_folder(self, say("places.exchange.fetch"), lambda folder: self.enter(folder=folder))

    def ask_recovery(self) -> None:
        """Ask for the printed recovery code, and open with it what was sent from here."""
        from neksus_desktop.ui.exchange.recovery_dialog import RecoveryDialog

        dialog = RecoveryDialog(self.shell, self._files, self)
        dialog.opened.connect(self._on_plan)
        dialog.open()

    def apply(self) -> None:
        """Take everything in that needs no answer or has one."""
        from neksus_desktop.usecases.import_files import apply_import

        assert self._plan is not None
        self.apply_button.setEnabled(False)
        self._task = self.shell.runner.submit(
            apply_import, self.shell.profile, self._plan, self._decided.for_import(), progress=self._on_progress,
            done=self._on_applied, failed=self._on_failed,
        )  # fmt: skip

    def _start(self) -> None:
        from neksus_desktop.usecases.import_files import plan_import

        self._plan = self._failure = None
        self._decided = Decisions()
        self.pages.setCurrentIndex(0)
        self.table.set_rows([])
        self.cards.hide()
        self.form_card.hide()
        self._say_plan()
        if self._folder is not None:
            from neksus_desktop.usecases.outbox import new_files

            self._task = self.shell.runner.submit(
                new_files, self.shell.profile, self._folder, progress=self._on_progress,
                done=self._on_plan, failed=self._on_failed,
            )  # fmt: skip
            return
        self._task = self.shell.runner.submit(
            plan_import, self.shell.profile, self._files, progress=self._on_progress,
            done=self._on_plan, failed=self._on_failed,
        )  # fmt: skip

    def _on_progress(self, at: int, of: int) -> None:
        self.facts.setText(say("places.import.progress", at=say.number(at), of=say.number(of)))

    def _on_plan(self, plan: ImportPlan) -> None:
        self._task = None
        if plan.files and all(is_card(file) for file in plan.files) and self._folder is None:
            self._to_keys([file.path for file in plan.files])
            return
        self._plan = plan
        self._decided = Decisions(plan)
        self._read_sources(plan)
        self.table.set_rows(plan.items)
        first = next((at for at, item in enumerate(plan.items) if item.action == "conflict"), 0)
        if plan.items:
            self.table.selectRow(first)
        self._say_plan()
        self._on_chosen()
        if plan.files:
            chips = count_chips(plan, self._decided.answered(), usual=False)
            announce(self.title, ". ".join([self.title.text(), *(text for text, _tone in chips)]))

    def _read_sources(self, plan: ImportPlan) -> None:
        """Learn whether the senders were compared here or are vouched for by a list, and say it."""
        from neksus_desktop.usecases.keys import peers

        def told(found: Sequence[Any]) -> None:
            if plan is self._plan:
                self._sources = {peer.thumbprint: peer.source for peer in found}
                self._say_plan()

        self.shell.runner.submit(peers, self.shell.profile, done=told)

    def _to_keys(self, cards: list[Path]) -> None:
        """Go where keys are compared, with the cards that came."""
        self.shell.navigate("exchange", tab="keys", cards=cards)

    def _on_failed(self, error: NeksusError) -> None:
        from neksus_desktop.errors import ExchangeStoppedError

        self._task = None
        if isinstance(error, ExchangeStoppedError):  # whoever stopped it is told that it was, and went elsewhere
            self.shell.notified.emit(say.explain(error).what)
        elif self._plan is None:
            self._failure = error
            self._say_plan()
            self.empty.button.setFocus()
        else:
            self._say_plan()
            self.shell.show_error(error)

    def _on_applied(self, result: ImportResult) -> None:
        self._task = None
        for record, picks in self._decided.picks.items():
            for path in picks:
                self.shell.drafts.forget(own_place(record, path))
        assert self._plan is not None
        self.done.show_result(result, self._plan)
        self.pages.setCurrentIndex(1)
        self._say_plan()
        self.shell.announce("records", "follow_ups", "transfers", "subjects", "forms")

    def _say_plan(self) -> None:
        plan = self._plan
        done = self.pages.currentIndex() == 1
        files = plan.files if plan is not None else ()
        self.header.set_title(
            say("places.import.title") if not files else say("places.import.of", name=file_title(files))
        )
        self.title.setText(file_title(files) if files else "" if self._says_nothing() else say("places.import.reading"))
        self.facts.setText(file_line(files, self.shell.profile.now()) if files else "")
        trusted = trust_line(files, self._sources)
        self.trust.setVisible(bool(trusted) and not done)
        self.trust.setText(f"✓ {trusted}" if trusted else "")
        self.trust.set_tone("accent")
        self._say_counts()
        refused = self.fault.show_files(files, searched=self._folder is not None)
        self.fault.setVisible(refused and not done)
        self.cancel_button.setVisible(not done)
        self.apply_button.setVisible(not done)
        number = self._decided.changing()
        self.apply_button.say(apply_words({file.kind for file in files}, number, len(self._decided.refusals)))
        self._say_told()
        self._say_empty()
        self.apply_button.setEnabled(bool(number) and self._task is None)
        left = plan is not None and bool(plan.counts.get("conflict")) and not number
        self.later_button.setVisible(left and not done and self._task is None)

    def _says_nothing(self) -> bool:
        """Whether there are no files to show: none came, or they could not be looked for."""
        return self._failure is not None or (self._plan is not None and not self._plan.files)

    def _say_told(self) -> None:
        """What receipts and key lists say, above the rows; receipts have no rows that a person reads."""
        plan, told = self._plan, ""
        if plan is not None:
            told, tone = told_words(self.shell.profile, plan)
            self.told.set_text(told)
            self.told.set_tone(tone)
        self.told.setVisible(bool(told) and self.pages.currentIndex() == 0)
        only_receipts = plan is not None and bool(plan.files) and all(file.kind == "receipt" for file in plan.files)
        self.card.setVisible(not only_receipts and not self._says_nothing())

    def _say_empty(self) -> None:
        self.empty.setVisible(self._says_nothing())
        if self._failure is not None:
            told = say.explain(self._failure)
            self.empty.say(told.what, told.do, say("places.import.try_again"))
        elif self._says_nothing():
            title, text, action = _NOTHING["files" if self._folder is None else "folder"]
            self.empty.say(say(title), say(text, folder=str(self._folder or "")), say(action))

    def _say_counts(self) -> None:
        while (item := self.chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for text, tone in count_chips(self._plan, self._decided.answered()):
            self.chips.addWidget(Chip(text, tone))
        self.chips.addStretch(1)

    def _on_chosen(self) -> None:
        rows = self.table.selected()
        item = rows[0] if rows else None
        asked = item is not None and item.action == "conflict"
        told = item is not None and item.form and item.record is None and item.action != "refused"
        if not asked:
            self.cards.hide()
        if not told:
            self.form_card.hide()
        if item is None or self._plan is None or not (asked or told):
            self.card.setMaximumHeight(_UNBOUNDED)
            return
        from neksus_desktop.usecases.collisions import collision_views
        from neksus_desktop.usecases.form_news import form_news

        work, show = (collision_views, self._show_cards) if asked else (form_news, self._show_form)
        self.shell.runner.submit(work, self.shell.profile, self._plan, item, say.language, done=partial(show, item))

    def _show_cards(self, item: Any, views: list[CollisionView]) -> None:
        if not self._still(item):
            return
        self.cards.show_collisions(
            item, views, self._decided.picks.get(item.record, {}),
            self._decided.refusals.get(item.record),
            whole=not item.collisions,
        )  # fmt: skip
        self.cards.show()
        self._make_room()

    def _show_form(self, item: Any, news: FormNews | None) -> None:
        if news is not None and self._still(item):
            self.form_card.show_news(news)
            self.form_card.show()
            self._make_room()

    def _still(self, item: Any) -> bool:
        selected = self.table.selected()
        return bool(selected) and selected[0] is item

    def _make_room(self) -> None:
        """What is chosen needs more room than the list."""
        rows = min(len(self._plan.items) if self._plan else 0, 4)
        lines = sum(self.table.rowHeight(at) for at in range(rows))
        self.card.setMaximumHeight(lines + self.table.horizontalHeader().sizeHint().height() + 14)
        QTimer.singleShot(0, self.table, self._show_chosen)  # once the list has the height it was given

    def _show_chosen(self) -> None:
        self.table.scrollTo(self.table.currentIndex())

    def _on_pick(self, record: Any, picks: dict[str, tuple[Any, str]]) -> None:
        self._decided.refusals.pop(record, None)
        self._decided.picks[record] = picks
        self.table.rows.retranslate()
        self._say_plan()

    def _on_refuse(self, record: Any, reason: str | None) -> None:
        if reason is None:
            self._decided.refusals.pop(record, None)
        else:
            self._decided.refusals[record] = reason
        self.table.rows.retranslate()
        self._say_plan()

    def _title_cell(self, item: Any) -> Cell:
        below = " · ".join(part for part in (item.form_title, status(item.status) if item.status else "") if part)
        return Cell(item.title or item.file.name, below, "strong" if item.action == "conflict" else "plain")

    def _what_cell(self, item: Any) -> Cell:
        if item.record in self._decided.refusals:
            return Cell(say("places.import.will.refuse"), self._decided.refusals[item.record], "note")
        if item.action == "conflict" and self._decided.settled(item.record):
            return Cell(say("places.import.will.settled"), tone="accent")
        file = next((file for file in self._plan.files if file.path == item.file), None) if self._plan else None
        error = file.error if file is not None else None
        listed = file is not None and file.kind == "roster"
        return action_cell(item, say.explain(error).what if error is not None else "", listed=listed)
