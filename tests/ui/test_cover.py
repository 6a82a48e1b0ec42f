"""Locking never throws work away and never leaves it in sight: what cannot be handed in waits behind a cover."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit

from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.idle import IdleTime
from neksus_desktop.ui.safety.travel_dialogs import PackDialog, PackedDialog
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField, Dialog, TextField
from neksus_desktop.usecases.listing import RowQuery, page
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import open_record
from neksus_desktop.usecases.subjects import list_subjects
from tests.support.screens import Page, UnlockPage, WindowPage

PASSPHRASE = "fire vanlige ord her"
POINT = "koord_nivaaer"
INTERNAL = f"note/{POINT}/internal"


def limit_pages(profile: Profile, pages: int) -> None:
    """As a full disk: SQLite itself refuses to grow the file."""
    with profile.store.read() as db:
        db.execute(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
def writing(window: WindowPage, folder: Path) -> WindowPage:
    """A draft of a protected profile, open at a point."""
    made, _code = create_profile(folder, role="post", name="Ambassaden", passphrase=PASSPHRASE, invented=True)
    load_samples(made)
    rows = page(made, RowQuery(statuses=("draft",)), None, 20).rows
    record = next(row.id for row in rows if POINT in open_record(made, row.id).record.fields.get("points", ""))
    made.close()
    window.window.open_profile(PASSPHRASE)
    window.wait_until_idle()
    window.workspace.go("editor", record=record, point=POINT)
    window.wait_until_idle()
    window.qtbot.waitUntil(lambda: bool(window.workspace.findChildren(QPlainTextEdit, "note_text")), timeout=20_000)
    return window


def _dialog(window: WindowPage) -> QDialog:
    return next(one for one in window.window.findChildren(QDialog) if one.isVisible())


def _editor(window: WindowPage) -> EditorScreen:
    screen = window.workspace.screen_of("editor")
    assert isinstance(screen, EditorScreen)
    return screen


def _unlock(window: WindowPage, passphrase: str) -> None:
    assert window.window.cover is not None
    line = window.find("cover_passphrase", QLineEdit)
    line.clear()
    QTest.keyClicks(line, passphrase)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_what_was_typed_into_a_dialog_is_there_after_unlocking(writing: WindowPage) -> None:
    writing.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    writing.qtbot.waitUntil(lambda: any(one.isVisible() for one in writing.window.findChildren(QDialog)))
    dialog = _dialog(writing)
    line = dialog.findChildren(QLineEdit, "ground_title")[0]
    QTest.keyClicks(line, "Samtale med vannkomiteen")
    assert not writing.window.lock()
    assert not dialog.isVisible()
    assert not writing.workspace.isVisible()
    assert say("safety.cover.text") in writing.texts()
    assert not writing.window.close()
    _unlock(writing, "feil passfrase")
    writing.qtbot.waitUntil(lambda: say("ui.unlock.wrong") in writing.texts(), timeout=20_000)
    _unlock(writing, PASSPHRASE)
    writing.qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    assert writing.workspace.isVisible()
    assert line.text() == "Samtale med vannkomiteen"
    dialog.reject()


def test_text_that_the_disk_does_not_take_is_covered_and_can_be_saved_later(writing: WindowPage) -> None:
    """Nobody can read over the shoulder of an empty chair, and the keys work when somebody is back."""
    shell = writing.window.shell
    assert shell is not None
    shell.runner.submit(limit_pages, shell.profile, 1)
    text = writing.workspace.findChildren(QPlainTextEdit, "note_text")[-1]
    text.setFocus()
    text.insertPlainText("Bare her. " * 9000)
    clock = [1000.0]
    writing.window.idle = IdleTime(lambda: clock[0], lambda: clock[0])
    clock[0] += 3600
    writing.window.lock_when_idle()
    assert not writing.workspace.isVisible()
    clock[0] += 3600
    _unlock(writing, PASSPHRASE)
    writing.qtbot.waitUntil(writing.workspace.isVisible, timeout=20_000)
    assert "Bare her. Bare her. " in text.toPlainText()
    shell.runner.submit(limit_pages, shell.profile, 1_000_000)
    writing.click("editor_retry")
    writing.wait_until_idle()
    record = _editor(writing).record
    assert "Bare her. Bare her. " in open_record(shell.profile, record).record.fields[INTERNAL]
    assert writing.window.lock()


def test_an_empty_dialog_goes_with_the_lock_wherever_it_belongs(writing: WindowPage) -> None:
    assert writing.window.shell is not None
    dialog = PackDialog(writing.window.shell, writing.window)
    dialog.open()
    assert writing.window.lock()
    assert not dialog.isVisible()
    assert UnlockPage(writing.qtbot, writing.window).page.isVisible()


def test_a_code_that_is_shown_only_once_is_there_after_unlocking(writing: WindowPage, tmp_path: Path) -> None:
    dialog = PackedDialog(tmp_path, "AAAA-BBBB", writing.window)
    dialog.open()
    assert not writing.window.lock()
    assert not dialog.isVisible()
    _unlock(writing, PASSPHRASE)
    writing.qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    dialog.accept()


def test_what_was_only_chosen_in_a_dialog_is_there_after_unlocking(writing: WindowPage) -> None:
    writing.go("subjects")
    writing.click("subjects_new")
    dialog = _dialog(writing)
    Page(writing.qtbot, dialog).choose("subject_country", "SS")
    assert not writing.window.lock()
    _unlock(writing, PASSPHRASE)
    writing.qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    country = dialog.findChild(ChoiceField, "subject_country")
    assert isinstance(country, ChoiceField)
    assert country.value() == "SS"
    dialog.reject()


def test_a_dialog_that_only_shows_what_is_known_does_not_keep_the_profile_open(writing: WindowPage) -> None:
    """What stands in its fields from the beginning was written by nobody now."""
    shell = writing.window.shell
    assert shell is not None
    subject = next(one for one in list_subjects(shell.profile) if one.description)
    writing.workspace.go("subjects", subject=subject.id)
    writing.qtbot.waitUntil(lambda: any(one.isVisible() for one in writing.window.findChildren(QDialog)))
    assert writing.window.lock()


def test_a_passphrase_half_typed_is_gone_behind_the_cover(writing: WindowPage) -> None:
    dialog = Dialog("asks", "Tittel", "Lagre", writing.window)
    text, secret = TextField("text"), TextField("secret")
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    for line in (text, secret):
        dialog.column.addWidget(line)
    dialog.open()
    for line in (text, secret):
        QTest.keyClicks(line, "skrevet")
    assert not writing.window.lock()
    assert (text.text(), secret.text()) == ("skrevet", "")
    _unlock(writing, PASSPHRASE)
    writing.qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    dialog.reject()
