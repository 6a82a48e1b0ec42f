from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from neksus_desktop.errors import FormNoSheetsError, FormTargetError, UsageError
from neksus_desktop.forms.reading import convert, to_xform
from tests.forms.reading.forms_on_disk import FRUIT
from tests.forms.shipped_rows import ROOT

SHIPPED = [path for path in (ROOT / "forms").rglob("*.yaml") if "survey:" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("source", [pytest.param(path, id=path.stem) for path in SHIPPED])
def test_a_shipped_form_survives_excel_unchanged(tmp_path: Path, source: Path) -> None:
    book, back = tmp_path / source.with_suffix(".xlsx").name, tmp_path / source.name
    for beside in source.parent.glob("*.csv"):
        shutil.copy(beside, tmp_path)
    convert(source, book)
    convert(book, back)
    assert back.read_text(encoding="utf-8") == source.read_text(encoding="utf-8")
    assert to_xform(book) == to_xform(source)


def test_cells_are_text_even_when_they_look_like_formulas(tmp_path: Path) -> None:
    source, book, back = tmp_path / "a.yaml", tmp_path / "a.xlsx", tmp_path / "b.yaml"
    text = 'survey:\n- type: text\n  name: a\n  label: =1+1\n  hint: "TRUE"\n  default: "0010"\n'
    source.write_text(text, encoding="utf-8")
    convert(source, book)
    sheet = openpyxl.load_workbook(book)["survey"]
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 5
    convert(book, back)
    assert [line.split(": ")[1].strip("'\"") for line in back.read_text().splitlines()[1:]] == [
        "text",
        "a",
        "=1+1",
        "TRUE",
        "0010",
    ]


def test_markdown_becomes_yaml(tmp_path: Path) -> None:
    source, target = tmp_path / "frukt.md", tmp_path / "frukt.yaml"
    source.write_text(FRUIT, encoding="utf-8")
    convert(source, target)
    assert to_xform(target).xform == to_xform(source).xform


def test_only_two_kinds_are_written(tmp_path: Path) -> None:
    source = tmp_path / "frukt.md"
    source.write_text(FRUIT, encoding="utf-8")
    with pytest.raises(FormTargetError):
        convert(source, tmp_path / "frukt.xml")
    with pytest.raises(UsageError):
        convert(source, tmp_path / "ingen" / "frukt.yaml")


def test_an_xform_has_no_sheets_to_write(tmp_path: Path) -> None:
    source = tmp_path / "frukt.md"
    source.write_text(FRUIT, encoding="utf-8")
    (tmp_path / "frukt.xml").write_text(to_xform(source).xform, encoding="utf-8")
    with pytest.raises(FormNoSheetsError):
        convert(tmp_path / "frukt.xml", tmp_path / "frukt.xlsx")
