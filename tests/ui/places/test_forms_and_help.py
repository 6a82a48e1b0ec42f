from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QCheckBox, QTextBrowser

from neksus_desktop.paths import shipped
from neksus_desktop.texts import LANGUAGES, Language
from neksus_desktop.ui.handbook import PAGE_OF_PLACE, matching, pages, picture
from neksus_desktop.ui.places import PLACES
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.forms import install_form, load_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record
from neksus_desktop.usecases.report import make_report
from tests.ui.places.conftest import Opener
from tests.ui.places.test_exchange import trust_each_other

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_headquarters_sends_a_form_and_the_post_installs_it_with_one_confirmation(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path, language: Language
) -> None:
    trust_each_other(tmp_path, post, norad)
    say.set_language(language)
    for number, text in enumerate((GOOD, GOOD.replace("| settings", "| | text | sted | Hvor? |\n| settings")), start=1):
        path = tmp_path / f"god-{number}.md"
        path.write_text(text.replace("| 1 |", f"| {number} |"), encoding="utf-8")
        install_form(norad, path)
    page = at(norad, "forms")
    page.choose_row("forms_table", "Feltnotat")
    page.click("forms_send")
    page.wait()
    dialog = page.dialog("send_form_dialog")
    assert "Ambassaden (oppdiktet)" in [box.text() for box in dialog.root.findChildren(QCheckBox)]
    to = dialog.root.recipients()  # type: ignore[attr-defined]
    stick = tmp_path / "stick"
    stick.mkdir()
    page.screen.send_to(page.table("forms_table").selected()[0], to, stick)  # type: ignore[attr-defined]
    page.wait()
    (file,) = stick.iterdir()
    assert page.said == [say("places.forms.sent", file=file.name, folder=str(stick))]

    taken = at(post, "import", files=[file])
    told = taken.texts()
    assert "Feltnotat · 2" in taken.column("import_table")[0]
    for part in ("Feltnotat", say("places.import.form.version", version="2"), say("places.import.form.first")):
        assert part in told
    install_form(post, tmp_path / "god-1.md")
    taken.enter(files=[file])
    told = taken.texts()
    assert say("places.import.form.replaces", version="1") in told
    assert (say.count("places.import.form.new", 1) in told, "Hvor?" in told) == (True, True)
    taken.act("import_apply")
    assert load_form(post, "feltnotat").version == "2"


def test_a_post_has_no_way_to_send_forms_and_everybody_is_a_choice(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    page = at(post, "forms")
    assert not page.screen.send_button.isVisible()  # type: ignore[attr-defined]
    page = at(norad, "forms")
    page.choose_row("forms_table", "")
    page.click("forms_send")
    page.wait()
    dialog = page.dialog("send_form_dialog")
    assert say("places.export.nobody") in dialog.texts(), "nobody is trusted: only everybody is left"
    assert dialog.root.recipients() == []  # type: ignore[attr-defined]
    assert dialog.root.primary.isEnabled()  # type: ignore[attr-defined]


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


def test_every_place_has_its_own_help() -> None:
    assert set(PAGE_OF_PLACE) == set(PLACES) - {"help"}


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
