"""Going from place to place, by mouse and by key; languages, errors, settings."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSizePolicy,
    QSpacerItem,
    QTableView,
    QWidget,
)

from neksus_desktop.errors import NotFoundError
from neksus_desktop.ui.bug import BugDialog
from neksus_desktop.ui.editor.bar import EditorBar
from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.new_record import NewRecordScreen
from neksus_desktop.ui.say import say
from neksus_desktop.ui.subjects import SubjectsScreen
from neksus_desktop.ui.widgets import HeaderBar, ScrollColumn
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.listing import RowQuery, all_rows, page
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import create_profile
from neksus_desktop.usecases.records import open_record
from tests.support.screens import HomePage, RecordsPage, WindowPage
from tests.ui.places.test_exchange import trust_each_other

CTRL = Qt.KeyboardModifier.ControlModifier
OWN = ("home", "records", "new_record", "settings")


def test_the_first_page_tells_of_deadlines_drafts_and_what_waits(filled: WindowPage) -> None:
    rows = "\n".join(HomePage(filled.qtbot, filled.window).rows())
    assert "Innhente kjønnsanalyse" in rows
    assert say("record.status.draft") in rows
    assert "til godkjenning" in rows


def test_on_the_empty_first_page_the_keys_stand_on_the_one_thing_to_do(window: WindowPage, folder: Path) -> None:
    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)")
    window.window.use(made)
    window.wait_until_idle()
    assert window.find("home_empty_action", QAbstractButton).hasFocus()
    assert say.count("ui.home.records", 0) not in window.texts()


def test_what_a_screen_would_like_is_not_taken_from_the_names_of_the_places(filled: WindowPage) -> None:
    screens, greedy = filled.workspace.screens, QWidget()
    before = screens.sizeHint().width()
    row = QHBoxLayout(greedy)
    row.addSpacerItem(QSpacerItem(4000, 1, QSizePolicy.Policy.Preferred))
    screens.addWidget(greedy)
    assert screens.sizeHint().width() == before


def test_the_navigation_says_how_much_waits(filled: WindowPage) -> None:
    assert filled.workspace.rail.buttons["records"].accessibleName() == "Vurderinger 10"


def test_every_place_of_the_shell_is_reached_by_key(filled: WindowPage) -> None:
    filled.press(Qt.Key.Key_2, CTRL)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "records")
    filled.press(Qt.Key.Key_N, CTRL)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "new_record")
    filled.press(Qt.Key.Key_1, CTRL)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "home")
    filled.wait_until_idle()


def test_after_help_one_is_back_where_one_wrote(filled: WindowPage) -> None:
    filled.press(Qt.Key.Key_N, CTRL)
    filled.wait_until_idle()
    search = filled.find("new_subject_search", QLineEdit)
    search.setFocus()
    search.setText("Vann")
    found = filled.find("new_subject_list", QListWidget)
    filled.qtbot.waitUntil(lambda: found.count() == 1)
    filled.press(Qt.Key.Key_Down)
    assert [item.text() for item in found.selectedItems()] == [found.item(0).text()]
    search.setFocus()
    filled.press(Qt.Key.Key_F1)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "help")
    filled.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "new_record")
    assert search.text() == "Vann"
    assert QApplication.focusWidget() is search
    filled.wait_until_idle()


def test_who_goes_down_before_it_is_found_chooses_what_was_searched_for(filled: WindowPage) -> None:
    filled.press(Qt.Key.Key_N, CTRL)
    filled.wait_until_idle()
    found = filled.find("new_subject_list", QListWidget)
    assert not found.item(0).text().startswith("Vann")
    search = filled.find("new_subject_search", QLineEdit)
    search.setFocus()
    QTest.keyClicks(search, "vann")
    filled.press(Qt.Key.Key_Down)
    filled.qtbot.waitUntil(lambda: found.count() == 1)
    filled.wait_until_idle()
    assert [item.text() for item in found.selectedItems()] == [found.item(0).text()]
    filled.press(Qt.Key.Key_Return, CTRL)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "editor")
    filled.wait_until_idle()
    assert "Vann og mekling" in filled.texts()


def test_what_a_search_takes_away_is_no_longer_chosen(filled: WindowPage) -> None:
    filled.press(Qt.Key.Key_N, CTRL)
    filled.wait_until_idle()
    found = filled.find("new_subject_list", QListWidget)
    told = say("ui.new.before", date="").split("{")[0].split()[0]
    found.setCurrentRow(0)
    filled.wait_until_idle()
    assert told in filled.texts()
    search = filled.find("new_subject_search", QLineEdit)
    search.setFocus()
    QTest.keyClicks(search, "vann")
    filled.qtbot.waitUntil(lambda: found.count() == 1)
    filled.wait_until_idle()
    assert not found.selectedItems()
    assert told not in filled.texts()


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_whole_window_changes_language_while_it_runs(filled: WindowPage, language: str) -> None:
    filled.go("records")
    filled.go("settings")
    filled.choose("settings_language", language)
    filled.wait_until_idle()
    assert say.language == language
    assert say("ui.settings.look") in filled.texts()
    assert filled.workspace.rail.buttons["records"].text() == say("ui.place.records")
    filled.go("records")
    assert say("record.status.draft") in RecordsPage(filled.qtbot, filled.window).column(3)


def test_a_sentence_that_passes_goes_with_its_language(filled: WindowPage) -> None:
    filled.workspace.shell.notify("safety.filing.noted")
    assert filled.workspace.status.notice.isVisible()
    filled.workspace.shell.profile.change_settings(language="en")
    filled.workspace.shell.announce("settings")
    assert not filled.workspace.status.notice.isVisible()


def test_who_opens_a_follow_up_point_comes_back_to_it_by_way_of_paper_too(filled: WindowPage) -> None:
    filled.press(Qt.Key.Key_3, CTRL)
    filled.wait_until_idle()
    table = filled.find("follow_up_table", QTableView)
    filled.press(Qt.Key.Key_Down)
    chosen = table.currentIndex().row()
    filled.press(Qt.Key.Key_Return)
    filled.qtbot.waitUntil(lambda: filled.workspace.screens.currentWidget() is filled.workspace.screen_of("editor"))
    filled.wait_until_idle()
    filled.press(Qt.Key.Key_P, CTRL)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "preview")
    filled.wait_until_idle()
    filled.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "editor")
    filled.wait_until_idle()
    filled.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "follow_up")
    assert (chosen, table.hasFocus()) == (1, True)
    assert table.currentIndex().row() == chosen


def test_a_preview_stands_under_the_place_one_comes_from(filled: WindowPage) -> None:
    marked = filled.workspace.rail.buttons
    filled.workspace.go("forms")
    for place, arguments in (
        ("forms", {"kind": "blank", "form": "neksus_veileder"}),
        ("records", {"kind": "summary", "record": next(all_rows(filled.workspace.shell.profile, RowQuery())).id}),
    ):
        filled.workspace.go("preview", **arguments)
        filled.wait_until_idle()
        assert [name for name, button in marked.items() if button.isChecked()] == [place]


def test_a_known_error_is_told_in_a_strip_with_what_to_do(filled: WindowPage) -> None:
    filled.workspace.shell.show_error(NotFoundError(kind="vurdering", id="x"))
    strip = filled.workspace.fault
    assert strip.isVisible()
    assert "Fant ikke vurdering" in strip.label.text()
    filled.click("fault_close")
    assert not strip.isVisible()


def test_places_are_numbered_as_they_stand_in_the_navigation(filled: WindowPage) -> None:
    filled.press(Qt.Key.Key_5, CTRL)
    filled.wait_until_idle()
    assert filled.workspace.place == "subjects"
    assert [button.accessibleDescription() for button in filled.workspace.rail.buttons.values()] == [
        "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+,", "F1",
    ]  # fmt: skip


def test_a_new_assessment_begun_at_a_subject_is_of_that(filled: WindowPage) -> None:
    filled.go("subjects")
    filled.wait_until_idle()
    screen = cast("SubjectsScreen", filled.workspace.screen_of("subjects"))
    screen.table.setCurrentIndex(screen.table.model().index(2, 0))
    chosen = screen.table.selected()[0]
    filled.press(Qt.Key.Key_N, CTRL)
    filled.wait_until_idle()
    assert cast("NewRecordScreen", filled.workspace.screen_of("new_record")).subject.is_chosen(chosen.id)


def test_settings_are_kept_and_seen_at_once(filled: WindowPage) -> None:
    filled.go("settings")
    before = filled.workspace.font().pointSizeF()
    filled.choose("settings_text_size_percent", "150")
    assert filled.workspace.shell.profile.settings.text_size_percent == 150
    filled.qtbot.waitUntil(lambda: filled.workspace.font().pointSizeF() == pytest.approx(before * 1.5))
    filled.choose("settings_text_size_percent", "100")
    filled.choose("settings_acting_role", "stasjonssjef")
    assert filled.workspace.shell.profile.role == "stasjonssjef"


def test_a_backup_is_made_and_told(filled: WindowPage) -> None:
    filled.go("settings")
    filled.click("settings_back_up")
    filled.wait_until_idle()
    assert filled.workspace.status.notice.text() == say("ui.settings.backed_up")


def test_an_examination_says_that_all_is_well(filled: WindowPage) -> None:
    filled.go("settings")
    filled.click("settings_examine")
    filled.wait_until_idle()
    assert "10 vurderinger" in filled.texts()


@pytest.mark.parametrize("place", OWN)
def test_everything_that_can_be_used_has_a_name_for_tests_and_for_screen_readers(
    filled: WindowPage, place: str
) -> None:
    filled.workspace.go(place)
    filled.wait_until_idle()
    inner = {"qt_spinbox_lineedit", "qt_scrollarea_viewport"}
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r}"
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for widget in filled.window.findChildren(kind)
        if widget.isVisible() and widget.objectName() not in inner and not isinstance(widget.parent(), QComboBox)
        if not widget.objectName() or not (widget.accessibleName() or _text(widget))
    ]
    assert not nameless


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""


@pytest.mark.parametrize("place", OWN)
def test_no_part_of_a_screen_is_ever_a_window_of_its_own(filled: WindowPage, qapp: QApplication, place: str) -> None:
    filled.workspace.go(place)
    filled.wait_until_idle()
    others = [w for w in qapp.topLevelWidgets() if w.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)]
    assert [type(w).__name__ for w in others if w.isVisible()] == ["Window"]
    assert filled.window.isActiveWindow()


def test_a_key_named_in_norwegian_still_goes_back(filled: WindowPage) -> None:
    filled.workspace.go("new_record")
    filled.wait_until_idle()
    filled.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "records")
    filled.wait_until_idle()


def test_a_remark_from_another_workplace_is_told_on_the_first_page(filled: WindowPage) -> None:
    from neksus_desktop.records.comment import Comment
    from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
    from neksus_desktop.storage.comments import add_comment
    from neksus_desktop.usecases.listing import RowQuery

    profile = filled.workspace.shell.profile
    row = page(profile, RowQuery()).rows[0]
    remark = Comment(
        id="m1", record=RecordId(row.id), version=VersionHash("0" * 64), text="Se fjorårets.",
        role="saksbehandler_norad",
        workplace=Thumbprint("norad"), workplace_name="Norad (oppdiktet)", made_at=profile.now(),
    )  # fmt: skip
    add_comment(profile.store, remark)
    filled.workspace.shell.announce("records")
    filled.wait_until_idle()
    rows = HomePage(filled.qtbot, filled.window).rows()
    assert any("Merknad fra Norad (oppdiktet)" in said and row.title in said for said in rows)


def test_a_file_opened_by_double_click_is_shown_as_an_import_plan(
    window: WindowPage, folder: Path, tmp_path: Path
) -> None:
    made, _code = create_profile(folder, role="norad", name="Norad (oppdiktet)", invented=True)
    broken = tmp_path / "fil.neksus"
    broken.write_bytes(b"{}")
    window.window.open_files([broken])
    window.window.use(made)
    window.wait_until_idle()
    assert window.workspace.place == "import"
    assert "fil.neksus" in window.texts()


def test_another_bug_is_told_when_the_first_was_read_and_the_same_one_is_not(filled: WindowPage) -> None:
    window = filled.window
    for kind, told in ((KeyError, 1), (KeyError, 0), (IndexError, 1)):
        window.show_bug(kind, kind(), None)
        shown = [dialog for dialog in window.findChildren(BugDialog) if dialog.isVisible()]
        assert len(shown) == told
        for dialog in shown:
            dialog.accept()


def test_what_stands_open_is_counted_for_the_record_in_sight(filled: WindowPage) -> None:
    bar = EditorBar(HeaderBar())
    shell = filled.window.shell
    assert shell is not None
    rows = list(all_rows(shell.profile, RowQuery(statuses=("draft", "returned"))))
    first, second = (open_record(shell.profile, row.id).record for row in rows[:2])
    bar.show_record(first)
    bar.show_left(24)
    assert "24" in bar.primary.text()
    bar.show_record(second)
    assert bar.primary.text() == say("editor.bar.ready")


def test_what_helps_beside_the_point_stands_in_a_ring_where_the_keys_scroll_it(filled: WindowPage) -> None:
    shell = filled.window.shell
    assert shell is not None
    filled.workspace.go("editor", record=next(row.id for row in all_rows(shell.profile, RowQuery())))
    filled.wait_until_idle()
    editor = filled.workspace.screen_of("editor")
    assert isinstance(editor, EditorScreen)
    assert editor.side is not None
    (scroll,) = editor.side.findChildren(ScrollColumn)
    before = scroll.grab().toImage()
    scroll.setFocus()
    filled.press(Qt.Key.Key_Backtab)
    filled.press(Qt.Key.Key_Tab)
    assert scroll.hasFocus()
    with_ring = scroll.grab().toImage()
    assert with_ring.pixelColor(2, scroll.height() // 2) != before.pixelColor(2, scroll.height() // 2)


def test_long_work_holds_back_neither_opening_nor_saving_nor_leaving(filled: WindowPage) -> None:
    shell, gate = filled.window.shell, threading.Event()
    assert shell is not None
    record = next(row.id for row in all_rows(shell.profile, RowQuery(statuses=("draft",))))
    shell.runner.submit(gate.wait, beside=True)
    filled.workspace.go("editor", record=record)
    editor = filled.workspace.screen_of("editor")
    assert isinstance(editor, EditorScreen)
    filled.qtbot.waitUntil(lambda: editor.desk is not None, timeout=20_000)
    assert editor.desk is not None
    editor.desk.autosave.note({"note/x/internal": "Skrevet imens"}, typing=True)
    filled.workspace.go("records")
    assert filled.workspace.place == "records"
    assert open_record(shell.profile, record).record.fields["note/x/internal"] == "Skrevet imens"
    assert shell.runner.busy
    gate.set()
    filled.wait_until_idle()


def test_nothing_of_the_record_before_stays_while_another_takes_long_to_read(filled: WindowPage) -> None:
    shell, gate = filled.window.shell, threading.Event()
    assert shell is not None
    first, second = [row.id for row in all_rows(shell.profile, RowQuery(statuses=("draft", "returned")))][:2]
    filled.workspace.go("editor", record=first)
    filled.wait_until_idle()
    editor = filled.workspace.screen_of("editor")
    assert isinstance(editor, EditorScreen)
    assert editor.left is not None
    assert editor.side is not None
    assert editor.left.isVisible()
    shell.runner.submit(gate.wait)
    shell.navigate("editor", record=second)
    filled.qtbot.waitUntil(editor.middle.loading.isVisible, timeout=20_000)
    assert not editor.left.isVisible()
    assert not editor.side.isVisible()
    gate.set()
    filled.wait_until_idle()
    assert editor.left.isVisible()
    assert editor.side.isVisible()
    assert not editor.middle.loading.isVisible()


def test_one_stays_with_what_is_being_taken_in(filled: WindowPage, tmp_path: Path) -> None:
    shell, gate = filled.window.shell, threading.Event()
    assert shell is not None
    norad, _code = create_profile(tmp_path / "norad", role="norad", name="Norad (oppdiktet)", invented=True)
    load_samples(norad)
    trust_each_other(tmp_path, norad, shell.profile)
    sent = export_records(norad, [next(all_rows(norad, RowQuery())).id], shell.profile.workplace_name, tmp_path)
    norad.close()
    filled.workspace.go("import", files=list(sent.files))
    filled.wait_until_idle()
    shell.runner.submit(gate.wait)
    filled.click("import_apply")
    filled.workspace.go("records")
    assert filled.workspace.place == "import"
    assert say("places.import.stay") in filled.texts()
    gate.set()
    filled.wait_until_idle()
    filled.workspace.go("records")
    assert filled.workspace.place == "records"
