"""The doors of the window to restoring, the journey, Versions side by side, filing, and a damaged profile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.storage.locking import LOCK
from neksus_desktop.storage.recovery_code import new_secret, to_code
from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.safety.filing_dialog import FilingDialog
from neksus_desktop.ui.safety.restore_dialog import RestoreDialog
from neksus_desktop.ui.safety.return_dialog import ReturnDialog
from neksus_desktop.ui.safety.travel_dialogs import DestroyDialog, PackDialog, PackedDialog
from neksus_desktop.ui.safety.versions_dialog import VersionsDialog
from neksus_desktop.ui.say import say
from neksus_desktop.ui.settings_screen import SettingsScreen
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.start.recovery_sheet import draw_sheet
from neksus_desktop.usecases import decide, maintain
from neksus_desktop.usecases.listing import RowQuery, page
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import create_profile
from neksus_desktop.usecases.records import open_record, save_fields
from tests.support.screens import Page, StartPages, WindowPage

PHRASE = "reise med lite bagasje"


def _shell(window: WindowPage) -> Shell:
    assert window.window.shell is not None
    return window.window.shell


def _first(window: WindowPage, status: str = "draft") -> str:
    rows = page(_shell(window).profile, RowQuery(statuses=(status,)), None, 5).rows
    return rows[0].id


def _texts(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel))


def test_a_copy_is_restored_in_two_clicks(filled: WindowPage) -> None:
    maintain.back_up(_shell(filled).profile)
    record = _first(filled)
    save_fields(_shell(filled).profile, record, {"note/x/internal": "etter kopien"})
    filled.go("settings")
    filled.click("settings_restore")
    dialog = filled.find("restore", RestoreDialog)
    Page(filled.qtbot, dialog).click("restore_primary")
    filled.qtbot.waitUntil(lambda: say("safety.restore.done") in filled.texts(), timeout=20_000)
    assert "note/x/internal" not in open_record(_shell(filled).profile, record).record.fields


def test_a_damaged_profile_is_read_from_its_newest_copy(window: WindowPage, folder: Path) -> None:
    made, _ = create_profile(folder, role="post", name="Ambassaden", invented=True)
    maintain.back_up(made)
    made.close()
    (folder / DATABASE).write_bytes(b"SQLite format 3\0" + bytes(8000))
    window.window.open_profile()
    window.click("fault_copy")
    window.wait_until_idle()
    window.go("settings")
    assert window.workspace.reading is not None
    assert window.workspace.reading.isVisible()
    assert say("safety.copy.unknown") in window.texts()
    window.click("settings_restore")
    Page(window.qtbot, window.find("restore", RestoreDialog)).click("restore_primary")
    window.qtbot.waitUntil(lambda: say("safety.restore.done") in window.texts(), timeout=20_000)
    assert not _shell(window).profile.store.read_only


def test_where_nothing_can_be_written_one_reads_until_it_can(window: WindowPage, folder: Path, tmp_path: Path) -> None:
    """The lock of the profile is a folder, so that it cannot be taken, whoever runs the test."""
    made, _ = create_profile(folder, role="post", name="Ambassaden", passphrase=PHRASE, invented=True)
    load_samples(made)
    made.close()
    (folder / LOCK).unlink()
    (folder / LOCK).mkdir()
    window.window.open_profile(PHRASE)
    window.wait_until_idle()
    told = say("safety.reading.closed", folder=folder)
    window.workspace.go("editor", record=_first(window))
    window.wait_until_idle()
    editor = window.workspace.screen_of("editor")
    assert isinstance(editor, EditorScreen)
    assert editor.desk is not None
    assert not editor.desk.editable
    window.qtbot.waitUntil(lambda: editor.middle.view is not None and editor.side is not None, timeout=20_000)
    assert told in window.texts()
    _shell(window).profile.change_settings(language="en")
    _shell(window).announce("settings")
    assert say("safety.reading.closed", folder=folder) in window.texts() != told
    window.go("settings")
    settings = window.workspace.screen_of("settings")
    assert isinstance(settings, SettingsScreen)
    settings.back_up_to(tmp_path)
    window.wait_until_idle()
    assert [path.suffixes[-1] for path in sorted(tmp_path.glob("2026*"))] == [".db", ".json"]
    (folder / LOCK).rmdir()
    old = window.workspace
    window.click("reading_again")
    window.qtbot.waitUntil(lambda: window.window.workspace not in {None, old}, timeout=20_000)
    assert not _shell(window).profile.read_only
    assert window.workspace.reading is None


def test_a_dialog_in_which_one_types_begins_there(filled: WindowPage) -> None:
    for kind, begins in ((PackDialog, "pack_records"), (ReturnDialog, "return_folder")):
        dialog = kind(_shell(filled), filled.window)
        dialog.open()
        focused = dialog.focusWidget()
        assert focused is not None
        assert focused.objectName() == begins
        if isinstance(dialog, PackDialog):
            QTest.keyClick(dialog.list, Qt.Key.Key_Down)
            assert not dialog.list.selectedItems()  # nothing goes along that was not chosen
            QTest.keyClick(dialog.list, Qt.Key.Key_Space)
            assert len(dialog.list.selectedItems()) == 1
        dialog.reject()


def test_out_on_a_journey_and_home_again(filled: WindowPage, tmp_path: Path) -> None:
    pack = PackDialog(_shell(filled), filled.window)
    pack.open()
    pack.list.item(0).setSelected(True)
    pack.use_folder(tmp_path)
    for name in ("pack_phrase", "pack_again"):
        Page(filled.qtbot, pack).type(name, PHRASE)
    Page(filled.qtbot, pack).click("pack_primary")
    filled.wait_until_idle()
    packed = filled.find("packed", PackedDialog)
    assert len("".join(Page(filled.qtbot, packed).find("packed_code", QLabel).text().split()).split("-")) > 1
    packed.accept()
    home = ReturnDialog(_shell(filled), filled.window)
    home.open()
    home.use_folder(tmp_path / "neksus-reise")
    Page(filled.qtbot, home).type("return_phrase", PHRASE)
    Page(filled.qtbot, home).click("return_primary")
    filled.wait_until_idle()
    assert say("safety.travel.action.same") in _texts(home)
    Page(filled.qtbot, home).click("return_primary")
    filled.wait_until_idle()
    gone = DestroyDialog(_shell(filled), filled.window)
    gone.open()
    gone.use_folder(tmp_path / "neksus-reise")
    Page(filled.qtbot, gone).type("destroy_phrase", PHRASE)
    assert not gone.primary.isEnabled()
    gone.sure.setChecked(True)
    Page(filled.qtbot, gone).click("destroy_primary")
    filled.wait_until_idle()
    assert not (tmp_path / "neksus-reise").exists()


def test_two_versions_stand_side_by_side(filled: WindowPage) -> None:
    profile, record = _shell(filled).profile, _first(filled, "for_approval")
    decide.recall(profile, record)
    save_fields(profile, record, {"note/x/internal": "tekst som kom til"})
    decide.submit(profile, record)
    dialog = VersionsDialog(_shell(filled), record, open_record(profile, record).form, filled.window)
    dialog.open()
    filled.qtbot.waitUntil(lambda: "tekst som kom til" in _texts(dialog), timeout=20_000)
    assert say("safety.versions.nothing") in _texts(dialog)
    dialog.accept()


def test_a_filed_record_can_be_deleted_after_a_tick(filled: WindowPage) -> None:
    record = _first(filled)
    dialog = FilingDialog(_shell(filled), record, filled.window)
    dialog.open()
    Page(filled.qtbot, dialog).click("filing_primary")
    filled.wait_until_idle()
    assert dialog.isVisible()
    Page(filled.qtbot, dialog).type("filing_case", "26/00042")
    Page(filled.qtbot, dialog).click("filing_primary")
    filled.wait_until_idle()
    again = FilingDialog(_shell(filled), record, filled.window)
    again.open()
    assert not again.erase.isEnabled()
    Page(filled.qtbot, again).find("filing_sure", QCheckBox).setChecked(True)
    Page(filled.qtbot, again).click("filing_erase")
    filled.wait_until_idle()
    assert record not in {row.id for row in page(_shell(filled).profile, RowQuery(), None, 100).rows}


def test_the_history_has_the_doors(filled: WindowPage) -> None:
    filled.workspace.go("editor", record=_first(filled))
    filled.wait_until_idle()
    filled.click("side_history")
    filled.wait_until_idle()
    filled.click("history_filing")
    filled.find("filing", FilingDialog).reject()
    filled.click("history_versions")
    filled.wait_until_idle()
    dialog = filled.find("versions", VersionsDialog)
    assert say("safety.versions.few") in _texts(dialog)
    dialog.reject()


def test_how_good_a_passphrase_is_stands_below_it(window: WindowPage) -> None:
    window.window.open_profile()
    start = StartPages(window.qtbot, window.window)
    start.fill_workplace("post", "Ambassaden")
    for typed, key in (("passord1", "common"), ("Sommer2026!", "poor"), ("hest lampe grus fjord saft", "strong")):
        start.type("start_passphrase", typed)
        assert say(f"safety.strength.{key}") in start.texts()


def test_the_recovery_sheet_is_one_page_with_all_groups(qapp: object, tmp_path: Path) -> None:
    import pypdf

    del qapp
    code = to_code(new_secret())
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFileName(str(tmp_path / "ark.pdf"))
    draw_sheet(printer, "Ambassaden (oppdiktet)", code)
    (sheet,) = pypdf.PdfReader(tmp_path / "ark.pdf").pages
    words = " ".join(sheet.extract_text().split())
    assert [group for group in code.split("-") if group not in words] == []
    assert "Ambassaden (oppdiktet)" in words
