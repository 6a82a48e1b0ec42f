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
from neksus_desktop.forms.library import load_form
from neksus_desktop.paths import shipped
from neksus_desktop.reports.content.approver import approver_page
from neksus_desktop.reports.content.summary import summary
from neksus_desktop.reports.tables.calendar import Due, calendar
from neksus_desktop.reports.tables.datasets import TABLES, datasets, joined
from neksus_desktop.reports.tables.model import DataTable, Field
from neksus_desktop.reports.tables.workbook import xlsx_bytes
from neksus_desktop.reports.tables.writing import csv_bytes, jsonl_bytes, parquet_bytes
from tests.reports.samples import COHESION, TODAY, dump, form, record

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


def test_a_list_in_which_nobody_wrote_has_no_answers_and_the_codebook_is_always_the_same() -> None:
    guide = load_form(shipped("forms", "neksus", "veileder.yaml"))
    empty = record().model_copy(update={"fields": {"points": ""}})
    first, second = (
        {table.name: table for table in datasets([(empty, "")], guide, "nb", today=TODAY)} for _ in range(2)
    )
    assert first["answers"].rows == ()
    assert first["codebook"] == second["codebook"]
    assert any("dilemmaer[]/" in str(row["field"]) for row in rows(first["codebook"]))
    assert "Dilemma" not in dump(approver_page(empty, guide, "nb", today=TODAY))
    assert "Åpent" not in dump(summary(empty, guide, "nb", today=TODAY))


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
    assert isinstance(sheet["D2"].value, datetime)
    assert book.properties.creator == "Neksus Desktop"
    assert book.properties.lastModifiedBy is None


@pytest.mark.parametrize("said", ["\x00\x01\x08", "\ud800", "x" * 40_000, "<b>&amp;</b>", "\u202eabc"])
def test_hostile_text_breaks_no_file(said: str) -> None:
    table = one_column(said)
    assert load_workbook(BytesIO(xlsx_bytes([table], TODAY)))["X"].max_row >= 1
    assert csv_bytes(table, "nb")
    assert json.loads(jsonl_bytes(table).decode() or "{}") is not None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (54_000_000, "54000000"),
        (1_234_567.5, "1234567,5"),
        (0.00001, "0,00001"),
        (-3.0, "-3"),
        (10**17, f"1{'0' * 17}"),
    ],
)
def test_csv_keeps_every_digit_of_a_number(value: float, said: str) -> None:
    table = DataTable("x", "X", (Field("a", "A", "number"),), ((value,),))
    assert csv_bytes(table, "nb").decode("utf-8-sig") == f"a\r\n{said}\r\n"


def test_a_workbook_keeps_texts_numbers_days_and_yes_and_no_as_they_are() -> None:
    fields = (Field("a", "A"), Field("b", "B", "number"), Field("c", "C", "date"), Field("d", "D", "yes_no"))
    given = (
        ("_x0041_ «æ» <b>&amp;\n linje ", 54_000_000, date(2026, 2, 28), True),
        ("0012", 1234567.125, date(1900, 3, 1), False),
        ("2.1.1", -1.5, None, None),
    )
    book: Any = load_workbook(BytesIO(xlsx_bytes([DataTable("x", "X", fields, given)], TODAY)))
    found = [tuple(cell.value for cell in row) for row in book["X"].iter_rows(min_row=2)]
    assert found == [
        (*row[:2], datetime.combine(row[2], datetime.min.time()) if row[2] else None, row[3]) for row in given
    ]
    assert book["X"]["C2"].number_format == "dd\\.mm\\.yyyy"


def test_a_day_that_spreadsheets_disagree_on_and_no_number_are_texts() -> None:
    fields = (Field("a", "A", "date"), Field("b", "B", "number"))
    table = DataTable("x", "X", fields, ((date(1899, 5, 1), float("nan")),))
    sheet = load_workbook(BytesIO(xlsx_bytes([table], TODAY)))["X"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("1899-05-01", "nan")


def test_a_text_too_long_for_a_cell_ends_with_a_mark() -> None:
    cell = load_workbook(BytesIO(xlsx_bytes([one_column("\U0001f600" * 20_000)], TODAY)))["X"]["A2"]
    assert len(str(cell.value).encode("utf-16-le")) // 2 <= 32_767
    assert str(cell.value).endswith("…")


def test_sheets_have_names_that_spreadsheets_take() -> None:
    titles = ["Data [1]: a/b", "data 1 ab", "'x'" * 20, "", "Data [1]: a/b"]
    tables = [DataTable(f"t{number}", title, (Field("a", "A"),), ()) for number, title in enumerate(titles)]
    names = load_workbook(BytesIO(xlsx_bytes(tables, TODAY))).sheetnames
    assert names == ["Data 1 ab", "data 1 ab 2", "x''x''x''x''x''x''x''x''x''x''x", "t3", "Data 1 ab 3"]


def test_the_same_tables_give_the_same_workbook() -> None:
    assert xlsx_bytes([one_column("a", "b")], TODAY) == xlsx_bytes([one_column("a", "b")], TODAY)


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


def test_tables_of_several_forms_are_put_together_and_say_which_form() -> None:
    one = datasets([(record(), "")], form(), "nb", today=TODAY)
    both = {table.name: table for table in joined([one, one])}
    for table in one:
        assert both[table.name].rows == table.rows * 2
    assert {row["form"] for row in rows(both["answers"])} == {f"{form().id} {form().version}"}


def test_the_codebook_speaks_the_language_asked_for() -> None:
    shipped_form = load_form(shipped("forms", "neksus", "veileder.yaml"))
    book = next(table for table in datasets([], shipped_form, "en", today=TODAY) if table.name == "codebook")
    assert "Mangler grunnlag" not in {row["value_label"] for row in rows(book)}
