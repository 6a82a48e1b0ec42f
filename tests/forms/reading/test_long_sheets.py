"""A long sheet read past the reader of workbooks says what the reader would have said."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from neksus_desktop.forms.reading import long_sheets, spreadsheets
from neksus_desktop.forms.reading.opening import open_form
from neksus_desktop.forms.reading.source import Sheets

Cell = str | float | bool | None
COUNT = 6_000


def workbook(folder: Path, rows: list[list[Cell]], *, inline: bool = False, first: bool = False) -> Path:
    """A workbook with one question and these choices, whose sheet may come first."""
    book = Workbook(write_only=inline)
    for name in ("choices", "survey") if first else ("survey", "choices"):
        sheet = book.create_sheet(name)
        if name == "survey":
            sheet.append(["type", "name", "label"])
            sheet.append(["select_one stad", "a", "A"])
        else:
            sheet.append(["list_name", "name", None, " label  nb", "folk"])
            for row in rows:
                sheet.append(row)
    if not inline:
        del book["Sheet"]
    path = folder / "lang.xlsx"
    book.save(path)
    return path


def both(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Sheets, Sheets]:
    """The sheets as they are read, and as the reader of workbooks alone reads them."""
    short = spreadsheets.read(open_form(path))
    monkeypatch.setattr(long_sheets, "LONG", 10**12)
    return short, spreadsheets.read(open_form(path))


def choices(count: int = COUNT) -> list[list[Cell]]:
    """Rows with what real lists hold."""
    return [["stad", number, None, f" Stad & <{number}>\xa0Ø ", number / 4] for number in range(count)]


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_texts_and_numbers_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, inline: bool, first: bool
) -> None:
    path = workbook(tmp_path, choices(), inline=inline, first=first)
    cut = long_sheets.cut(path.read_bytes())
    assert cut is not None
    assert len(cut.data) < path.stat().st_size
    short, whole = both(path, monkeypatch)
    assert short.tables == whole.tables
    assert len(short.table("choices").rows) == COUNT


def test_empty_rows_stay_and_a_long_gap_ends_the_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: list[list[Cell]] = [[None] * 5]
    last: list[Cell] = ["stad", "sist", None, "Sist", 1]
    lost: list[Cell] = ["stad", "borte", None, "B", 1]
    short, whole = both(workbook(tmp_path, [*choices(), *nothing * 60, last, *nothing * 61, lost]), monkeypatch)
    assert short.tables == whole.tables
    assert short.table("choices").rows[-1]["name"] == "sist"


@pytest.mark.parametrize("odd", [True, "_x000D_", "=1+1", 1e300, "2026-01-01T00:00:00"])
def test_what_is_not_plain_is_left_to_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: Cell) -> None:
    path = workbook(tmp_path, [*choices(), ["stad", "x", None, odd, 1]])
    short, whole = both(path, monkeypatch)
    assert short.tables == whole.tables


def test_a_long_survey_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    survey.append(["type", "name", "label", None, "relevant", "note to us"])
    for number in range(COUNT):
        before = f"${{q{number - 1}}} != '' and 1 < 2" if number else None
        survey.append(["integer", f"q{number}", f" Ask\n«{number}» & more", "loose", before, number / 4])
        if number % 100 == 0:
            survey.append([])
    path = tmp_path / "lang.xlsx"
    book.save(path)
    assert long_sheets.cut(path.read_bytes()) is not None
    short, whole = both(path, monkeypatch)
    assert short.tables == whole.tables
    assert short.table("survey").rows[-1]["name"] == f"q{COUNT - 1}"


def test_a_damaged_workbook_is_left_to_the_reader(tmp_path: Path) -> None:
    data = workbook(tmp_path, choices()).read_bytes()
    assert long_sheets.cut(data[: len(data) // 2]) is None
    assert long_sheets.cut(b"x" * 10_000) is None
