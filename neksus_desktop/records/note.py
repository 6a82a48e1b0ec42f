"""What is written about a point: PointNote, Evidence, Shielding, FollowUp. Roles, never names.

Rules kept here:

* a value that is none of ours (from a newer program, or typed on the command line) never makes a record unreadable:
  it is read as the cautious one: no confidence, an open follow-up point, a shielding without an end.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _one_of(*known: str) -> BeforeValidator:
    """What is not known is read as the first."""
    return BeforeValidator(lambda value: value if value in known else known[0])


def _day(value: object) -> object:
    """The day that a text begins with; None when it is none."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


Confidence = Annotated[Literal["", "lav", "middels", "hoey"], _one_of("", "lav", "middels", "hoey")]
FollowUpState = Annotated[Literal["aapen", "lukket"], _one_of("aapen", "lukket")]


class Shielding(BaseModel):
    """Exemption from public access, chosen by a person for one answer: legal basis and end date (offentleglova)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    legal_basis: str = ""
    until: Annotated[date | None, BeforeValidator(_day)] = None


class Evidence(BaseModel):
    """A dated source of a judgement. ``kind`` is a code of the list ``grunnlagstype``; ``reference`` a case number.

    ``followup`` names the follow-up point whose outcome it is the source of, "" for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    point: str
    kind: str = ""
    title: str = ""
    dated: str = ""
    reference: str = ""
    followup: str = ""


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
