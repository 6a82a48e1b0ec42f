"""Every kind of answer is written with mouse and keyboard, and stands in the store when the editor says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.editor.blocks import Block
from neksus_desktop.ui.editor.controls.scale import ScaleControl, ScaleOption
from neksus_desktop.ui.editor.note_dialogs import FollowUpDialog
from neksus_desktop.ui.widgets import NoteBox
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from tests.support.screens_editor import EditorPage

CONTEXT = "innsats_kontekstforstaaelse"
GRADE = f"/data/innsats/{CONTEXT}/{CONTEXT}"
PART = "/data/innsats/innsats_deltakelse/innsats_deltakelse"
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


def stored(profile: Profile, record: str, path: str) -> str:
    return open_record(profile, record).record.fields.get(path, "")


def test_a_word_of_a_scale_is_chosen_with_a_click(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto(CONTEXT)
    page.click(f"answer_{CONTEXT}_4")
    page.settled()
    assert stored(profile, record, GRADE) == "4"
    assert page.standing(CONTEXT) == "I stor grad"


def test_a_second_click_takes_the_answer_back(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto(CONTEXT)
    page.click(f"answer_{CONTEXT}_4")
    page.click(f"answer_{CONTEXT}_4")
    page.settled()
    assert stored(profile, record, GRADE) == ""
    assert page.standing(CONTEXT) == "Ikke vurdert"


def test_keys_choose_in_a_scale(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto(CONTEXT)
    values = []
    for key, held in ((Qt.Key.Key_2, NONE), (Qt.Key.Key_M, ALT), (Qt.Key.Key_Delete, NONE), (Qt.Key.Key_5, NONE)):
        page.key(f"answer_{CONTEXT}_1", key, held)
        page.settled()
        values.append(stored(profile, record, GRADE))
    assert values == ["2", "mangler_grunnlag", "", "5"]


def test_who_begins_to_write_too_early_answers_nothing(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto(CONTEXT)
    page.key(f"answer_{CONTEXT}_1", Qt.Key.Key_3)
    QTest.keyClicks(page.screen.focusWidget(), "iMim")
    page.settled()
    assert stored(profile, record, GRADE) == "3"
    assert page.standing(CONTEXT) == "I noen grad"


def test_not_relevant_asks_why(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto(CONTEXT)
    reason = page.find(QWidget, f"question_{CONTEXT}_hvorfor")
    assert not reason.isVisible()
    page.key(f"answer_{CONTEXT}_1", Qt.Key.Key_I, ALT)
    assert reason.isVisible()
    assert page.standing(CONTEXT) == "Skriv kort hvorfor det ikke er relevant."
    page.write(f"answer_{CONTEXT}_hvorfor_text", "Tiltaket er bare livreddende.")
    page.leave_field()
    page.settled()
    assert stored(profile, record, f"{GRADE}_hvorfor") == "Tiltaket er bare livreddende."
    assert page.standing(CONTEXT) == "Ikke relevant"


@pytest.mark.qt_log_ignore("This plugin does not support")  # a tip is a window of its own
def test_what_the_outline_has_no_room_for_is_told_where_the_mouse_rests(page: EditorPage) -> None:
    page.goto(CONTEXT)
    page.key(f"answer_{CONTEXT}_1", Qt.Key.Key_I, ALT)
    assert page.standing(CONTEXT) in page.tip(CONTEXT)
    page.key(f"answer_{CONTEXT}_1", Qt.Key.Key_4)
    page.qtbot.waitUntil(lambda: page.tip(CONTEXT) == "")


def test_lacking_grounds_offers_a_follow_up_point(page: EditorPage) -> None:
    page.goto(CONTEXT)
    page.key(f"answer_{CONTEXT}_1", Qt.Key.Key_M, ALT)
    page.click(f"question_{CONTEXT}_to_follow_up")
    assert "grunnlag" in page.dialog(FollowUpDialog).result_follow_up().text


def test_a_matrix_is_filled_by_keyboard_alone(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto("innsats_deltakelse")
    page.key("answer_kvinner__planlegging_1", Qt.Key.Key_3)
    focused = page.screen.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Down)
    focused = page.screen.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Kvinner, Gjennomføring")
    QTest.keyClick(focused, Qt.Key.Key_I, ALT)
    page.settled()
    assert stored(profile, record, f"{PART}/kvinner__planlegging") == "3"
    assert stored(profile, record, f"{PART}/kvinner__gjennomfoering") == "ikke_relevant"
    assert page.standing("innsats_deltakelse") != "Ikke vurdert"


def test_arrows_choose_within_a_row_of_a_matrix(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto("innsats_deltakelse")
    page.key("answer_ungdom__planlegging_1", Qt.Key.Key_1)
    page.key("answer_ungdom__planlegging_1", Qt.Key.Key_Right)
    page.settled()
    assert stored(profile, record, f"{PART}/ungdom__planlegging") == "2"


def test_a_date_is_typed_as_people_type_it(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto("om_vurderingen")
    page.write("answer_vurdert_text", "5.6.26")
    page.leave_field()
    page.settled()
    assert stored(profile, record, "/data/om/om_vurderingen/vurdert") == "2026-06-05"
    assert page.find(QLineEdit, "answer_vurdert_text").text() == "05.06.2026"


def test_what_is_no_date_is_kept_and_said_to_be_wrong(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto("om_vurderingen")
    page.write("answer_vurdert_text", "i fjor høst")
    page.leave_field()
    page.settled()
    assert stored(profile, record, "/data/om/om_vurderingen/vurdert") == "i fjor høst"
    assert page.find(QLineEdit, "answer_vurdert_text").property("faulty") is True


def test_several_are_ticked_and_a_part_comes_into_sight(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto("om_vurderingen")
    assert page.screen.outline is not None
    model = page.screen.outline.outline
    assert model.row_of("prinsipper") < 0
    page.click("answer_pilarer_fred")
    page.click("answer_pilarer_humanitaer")
    page.settled()
    assert stored(profile, record, "/data/om/om_vurderingen/pilarer").split() == ["fred", "humanitaer"]
    assert model.row_of("prinsipper") > 0


@pytest.mark.parametrize("on", [Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Down])
def test_each_tick_is_reached_by_key(page: EditorPage, profile: Profile, record: RecordId, on: Qt.Key) -> None:
    page.goto("om_vurderingen")
    page.view.focus_first()
    for key in (on, Qt.Key.Key_Space, on, Qt.Key.Key_Space):
        now = QApplication.focusWidget()
        assert now is not None
        QTest.keyClick(now, key)
    page.settled()
    assert stored(profile, record, "/data/om/om_vurderingen/pilarer").split() == ["utvikling", "humanitaer"]


def test_rows_are_added_removed_and_brought_back(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto("dilemma")
    page.click("rows_dilemmaer_add")
    page.write("answer_beskrivelse_text", "Tilgang mot likebehandling")
    page.leave_field()
    page.settled()
    repeat = "/data/avslutning/dilemma/dilemmaer"
    first, row = stored(profile, record, repeat).split()
    assert stored(profile, record, f"{repeat}[{row}]/beskrivelse") == "Tilgang mot likebehandling"
    page.click(f"row_{row}_remove")
    page.settled()
    assert stored(profile, record, repeat) == first
    page.again(page.screen._steps.undo)
    page.settled()
    assert stored(profile, record, f"{repeat}[{row}]/beskrivelse") == "Tilgang mot likebehandling"


def test_the_cursor_goes_where_a_gap_is(page: EditorPage) -> None:
    page.screen.show_point("innsats_analyser", "/data/innsats/innsats_analyser/innsats_analyser_gjennomfoeres")
    widget: QWidget | None = page.screen.focusWidget()
    while widget is not None and not isinstance(widget, Block):
        widget = widget.parentWidget()
    assert isinstance(widget, Block)
    assert widget.key.endswith("innsats_analyser_gjennomfoeres")


def test_what_lies_outside_a_scale_is_offered_once_where_a_question_of_its_own_asks_for_it(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    point = "innsats_motstandskraft"
    page.goto(point)
    grade = page.find(ScaleControl, f"answer_{point}_grad")

    def words() -> list[str]:
        return [option.text() for option in grade.findChildren(ScaleOption) if not option.isHidden()]

    inside = words()
    assert len(inside) == 5
    page.key(f"answer_{point}_grad_1", Qt.Key.Key_I, ALT)
    page.settled()
    assert stored(profile, record, f"/data/innsats/{point}/{point}_grad") == "ikke_relevant"
    assert words()[-1] == "Ikke relevant", "what was answered is shown"


def test_what_to_be_careful_with_is_said_once(page: EditorPage) -> None:
    page.goto("innsats_deltakelse")
    side = page.screen.side
    assert side is not None

    def told() -> list[str]:
        return [note.label.text() for note in side.findChildren(NoteBox) if "ikke navn" in note.label.text()]

    page.qtbot.waitUntil(lambda: [text.startswith("Lav grad") for text in told()] == [True])
