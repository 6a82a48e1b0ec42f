from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QTextBrowser

from neksus_desktop.paths import shipped
from neksus_desktop.texts import LANGUAGES, Language
from neksus_desktop.ui.handbook import PAGE_OF_PLACE, matching, pages, picture
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from neksus_desktop.usecases.report import make_report
from tests.ui.places.conftest import Opener

BAD = """| survey |||||
| | type | name | label | relevant |
| | intger | alder | Alder | |
| | text | sted | Hvor? | ${alderr} > 1 |
"""
GOOD = """| survey |||
| | type | name | label |
| | integer | alder | Alder |
| settings |||
| | form_title | form_id | version |
| | Feltnotat | feltnotat | 1 |
"""


def test_a_form_with_faults_is_told_by_sheet_and_row_and_not_installed(
    at: Opener, norad: Profile, tmp_path: Path
) -> None:
    path = tmp_path / "feil.md"
    path.write_text(BAD, encoding="utf-8")
    page = at(norad, "forms", files=[path])
    dialog = page.dialog("form_check_dialog")
    table = dialog.find("form_problems", type(page.table("forms_table")))
    rows = [str(table.model().index(at, 0).data()) for at in range(table.model().rowCount())]
    assert any("rad 2" in row for row in rows)
    assert any("rad 3" in row for row in rows)
    assert not dialog.find("form_check_dialog_primary", type(page.screen.install_button)).isVisible()  # type: ignore[attr-defined]


def test_a_sound_form_is_installed_and_listed(at: Opener, norad: Profile, tmp_path: Path) -> None:
    path = tmp_path / "god.md"
    path.write_text(GOOD, encoding="utf-8")
    page = at(norad, "forms", files=[path])
    assert page.dialog("form_check_dialog").accept()
    page.wait()
    assert any(row.startswith("Feltnotat") for row in page.column("forms_table"))
    assert page.column("forms_table", 4) == ["fulgte med programmet", "installert her"]


def test_a_form_is_written_as_a_spreadsheet_that_can_be_read_back(at: Opener, norad: Profile, tmp_path: Path) -> None:
    page = at(norad, "forms")
    form = page.table("forms_table").rows.rows[0]
    page.screen.save_to(form, tmp_path / "skjema.xlsx")  # type: ignore[attr-defined]
    page.wait()
    page.screen.check(tmp_path / "skjema.xlsx")  # type: ignore[attr-defined]
    page.wait()
    assert say("places.forms.check_title") in page.dialog("form_check_dialog").texts()


def test_a_blank_form_is_printed_from_the_list(at: Opener, norad: Profile) -> None:
    page = at(norad, "forms")
    page.act("forms_blank")
    assert page.went[-1] == ("preview", {"form": "neksus_veileder", "kind": "blank"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_has_the_same_pages_in_every_language(language: str) -> None:
    found = pages(language)
    assert [page.id for page in found] == [page.id for page in pages("nb")]
    assert len([page for page in found if page.group == "how"]) == 12
    assert all(len(page.text) > 200 and page.title for page in found)
    assert set(PAGE_OF_PLACE.values()) <= {page.id for page in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_of_the_handbook_are_there_and_small(language: Language) -> None:
    named = [re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page.text) for page in pages(language)]
    files = {picture(language, name) for one in named for _alt, name in one}
    assert None not in files
    kept = set(shipped("resources", "handbook", language, "pictures").iterdir())
    assert files == kept
    assert sum(path.stat().st_size for path in kept) < 1_000_000
    of_nb = [re.findall(r"\(([^)]+\.png)\)", page.text) for page in pages("nb")]
    assert [[name for _alt, name in one] for one in named] == of_nb


def test_a_page_shows_its_picture_no_wider_than_itself(at: Opener, norad: Profile) -> None:
    page = at(norad, "help", place="editor")
    shown = page.find("help_page", QTextBrowser)
    images = [form for form in shown.document().allFormats() if form.isImageFormat()]
    widths = [form.toImageFormat().width() for form in images]
    assert any(0 < width <= shown.viewport().width() for width in widths)
    assert picture("nb", "../../../secret.png") is None
    assert picture("nb", "https://elsewhere.example/x.png") is None


def test_help_opens_at_the_place_it_was_asked_on_and_follows_the_language(at: Opener, norad: Profile) -> None:
    page = at(norad, "help", place="exchange")
    assert page.page_text().startswith("Utveksling")
    say.set_language("en")
    assert page.page_text().startswith("Exchange")


def test_the_handbook_is_searched_by_every_word(at: Opener, norad: Profile) -> None:
    page = at(norad, "help")
    page.screen.search.setText("overta dilemmaer")  # type: ignore[attr-defined]
    page.qtbot.waitUntil(lambda: len(page.contents()) < 6)
    assert any("Overta en portefølje" in title for title in page.contents())
    assert not matching("nb", "finnesikke")


def test_a_filled_form_becomes_a_draft(at: Opener, norad: Profile, tmp_path: Path) -> None:
    path = tmp_path / "utfylt.pdf"
    made = make_report(norad, "blank", "neksus_veileder", language="nb", fillable=True)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.data))
    name = "/data/avslutning/samlet_vurdering/samlet_vurdering_tekst"
    assert name in (writer.get_fields() or {})
    for one in writer.pages:
        writer.update_page_form_field_values(one, {name: "Skrevet på skjerm."}, auto_regenerate=False)
    writer.write(path)
    page = at(norad, "forms")
    page.screen.plan_filled(path)  # type: ignore[attr-defined]
    page.wait()
    dialog = page.dialog("filled_dialog")
    assert say.count("places.filled.fresh", 1) in dialog.texts()
    assert dialog.accept()
    page.wait()
    assert page.went[-1][0] == "editor"
    assert "Skrevet på skjerm." in open_record(norad, page.went[-1][1]["record"]).record.fields.values()
