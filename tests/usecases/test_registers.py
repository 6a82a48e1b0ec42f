"""Years, registers, the wheel, tables in and out, snapshots and papers, on the invented year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from neksus_desktop.errors import RegisterFileError, RegisterYearError, StatusError
from neksus_desktop.reports.content.model import Facts, Paragraph, Table
from neksus_desktop.usecases.decide import submit
from neksus_desktop.usecases.history import changes as history
from neksus_desktop.usecases.overview import counts as counted
from neksus_desktop.usecases.overview import overview
from neksus_desktop.usecases.profile import Profile, open_profile
from neksus_desktop.usecases.records import open_record
from neksus_desktop.usecases.register_files import apply_import, export_register, plan_import
from neksus_desktop.usecases.register_reports import content
from neksus_desktop.usecases.register_snapshots import (
    begin_document,
    changes,
    previous_snapshot,
    propose_facts,
    take_snapshot,
)
from neksus_desktop.usecases.registers import counts, describe, new_row, register_ids, set_cell
from neksus_desktop.usecases.report import Wanted, make_report
from neksus_desktop.usecases.subjects import load_subject
from neksus_desktop.usecases.year_wheel import entries, my_deadlines, write_calendar
from neksus_desktop.usecases.years import begin_year, find_year, years
from tests.support.norec import NOW, ROW, make_norec, make_sample_year, sample_rows, the_row


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("norec") / "year"
    make_sample_year(folder)
    return folder


@pytest.fixture
def norec(sample_folder: Path, tmp_path: Path) -> Iterator[Profile]:
    shutil.copytree(sample_folder, tmp_path / "norec")
    opened = open_profile(tmp_path / "norec", clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Profile]:
    made = make_norec(tmp_path / "empty")
    yield made
    made.close()


def test_a_first_year_has_the_duties_meetings_and_deadlines_without_dates(empty: Profile) -> None:
    year = begin_year(empty, 2026)
    found = counts(empty, year.subject)
    assert (found["norec_plikter"], found["norec_styringsmoeter"], found["norec_frister"]) == (52, 2, 8)
    assert sum(found.values()) == 62
    undated = [entry for entry in entries(empty, year.subject, "nn") if not entry.day]
    assert len(undated) == 10
    assert {entry.source for entry in undated if entry.title.startswith("Tertialrapport")} == {"Tildelingsbrev"}
    assert not [entry for entry in entries(empty, year.subject, "nn") if entry.day]


def test_a_year_is_made_once(empty: Profile) -> None:
    begin_year(empty, 2026)
    with pytest.raises(RegisterYearError) as raised:
        begin_year(empty, 2026)
    assert raised.value.facts["reason"] == "taken"
    assert len(years(empty)) == 1


def test_the_next_year_goes_on_from_this_one(norec: Profile) -> None:
    before = find_year(norec, 2026)
    year = begin_year(norec, 2027, before=before.subject)
    found = counts(norec, year.subject)
    assert found["norec_plikter"] == 52
    assert (found["norec_oevelser"], found["norec_publikasjoner"], found["norec_meldinger"]) == (0, 1, 0)
    deadlines = sample_rows(norec, "norec_frister", 2027)
    assert all(not row.values.get(ROW + "dato") and not row.values.get(ROW + "kontrollert_av") for row in deadlines)
    risk = the_row(norec, "norec_risiko", "Deltakarar", 2027)
    assert risk.values[ROW + "tilstand"] == "under_tiltak"
    assert open_record(norec, risk.id).record.previous == the_row(norec, "norec_risiko", "Deltakarar").id


def test_a_cell_goes_through_the_form_and_into_the_history(norec: Profile) -> None:
    row = the_row(norec, "norec_publikasjoner", "Erfaringar")
    set_cell(norec, row.id, ROW + "publisering", "2026-12-20")
    assert the_row(norec, "norec_publikasjoner", "Erfaringar").values[ROW + "frist_oversendelse"] == "2026-12-06"
    last = [change for change in history(norec, row.id) if change.path == ROW + "publisering"][-1]
    assert (last.old, last.new, last.role) == ("2026-12-16", "2026-12-20", "direktoer_norec")


def test_a_row_that_waits_for_approval_cannot_be_written(norec: Profile) -> None:
    row = the_row(norec, "norec_publikasjoner", "Erfaringar")
    submit(norec, row.id)
    with pytest.raises(StatusError):
        set_cell(norec, row.id, ROW + "publisering", "2026-12-20")


def test_what_stands_out_is_said(norec: Profile) -> None:
    register = describe(norec, "norec_ikt_loesninger", "nn")
    late = the_row(norec, "norec_ikt_loesninger", "Nytt møterom")
    sound = the_row(norec, "norec_ikt_loesninger", "Vurderingsverktøy")
    assert register.notices(late.values)[0].startswith("Kritikalitet og risiko skal vere vurderte før")
    assert register.notices(sound.values) == ()


def test_the_wheel_has_every_deadline_with_its_source(norec: Profile) -> None:
    found = entries(norec, find_year(norec, 2026).subject, "nn")
    days = [entry.day for entry in found]
    assert days == sorted(days)
    publication = next(entry for entry in found if entry.title.startswith("Erfaringar"))
    assert (publication.day, publication.source, publication.source_ref) == ("2026-12-02", "Hovudinstruksen", "§ 5.3")
    meeting = next(entry for entry in found if entry.title == "Etatsstyringsmøte 2")
    assert (meeting.day, meeting.source, meeting.controlled) == ("2026-11-26", "Tildelingsbrev", "controllar")
    lessons = [entry for entry in found if "[" in entry.key]
    assert (len(lessons), sum(entry.done for entry in lessons)) == (6, 2)


def test_mine_are_those_of_my_role_however_it_is_written(norec: Profile) -> None:
    mine = my_deadlines(norec, "nn")
    assert [entry.title for entry in mine] == ["Etatsstyringsmøte 2", "Årsrapport til UD"]


def test_rows_of_registers_are_not_counted_as_assessments(norec: Profile) -> None:
    assert overview(norec).records == counted(norec).records == 3
    assert not overview(norec).empty


def test_what_goes_on_in_the_next_year_is_mine_once(norec: Profile) -> None:
    before = [entry.title for entry in my_deadlines(norec, "nn", "programleiar") if entry.day]
    assert "Deltakarar må evakuerast" in before
    begin_year(norec, 2027, before=find_year(norec, 2026).subject)
    assert [entry.title for entry in my_deadlines(norec, "nn", "programleiar") if entry.day] == before


def test_the_calendar_holds_open_days_and_no_matter(norec: Profile, tmp_path: Path) -> None:
    # A date that was typed half is kept as it was typed, and is a deadline without a date.
    half = the_row(norec, "norec_frister", "Tertialrapport 2")
    set_cell(norec, half.id, ROW + "dato", "31.9.2026")
    assert "" in {
        entry.day for entry in entries(norec, find_year(norec, 2026).subject, "nn") if entry.record == half.id
    }
    count = write_calendar(norec, find_year(norec, 2026).subject, "nn", tmp_path / "year.ics")
    said = (tmp_path / "year.ics").read_text(encoding="utf-8")
    assert said.count("BEGIN:VEVENT") == count == 15
    assert "20261202" in said
    assert "evakuerast" not in said
    assert "Publikasjonar: Frist hos UD (§ 5.3)" in said.replace("\r\n ", "")
    # A lesson is written by a person.
    assert "Papirrutinen" not in said


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_went_out_comes_back_unchanged(norec: Profile, tmp_path: Path, ending: str) -> None:
    subject = find_year(norec, 2026).subject
    for form_id in register_ids(norec):
        path = tmp_path / f"{form_id}.{ending}"
        written = export_register(norec, form_id, subject, path, "nn")
        plan = plan_import(norec, form_id, subject, path, "nn")
        assert (plan.count("same"), len(plan.rows)) == (written, written), form_id


def test_the_same_table_twice_makes_nothing_twice(norec: Profile, tmp_path: Path) -> None:
    subject, path = find_year(norec, 2026).subject, tmp_path / "risiko.csv"
    path.write_text("Risiko;Sannsynlighet\nFlom;3\nFlom;3\nStrømbrudd;2\n", "utf-8")
    before = counts(norec, subject)["norec_risiko"]
    first = plan_import(norec, "norec_risiko", subject, path, "nb")
    assert [(row.action, row.twin) for row in first.rows] == [("new", False)] * 3
    apply_import(norec, first, subject)
    again = plan_import(norec, "norec_risiko", subject, path, "nb")
    assert [row.action for row in again.rows] == ["same"] * 3
    assert len({row.record for row in again.rows}) == 3
    assert apply_import(norec, again, subject) == 0
    path.write_text("Risiko;Sannsynlighet\nFlom;3\nFlom;3\nFlom;3\nStrømbrudd;4\n", "utf-8")
    more = plan_import(norec, "norec_risiko", subject, path, "nb")
    assert [(row.action, row.twin) for row in more.rows] == [("same", False)] * 2 + [("new", True)] * 2
    assert more.twins == 2
    assert counts(norec, subject)["norec_risiko"] == before + 3


def test_a_table_changes_adds_and_tells(norec: Profile, tmp_path: Path) -> None:
    subject, path = find_year(norec, 2026).subject, tmp_path / "risiko.xlsx"
    export_register(norec, "norec_risiko", subject, path, "nn")
    book = load_workbook(path)
    sheet: Any = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["Konsekvens"]).value = "Alvorleg"
    sheet.cell(3, heads["Konsekvens"]).value = "Kanskje"
    sheet.cell(5, heads["Risiko"]).value = "Ny risiko"
    sheet.cell(5, heads["Sannsyn"]).value = "Possible"
    book.save(path)
    plan = plan_import(norec, "norec_risiko", subject, path, "nn")
    assert [(row.action, row.faults) for row in plan.rows] == [
        ("update", ()), ("faulty", ("Konsekvens",)), ("same", ()), ("new", ()),
    ]  # fmt: skip
    assert apply_import(norec, plan, subject) == 2
    assert the_row(norec, "norec_risiko", "Deltakarar").values[ROW + "konsekvens"] == "4"
    assert the_row(norec, "norec_risiko", "Ny risiko").values[ROW + "sannsynlighet"] == "3"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.csv", b"a;b\r\n1;2\r\n", "no_header"),
        ("x.xlsx", b"no workbook", "unreadable"),
        ("none.csv", None, "unreadable"),
    ],
)
def test_a_file_that_is_no_register_changes_nothing(
    norec: Profile, tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(RegisterFileError) as raised:
        plan_import(norec, "norec_risiko", find_year(norec).subject, tmp_path / name, "nn")
    assert raised.value.facts["reason"] == reason


def test_a_snapshot_holds_the_risks_as_they_stand_and_says_what_changed(norec: Profile) -> None:
    subject = load_subject(norec, find_year(norec, 2026).subject)
    first = begin_document(norec, "norec_risikobilde", subject, "nn")
    risk = the_row(norec, "norec_risiko", "Deltakarar")
    set_cell(norec, risk.id, ROW + "sannsynlighet", "3")
    new_row(norec, "norec_risiko", subject, {ROW + "navn": "Valutafall"})
    second = begin_document(norec, "norec_risikobilde", subject, "nn")
    then, now = open_record(norec, first), open_record(norec, second)
    before = previous_snapshot(norec, now.record)
    assert before is not None
    assert before.id == first
    found = {change.name: change for change in changes(then.session, now.session) if change.kind != "same"}
    assert found["Deltakarar må evakuerast"].details == (("Sannsyn", "Lite sannsynleg", "Mogleg"),)
    assert found["Valutafall"].kind == "new"
    assert len(found) == 2


def test_a_snapshot_of_the_samples_goes_on_from_theirs(norec: Profile) -> None:
    subject = load_subject(norec, find_year(norec, 2026).subject)
    made = begin_document(norec, "norec_risikobilde", subject, "nn")
    found = said(norec, "snapshot", (made,))
    assert "Ute av biletet" not in found
    assert "Ny:" not in found


def test_the_first_snapshot_of_a_year_is_held_against_the_last_of_the_year_before(norec: Profile) -> None:
    year = begin_year(norec, 2027, before=find_year(norec, 2026).subject)
    set_cell(norec, the_row(norec, "norec_risiko", "Deltakarar", 2027).id, ROW + "sannsynlighet", "4")
    made = begin_document(norec, "norec_risikobilde", load_subject(norec, year.subject), "nn")
    found = said(norec, "snapshot", (made,))
    assert "Samanlikna med Tertialrapport 2, Verksemdsår 2026 (oppdikta)." in found
    assert "Deltakarar må evakuerast. Sannsyn: Lite sannsynleg → Sannsynleg" in found
    assert "Ute av biletet" not in found
    # A picture of the year before is not held against one of the year after it.
    late = open_record(norec, begin_document(norec, "norec_risikobilde", load_subject(
        norec, find_year(norec, 2026).subject), "nn"))  # fmt: skip
    before = previous_snapshot(norec, late.record)
    assert before is not None
    assert before.subject.id == late.record.subject.id


def test_a_frozen_snapshot_stays(norec: Profile) -> None:
    subject = load_subject(norec, find_year(norec, 2026).subject)
    made = begin_document(norec, "norec_risikobilde", subject, "nn")
    submit(norec, made)
    before = open_record(norec, made).record.fields
    set_cell(norec, the_row(norec, "norec_risiko", "Deltakarar").id, ROW + "sannsynlighet", "5")
    with pytest.raises(StatusError):
        take_snapshot(norec, made)
    assert open_record(norec, made).record.fields == before


def test_facts_are_proposed_and_never_overwrite(norec: Profile) -> None:
    chapter = sample_rows(norec, "norec_sikkerhetskapittel")[0].id
    assert propose_facts(norec, chapter, "nn") == 4
    field = "note/oevingsvirksomhet/internal"
    proposed = open_record(norec, chapter).record.fields[field]
    assert "Digitalt angrep og tap av system, 12. november 2026, Evaluert" in proposed
    assert propose_facts(norec, chapter, "nn") == 0


def said(profile: Profile, kind: Any, ids: tuple[str, ...], language: Any = "nn") -> str:
    return repr(content(profile, Wanted(kind, ids, language)))


def test_a_letter_speaks_the_forms_sentences_in_the_documents_language(norec: Profile) -> None:
    row = the_row(norec, "norec_publikasjoner", "Erfaringar").id
    assert "som etter planen blir offentleg 16.12.2026" in said(norec, "letter", (row,))
    assert "planned to be made public on 16.12.2026" in said(norec, "letter", (row,), "en")
    # The clock is the one that was written, wherever the letter is made.
    notice = the_row(norec, "norec_meldinger", "Medieoppslag").id
    assert "11.08.2026 kl. 09.10" in said(norec, "letter", (notice,))
    set_cell(norec, notice, ROW + "saksnummer", "26/123")
    letter = said(norec, "letter", (notice,))
    assert "Vår referanse: 26/123" in letter
    assert "('Dato', '23. november 2026')" in letter
    assert "Med helsing\\nNorec (oppdikta)" in letter


def test_a_risk_picture_has_matrix_list_and_changes(norec: Profile) -> None:
    row = sample_rows(norec, "norec_risikobilde")[1].id
    found = said(norec, "snapshot", (row,))
    assert "('Mogleg', '', '', '2', '', '')" in found
    assert "Svakt søkjargrunnlag til tekniske stillingar. Sannsyn: Lite sannsynleg → Mogleg" in found
    assert "Ny: Bortfall av saksbehandlingssystem" in found


def test_a_chapter_says_how_many_topics_are_treated(norec: Profile) -> None:
    row = sample_rows(norec, "norec_sikkerhetskapittel")[0].id
    assert "3 av 5 tema omtalte" in said(norec, "chapter", (row,))


def test_papers_are_made(norec: Profile, tmp_path: Path) -> None:
    subject = find_year(norec, 2026).subject
    meeting = the_row(norec, "norec_styringsmoeter", "Etatsstyringsmøte 2").id
    for kind, ids in (("register", ("norec_plikter", subject)), ("meeting", (meeting,))):
        made = make_report(norec, kind, ids, language="nn", destination=tmp_path / f"{kind}.pdf")  # type: ignore[arg-type]
        assert made.data.startswith(b"%PDF-")


def test_rows_of_repeats_do_not_make_columns_twice(norec: Profile) -> None:
    register = describe(norec, "norec_oevelser", "nn")
    paths = [one.path for one in register.questions]
    assert len(paths) == len(set(paths))


def test_the_plan_for_remarks_has_its_own_title_and_says_result_and_treatment(norec: Profile) -> None:
    year, row = find_year(norec, 2026).subject, the_row(norec, "norec_revisjonsmerknader", "")
    set_cell(norec, row.id, f"{ROW}resultat", "Kontroll innført")
    set_cell(norec, row.id, f"{ROW}i_aarsrapport", "ja")
    made = content(norec, Wanted("register", ("norec_revisjonsmerknader", year), "nn"))
    assert (made.kind, made.title) == ("Revisjonsmerknader", "Oppfølgingsplan for revisjonsmerknader")
    facts = dict(next(block for block in made.blocks if isinstance(block, Facts)).rows)
    assert facts["Omtalt i årsrapporten?"] == "Ja"
    assert facts["Frist"] == "31.12.2026"
    labelled = {block.label: block.text for block in made.blocks if isinstance(block, Paragraph)}
    assert labelled["Resultat"] == "Kontroll innført"


def test_a_printed_register_leaves_out_no_column(norec: Profile) -> None:
    year = find_year(norec, 2026).subject
    for form_id in register_ids(norec):
        register = describe(norec, form_id, "nb")
        said = str(content(norec, Wanted("register", (form_id, year), "nb")).blocks)
        for column in register.columns if counts(norec, year)[form_id] else ():
            assert column.title in said or column.means == "title", column.name


def test_a_register_is_printed_for_one_year(norec: Profile) -> None:
    next_year = begin_year(norec, 2027, before=find_year(norec, 2026).subject, language="nn")
    new_row(norec, "norec_publikasjoner", load_subject(norec, next_year.subject), {f"{ROW}tittel": "Neste år"})

    def printed(*year: str) -> str:
        return str(content(norec, Wanted("register", ("norec_publikasjoner", *year), "nn")).blocks)

    assert printed() == printed("2027") == printed(next_year.subject)
    assert "Neste år" in printed()
    assert "Neste år" not in printed("2026")
    with pytest.raises(RegisterYearError):
        printed("2019")


def test_running_text_has_the_widest_column_on_paper(norec: Profile) -> None:
    year, picture = find_year(norec, 2026).subject, sample_rows(norec, "norec_risikobilde")[1].id
    for kind, ids in (("register", ("norec_risiko", year)), ("snapshot", (picture,))):
        made = content(norec, Wanted(kind, ids, "nn"))  # type: ignore[arg-type]  # two of the kinds
        columns = [block.columns for block in made.blocks if isinstance(block, Table)][-1]
        assert max(columns, key=lambda column: column.share).title == "Tiltak"
