"""Registers and year wheel on the invented year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget

from neksus_desktop.ui.palette import CommandPalette
from neksus_desktop.ui.places import PLACES
from neksus_desktop.ui.registers.dialogs import PlanDialog
from neksus_desktop.ui.registers.model import Group
from neksus_desktop.ui.registers.screen import RegistersScreen
from neksus_desktop.ui.registers.table_page import TablePage
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import RowCard
from neksus_desktop.usecases.drafts import draft
from neksus_desktop.usecases.history import changes as history
from neksus_desktop.usecases.profile import Profile, open_profile
from neksus_desktop.usecases.records import save_fields
from neksus_desktop.usecases.registers import set_cell
from neksus_desktop.usecases.years import find_year
from tests.support.norec import ROW, make_sample_year, the_row
from tests.support.screens import Page
from tests.support.screens_places import PlacePage
from tests.ui.conftest import NOW
from tests.ui.places.conftest import Opener


@pytest.fixture(scope="module")
def year_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year") / "norec"
    make_sample_year(folder)
    return folder


@pytest.fixture
def norec(year_folder: Path, tmp_path: Path) -> Iterator[Profile]:
    shutil.copytree(year_folder, tmp_path / "norec")
    opened = open_profile(tmp_path / "norec", clock=lambda: NOW)
    say.set_language("nn")
    yield opened
    opened.close()


def table(page: PlacePage) -> TablePage:
    return cast("RegistersScreen", page.screen).table_page


def shown(page: PlacePage, column: int = 0) -> list[str]:
    model = table(page).model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_registers_are_offered_only_where_they_are_kept() -> None:
    assert PLACES["registers"].roles == ("norec",)


def test_the_list_has_the_wheel_the_registers_and_the_documents(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers")
    found = page.find("registers_list", QListWidget)
    titles = [found.item(row).text() for row in range(found.count())]
    assert titles[0] == "Årshjul"
    assert len(titles) == 1 + 13 + 2
    assert {"Meldingar til UD", "Risikobilete til UD"} <= set(titles)


def test_columns_come_from_the_form(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_risiko")
    model = table(page).model
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads[:4] == ["Risiko", "Sannsyn", "Konsekvens", "Tiltak"]
    assert "2 under tiltak" in table(page).summary.text()


def test_a_row_that_stands_out_says_why(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_styringssignaler")
    signal = the_row(norec, "norec_styringssignaler", "Ønske")
    table(page).choose(signal.id)
    assert table(page).note.isVisibleTo(page.screen)
    assert "Munnleg signal utan skriftleg oppfølging" in page.texts()


def test_search_state_and_group_narrow_and_gather(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_plikter")
    page.choose("register_state", "gjort")
    assert len(shown(page)) == 3
    page.choose("register_state", "")
    page.choose("register_group", "ansvar")
    assert shown(page)[0] == "Norec (7)"
    assert isinstance(table(page).model.line(table(page).model.index(0, 0)), Group)
    page.find("register_search", QLineEdit).setText("utan treff her")
    page.qtbot.waitUntil(lambda: shown(page) == [])
    assert page.find("register_empty", type(table(page).empty)).isVisibleTo(page.screen)


def test_figures_in_words_are_sorted_as_figures(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_plikter")
    place = next(at for at, one in enumerate(table(page).model.columns) if one.name == "paragraf")
    table(page).model.sort(place)
    said = shown(page, place)
    assert said == ["§ 3.5", "§ 3.5, 4.3", "§ 4.2", "§ 4.3", "§ 5", "§ 5.1", "§ 5.1, 4.2", "§ 5.3"]


def test_sorting_follows_the_order_of_the_choices(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_risiko")
    table(page).table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    assert shown(page, 2) == ["Svært alvorleg", "Alvorleg", "Middels"]


def test_what_is_narrowed_stays_sorted_and_a_written_row_is_found_by_its_new_words(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_plikter")
    model = table(page).model
    names = [one.name for one in model.columns]
    model.sort(names.index("paragraf"), Qt.SortOrder.DescendingOrder)
    page.choose("register_group", "ansvar")
    page.choose("register_group", "")
    said = shown(page, names.index("paragraf"))
    assert said == ["§ 5.3", "§ 5.1, 4.2", "§ 5.1", "§ 5", "§ 4.3", "§ 4.2", "§ 3.5, 4.3", "§ 3.5"]
    column = next(at for at, one in enumerate(model.columns) if one.inline and one.type == "string")
    assert model.setData(model.index(3, column), "heilt nye ord")
    page.wait()
    page.find("register_search", QLineEdit).setText("Nye ORD")
    page.qtbot.waitUntil(lambda: shown(page, names.index("paragraf")) == ["§ 5"])


def test_a_cell_is_written_and_what_follows_is_shown(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_publikasjoner")
    model = table(page).model
    row = model.row_of(the_row(norec, "norec_publikasjoner", "Erfaringar").id)
    assert model.setData(model.index(row, 1), "20.12.2026")
    page.wait()
    assert shown(page, 2)[row] == "06.12.2026"


def test_what_is_no_day_is_told_and_changes_nothing(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_publikasjoner")
    model = table(page).model
    assert not model.setData(model.index(0, 1), "ein gong")
    assert "ein gong" in page.said[-1]


def test_a_moment_is_written_in_its_cell_and_the_time_taken_follows(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_meldinger")
    model = table(page).model
    names = [column.name for column in model.columns]
    row = model.row_of(the_row(norec, "norec_meldinger", "Medieoppslag").id)
    for name, typed in (("kjent", "22.11.2026 kl. 9.05"), ("varslet", "22.11.26 09:47")):
        assert model.setData(model.index(row, names.index(name)), typed)
        page.wait()
    assert shown(page, names.index("varslet"))[row] == "22.11.2026 kl. 09.47"
    assert shown(page, names.index("tid_brukt"))[row] == "0 t 42 min"
    assert not model.setData(model.index(row, names.index("kjent")), "22.11.2026")
    assert "klokkeslett" in page.said[-1]


def test_computed_cells_cannot_be_written(norec: Profile, at: Opener) -> None:
    model = table(at(norec, "registers", register="norec_publikasjoner")).model
    editable = [bool(model.flags(model.index(0, at)) & Qt.ItemFlag.ItemIsEditable) for at in range(4)]
    assert editable == [True, True, False, True]


def test_a_row_opens_as_a_record_and_a_letter_as_paper(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_meldinger")
    row = the_row(norec, "norec_meldinger", "Medieoppslag").id
    table(page).choose(row)
    table(page).open_row(table(page).table.currentIndex())
    page.click("register_letter")
    assert page.went[0] == ("editor", {"record": row, "back": "registers"})
    assert page.went[1] == ("preview", {"ids": (row,), "kind": "letter", "back": "registers"})


def test_the_wheel_says_what_the_list_says(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers")
    days = page.column("wheel_table")
    assert "02.12.2026" in days
    sources = page.column("wheel_table", 2)
    # What is computed has no date to hold against a letter; what was typed has.
    assert "Hovudinstruksen § 5.3" in sources
    assert "Hovudinstruksen § 3.5, Ikkje kontrollert" in sources
    wheel = cast("RegistersScreen", page.screen).wheel_page
    wheel.chips["open"].setChecked(True)
    assert len(page.column("wheel_table")) == 15
    wheel.chips["mine"].setChecked(True)
    assert len(page.column("wheel_table")) == 2


def test_export_hands_on_the_whole_year(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers")
    page.act("registers_send")
    place, arguments = page.went[-1]
    assert place == "export"
    assert len(arguments["records"]) == 33


def test_every_language_has_its_columns(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_ikt_loesninger")
    for language, title in (("nb", "Løsning"), ("en", "Solution"), ("nn", "Løysing")):
        say.set_language(language)
        page.wait()
        assert table(page).model.headerData(0, Qt.Orientation.Horizontal) == title


def test_the_year_of_today_is_shown_first(norec: Profile, at: Opener) -> None:
    from neksus_desktop.usecases.years import begin_year

    begin_year(norec, 2027)
    page = at(norec, "registers")
    assert page.find("registers_year_choice", QComboBox).currentText() == "Verksemdsår 2026 (oppdikta)"


def _due(page: PlacePage) -> list[str]:
    cards = [card for card in page.screen.findChildren(RowCard) if card.objectName().startswith("home_deadline")]
    return [card.accessibleName() for card in cards if card.isVisible()]


def test_the_first_page_has_the_deadlines_of_registers_soonest_first(norec: Profile, at: Opener) -> None:
    set_cell(norec, the_row(norec, "norec_frister", "Årsrapport").id, ROW + "dato", "2026-11-02")
    page = at(norec, "home")
    late, meeting, *_ = _due(page)
    assert late.startswith("Gjekk ut 2. november, Årsrapport til UD")
    assert meeting.startswith("26. november, Etatsstyringsmøte 2")
    card = page.screen.findChildren(RowCard)[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    page.click("home_deadlines_more")
    record = the_row(norec, "norec_frister", "Årsrapport").id
    assert page.went == [("editor", {"record": record, "back": "registers"}), ("registers", {})]


def test_follow_up_points_stand_among_the_deadlines_of_registers(norec: Profile, at: Opener) -> None:
    record = the_row(norec, "norec_frister", "Årsrapport").id
    point = {"point": "rad", "text": "Hent tala", "state": "aapen", "deadline": "2026-11-20"}
    point["responsible"] = norec.role
    save_fields(norec, record, {f"followup/f1/{name}": value for name, value in point.items()})
    page = at(norec, "home")
    assert _due(page)[0].startswith("Gjekk ut 20. november, Hent tala")
    page.click(f"home_deadline_{record}_followup_f1")
    assert page.went[-1] == ("editor", {"record": record, "point": "rad", "back": "home"})


def test_the_deadlines_follow_the_language(norec: Profile, at: Opener) -> None:
    page = at(norec, "home")
    say.set_language("en")
    page.wait()
    assert any("26 November" in name for name in _due(page))


def test_a_table_is_taken_in_with_its_progress_and_can_be_stopped(norec: Profile, at: Opener, tmp_path: Path) -> None:
    page = at(norec, "registers", register="norec_risiko")
    before = len(shown(page))
    (tmp_path / "r.csv").write_text("Risiko;Merknad\n" + "".join(f"Sak {at};x\n" for at in range(60)), "utf-8")
    table(page).plan_from(tmp_path / "r.csv")
    page.wait()
    dialog = page.find("register_plan", PlanDialog)
    assert any("Merknad" in label.text() for label in dialog.findChildren(QLabel))
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    dialog.reject()
    page.wait()
    assert len(shown(page)) == before
    table(page).plan_from(tmp_path / "r.csv")
    page.wait()
    dialog = next(one for one in page.screen.findChildren(PlanDialog) if one.isVisible())
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    page.wait()
    assert dialog.facts.text() == "Hentar inn rad 60 av 60"
    assert not dialog.isVisible()
    assert len(shown(page)) == before + 60


def test_a_choice_is_written_when_it_is_made_not_when_it_is_passed(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_risiko")
    rows, record = table(page), the_row(norec, "norec_risiko", "Deltakarar").id
    where = rows.model.index(rows.model.row_of(record), 1)

    def keys(*pressed: Qt.Key) -> None:
        rows.table.setCurrentIndex(where)
        rows.table.edit(where)
        for key in pressed:
            QTest.keyClick(rows.table.indexWidget(where) or rows.table, key)
        page.wait()

    before = len(list(history(norec, record)))
    keys(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert where.data() == "Lite sannsynleg"
    assert len(list(history(norec, record))) == before
    keys(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert where.data() == "Sannsynleg"
    assert len(list(history(norec, record))) == before + 1


def test_rows_to_be_exported_are_called_what_they_say(norec: Profile, at: Opener) -> None:
    page = at(norec, "export")
    page.screen.everything.setChecked(True)  # type: ignore[attr-defined]
    found = page.column("export_table")
    assert any(said.startswith("Deltakarar må evakuerast") and "Risikoregister" in said for said in found)
    assert not any(said.startswith("Verksemdsår 2026") for said in found)


def test_f2_on_a_cell_that_is_not_written_in_the_table_says_why_or_opens_the_row(norec: Profile, at: Opener) -> None:
    went: list[str] = []
    told: list[str] = []
    kinds: set[str] = set()
    page = at(norec, "registers", register="norec_risiko")
    here = table(page)
    here.shell.notified.connect(told.append)
    here.shell.navigated.connect(lambda place, _arguments: went.append(place))
    for number, column in enumerate(here.model.columns):
        index = here.model.index(0, number)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            continue
        went.clear()
        told.clear()
        here.table.setCurrentIndex(index)
        QTest.keyClick(here.table, Qt.Key.Key_F2)
        kind = "computed" if column.type == "calculate" else "opened"
        kinds.add(kind)
        assert told == [say(f"register.cell.{kind}", title=column.title)]
        assert went == ([] if kind == "computed" else ["editor"])
    assert kinds
    here.model.closed = True
    QTest.keyClick(here.table, Qt.Key.Key_F2)
    assert told[-1] == say("register.cell.closed")


def _text_cell(here: TablePage) -> int:
    """A column whose cells are written as text."""
    return next(
        at for at, one in enumerate(here.model.columns) if one.inline and not one.choices and one.type == "string"
    )


def _written_in_a_cell(here: TablePage, text: str) -> QLineEdit:
    here.table.setCurrentIndex(here.model.index(1, _text_cell(here)))
    QTest.keyClick(here.table, Qt.Key.Key_F2)
    (line,) = here.table.findChildren(QLineEdit, "register_cell_text")
    line.clear()
    QTest.keyClicks(line, text)
    return line


def test_a_cell_is_written_on_where_the_power_went(norec: Profile, at: Opener, tmp_path: Path) -> None:
    page = at(norec, "registers", register="norec_risiko")
    _written_in_a_cell(table(page), "Uroa har nådd dei to")
    place = f"cell/norec_risiko/{find_year(norec, 2026).subject}"
    page.qtbot.waitUntil(lambda: bool(draft(norec, place)), timeout=20_000)
    shutil.copytree(norec.folder, tmp_path / "etter")
    later = open_profile(tmp_path / "etter", clock=lambda: NOW)
    again = at(later, "registers", register="norec_risiko")
    found = table(again)
    (line,) = found.table.findChildren(QLineEdit, "register_cell_text")
    assert line.text() == "Uroa har nådd dei to"
    assert again.said[-1] == say("ui.draft.back")
    QTest.keyClicks(line, " landa")
    QTest.keyClick(line, Qt.Key.Key_Return)
    again.wait()
    assert "Uroa har nådd dei to landa" in shown(again, _text_cell(found))
    assert not draft(later, place)


def test_a_cell_that_is_left_by_escape_is_forgotten(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_risiko")
    line = _written_in_a_cell(table(page), "Ikkje dette")
    place = f"cell/norec_risiko/{find_year(norec, 2026).subject}"
    page.qtbot.waitUntil(lambda: bool(draft(norec, place)), timeout=20_000)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    page.wait()
    assert not draft(norec, place)


def test_what_is_written_in_a_cell_stays_while_the_register_is_read_again(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers", register="norec_risiko")
    here = table(page)
    _written_in_a_cell(here, "Midt i ei setning")
    here.shell.announce("records")
    page.wait()
    line = here.table.findChildren(QLineEdit, "register_cell_text")[-1]
    assert line.text() == "Midt i ei setning"
    assert line.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    page.wait()


def test_ctrl_k_does_not_offer_row_after_row_of_the_same_year(norec: Profile, at: Opener) -> None:
    page = at(norec, "registers")
    palette = CommandPalette(page.shell, (), page.screen)
    Page(page.qtbot, palette).type("palette_search", "verksemd")
    page.qtbot.waitUntil(lambda: "verksemd" in palette.list.item(palette.list.count() - 1).text())
    page.wait()
    names = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert (
        len([name for name in names if name.startswith("Verksemdsår 2026")]) == 3
    )  # those that stand under the assessments
    palette.dismiss()
