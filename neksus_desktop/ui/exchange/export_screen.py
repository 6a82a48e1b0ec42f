"""Eksporter: which assessments, to whom, in which edition; exactly what leaves can be read before anything does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.exchange.export_choices import ExportChoices
from neksus_desktop.ui.exchange.export_done import ExportDone
from neksus_desktop.ui.exchange.export_preview import PreviewPage, nothing_words
from neksus_desktop.ui.files import ask_folder
from neksus_desktop.ui.naming import named, status
from neksus_desktop.ui.page import or_empty, page_column
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import (
    EmptyState,
    Muted,
    PageTitle,
    PrimaryButton,
    SearchField,
    SecondaryButton,
    ToggleChip,
)

if TYPE_CHECKING:
    from neksus_desktop.usecases.edition_news import NothingNew
    from neksus_desktop.usecases.export import ExportResult
    from neksus_desktop.usecases.export_preview import RecordPreview
    from neksus_desktop.usecases.listing import ListRow
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.registers import RowName

_MOST = 5000
_LOOKED_AT = 50
"""So many records are looked into for what is new; more are looked into when somebody wants to see what leaves."""
_READY = ("approved",)
_DECIDED = frozenset({"approved", "exported", "confirmed"})


class _Offer(NamedTuple):
    rows: list[ListRow]
    peers: list[Any]
    names: dict[str, RowName]


class ExportScreen(Screen):
    """Choose, look, write."""

    place: ClassVar[str] = "export"
    rail = "exchange"
    watches: ClassVar[frozenset[Changed]] = frozenset({"records", "transfers"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._offer = _Offer([], [], {})
        self._wanted: tuple[str, ...] = ()
        self._ticked: set[str] = set()
        self._asked: tuple[Any, ...] = ()
        self._task: Any = None
        self.cancel_button = SecondaryButton("export_cancel", clicked=self.cancel)
        self.look_button = SecondaryButton("export_look", clicked=self.look)
        self.send_button = PrimaryButton("export_send", clicked=self.send, writes=True)
        self.header.add_action(self.cancel_button)
        self.header.add_action(self.look_button)
        self.header.add_action(self.send_button)
        self.title = PageTitle()
        self.summary = Muted()
        self.search = SearchField("export_search", lambda _text: self._show())
        self.everything = ToggleChip("export_everything", toggled=lambda _on: self._show())
        self.table = RowTable(
            "export_table",
            (
                Column("places.export.column.record", lambda row: Cell(*self._said(row))),
                Column("places.export.column.status", lambda row: Cell(status(row.status), tone=_tone(row)), 26, 1),
            ),
            tickable=True,
        )
        self.table.rows.ticks_changed.connect(self._on_ticks)
        self.table.opened.connect(lambda row: shell.navigate("editor", record=row.id, back="records"))
        self.empty = EmptyState("export_empty", lambda: self.everything.setChecked(True))
        self.choices = ExportChoices(lambda: shell.navigate("exchange", tab="keys"))
        self.choices.changed.connect(self._say_state)
        self.preview = PreviewPage(self._back_to_choosing)
        self.done = ExportDone(shell, self._start_again)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        self.search.setMinimumWidth(200)  # with large letters the switch beside it keeps its words
        filters.addWidget(self.search, 1)
        filters.addWidget(self.everything)
        self.stack = or_empty(self.table, self.empty)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(filters)
        left.addWidget(self.stack, 1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 3)
        both.addWidget(self.choices, 2)
        choosing = QWidget()
        column = page_column(choosing, self.title, self.summary)
        column.addLayout(both, 1)
        self.pages = QStackedWidget()
        for page in (choosing, self.preview, self.done):
            self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def retranslate(self) -> None:
        """Say everything again."""
        self.header.set_back(say("places.exchange.title"), lambda: self.shell.navigate("exchange"))
        self.header.set_title(say("places.exchange.export"))
        self.title.setText(say("places.export.title"))
        self.cancel_button.say(say("ui.action.cancel"))
        self.look_button.say(say("places.export.look"))
        self.search.say(say("places.export.search"))
        self.everything.say(say("places.export.everything"))
        self.table.setAccessibleName(say("places.export.title"))
        self.table.retranslate()
        self.choices.retranslate()
        self.preview.retranslate()
        self.done.retranslate()
        self._show()

    def enter(self, **arguments: Any) -> None:
        """``records`` are ids to tick from the start."""
        self._wanted = tuple(arguments.get("records", ()))
        self._ticked = set(self._wanted)
        self._stale = True
        self.pages.setCurrentIndex(0)
        self.choices.begin()
        super().enter(**arguments)
        self.table.setFocus()

    def stays(self) -> str:
        """Whoever left would not be told that the stick may be taken out."""
        return say("places.export.stay") if self._task is not None else ""

    def cancel(self) -> None:
        """Stop writing; what was written is removed again."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._say_state()

    def reload(self) -> None:
        """Read what can be sent, and to whom."""
        self._asked = ()
        self.shell.runner.submit(_load, self.shell.profile, done=self._on_offer)

    def ids(self) -> list[str]:
        """Ids of the ticked records, in the order of the list."""
        return [row.id for row in self._offer.rows if row.id in self._ticked]

    def look(self) -> None:
        """Show exactly what leaves."""
        choices = self.choices
        if choices.remarks_only():
            from neksus_desktop.usecases.comments import leaving_comments

            self.shell.runner.submit(
                leaving_comments, self.shell.profile, self.ids(), choices.recipients(), done=self._on_remarks
            )
            return
        self.shell.runner.submit(
            _look, self.shell.profile, self.ids(), choices.recipients(), choices.edition(),
            attachments=choices.attachments(), done=self._on_preview,
        )  # fmt: skip

    def send(self) -> None:
        """Ask for a folder and write the files there."""
        ask_folder(self, say("places.export.folder"), self.write_to)

    def write_to(self, folder: Path) -> None:
        """Write the files into a folder."""
        from neksus_desktop.usecases.comments import export_comments
        from neksus_desktop.usecases.export import export_records

        if self.choices.remarks_only():
            self._task = self.shell.runner.submit(
                export_comments, self.shell.profile, self.ids(), self.choices.recipients(), folder,
                plain=self.choices.plain(), done=lambda result: self._on_written(folder, result),
                failed=self._on_failed,
            )  # fmt: skip
        else:
            self._task = self.shell.runner.submit(
                export_records, self.shell.profile, self.ids(), self.choices.recipients(), folder,
                plain=self.choices.plain(), edition=self.choices.edition(), attachments=self.choices.attachments(),
                size_limit=self.choices.size_limit(), progress=self._on_progress,
                done=lambda result: self._on_written(folder, result), failed=self._on_failed,
            )  # fmt: skip
        self._say_state()

    def _on_written(self, folder: Path, result: ExportResult) -> None:
        self._task = None
        self._ticked.clear()
        self.done.show_result(folder, result, remarks=self.choices.remarks_only())
        self.pages.setCurrentWidget(self.done)
        self._say_state()
        self.shell.announce("records", "transfers")

    def _on_progress(self, at: int, of: int) -> None:
        self.summary.setText(say("places.export.progress", at=say.number(at), of=say.number(of)))

    def _on_failed(self, error: Any) -> None:
        from neksus_desktop.errors import ExchangeStoppedError

        self._task = None
        self._say_state()
        if isinstance(error, ExchangeStoppedError):
            self.shell.notified.emit(say.explain(error).what)
        else:
            self.shell.show_error(error)

    def _on_preview(self, looked: tuple[list[RecordPreview], list[NothingNew]]) -> None:
        self.preview.show_previews(looked[0], self.choices.edition(), self.choices.names(), looked[1])
        self.pages.setCurrentWidget(self.preview)
        self._say_state()

    def _on_remarks(self, remarks: list[Any]) -> None:
        self.preview.show_remarks(remarks, self.choices.names())
        self.pages.setCurrentWidget(self.preview)
        self._say_state()

    def _back_to_choosing(self) -> None:
        self.pages.setCurrentIndex(0)
        self._say_state()

    def _start_again(self) -> None:
        self.choices.begin()
        self._back_to_choosing()
        self.table.setFocus()

    def _on_offer(self, offer: _Offer) -> None:
        self._offer = offer
        self.choices.set_peers(offer.peers)
        if self._wanted and any(row.id in self._wanted and row.status not in _READY for row in offer.rows):
            self.everything.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
            self.everything.setChecked(True)
            self.everything.blockSignals(False)  # noqa: FBT003
        self._show()

    def _said(self, row: ListRow) -> tuple[str, str]:
        """What a record is called, and about what it is; rows of a register by their own words."""
        name = self._offer.names.get(row.id)
        return (row.title, _facts(row)) if name is None else (name.title or name.form, f"{name.form} · {row.title}")

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        rows = [
            row
            for row in self._offer.rows
            if (self.everything.isChecked() or row.status in _READY or row.id in self._ticked)
            and all(word in f"{' '.join(self._said(row))} {row.partner}".casefold() for word in words)
        ]
        kept = set(self._ticked)
        self.table.set_rows(rows)
        self._ticked = kept
        for at, row in enumerate(rows):
            if row.id in kept:
                self.table.rows.tick(at, on=True)
        self.stack.setCurrentIndex(0 if rows else 1)
        kind = "ready" if self._offer.rows and not words else "none"
        self.empty.say(
            say(f"places.export.empty.{kind}"), say(f"places.export.empty.{kind}_help"), say("places.export.everything")
        )
        self.empty.button.setVisible(kind == "ready")
        self._say_state()

    def _on_ticks(self) -> None:
        shown = {row.id for row in self.table.rows.rows}
        self._ticked = (self._ticked - shown) | {row.id for row in self.table.rows.ticked()}
        self._say_state()

    def _say_state(self) -> None:
        chosen = self.ids()
        drafts = sum(row.status not in _DECIDED for row in self._offer.rows if row.id in self._ticked)
        self.summary.setText(say.count("places.export.chosen", len(chosen)))
        self.send_button.say(self._send_words(len(chosen)))
        remarks = self.choices.remarks_only()
        self.choices.tell_drafts(0 if remarks else drafts)
        self.choices.tell_many(0 if remarks else len(chosen))
        self._ask_news(chosen)
        writing, done = self._task is not None, self.pages.currentWidget() is self.done
        for part in (self.table, self.search, self.everything, self.choices):
            part.setEnabled(not writing)
        self.cancel_button.setVisible(writing)
        self.look_button.setEnabled(bool(chosen))
        self.look_button.setVisible(self.pages.currentIndex() == 0 and not writing)
        self.send_button.setVisible(not done)
        self.send_button.setEnabled(bool(chosen) and bool(self.choices.recipients()) and not writing)

    def _send_words(self, count: int) -> str:
        if not count:
            return say("places.exchange.export")
        return (
            say("places.export.send_remarks") if self.choices.remarks_only() else say.count("places.export.send", count)
        )

    def _ask_news(self, chosen: list[str]) -> None:
        """See in the background whether what is chosen brings everybody something; the last asking counts."""
        choices = self.choices
        asked = (tuple(chosen), tuple(choices.recipients()), choices.edition(), choices.attachments())
        if asked == self._asked:
            return
        self._asked = asked
        choices.tell_nothing("")
        if chosen and asked[1] and len(chosen) <= _LOOKED_AT and not choices.remarks_only():
            from neksus_desktop.usecases.edition_news import nothing_new

            self.shell.runner.submit(
                nothing_new, self.shell.profile, chosen, asked[1], asked[2], attachments=asked[3],
                done=lambda found: self._on_news(asked, found),
            )  # fmt: skip

    def _on_news(self, asked: tuple[Any, ...], found: list[NothingNew]) -> None:
        if asked == self._asked and found:
            first = nothing_words(found[0])
            more = say.count("places.export.nothing_new", len(found) - 1) if len(found) > 1 else ""
            self.choices.tell_nothing(f"«{found[0].title}»: {first} {more}".rstrip())


