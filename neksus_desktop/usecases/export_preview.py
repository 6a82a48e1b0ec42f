"""What a recipient would see of a record in an edition, before anything is sent. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neksus_desktop.usecases.field_words import FieldWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neksus_desktop.bundles.payload import Edition
    from neksus_desktop.records.record import Record
    from neksus_desktop.records.version import Version
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class Passage:
    """One field that leaves: where it belongs, what it is, how it reads."""

    place: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class RecordPreview:
    """One record as its recipient will see it; ``withheld`` is how many fields stay at home."""

    record: str
    title: str
    country: str
    partner: str
    status: str
    passages: tuple[Passage, ...]
    withheld: int


def preview_export(profile: Profile, ids: Sequence[str], edition: Edition, language: Language) -> list[RecordPreview]:
    """The records in the edition, field by field, in the order in which they are read."""
    from neksus_desktop.exchange.deciding import current_record
    from neksus_desktop.exchange.editions import edition_of
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.usecases.export import coded_of

    coded = coded_of(profile)
    found = []
    for one in ids:
        record = current_record(profile.store, RecordId(one))
        version = edition_of(_as_version(profile, record), edition, coded(record.form))
        passages = tuple(_passages(profile, version, language))
        found.append(
            RecordPreview(
                record=record.id,
                title=version.subject.title,
                country=version.subject.country,
                partner=version.subject.partner,
                status=record.status,
                passages=passages,
                withheld=len(record.fields.keys() - version.fields.keys()),
            )
        )
    return found


def _as_version(profile: Profile, record: Record) -> Version:
    from neksus_desktop.records.version import Version

    return Version(
        record=record.id, number=1, form=record.form, subject=record.subject, fields=record.fields, reason="exported",
        status=record.status, role=profile.role, made_at=profile.now(), origin=record.origin,
    )  # fmt: skip


def _passages(profile: Profile, version: Version, language: Language) -> Iterator[Passage]:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.usecases.forms import load_form

    try:
        form = load_form(profile, version.form.id, version.form.version)
    except NeksusError:
        form = None
    words = FieldWords(form, language)
    fields = dict(version.fields)
    order = {point.id: at for at, point in enumerate(form.points)} if form else {}
    rows = [
        (order.get(words.point(path, fields), -1), path, Passage(words.place(path, fields), words.name(path), text))
        for path, value in fields.items()
        for text in [words.value(path, value)]
        if not path.endswith(("/point", "/confirmed"))
    ]
    for _at, _path, passage in sorted(rows, key=lambda row: (row[0], row[1])):
        yield passage
