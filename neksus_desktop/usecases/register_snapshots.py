"""Documents about a year that draw on its registers: rows as they stand, facts proposed for a text, what has changed.

Rules kept here:

* a repeat with ``snapshot`` holds the rows of that register as they stood; the Version made when it is sent for
  approval freezes it for good;
* facts are proposed as internal text and never overwrite what a person wrote;
* which register goes where stands in the form; no register is known by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from neksus_desktop.forms import FormSession
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.record import Record
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class SnapshotChange:
    """What became of one row since the snapshot before: ``details`` are title, before, now."""

    kind: Literal["new", "gone", "changed", "same"]
    name: str
    details: tuple[tuple[str, str, str], ...] = ()


def begin_document(profile: Profile, form_id: str, subject: Subject, language: Language) -> RecordId:
    """Make a document about a year, with snapshots taken and facts proposed where its form asks for them."""
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.records import new_record

    with profile.store.write():
        points = [point.id for point in load_form(profile, form_id).points]
        made = new_record(profile, form_id, subject, points=points)
        take_snapshot(profile, made)
        propose_facts(profile, made, language)
    return made


def take_snapshot(profile: Profile, record_id: str) -> int:
    """Fill the snapshots of a record with the registers' rows of its year as they stand; returns how many rows.

    Raises:
        StatusError: it is approved or waits for approval; a frozen snapshot stays as it is.
    """
    from neksus_desktop.usecases.records import open_record, save_fields

    opened = open_record(profile, record_id)
    before = opened.session.answers()
    taken = 0
    for template in opened.form.definition.templates:
        attributes = template.extras.get("attrs", {})
        if template.repeat is template and attributes.get("snapshot"):
            taken += _fill(profile, opened.session, template.path, attributes["snapshot"], opened.record.subject.id)
    after = opened.session.answers()
    changed = {key: after.get(key, "") for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    save_fields(profile, record_id, {key: value for key, value in changed.items() if "/meta/" not in key})
    return taken


def _fill(profile: Profile, session: FormSession, repeat: str, form_id: str, subject: str) -> int:
    from neksus_desktop.storage.registers import register_rows
    from neksus_desktop.usecases.registers import describe

    register = describe(profile, form_id, "nb")
    for key in session.children(repeat):
        session.remove_row(key)
    paths = {one.name: one.path for one in register.questions}
    taken = 0
    for row in register_rows(profile.store, form_id, list(paths.values()), subject=subject):
        if register.finished(row.values):
            continue
        key, _ = session.add_row(repeat, row.id[-8:])
        taken += 1
        for child in session.children(key):
            source = session.view(child).attributes.get("source", "")
            value = row.id if source == "id" else row.values.get(paths.get(source, ""), "")
            if value:
                session.set(child, value)
    return taken


def propose_facts(profile: Profile, record_id: str, language: Language) -> int:
    """Write facts from the registers as internal text of the points that ask for them; returns how many points.

    A point whose internal text is not empty is left alone.
    """
    from neksus_desktop.usecases.records import open_record, save_fields

    opened = open_record(profile, record_id)
    proposed = {}
    for point in opened.form.points:
        field = f"note/{point.id}/internal"
        names = point.attributes.get("facts", "").split()
        if names and not opened.record.fields.get(field):
            lines = [
                line for name in names for line in register_facts(profile, name, opened.record.subject.id, language)
            ]
            proposed[field] = "\n".join(lines)
    if proposed:
        save_fields(profile, record_id, proposed)
    return len(proposed)


def register_facts(profile: Profile, form_id: str, subject: str, language: Language) -> list[str]:
    """What a register says about a year: how many rows, and each with its day and state."""
    from neksus_desktop.texts import count_text
    from neksus_desktop.usecases.registers import describe, rows

    register = describe(profile, form_id, language)
    found = rows(profile, register, subject)
    lines = [f"{register.title}: {count_text(language, 'register.count', len(found))}"]
    days = [one for one in register.columns if one.type == "date"]
    numbers = [one for one in register.columns if one.type == "calculate" and not one.notice]
    for row in found:
        day = next((row.values[one.path] for one in days if row.values.get(one.path)), "")
        told = [f"{one.title}: {row.values[one.path]}" for one in numbers if row.values.get(one.path)]
        parts = [
            register.said(row.values, "title"),
            _in_words(language, day),
            register.said(row.values, "state"),
            *told,
        ]
        lines.append("– " + ", ".join(part for part in parts if part))
    return lines


def previous_snapshot(profile: Profile, record: Record) -> Record | None:
    """The newest other record of the same form that was made before this one: of the same year, or of one before it."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import load_record
    from neksus_desktop.storage.registers import register_rows

    rows = register_rows(profile.store, record.form.id, [])
    ids = [row.id for row in rows]
    before = list(reversed(rows[: ids.index(record.id)] if record.id in ids else rows))
    for row in sorted(before, key=lambda row: row.subject != record.subject.id):
        earlier = load_record(profile.store, RecordId(row.id))
        if row.subject == record.subject.id or earlier.subject.period < record.subject.period:
            return earlier
    return None


def changes(before: FormSession | None, now: FormSession) -> list[SnapshotChange]:
    """What became of each row of the snapshots since the one before, in the order of now, then those gone.

    A row is the same by its id in the register, or else by its title: in the next year it has another id.
    """
    old, new = _rows(before) if before is not None else {}, _rows(now)
    titled = {name: key for key, (name, _) in old.items() if key not in new}
    found = []
    for key, (name, values) in new.items():
        was = key if key in old else titled.pop(name, "")
        if not was:
            found.append(SnapshotChange("new", name))
            continue
        earlier = old.pop(was)[1]
        details = tuple(
            (title, earlier.get(title, ""), value) for title, value in values.items() if earlier.get(title, "") != value
        )
        found.append(SnapshotChange("changed" if details else "same", name, details))
    found += [SnapshotChange("gone", name) for name, _ in old.values()]
    return found


def _rows(session: FormSession) -> dict[str, tuple[str, dict[str, str]]]:
    """Rows of every snapshot by the id in their register: first text, and values in words by title."""
    found = {}
    for template in session.form.definition.templates:
        if template.repeat is not template or not template.extras.get("attrs", {}).get("snapshot"):
            continue
        for row in session.children(template.path):
            key, said = row, {}
            for child in session.children(row):
                view = session.view(child)
                if view.attributes.get("source") == "id":
                    key = view.value or row
                    continue
                labels = {choice.value: choice.label for choice in view.choices}
                said[view.label] = labels.get(view.value, view.value)
            found[key] = (next(iter(said.values()), ""), said)
    return found


def _in_words(language: Language, day: str) -> str:
    from neksus_desktop.reports.content.wording import date_text

    return date_text(language, day[:10]) if day else ""
