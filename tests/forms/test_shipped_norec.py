"""The registers and documents of the governance year, as forms."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from neksus_desktop.forms import Form, FormSession
from neksus_desktop.forms.library import load_form
from neksus_desktop.forms.packs import packs
from neksus_desktop.forms.reading.checking import check_file
from neksus_desktop.forms.run import run_steps
from neksus_desktop.forms.samples import samples
from neksus_desktop.paths import shipped
from tests.forms.shipped_rows import LANGUAGES, load

PACK = packs()["norec"]
ROW = "/data/register/rad/"
NEKSUS_SCALES = {"grad", "jdn", "retning"}


def path_of(form_id: str) -> Path:
    return shipped("forms", *PACK.forms[form_id].split("/"))


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    cache = tmp_path_factory.mktemp("cache")
    return {form_id: load_form(path_of(form_id), cache) for form_id in PACK.forms}


def plain(form_id: str) -> dict[str, Any]:
    found: dict[str, Any] = load("forms", *PACK.forms[form_id].split("/"))
    return found


def test_every_duty_of_the_instruction_is_there_once_and_in_order() -> None:
    duties = plain("norec_plikter")["choices"]["plikt"]
    assert [duty["nr"] for duty in duties] == [f"B{number}" for number in range(1, 53)]
    assert len({duty["name"] for duty in duties}) == 52
    assert all(duty["paragraf"].startswith("§ ") and duty["ansvar"] in {"norec", "ud", "begge"} for duty in duties)


@pytest.mark.parametrize("form_id", PACK.forms)
def test_every_text_is_in_three_languages(form_id: str) -> None:
    found = plain(form_id)
    texts = [row[key] for row in found["survey"] for key in ("label", "hint", "constraint_message") if key in row]
    texts += (
        [choice["label"] for choices in found["choices"].values() for choice in choices] if found.get("choices") else []
    )
    assert all(set(text) == LANGUAGES and all(text.values()) for text in texts)


@pytest.mark.parametrize("form_id", PACK.forms)
def test_the_form_has_no_error(form_id: str) -> None:
    assert [problem for problem in check_file(path_of(form_id)) if problem.severity == "error"] == []


@pytest.mark.parametrize("form_id", PACK.forms)
def test_no_scale_of_the_checklist_is_used(form_id: str) -> None:
    used = {row["type"].split()[-1] for row in plain(form_id)["survey"] if row["type"].startswith("select")}
    assert not used & NEKSUS_SCALES


@pytest.mark.parametrize("form_id", PACK.registers)
def test_a_register_says_its_columns_title_and_state(forms: dict[str, Form], form_id: str) -> None:
    form = forms[form_id]
    attributes = [template.extras.get("attrs", {}) for template in form.definition.templates]
    means = {found.get("means") for found in attributes}
    columns = sorted(int(found["column"]) for found in attributes if "column" in found)
    assert form.kind == "register"
    assert {"title", "state"} <= means
    assert len(columns) == len(set(columns)) >= 5


@pytest.mark.parametrize(
    ("published", "due", "recommended"),
    [
        ("2026-12-16", "2026-12-02", "2026-12-02"),
        ("2026-04-19", "2026-04-05", "2026-04-01"),  # Easter Sunday: back past Maundy Thursday
        ("2026-05-15", "2026-05-01", "2026-04-30"),
        ("2027-01-10", "2026-12-27", "2026-12-24"),
        ("2026-03-30", "2026-03-16", "2026-03-16"),  # across the change to summer time
    ],
)
def test_a_publication_is_due_two_weeks_before(
    forms: dict[str, Form], published: str, due: str, recommended: str
) -> None:
    session = FormSession(forms["norec_publikasjoner"], language="nn")
    session.set(ROW + "publisering", published)
    assert session.value(ROW + "frist_oversendelse") == due
    assert session.value(ROW + "anbefalt") == recommended
    assert session.view(ROW + "arbeidsdag_merk").relevant is (due != recommended)


def test_the_days_off_are_weekends_and_public_holidays() -> None:
    with shipped("forms", "norec", "fridager.csv").open(encoding="utf-8") as file:
        days = {
            date.fromisoformat(row["dato"]): date.fromisoformat(row["siste_arbeidsdag"]) for row in csv.DictReader(file)
        }
    weekends = {date(2026, 1, 3) + timedelta(days=7 * week + more) for week in range(52) for more in (0, 1)}
    holidays = {
        date(2026, month, day)
        for month, day in (
            (1, 1),
            (4, 2),
            (4, 3),
            (4, 5),
            (4, 6),
            (5, 1),
            (5, 14),
            (5, 17),
            (5, 24),
            (5, 25),
            (12, 25),
            (12, 26),
        )
    }
    assert {day for day in days if day.year == 2026} == weekends | holidays
    assert all(work < day and work not in days for day, work in days.items())


def test_time_taken_is_shown_without_a_limit(forms: dict[str, Form]) -> None:
    session = FormSession(forms["norec_meldinger"], language="nn")
    session.set(ROW + "kjent", "2026-08-11T09:10:00.000+02:00")
    assert session.view(ROW + "ikke_varslet_merk").relevant
    session.set(ROW + "varslet", "2026-08-11T11:45:00.000+02:00")
    assert session.value(ROW + "tid_brukt") == "2 t 35 min"
    session.set(ROW + "varslet", "2026-08-11T08:10:00.000+02:00")
    assert session.value(ROW + "tid_brukt") == ""
    assert not session.view(ROW + "ikke_varslet_merk").relevant
    assert "ikkje ein varslingskanal" in session.view(ROW + "ikke_varslingskanal").label


def test_notified_before_known_is_refused(forms: dict[str, Form]) -> None:
    session = FormSession(forms["norec_meldinger"])
    session.set(ROW + "kjent", "2026-08-11T09:10:00.000+02:00")
    session.set(ROW + "varslet", "2026-08-11T08:00:00.000+02:00")
    assert not session.view(ROW + "varslet").valid


@pytest.mark.parametrize(
    ("criticality", "risk", "decided", "late"),
    [
        ("2026-09-01", "2026-09-02", "2026-09-10", False),
        ("2026-09-01", "2026-09-18", "2026-09-10", True),
        ("", "2026-09-02", "2026-09-10", True),
        ("", "", "", False),
    ],
)
def test_a_solution_decided_before_its_assessment_stands_out(
    forms: dict[str, Form], criticality: str, risk: str, decided: str, *, late: bool
) -> None:
    session = FormSession(forms["norec_ikt_loesninger"])
    for name, value in (("kritikalitetsvurdering", criticality), ("risikovurdering", risk), ("beslutning", decided)):
        session.set(ROW + name, value)
    assert session.view(ROW + "sen_merk").relevant is late
    assert (session.value(ROW + "sen") == "1") is late


def test_an_oral_signal_without_written_follow_up_stands_out(forms: dict[str, Form]) -> None:
    session = FormSession(forms["norec_styringssignaler"])
    session.set(ROW + "signalform", "muntlig")
    assert session.view(ROW + "muntlig_merk").relevant
    session.set(ROW + "skriftlig", "Supplerande tildelingsbrev nr. 2")
    assert not session.view(ROW + "muntlig_merk").relevant


def test_lessons_are_counted(forms: dict[str, Form]) -> None:
    sample = next(one for one in samples("norec") if one.form == "norec_oevelser")
    session = FormSession(forms["norec_oevelser"], sample.answers)
    assert (session.value(ROW + "antall"), session.value(ROW + "antall_lukket")) == ("6", "2")


def test_the_chapter_counts_to_five(forms: dict[str, Form]) -> None:
    form = forms["norec_sikkerhetskapittel"]
    session = FormSession(form, language="nn")
    topics = [point for point in form.points if point.number]
    assert [point.number for point in topics] == ["1", "2", "3", "4", "5"]
    for point in topics:
        session.set(f"{point.key}/{point.id}_tekst", "Omtale.")
    assert session.view("/data/sikkerhet/kontroll/omtalt_tekst").label == "5 av 5 tema omtalte."


@pytest.mark.parametrize("sample", [pytest.param(one, id=one.id) for one in samples("norec")])
def test_a_sample_fits_its_form(forms: dict[str, Form], sample: Any) -> None:
    session = FormSession(forms[sample.form], sample.answers)
    assert session.orphans() == {}
    assert session.problems() == []


def test_the_same_forms_run_by_steps() -> None:
    steps = [{"set": ROW + "tittel", "value": "Ein rapport"}, {"set": ROW + "publisering", "value": "2026-12-16"}]
    found = run_steps(load_form(path_of("norec_publikasjoner")), steps, "nn")
    assert found["values"][ROW + "frist_oversendelse"] == "2026-12-02"
