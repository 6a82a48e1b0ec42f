"""Forhåndsvisning: the document as it will be on paper; kind, language and edition are chosen beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.files import ask_folder, ask_save
from neksus_desktop.ui.page_view import PageView
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import (
    Caption,
    ChoiceField,
    EmptyState,
    Field,
    Heading,
    NoteBox,
    PrimaryButton,
    SecondaryButton,
)
from neksus_desktop.ui.widgets.filling import filled_at_once

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.report import ReportFile

_OF_RECORD = ("summary", "approver", "blank", "partner", "since", "history")
_OF_BOARD = ("board", "talking")
_WITH_EDITION = frozenset({"summary", "across", "portfolio"})
_EDITIONS = ("internal", "shareable", "public", "anonymous")


class PreviewScreen(Screen):
    """One document."""

    place: ClassVar[str] = "preview"
    rail = "records"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._ids: tuple[str, ...] = ()
        self._back: tuple[str, dict[str, Any]] = ("records", {})
        self._file: ReportFile | None = None
        self._turn = 0
        self._language = ""
        """Chosen by somebody; "" for what is usual."""
        self.save_button = SecondaryButton("preview_save", clicked=self.save)
        self.print_button = PrimaryButton("preview_print", clicked=self.print)
        self.header.add_action(self.save_button)
        self.header.add_action(self.print_button)
        self.heading = Heading()
        self.kind = ChoiceField("preview_kind")
        self.language = ChoiceField("preview_language")
        self.edition = ChoiceField("preview_edition")
        self.kind_field, self.language_field, self.edition_field = (
            Field(choice) for choice in (self.kind, self.language, self.edition)
        )
        self.kind.chosen.connect(lambda _value: self._on_kind())
        self.language.chosen.connect(self._speak)
        self.edition.chosen.connect(lambda _value: self.reload())
        self.edition_help = NoteBox(tone="accent")
        self.signs_note = NoteBox()
        self.signs_note.setObjectName("preview_unprintable")
        self.fillable = QCheckBox()
        self.fillable.setObjectName("preview_fillable")
        self.fillable.toggled.connect(lambda _on: self.reload())
        self.archive_button = SecondaryButton("preview_archive", clicked=self.archive)
        self.archive_help = Caption()
        self.pages_text = Caption()
        self.smaller = SecondaryButton("preview_smaller", clicked=lambda: self.view.zoom_by(1 / 1.2))
        self.larger = SecondaryButton("preview_larger", clicked=lambda: self.view.zoom_by(1.2))
        self.view = PageView(shell.runner)
        self.empty = EmptyState("preview_empty")
        for keys, act in (
            (QKeySequence.StandardKey.Print, self.print),
            (QKeySequence.StandardKey.Save, self.save),
            (QKeySequence.StandardKey.ZoomIn, lambda: self.view.zoom_by(1.2)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self.view.zoom_by(1 / 1.2)),
        ):
            QShortcut(keys, self).activated.connect(act)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        side = self._side = QWidget()
        side.setMinimumWidth(300)
        side.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 20, 12, 16)
        column.setSpacing(12)
        for widget in (
            self.heading, self.kind_field, self.language_field, self.edition_field, self.edition_help, self.fillable,
            self.signs_note,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.archive_button)
        column.addWidget(self.archive_help)
        zoom = QHBoxLayout()
        zoom.setSpacing(8)
        zoom.addWidget(self.smaller)
        zoom.addWidget(self.larger)
        zoom.addStretch(1)
        column.addWidget(self.pages_text)
        column.addLayout(zoom)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self.stack, 1)

    def retranslate(self) -> None:
        """Say everything again; the document keeps its own language."""
        self.header.set_back(say(f"places.preview.back.{self._back[0]}"), self._go_back)
        self.header.set_title(say("places.preview.title"))
        self.save_button.say(say("places.preview.save"))
        self.print_button.say(say("places.preview.print"))
        self.heading.setText(say("places.preview.document"))
        self.kind_field.say(say("places.preview.kind"))
        self.language_field.say(say("places.preview.language"))
        self.edition_field.say(say("places.preview.edition"))
        self.language.set_choices([(code, say(f"places.language.{code}")) for code in ("nb", "nn", "en")])
        self.edition.set_choices([(name, say(f"places.preview.edition.{name}")) for name in _EDITIONS])
        self.fillable.setText(say("places.preview.fillable"))
        self.archive_button.say(say("places.preview.archive"))
        self.archive_help.setText(say("places.preview.archive_help"))
        self._offer_kinds()
        self.smaller.say("−")
        self.smaller.setAccessibleName(say("places.preview.smaller"))
        self.larger.say("+")
        self.larger.setAccessibleName(say("places.preview.larger"))
        self._say_state()

    def enter(self, **arguments: Any) -> None:
        """``record``, ``ids`` or ``form``; ``kind`` to begin with; the document's ``language``; ``back`` is a place.

        ``board`` tells that the record is about a board meeting, which has papers of its own.
        """
        given = arguments.get("ids") or arguments.get("record") or arguments.get("form") or ()
        self._ids = (given,) if isinstance(given, str) else tuple(given)
        record = arguments.get("record")
        back = "editor" if record else "forms" if arguments.get("form") else "records"
        self._back = (str(arguments.get("back", back)), {"record": record} if record else {})
        self.rail = "records" if self._back[0] == "editor" else self._back[0]
        of_record = (*_OF_RECORD, *_OF_BOARD) if arguments.get("board") else _OF_RECORD
        self._kinds = of_record if record else (str(arguments.get("kind", "blank")),)
        self._offer_kinds()
        self.kind.set_value(str(arguments.get("kind", self._kinds[0])))
        self._language = str(arguments.get("language", ""))
        self.language.set_value(self._usual_language())
        self.edition.set_value(str(arguments.get("edition", "internal")))
        self.retranslate()
        self._stale = True
        super().enter(**arguments)
        (self.kind if len(self._kinds) > 1 else self.language).setFocus()  # the pages are not there yet

    def reload(self) -> None:
        """Make the document again."""
        self._turn += 1
        turn = self._turn
        self._file = None
        self._say_state()
        edition = self.edition.value() if self.kind.value() in _WITH_EDITION else "internal"
        self.shell.runner.submit(
            _make, self.shell.profile, self.kind.value(), self._ids, self.language.value(), edition,
            self.fillable.isChecked(), beside=True, done=lambda made: self._on_made(turn, *made),
            failed=self._on_failed,
        )  # fmt: skip

    def print(self) -> None:
        """Open the print dialog."""
        if self._file is not None:
            from neksus_desktop.ui.printing import PrintJob

            self.job = PrintJob(
                self.shell.runner, self._file.data, self._file.pages, title=say("ui.brand"),
                done=lambda: self.shell.notify("places.preview.printed"), failed=self.shell.show_error,
            )  # fmt: skip
            self.job.ask(self)

    def save(self) -> None:
        """Ask where to save the PDF."""
        if self._file is not None:
            ask_save(self, say("places.preview.save"), f"neksus-{self.kind.value()}.pdf", self.save_to)

    def save_to(self, path: Path) -> None:
        """Save the PDF."""
        from neksus_desktop.usecases.export import put

        assert self._file is not None
        self.shell.runner.submit(
            put, path, self._file.data, done=lambda _none: self.shell.notify("places.preview.saved", file=path.name)
        )

    def archive(self) -> None:
        """Ask for a folder and write the package for the case management system there."""
        ask_folder(self, say("places.preview.archive"), self.archive_to)

    def archive_to(self, folder: Path) -> None:
        """Write the package for the case management system."""
        from neksus_desktop.usecases.archive import archive_record

        self.shell.runner.submit(
            archive_record, self.shell.profile, self._ids[0], folder, language=cast("Any", self.language.value()),
            beside=True, done=lambda files: self.shell.notify("places.preview.archived", file=files.document.name),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to where one came from."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        place, arguments = self._back
        self.shell.navigate(place, **arguments)

    def _usual_language(self) -> str:
        """What was chosen; else the window's language, but English for talking points, as on the command line."""
        return self._language or ("en" if self.kind.value() == "talking" else say.language)

    def _on_kind(self) -> None:
        self.language.set_value(self._usual_language())
        self.reload()

    def _speak(self, language: str) -> None:
        self._language = language
        self.reload()

    def _offer_kinds(self) -> None:
        kinds = getattr(self, "_kinds", _OF_RECORD)
        self.kind.set_choices([(kind, say(f"places.preview.kind.{kind}")) for kind in kinds])
        self.kind_field.setVisible(len(kinds) > 1)

    def _on_made(self, turn: int, file: ReportFile, sizes: list[tuple[float, float]]) -> None:
        if turn != self._turn:
            return
        self._file = file
        self.view.show_pages(file.data, sizes)
        self._say_state()

    def _on_failed(self, error: Any) -> None:
        self._say_state(failed=True)
        self.shell.show_error(error)

    def _say_state(self, *, failed: bool = False) -> None:
        with filled_at_once(self._side):
            self._say_side()
        ready = self._file is not None
        self.save_button.setEnabled(ready)
        self.print_button.setEnabled(ready)
        self.stack.setCurrentIndex(0 if ready else 1)
        key = "failed" if failed else "making"
        self.empty.say(say(f"places.preview.{key}"), say(f"places.preview.{key}_help"))

    def _say_side(self) -> None:
        self.edition_field.setVisible(self.kind.value() in _WITH_EDITION)
        self.fillable.setVisible(self.kind.value() == "blank")
        self.archive_button.setVisible(self._back[0] == "editor")
        self.archive_help.setVisible(self._back[0] == "editor")
        self.edition_help.setVisible(self.kind.value() in _WITH_EDITION)
        self.edition_help.set_text(say(f"places.preview.edition.{self.edition.value() or 'internal'}_help"))
        self.pages_text.setText(say.count("places.preview.pages", self._file.pages) if self._file is not None else "")
        from neksus_desktop.usecases.report import print_warning

        said = print_warning(say.language, self._file.unprintable) if self._file is not None else ""
        self.signs_note.set_text(said)
        self.signs_note.setVisible(bool(said))


def _make(
    profile: Profile,
    kind: str,
    ids: tuple[str, ...],
    language: str,
    edition: str,
    fillable: bool,  # noqa: FBT001
) -> tuple[ReportFile, list[tuple[float, float]]]:
    from neksus_desktop.usecases.pages import page_sizes
    from neksus_desktop.usecases.report import make_report

    file = make_report(
        profile, cast("Any", kind), ids, language=cast("Any", language), edition=cast("Any", edition), fillable=fillable
    )
    return file, page_sizes(file.data)
