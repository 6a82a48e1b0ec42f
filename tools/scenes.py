"""Every screen and dialog of the window, with invented data: what ``make shots`` draws and the test of room measures.

A scene is a name, a workplace and what to do to get there; it gives the widget to look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from neksus_desktop.usecases.listing import RowQuery, page
from tools.scenes_exchange import form_arrives, form_is_sent, send_form_file
from tools.scenes_files import file_ground, file_ground_dialog, file_question, file_view, filled_plan, register_plan
from tools.scenes_points import palette_points, point_dialog
from tools.scenes_start import CODE
from tools.scenes_states import STATES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from neksus_desktop.ui.screen import Screen
    from neksus_desktop.ui.window import Window
    from neksus_desktop.usecases.profile import Profile

Role = Literal["post", "norad", "norec"]
NOW = datetime(2026, 11, 23, 18, 40, tzinfo=timezone(timedelta(hours=1)))
NAMES = {"post": "Ambassaden (oppdiktet)", "norad": "Norad (oppdiktet)", "norec": "Norec (oppdikta)"}
NOTE = "note/koord_nivaaer/internal"
WATER = "innsats_deltakelse"


_PSEUDO = (("a", "aá"), ("e", "eé"), ("o", "oó"), ("i", "ií"), ("u", "uú"))


def longer(text: str) -> str:
    """A text of the window some 40 % longer, still to be read; what stands in braces is left alone."""
    parts = re.split(r"(\{[^}]*\})", text)
    for vowel, pair in _PSEUDO:
        parts = [part if part.startswith("{") else part.replace(vowel, pair) for part in parts]
    return "".join(parts)


class Stage:
    """A window on an invented workplace, and a folder with files from others."""

    def __init__(self, window: Window, folder: Path, settle: Callable[[], None]) -> None:
        self.window = window
        self.folder = folder
        self.settle = settle
        self.after: list[Callable[[], object]] = []
        """What puts back what a scene changed."""

    @property
    def profile(self) -> Profile:
        """The open profile."""
        assert self.window.shell is not None
        return self.window.shell.profile

    def go(self, place: str, **arguments: Any) -> Any:
        """Go to a place; its screen when it stands still."""
        assert self.window.workspace is not None
        self.window.workspace.go(place, **arguments)
        self.settle()
        return cast("Screen", self.window.workspace.screens.currentWidget())

    def record(self, status: str = "", title: str = "") -> str:
        """A record, by status and the beginning of its title."""
        statuses = (status,) if status else ()
        rows = page(self.profile, RowQuery(statuses=statuses, sort="title", descending=False), None, 50).rows
        found = next((row.id for row in rows if row.title.startswith(title)), "")
        assert found, f"no record that is {status} and called {title}; there are {[(r.title, r.status) for r in rows]}"
        return found

    def dialog(self) -> QDialog:
        """The dialog opened last."""
        from PySide6.QtWidgets import QDialog

        self.settle()
        return [one for one in self.window.findChildren(QDialog) if one.isVisible()][-1]

    def close_dialogs(self) -> None:
        """Close what a scene opened, and put back what it changed."""
        from PySide6.QtWidgets import QDialog

        from neksus_desktop.ui.palette import CommandPalette

        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.close()
        for palette in self.window.findChildren(CommandPalette):
            palette.dismiss()
        if self.window.workspace is not None:
            self.window.workspace.fault.hide()
        while self.after:
            self.after.pop()()
        self.settle()


class Scene(NamedTuple):
    """One picture."""

    name: str
    role: Role
    act: Callable[[Stage], object]
    """Goes there; what it gives is looked at, the window if that is nothing."""


def make_workplaces(base: Path) -> None:
    """Three invented workplaces with the shipped samples; files that have gone between post and Norad in ``base``."""
    from neksus_desktop.usecases import decide, keys
    from neksus_desktop.usecases.export import export_records
    from neksus_desktop.usecases.import_files import apply_import, files_in, plan_import
    from neksus_desktop.usecases.load_samples import load_samples
    from neksus_desktop.usecases.profile import create_profile
    from neksus_desktop.usecases.records import save_fields

    made: dict[str, Any] = {}
    for role, name in NAMES.items():
        made[role], _code = create_profile(base / role, role=role, name=name, invented=True, clock=lambda: NOW)  # type: ignore[arg-type]
        if role != "norad":
            load_samples(made[role])
        keys.write_card(made[role], base / f"{role}.json")
    post, norad = made["post"], made["norad"]
    keys.trust_card(post, base / "norad.json")
    keys.trust_card(norad, base / "post.json")
    first, second = base / "first", base / "second"
    first.mkdir()
    second.mkdir()
    rows = page(post, RowQuery(), None, 50).rows
    export_records(post, [row.id for row in rows[:6]], NAMES["norad"], first, edition="full")
    apply_import(norad, plan_import(norad, files_in([first])))
    draft = page(post, RowQuery(statuses=("draft",)), None, 5).rows[0].id
    save_fields(post, draft, {NOTE: "Hos posten."})
    if any(row.id == draft for row in page(norad, RowQuery(), None, 50).rows):
        save_fields(norad, draft, {NOTE: "Hos Norad."})
    export_records(post, [draft, rows[7].id], NAMES["norad"], second, edition="full")
    waiting = page(post, RowQuery(statuses=("for_approval",)), None, 5).rows[0].id
    decide.return_for_change(post, waiting, remarks={"": "Skriv mer om hvem som er spurt."})
    again = page(post, RowQuery(statuses=("draft",)), None, 5).rows[1].id
    decide.submit(post, again)
    decide.recall(post, again)
    save_fields(post, again, {NOTE: "Skrevet om etter at noen hadde lest det."})
    decide.submit(post, again)
    send_form_file(norad, post, base)
    for profile in made.values():
        profile.close()


def _place(name: str, role: Role, place: str, **arguments: Any) -> Scene:
    return Scene(name, role, lambda stage: stage.go(place, **arguments) and None)


def _dialog(name: str, act: Callable[[Stage], object], role: Role = "post") -> Scene:
    def scene(stage: Stage) -> object:
        act(stage)
        return stage.dialog()

    return Scene(name, role, scene)


def _shown(place: str, kind: str) -> Callable[[Stage], object]:
    """A dialog of its own, over a place: ``module:Class`` given shell and window."""

    def act(stage: Stage) -> None:
        from importlib import import_module

        stage.go(place)
        module, _, name = kind.partition(":")
        getattr(import_module(f"neksus_desktop.ui.{module}"), name)(stage.window.shell, stage.window).open()

    return act


def _call(place: str, *steps: str, row: str = "", table: str = "table") -> Callable[[Stage], object]:
    """Choose a row, then call methods of a place's screen («keys.ask_renew»)."""

    def act(stage: Stage) -> None:
        screen = stage.go(place)
        if row:
            getattr(screen, table).selectRow(int(row))
            stage.settle()
        for step in steps:
            target = screen
            for part in step.split("."):
                target = getattr(target, part)
            target()

    return act


