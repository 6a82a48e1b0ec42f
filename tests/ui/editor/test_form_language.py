"""A form of others is read in each of its languages while it is answered, also those read from right to left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import LinkButton
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

FORM = """| survey |
| | type | name | label::English (en) | label::العربية (ar) |
| | text | sted | Where? | أين؟ |
| | select_one jn | svar | Agree? | موافق؟ |
| choices |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | jn | ja | Yes | نعم |
| | jn | nei | No | لا |
| settings |
| | form_id | form_title | version | default_language |
| | sprak | Språk | 1 | English (en) |
"""


@pytest.fixture
def page(qtbot: QtBot, profile: Profile, shell: Shell, tmp_path: Path) -> Iterator[EditorPage]:
    path = tmp_path / "sprak.md"
    path.write_text(FORM, encoding="utf-8")
    install_form(profile, path)
    opened = EditorPage(qtbot, shell)
    opened.open(new_record(profile, "sprak", invented_subject()))
    yield opened
    shell.runner.drain()
    delete(opened.window)


def test_the_language_is_changed_while_answering_and_stays_for_that_form(page: EditorPage) -> None:
    page.write("answer_sted_text", "Juba")
    assert page.find(LinkButton, "editor_form_language").text() == "Skjemaspråk: engelsk"
    languages = page.screen._steps.languages
    languages.speak("ar")
    page.wait_until_built()
    assert "أين؟" in page.texts_in(page.view)
    assert page.desk.session.value("/data/sted") == "Juba"
    assert page.find(LinkButton, "editor_form_language").text() == "Skjemaspråk: العربية"
    page.again(page.screen.reopen)
    assert "أين؟" in page.texts_in(page.view)
    languages.speak("en")
    page.wait_until_built()
    assert "Where?" in page.texts_in(page.view)


def test_what_is_read_from_right_to_left_stands_so(page: EditorPage) -> None:
    page.screen._steps.languages.speak("ar")
    page.goto("svar")
    yes, no = (page.find(QAbstractButton, f"answer_svar_{value}") for value in ("ja", "nei"))
    assert yes.layoutDirection() == Qt.LayoutDirection.RightToLeft
    yes.click()
    yes.setFocus()
    QTest.keyClick(yes, Qt.Key.Key_Left)
    assert page.desk.session.value("/data/svar") == "nei", "the next one stands to the left"
    QTest.keyClick(no, Qt.Key.Key_Right)
    assert page.desk.session.value("/data/svar") == "ja"


def test_our_own_forms_follow_the_window(page: EditorPage, record: str) -> None:
    page.open(record)
    assert page.find(QWidget, "editor_form_language").isHidden()
