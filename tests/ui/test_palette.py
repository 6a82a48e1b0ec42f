"""Ctrl+K: places, what can be done where one is, assessments, points and texts."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QWidget
from shiboken6 import isValid

from neksus_desktop.ui.editor.decide_dialogs import DecideDialog
from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.palette import CommandPalette
from neksus_desktop.ui.point_dialog import PointDialog
from neksus_desktop.ui.records_list import RecordsScreen
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Deed
from neksus_desktop.usecases.listing import RowQuery, page
from neksus_desktop.usecases.records import new_record
from tests.support.samples import invented_subject
from tests.support.screens import Page, WindowPage

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_palette_goes_to_a_place(filled: WindowPage) -> None:
    filled.workspace.open_palette()
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    page = Page(filled.qtbot, palette)
    page.type("palette_search", "gå til innst")
    QTest.keyClick(page.find("palette_search", QLineEdit), Qt.Key.Key_Return)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "settings")


def _offered(filled: WindowPage) -> dict[str, Deed]:
    filled.wait_until_idle()
    filled.workspace.open_palette()
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    deeds = {deed.name: deed for deed in palette.shown()}
    palette.dismiss()
    return deeds


def test_who_leaves_the_palette_is_where_one_was(filled: WindowPage) -> None:
    filled.go("records")
    table = filled.find("records_table", QTableView)
    table.setFocus()
    filled.press(Qt.Key.Key_K, CTRL)
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    assert palette.search.hasFocus()
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert table.hasFocus()


def test_the_palette_has_what_can_be_done_in_the_editor_with_its_keys(filled: WindowPage) -> None:
    profile = filled.workspace.shell.profile
    record = new_record(profile, "neksus_veileder", invented_subject(), points=("innsats_samhold", "fin_fleksibilitet"))
    filled.workspace.go("editor", record=record, point="innsats_samhold")
    deeds = _offered(filled)
    for key, keys in (
        ("editor.grounds.new", "Ctrl+G"), ("editor.follow_up.new", "Ctrl+O"), ("editor.find.field", "Ctrl+F"),
        ("editor.points.all", "F8"), ("editor.deed.alone", "F9"), ("editor.deed.undo", "Ctrl+Z"),
        ("editor.points.link", ""), ("editor.bar.print", "Ctrl+P"), ("editor.deed.submit", "Ctrl+Enter"),
    ):  # fmt: skip
        assert deeds[say(key)].facts == keys
    assert deeds[say("editor.deed.beside", page=say("editor.side.history"))].facts == "Alt+4"
    deeds[say("places.subjects.assessments")].act()
    filled.wait_until_idle()
    assert filled.workspace.place == "records"
    assert cast("RecordsScreen", filled.workspace.screen_of("records")).model.rowCount() == 1


def test_the_palette_has_the_decision_by_the_words_of_whoever_decides(filled: WindowPage) -> None:
    waiting = page(filled.workspace.shell.profile, RowQuery(statuses=("for_approval",)), None, 1).rows[0]
    filled.workspace.go("editor", record=waiting.id)
    deeds = _offered(filled)
    assert say("editor.deed.submit") not in deeds
    deeds[say("editor.deed.decide")].act()
    assert filled.workspace.findChild(DecideDialog) is not None


def test_the_palette_offers_no_change_of_what_is_approved(filled: WindowPage) -> None:
    approved = page(filled.workspace.shell.profile, RowQuery(statuses=("approved",)), None, 1).rows[0]
    filled.workspace.go("editor", record=approved.id)
    deeds = _offered(filled)
    assert not {say("editor.grounds.new"), say("editor.deed.undo"), say("editor.points.link")} & set(deeds)
    assert say("editor.find.field") in deeds


def test_the_palette_finds_assessments_by_their_texts(filled: WindowPage) -> None:
    filled.workspace.open_palette()
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    Page(filled.qtbot, palette).type("palette_search", "vannråd")
    filled.qtbot.waitUntil(
        lambda: any("Vann og mekling" in palette.list.item(row).text() for row in range(palette.list.count()))
    )
    filled.wait_until_idle()
    palette.dismiss()


def _palette_with(filled: WindowPage, text: str) -> CommandPalette:
    filled.workspace.open_palette()
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    shown = palette.list
    Page(filled.qtbot, palette).type("palette_search", text)
    filled.qtbot.waitUntil(lambda: text in shown.item(shown.count() - 1).text())  # «søk i alle tekster etter …»
    filled.wait_until_idle()
    return palette


def test_the_palette_goes_to_a_point_of_the_open_assessment(filled: WindowPage) -> None:
    profile = filled.workspace.shell.profile
    record = new_record(profile, "neksus_veileder", invented_subject(), points=("innsats_samhold", "fin_fleksibilitet"))
    filled.workspace.go("editor", record=record)
    filled.wait_until_idle()
    palette = _palette_with(filled, "samhold")
    names = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert names[0] == "2.1.5 Samhold"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    filled.wait_until_idle()
    editor = cast("EditorScreen", filled.workspace.screen_of("editor"))
    assert editor.middle.view is not None
    assert editor.middle.view.point.id == "innsats_samhold"
    elsewhere = _palette_with(filled, "deltakelse")
    assert "2.1.6" not in " ".join(elsewhere.list.item(row).text() for row in range(elsewhere.list.count()))
    elsewhere.dismiss()


def test_with_nothing_open_the_palette_tells_what_a_point_is_about(filled: WindowPage) -> None:
    palette = _palette_with(filled, "2.1.5")
    assert palette.list.item(0).text() == "2.1.5 Samhold"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    filled.wait_until_idle()
    dialog = filled.window.findChild(PointDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "2.1.5 Samhold"
    assert any("Hvordan påvirker tiltakene" in label.text() for label in dialog.findChildren(QLabel))
    dialog.try_accept()
    filled.wait_until_idle()
    assert filled.workspace.place == "new_record"


def test_the_palette_offers_what_can_be_done_here(filled: WindowPage) -> None:
    filled.go("forms")
    filled.wait_until_idle()
    filled.workspace.open_palette()
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    offered = {palette.list.item(row).text() for row in range(palette.list.count())}
    assert say("places.forms.install") in offered
    palette.dismiss()


def test_all_texts_are_searched_from_any_place_and_from_the_palette(filled: WindowPage) -> None:
    filled.press(Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "search")
    filled.go("home")
    filled.workspace.open_palette()
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    page = Page(filled.qtbot, palette)
    page.type("palette_search", "vannrådene")
    last = say("ui.palette.search_for", text="vannrådene")
    filled.qtbot.waitUntil(lambda: palette.list.item(palette.list.count() - 1).text() == last)
    filled.wait_until_idle()
    palette.list.setCurrentRow(palette.list.count() - 1)
    palette.do()
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "search")
    filled.wait_until_idle()
    field = filled.find("search_field", QLineEdit)
    assert field.text() == "vannrådene"


def test_where_the_cursor_was_may_be_built_anew_while_the_palette_is_open(filled: WindowPage) -> None:
    profile = filled.workspace.shell.profile
    record = new_record(profile, "neksus_veileder", invented_subject(), points=("innsats_samhold",))
    filled.workspace.go("editor", record=record)
    filled.wait_until_idle()
    outline = cast("EditorScreen", filled.workspace.screen_of("editor")).outline
    assert outline is not None
    outline.setFocus()
    filled.workspace.open_palette()
    palette = filled.workspace.findChild(CommandPalette)
    assert palette is not None
    elsewhere = QWidget()  # another program's window: the palette stays open behind it
    filled.qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    filled.qtbot.waitUntil(lambda: not filled.window.isActiveWindow())
    profile.change_settings(language="nn")
    filled.workspace.shell.announce("settings")
    filled.qtbot.waitUntil(lambda: not isValid(outline))
    palette.dismiss()
    assert not palette.isVisible()
