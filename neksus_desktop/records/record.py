"""Record: one filled form about one subject, as a flat set of fields.

Everything a person can write is one *field*, ``path → text``; history, undo, merge, comparison and search all
work on fields and so need no special case per kind of content. The paths:

=============================================  ==================================================================
``/data/…``                                    an answer, keyed as ``FormSession.answers()`` keys it
``points``                                     ids of the chosen points, separated by spaces
``assessed_on`` ``language``                   ISO date; nb, nn or en
``marking/legal_basis`` ``marking/until``      «Unntatt offentlighet, jf. …», only when a person chose it
``note/<point>/internal`` ``…/shareable``      the two texts; ``…/confirmed`` is "1" when the shareable one is cleared
``note/<point>/confidence`` ``…/tags``         codes; tags separated by spaces
``note/<point>/shielding`` ``…/shielded_until``  legal basis and end date for this point
``evidence/<id>/<attribute>``                  attributes of Evidence: point, kind, title, dated, reference
``followup/<id>/<attribute>``                  attributes of FollowUp: point, text, responsible …
``attachment/<id>/<attribute>``                a kept file: point, owner, name, size, digest …
=============================================  ==================================================================

An empty text is the same as no field. Paths that this version does not know are kept and passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from neksus_desktop.records.ids import RecordId, Thumbprint
from neksus_desktop.records.note import Evidence, FollowUp, PointNote, Shielding
from neksus_desktop.records.statuses import Status
from neksus_desktop.records.subject import Subject

Fields = Mapping[str, str]

_EVIDENCE_ATTRIBUTES = ("point", "kind", "title", "dated", "reference", "followup")
_FOLLOW_UP_ATTRIBUTES = ("point", "text", "responsible", "deadline", "state", "outcome")


class FormRef(BaseModel):
    """Which form a record answers: id, version and the SHA-256 of its XForm source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    version: str
    content_hash: str


class Record(BaseModel):
    """A record as it stands. ``origin`` is the key thumbprint of the workplace that made it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: RecordId
    form: FormRef
    subject: Subject
    status: Status = "draft"
    origin: Thumbprint
    fields: dict[str, str] = {}
    previous: RecordId | None = None
    """The earlier assessment of the same subject that this one was prepared from."""

    @property
    def invented(self) -> bool:
        """Whether this is sample data; a subject's mark is the record's."""
        return self.subject.invented

    @property
    def points(self) -> tuple[str, ...]:
        """Ids of the chosen points."""
        return tuple(self.fields.get("points", "").split())

    def answers(self) -> dict[str, str]:
        """The answers alone, as ``FormSession`` takes them."""
        return {path: value for path, value in self.fields.items() if path.startswith("/")}

    def note(self, point: str) -> PointNote:
        """What is written about one point; empty when nothing is."""
        get = self.fields.get
        at = f"note/{point}/"
        return PointNote.model_validate(
            {
                "point": point,
                "internal": get(at + "internal", ""),
                "shareable": get(at + "shareable", ""),
                "shareable_confirmed": get(at + "confirmed", "") == "1",
                "confidence": get(at + "confidence", ""),
                "shielding": Shielding.model_validate(
                    {"legal_basis": get(at + "shielding", ""), "until": get(at + "shielded_until", "") or None}
                ),
                "tags": tuple(get(at + "tags", "").split()),
                "evidence": tuple(found for found in self.evidence() if found.point == point),
            }
        )

    def evidence(self) -> Iterator[Evidence]:
        """All evidence, in the order of its ids (which are ordered by time)."""
        for key, attributes in _grouped(self.fields, "evidence/", _EVIDENCE_ATTRIBUTES):
            yield Evidence.model_validate({"id": key, "point": "", **attributes})

    def follow_ups(self) -> Iterator[FollowUp]:
        """All follow-up points, in the order of their ids."""
        for key, attributes in _grouped(self.fields, "followup/", _FOLLOW_UP_ATTRIBUTES):
            yield FollowUp.model_validate({"id": key, **attributes})


def evidence_fields(evidence: Evidence) -> dict[str, str]:
    """The fields that hold one evidence; write them with one save."""
    return {f"evidence/{evidence.id}/{name}": str(getattr(evidence, name)) for name in _EVIDENCE_ATTRIBUTES}


def follow_up_fields(follow_up: FollowUp) -> dict[str, str]:
    """The fields that hold one follow-up point."""
    return {f"followup/{follow_up.id}/{name}": str(getattr(follow_up, name)) for name in _FOLLOW_UP_ATTRIBUTES}


def _grouped(fields: Fields, prefix: str, attributes: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    found: dict[str, dict[str, str]] = {}
    for path, value in fields.items():
        if path.startswith(prefix):
            key, _, attribute = path[len(prefix) :].partition("/")
            if attribute in attributes:
                found.setdefault(key, {})[attribute] = value
    yield from sorted(found.items())
