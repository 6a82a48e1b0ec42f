"""Printing a year: a register, a letter, a risk picture, a chapter, an agenda; called by ``usecases.report``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from neksus_desktop.usecases.report import Wanted, printed_version

if TYPE_CHECKING:
    from neksus_desktop.reports.content.model import ReportContent
    from neksus_desktop.reports.content.registers import Change
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import OpenRecord
    from neksus_desktop.usecases.registers import RegisterColumn, RegisterRow

_LONG = 1.6
"""How much wider running text is on paper than in the table of the window, which scrolls."""


def content(profile: Profile, wanted: Wanted) -> ReportContent:
    """What the document says.

    Raises:
        NotFoundError: no such form, year or record.
    """
    return _MAKERS[wanted.kind](profile, wanted)


def _register(profile: Profile, wanted: Wanted) -> ReportContent:
    """``ids`` are the form's and, after it, the year: its number or its subject; the newest when there is none."""
    from neksus_desktop.reports.content.model import Column
    from neksus_desktop.reports.content.registers import Listed, ListedRow, register_list
    from neksus_desktop.texts import text
    from neksus_desktop.usecases.registers import describe, rows
    from neksus_desktop.usecases.subjects import load_subject
    from neksus_desktop.usecases.years import find_year

    register = describe(profile, wanted.ids[0], wanted.language)
    given = wanted.ids[1] if len(wanted.ids) > 1 else ""
    subject = given if given and not given.isdecimal() else find_year(profile, int(given) if given else None).subject
    columns = register.printed
    listed = Listed(
        register.title if register.paper_title else text(wanted.language, "register.report.register"),
        register.paper_title or register.title,
        load_subject(profile, subject).title,
        tuple(Column(one.title, max(one.width, 8) / 10 * (_LONG if one.long else 1)) for one in columns),
        frozenset(at for at, one in enumerate(columns) if one.long),
        tuple(
            ListedRow(
                register.said(row.values, "title"),
                tuple(_cell(one, row, wanted) for one in columns),
                register.notices(row.values),
            )
            for row in rows(profile, register, subject)
        ),
        register.form_id,
        profile.invented is True,
    )
    return register_list(listed, wanted.language, today=profile.now().date(), sender=profile.workplace_name)


def _cell(column: RegisterColumn, row: RegisterRow, wanted: Wanted) -> str:
    from neksus_desktop.reports.content.wording import code_label, date_text

    value = row.values.get(column.path, "")
    if column.type == "date" and value:
        return date_text(wanted.language, value, short=True)
    if column.type == "dateTime" and value:
        return f"{date_text(wanted.language, value[:10], short=True)} {value[11:16].replace(':', '.')}"
    if column.attributes.get("suggestions") == "rolle":
        return code_label(wanted.language, "rolle", value)
    return column.text(value)


def _snapshot(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.registers import snapshot

    opened = _open(profile, wanted)
    changes, before = _changes(profile, opened, wanted)
    return snapshot(
        opened.record, opened.form, wanted.language, today=profile.now().date(),
        version=printed_version(profile, opened), changes=changes, before=before,
    )  # fmt: skip


def _changes(profile: Profile, opened: OpenRecord, wanted: Wanted) -> tuple[list[Change] | None, str]:
    """What has changed since the snapshot before, and what that is called."""
    from neksus_desktop.forms import FormSession
    from neksus_desktop.reports.content.registers import Change
    from neksus_desktop.usecases.register_snapshots import changes, previous_snapshot
    from neksus_desktop.usecases.registers import describe

    earlier = previous_snapshot(profile, opened.record)
    if earlier is None:
        return None, ""
    then, now = (FormSession(opened.form, one.answers(), language=wanted.language) for one in (earlier, opened.record))
    register = describe(profile, opened.form.id, wanted.language)
    found = [Change(one.kind, one.name, one.details) for one in changes(then, now)]
    called = [register.said(earlier.fields, "title")]
    if earlier.subject.id != opened.record.subject.id or not called[0]:
        called.append(earlier.subject.title)
    return found, ", ".join(filter(None, called))


def _of_record(name: str) -> Callable[[Profile, Wanted], ReportContent]:
    def make(profile: Profile, wanted: Wanted) -> ReportContent:
        from neksus_desktop.reports.content import registers

        opened = _open(profile, wanted)
        more: dict[str, Any] = {"sender": profile.workplace_name} if name == "letter" else {}
        function: Callable[..., ReportContent] = getattr(registers, name)
        return function(
            opened.record, opened.form, wanted.language, today=profile.now().date(),
            version=printed_version(profile, opened), **more,
        )  # fmt: skip

    return make


def _open(profile: Profile, wanted: Wanted) -> OpenRecord:
    from neksus_desktop.usecases.records import open_record

    return open_record(profile, wanted.ids[0])


_MAKERS: dict[str, Callable[[Profile, Wanted], ReportContent]] = {
    "register": _register,
    "snapshot": _snapshot,
    "letter": _of_record("letter"),
    "chapter": _of_record("chapter"),
    "meeting": _of_record("meeting"),
}
