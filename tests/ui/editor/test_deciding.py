"""Sending, approving, returning and opening again; what others said; what was said before; three languages."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.exchange.answers import Answered
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.note import FollowUp
from neksus_desktop.records.record import follow_up_fields
from neksus_desktop.storage.settings import set_value
from neksus_desktop.storage.times import to_text
from neksus_desktop.ui.editor.decide_dialogs import DecideDialog, PointsDialog, ReadyDialog
from neksus_desktop.ui.editor.note_dialogs import FollowUpDialog
from neksus_desktop.ui.editor.word_diff import Part, compared
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import RowCard
from neksus_desktop.usecases.comments import comments
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.ready import Gap
from neksus_desktop.usecases.records import new_record, open_record, save_fields
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

POINT = "innsats_samhold"
ANSWER = f"/data/innsats/{POINT}/{POINT}"


def status(profile: Profile, record: str) -> str:
    return open_record(profile, record).record.status


def submit(page: EditorPage) -> None:
    page.click("editor_primary")
    page.again(page.dialog(ReadyDialog).try_accept)


def test_what_stands_open_is_said_in_sentences_that_lead_there(page: EditorPage) -> None:
    page.click("editor_primary")
    dialog = page.dialog(ReadyDialog)
    first = dialog.findChild(QWidget, "gap_1")
    assert first is not None
    assert "2.1.1" in first.accessibleName()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert page.view.point.number == "2.1.1"


def test_of_a_long_form_the_same_stands_open(page: EditorPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> list[str]:
        page.click("editor_primary")
        page.qtbot.waitUntil(lambda: any(one.isVisible() for one in page.screen.findChildren(ReadyDialog)))
        dialog = page.dialog(ReadyDialog)
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        dialog.reject()
        return texts

    before = told()
    monkeypatch.setattr("neksus_desktop.ui.editor.steps._COUNTED_UP_TO", 5)
    assert told() == before


def test_many_things_that_stand_open_come_a_few_at_a_time(qtbot: QtBot) -> None:
    dialog = ReadyDialog([Gap("p", "p", f"Nr. {number}", "missing") for number in range(40)], None)
    qtbot.addWidget(dialog)
    assert len(dialog.findChildren(RowCard)) < 40
    qtbot.waitUntil(lambda: len(dialog.findChildren(RowCard)) == 40)
    assert [row.accessibleName() for row in dialog.findChildren(RowCard)] == [f"Nr. {number}" for number in range(40)]


def test_the_button_counts_what_is_left(page: EditorPage) -> None:
    page.qtbot.waitUntil(lambda: "ting gjenstår" in page.screen.bar.primary.text())


def test_sent_for_approval_it_can_be_read_and_not_written(page: EditorPage, profile: Profile, record: RecordId) -> None:
    submit(page)
    assert status(profile, record) == "for_approval"
    page.goto(POINT)
    assert not page.find(QAbstractButton, f"answer_{POINT}_styrker").isEnabled()
    assert page.screen.middle.notice.isVisible()
    assert page.told == [say("editor.told.submitted")]
    page.goto("om_vurderingen")
    unanswered = page.find(QWidget, "answer_fredsarbeid").findChildren(QLabel)
    assert [label.text() for label in unanswered] == ["–"]
    page.again(lambda: page.click("editor_second"))
    assert status(profile, record) == "draft"


def test_approved_it_can_be_opened_again(page: EditorPage, profile: Profile, record: RecordId) -> None:
    submit(page)
    page.click("editor_primary")
    page.again(page.dialog(DecideDialog).try_accept)
    assert status(profile, record) == "approved"
    page.again(lambda: page.click("editor_second"))
    assert status(profile, record) == "draft"


def test_what_was_approved_is_followed_up_in_the_editor_and_stays_approved(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    task = FollowUp(id="f1", point=POINT, text="Innhente kjønnsanalyse", responsible="utsendt")
    save_fields(profile, record, follow_up_fields(task))
    page.again(page.screen.reopen)
    submit(page)
    page.click("editor_primary")
    page.again(page.dialog(DecideDialog).try_accept)
    page.goto(POINT)
    before = open_record(profile, record).record.fields
    page.key("follow_ups_f1", Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: bool(page.screen.findChildren(FollowUpDialog)))
    dialog = page.dialog(FollowUpDialog)
    assert not dialog.text.isVisible()
    assert not dialog.findChildren(QWidget, "follow_up_dialog_remove")
    page.key("follow_up_closed", Qt.Key.Key_Space)
    dialog.try_accept()
    assert say("places.follow_up.outcome_missing") in page.texts_in(dialog)
    page.write("follow_up_outcome", "Analysen kom i november.")
    page.write("follow_up_ground_title", "Kjønnsanalyse")
    page.again(dialog.try_accept)
    after = open_record(profile, record).record
    (closed,), (ground,) = after.follow_ups(), after.evidence()
    assert (after.status, closed.state, closed.text, ground.followup) == ("approved", "lukket", task.text, "f1")
    assert {path for path in after.fields if after.fields[path] != before.get(path)} == {
        "followup/f1/state", "followup/f1/outcome",
        *(f"evidence/{ground.id}/{name}" for name in ("point", "title", "followup")),
    }  # fmt: skip
    assert not page.find(QAbstractButton, f"answer_{POINT}_styrker").isEnabled()


def test_a_point_that_came_after_the_approval_can_be_reworded_and_taken_away(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    submit(page)
    page.click("editor_primary")
    page.again(page.dialog(DecideDialog).try_accept)
    page.goto(POINT)
    page.click("follow_ups_add")
    page.qtbot.waitUntil(lambda: bool(page.screen.findChildren(FollowUpDialog)))
    page.write("follow_up_text", "Spørre igjen i mars")
    page.again(page.dialog(FollowUpDialog).try_accept)
    (made,) = open_record(profile, record).record.follow_ups()
    page.key(f"follow_ups_{made.id}", Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: bool(page.screen.findChildren(FollowUpDialog)))
    assert page.dialog(FollowUpDialog).text.isVisible()
    page.again(lambda: page.click("follow_up_dialog_remove"))
    after = open_record(profile, record).record
    assert (after.status, list(after.follow_ups())) == ("approved", [])


def test_a_return_says_why_and_the_remark_stands_at_its_point(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    submit(page)
    page.click("editor_primary")
    dialog = page.dialog(DecideDialog)
    page.click("decide_return")
    assert dialog.isVisible()
    dialog.where.set_value(POINT)
    page.write("decide_text", "Hvem er det som styrkes?")
    page.again(lambda: page.click("decide_return"))
    assert status(profile, record) == "returned"
    page.goto(POINT)
    page.click("side_remarks")
    page.qtbot.waitUntil(lambda: "Hvem er det som styrkes?" in page.side_texts())
    page.click(f"answer_{POINT}_styrker")
    page.settled()
    assert open_record(profile, record).record.fields[ANSWER] == "styrker"


def test_a_remark_is_written_and_answered(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto(POINT)
    page.click("side_remarks")
    page.qtbot.waitUntil(lambda: bool(page.window.findChildren(QWidget, "remark_text")))
    page.write("remark_text", "Hva sier kvinnene?")
    page.click("remark_add")
    page.qtbot.waitUntil(lambda: "Hva sier kvinnene?" in page.side_texts())
    (remark,) = comments(profile, record)
    assert (remark.point, remark.state) == (POINT, "open")
    assert page.find(QAbstractButton, "side_remarks").text() == "Merknader 1"
    page.click(f"remark_{remark.id}_taken_over")
    page.qtbot.waitUntil(lambda: say("editor.remarks.state.taken_over") in page.side_texts())
    assert comments(profile, record)[0].state == "taken_over"


def test_what_became_of_a_remark_elsewhere_stands_below_it(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    page.goto(POINT)
    page.click("side_remarks")
    for text in ("Hva sier kvinnene?", "Og ungdommen?"):
        page.qtbot.waitUntil(lambda: bool(page.window.findChildren(QWidget, "remark_text")))
        page.write("remark_text", text)
        page.click("remark_add")
        page.qtbot.waitUntil(lambda told=text: told in page.side_texts())  # type: ignore[misc]
        remark = comments(profile, record)[0]
        there = Answered("disagree", to_text(profile.now()))
        set_value(profile.store, f"answers/{remark.id}", json.dumps({"Norads-nøkkel": there}))
    page.qtbot.waitUntil(lambda: any("Norads-n lar merknaden bli stående" in one for one in page.side_texts()))
    assert not page.window.findChildren(QWidget, f"remark_{remark.id}_disagree"), "it is not ours to answer"


def test_the_earlier_assessment_stands_beside(page: EditorPage, profile: Profile, record: RecordId) -> None:
    save_fields(profile, record, {ANSWER: "svekker", f"note/{POINT}/internal": "Krangel i køene."})
    later = new_record(profile, "neksus_veileder", invented_subject(), previous=record)
    page.open(later, POINT)
    page.click("side_previous")
    page.qtbot.waitUntil(lambda: "Krangel i køene." in page.side_texts())
    assert "Svekker" in page.side_texts()
    assert page.desk.session.value(ANSWER) == ""


def test_what_is_new_since_last_time_is_shown_when_asked_for(
    page: EditorPage, profile: Profile, record: RecordId
) -> None:
    save_fields(profile, record, {f"note/{POINT}/internal": "Krangel i køene ved vannpunktene."})
    later = new_record(profile, "neksus_veileder", invented_subject(), previous=record)
    save_fields(profile, later, {f"note/{POINT}/internal": "Mindre krangel i køene nå."})
    page.open(later, POINT)
    page.click("side_previous")
    page.qtbot.waitUntil(lambda: bool(page.window.findChildren(QWidget, "previous_compare")))
    page.click("previous_compare")
    assert "Krangel" in page.find(QTextEdit, "word_diff").toPlainText()
    assert compared("Krangel i køene", "Mindre krangel i køene") == [
        Part("gone", "Krangel"),
        Part("new", "Mindre krangel"),
        Part("same", " i køene"),
    ]


def test_the_change_log_tells_answers_in_words(page: EditorPage) -> None:
    page.goto(POINT)
    page.click(f"answer_{POINT}_styrker")
    page.settled()
    page.click("side_history")
    page.qtbot.waitUntil(lambda: "Styrker" in page.side_texts())


def test_points_are_chosen_and_what_was_written_stays(page: EditorPage, profile: Profile, record: RecordId) -> None:
    page.goto(POINT)
    page.click(f"answer_{POINT}_styrker")
    page.click("editor_choose_points")
    dialog = page.dialog(PointsDialog)
    page.click(f"points_{POINT}")
    dialog.try_accept()
    page.settled()
    assert page.screen.outline is not None
    assert page.screen.outline.outline.row_of(POINT) < 0
    assert open_record(profile, record).record.fields[ANSWER] == "styrker"


def test_the_language_changes_at_the_same_place(page: EditorPage) -> None:
    page.goto(POINT)
    page.click(f"answer_{POINT}_styrker")
    say.set_language("nn")
    assert page.view.point.id == POINT
    labels = [label.text() for label in page.view.findChildren(QLabel)]
    assert "Korleis påverkar tiltaka lokalt samhald og samhøyrsle?" in labels
    say.set_language("en")
    assert page.standing("innsats_deltakelse") == "Not assessed"


def test_print_and_export_lead_on(page: EditorPage, record: RecordId) -> None:
    page.click("editor_print")
    assert page.went[-1] == ("preview", {"kind": "summary", "record": record})
