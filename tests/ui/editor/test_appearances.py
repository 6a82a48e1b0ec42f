"""What other organisations' forms say about how a question looks is followed where it matters on a desktop."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from neksus_desktop.ui.editor.controls.long_lists import SearchedBox
from neksus_desktop.ui.shell import Shell
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

LONG = "Et svaralternativ som er så langt at det ikke får plass på en linje i noe vindu, og derfor må brytes " * 2
MARKED = "**Husk** _dette_ <b>& mer</b> [her](https://example.org)"
FORM = f"""
settings: {{form_id: utseende, form_title: Utseende, version: '1'}}
survey:
  - {{type: range, name: spenn, label: Spenn, parameters: start=2 end=10 step=2}}
  - {{type: range, name: desimal, label: Desimal, parameters: start=0.5 end=2 step=0.5}}
  - {{type: integer, name: aar, label: År}}
  - {{type: date, name: maaned, label: Måned, appearance: month-year}}
  - {{type: date, name: helt_aar, label: År, appearance: year}}
  - {{type: select_one faa, name: soek, label: Søk, appearance: autocomplete}}
  - {{type: select_multiple faa, name: flere, label: Flere, appearance: minimal}}
  - {{type: select_one faa, name: kolonner, label: Kolonner, appearance: columns-2}}
  - {{type: select_one bilder, name: bilde, label: Velg et bilde}}
  - {{type: select_one lange, name: langt, label: Langt}}
  - {{type: rank faa, name: rang, label: Ranger}}
  - {{type: geopoint, name: sted, label: Sted}}
  - {{type: note, name: merk, media: {{image: rod.png}}, label: "{MARKED}"}}
  - {{type: text, name: laast, label: Låst, readonly: 'yes', default: Står fast}}
  - {{type: begin_repeat, name: rader, label: Rader, repeat_count: '2'}}
  - {{type: text, name: i_rad, label: I raden}}
  - {{type: end_repeat}}
choices:
  faa: [{{name: a, label: Alfa}}, {{name: b, label: Beta & co}}, {{name: c, label: Gamma}}]
  bilder: [{{name: rod, media: {{image: rod.png}}}}, {{name: gul, label: Gul, media: {{image: mangler.png}}}}]
  lange: [{{name: x, label: "{LONG}"}}, {{name: y, label: Kort}}]
