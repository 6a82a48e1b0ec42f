"""What XLSForm's appearances put together stands together: field lists as one point, tables as a grid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from neksus_desktop.ui.editor.blocks import QuestionBlock
from neksus_desktop.ui.editor.group_blocks import TableBlock
from neksus_desktop.ui.shell import Shell
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

FORM = """
settings: {form_id: tabeller, form_title: Tabeller, version: '1'}
survey:
  - {type: begin_group, name: tilbud, label: Hva finnes her?, appearance: table-list}
  - {type: select_one jn, name: vann, label: Vann, required: 'yes', required_message: Si noe om vannet}
  - {type: select_one jn, name: skole, label: Skole, relevant: "${vann} = 'ja'"}
  - {type: select_one jn, name: klinikk, label: Klinikk}
  - {type: end_group}
  - {type: begin_group, name: bruk, label: Hvem bruker det?, appearance: field-list}
  - {type: select_multiple hvem, name: hode, label: Tjeneste, appearance: label}
  - {type: select_multiple hvem, name: brenn, label: Brønn, appearance: list-nolabel}
  - {type: select_multiple hvem, name: pumpe, label: Pumpe, appearance: list-nolabel}
  - {type: text, name: annet, label: Annet}
  - {type: end_group}
  - {type: begin_group, name: brett, label: Mange svar, appearance: table-list}
  - {type: select_one mange, name: bredt_en, label: Rad en}
  - {type: select_one mange, name: bredt_to, label: Rad to}
  - {type: end_group}
choices:
  jn: [{name: ja, label: Ja}, {name: nei, label: Nei}]
  hvem: [{name: barn, label: Barn}, {name: voksne, label: Voksne}, {name: dyr, label: Dyr}]
  mange:
"""


@pytest.fixture
def page(qtbot: QtBot, profile: Profile, shell: Shell, tmp_path: Path) -> Iterator[EditorPage]:
    path = tmp_path / "tabeller.yaml"
    many = "".join(f"    - {{name: k{number}, label: Kolonne {number}}}\n" for number in range(40))
    path.write_text(FORM.lstrip() + many, encoding="utf-8")
    install_form(profile, path)
    opened = EditorPage(qtbot, shell)
    opened.open(new_record(profile, "tabeller", invented_subject()))
    yield opened
    shell.runner.drain()
    delete(opened.window)


def test_what_stands_on_one_screen_is_one_point_under_its_title(page: EditorPage) -> None:
    assert [point.id for point in page.desk.form.points] == ["tilbud", "bruk", "brett"]
    assert page.screen.outline is not None
    assert page.screen.outline.outline.title_at(0) == "Hva finnes her?"
    assert len(page.view.findChildren(TableBlock)) == 1
    assert not page.view.findChildren(QuestionBlock)


def test_a_table_is_answered_by_keyboard_and_hides_rows_that_are_not_relevant(page: EditorPage) -> None:
    first = page.find(QAbstractButton, "answer_vann_ja")
    assert first.accessibleName() == "Vann: Ja"
    assert page.find(QWidget, "answer_skole_ja").isHidden()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_2)
    assert page.desk.session.value("/data/tilbud/vann") == "nei"
    QTest.keyClick(page.find(QWidget, "answer_vann_nei"), Qt.Key.Key_Down)
    assert page.find(QWidget, "answer_klinikk_ja").hasFocus(), "the hidden row is passed by"
    page.find(QAbstractButton, "answer_vann_ja").click()
    assert not page.find(QWidget, "answer_skole_ja").isHidden()


def test_what_is_wrong_in_a_table_is_said_in_its_row(page: EditorPage) -> None:
    row = next(block for block in page.view.findChildren(TableBlock))
    assert "Si noe om vannet" in page.texts_in(row)


def test_several_are_ticked_in_a_table(page: EditorPage) -> None:
    page.screen.show_point("bruk", "/data/bruk/pumpe")
    tick = page.find(QAbstractButton, "answer_pumpe_barn")
    assert tick.hasFocus(), "the row that was asked for"
    QTest.keyClick(tick, Qt.Key.Key_Space)
    QTest.keyClick(tick, Qt.Key.Key_Right)
    QTest.keyClick(page.find(QWidget, "answer_pumpe_voksne"), Qt.Key.Key_3)
    assert page.desk.session.value("/data/bruk/pumpe") == "barn dyr"
    assert page.find(QWidget, "answer_annet_text").isVisible(), "the rest of the field list follows"


def test_a_table_too_wide_for_the_screen_is_asked_row_by_row(page: EditorPage) -> None:
    page.goto("brett")
    assert not [block for block in page.view.findChildren(TableBlock) if block.isVisible()]
    asked = [block for block in page.view.findChildren(QuestionBlock) if block.isVisible()]
    assert [block.label.text() for block in asked] == ["Rad en", "Rad to"]