def _facts(row: ListRow) -> str:
    return " · ".join(part for part in (named("objekttype", row.subject_type), named("land", row.country)) if part)


def _tone(row: ListRow) -> Any:
    return "plain" if row.status in _DECIDED else "note"


def _look(
    profile: Profile, ids: list[str], to: list[str], edition: Any, *, attachments: bool
) -> tuple[list[RecordPreview], list[NothingNew]]:
    from neksus_desktop.usecases.edition_news import nothing_new
    from neksus_desktop.usecases.export_preview import preview_export

    shown = preview_export(profile, ids, edition, say.language, attachments=attachments)
    return shown, nothing_new(profile, ids, to, edition, attachments=attachments)


def _load(profile: Profile) -> _Offer:
    from neksus_desktop.usecases.keys import peers
    from neksus_desktop.usecases.listing import page, query
    from neksus_desktop.usecases.registers import row_names

    approved = page(profile, query(statuses=_READY), limit=_MOST).rows
    others = page(
        profile, query(statuses=("draft", "returned", "for_approval", "exported", "confirmed")), limit=_MOST
    ).rows
    rows = [*approved, *others]
    names = row_names(profile, {row.form_id for row in rows}, say.language)
    return _Offer(rows, [peer for peer in peers(profile) if not peer.revoked_at], names)
