"""One small form with every kind of answer, one record that answers it, and texts that must not get out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from neksus_desktop.forms import Form
from neksus_desktop.forms.library import load_form
from neksus_desktop.records.ids import RecordId, SubjectId, Thumbprint
from neksus_desktop.records.record import FormRef, Record
from neksus_desktop.records.subject import Subject
from neksus_desktop.reports.content.model import (
    Bullets,
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
from tests.rules.source import ROOT

TODAY = date(2026, 11, 23)
COHESION = "/data/del_a/samhold/samhold"
PARTICIPATION = "/data/del_a/deltakelse"
ANSWERS = {
    COHESION: "2",
    "/data/del_a/samhold/samhold_dato": "2026-06-05",
    f"{PARTICIPATION}/deltakelse/kvinner__plan": "1",
    f"{PARTICIPATION}/deltakelse/kvinner__gjennom": "2",
    f"{PARTICIPATION}/deltakelse/ungdom__plan": "mangler_grunnlag",
    f"{PARTICIPATION}/deltakelse_rader": "r1 r2",
    f"{PARTICIPATION}/deltakelse_rader[r1]/navn": "Komité",
    f"{PARTICIPATION}/deltakelse_rader[r1]/antall": "12000",
    f"{PARTICIPATION}/deltakelse_rader[r2]/navn": "Råd",
    "/data/slutt/samlet_vurdering/samlet_vurdering_tekst": "Alt henger sammen.\n\nMen ikke overalt.",
    "/data/slutt/samlet_vurdering/pilarer": "fred utvikling",
}
TEXTS = {
    "points": "samhold deltakelse",
    "assessed_on": "2026-09-14",
    "note/samhold/internal": "Vannpunktene dempet krangel.",
    "note/samhold/shareable": "Vannpunktene dempet spenninger.",
    "note/samhold/confirmed": "1",
    "note/samhold/confidence": "middels",
    "evidence/01a/point": "samhold",
    "evidence/01a/kind": "feltbesoek",
    "evidence/01a/title": "Besøk i to distrikter",
    "evidence/01a/dated": "2026-08-30",
    "followup/01b/point": "deltakelse",
    "followup/01b/text": "Be om tall for ungdom",
    "followup/01b/responsible": "programansvarlig",
    "followup/01b/deadline": "2026-12-15",
    "followup/01b/state": "aapen",
    "followup/01c/text": "Sende referat",
    "followup/01c/responsible": "saksbehandler_norad",
    "followup/01c/deadline": "2026-10-01",
    "followup/01c/state": "lukket",
    "followup/01c/outcome": "Sendt 28. september",
}


@cache
def form() -> Form:
    """The small form."""
    return load_form(ROOT / "tests" / "data" / "reports" / "form.yaml")


def record(fields: Mapping[str, str] | None = None, **subject: Any) -> Record:
    """The record; ``fields`` replace those it has, ``subject`` changes its subject."""
    given: dict[str, Any] = {
        "id": SubjectId("s1"), "type": "avtale", "title": "Vann og samhold", "country": "SO",
        "partner": "Organisasjon B", "agreement_number": "ZZZ-25/0002", "amount_nok": 54_000_000,
    }  # fmt: skip
    return Record(
        id=RecordId("01hzexamplerecord"),
        form=FormRef(id=form().id, version=form().version, content_hash=form().content_hash),
        subject=Subject(**given | subject),
        origin=Thumbprint("t" * 43),
        fields={key: value for key, value in {**ANSWERS, **TEXTS, **(fields or {})}.items() if value},
    )


def dump(content: ReportContent) -> str:
    """All that a document says, one line per thing said."""
    out = [f"{content.kind} | {content.title} | {content.subtitle}", f"{content.edition} | {content.state}"]
    out += [line for line in (content.sender, content.marking, content.stamp, content.identity) if line]
    for block in content.blocks:
        out += _said(block)
    return "\n".join(out) + "\n"


def _said(block: object) -> list[str]:  # noqa: PLR0911 - one line per kind of block
    match block:
        case Heading():
            return ["", f"{'#' * block.level} {block.number} {block.text}".replace("  ", " ")]
        case Paragraph():
            return [f"[{block.look}] {block.label} {block.text}".replace("  ", " ")]
        case Facts():
            return [f"{name} = {value}" for name, value in block.rows]
        case Table():
            return [" | ".join(column.title for column in block.columns), *(" | ".join(row) for row in block.rows)]
        case Bullets():
            return [f"- {item}" for item in block.items]
        case TickBoxes():
            return [f"{block.key} {block.label}: {' '.join(f'[ ] {said}' for _, said in block.options)}"]
        case TickTable():
            return [
                f"{block.title}: {' / '.join(said for _, said in block.options)}",
                *(said for _, said in block.rows),
            ]
        case WritingLines():
            return [f"{block.key} {block.label} {'_' * block.count}"]
        case WritingTable():
            return [f"{block.key} {' | '.join(column.title for column in block.columns)} × {block.count}"]
    return [type(block).__name__]
