"""Subject: what is assessed (agreement, portfolio, country, board, year). Partner and places can be shielded."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from neksus_desktop.records.ids import SubjectId

SubjectType = Literal["avtale", "portefoelje", "land", "styre", "virksomhetsaar"]
SUBJECT_TYPES: tuple[SubjectType, ...] = ("avtale", "portefoelje", "land", "styre", "virksomhetsaar")
MASK = "Skjermet"
LONGEST_TITLE = 500


class Subject(BaseModel):
    """One subject. Codes are those of ``forms/codelists``; ``country`` is ISO 3166-1 alpha-2 or empty.

    ``partner_shielded`` means that title, partner, description and agreement number are masked in every edition
    but the internal one (domain: Norad masks them together). ``invented`` marks sample data for ever.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: SubjectId
    type: SubjectType
    title: str = Field(min_length=1, max_length=LONGEST_TITLE, pattern=r"\S")
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    partner: str = ""
    partner_group: str = ""
    partner_shielded: bool = False
    agreement_number: str = ""
    period: str = ""
    amount_nok: int | None = None
    iati_org_type: str = ""
    dac_codes: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    gender_marker: str = ""
    responsible_unit: str = ""
    case_number: str = ""
    description: str = ""
    invented: bool = False

    def masked(self) -> Subject:
        """The subject as it may be seen by a reader who must not know the partner: those texts are removed."""
        return self.model_copy(
            update={
                "title": MASK,
                "partner": MASK if self.partner else "",
                "agreement_number": "",
                "description": "",
                "case_number": "",
                "responsible_unit": "",
                "period": "",
                "amount_nok": None,
            }
        )
