from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from neksus_desktop.ui.records_list import RecordsScreen
from neksus_desktop.ui.say import say
from neksus_desktop.ui.subjects import SubjectsScreen
from neksus_desktop.usecases.listing import RowQuery
from neksus_desktop.usecases.listing import page as page_of
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record, save_fields
from neksus_desktop.usecases.starting import earlier
from neksus_desktop.usecases.subjects import list_subjects, make_subject, save_subject
from tests.ui.places.conftest import Opener

TABLE = "subjects_table"
LIST = (
    "Uttrekk;;;\nDato 20261101;;;\n\n"
    "Avtalenummer;Avtaletittel;Avtalepartner;Land;Saksbehandler\n"
    "ZZZ-25/0004;Vann og mekling, ny tittel;;Jemen;Navn Navnesen\n"
    'ZZZ-26/0101;Skole i leir;"Lokal ""partner""";Sør-Sudan;Navn Navnesen\n'
    ";Uten nummer;Partner;;\n;Sum;;;;\n"
)


def test_a_new_subject_needs_a_title_and_stands_in_the_list(at: Opener, post: Profile) -> None:
    page = at(post, "subjects")
    page.act("subjects_new")
    dialog = page.dialog("subject_dialog")
    assert not dialog.accept()
    assert say("places.subjects.title_missing") in dialog.texts()
    dialog.type("subject_title", "Skole i leir")
    dialog.choose("subject_country", "SS")
    dialog.type("subject_agreement_number", "KLD-1")
    assert say("places.subjects.number_unusual") in dialog.texts()
    assert dialog.accept()
    page.wait()
    assert any(row.startswith("Skole i leir") for row in page.column(TABLE))
    made = next(subject for subject in list_subjects(post) if subject.title == "Skole i leir")
    assert (made.country, made.invented) == ("SS", True)


def test_details_that_the_dialog_does_not_show_stay_as_they_were(at: Opener, post: Profile) -> None:
    before = next(subject for subject in list_subjects(post) if subject.title.startswith("Vann og mekling"))
    page = at(post, "subjects", subject=before.id)
    dialog = page.dialog("subject_dialog")
    dialog.type("subject_period", "2025-2027")
    assert dialog.accept()
    page.wait()
    after = next(subject for subject in list_subjects(post) if subject.id == before.id)
    assert after == before.model_copy(update={"period": "2025-2027"})


def test_a_shielded_partner_is_not_named_in_the_list(at: Opener, post: Profile) -> None:
    shielded = next(subject for subject in list_subjects(post) if subject.partner_shielded)
    rows = "\n".join(at(post, "subjects").column(TABLE))
    assert shielded.partner not in rows
    assert say("places.subjects.shielded") in rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_a_list_of_agreements_shows_its_plan_before_anything_is_written(
    at: Opener, post: Profile, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "avtaler.csv"
    path.write_bytes(LIST.encode(encoding))
    page = at(post, "subjects")
    page.screen.plan_csv(path)  # type: ignore[attr-defined]
    page.wait()
    dialog = page.dialog("agreement_dialog")
    texts = dialog.texts()
    assert "1 ny" in texts
    assert "1 oppdateres" in texts
    assert "1 hoppes over" in texts
    assert not [subject for subject in list_subjects(post) if subject.title == "Skole i leir"]
    assert dialog.accept()
    page.wait()
    made = next(subject for subject in list_subjects(post) if subject.title == "Skole i leir")
    assert (made.partner, made.country, made.agreement_number) == ('Lokal "partner"', "SS", "ZZZ-26/0101")
    old = next(subject for subject in list_subjects(post) if subject.agreement_number == "ZZZ-25/0004")
    assert old.title == "Vann og mekling, ny tittel"
    assert old.partner  # an empty cell empties nothing
    assert "Navnesen" not in "".join(subject.model_dump_json() for subject in list_subjects(post))


def test_a_file_without_agreement_numbers_is_refused_in_words(at: Opener, post: Profile, tmp_path: Path) -> None:
    path = tmp_path / "annet.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    page = at(post, "subjects")
    page.screen.plan_csv(path)  # type: ignore[attr-defined]
    page.wait()
    assert "Avtalenummer" in say.explain(page.errors[-1]).do


def test_an_assessment_is_begun_from_a_subject(at: Opener, post: Profile) -> None:
    page = at(post, "subjects")
    page.choose_row(TABLE, "Vann og mekling")
    page.act("subjects_assess")
    assert page.went[-1][0] == "new_record"


def test_all_assessments_of_a_subject_are_shown_until_that_is_switched_off(at: Opener, post: Profile) -> None:
    subject = next(one for one in list_subjects(post) if one.title.startswith("Vann og mekling"))
    before = page_of(post, RowQuery(subject=subject.id), None, 5).rows[0]
    again = new_record(post, "neksus_veileder", subject, previous=before.id)
    subjects = at(post, "subjects")
    subjects.choose_row(TABLE, subject.title)
    subjects.act("subjects_records")
    place, arguments = subjects.went[-1]
    records = at(post, place, **arguments)
    screen = cast("RecordsScreen", records.screen)
    assert {screen.model.row(screen.model.index(row, 0)).id for row in range(screen.model.rowCount())} == {
        before.id, again,
    }  # fmt: skip
    assert say("ui.records.about", title=subject.title) in records.texts()
    screen.use(screen.present())
    assert screen.filters.about().id == subject.id
    screen.filters.subject.click()
    records.wait()
    assert screen.model.rowCount() > 2


def test_a_subject_that_was_never_assessed_has_no_assessments_to_show(at: Opener, post: Profile) -> None:
    subject = make_subject(type="avtale", title="Aldri vurdert", country="YE", invented=True)
    save_subject(post, subject)
    page = at(post, "subjects")
    page.choose_row(TABLE, "Aldri vurdert")
    screen = cast("SubjectsScreen", page.screen)
    assert not screen.records_button.isEnabled()


def test_the_assessment_before_is_the_one_dated_last(post: Profile) -> None:
    subject = next(one for one in list_subjects(post) if one.title.startswith("Vann og mekling"))
    dated = page_of(post, RowQuery(subject=subject.id), None, 5).rows[0]
    late = new_record(post, "neksus_veileder", subject)
    save_fields(post, late, {"assessed_on": "2024-05-06"})
    found = earlier(post, subject.id, "neksus_veileder")
    assert found is not None
    assert (found.record, found.assessed_on) == (dated.id, dated.assessed_on)
