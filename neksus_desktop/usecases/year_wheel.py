"""The year wheel: every dated duty and computed deadline of a year, and what one role has to do across all packs.

Rules kept here:

* what is dated is what a form marks as ``deadline``; a deadline that has no date yet, or none that stands in the
  calendar, is told as one without a date, never guessed;
* every entry carries its source and who checked it, as far as the row says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.storage.registers import RegisterRow
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.registers import Register, RegisterColumn


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the wheel. ``day`` is an ISO date, "" while it is not known; ``recommended`` a working day before.

    ``point`` is the point of a follow-up point, "" for a row of a register.
    """

    day: str
    record: str
    form_id: str
    key: str
    register: str
    title: str
    what: str
    source: str
    source_ref: str
    controlled: str
    responsible: str
    state: str
    done: bool
    recommended: str = ""
    point: str = ""
    checkable: bool = False
    """Whether the form has a place for who checked the date; what is computed has none."""


def entries(profile: Profile, subject: str | None, language: Language) -> list[Entry]:
    """All entries of a year (of every year when None) by day, those without a date last."""
    from neksus_desktop.usecases.registers import describe, register_ids, rows

    found: list[Entry] = []
    for form_id in register_ids(profile):
        register = describe(profile, form_id, language)
        if any(one.deadline for one in register.questions):
            for row in rows(profile, register, subject):
                found += _entries(register, row)
    return sorted(found, key=lambda entry: (not entry.day, entry.day, entry.register, entry.title))


def my_deadlines(profile: Profile, language: Language, role: str | None = None) -> list[Entry]:
    """What is open for a role (the acting one when None): deadlines of registers and follow-up points of any record."""
    from neksus_desktop.usecases.follow_ups import deadlines

    mine = role or profile.role
    found = _once(
        entry for entry in entries(profile, None, language) if not entry.done and _is(entry.responsible, mine)
    )
    found += [
        Entry(
            row.deadline[:10], row.record, row.form_id, f"followup/{row.id}", row.title, row.text, "", "", "", "",
            row.responsible, row.state, done=False, point=row.point,
        )
        for row in deadlines(profile, responsible=mine)
    ]  # fmt: skip
    return sorted(found, key=lambda entry: (not entry.day, entry.day, entry.register, entry.title))


def _once(found: Iterable[Entry]) -> list[Entry]:
    """Without what a later year goes on with: of the same thing on the same day only the row made last."""
    kept: dict[tuple[str, ...], Entry] = {}
    for entry in found:
        same = (entry.form_id, entry.title, entry.what, entry.day) if entry.day else (entry.record, entry.key)
        if same not in kept or kept[same].record < entry.record:
            kept[same] = entry
    return list(kept.values())


def _is(written: str, role: str) -> bool:
    """Whether a role written as code, or in words in any language, is this one."""
    from neksus_desktop.usecases.follow_ups import names_of

    return written.strip().casefold() in {name.casefold() for name in names_of(role)}


def write_calendar(profile: Profile, subject: str | None, language: Language, destination: Path) -> int:
    """Write the open, dated entries as iCalendar; returns how many.

    Raises:
        UsageError: the file cannot be written.
    """
    from neksus_desktop.errors import UsageError
    from neksus_desktop.paths import write_atomically
    from neksus_desktop.reports.tables.calendar import Due, calendar
    from neksus_desktop.usecases.registers import describe, register_ids

    titles = {
        register.form_id: register
        for register in (describe(profile, form_id, language) for form_id in register_ids(profile))
    }
    due = [
        Due(
            entry.key.strip("/").replace("/", "-"), entry.record, entry.source_ref, date.fromisoformat(entry.day),
            _no_matter(entry, titles[entry.form_id]),
        )
        for entry in entries(profile, subject, language)
        if entry.day and not entry.done
    ]  # fmt: skip
    try:
        write_atomically(destination, calendar(due, language, profile.now().date()))
    except OSError as error:
        raise UsageError(reason="file_unwritable", file=str(destination)) from error
    return len(due)


def _no_matter(entry: Entry, register: Register) -> str:
    """What a calendar may say: words of the form only, never what somebody wrote."""
    title = register.meaning("title")
    named = entry.title if title is not None and title.choices else entry.register
    own = {one.title for one in register.questions if one.deadline and one.title != named}
    return ": ".join([named, entry.what] if entry.what in own else [named])


def _entries(register: Register, row: RegisterRow) -> Iterator[Entry]:
    for column in register.questions:
        if column.deadline:
            yield from _of_column(register, row, column)


def _of_column(register: Register, row: RegisterRow, column: RegisterColumn) -> Iterator[Entry]:
    from neksus_desktop.usecases.registers import in_repeat

    values = row.values
    inner = column.path.startswith(register.repeats) if register.repeats else False
    found = list(in_repeat(values, column.path))
    finished = register.finished(values) and column.attributes.get("recurs") != "1"
    if not found and not inner and not finished and column.attributes.get("fresh") == "1" and column.order:
        found = [(column.path, "")]
    for key, written in found:
        day = _day(written)
        title = register.said(values, "title")
        what, responsible = column.title, register.said(values, "responsible")
        done = finished or _sent(register, values, key)
        if inner:
            group = key.rpartition("/")[0]
            beside = {path.rpartition("/")[2]: value for path, value in values.items() if path.startswith(f"{group}/")}
            what, done, responsible = _inner(register, column, beside, responsible)
        yield Entry(
            day, row.id, register.form_id, key, register.title, title, what, register.said(values, "source"),
            values.get(_path(register, "source_ref"), ""), values.get(_path(register, "controlled"), ""), responsible,
            register.said(values, "state"), done=done,
            recommended="" if inner else _other_day(values.get(_path(register, "recommended"), ""), day),
            checkable=register.meaning("controlled") is not None,
        )  # fmt: skip


def _inner(
    register: Register, column: RegisterColumn, beside: dict[str, str], responsible: str
) -> tuple[str, bool, str]:
    """Of a row in a repeat: its first text, whether it is done, and its own responsible role."""
    group = column.path.rpartition("/")[0]
    own = [one for one in register.questions if one.path.startswith(f"{group}/")]
    first = next((one for one in own if one.type == "string"), column)
    done = any(one.means == "done_on" and beside.get(one.name) for one in own)
    role = next((one.name for one in own if one.attributes.get("suggestions")), "")
    return beside.get(first.name, "") or column.title, done, beside.get(role, "") or responsible


def _day(written: str) -> str:
    """The ISO date of an answer; "" for one that is half typed or no date of the calendar."""
    try:
        return date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        return ""


def _sent(register: Register, values: dict[str, str], key: str) -> bool:
    """Whether the day on which the thing was done stands in the row."""
    done = register.meaning("done_on")
    return done is not None and "[" not in key and "[" not in done.path and bool(values.get(done.path))


def _path(register: Register, means: str) -> str:
    column = register.meaning(means)
    return column.path if column is not None else ""


def _other_day(recommended: str, day: str) -> str:
    return recommended if recommended != day else ""
