from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from neksus_desktop.errors import (
    FormDamagedError,
    FormFaultyError,
    FormKindError,
    FormSeveralError,
    FormTooLargeError,
    FormUnreadableError,
    FormUnsafeError,
    NeksusError,
)
from neksus_desktop.forms.reading import check, to_xform
from tests.forms.reading.forms_on_disk import FRUIT

QUESTION = '<select1 ref="/data/svar">'
YAML = """
survey:
  - {type: select_one jn, name: svar, label: Liker du frukt?}
choices:
  jn:
    - {name: NO, label: Ja}
"""


def rows_of(markdown: str) -> dict[str, list[list[str]]]:
    sheets: dict[str, list[list[str]]] = {}
    for line in markdown.strip().splitlines():
        first, *cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if first:
            sheets[first] = []
        else:
            list(sheets.values())[-1].append(cells)
    return sheets


def write_xlsx(path: Path, sheets: dict[str, list[list[str]]], empty: int = 0) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number in range(empty):
        book.create_sheet(f"Ark{number}")
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_yaml_keeps_no_as_text(tmp_path: Path) -> None:
    path = tmp_path / "frukt.yaml"
    path.write_text(YAML, encoding="utf-8")
    xform = to_xform(path).xform
    assert QUESTION in xform
    assert "<name>NO</name>" in xform
    assert 'id="frukt"' in xform


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "frukt.md"
    path.write_text(FRUIT, encoding="utf-8")
    assert QUESTION in to_xform(path).xform


