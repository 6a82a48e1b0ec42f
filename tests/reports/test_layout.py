"""Paper as it comes out: every text on it, in the right place, whole, and nothing in it that steers anything."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from neksus_desktop.reports.content.model import (
    Block,
    Column,
    Contents,
    Facts,
    Heading,
    Paragraph,
    ReportContent,
    Table,
    TickBoxes,
    TickTable,
    WritingLines,
    WritingTable,
)
from neksus_desktop.reports.layout.lines import break_lines
from neksus_desktop.reports.layout.look import COLUMN
from neksus_desktop.reports.layout.render import render

LONG = "Partneren oppdaterte konfliktanalysen i mars og flyttet to utdelingspunkter. " * 12


def document(*blocks: Block, **changes: Any) -> ReportContent:
    given: dict[str, Any] = {
        "kind": "Sjekklistesammendrag", "title": "Matsikkerhet", "language": "nb", "edition": "Intern utgave",
        "made_on": date(2026, 11, 23), "blocks": blocks, "reference": "01abc", "version": "f" * 64,
        "identity": "Id 01abc · versjon ffffffffffffffff", "page_text": "Side {page} av {pages}",
    }  # fmt: skip
    return ReportContent(**given | changes)


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def page_texts(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in read(data).pages]


def test_every_page_says_stamp_marking_identity_edition_and_number() -> None:
    rendered = render(
        document(
            *[Paragraph(LONG)] * 20,
            stamp="OPPDIKTET EKSEMPEL – IKKE NORSK VURDERING",
            marking="Unntatt offentlighet, jf. offentleglova § 20, til 28. september 2028",
        )
    )
    pages = page_texts(rendered.data)
    assert len(pages) == rendered.pages > 3
    for number, said in enumerate(pages, 1):
        for wanted in (
            "OPPDIKTET EKSEMPEL – IKKE NORSK VURDERING", "offentleglova § 20, til", "28. september 2028",
            "Id 01abc · versjon ffffffffffffffff", "Intern utgave", f"Side {number} av {len(pages)}",
        ):  # fmt: skip
            assert wanted in said


def test_marking_and_stamp_stand_only_where_they_are_chosen() -> None:
    said = page_texts(render(document(Paragraph("x"))).data)[0]
    assert "Unntatt" not in said
    assert "OPPDIKTET" not in said


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>fet & <i>feil</b>", '<img src="/etc/passwd"/>', "<a href='javascript:alert(1)'>x</a>", "&amp; &#0; &bogus;",
        "%s %(x)s {page} {0}", "\\) Tj ET (", "]]>", "=cmd|' /C calc'!A0", "<para><onDraw name='x'/></para>",
    ],
)  # fmt: skip
def test_markup_is_printed_as_text(hostile: str) -> None:
    data = render(document(Heading(1, hostile), Paragraph(hostile), Table((Column("x"),), ((hostile,),)))).data
    assert page_texts(data)[0].count(" ".join(hostile.split())) == 3


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\u200f", "\ufeff", "\u00ad", "\ud800"])
def test_what_is_not_text_does_not_reach_paper(char: str) -> None:
    said = page_texts(render(document(Paragraph(f"foran{char}bak"))).data)[0]
    assert char not in said
    assert "foran" in said
    assert "bak" in said


def test_a_character_no_font_has_is_printed_as_its_code_point() -> None:
    assert "[U+1F9D1]" in page_texts(render(document(Paragraph("\U0001f9d1"))).data)[0]


def test_a_word_of_twenty_thousand_letters_is_broken_and_whole() -> None:
    pages = page_texts(render(document(Paragraph("å" * 20_000))).data)
    assert sum(page.count("å") for page in pages) == 20_000


def test_no_line_is_wider_than_the_column() -> None:
    texts = (LONG, "x" * 500, "ord/med-mange" * 30, "kort", "")
    for said in texts:
        assert all(line.width <= COLUMN + 0.01 for line in break_lines(((said, "regular"),), 11, COLUMN))


def test_a_cell_taller_than_a_page_flows_over_under_repeated_headings() -> None:
    table = Table((Column("Punkt"), Column("Tekst", 4)), (("2.1.1", LONG * 12),), row_headers=True)
    pages = page_texts(render(document(table)).data)
    assert len(pages) > 1
    assert all("Punkt" in page for page in pages)
    assert sum(page.count("utdelingspunkter") for page in pages) == 12 * 12


def test_a_heading_stands_with_what_follows_it() -> None:
    for count in range(20, 60):
        blocks: list[Block] = [*[Paragraph("linje")] * count, Heading(2, "Overskriften"), Paragraph("Det som følger.")]
        for page in page_texts(render(document(*blocks)).data):
            assert ("Overskriften" in page) == ("Det som følger." in page)


def test_contents_name_the_page_of_each_heading_and_bookmarks_lead_there() -> None:
    blocks: list[Block] = [Contents("Innhold")]
    for number in range(6):
        blocks += [Heading(1, f"Del {number}"), *[Paragraph(LONG)] * 4]
    data = render(document(*blocks)).data
    reader, pages = read(data), page_texts(data)
    where = {
        f"Del {number}": max(index for index, page in enumerate(pages, 1) if f"Del {number}" in page)
        for number in range(6)
    }
    for title, page in where.items():
        assert f"{title} {page}" in pages[0]
    entries: list[Any] = reader.outline
    assert {entry.title: (reader.get_destination_page_number(entry) or 0) + 1 for entry in entries} == where
    links = [annotation.get_object() for annotation in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert len(links) == 6
    assert all(link["/StructParent"] >= 0 for link in links)


def test_one_very_long_word_does_not_break_the_short_ones_beside_it() -> None:
    long = "Sikkerhetssektorreformprogramoppfølging" * 2
    columns = tuple(Column(title) for title in ("Punkt", "Hva som skal følges opp", "Ansvarlig", "Frist", "Utfall"))
    table = Table(columns, (("2.1.12", long, "Programansvarlig", "15.12.2026", long),))
    said = page_texts(render(document(table)).data)[0]
    for word in ("Punkt", "2.1.12", "Programansvarlig", "15.12.2026", "Utfall"):
        assert word in said


def test_a_table_of_many_columns_takes_the_margin_too_before_it_breaks_words() -> None:
    titles = ("Risiko", "Sannsynlighet", "Konsekvens", "Tiltak", "Risikoeier (rolle)", "Tilstand", "Sist vurdert")
    row = (
        "saksbehandlingssystem",
        "Lite sannsynlig",
        "Alvorlig",
        "evakueringsplan",
        "rekrutteringsleiar",
        "Åpen",
        "21.09.2026",
    )
    data = render(document(Table(tuple(Column(title) for title in titles), (row,), row_headers=True))).data
    said = page_texts(data)[0]
    for word in ("Sannsynlighet", "Konsekvens", "rekrutteringsleiar", "vurdert", "21.09.2026"):
        assert word in said


def test_long_titles_are_set_smaller_and_whole() -> None:
    pages = [render(document(Paragraph("x"), title="ord " * count)).data for count in (5, 20, 60)]
    assert [page_texts(data)[0].count("ord ") for data in pages] == [5, 20, 60]


def test_empty_and_single_rows() -> None:
    none = render(document(Table((Column("Punkt"),), ())))
    assert "Punkt" not in page_texts(none.data)[0]
    assert "2.1.1" in page_texts(render(document(Table((Column("Punkt"),), (("2.1.1",),)))).data)[0]


def test_what_is_for_a_pen_is_drawn_whole() -> None:
    grades = tuple((str(value), f"I svært stor grad {value}") for value in range(1, 8))
    data = render(
        document(
            TickBoxes(grades, "Velg"), TickTable(grades, (("a", "Kvinner"), ("b", "Marginaliserte grupper"))),
            WritingLines(40, "Vurdering"), WritingLines(1, "Dato", short=True),
            WritingTable((Column("Tiltak", 3), Column("Frist")), 30),
        )
    ).data  # fmt: skip
    said = " ".join(page_texts(data))
    for wanted in ("Velg", "Kvinner", "Marginaliserte grupper", "Vurdering", "Dato", "Tiltak", "Frist"):
        assert wanted in said


def test_the_same_content_gives_the_same_bytes() -> None:
    content = document(Heading(1, "Én"), Paragraph(LONG), Facts((("Land", "Sør-Sudan"),)))
    assert render(content).data == render(content).data


def test_headings_that_fill_a_page_are_not_repeated_on_every_page() -> None:
    table = Table((Column("\n".join(["rad"] * 200)),), (("\n".join(["celle"] * 200),),))
    assert render(document(table)).pages < 12


def test_a_long_title_is_cut_in_the_page_header_and_whole_in_the_document() -> None:
    title = " ".join(f"ord{number}" for number in range(60))
    pages = page_texts(render(document(*[Paragraph(LONG)] * 12, title=title)).data)
    assert title in pages[0]
    assert "…" in pages[-1]
    assert "ord59" not in pages[-1]
