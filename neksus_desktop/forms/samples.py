"""The invented samples of a pack, as data: answers in form paths, texts, follow-ups, subject.

Every sample is marked invented; invented and real data never meet in one profile or file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from neksus_desktop.forms.packs import packs
from neksus_desktop.paths import shipped


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample. ``subject`` has the fields of the record model's Subject, ``answers`` the keys of a FormSession."""

    id: str
    form: str
    language: str
    status: str
    assessed_on: str
    subject: Mapping[str, str]
    points: tuple[str, ...]
    answers: Mapping[str, str]
    notes: Mapping[str, str]
    follow_ups: tuple[Mapping[str, str], ...]
    marking: Mapping[str, str]
    shielding: Mapping[str, Mapping[str, str]]


@cache
def samples(pack: str = "neksus") -> tuple[Sample, ...]:
    """All samples of a pack in the order of its file; one that names no form answers the pack's first."""
    from neksus_desktop.forms.reading.yaml_text import load

    own = packs()[pack]
    path = shipped("forms", *own.samples.split("/"))
    first = next(iter(own.forms))
    return tuple(_sample(row, first) for row in load(path.read_text(encoding="utf-8"), path.name))


def _sample(row: Mapping[str, Any], form: str) -> Sample:
    return Sample(
        id=row["id"],
        form=row.get("form", form),
        language=row["language"],
        status=row["status"],
        assessed_on=row["assessed_on"],
        subject=row["subject"],
        points=tuple(row["points"].split()),
        answers=row["answers"],
        notes=row.get("notes", {}),
        follow_ups=tuple(row["follow_ups"]),
        marking=row.get("marking", {}),
        shielding=row.get("shielding", {}),
    )
