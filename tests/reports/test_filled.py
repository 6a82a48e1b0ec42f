"""Blank → filled by a PDF library, as a reader would → read back: the same answers."""

from __future__ import annotations

import contextlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from neksus_desktop.errors import ReportFilledError
from neksus_desktop.reports.content.blank import blank
from neksus_desktop.reports.filled import FilledForm, fields_of, read_filled
from neksus_desktop.reports.layout.render import render
from tests.reports.samples import COHESION, PARTICIPATION, TODAY, form

GIVEN = {
    COHESION: "/2",
    "/data/del_a/samhold/samhold_dato": "5.6.2026",
    f"{PARTICIPATION}/deltakelse/kvinner__plan": "/mangler_grunnlag",
    f"{PARTICIPATION}/deltakelse_rader[1]/navn": "Komité",
    f"{PARTICIPATION}/deltakelse_rader[1]/antall": "12 000",
    f"{PARTICIPATION}/deltakelse_rader[3]/navn": "Råd",
    "/data/slutt/samlet_vurdering/samlet_vurdering_tekst": "Første linje\nandre – «linje» æøå",
    "/data/slutt/samlet_vurdering/pilarer:fred": "/fred",
    "/data/slutt/samlet_vurdering/pilarer:utvikling": "/utvikling",
    "note/samhold/internal": "Krangel dempet.",
    "grounds/samhold": "Feltbesøk 30.8.2026",
    "followup[1]/text": "Be om tall",
    "followup[1]/point": "2.1.2",
    "followup[1]/deadline": "15.12.2026",
    "subject/title": "Vann",
    "by/role": "feltmedarbeider",
    "assessed_on": "14.09.2026",
}


def fillable() -> bytes:
    return render(blank(form(), "nb", today=TODAY), fillable=True).data


def filled(values: dict[str, str]) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(fillable()))
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_every_place_for_a_pen_is_a_field_with_a_spoken_name() -> None:
    fields = PdfReader(BytesIO(fillable())).get_fields() or {}
    assert GIVEN.keys() <= fields.keys()
    assert all(field.get("/TU") for field in fields.values())


def test_what_was_filled_in_comes_back() -> None:
    found = fields_of(read_filled(filled(GIVEN)), form())
    rows = found.fields.pop(f"{PARTICIPATION}/deltakelse_rader").split()
    assert len(rows) == 2
    follow_up = next(name for name in found.fields if name.startswith("followup/")).split("/")[1]
    ground = next(name for name in found.fields if name.startswith("evidence/")).split("/")[1]
    assert found.fields == {
        COHESION: "2",
        "/data/del_a/samhold/samhold_dato": "2026-06-05",
        f"{PARTICIPATION}/deltakelse/kvinner__plan": "mangler_grunnlag",
        f"{PARTICIPATION}/deltakelse_rader[{rows[0]}]/navn": "Komité",
        f"{PARTICIPATION}/deltakelse_rader[{rows[0]}]/antall": "12000",
        f"{PARTICIPATION}/deltakelse_rader[{rows[1]}]/navn": "Råd",
        "/data/slutt/samlet_vurdering/samlet_vurdering_tekst": "Første linje\nandre – «linje» æøå",
        "/data/slutt/samlet_vurdering/pilarer": "fred utvikling",
        "note/samhold/internal": "Krangel dempet.",
        f"evidence/{ground}/point": "samhold",
        f"evidence/{ground}/title": "Feltbesøk 30.8.2026",
        f"evidence/{ground}/kind": "annet",
        f"followup/{follow_up}/text": "Be om tall",
        f"followup/{follow_up}/point": "deltakelse",
        f"followup/{follow_up}/deadline": "2026-12-15",
        "assessed_on": "2026-09-14",
    }
    assert found.subject == {"title": "Vann"}
    assert found.refused == ()


def test_nothing_filled_in_is_nothing() -> None:
    found = fields_of(read_filled(fillable()), form())
    assert (found.fields, found.subject, found.refused) == ({}, {}, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (COHESION, "17"),
        ("/data/ukjent", "x"),
        ("/data/del_a", "x"),
        ("/data/ukjent[1]/x", "x"),
        ("note/ukjent/internal", "x"),
        ("note/samhold/confirmed", "1"),
        ("followup[1]/state", "lukket"),
        ("marking/legal_basis", "x"),
    ],
)
def test_what_the_form_does_not_know_is_refused_and_the_rest_kept(name: str, value: str) -> None:
    read = FilledForm(form().id, form().version, "nb", "", {name: value, "note/samhold/internal": "ok"})
    found = fields_of(read, form())
    assert len(found.refused) == 1
    assert found.fields == {"note/samhold/internal": "ok"}


def test_another_version_of_the_form_is_refused() -> None:
    with pytest.raises(ReportFilledError) as caught:
        fields_of(FilledForm(form().id, "0", "nb", "", {}), form())
    assert caught.value.facts["reason"] == "other_form"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"no pdf at all", b"\x00" * 1000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(ReportFilledError):
        read_filled(data)


def test_a_pdf_without_our_mark_is_refused() -> None:
    with pytest.raises(ReportFilledError) as caught:
        read_filled(render(blank(form(), "nb", today=TODAY)).data)
    assert caught.value.facts["reason"] == "not_ours"


@pytest.mark.parametrize("cut", [100, 1000, 5000, 20_000])
def test_a_truncated_file_is_refused_or_gives_only_what_was_filled_in(cut: int) -> None:
    found: FilledForm | None = None
    with contextlib.suppress(ReportFilledError):
        found = read_filled(filled(GIVEN)[:-cut])
    assert found is None or found.values.items() <= GIVEN.items()


@pytest.mark.parametrize(
    "typed",
    [
        "<b>fet</b> &amp; <img src='/etc/passwd'>",
        "javascript:alert(1) =1+1 (\\) \\ %",
        "x" * 20_000,
        "سلام 😀 አማርኛ",
        "\u202eomvendt\u202c",
        "null\x00 og bjelle\x07",
    ],
)
def test_hostile_text_comes_back_as_the_text_it_was(typed: str) -> None:
    found = fields_of(read_filled(filled({"note/samhold/internal": typed})), form())
    assert found.fields["note/samhold/internal"] == typed


def test_a_day_that_no_calendar_has_stays_what_was_written() -> None:
    found = fields_of(read_filled(filled({"/data/del_a/samhold/samhold_dato": "99.99.2026"})), form())
    assert found.fields["/data/del_a/samhold/samhold_dato"] == "99.99.2026"


def test_more_fields_than_any_form_has_are_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neksus_desktop.reports.filled.MOST_FIELDS", len(GIVEN))
    with pytest.raises(ReportFilledError) as refused:
        read_filled(fillable())
    assert refused.value.facts["reason"] == "too_large"
