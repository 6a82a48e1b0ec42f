"""Archive quality in one document: tags in reading order, embedded fonts, metadata that names nobody."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from neksus_desktop.reports.content.model import (
    Bullets,
    Column,
    Contents,
    Facts,
    Heading,
    Paragraph,
    ReportContent,
    Table,
)
from neksus_desktop.reports.layout.render import render

CONTENT = ReportContent(
    kind="Sjekklistesammendrag",
    title="Støtte til «lokale» nettverk & fred",
    language="nn",
    edition="Intern utgåve",
    made_on=date(2026, 11, 23),
    blocks=(
        Facts((("Land", "Sør-Sudan"), ("Partner", ""))),
        Contents("Innhald"),
        Heading(1, "Vurdering"),
        Heading(2, "Samhald", "2.1.5"),
        Paragraph("Korleis påverkar tiltaka lokalt samhald?", "question"),
        Paragraph("Каша, λόγος, ☑ 😀", "answer"),
        Bullets(("Feltbesøk", "Referat")),
        Table((Column(""), Column("Grad")), (("Kvinner", "I stor grad"), ("Ungdom", "")), row_headers=True),
    ),
    stamp="OPPDIKTA DØME",
    marking="Unnateke offentlegheit, jf. offentleglova § 20",
    reference="01abc",
    version="0" * 64,
)


@pytest.fixture(scope="module")
def data() -> bytes:
    return render(CONTENT).data


@pytest.fixture(scope="module")
def catalog(data: bytes) -> Any:
    return PdfReader(BytesIO(data)).trailer["/Root"]


def test_language_title_and_output_intent_are_set(catalog: Any) -> None:
    assert catalog["/Lang"] == "nn-NO"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert len(catalog["/OutputIntents"]) == 1


def structure(element: Any) -> list[Any]:
    """``[tag, child, …]`` of a structure element; marks are left out."""
    kids = element.get("/K", [])
    kids = [kids] if isinstance(kids, dict) else kids
    found = [element["/S"]]
    for kid in kids:
        item = kid.get_object()
        if isinstance(item, dict) and "/S" in item:
            found.append(structure(item))
    return found


def test_tags_are_in_reading_order_and_tables_are_regular(catalog: Any) -> None:
    tree = structure(catalog["/StructTreeRoot"]["/K"][0].get_object())
    assert [child[0] for child in tree[1:]] == [
        "/P", "/H1", "/Table", "/P", "/TOC", "/H2", "/H3", "/P", "/P", "/L", "/Table",
    ]  # fmt: skip
    row = ["/TR", ["/TH"], ["/TD"]]
    assert tree[3][1:] == [row, row]
    assert tree[-1][1:] == [["/TR", ["/TH"], ["/TH"]], row, row]
    assert tree[-2][1:] == [["/LI", ["/Lbl"], ["/LBody"]]] * 2


def test_every_font_is_embedded(data: bytes) -> None:
    reader = PdfReader(BytesIO(data))
    fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert fonts
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"]
        assert "/ToUnicode" in font.get_object()


def test_metadata_says_the_same_twice_and_names_nobody(data: bytes, catalog: Any) -> None:
    reader = PdfReader(BytesIO(data))
    info, xmp = reader.metadata, reader.xmp_metadata
    assert info is not None
    assert xmp is not None
    titles: Any = xmp.dc_title
    descriptions: Any = xmp.dc_description
    assert info.title == titles["x-default"] == f"{CONTENT.kind}: {CONTENT.title}"
    assert info.subject == descriptions["x-default"] == "Intern utgåve"
    assert info.author is None
    assert not xmp.dc_creator
    assert set(info) == {"/Title", "/Subject", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped"}
    packet = catalog["/Metadata"].get_data().decode()
    for secret in (str(Path.home()), "file:", "root"):
        assert secret not in packet


def test_marks_are_balanced_on_every_page(data: bytes) -> None:
    for page in PdfReader(BytesIO(data)).pages:
        stream: Any = page.get_contents()
        depth = 0
        for word in stream.get_data().split():
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(word, 0)
            assert depth in {0, 1}
        assert depth == 0