def _step(step: str, status: str, point: str = WATER) -> Callable[[Stage], object]:
    """One of the editor's steps on a record of a status."""

    def act(stage: Stage) -> None:
        screen = stage.go("editor", record=stage.record(status), point=point)
        getattr(screen._steps, step)()  # noqa: SLF001 - the keys of the steps cannot be pressed without a window system

    return act


def _newer_form(stage: Stage) -> None:
    from neksus_desktop.ui.editor.newer_form import NewerFormDialog
    from neksus_desktop.usecases.newer_form import Move, Outlook

    screen = stage.go("editor", record=stage.record("draft"), point=WATER)
    move = Move("oppdiktet", "1", "2", ("a", "b"), (("c", "d"),), ("e",), ("f",))
    words = ("Hvem er spurt?", "Deltar kvinner?", "Hvem styrer vannpunktet?", "Hva gjør vannrådet?", "Hvem betaler?")
    NewerFormDialog(Outlook(move, dict(zip("abcef", words, strict=True))), screen).open()
    stage.settle()


def _of_record(kind: str) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        from neksus_desktop.ui.safety.filing_dialog import FilingDialog
        from neksus_desktop.ui.safety.versions_dialog import VersionsDialog

        assert stage.window.shell is not None
        record = stage.record("for_approval" if kind == "versions" else "approved")
        screen = stage.go("editor", record=record)
        if kind == "versions":
            VersionsDialog(stage.window.shell, record, screen.desk.form, stage.window).open()
        else:
            FilingDialog(stage.window.shell, record, stage.window).open()

    return act


