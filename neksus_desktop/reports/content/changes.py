"""Documents about change: a record's full history, and two Versions side by side. Change over time is the finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import groupby
from typing import TYPE_CHECKING

from neksus_desktop.records.change import Change
from neksus_desktop.records.record import Record
from neksus_desktop.records.version import Approval, Version
from neksus_desktop.reports.content.editions import Reader
from neksus_desktop.reports.content.frame import framed, subject_facts
from neksus_desktop.reports.content.model import Block, Column, Contents, Heading, Paragraph, ReportContent, Table
from neksus_desktop.reports.content.names import Names, differences
from neksus_desktop.reports.content.wording import code_label, moment, sentence
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form

_CONTENTS_FROM = 6
"""So many points and more get a table of contents."""


def history(
    record: Record,
    form: Form,
    language: Language,
    *,
    today: date,
    changes: Sequence[Change],
    approvals: Sequence[Approval] = (),
    version: str = "",
) -> ReportContent:
    """Every judgement with its date, role, and what it was before, point by point; an internal document."""
    rows = _last_of_each_typing(changes)
    states: list[Mapping[str, str]] = [{change.path: change.new or change.old} for change in rows]
    names = Names(form, language, [*states, record.fields])
    by_point: dict[str, list[tuple[str, ...]]] = {}
    for change in rows:
        name = names.field(change.path)
        if name is None:
            continue
        at = local_moment(change.at, change.offset_minutes)
        said = (
            f"{moment(language, at)}\n{sentence(code_label(language, 'rolle', change.role))}",
            name.label,
            names.value(change.path, change.old),
            names.value(change.path, change.new),
        )
        by_point.setdefault(name.point, []).append(said)
    blocks: list[Block] = [subject_facts(record, _internal(record, language, today))]
    if len(by_point) >= _CONTENTS_FROM:
        blocks.append(Contents(text(language, "report.contents")))
    shares = zip(("when", "field", "before", "after"), (1.7, 2.0, 2.0, 2.6), strict=True)
    columns = tuple(Column(text(language, f"report.change.{name}"), share) for name, share in shares)
    for point in sorted(by_point, key=names.order):
        blocks += [Heading(1, names.heading(point)), Table(columns, tuple(by_point[point]))]
    if not by_point:
        blocks.append(Paragraph(text(language, "report.history.none"), "quiet"))
    if approvals:
        blocks += _decisions(approvals, language)
    kind = text(language, "report.kind.history")
    return framed(kind, record, form, _internal(record, language, today), blocks, version=version, made_on=today)


def comparison(first: Version, second: Version, form: Form, language: Language, *, today: date) -> ReportContent:
    """Two Versions of a record side by side: only what differs, point by point; an internal document."""
    record = second.as_record()
    who = _internal(record, language, today)
    names = Names(form, language, [first.fields, second.fields])
    found = differences(names, first.fields, second.fields)
    blocks: list[Block] = [Paragraph(_which(first, second, language), "lead")]
    if not found:
        blocks.append(Paragraph(text(language, "report.comparison.none"), "quiet"))
    columns = (
        Column(text(language, "report.change.field"), 1.6),
        Column(text(language, "report.comparison.column", number=first.number), 2.4),
        Column(text(language, "report.comparison.column", number=second.number), 2.4),
    )
    for point, items in groupby(found, key=lambda item: item.point):
        rows = tuple((item.label, item.before, item.after) for item in items)
        blocks += [Heading(1, names.heading(point)), Table(columns, rows, row_headers=True)]
    kind = text(language, "report.kind.comparison")
    return framed(kind, record, form, who, blocks, version=second.hash, made_on=today)


def local_moment(at: str, offset_minutes: int) -> datetime:
    """A stored UTC moment in the writer's own time."""
    zone = timezone(timedelta(minutes=offset_minutes))
    return datetime.fromisoformat(at).astimezone(zone)


def _which(first: Version, second: Version, language: Language) -> str:
    return text(
        language,
        "report.comparison.which",
        first=first.number,
        first_at=moment(language, first.made_at),
        second=second.number,
        second_at=moment(language, second.made_at),
    )


def _internal(record: Record, language: Language, today: date) -> Reader:
    return Reader("internal", language, record.subject, today)


def _decisions(approvals: Sequence[Approval], language: Language) -> list[Block]:
    columns = tuple(Column(text(language, f"report.decision.{name}")) for name in ("at", "role", "what", "version"))
    rows = tuple(
        (
            moment(language, approval.decided_at),
            sentence(code_label(language, "rolle", approval.role)),
            text(language, f"report.decision.{approval.decision}"),
            approval.version[:16],
        )
        for approval in approvals
    )
    return [Heading(1, text(language, "report.decisions")), Table(columns, rows)]


def _last_of_each_typing(changes: Sequence[Change]) -> list[Change]:
    """Saves of one text that followed one another, by one role within ten minutes, read as one change."""
    found: list[Change] = []
    for change in changes:
        before = found[-1] if found else None
        if before is not None and before.path == change.path and before.role == change.role and _near(before, change):
            found[-1] = change._replace(old=before.old)
        else:
            found.append(change)
    return [change for change in found if change.old != change.new]


def _near(one: Change, two: Change) -> bool:
    return local_moment(two.at, 0) - local_moment(one.at, 0) <= timedelta(minutes=10)
