"""Workbooks as people make them: old ones, merged cells, formulas, many sheets, none that is right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from neksus_desktop.errors import FormAbsentError, FormClosedError
from neksus_desktop.forms.library import load_form
from neksus_desktop.forms.reading import check, to_xform
from neksus_desktop.forms.run import run_steps
from tests.forms.reading.forms_on_disk import codes, md_form
from tests.forms.reading.old_excel import xls

HEAD = ["type", "name", "label"]


def workbook(folder: Path, *rows: list[str], others: int = 0) -> Path:
    """A workbook whose first sheet is survey."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (HEAD, *rows):
        sheet.append(row)
    for number in range(others):
        book.create_sheet(f"Ark{number}")
    path = folder / "skjema.xlsx"
    book.save(path)
    return path


def test_a_workbook_of_the_nineties_is_a_form(tmp_path: Path) -> None:
    path = tmp_path / "gammelt.xls"
    question = ["select_one jn", "svar", "Liker du blåbær?"]
    choices = [["list_name", "name", "label"], ["jn", "ja", "Ja"], ["jn", "nei", "Nei"]]
    path.write_bytes(xls({"survey": [HEAD, question], "choices": choices}))
    assert check(path) == []
    assert load_form(path).points[0].id == "svar"


def test_a_formula_that_nobody_computed_is_told_with_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["text", "a", "A"], ["text", "b", '="x"&"y"'])
    assert codes(path) == [("label_missing", "survey", 3), ("formula_empty", "survey", 3)]
    assert "C3" in check(path)[1].message


def test_fifty_empty_sheets_do_no_harm(tmp_path: Path) -> None:
    assert codes(workbook(tmp_path, ["text", "a", "A"], others=50)) == []


def test_headings_alone_are_told(tmp_path: Path) -> None:
    assert codes(workbook(tmp_path)) == [("survey_empty", "survey", 0)]


def test_a_missing_column_is_told_once(tmp_path: Path) -> None:
    path = md_form(tmp_path, "type | nme | label\ntext | a | A")
    assert codes(path) == [("column_missing", "survey", 1)]


def test_a_ring_is_told_at_the_row_where_it_begins(tmp_path: Path) -> None:
    path = md_form(
        tmp_path, "type | name | label | calculation\ntext | x | X |\ncalculate | a | | ${b}\ncalculate | b | | ${a}"
    )
    assert codes(path) == [("cycle", "survey", 3)]


def test_names_that_differ_in_capitals_are_told(tmp_path: Path) -> None:
    path = md_form(tmp_path, "type | name | label\ntext | a | A\ntext | A | B")
    assert codes(path) == [("name_case", "survey", 3)]


def test_no_file_and_a_folder_are_told_in_the_chosen_language(tmp_path: Path) -> None:
    nothing = check(tmp_path / "borte.xlsx", "nn")
    assert [(p.code, p.message) for p in nothing] == [("absent", "Det finst inga fil borte.xlsx der du peikar.")]
    assert [p.code for p in check(tmp_path, "nb")] == ["closed"]
    with pytest.raises(FormAbsentError):
        to_xform(tmp_path / "borte.xlsx")
    with pytest.raises(FormClosedError):
        to_xform(tmp_path)


def test_empty_rows_above_the_headings_are_no_hindrance(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["text", "a", "A"], ["txt", "b", "B"])
    book = load_workbook(path)
    book["survey"].insert_rows(1, 2)
    book["survey"].merge_cells("A5:A6")
    book.save(path)
    assert codes(path) == [("type_unknown", "survey", 5)]


def test_a_sheet_without_headings_is_not_called_missing(tmp_path: Path) -> None:
    path = tmp_path / "skjema.xlsx"
    book = Workbook()
    book.create_sheet("survey")
    book.save(path)
    assert codes(path) == [("header_missing", "survey", 0)]


def test_days_that_excel_keeps_as_days_are_defaults(tmp_path: Path) -> None:
    path = tmp_path / "skjema.xlsx"
    book = Workbook()
    sheet = book.create_sheet("survey", 0)
    at = dt.datetime(2026, 11, 23, 14, 30)  # noqa: DTZ001 - as a cell holds it
    for row in ([*HEAD, "default"], ["date", "a", "A", at.date()], ["datetime", "b", "B", at], ["text", "c", "C", "x"]):
        sheet.append(row)
    book.save(path)
    values = run_steps(load_form(path), [])["values"]
    assert [values[f"/data/{name}"] for name in "abc"] == ["2026-11-23", "2026-11-23T14:30:00", "x"]


def test_own_columns_of_the_choices_are_not_called_misspelt(tmp_path: Path) -> None:
    rest = "| choices |\n| | list_name | name | label | country | Imege |\n| | l | a | A | no | x |\n"
    told = codes(md_form(tmp_path, "type | name | label\nselect_one l | a | A", rest))
    assert told == [("column_misspelt", "choices", 1)]