def _editor(status: str, title: str = "", point: str = "", side: str = "", **settings: bool) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        stage.profile.change_settings(**{"all_points": False, **settings})
        screen = stage.go("home")
        screen = stage.go("editor", record=stage.record(status, title), point=point)
        if side:
            screen.side.show_page(side)
        stage.settle()
        stage.profile.change_settings(all_points=False)

    return act


def _found(stage: Stage) -> None:
    screen = stage.go("editor", record=stage.record("draft"))
    screen.find_bar.open_bar()
    screen.find_bar.field.setText("kvinne")
    while screen.find_bar.searching:
        stage.settle()
    stage.settle()


def _agreements(stage: Stage) -> None:
    path = stage.folder / "avtaler.csv"
    path.write_text(
        "agreement_number;agreement_title;agreement_partner;recipient_country\n"
        "ZZZ-26/0101;Fred i nord (oppdiktet);Lokal partner;South Sudan\n",
        encoding="utf-8",
    )
    stage.go("subjects").plan_csv(path)


def _subject(stage: Stage) -> None:
    screen = stage.go("subjects")
    screen.edit(screen.table.rows.rows[0])


def _form_check(stage: Stage) -> None:
    path = stage.folder / "feil.yaml"
    path.write_text("survey:\n  - {type: text, name: a, relevant: '${finnes_ikke} ='}\n", encoding="utf-8")
    stage.go("forms").check(path)


def _take_in(stage: Stage) -> None:
    stage.go("import", files=list((stage.folder / "second").iterdir()))


def _taken_in(stage: Stage) -> None:
    stage.go("import", files=list((stage.folder / "first").iterdir())).apply()
    stage.settle()


def _sent(stage: Stage) -> None:
    target = stage.folder / f"sent-{len(list(stage.folder.iterdir()))}"
    target.mkdir()
    stage.go("export", records=[stage.record("exported")]).write_to(target)
    stage.settle()


def _export_preview(stage: Stage) -> None:
    stage.go("export", records=[stage.record("approved")]).look()
    stage.settle()


def _trust(stage: Stage) -> None:
    stage.go("exchange", tab="keys").keys.compare_each([stage.folder / "norec.json"])


def _revoke(stage: Stage) -> None:
    keys = stage.go("exchange", tab="keys").keys
    keys.peers.selectRow(0)
    keys.ask_revoke()


def _refuse(stage: Stage) -> None:
    from neksus_desktop.ui.exchange.refuse_dialog import RefuseDialog

    RefuseDialog(stage.go("exchange"), "Lokale dialogmøter og forsoning").open()


def _packed(stage: Stage) -> None:
    from neksus_desktop.ui.safety.travel_dialogs import PackedDialog

    PackedDialog(stage.folder, CODE, stage.go("settings")).open()


def _bug(stage: Stage) -> None:
    from neksus_desktop.ui.bug import BugDialog

    BugDialog("ui/x.py 12", stage.go("home")).open()


def _keep_search(stage: Stage) -> None:
    from neksus_desktop.ui.saved_searches import KeepSearchDialog

    KeepSearchDialog(lambda _name: None, stage.go("records")).open()


def _error(stage: Stage) -> None:
    from neksus_desktop.errors import StorageFullError

    stage.go("records")
    assert stage.window.shell is not None
    stage.window.shell.show_error(StorageFullError(folder="D:"))
    stage.settle()


def _palette(stage: Stage) -> None:
    stage.go("records")
    assert stage.window.workspace is not None
    stage.window.workspace.open_palette()
    stage.settle()


def _register(at: int) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        screen = stage.go("registers")
        screen.list.setCurrentRow(at)
        stage.settle()

    return act


