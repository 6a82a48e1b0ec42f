"""Scenes of what one seldom sees: nothing found, nothing there, reading only, work going on, one's own key.

``stage`` is the ``Stage`` of ``tools/scenes.py``, which names these among its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from neksus_desktop.ui.finishing import FinishingPage
from neksus_desktop.ui.safety.filing_dialog import FilingDialog
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import SearchField, SecondaryButton
from neksus_desktop.ui.widgets.writing import writing
from neksus_desktop.usecases.approvers import approvers, new_approver
from neksus_desktop.usecases.retention import mark_filed
from neksus_desktop.usecases.saved_searches import SavedSearch, keep_search

if TYPE_CHECKING:
    from neksus_desktop.ui.workspace import Workspace

APPROVER = "fire rolige ord sammen"


def nothing_found(place: str) -> Any:
    """A place whose search finds nothing."""

    def act(stage: Any) -> None:
        screen = stage.go(place)
        search = screen.field if place == "search" else screen.search
        stage.after.append(partial(_search, search, ""))
        _search(search, "xyzzy")
        stage.settle()

    return act


def searches_menu(stage: Any) -> Any:
    """The menu of kept searches."""
    keep_search(stage.profile, SavedSearch("Utkast i Jemen"))
    screen = stage.go("records")
    menu = screen.searches.build()
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    return menu


def reading_only(stage: Any) -> None:
    """The strip over every screen of a profile that cannot be written to."""
    writing.closed = True
    screen = stage.go("records")
    screen.new.setEnabled(True)
    workspace = stage.window.workspace
    again = SecondaryButton("reading_again", say("safety.reading.again"))
    workspace.show_reading(lambda: say("safety.reading.closed", folder="D:\\neksus"), again)
    stage.after.append(partial(_without_strip, workspace, screen))
    stage.settle()


def finishing(stage: Any) -> None:
    """What lies over the window while it waits for an import."""
    stage.go("home")
    stage.window.finishing = FinishingPage(stage.window, lambda: None, back=True)
    stage.after.append(stage.window.finishing.go_back)


def filed(stage: Any) -> Any:
    """An assessment whose case number is noted can be deleted here."""
    record = stage.record("approved")
    mark_filed(stage.profile, record, "26/1234")
    stage.go("editor", record=record)
    FilingDialog(stage.window.shell, record, stage.window).open()
    return stage.dialog()


def decide_with_own_key(stage: Any) -> Any:
    """A role that has a key of its own decides with it."""
    if not approvers(stage.profile):
        new_approver(stage.profile, stage.profile.role, APPROVER)
    screen = stage.go("editor", record=stage.record("for_approval"))
    screen._steps.decide()  # noqa: SLF001 - as the key in the bar does
    return stage.dialog()


def known_key(stage: Any) -> Any:
    """The fingerprint of a workplace that was accepted, to be compared once more."""
    keys = stage.go("exchange", tab="keys").keys
    keys.show_peer(keys.peers.rows.rows[0])
    return stage.dialog()


def key_list(stage: Any) -> Any:
    """Until when a key list shall hold."""
    stage.go("exchange", tab="keys").keys.ask_roster()
    return stage.dialog()


def sent_and_opened(stage: Any) -> Any:
    """The recovery code opens what was sent from here."""
    stage.go("import", files=list((stage.folder / "second").iterdir())).ask_recovery()
    return stage.dialog()


def refused(stage: Any) -> None:
    """A file from somebody whose key is not known here."""
    stage.go("import", files=list((stage.folder / "second").iterdir()))


def lost_record(stage: Any) -> None:
    """A record that is not there any more: one is back at the list."""
    stage.go("editor", record="00000000-0000-4000-8000-000000000000")


def follow_up_undone(stage: Any) -> None:
    """Follow-up points that another role took over just now, and can be given back."""
    screen = stage.go("follow_up")
    screen.table.selectRow(1)
    screen._change("handed", {"responsible": "stasjonssjef"})  # noqa: SLF001 - as the dialog does
    stage.after.append(screen.undo)
    stage.settle()


def register_row(stage: Any) -> None:
    """A row of a register opened."""
    screen = stage.go("registers")
    screen.list.setCurrentRow(4)
    stage.settle()
    screen.table_page.open_row(screen.table_page.table.model().index(0, 0))
    stage.settle()


def _search(field: SearchField, text: str) -> None:
    field.setText(text)
    field.searched.emit(text)  # at once, instead of a moment after the last key


def _without_strip(workspace: Workspace, screen: Any) -> None:
    writing.closed = False
    screen.new.setEnabled(True)
    strip, workspace.reading = workspace.reading, None
    if strip is not None:
        strip.hide()
        strip.deleteLater()


def _place(place: str, **arguments: Any) -> Callable[[Any], object]:
    def act(stage: Any) -> None:
        stage.go(place, **arguments)

    return act


STATES: tuple[tuple[str, Literal["post", "norad", "norec"], Callable[[Any], object]], ...] = (
    ("records-none", "post", nothing_found("records")),
    ("follow_up-none", "post", nothing_found("follow_up")),
    ("subjects-none", "post", nothing_found("subjects")),
    ("search-none", "post", nothing_found("search")),
    ("saved-searches", "post", searches_menu),
    ("follow_up-undo", "post", follow_up_undone),
    ("reading-only", "post", reading_only),
    ("finishing", "post", finishing),
    ("editor-lost", "post", lost_record),
    ("filed", "post", filed),
    ("decide-own-key", "post", decide_with_own_key),
    ("preview-blank", "post", _place("preview", kind="blank", form="neksus_veileder")),
    ("norad-keys", "norad", _place("exchange", tab="keys")),
    ("known-key", "post", known_key),
    ("key-list", "norad", key_list),
    ("import-recovery", "post", sent_and_opened),
    ("norec-home", "norec", _place("home")),
    ("norec-exchange", "norec", _place("exchange", tab="sent")),
    ("norec-follow_up", "norec", _place("follow_up")),
    ("norec-export", "norec", _place("export")),
    ("import-refused", "norec", refused),
    ("register-row", "norec", register_row),
)
