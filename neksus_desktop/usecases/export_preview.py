"""What a recipient would see of a record in an edition, before anything is sent. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neksus_desktop.records.attachment import PREFIX, attached
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
class FilePreview:
    """One attachment that leaves: its name as the recipient sees it, and its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class RecordPreview:
    """One record as its recipient will see it; ``withheld`` is how many fields stay at home.

    ``form`` is the form's title where the record has a title of its own; ``kept_files`` are attachments that stay here.
    """

    record: str
    title: str
    country: str
    partner: str
    status: str
    passages: tuple[Passage, ...]
    withheld: int
    form: str = ""
    files: tuple[FilePreview, ...] = ()
    kept_files: int = 0


def preview_export(
    profile: Profile, ids: Sequence[str], edition: Edition, language: Language, *, attachments: bool | None = None
) -> list[RecordPreview]:
    """The records in the edition, field by field, in the order in which they are read; those of one form together."""
    from neksus_desktop.exchange.deciding import current_record
    from neksus_desktop.exchange.editions import edition_of
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.usecases.export import as_version, coded_of
    from neksus_desktop.usecases.titles import Titles

    coded, titles = coded_of(profile), Titles(profile, language)
    found = []
    for one in ids:
        record = current_record(profile.store, RecordId(one))
        with_files = edition == "full" if attachments is None else attachments
        files, kept = _files(profile, record, edition) if with_files else ((), len(attached(record.fields)))
        version = edition_of(as_version(profile, record), edition, coded(record.form))
        passages = tuple(_passages(profile, version, language))
        found.append(
            RecordPreview(
                record=record.id,
                title=titles.of(record.form.id, version.fields, version.subject.title),
                country=version.subject.country,
                partner=version.subject.partner,
                status=record.status,
                passages=passages,
                withheld=sum(not path.startswith(PREFIX) for path in record.fields.keys() - version.fields.keys()),
                form=titles.form(record.form.id),
                files=files,
                kept_files=kept,
            )
        )
    return sorted(found, key=lambda one: one.form)


def _files(profile: Profile, record: Record, edition: Edition) -> tuple[tuple[FilePreview, ...], int]:
    """The attachments that leave, and how many stay here."""
    from neksus_desktop.exchange.attaching import full_attachments, lesser_attachments
    from neksus_desktop.exchange.editions import hidden_points

    named = attached(record.fields)
    if edition == "full":
        leaving = full_attachments(profile.store, record.id, named, ())
    else:
        leaving = lesser_attachments(profile.store, record.fields, edition, hidden_points(record.fields))
    return tuple(FilePreview(one.facts.name, one.facts.size) for one in leaving), len(named) - len(leaving)


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
        if not path.endswith(("/point", "/confirmed")) and not path.startswith(PREFIX)
    ]
    for _at, _path, passage in sorted(rows, key=lambda row: (row[0], row[1])):
        yield passage
