"""Making ready while nobody waits: the editor stands empty, and opening a record fills it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import cast

import pytest

from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.say import say
from neksus_desktop.ui.warm import missing
from neksus_desktop.usecases.profile import create_profile
from neksus_desktop.usecases.records import new_record
from tests.support.samples import invented_subject
from tests.support.screens import WindowPage


def _warmed(window: WindowPage, folder: Path) -> tuple[EditorScreen, str]:
    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    record = new_record(made, "neksus_veileder", invented_subject())
    window.window.use(made)
    window.wait_until_idle()
    window.window.warm_up()
    window.wait_until_idle()
    return cast("EditorScreen", window.workspace.screen_of("editor")), record


def test_the_editor_is_built_before_it_is_needed_and_filled_when_it_is(window: WindowPage, folder: Path) -> None:
    editor, record = _warmed(window, folder)
    assert window.workspace.place == "home"
    parts = editor.left, editor.side, editor.middle.single
    assert parts[0] is not None
    assert parts[1] is not None
    assert parts[2] is not None
    assert not parts[2].isVisible()
    window.workspace.go("editor", record=record)
    window.wait_until_idle()
    assert (editor.left, editor.side, editor.middle.view) == parts
    assert parts[0].isVisible()
    assert parts[2].isVisible()


def test_an_editor_made_ready_speaks_the_language_that_was_chosen_since(window: WindowPage, folder: Path) -> None:
    editor, record = _warmed(window, folder)
    say.set_language("en")
    window.workspace.go("editor", record=record)
    window.wait_until_idle()
    assert editor.outline is not None
    assert editor.outline.accessibleName() == say("editor.outline")


def test_a_record_opened_before_the_editor_is_loaded_comes_when_it_is(
    window: WindowPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _editor, record = _warmed(window, folder)
    monkeypatch.delitem(sys.modules, "neksus_desktop.ui.editor.controls.numbers")
    assert missing("editor")
    window.workspace.shell.navigate("editor", record=record)
    assert window.workspace.place == "home"  # and keys are answered
    window.wait_until_idle()
    assert window.workspace.place == "editor"
    assert not missing("editor")


def test_who_goes_elsewhere_while_the_editor_is_loaded_stays_there(
    window: WindowPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _editor, record = _warmed(window, folder)
    monkeypatch.delitem(sys.modules, "neksus_desktop.ui.editor.controls.numbers")
    window.workspace.shell.navigate("editor", record=record)
    window.workspace.go("settings")
    window.wait_until_idle()
    assert window.workspace.place == "settings"


def test_a_closed_profile_is_not_kept_from_the_collector(window: WindowPage, folder: Path) -> None:
    _warmed(window, folder)
    assert gc.get_freeze_count() > 0
    assert window.window.close_profile()
    assert gc.get_freeze_count() == 0
