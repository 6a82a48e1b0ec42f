"""What is written about a point: PointNote, Evidence, Shielding, FollowUp. Roles, never names."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Confidence = Literal["", "lav", "middels", "hoey"]
FollowUpState = Literal["aapen", "lukket"]


class Shielding(BaseModel):
    """Exemption from public access, chosen by a person for one answer: legal basis and end date (offentleglova)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    legal_basis: str = ""
    until: date | None = None


class Evidence(BaseModel):
    """A dated source of a judgement. ``kind`` is a code of the list ``grunnlagstype``; ``reference`` a case number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    point: str
    kind: str = ""
    title: str = ""
    dated: str = ""
    reference: str = ""


class FollowUp(BaseModel):
    """Something to do: text, responsible *role*, deadline (ISO date or empty), state and outcome."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    point: str = ""
    text: str = ""
    responsible: str = ""
    deadline: str = ""
    state: FollowUpState = "aapen"
    outcome: str = ""


class PointNote(BaseModel):
    """Per point: internal text, shareable text with its own confirm tick, confidence, evidence, shielding, tags."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    point: str
    internal: str = ""
    shareable: str = ""
    shareable_confirmed: bool = False
    confidence: Confidence = ""
    shielding: Shielding = Shielding()
    tags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
