"""Whether attachments go along: with everything, and with less only when somebody says so."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from neksus_desktop.ui.exchange.export_choices import ExportChoices


def test_attachments_go_with_everything_and_with_less_only_when_chosen(qtbot: QtBot) -> None:
    choices = ExportChoices(lambda: None)
    qtbot.addWidget(choices)
    choices.retranslate()
    assert (choices.edition(), choices.attachments()) == ("anonymised", False)
    choices.editions["full"].setChecked(True)
    assert choices.attachments()
    choices.editions["shareable"].setChecked(True)
    assert not choices.attachments()
    choices.files_box.setChecked(True)
    assert choices.attachments()
    assert choices.files_box.accessibleDescription()
