"""An approval with the approver's own key: the passphrase is typed, a wrong one is told and loses nothing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.approvals import approvals
from neksus_desktop.ui.editor.decide_dialogs import DecideDialog, ReadyDialog
from neksus_desktop.ui.naming import named
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.approvers import new_approver
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from tests.support.screens_editor import EditorPage

PASSPHRASE = "Hun som godkjenner 26"


@pytest.fixture
def waiting(page: EditorPage) -> EditorPage:
    page.click("editor_primary")
    page.again(page.dialog(ReadyDialog).try_accept)
    return page


def test_the_approvers_own_key_signs(waiting: EditorPage, profile: Profile, record: RecordId) -> None:
    key = new_approver(profile, profile.role, PASSPHRASE)
    waiting.click("editor_primary")
    dialog = waiting.dialog(DecideDialog)
    text = dialog.findChild(QPlainTextEdit, "decide_text") or dialog.text
    text.setPlainText("Godt skrevet.")
    dialog.sign_as.passphrase.setText("feil passordfrase")
    dialog.try_accept()
    field: QWidget = dialog.sign_as
    wrong = say("bundle.error.bundle_passphrase.wrong.what")
    waiting.qtbot.waitUntil(lambda: any(wrong in one.accessibleDescription() or wrong in getattr(one, "text", str)()
                                        for one in field.findChildren(QWidget)))  # fmt: skip
    assert dialog.isVisible()
    dialog.sign_as.passphrase.setText(PASSPHRASE)
    waiting.again(dialog.try_accept)
    assert open_record(profile, record).record.status == "approved"
    (approval,) = approvals(profile.store, record)
    assert approval.signer == key.thumbprint
    assert approval.remarks == {"": "Godt skrevet."}


def test_a_decision_is_made_in_the_role_of_the_key(waiting: EditorPage, profile: Profile, record: RecordId) -> None:
    key = new_approver(profile, "stasjonssjef", PASSPHRASE)
    waiting.click("editor_primary")
    dialog = waiting.dialog(DecideDialog)
    assert dialog.sign_as.role() == profile.role != key.label
    dialog.sign_as.key.set_value(key.thumbprint)
    dialog.sign_as.key.chosen.emit(key.thumbprint)
    assert named("rolle", key.label) in " ".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.sign_as.passphrase.setText(PASSPHRASE)
    waiting.again(dialog.try_accept)
    (approval,) = approvals(profile.store, record)
    assert (approval.signer, approval.role) == (key.thumbprint, "stasjonssjef")


def test_where_no_approver_has_a_key_nothing_is_asked(waiting: EditorPage) -> None:
    waiting.click("editor_primary")
    assert not waiting.dialog(DecideDialog).sign_as.isVisible()
