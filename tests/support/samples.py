"""Invented records for tests; built through the models, never by hand-made JSON."""

from __future__ import annotations

from typing import Any

from neksus_desktop.records.ids import RecordId, SubjectId, Thumbprint, new_id
from neksus_desktop.records.record import FormRef, Record
from neksus_desktop.records.subject import Subject

FORM = FormRef(id="neksus_veileder", version="1", content_hash="0" * 64)
ORIGIN = Thumbprint("oppdiktet-arbeidssted")


def invented_subject(**changes: Any) -> Subject:
    """An invented agreement; ``changes`` replace single fields."""
    values: dict[str, Any] = {
        "id": SubjectId(new_id()),
        "type": "avtale",
        "title": "Vann og mekling mellom landsbyer",
        "country": "YE",
        "partner": "Internasjonal organisasjon D (oppdiktet)",
        "agreement_number": "ZZZ-25/0004",
        "invented": True,
    }
    return Subject(**(values | changes))


def invented_record(fields: dict[str, str] | None = None, **subject: Any) -> Record:
    """An invented draft with these fields."""
    return Record(
        id=RecordId(new_id()), form=FORM, subject=invented_subject(**subject), origin=ORIGIN, fields=fields or {}
    )