SCENES: tuple[Scene, ...] = (
    *(_place(place, "post", place) for place in ("home", "records", "follow_up", "exchange", "subjects", "forms")),
    *(_place(place, "post", place) for place in ("settings", "help", "new_record", "search", "export")),
    Scene("keys", "post", lambda stage: stage.go("exchange", tab="keys") and None),
    Scene("received", "norad", lambda stage: stage.go("exchange", tab="received") and None),
    Scene("editor-part", "post", _editor("approved")),
    Scene("editor-draft", "post", _editor("draft", point=WATER)),
    Scene("editor-vann", "post", _editor("approved", "Vann", WATER, "previous")),
    Scene("editor-answered", "post", _editor("approved", "Vann", "fin_lokale_partnere")),
    Scene("editor-written", "post", _editor("approved", "Vann", "innsats_motstandskraft", "previous")),
    Scene("editor-waiting", "post", _editor("for_approval", side="history")),
    Scene("editor-returned", "post", _editor("returned", side="remarks")),
    Scene("editor-all", "post", _editor("approved", "Vann", WATER, all_points=True)),
    Scene("editor-found", "post", _found),
    Scene("preview", "post", lambda s: s.go("preview", kind="summary", record=s.record("approved")) and None),
    Scene("export-preview", "post", _export_preview),
    Scene("export-done", "post", _sent),
    Scene("search-found", "post", lambda s: s.go("search", text="kvinner vann") and None),
    Scene("files-question", "post", file_question),
    Scene("files-ground", "post", file_ground),
    _dialog("files-ground-dialog", file_ground_dialog),
    _dialog("files-view", file_view),
    _dialog("ready", _step("ready", "draft")),
    _dialog("decide", _step("decide", "for_approval")),
    _dialog("ground", _step("add_ground", "draft")),
    _dialog("follow-up-point", _step("add_follow_up", "draft")),
    _dialog("points", _step("choose_points", "draft")),
    _dialog("newer-form", _newer_form),
    _dialog("versions", _of_record("versions")),
    _dialog("filing", _of_record("filing")),
    _dialog("close-points", _call("follow_up", "close_points", row="0")),
    _dialog("deadline", _call("follow_up", "set_deadline", row="0")),
    _dialog("take-over", _call("follow_up", "take_over", row="0")),
    _dialog("subject", _subject),
    _dialog("agreements", _agreements),
    _dialog("form-check", _form_check),
    _dialog("keep-search", _keep_search),
    _dialog("trust", _trust),
    _dialog("renew", _call("exchange", "keys.ask_renew")),
    _dialog("approver", _call("exchange", "keys.approvers.ask_new")),
    _dialog("refuse", _refuse),
    _dialog("revoke", _revoke),
    _dialog("filled-pdf", filled_plan),
    _dialog("pack", _shown("settings", "safety.travel_dialogs:PackDialog")),
    _dialog("packed", _packed),
    _dialog("return", _shown("settings", "safety.return_dialog:ReturnDialog")),
    _dialog("destroy", _shown("settings", "safety.travel_dialogs:DestroyDialog")),
    _dialog("restore", _shown("settings", "safety.restore_dialog:RestoreDialog")),
    _dialog("passphrase", _shown("settings", "passphrase_dialog:PassphraseDialog")),
    _dialog("recovery", _shown("settings", "recovery_dialog:RecoveryDialog")),
    _dialog("selftest", _shown("help", "selftest_dialog:SelfTestDialog")),
    _dialog("bug", _bug),
    Scene("error", "post", _error),
    Scene("palette", "post", _palette),
    Scene("palette_points", "post", palette_points),
    Scene("point_dialog", "post", point_dialog),
    *(_place(f"norad-{place}", "norad", place) for place in ("home", "records", "read_across", "exchange")),
    Scene("import", "norad", _take_in),
    Scene("import-done", "norad", _taken_in),
    Scene("import-form", "post", form_arrives),
    _dialog("send-form", form_is_sent, "norad"),
    Scene("wheel", "norec", _register(0)),
    Scene("register", "norec", _register(1)),
    Scene("register-risk", "norec", _register(4)),
    _dialog("register-plan", register_plan, "norec"),
    _dialog("year", _call("registers", "ask_year"), "norec"),
    *(Scene(*state) for state in STATES),
)
