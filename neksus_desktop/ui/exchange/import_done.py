"""After an import: what was done, file by file, and the receipts to send back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from neksus_desktop.ui.announce import announce
from neksus_desktop.ui.exchange.import_words import told_words
from neksus_desktop.ui.files import ask_folder
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import (
    Body,
    Caption,
    Card,
    Heading,
    Muted,
    NoteBox,
    PageTitle,
    PrimaryButton,
    ScrollColumn,
    SecondaryButton,
)

if TYPE_CHECKING:
    from neksus_desktop.usecases.import_files import ImportPlan, ImportResult, ReceiptFile

_ORDER = ("new", "update", "merge", "conflict", "waiting", "have", "older", "refused")
_WHERE: dict[str, tuple[str, dict[str, str]]] = {
    "records": ("records", {}),
    "receipt": ("exchange", {"tab": "sent"}),
    "roster": ("exchange", {"tab": "keys"}),
    "forms": ("forms", {}),
}
"""Where each kind of file is to be seen afterwards."""


class ImportDone(ScrollColumn):
    """The last page of an import."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("import_done")
        self.shell = shell
        self._result: ImportResult | None = None
        self._plan: ImportPlan | None = None
        self.title = PageTitle()
        self.text = Muted()
        self.receipts_title = Heading()
        self.receipts = QVBoxLayout()
        self.receipts.setSpacing(2)
        self.receipts_text = Body()
        self.saved = NoteBox(tone="accent")
        self.save = PrimaryButton("import_save_receipts", clicked=self.choose_folder)
        self.finish = SecondaryButton("import_finish", clicked=self.go_on)
        card = Card()
        card.setMaximumWidth(680)
        for widget in (self.title, self.text):
            card.column.addWidget(widget)
        self.receipt_card = Card()
        self.receipt_card.setMaximumWidth(680)
        self.receipt_card.column.addWidget(self.receipts_title)
        self.receipt_card.column.addWidget(self.receipts_text)
        self.receipt_card.column.addLayout(self.receipts)
        self.receipt_card.column.addWidget(self.saved)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addStretch(1)
        self.receipt_card.column.addLayout(row)
        self.column.addWidget(card)
        self.column.addWidget(self.receipt_card)
        last = QHBoxLayout()
        last.addWidget(self.finish)
        last.addStretch(1)
        self.column.addLayout(last)
        self.column.addStretch(1)

    def retranslate(self) -> None:
        """Say everything again."""
        self.receipts_title.setText(say("places.import.receipts"))
        self.receipts_text.setText(say("places.import.receipts_help"))
        self.save.say(say("places.import.save_receipts"))
        if self._result is not None:
            self._show(self._result)

    def show_result(self, result: ImportResult, plan: ImportPlan) -> None:
        """What was done with the files of this plan."""
        self._result, self._plan = result, plan
        self.saved.hide()
        self._show(result)
        (self.save if result.receipts else self.finish).setFocus()
        announce(self.title, f"{self.title.text()}. {self.text.text()}")

    def go_on(self) -> None:
        """Go where what came in is to be seen."""
        place, arguments = _WHERE[self._kind()]
        self.shell.navigate(place, **arguments)

    def choose_folder(self) -> None:
        """Ask where the receipts shall lie."""
        ask_folder(self, say("places.import.save_receipts"), self.write_to)

    def write_to(self, folder: Path) -> None:
        """Write the receipts into a folder."""
        if self._result is not None:
            self.shell.runner.submit(
                _write, self._result.receipts, folder, done=lambda paths: self._on_written(folder, paths)
            )

    def _on_written(self, folder: Path, paths: list[Path]) -> None:
        self.saved.set_text(say.count("places.import.receipts_saved", len(paths), folder=str(folder)))
        self.saved.show()
        announce(self.saved)

    def _show(self, result: ImportResult) -> None:
        told = [
            say.count(f"places.import.count.{action}", result.counts[action])
            for action in _ORDER
            if result.counts.get(action)
        ]
        self.title.setText(say("places.import.done"))
        words = told_words(self.shell.profile, self._plan)[0] if self._plan is not None else ""
        lines = "\n".join(part for part in (" · ".join(told), words) if part)
        self.text.setText(lines or say("places.import.nothing_new"))
        self.finish.say(say(f"places.import.see_{self._kind()}"))
        self.receipt_card.setVisible(bool(result.receipts))
        while (item := self.receipts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for receipt in result.receipts:
            self.receipts.addWidget(Caption(say("places.import.receipt_to", name=receipt.to, file=receipt.name)))

    def _kind(self) -> str:
        """What came in, if all of it was of one kind; else records."""
        kinds = {file.kind for file in self._plan.files if file.error is None} if self._plan is not None else set()
        (kind,) = kinds if len(kinds) == 1 else ("records",)
        return kind if kind in _WHERE else "records"


def _write(receipts: Sequence[ReceiptFile], folder: Path) -> list[Path]:
    from neksus_desktop.usecases.export import free_name, put

    written = []
    for receipt in receipts:
        path = folder / free_name(folder, receipt.name)
        put(path, receipt.content)
        written.append(path)
    return written
