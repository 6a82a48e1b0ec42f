"""Norec's year through the window, in nynorsk: set-up, the letter's dates, three risk pictures, a notification with the
time it took, a publication, an exercise with what was learned, the chapter with five topics, and the year sent on as
signed files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.exchange.export_screen import ExportScreen
from neksus_desktop.ui.registers.screen import RegistersScreen
from neksus_desktop.ui.say import say
from neksus_desktop.ui.window import Window
from neksus_desktop.usecases.decide import approve, submit
from neksus_desktop.usecases.import_files import apply_import, plan_import
from neksus_desktop.usecases.keys import trust_card, write_card
from neksus_desktop.usecases.listing import count, query
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import open_record, set_answer
from neksus_desktop.usecases.register_reports import content
from neksus_desktop.usecases.registers import records_of
from neksus_desktop.usecases.report import Wanted
from neksus_desktop.usecases.verify import verify_file
from neksus_desktop.usecases.years import find_year
from tests.support.norec import NOW, ROW, the_row
from tests.support.screens import StartPages, WindowPage


class RegistersPage(WindowPage):
    """The place, worked by name, key and cell."""

    @property
    def screen(self) -> RegistersScreen:
        found = self.workspace.screen_of("registers")
        assert isinstance(found, RegistersScreen)
        return found

    def show(self, form_id: str) -> None:
        """Choose a register in the list."""
        if self.workspace.place != "registers":
            self.go("registers")
        shown = self.find("registers_list", QListWidget)
        for at in range(shown.count()):
            if shown.item(at).data(Qt.ItemDataRole.UserRole) == form_id:
                shown.setCurrentRow(at)
        self.wait_until_idle()

    def add(self) -> str:
        """Make a new row by the button; returns its record and comes back to the table."""
        self.click_in(self.screen.header, "registers_add")
        self.qtbot.waitUntil(lambda: self.workspace.place == "editor", timeout=20_000)
        self.wait_until_idle()
        record = str(getattr(self.workspace.screen_of("editor"), "record"))  # noqa: B009 - of the editor's screen
        self.go("registers")
        return record

    def write(self, record: str, column: str, value: str) -> None:
        """Write a cell: F2, type or choose, Return."""
        page = self.screen.table_page
        at = next(at for at, one in enumerate(page.model.columns) if one.name == column)
        index = page.model.index(page.model.row_of(record), at)
        page.table.setCurrentIndex(index)
        page.table.edit(index)
        editor = page.table.indexWidget(index) or page.table.findChild(QWidget, "register_cell_text")
        if isinstance(editor, QComboBox):
            chosen = editor.findData(value)
            assert chosen >= 0
            editor.setCurrentIndex(chosen)
            editor.activated.emit(chosen)
        else:
            assert isinstance(editor, QLineEdit)
            editor.clear()
            QTest.keyClicks(editor, value)
            QTest.keyClick(editor, Qt.Key.Key_Return)
        self.wait_until_idle()
        assert self.workspace.place == "registers"

    def click_in(self, part: QWidget, name: str) -> None:
        """Click a button of a part."""
        button = part.findChild(QAbstractButton, name)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[RegistersPage]:
    say.set_language("nb")
    made = Window(qapp, tmp_path / "norec")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_profile()
    yield RegistersPage(qtbot, made)
    made.close_profile()
    say.set_language("nb")


def set_up(page: RegistersPage) -> None:
    """The first start, in nynorsk."""
    start = StartPages(page.qtbot, page.window)
    start.choose("start_language", "nn")
    start.fill_workplace("norec", "Norec (oppdikta)")
    start.leave_unprotected()
    start.type_code(start.wait_for_code())
    page.wait_for_workspace()
    page.wait_until_idle()
    profile = profile_of(page)
    profile.clock = lambda: NOW
    profile.change_settings(acting_role="direktoer_norec")


def begin(page: RegistersPage, year: str) -> None:
    page.click_in(page.screen.header, "registers_year")
    dialog = page.find("year_dialog", QWidget)
    typed = dialog.findChild(QLineEdit, "year_number")
    assert typed is not None
    typed.setText(year)
    dialog.accept()  # type: ignore[attr-defined]
    page.wait_until_idle()


def row_named(page: RegistersPage, title: str) -> str:
    shell = page.window.shell
    assert shell is not None
    assert page.screen.table_page.register is not None
    return the_row(shell.profile, page.screen.table_page.register.form_id, title).id


def profile_of(page: RegistersPage) -> Profile:
    assert page.window.shell is not None
    return page.window.shell.profile


# The offscreen platform says it of every list of proposals that opens below a field.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_year(page: RegistersPage, tmp_path: Path) -> None:
    set_up(page)
    page.go("registers")
    begin(page, "2026")
    the_letters_dates(page)
    a_notification(page)
    a_publication(page)
    risks_and_three_pictures(page)
    an_exercise_and_the_chapter(page)
    send_and_receive(page, tmp_path)


def the_letters_dates(page: RegistersPage) -> None:
    # The letter's dates are typed in; the wheel shows them with their source.
    page.show("norec_frister")
    report = row_named(page, "Tertialrapport 1")
    page.write(report, "dato", "1.6.2026")
    page.show("norec_styringsmoeter")
    page.write(row_named(page, "Etatsstyringsmøte 1"), "dato", "22.4.2026")
    page.show("")
    wheel = page.screen.wheel_page
    said = [wheel.table.rows.index(at, 0).data() for at in range(wheel.table.rows.rowCount())]
    assert said[:2] == ["22.04.2026, passert", "01.06.2026, passert"]
    assert "utan dato" in wheel.summary.text()


def a_notification(page: RegistersPage) -> None:
    # Five cells and it is written, with the time it took and no limit to hold it against.
    profile = profile_of(page)
    page.show("norec_meldinger")
    notice = page.add()
    page.write(notice, "emne", "Medieoppslag (oppdikta)")
    page.write(notice, "kategori", "politisk_eller_offentlig_oppmerksomhet")
    page.write(notice, "ansvarlig", "direktør Norec")
    page.write(notice, "kjent", "22.11.2026 kl. 9.05")
    page.write(notice, "varslet", "22.11.2026 kl. 9.47")
    values = the_row(profile, "norec_meldinger", "Medieoppslag").values
    assert (values[ROW + "tilstand"], values[ROW + "tid_brukt"]) == ("under_arbeid", "0 t 42 min")


def a_publication(page: RegistersPage) -> None:
    # A publication's deadline is computed.
    profile = profile_of(page)
    page.show("norec_publikasjoner")
    publication = page.add()
    page.write(publication, "tittel", "Erfaringar (oppdikta)")
    page.write(publication, "publisering", "19.4.2026")
    values = the_row(profile, "norec_publikasjoner", "Erfaringar").values
    assert (values[ROW + "frist_oversendelse"], values[ROW + "anbefalt"]) == ("2026-04-05", "2026-04-01")


def risks_and_three_pictures(page: RegistersPage) -> None:
    # Risks, and a frozen picture for each of three reports.
    profile = profile_of(page)
    page.show("norec_risiko")
    risk = page.add()
    page.write(risk, "navn", "Deltakarar må evakuerast")
    pictures = []
    for level in ("2", "3", "4"):
        page.show("norec_risiko")
        page.write(risk, "sannsynlighet", level)
        page.show("norec_risikobilde")
        pictures.append(page.add())
        submit(profile, pictures[-1])
        approve(profile, pictures[-1])
    now = repr(content(profile, Wanted("snapshot", (pictures[-1],), "nn")))
    assert "Sannsyn: Mogleg → Sannsynleg" in now


def an_exercise_and_the_chapter(page: RegistersPage) -> None:
    # An exercise with what was learned; the chapter is proposed facts from it, and is whole at five of five.
    profile = profile_of(page)
    page.show("norec_oevelser")
    exercise = page.add()
    page.write(exercise, "tema", "Digitalt angrep")
    page.write(exercise, "dato", "12.11.2026")
    learn(page, exercise, "Varslingslista må ligge på papir.")
    assert the_row(profile, "norec_oevelser", "Digitalt angrep").values[ROW + "antall"] == "1"
    page.show("norec_sikkerhetskapittel")
    chapter = page.add()
    fill_chapter(profile, chapter)
    assert "5 av 5 tema omtalte" in repr(content(profile, Wanted("chapter", (chapter,), "nn")))


def learn(page: RegistersPage, exercise: str, lesson: str) -> None:
    """Open an exercise as a record and add a lesson."""
    assert page.window.shell is not None
    page.window.shell.navigate("editor", record=exercise)
    page.qtbot.waitUntil(lambda: page.workspace.place == "editor", timeout=20_000)
    page.wait_until_idle()
    page.click("rows_laering_add")
    page.wait_until_idle()
    QTest.keyClicks(page.find("answer_laeringspunkt_text", QWidget), lesson)
    profile = profile_of(page)
    page.qtbot.waitUntil(
        lambda: lesson in open_record(profile, exercise).record.fields.values(),
        timeout=20_000,
    )
    page.wait_until_idle()
    page.go("registers")


def fill_chapter(profile: Profile, chapter: str) -> None:
    opened = open_record(profile, chapter)
    assert "Digitalt angrep" in opened.record.fields["note/oevingsvirksomhet/internal"]
    for point in opened.form.points:
        if point.number:
            set_answer(profile, chapter, f"{point.key}/{point.id}_tekst", "Omtale av arbeidet.")


def send_and_receive(page: RegistersPage, tmp_path: Path) -> None:
    """The whole year as signed files to the ministry's workplace, which can read every record."""
    profile = profile_of(page)
    ministry, _code = create_profile(
        tmp_path / "ud", role="norad", name="UD (oppdikta)", language="nn", invented=False, clock=lambda: NOW
    )
    write_card(ministry, tmp_path / "ud.json")
    write_card(profile, tmp_path / "norec.json")
    trust_card(profile, tmp_path / "ud.json")
    trust_card(ministry, tmp_path / "norec.json")
    ids = records_of(profile, find_year(profile, 2026).subject)
    (tmp_path / "ut").mkdir()
    assert page.window.shell is not None
    page.window.shell.navigate("export", records=list(ids))
    page.qtbot.waitUntil(lambda: page.workspace.place == "export")
    page.wait_until_idle()
    page.click("export_edition_full")
    screen = page.workspace.screen_of("export")
    assert isinstance(screen, ExportScreen)
    screen.write_to(tmp_path / "ut")  # what the file dialog calls
    page.wait_until_idle()
    files = sorted((tmp_path / "ut").glob("*.json"))
    assert {verify_file(ministry, file).state for file in files} == {"good"}
    done = apply_import(ministry, plan_import(ministry, files))
    assert done.counts == {"new": len(ids)}
    assert count(ministry, query()) == len(ids) > 40
    ministry.close()
