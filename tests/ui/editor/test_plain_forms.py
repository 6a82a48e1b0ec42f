"""Any ODK form can be answered: every kind of question has its control, and none of our own columns is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from neksus_desktop.ui.editor.blocks import Block
from neksus_desktop.ui.shell import Shell
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record, open_record
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

FORM = """
settings: {form_id: alle_slag, form_title: Alle slag, version: '1'}
survey:
  - {type: text, name: navn, label: Navn på tiltaket}
  - {type: text, name: fortelling, label: Fortell, appearance: multiline}
  - {type: integer, name: antall, label: Antall, constraint: '. < 100', constraint_message: For mange}
  - {type: decimal, name: andel, label: Andel}
  - {type: range, name: styrke, label: Styrke, parameters: start=1 end=10 step=1}
  - {type: date, name: dag, label: Dag}
  - {type: time, name: klokke, label: Klokke}
  - {type: dateTime, name: tidspunkt, label: Tidspunkt}
  - {type: select_one faa, name: en_av_faa, label: En av få}
  - {type: select_one mange, name: en_av_mange, label: En av mange}
  - {type: select_multiple faa, name: flere_av_faa, label: Flere av få}
  - {type: select_multiple mange, name: flere_av_mange, label: Flere av mange}
  - {type: rank faa, name: rekkefoelge, label: Rekkefølge}
  - {type: geopoint, name: sted, label: Sted}
  - {type: barcode, name: kode, label: Kode}
  - {type: image, name: bilde, label: Bilde}
  - {type: acknowledge, name: lest, label: Les dette}
  - {type: note, name: merk, label: Bare til å lese}
  - {type: begin_repeat, name: husholdning, label: Husholdninger}
  - {type: text, name: omraade, label: Område}
  - {type: begin_repeat, name: barn, label: Barn}
  - {type: integer, name: alder, label: Alder}
  - {type: end_repeat}
  - {type: end_repeat}
choices:
  faa: [{name: a, label: Alfa}, {name: b, label: Beta}, {name: c, label: Gamma}]
  mange:
"""


@pytest.fixture(scope="session")
def form_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "alle_slag.yaml"
    many = "".join(f"    - {{name: k{number}, label: Kommune {number}}}\n" for number in range(30))
    path.write_text(FORM.lstrip() + many, encoding="utf-8")
    return path


@pytest.fixture
def plain(profile: Profile, form_file: Path) -> str:
    install_form(profile, form_file)
    return new_record(profile, "alle_slag", invented_subject())


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, plain: str) -> Iterator[EditorPage]:
    opened = EditorPage(qtbot, shell)
    opened.open(plain)
    yield opened
    shell.runner.drain()
    delete(opened.window)


def answers(profile: Profile, record: str) -> dict[str, str]:
    found = open_record(profile, record).record.answers()
    return {path.rpartition("/")[2]: value for path, value in found.items()}


def test_every_question_can_be_shown(page: EditorPage) -> None:
    for point in page.desk.form.points:
        page.goto(point.id)
        assert page.view.findChildren(Block), point.id


def test_numbers_and_times_are_typed_as_people_type_them(page: EditorPage, profile: Profile, plain: str) -> None:
    for name, typed in (("antall", "42"), ("andel", "12,5"), ("styrke", "7"), ("klokke", "14.30")):
        page.goto(name)
        page.write(f"answer_{name}_text", typed)
        page.leave_field()
    page.settled()
    found = answers(profile, plain)
    assert (found["antall"], found["andel"], found["styrke"]) == ("42", "12.5", "7")
    assert found["klokke"].startswith("14:30:00")


def test_what_breaks_a_rule_is_said_beside_it_and_kept(page: EditorPage, profile: Profile, plain: str) -> None:
    page.goto("antall")
    page.write("answer_antall_text", "420")
    page.leave_field()
    page.settled()
    assert answers(profile, plain)["antall"] == "420"
    assert page.standing("antall") == "For mange"


def test_one_and_several_of_many_are_picked(page: EditorPage, profile: Profile, plain: str) -> None:
    page.goto("en_av_mange")
    one = page.find(QComboBox, "answer_en_av_mange_list")
    one.setCurrentIndex(one.findData("k7"))
    one.activated.emit(one.currentIndex())
    page.goto("flere_av_mange")
    for value in ("k20", "k3"):
        several = page.find(QComboBox, "answer_flere_av_mange_add")
        several.setCurrentIndex(several.findData(value))
        several.activated.emit(several.currentIndex())
    page.settled()
    found = answers(profile, plain)
    assert (found["en_av_mange"], found["flere_av_mange"]) == ("k7", "k3 k20")
    page.click("answer_flere_av_mange_k3")
    page.settled()
    assert answers(profile, plain)["flere_av_mange"] == "k20"


def test_a_searched_list_is_left_after_a_choice_was_taken_in(page: EditorPage, profile: Profile, plain: str) -> None:
    page.goto("flere_av_mange")
    several = page.find(QComboBox, "answer_flere_av_mange_add")
    several.setFocus()
    for value in ("k20", "k3"):
        several.setCurrentIndex(several.findData(value))
        several.activated.emit(several.currentIndex())
        page.settled()
    page.click("answer_flere_av_mange_k3")
    page.settled()
    assert answers(profile, plain)["flere_av_mange"] == "k20"


def test_a_ranking_is_ordered_by_keyboard(page: EditorPage, profile: Profile, plain: str) -> None:
    page.goto("rekkefoelge")
    ranking = page.find(QWidget, "answer_rekkefoelge_list")
    ranking.setFocus()
    QTest.keyClick(ranking, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    page.settled()
    assert answers(profile, plain)["rekkefoelge"] == "b a c"


def test_what_is_to_be_read_is_acknowledged(page: EditorPage, profile: Profile, plain: str) -> None:
    page.goto("lest")
    page.click("answer_lest_tick")
    page.settled()
    assert answers(profile, plain)["lest"] == "OK"


def test_rows_within_rows(page: EditorPage, profile: Profile, plain: str) -> None:
    page.screen.show_point(next(point.id for point in page.desk.form.points if "husholdning" in point.key))
    page.click("rows_husholdning_add")
    page.write("answer_omraade_text", "Nord")
    page.leave_field()
    page.settled()
    assert answers(profile, plain)["omraade"] == "Nord"