"""


def _red() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = (b"\0" + bytes((200, 30, 30)) * 40) * 30
    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


@pytest.fixture
def page(qtbot: QtBot, profile: Profile, shell: Shell, tmp_path: Path) -> Iterator[EditorPage]:
    path = tmp_path / "utseende.yaml"
    path.write_text(FORM.lstrip(), encoding="utf-8")
    (tmp_path / "rod.png").write_bytes(_red())
    install_form(profile, path)
    opened = EditorPage(qtbot, shell)
    opened.open(new_record(profile, "utseende", invented_subject()))
    yield opened
    shell.runner.drain()
    delete(opened.window)


def value(page: EditorPage, name: str) -> str:
    return page.desk.session.value(f"/data/{name}")


def test_a_range_says_its_ends_counts_by_its_step_and_tells_what_lies_outside(page: EditorPage) -> None:
    page.goto("spenn")
    assert "Fra 2 til 10, i trinn på 2" in page.texts_in(page.view)
    for _ in range(2):
        page.key("answer_spenn_text", Qt.Key.Key_Up)
    assert value(page, "spenn") == "4"
    page.find(QLineEdit, "answer_spenn_text").clear()
    page.write("answer_spenn_text", "12")
    page.leave_field()
    assert (value(page, "spenn"), page.standing("spenn")) == ("12", "Svaret skal være mellom 2 og 10.")
    page.key("answer_spenn_text", Qt.Key.Key_Down)
    assert value(page, "spenn") == "10"
    page.goto("desimal")
    for _ in range(5):
        page.key("answer_desimal_text", Qt.Key.Key_Up)
    assert value(page, "desimal") == "2"


def test_a_year_is_no_thousand(page: EditorPage) -> None:
    page.goto("aar")
    page.write("answer_aar_text", "2026")
    page.leave_field()
    assert page.find(QLineEdit, "answer_aar_text").text() == "2026"


@pytest.mark.parametrize(
    ("name", "typed", "kept", "shown"),
    [
        ("maaned", "juni 26", "2026-06-01", "juni 2026"),
        ("maaned", "6.2026", "2026-06-01", "juni 2026"),
        ("helt_aar", "2026", "2026-01-01", "2026"),
        ("maaned", "en gang", "en gang", "en gang"),
        ("sted", "4,85° N; x", "4,85° N; x", "4,85° N; x"),
        ("sted", "4.85 N, 31.58 W", "4.85 -31.58", "4.85 -31.58"),
    ],
)
def test_months_years_and_places_are_typed_as_people_write_them(
    page: EditorPage, name: str, typed: str, kept: str, shown: str
) -> None:
    page.goto(name)
    page.write(f"answer_{name}_text", typed)
    page.leave_field()
    assert (value(page, name), page.find(QLineEdit, f"answer_{name}_text").text()) == (kept, shown)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_searched_list_takes_the_one_that_was_meant_and_nothing_else(page: EditorPage) -> None:
    page.goto("soek")
    with page.qtbot.waitActive(page.window):
        page.window.activateWindow()
    box = page.find(SearchedBox, "answer_soek_list")
    assert box.currentText() == ""
    field = box.lineEdit()
    assert field is not None
    for typed, kept, shown in (("gam", "c", "Gamma"), ("ikke her", "c", "Gamma"), ("", "", "")):
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        assert (value(page, "soek"), box.currentText()) == (kept, shown)


def test_several_behind_a_field_are_chips(page: EditorPage) -> None:
    page.goto("flere")
    box = page.find(QComboBox, "answer_flere_add")
    at = box.findData("b")
    box.setCurrentIndex(at)
    box.activated.emit(at)
    assert (value(page, "flere"), page.find(QAbstractButton, "answer_flere_b").text()) == ("b", "Beta & co")


def test_choices_stand_in_columns_and_their_marks_are_no_shortcuts(page: EditorPage) -> None:
    page.goto("kolonner")
    alfa, beta, gamma = (page.find(QAbstractButton, f"answer_kolonner_{value}") for value in "abc")
    assert (alfa.y() == beta.y(), alfa.y() < gamma.y(), alfa.x() == gamma.x()) == (True, True, True)
    assert (beta.text(), beta.accessibleName()) == ("Beta && co", "Beta & co")


def test_pictures_stand_in_questions_and_choices(page: EditorPage) -> None:
    page.goto("bilde")
    red, yellow = (page.find(QAbstractButton, f"answer_bilde_{value}") for value in ("rod", "gul"))
    assert red.sizeHint().height() >= 30 > yellow.sizeHint().height()
    assert red.accessibleName() == "rod"
    red.click()
    assert value(page, "bilde") == "rod"
    page.goto("merk")
    assert any(label.pixmap().width() == 40 for label in page.view.findChildren(QLabel) if not label.pixmap().isNull())


def test_long_choices_wrap(page: EditorPage) -> None:
    page.goto("langt")
    choice = page.find(QWidget, "answer_langt_x")
    assert choice.width() <= page.view.width()
    assert choice.height() > 2 * choice.fontMetrics().height()


def test_markdown_is_shown_and_nothing_else_is_taken_for_it(page: EditorPage) -> None:
    page.goto("merk")
    label = next(label for label in page.view.findChildren(QLabel) if "Husk" in label.text())
    assert label.text() == "<b>Husk</b> <i>dette</i> &amp; mer her (https://example.org)"
    assert label.accessibleName() == "Husk dette & mer her"


def test_a_text_that_cannot_be_changed_is_shown(page: EditorPage) -> None:
    page.goto("laast")
    assert "Står fast" in page.texts_in(page.view)


def test_a_ranking_can_be_taken_as_it_stands_and_removed(page: EditorPage) -> None:
    page.goto("rang")
    page.click("answer_rang_take")
    assert value(page, "rang") == "a b c"
    page.click("answer_rang_take")
    assert value(page, "rang") == ""


def test_rows_that_the_form_counts_are_not_added_or_removed_by_hand(page: EditorPage) -> None:
    page.goto("rader")
    assert page.find(QWidget, "rows_rader_add").isHidden()
    buttons = [button.objectName() for button in page.view.findChildren(QAbstractButton) if button.isVisible()]
    assert any(name.endswith("_down") for name in buttons)
    assert not any(name.endswith("_remove") for name in buttons)
