"""Tables as people keep them: titles above the headings, days in words, rows that are locked, files that are broken."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from neksus_desktop.errors import RegisterFileError, RegisterStoppedError
from neksus_desktop.usecases.decide import submit
from neksus_desktop.usecases.profile import Profile, open_profile
from neksus_desktop.usecases.register_cells import as_day, as_moment
from neksus_desktop.usecases.register_files import RegisterPlan, apply_import, export_register, plan_import
from neksus_desktop.usecases.registers import counts, describe, set_cell
from neksus_desktop.usecases.years import find_year
from tests.support.norec import NOW, ROW, make_sample_year, sample_rows, the_row


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


def planned(profile: Profile, form_id: str, path: Path) -> RegisterPlan:
    return plan_import(profile, form_id, find_year(profile, 2026).subject, path, "nn")


def test_headings_may_stand_below_a_title_and_columns_of_others_are_told(norec: Profile, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "Risiko"
    sheet.append([])
    sheet.append(["Risiko *", "Sannsyn:", "Consequence", "Neste\nvurdering", "Merknad", None])
    sheet.append(["Flaum", "Mogleg", "Serious", datetime(2026, 12, 1, 8, 0), "Snakk med Kari", None])  # noqa: DTZ001
    book.save(tmp_path / "risiko.xlsx")
    plan = planned(norec, "norec_risiko", tmp_path / "risiko.xlsx")
    assert plan.unread == ("Merknad",)
    (row,) = plan.rows
    assert (row.line, row.action, row.title) == (4, "new", "Flaum")
    assert row.values == {
        f"{ROW}navn": "Flaum", f"{ROW}sannsynlighet": "3", f"{ROW}konsekvens": "4",
        f"{ROW}neste_vurdering": "2026-12-01",
    }  # fmt: skip


def test_a_title_line_does_not_say_how_the_columns_of_a_file_are_parted(norec: Profile, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes("Oversikt\r\n\r\nRisiko,Sannsynlighet\r\nÆtt,Mulig\r\n".encode("cp1252"))
    assert [row.title for row in planned(norec, "norec_risiko", tmp_path / "r.csv").rows] == ["Ætt"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1. desember 2026", "2026-12-01"),
        ("1. des. 2026", "2026-12-01"),
        ("12 Dec 2026", "2026-12-12"),
        ("3. OKTOBER 2026", "2026-10-03"),
        ("2026-12-01T08:00:00", "2026-12-01"),
        ("01.12.2026 00:00", "2026-12-01"),
        ("1/12/2026", "2026-12-01"),
        ("01.12.2026–05.12.2026", None),
        ("01.12.20261", None),
        ("12/31/2026", None),
        ("31. februar 2026", None),
        ("1. brumaire 2026", None),
        ("2026-13-01T08:00", None),
    ],
)
def test_a_day_is_read_as_people_write_it_and_one_of_two_is_not_guessed(cell: str, day: str | None) -> None:
    assert as_day(cell) == day


def test_a_moment_may_have_its_month_in_words() -> None:
    assert as_moment("11. august 2026 kl. 9.10") == "2026-08-11T09:10:00"


def test_what_breaks_a_rule_of_the_form_stays_out(norec: Profile, tmp_path: Path) -> None:
    path = tmp_path / "meldingar.csv"
    path.write_text(
        "Emne;Kjend for direktøren;UD varsla\n"
        "For tidleg;2.6.2026 kl. 12.00;1.6.2026 kl. 12.00\n"
        "Til rett tid;2.6.2026 kl. 12.00;2.6.2026 kl. 12.30\n"
        "Ikkje varsla;2.6.2026 kl. 12.00;\n",
        "utf-8",
    )
    assert [(row.action, row.faults) for row in planned(norec, "norec_meldinger", path).rows] == [
        ("faulty", ("UD varsla",)), ("new", ()), ("new", ()),
    ]  # fmt: skip


def test_a_row_that_breaks_a_rule_stands_out_in_its_register(norec: Profile) -> None:
    row = the_row(norec, "norec_meldinger", "Medieoppslag")
    set_cell(norec, row.id, f"{ROW}varslet", "2026-08-10T09:00:00")
    for language, said in (("nn", "UD kan ikkje vere varsla"), ("en", "The MFA cannot have been notified")):
        register = describe(norec, "norec_meldinger", language)  # type: ignore[arg-type]  # two of the three
        (notice,) = register.notices(the_row(norec, "norec_meldinger", "Medieoppslag").values)
        assert notice.startswith(said)


def test_what_waits_for_approval_is_locked_and_the_rest_comes_in(norec: Profile, tmp_path: Path) -> None:
    first, second = sample_rows(norec, "norec_risiko")[:2]
    submit(norec, first.id)
    path = tmp_path / "r.csv"
    path.write_text(f"id;Risiko\n{first.id};Nytt namn\n{second.id};Anna namn\n{second.id};Tredje namn\n", "utf-8")
    plan = planned(norec, "norec_risiko", path)
    assert [(row.action, row.faults) for row in plan.rows] == [("locked", ()), ("update", ()), ("faulty", ("id",))]
    assert apply_import(norec, plan, find_year(norec, 2026).subject) == 1
    assert the_row(norec, "norec_risiko", "Anna namn").id == second.id


def test_moments_go_out_as_people_read_them(norec: Profile, tmp_path: Path) -> None:
    export_register(norec, "norec_meldinger", find_year(norec, 2026).subject, tmp_path / "m.csv", "nn")
    assert "11.08.2026 kl. 09.10" in (tmp_path / "m.csv").read_text("utf-8-sig")


def test_stopped_nothing_is_changed(norec: Profile, tmp_path: Path) -> None:
    subject, path, stop = find_year(norec, 2026).subject, tmp_path / "r.csv", threading.Event()
    path.write_text("Risiko\n" + "".join(f"Sak {at}\n" for at in range(45)), "utf-8")
    before = counts(norec, subject)["norec_risiko"]
    told: list[tuple[int, int]] = []

    def progress(at: int, of: int) -> None:
        told.append((at, of))
        stop.set()

    plan = planned(norec, "norec_risiko", path)
    with pytest.raises(RegisterStoppedError):
        apply_import(norec, plan, subject, progress, stop)
    assert told == [(20, 45)]
    assert counts(norec, subject)["norec_risiko"] == before
    with pytest.raises(RegisterStoppedError):
        plan_import(norec, "norec_risiko", subject, path, "nn", None, stop)
    told.clear()
    apply_import(norec, plan, subject, lambda at, of: told.append((at, of)))
    assert told == [(20, 45), (40, 45), (45, 45)]


def test_a_workbook_that_is_broken_inside_is_unreadable(norec: Profile, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "r.xlsx", "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types>")
        packed.writestr("xl/workbook.xml", "<a")
    with pytest.raises(RegisterFileError) as raised:
        planned(norec, "norec_risiko", tmp_path / "r.xlsx")
    assert raised.value.facts["reason"] == "unreadable"