def test_xlsx_among_fifty_empty_sheets_and_with_capital_ending(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "frukt.XLSX", rows_of(FRUIT), empty=50)
    assert QUESTION in to_xform(path).xform


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_as_norwegian_excel_writes_it(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = ["survey", ",type,name,label", ",text,svar,Blåbær på øya?"]
    path = tmp_path / "frukt.csv"
    path.write_bytes("\r\n".join(lines).replace(",", separator).encode(encoding))
    assert "Blåbær på øya?" in to_xform(path).xform


def test_xform_is_passed_on_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "frukt.md"
    source.write_text(FRUIT, encoding="utf-8")
    xform = to_xform(source).xform
    path = tmp_path / "frukt.xml"
    path.write_text(xform, encoding="utf-8")
    assert to_xform(path).xform == xform
    latin = xform.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="ISO-8859-1"?>')
    path.write_bytes(latin.replace("Liker", "Blåbær").encode("latin-1"))
    assert "Blåbær" in to_xform(path).xform


def test_media_beside_the_form_in_its_folder_and_in_a_zip(tmp_path: Path) -> None:
    table = FRUIT.replace("| Liker du frukt? |", "| Liker du frukt? | kart.png |").replace(
        "| label |", "| label | image |", 1
    )
    (tmp_path / "frukt.md").write_text(table, encoding="utf-8")
    (tmp_path / "frukt-media").mkdir()
    assert [warning.code for warning in to_xform(tmp_path / "frukt.md").warnings] == ["media_missing"]
    (tmp_path / "frukt-media" / "kart.png").write_bytes(b"bilde")
    assert to_xform(tmp_path / "frukt.md").media == {"kart.png": b"bilde"}
    with zipfile.ZipFile(tmp_path / "pakke.zip", "w") as archive:
        archive.writestr("mappe/frukt.md", table)
        archive.writestr("mappe/media/kart.png", b"fra zip")
        archive.writestr("mappe/liste.csv", "name,label\n")
    assert to_xform(tmp_path / "pakke.zip").media == {"kart.png": b"fra zip"}


def _packed(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return path


def test_a_zip_holds_one_form(tmp_path: Path) -> None:
    xform = to_xform(
        _packed(tmp_path / "ett.zip", README_md="Les dette.", MACOSX___frukt_md="\0", frukt_md=FRUIT)
    ).xform
    assert "Liker du frukt?" in xform
    both = _packed(
        tmp_path / "begge.zip", frukt_xml=xform, land_xml="<root/>", frukt_md=FRUIT, liste_csv="name,label\n"
    )
    assert "Liker du frukt?" in to_xform(both).xform
    with pytest.raises(FormSeveralError) as told:
        to_xform(_packed(tmp_path / "to.zip", frukt_md=FRUIT, mappe__baer_md=FRUIT))
    assert told.value.facts["forms"] == "baer.md, frukt.md"


def test_choices_from_a_file_and_pulldata(tmp_path: Path) -> None:
    (tmp_path / "skjema.md").write_text(
        "| survey |\n| | type | name | label | calculation |\n"
        "| | select_one_from_file steder.csv | sted | Sted | |\n"
        "| | calculate | folk | | pulldata('tall', 'folk', 'name', ${sted}) |\n",
        encoding="utf-8",
    )
    (tmp_path / "steder.csv").write_text("name,label\na,A\n", encoding="utf-8")
    found = to_xform(tmp_path / "skjema.md")
    assert found.media == {"steder.csv": b"name,label\na,A\n"}
    assert [(w.code, w.facts["file"]) for w in found.warnings if w.code == "media_missing"] == [
        ("media_missing", "tall.csv")
    ]


def test_external_choices_become_itemsets(tmp_path: Path) -> None:
    (tmp_path / "skjema.md").write_text(
        "| survey |\n| | type | name | label | choice_filter |\n| | text | fylke | Fylke | |\n"
        "| | select_one_external by | by | By | fylke=${fylke} |\n"
        "| external_choices |\n| | list_name | name | label | fylke |\n| | by | oslo | Oslo | o |\n",
        encoding="utf-8",
    )
    assert b"oslo" in to_xform(tmp_path / "skjema.md").media["itemsets.csv"]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.yaml", b"survey: [1, 2", FormUnreadableError),
        ("a.yaml", b"survey: &x [{type: text}]\nchoices: *x\n", FormUnsafeError),
        ("a.yaml", b"survey: " + b"[" * 5_000, FormUnsafeError),
        ("a.yaml", b"survey:\n- type: text\n  type: text\n", FormUnreadableError),
        ("a.yaml", b"- 1\n", FormUnreadableError),
        ("a.yaml", b"", FormUnreadableError),
        ("a.xlsx", b"not a zip", FormUnreadableError),
        ("a.xlsx", b"", FormUnreadableError),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, FormUnreadableError),
        ("a.xls", b"plain text", FormUnreadableError),
        ("a.md", b"# only a heading", FormFaultyError),
        ("a.csv", b"no table", FormFaultyError),
        ("a.docx", b"", FormKindError),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, FormKindError),
        ("a.xml", b"<html/>", FormKindError),
        ("a.xml", b"<a", FormUnreadableError),
        ("a.xml", b'<?xml version="1.0" encoding="klingon"?><a/>', FormUnreadableError),
        ("a.xml", b"\xff\xfe<", FormUnreadableError),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', FormUnsafeError),
        ("a.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', FormUnsafeError),
        (
            "a.xml",
            b'<h:html xmlns:h="http://www.w3.org/1999/xhtml">' + b"<b>" * 100_000,
            FormUnsafeError,
        ),
    ],
)
def test_what_is_no_form_is_refused(tmp_path: Path, name: str, data: bytes, error: type[NeksusError]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error):
        to_xform(path)
    (problem,) = check(path, "nn")
    assert problem.severity == "error"
    assert problem.message
    assert problem.remedy


def test_a_spreadsheet_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(300):
            archive.writestr(f"xl/{number}.xml", b"0" * 1024 * 1024)
    with pytest.raises(FormTooLargeError):
        to_xform(path)


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "hel.xlsx", rows_of(FRUIT)).read_bytes()
    for length in range(0, len(whole), 97):
        path = tmp_path / "halv.xlsx"
        path.write_bytes(whole[:length])
        with pytest.raises(FormDamagedError):
            to_xform(path)
