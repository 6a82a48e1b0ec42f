"""Skjemaer: which forms there are; install, print blank, write as a spreadsheet, send to the posts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from neksus_desktop.ui.files import ask_folder, ask_open, ask_save
from neksus_desktop.ui.naming import named
from neksus_desktop.ui.page import MARGINS, or_empty, page_head
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Changed, Shell
from neksus_desktop.ui.widgets import EmptyState, Muted, PageTitle, PrimaryButton, SecondaryButton

if TYPE_CHECKING:
    from neksus_desktop.usecases.form_files import CheckedForm
    from neksus_desktop.usecases.forms import FormInfo

_PATTERNS = "*.xlsx *.xlsm *.xls *.yaml *.yml *.md *.csv *.xml *.zip"


class FormsScreen(Screen):
    """The list of forms."""

    place: ClassVar[str] = "forms"
    watches: ClassVar[frozenset[Changed]] = frozenset({"forms", "settings"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._forms: list[FormInfo] = []
        self.blank_button = SecondaryButton("forms_blank", clicked=self.print_blank)
        self.save_button = SecondaryButton("forms_save", clicked=self.save)
        self.install_button = PrimaryButton("forms_install", clicked=self.choose, writes=True)
        for button in (self.blank_button, self.install_button):
            self.header.add_action(button)
        self.send_button = SecondaryButton("forms_send", clicked=self.send, writes=True)
        self.filled_button = SecondaryButton("forms_filled", clicked=self.choose_filled, writes=True)
        self.title = PageTitle()
        self.summary = Muted()
        self.table = RowTable(
            "forms_table",
            (
                Column("places.forms.column.title", _title),
                Column("places.forms.column.version", lambda row: Cell(row.version, tone="muted"), 20, 3),
                Column("places.forms.column.languages", _languages, 42, 2),
                Column("places.forms.column.points", lambda row: Cell(say.number(row.points)), 12, 1),
                Column("places.forms.column.source", lambda row: Cell(say(f"places.forms.source.{row.source}")), 24, 4),
            ),
        )
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self.print_blank())
        self.empty = EmptyState("forms_empty")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.stack = or_empty(self.table, self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.addLayout(page_head(self.title, self.summary), 1)
        top.setSpacing(8)
        top.addWidget(self.send_button)
        top.addWidget(self.save_button)
        top.addWidget(self.filled_button)
        column.addLayout(top)
        column.addWidget(self.stack, 1)

    def retranslate(self) -> None:
        """Say everything again."""
        self.title.setText(say("places.forms.title"))
        self.summary.setText(say("places.forms.help"))
        self.blank_button.say(say("places.forms.blank"))
        self.save_button.say(say("places.forms.save"))
        self.send_button.say(say("places.forms.send"))
        self.install_button.say(say("places.forms.install"))
        self.filled_button.say(say("places.filled.choose"))
        self.table.setAccessibleName(say("places.forms.title"))
        self.empty.say(say("places.forms.reading"), say("places.preview.making_help"))
        self.table.retranslate()
        self._show()

    def enter(self, **arguments: Any) -> None:
        """``files``: a form file to check and install, or a form that was filled in on paper's likeness (PDF)."""
        super().enter(**arguments)
        self.table.setFocus()
        for path in list(arguments.get("files", ()))[:1]:
            (self.plan_filled if path.suffix.lower() == ".pdf" else self.check)(path)

    def reload(self) -> None:
        """Read the forms again."""
        from neksus_desktop.usecases.forms import available_forms

        self.shell.runner.submit(available_forms, self.shell.profile, done=self._on_forms)

    def print_blank(self) -> None:
        """Show the chosen form as paper for handwriting."""
        for form in self.table.selected()[:1]:
            self.shell.navigate("preview", form=form.id, kind="blank")

    def save(self) -> None:
        """Ask where to write the chosen form as a spreadsheet."""
        for form in self.table.selected()[:1]:
            ask_save(self, say("places.forms.save"), f"{form.id}.xlsx", partial(self.save_to, form))

    def save_to(self, form: FormInfo, path: Path) -> None:
        """Write a form as a spreadsheet."""
        from neksus_desktop.usecases.form_files import save_as

        self.shell.runner.submit(
            save_as, self.shell.profile, form.id, path,
            done=lambda _none: self.shell.notify("places.forms.saved", file=path.name),
        )  # fmt: skip

    def send(self) -> None:
        """Ask to whom the chosen form is sent: headquarters gives its posts a new one."""
        from neksus_desktop.usecases.keys import peers

        for form in self.table.selected()[:1]:
            self.shell.runner.submit(peers, self.shell.profile, done=partial(self._ask_send, form))

    def _ask_send(self, form: FormInfo, peers: list[Any]) -> None:
        from neksus_desktop.ui.exchange.send_form_dialog import SendFormDialog

        dialog = SendFormDialog(form, [peer for peer in peers if not peer.revoked_at], self)
        dialog.accepted.connect(
            lambda: ask_folder(self, say("places.export.folder"), partial(self.send_to, form, dialog.recipients()))
        )
        dialog.open()

    def send_to(self, form: FormInfo, to: list[str], folder: Path) -> None:
        """Write the signed file into a folder."""
        from neksus_desktop.usecases.send_forms import export_forms

        self.shell.runner.submit(
            export_forms, self.shell.profile, [form.id], folder, to=to, done=partial(self._on_sent, folder)
        )

    def _on_sent(self, folder: Path, result: Any) -> None:
        self.shell.announce("transfers")
        self.shell.notify("places.forms.sent", file=result.files[0].name, folder=str(folder))

    def choose_filled(self) -> None:
        """Ask for a form that was filled in on screen as a PDF."""
        ask_open(self, say("places.filled.choose"), "*.pdf", lambda paths: self.plan_filled(paths[0]))

    def plan_filled(self, path: Path) -> None:
        """Show what a filled PDF would bring."""
        from neksus_desktop.usecases.filled_form import plan_filled

        self.shell.runner.submit(plan_filled, self.shell.profile, path, done=self._ask_filled)

    def _ask_filled(self, plan: Any) -> None:
        from neksus_desktop.ui.filled_dialog import FilledDialog

        dialog = FilledDialog(plan, self)
        dialog.accepted.connect(lambda: self._apply_filled(plan))
        dialog.open()

    def _apply_filled(self, plan: Any) -> None:
        from neksus_desktop.usecases.filled_form import apply_filled

        self.shell.runner.submit(apply_filled, self.shell.profile, plan, done=self._on_filled)

    def _on_filled(self, record: str) -> None:
        self.shell.announce("records", "subjects", "follow_ups")
        self.shell.navigate("editor", record=record)

    def choose(self) -> None:
        """Ask for a form file."""
        ask_open(self, say("places.forms.install"), _PATTERNS, lambda paths: self.check(paths[0]))

    def check(self, path: Path) -> None:
        """Check a form file and show what is wrong with it, if anything, before it is installed."""
        from neksus_desktop.usecases.form_files import check_file

        self.shell.runner.submit(check_file, path, say.language, done=self._on_checked)

    def _on_checked(self, checked: CheckedForm) -> None:
        from neksus_desktop.ui.form_check_dialog import FormCheckDialog

        dialog = FormCheckDialog(checked, self)
        dialog.accepted.connect(lambda: self._install(checked))
        dialog.open()

    def _install(self, checked: CheckedForm) -> None:
        from neksus_desktop.usecases.forms import install_form

        if checked.usable:
            self.shell.runner.submit(install_form, self.shell.profile, checked.path, done=self._on_installed)

    def _on_installed(self, form: Any) -> None:
        self.shell.announce("forms")
        self.shell.notify("places.forms.installed", title=form.title(say.language))

    def _on_forms(self, forms: list[FormInfo]) -> None:
        self._forms = forms
        self._show()

    def _show(self) -> None:
        self.table.set_rows(self._forms, keep=lambda row: row.id)
        self.stack.setCurrentIndex(0 if self._forms else 1)

    def _on_chosen(self) -> None:
        chosen = bool(self.table.selected())
        self.blank_button.setEnabled(chosen)
        self.save_button.setEnabled(chosen)
        self.send_button.setEnabled(chosen)
        self.send_button.setVisible(self.shell.profile.workplace_role == "norad")


def _title(form: FormInfo) -> Cell:
    title = form.titles.get(say.language) or next(iter(form.titles.values()), form.id)
    types = ", ".join(named("objekttype", kind).lower() for kind in form.subject_types)
    return Cell(title, types or form.id)


def _languages(form: FormInfo) -> Cell:
    known = {"nb", "nn", "en"}
    spoken = (code for code in form.languages if code != "default")
    names = [say(f"places.language.{code}") if code in known else code for code in spoken]
    return Cell(", ".join(names), tone="muted")
