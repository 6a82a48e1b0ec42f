"""Secrets are planted in every field; each edition is searched for them: text, metadata, names, bytes, tables."""

from __future__ import annotations

import json
import zipfile
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader

from neksus_desktop.records.note import Shielding
from neksus_desktop.records.record import Record
from neksus_desktop.reports.content.editions import reader
from neksus_desktop.reports.content.extracting import extracts
from neksus_desktop.reports.content.meetings import partner_questions
from neksus_desktop.reports.content.model import EDITIONS, Contents, Edition, Paragraph, ReportContent
from neksus_desktop.reports.content.portfolio import read_across
from neksus_desktop.reports.content.summary import summary
from neksus_desktop.reports.layout.render import render
from neksus_desktop.reports.tables.datasets import datasets
from neksus_desktop.reports.tables.workbook import xlsx_bytes
from neksus_desktop.reports.tables.writing import csv_bytes, jsonl_bytes
from tests.reports.samples import PARTICIPATION, TODAY, form, record

INTERNAL = {
    "note/samhold/internal": "hemmelig-internt",
    "evidence/01a/title": "hemmelig-grunnlag",
    "evidence/01a/reference": "hemmelig-referanse",
    "followup/01b/text": "hemmelig-oppfoelging",
    "followup/01c/outcome": "hemmelig-utfall",
    "note/deltakelse/shareable": "hemmelig-ubekreftet",
    f"{PARTICIPATION}/deltakelse_rader[r1]/navn": "hemmelig-rad",
    "/data/slutt/samlet_vurdering/samlet_vurdering_tekst": "hemmelig-samlet",
}
MASKED = ("Hemmelig Partner", "Hemmelig tittel", "ZZZ-99/0001", "hemmelig-beskrivelse", "2026/99999")
CLEARED = "Klarert tekst om hemmelig PARTNER og ZZZ-99/0001."


def planted(**subject: object) -> Record:
    return record(
        {**INTERNAL, "note/samhold/shareable": CLEARED},
        **{
            "title": MASKED[1], "partner": MASKED[0], "agreement_number": MASKED[2], "description": MASKED[3],
            "case_number": MASKED[4], "country": "SO", **subject,
        },
    )  # fmt: skip


def document(one: Record, edition: Edition) -> ReportContent:
    return summary(one, form(), "nb", today=TODAY, edition=edition)


def everything(data: bytes) -> str:
    """Text, metadata, outline and every stream of a PDF, opened."""
    pdf = PdfReader(BytesIO(data))
    said = [page.extract_text() for page in pdf.pages]
    said += [str(pdf.metadata), str(pdf.outline), data.decode("latin-1")]
    for start in range(len(data)):
        if data.startswith(b"stream\n", start):
            try:
                said.append(zlib.decompressobj().decompress(data[start + 7 :]).decode("latin-1"))
            except zlib.error:
                continue
    return " ".join(said).casefold()


@pytest.mark.parametrize("edition", ["shareable", "public", "anonymous"])
def test_internal_texts_reach_no_edition_for_others(edition: Edition) -> None:
    said = everything(render(document(planted(), edition)).data)
    assert [secret for secret in INTERNAL.values() if secret in said] == []
    assert "klarert tekst" in said


def test_the_internal_edition_says_everything() -> None:
    said = everything(render(document(planted(), "internal")).data)
    unseen = {"hemmelig-rad"} | {secret for secret in INTERNAL.values() if secret not in said}
    assert unseen == {"hemmelig-rad"}


@pytest.mark.parametrize("edition", ["shareable", "public", "anonymous"])
def test_a_shielded_partner_is_masked_in_texts_too(edition: Edition) -> None:
    said = everything(render(document(planted(partner_shielded=True), edition)).data)
    assert [secret for secret in MASKED if secret.casefold() in said] == []
    assert "somalia" not in said
    assert "klarert tekst om skjermet" in said


def test_the_anonymous_edition_masks_whoever_it_is_and_keeps_values() -> None:
    said = everything(render(document(planted(), "anonymous")).data)
    assert [secret for secret in MASKED if secret.casefold() in said] == []
    assert "somalia" not in said
    assert "i stor grad" in said


