"""The form has a newer version: said over the draft, listed, moved, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.editor.newer_form import NewerFormDialog
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record, save_fields
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

NOTICE = "editor_newer_form"


def form(folder: Path, version: str, survey: str) -> Path:
    path = folder / f"besoek-{version}.md"
    path.write_text(
        f"| survey |\n| | type | name | label |\n{survey}| settings |\n"
        f"| | form_id | form_title | version |\n| | besoek | Besøk | {version} |\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def draft(profile: Profile, tmp_path: Path) -> RecordId:
    rows = "| | text | sted | Hvor? |\n| | text | vaer | Hvilket vær? |\n| | text | bort | Hvor langt? |\n"
    install_form(profile, form(tmp_path, "1", rows))
    made = new_record(profile, "besoek", invented_subject())
    save_fields(profile, made, {"/data/sted": "Bamako", "/data/vaer": "sol", "/data/bort": "mye"})
    group = "| | begin_group | g | Mer |\n| | text | vaer | Hvilket vær? |\n| | end_group | | |\n"
    install_form(profile, form(tmp_path, "2", f"| | text | sted | Hvor? |\n{group}| | text | ny | Hvem? |\n"))
    return made


def test_a_draft_of_the_newest_form_has_no_notice(page: EditorPage) -> None:
    assert page.find(QWidget, NOTICE).isHidden()


def test_the_list_is_shown_and_the_draft_moved_and_moved_back(page: EditorPage, draft: RecordId) -> None:
    page.open(draft)
    assert page.find(QWidget, NOTICE).isVisible()
    page.click("editor_newer_form_look")
    page.settled()
    dialog = page.dialog(NewerFormDialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    order = [words.index(word) for word in ("Hvor langt?", "Hvilket vær?", "Hvem?", "Hvor?")]
    assert order == sorted(order)
    assert "Mistet plassen sin, men er beholdt: 1 svar" in words
    page.again(lambda: page.click("newer_form_dialog_primary"))
    assert page.desk.form.version == "2"
    assert page.told[-1].startswith("Utkastet følger nå den nyeste versjonen")
    assert page.desk.session.value("/data/g/vaer") == "sol"
    assert page.desk.session.orphans() == {"/data/bort": "mye"}
    assert page.find(QWidget, NOTICE).isHidden()
    page.again(page.screen._steps.undo)
    assert page.desk.form.version == "1"
    assert page.desk.session.value("/data/vaer") == "sol"
    assert page.find(QWidget, NOTICE).isVisible()
