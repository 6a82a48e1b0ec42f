"""Tables as files: typed, found again, and nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from neksus_desktop.errors import ReportExtraError
from neksus_desktop.reports.tables.calendar import Due, calendar
from neksus_desktop.reports.tables.datasets import TABLES, datasets
from neksus_desktop.reports.tables.model import DataTable, Field
from neksus_desktop.reports.tables.writing import csv_bytes, jsonl_bytes, parquet_bytes, xlsx_bytes
from tests.reports.samples import COHESION, TODAY, form, record

HOSTILE = ("=1+1", "+47 22", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "|x", "%x")


def tables() -> dict[str, DataTable]:
    return {table.name: table for table in datasets([(record(), "ab")], form(), "nb", today=TODAY)}


def rows(table: DataTable) -> list[dict[str, Any]]:
    return [dict(zip([field.name for field in table.fields], row, strict=True)) for row in table.rows]


def test_all_tables_are_made() -> None:
    assert tuple(tables()) == TABLES


def test_an_answer_has_its_value_its_words_and_its_place() -> None:
    found = next(row for row in rows(tables()["answers"]) if row["field"] == COHESION)
    assert found["record"] == record().id
    assert (found["version"], found["point"], found["number"]) == ("ab", "samhold", "2.1.1")
    assert (found["value"], found["value_number"], found["value_label"]) == ("2", 2.0, "I stor grad")
    assert found["assessed_on"] == date(2026, 9, 14)
    assert found["outside_scale"] is False


def test_a_value_outside_the_scale_is_no_low_number() -> None:
    found = next(row for row in rows(tables()["answers"]) if row["value"] == "mangler_grunnlag")
    assert found["outside_scale"] is True
    assert found["value_number"] is None


def test_deadlines_are_those_of_open_follow_ups_and_of_the_form() -> None:
    assert {row["deadline"] for row in rows(tables()["deadlines"])} == {date(2026, 12, 15), date(2026, 6, 5)}


def test_the_codebook_names_every_value() -> None:
    found = [row for row in rows(tables()["codebook"]) if row["field"] == COHESION]
    assert [(row["value"], row["outside_scale"]) for row in found] == [
        ("1", False), ("2", False), ("mangler_grunnlag", True), ("ikke_relevant", True),
    ]  # fmt: skip


def one_column(*cells: str) -> DataTable:
    return DataTable("x", "X", (Field("text", "Tekst"),), tuple((cell,) for cell in cells))


@pytest.mark.parametrize("said", HOSTILE)
def test_no_cell_is_a_formula(said: str) -> None:
    text = csv_bytes(one_column(said), "nb").decode("utf-8-sig")
    assert list(csv.reader(StringIO(text), delimiter=";"))[1][0].startswith("'") or not said.strip().startswith("=")
    cell = load_workbook(BytesIO(xlsx_bytes([one_column(said)], TODAY)))["X"]["A2"]
    assert cell.data_type == "s"
    assert cell.value == said.replace("\t", " ")


def test_csv_is_in_the_norwegian_dialect() -> None:
    fields = (Field("a", "A", "number"), Field("b", "B", "date"), Field("c", "C"), Field("d", "D", "yes_no"))
    table = DataTable("x", "X", fields, ((1.5, TODAY, 'sa "ja"; så\nnei', True), (None, None, "2.1.1", False)))
    assert csv_bytes(table, "nb").decode() == (
        '\ufeffa;b;c;d\r\n1,5;2026-11-23;"sa ""ja""; så\nnei";ja\r\n;;\'2.1.1;nei\r\n'
    )


def test_a_workbook_has_typed_cells_frozen_headings_filters_and_no_author() -> None:
    book: Any = load_workbook(BytesIO(xlsx_bytes(list(tables().values()), TODAY)))
    assert book.sheetnames == ["Svar", "Tekster", "Oppfølgingspunkter", "Frister", "Grunnlag", "Kodebok"]
    sheet = book["Svar"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert isinstance(sheet["C2"].value, datetime)
    assert book.properties.creator == "Neksus Desktop"
    assert book.properties.lastModifiedBy is None


@pytest.mark.parametrize("said", ["\x00\x01\x08", "\ud800", "x" * 40_000, "<b>&amp;</b>", "\u202eabc"])
def test_hostile_text_breaks_no_file(said: str) -> None:
    table = one_column(said)
    assert load_workbook(BytesIO(xlsx_bytes([table], TODAY)))["X"].max_row >= 1
    assert csv_bytes(table, "nb")
    assert json.loads(jsonl_bytes(table).decode() or "{}") is not None


def test_json_lines_leave_out_what_is_empty() -> None:
    lines = jsonl_bytes(tables()["answers"]).decode().splitlines()
    first = json.loads(lines[0])
    assert len(lines) == len(tables()["answers"].rows)
    assert None not in first.values()


def test_parquet_without_its_package_is_a_clear_refusal() -> None:
    with pytest.raises(ReportExtraError) as caught:
        parquet_bytes(tables()["answers"])
    assert caught.value.facts["name"] == "pyarrow"


def test_the_calendar_says_when_and_where_to_look_but_not_what() -> None:
    data = calendar([Due("01b", record().id, "2.1.2", date(2026, 12, 15))], "nb", TODAY).decode()
    assert "DTSTART;VALUE=DATE:20261215" in data
    assert "UID:01hzexamplerecord-01b@neksus.invalid" in data
    assert "ungdom" not in data
    assert "Vann" not in data
    assert all(len(line.encode()) <= 75 for line in data.split("\r\n"))
    assert data.endswith("END:VCALENDAR\r\n")
