"""Lesser editions of a record: what a recipient who must not have all of it may see. Pure.

Rules kept here (the default is the least):

* «shareable»: the record's plain facts and, per point, the shareable text that somebody cleared; no internal text, no
  confidence, no tags, no evidence, no follow-ups, no answers that are written prose (a note of any point not cleared
  stays at home);
* «anonymised»: the same, and the subject is masked together: title, partner, description, numbers, unit, places;
* a subject whose partner is shielded is masked in every lesser edition;
* attachments stay at home unless somebody chose otherwise (``attaching``);
* a point with a legal basis for exemption gives nothing away, in any lesser edition;
* such an edition is a Version without parents, so that nothing of its past can be told from it; its subject goes by
  another id, so that it can never overwrite the full one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping

from neksus_desktop.bundles.payload import Edition
from neksus_desktop.records.attachment import AttachmentFacts, attachment_fields
from neksus_desktop.records.ids import SubjectId
from neksus_desktop.records.subject import Subject
from neksus_desktop.records.version import Version

_KEPT = frozenset({"points", "assessed_on", "language"})
_SHIELDED = re.compile(r"note/([^/]+)/shielding")
_TEXT = re.compile(r"note/[^/]+/(internal|shareable)")
Coded = Callable[[str, set[str]], bool]
"""Whether the answer at a path may be seen: a choice, a number or a date of the form, never prose, and not under one of
the points that give nothing away."""


def edition_of(
    version: Version, edition: Edition, coded: Coded, attachments: Iterable[AttachmentFacts] = ()
) -> Version:
    """The Version as a recipient of this edition sees it; ``coded`` tells which answers cannot be prose.

    ``attachments`` are the files that somebody chose to show, as the edition shows them.
    """
    if edition == "full":
        return version
    fields = dict(_shareable(version.fields, coded, anonymised=edition == "anonymised"))
    for facts in attachments:
        fields |= {path: value for path, value in attachment_fields(facts).items() if value}
    return version.model_copy(
        update={
            "fields": fields,
            "subject": _subject(version.subject, edition),
            "parents": (),
            "previous": None,
            "reason": "exported",
            "role": "",
        }
    )


def hidden_points(fields: Mapping[str, str]) -> set[str]:
    """Points that give nothing away: those with a legal basis for exemption."""
    return {
        path.split("/")[1] for path, value in fields.items() if re.fullmatch(r"note/[^/]+/shielding", path) and value
    }


def has_texts(fields: Mapping[str, str]) -> bool:
    """Whether anybody wrote a text to a point, internal or to be shared."""
    return any(value and _TEXT.fullmatch(path) for path, value in fields.items())


def _shareable(fields: Mapping[str, str], coded: Coded, *, anonymised: bool) -> list[tuple[str, str]]:
    hidden = hidden_points(fields)
    kept = []
    for path, value in fields.items():
        first, _, rest = path.partition("/")
        if path in _KEPT:
            kept.append((path, value))
        elif path.startswith("/"):
            if coded(path, hidden):
                kept.append((path, value))
        elif first == "note":
            point, _, attribute = rest.partition("/")
            cleared = fields.get(f"note/{point}/confirmed") == "1" and point not in hidden
            if cleared and attribute in {"shareable", "confirmed"} and not anonymised:
                kept.append((path, value))
    return kept


def _subject(subject: Subject, edition: Edition) -> Subject:
    name = hashlib.sha256(f"{edition}:{subject.id}".encode()).hexdigest()[:26]
    seen = subject.masked() if edition == "anonymised" or subject.partner_shielded else _without_internal(subject)
    return seen.model_copy(update={"id": SubjectId(name)})


def _without_internal(subject: Subject) -> Subject:
    return subject.model_copy(update={"case_number": "", "responsible_unit": "", "description": ""})