@pytest.mark.parametrize("edition", ["shareable", "public"])
def test_values_stay_at_home(edition: Edition) -> None:
    assert "i stor grad" not in everything(render(document(planted(), edition)).data)


@pytest.mark.parametrize("edition", ["shareable", "public", "anonymous"])
def test_a_shielded_answer_is_left_out_with_its_text_and_value(edition: Edition) -> None:
    one = planted().model_copy(
        update={"fields": {**planted().fields, "note/samhold/shielding": "offentleglova § 20"}}
    )  # fmt: skip
    said = everything(render(document(one, edition)).data)
    assert "klarert tekst" not in said
    assert "hvordan er samholdet" not in said
    assert ("unntatt offentlighet, jf. offentleglova § 20" in said) == (edition == "public")


def test_shielding_ends_on_its_day() -> None:
    who = reader(planted(), "public", "nb", TODAY)
    ended = Shielding(legal_basis="offentleglova § 20", until=TODAY.replace(day=22))
    assert who.shielded(ended.model_copy(update={"until": TODAY}))
    assert not who.shielded(ended)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_is_named(edition: Edition) -> None:
    assert document(planted(), edition).edition == reader(planted(), edition, "nb", TODAY).edition_text()


def test_the_marking_stands_only_where_it_was_chosen_and_never_on_what_is_made_public() -> None:
    marked = record({"marking/legal_basis": "offentleglova § 20", "marking/until": "2028-09-28"})
    wanted = "Unntatt offentlighet, jf. offentleglova § 20, til 28. september 2028"
    assert document(marked, "internal").marking == wanted
    assert document(marked, "public").marking == ""
    assert document(record(), "internal").marking == ""


def test_the_partner_gets_questions_and_nothing_of_ours() -> None:
    content = partner_questions(form(), "en", today=TODAY, title="Water", points=["samhold", "deltakelse"])
    said = everything(render(content).data)
    assert "how is cohesion?" in said
    assert "norway" in said
    assert all(secret not in said for secret in (*INTERNAL.values(), "to a large extent", "insufficient"))


@pytest.mark.parametrize("edition", ["shareable", "public", "anonymous"])
def test_tables_and_extracts_keep_the_same_secrets(edition: Edition) -> None:
    one = planted(partner_shielded=True)
    tables = datasets([(one, "")], form(), "nb", today=TODAY, edition=edition)
    found = extracts([(one, "")], form(), "nb", today=TODAY, edition=edition)
    said = everything(render(read_across(found, form(), "nb", today=TODAY, edition=edition)).data)
    said += " ".join((csv_bytes(table, "nb") + jsonl_bytes(table)).decode() for table in tables).casefold()
    with zipfile.ZipFile(BytesIO(xlsx_bytes(tables, TODAY))) as book:
        said += " ".join(book.read(name).decode() for name in book.namelist()).casefold()
    secrets = [*INTERNAL.values(), *MASKED]
    assert [secret for secret in secrets if secret.casefold() in said] == []
    assert json.dumps(one.id) in said


def test_a_masked_name_is_found_however_it_was_typed() -> None:
    who = reader(record(partner="Komité B", partner_shielded=True), "public", "nb", TODAY)
    for typed in ("Komité B", "KOMITÉ  B", "Ko\u00admi\u200bté\u00a0B", "Komite\u0301\nB", "\u202eKomité\u202c B"):
        assert who.scrubbed(f"Sa {typed}.").replace("\u202e", "") == "Sa Skjermet."
    assert (
        reader(record(partner="\u200b\u200b\u200b", partner_shielded=True), "public", "nb", TODAY).scrubbed("a") == "a"
    )


def test_where_no_text_is_cleared_an_edition_for_others_says_so_and_lists_no_contents() -> None:
    cleared, none = ({"note/samhold/shareable": CLEARED, "note/samhold/confirmed": yes} for yes in ("1", ""))
    for fields, nothing in ((cleared, False), (none, True)):
        blocks = document(record(fields), "public").blocks
        said = [block.text for block in blocks if isinstance(block, Paragraph)]
        assert ("Ingen tekster er klarert for deling." in said) is nothing
        assert not (nothing and any(isinstance(block, Contents) for block in blocks))
