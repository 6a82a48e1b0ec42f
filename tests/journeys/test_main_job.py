"""The main job through the real window, from the first start at a post to «bekreftet» when the receipt is home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.exchange.export_screen import ExportScreen
from neksus_desktop.ui.exchange.import_screen import ImportScreen
from neksus_desktop.ui.say import say
from neksus_desktop.ui.window import Window
from neksus_desktop.usecases import keys
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import open_record
from tests.support.screens import Page, RecordsPage, StartPages, WindowPage
from tests.support.screens_places import only_file
from tests.support.stalls import WatchedBot

COHESION = "/data/innsats/innsats_samhold/innsats_samhold"
CTRL = Qt.KeyboardModifier.ControlModifier
OpenWindow = Callable[[Path], WindowPage]


@pytest.fixture
def open_window(watched: WatchedBot, qtbot: QtBot, qapp: QApplication) -> Iterator[OpenWindow]:
    opened: list[Window] = []

    def make(folder: Path) -> WindowPage:
        window = Window(qapp, folder)
        opened.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.open_profile()
        return WindowPage(watched, window)

    say.set_language("nb")
    yield make
    for window in opened:
        window.close_profile()


@pytest.fixture
def norad(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(tmp_path / "norad", role="norad", name="Norad (oppdiktet)", invented=True)
    yield made
    made.close()


def _profile(page: WindowPage) -> Profile:
    assert page.window.shell is not None
    return page.window.shell.profile


def _until_saved(page: WindowPage, holds: Callable[[], bool]) -> None:
    page.qtbot.waitUntil(holds, timeout=20_000)
    page.wait_until_idle()


def _dialog(page: WindowPage, primary: str) -> Page:
    found = [one for one in page.window.findChildren(QDialog) if one.isVisible() and one.findChild(QWidget, primary)]
    assert found, primary
    return Page(page.qtbot, found[-1])


def _first_start(page: WindowPage) -> None:
    start = StartPages(page.qtbot, page.window)
    start.fill_workplace("post", "Ambassaden (oppdiktet)")
    start.leave_unprotected()
    start.type_code(start.wait_for_code())
    page.wait_for_workspace()
    page.wait_until_idle()


def _new_assessment(page: WindowPage) -> str:
    page.press(Qt.Key.Key_N, CTRL)
    page.qtbot.waitUntil(lambda: page.workspace.place == "new_record")
    page.wait_until_idle()
    page.click("new_type_avtale")
    page.type("new_subject_title", "Vann og mekling (oppdiktet)")
    page.choose("new_subject_country", "YE")
    page.click("new_subject_invented")
    page.click("new_points_none")
    page.click("new_point_innsats_samhold")
    page.click("new_start")
    page.qtbot.waitUntil(lambda: page.workspace.place == "editor", timeout=20_000)
    page.wait_until_idle()
    return next(row.id for row in all_rows(_profile(page), query()))


def _answer(page: WindowPage, record: str) -> None:
    editor = page.workspace.screen_of("editor")
    assert isinstance(editor, EditorScreen)
    editor.show_point("innsats_samhold")
    page.click("answer_innsats_samhold_styrker")
    page.qtbot.waitUntil(lambda: page.window.findChild(QPlainTextEdit, "note_text") is not None)
    text = page.find("note_text", QPlainTextEdit)
    text.setFocus()
    QTest.keyClicks(text, "Begge grupper bruker vannpunktene.")

    def written() -> bool:
        fields = open_record(_profile(page), record).record.fields
        return fields.get(COHESION) == "styrker" and "vannpunktene" in fields.get("note/innsats_samhold/internal", "")

    _until_saved(page, written)


def _approve(page: WindowPage, record: str) -> None:
    def status() -> str:
        return open_record(_profile(page), record).record.status

    page.click("editor_primary")
    ready = _dialog(page, "ready_dialog_primary")
    assert say("ready.no_evidence", point="2.1.5 Samhold") in ready.texts()
    ready.click("ready_dialog_primary")
    _until_saved(page, lambda: status() == "for_approval")
    page.click("editor_primary")
    _dialog(page, "decide_dialog_primary").click("decide_dialog_primary")
    _until_saved(page, lambda: status() == "approved")


def _export(page: WindowPage, record: str, stick: Path) -> Path:
    shell = page.window.shell
    assert shell is not None
    shell.navigate("export", records=[record])
    page.qtbot.waitUntil(lambda: page.workspace.place == "export")
    page.wait_until_idle()
    page.click("export_edition_full")
    screen = page.workspace.screen_of("export")
    assert isinstance(screen, ExportScreen)
    screen.write_to(stick)  # what the file dialog calls
    page.wait_until_idle()
    return only_file(stick)


def _import(page: WindowPage, file: Path, receipts: Path | None = None) -> None:
    shell = page.window.shell
    assert shell is not None
    shell.navigate("import", files=[file])
    page.qtbot.waitUntil(lambda: page.workspace.place == "import")
    page.wait_until_idle()
    page.click("import_apply")
    page.wait_until_idle()
    if receipts is not None:
        screen = page.workspace.screen_of("import")
        assert isinstance(screen, ImportScreen)
        screen.done.write_to(receipts)  # what the file dialog calls
        page.wait_until_idle()


def test_from_first_start_to_confirmed(open_window: OpenWindow, norad: Profile, tmp_path: Path) -> None:
    stick, home = tmp_path / "stick", tmp_path / "home"
    stick.mkdir()
    home.mkdir()
    post = open_window(tmp_path / "post")
    _first_start(post)
    record = _new_assessment(post)
    _answer(post, record)
    _approve(post, record)
    keys.write_card(norad, tmp_path / "norad.json")
    keys.write_card(_profile(post), tmp_path / "post.json")
    keys.trust_card(_profile(post), tmp_path / "norad.json")
    keys.trust_card(norad, tmp_path / "post.json")
    sent = _export(post, record, stick)

    norad.close()
    headquarters = open_window(tmp_path / "norad")
    headquarters.wait_for_workspace()
    headquarters.wait_until_idle()
    _import(headquarters, sent, receipts=home)
    headquarters.go("records")
    assert RecordsPage(headquarters.qtbot, headquarters.window).titles() == ["Vann og mekling (oppdiktet)"]
    there = open_record(_profile(headquarters), record).record
    assert there.fields[COHESION] == "styrker"
    assert there.note("innsats_samhold").internal == "Begge grupper bruker vannpunktene."

    _import(post, only_file(home))
    post.go("records")
    assert say("record.status.confirmed") in RecordsPage(post.qtbot, post.window).column(3)
    assert post.find("records_search", QLineEdit).text() == ""
