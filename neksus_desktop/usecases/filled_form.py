"""Read a filled PDF into a draft: plan first, then apply; nothing that is written already is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from neksus_desktop.forms import Form
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.record import Record
    from neksus_desktop.usecases.profile import Profile

_OPEN = {"draft", "returned"}


@dataclass(frozen=True, slots=True)
class FilledPlan:
    """What reading a filled PDF would do.

    ``fresh`` are fields that are empty now; ``same`` are there already; ``kept`` differ and stay as they are;
    ``refused`` are field names whose value the form does not know.
    """

    action: Literal["new", "update", "have"]
    record: str
    form: str
    fresh: dict[str, str]
    same: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[str, ...]
    subject: dict[str, str]


def plan_filled(profile: Profile, path: Path) -> FilledPlan:
    """What reading the file would do; changes nothing.

    A record that is locked, or not here, is left alone: its answers become a new draft.

    Raises:
        UsageError: the file cannot be read.
        ReportFilledError: it is no filled form of ours, or of another form version than is here.
        NotFoundError: its form is not here.
    """
    from neksus_desktop.reports.filled import fields_of, read_filled

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(reason="file_unreadable", file=str(path)) from error
    filled = read_filled(data)
    record, form = _target(profile, filled.record, filled.form, filled.version)
    found = fields_of(filled, form)
    present = record.fields if record is not None else {}
    lists = {name for name in found.fields if any(other.startswith(name + "[") for other in found.fields)}
    fresh = {
        name: f"{present[name]} {value}" if name in lists and name in present else value
        for name, value in found.fields.items()
        if name not in present or name in lists
    }
    both = {name for name in found.fields if name in present and name not in lists}
    same = tuple(sorted(name for name in both if present[name] == found.fields[name]))
    kept = tuple(sorted(both - set(same)))
    action: Literal["new", "update", "have"] = "new" if record is None else ("update" if fresh else "have")
    return FilledPlan(
        action, record.id if record is not None else "", form.id, fresh, same, kept, found.refused, found.subject
    )


def apply_filled(profile: Profile, plan: FilledPlan) -> RecordId:
    """Write what the plan says; returns the record's id."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.texts import text
    from neksus_desktop.usecases.records import new_record, save_fields
    from neksus_desktop.usecases.subjects import make_subject

    if plan.action == "have":
        return RecordId(plan.record)
    if plan.action == "update":
        save_fields(profile, plan.record, plan.fresh)
        return RecordId(plan.record)
    title = plan.subject.get("title", "") or text(profile.settings.language, "report.filled.untitled")
    subject = make_subject(
        type="avtale",
        title=title[:500],
        partner=plan.subject.get("partner", ""),
        agreement_number=plan.subject.get("agreement_number", ""),
        country=_country(plan.subject.get("country", "")),
        invented=profile.invented is True,
    )
    with profile.store.write():
        record = new_record(profile, plan.form, subject)
        save_fields(profile, record, plan.fresh)
    return record


def _target(profile: Profile, record_id: str, form_id: str, version: str) -> tuple[Record | None, Form]:
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.records import open_record

    if record_id:
        try:
            opened = open_record(profile, record_id)
        except NotFoundError:
            pass
        else:
            if opened.record.status in _OPEN:
                return opened.record, opened.form
    try:
        return None, load_form(profile, form_id, version)
    except NotFoundError:
        return None, load_form(profile, form_id)


def _country(said: str) -> str:
    """The code of a country named in any of the languages, or nothing."""
    from neksus_desktop.forms.codelists import codelist

    countries = codelist("land")
    wanted = said.strip().casefold()
    return next(
        (
            code
            for code in countries.codes
            if wanted in {code.casefold(), *(countries.label(code, lang).casefold() for lang in ("nb", "nn", "en"))}
        ),
        "",
    )
