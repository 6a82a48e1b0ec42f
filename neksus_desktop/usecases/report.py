"""Print a document: the summary of a record, a blank form for the pen.

Rules kept here: what is printed is the record as stored; a Version's hash stands on the paper only when the paper says
exactly what that Version says; nothing is written before the whole document is made.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import NotFoundError, UsageError
from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    from neksus_desktop.reports.content.model import Edition, ReportContent
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import OpenRecord

ReportKind = Literal["summary", "blank"]


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A finished document: its bytes, where it was written (if anywhere), how many pages it has."""

    data: bytes
    pages: int
    path: Path | None = None


def make_report(
    profile: Profile,
    kind: ReportKind,
    id: str,  # noqa: A002 - a record's id, or for a blank form a form's
    *,
    language: Language,
    edition: Edition = "internal",
    destination: Path | None = None,
    points: Collection[str] | None = None,
) -> ReportFile:
    """Make a document, and write it when there is a destination.

    Args:
        profile: the open profile.
        kind: what to print.
        id: a record's id; for ``blank`` also a form's.
        language: of the document.
        edition: who may read it.
        destination: the PDF file to write.
        points: for ``blank``: which points; the record's, or all, when None.

    Raises:
        NotFoundError: no such record or form.
        UsageError: the file cannot be written.
    """
    from neksus_desktop.reports.layout.render import render

    rendered = render(report_content(profile, kind, id, language=language, edition=edition, points=points))
    if destination is not None:
        try:
            write_atomically(destination, rendered.data)
        except OSError as error:
            raise UsageError(reason="file_unwritable", file=str(destination)) from error
    return ReportFile(rendered.data, rendered.pages, destination)


def report_content(
    profile: Profile,
    kind: ReportKind,
    id: str,  # noqa: A002 - as above
    *,
    language: Language,
    edition: Edition = "internal",
    points: Collection[str] | None = None,
) -> ReportContent:
    """What the document says, before it is laid out. Arguments and errors as for ``make_report``."""
    if kind == "blank":
        return _blank(profile, id, language, points)
    from neksus_desktop.reports.content.summary import summary
    from neksus_desktop.usecases.history import decisions
    from neksus_desktop.usecases.records import open_record

    opened = open_record(profile, id)
    return summary(
        opened.record,
        opened.form,
        language,
        today=profile.now().date(),
        edition=edition,
        version=printed_version(profile, opened),
        approvals=decisions(profile, id),
    )


def printed_version(profile: Profile, opened: OpenRecord) -> str:
    """The hash of the newest Version when the record still says what that Version says; else nothing."""
    from neksus_desktop.storage.versions import load_version
    from neksus_desktop.usecases.decide import head_version

    head = head_version(profile, opened.record.id)
    if head is None or load_version(profile.store, head).fields != opened.record.fields:
        return ""
    return head


def _blank(profile: Profile, id: str, language: Language, points: Collection[str] | None) -> ReportContent:  # noqa: A002
    from neksus_desktop.reports.content.blank import blank
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.records import open_record

    today = profile.now().date()
    try:
        opened = open_record(profile, id)
    except NotFoundError:
        return blank(load_form(profile, id), language, today=today, points=points)
    subject = opened.record.subject
    chosen = opened.chosen_points() if points is None else points
    return blank(opened.form, language, today=today, points=chosen, title=subject.title, invented=subject.invented)
