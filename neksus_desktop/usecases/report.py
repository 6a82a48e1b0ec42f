"""Print a document: about a record, about several, or a blank form.

Rules kept here: what is printed is the record as stored; a Version's hash stands on the paper only when the paper says
exactly what that Version says; nothing is written before the whole document is made; invented and real records never
share a document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from neksus_desktop.errors import InventedMixError, NotFoundError, ReportChoiceError, UsageError
from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    from datetime import date

    from neksus_desktop.forms import Form
    from neksus_desktop.records.record import Record
    from neksus_desktop.reports.content.model import Edition, ReportContent
    from neksus_desktop.reports.layout.render import RenderedPdf
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import OpenRecord

    Fitted = tuple[Sequence[Callable[[], ReportContent]], int]
    """Ways to make a document, from the roomiest to the tightest, and how many pages it may have."""

ReportKind = Literal[
    "summary", "blank", "approver", "partner", "since", "history", "comparison", "board", "talking", "across",
    "portfolio", "transfers", "register", "letter", "snapshot", "chapter", "meeting",
]  # fmt: skip
REPORT_KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
YEAR_KINDS = frozenset({"register", "letter", "snapshot", "chapter", "meeting"})
"""Those about a year and its registers; see ``usecases.register_reports``."""
INTERNAL_KINDS = frozenset({"approver", "since", "history", "comparison", "board", "talking", "transfers"})
"""Those that exist in the internal edition only: they hold judgements and texts that nobody cleared."""
_PLACES_TO_LOOK = 20


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A finished document: its bytes, where it was written (if anywhere), how many pages it has."""

    data: bytes
    pages: int
    path: Path | None = None
    unprintable: str = ""
    """Characters that cannot be printed as they should be; see ``print_warning``."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to print: of which records (or form), in which language and edition, which points, for which meeting."""

    kind: ReportKind
    ids: tuple[str, ...]
    language: Language
    edition: Edition = "internal"
    points: Collection[str] | None = None
    meeting: str = ""
    fillable: bool = False
    versions: tuple[str, ...] = field(default=())


def make_report(
    profile: Profile,
    kind: ReportKind,
    ids: str | Sequence[str] = (),
    *,
    language: Language,
    edition: Edition = "internal",
    destination: Path | None = None,
    points: Collection[str] | None = None,
    fillable: bool = False,
    versions: Sequence[str] = (),
    meeting: str = "",
) -> ReportFile:
    """Make a document, and write it when there is a destination.

    Args:
        profile: the open profile.
        kind: what to print; see ``REPORT_KINDS``.
        ids: a record's id or several; for ``blank`` also a form's; for ``transfers`` none.
        language: of the document.
        edition: who may read it.
        destination: the PDF file to write.
        points: for ``blank``, ``partner``, ``across``: which points; the record's, or all, when None.
        fillable: for ``blank``: with fields to fill in by computer.
        versions: for ``comparison``: two hashes; the two newest Versions when none are given.
        meeting: for ``partner``: what stands below the title.

    Raises:
        NotFoundError: no such record, form or Version.
        UsageError: the file cannot be written.
        ReportChoiceError: too few ids or Versions, records of several forms, or another edition of a document that
            is internal.
        InventedMixError: the records are of both kinds.
    """
    from neksus_desktop.reports.layout.check import unprintable

    given = (ids,) if isinstance(ids, str) else tuple(ids)
    wanted = Wanted(kind, given, language, edition, points, meeting, fillable, tuple(versions))
    content, rendered = _rendered(profile, wanted)
    if destination is not None:
        try:
            write_atomically(destination, rendered.data)
        except OSError as error:
            raise UsageError(reason="file_unwritable", file=str(destination)) from error
    return ReportFile(rendered.data, rendered.pages, destination, unprintable(content))


def report_content(profile: Profile, wanted: Wanted) -> ReportContent:
    """What the document says, before it is laid out. Errors as for ``make_report``."""
    _check(wanted)
    if wanted.kind == "transfers":
        return _transfers(profile, wanted)
    if wanted.kind in YEAR_KINDS:
        from neksus_desktop.usecases.register_reports import content

        return content(profile, wanted)
    return _fitting(profile, wanted)[0] if wanted.kind in _FITTED else _MAKERS[wanted.kind](profile, wanted)


def print_warning(language: Language, unprintable: str) -> str:
    """What to tell the user before ``unprintable`` characters go to paper; "" when there are none."""
    from neksus_desktop.reports.layout.check import warning

    return warning(language, unprintable)


def printed_version(profile: Profile, opened: OpenRecord) -> str:
    """The hash of the newest Version when the record still says what that Version says; else nothing."""
    from neksus_desktop.storage.versions import load_version
    from neksus_desktop.usecases.decide import head_version

    head = head_version(profile, opened.record.id)
    if head is None or load_version(profile.store, head).fields != opened.record.fields:
        return ""
    return head


def _rendered(profile: Profile, wanted: Wanted) -> tuple[ReportContent, RenderedPdf]:
    from neksus_desktop.reports.layout.render import render

    _check(wanted)
    if wanted.kind in _FITTED:
        return _fitting(profile, wanted)
    content = report_content(profile, wanted)
    return content, render(content, fillable=wanted.fillable and wanted.kind == "blank")


def _check(wanted: Wanted) -> None:
    if wanted.kind in INTERNAL_KINDS and wanted.edition != "internal":
        raise ReportChoiceError(reason="internal_only")
    if not wanted.ids and wanted.kind != "transfers":
        raise ReportChoiceError(reason="nothing_chosen")


def _fitting(profile: Profile, wanted: Wanted) -> tuple[ReportContent, RenderedPdf]:
    """The roomiest document that has no more pages than its kind may have."""
    from neksus_desktop.reports.layout.render import render

    makers, most = _FITTED[wanted.kind](profile, wanted)
    for make in makers:
        content = make()
        rendered = render(content)
        if rendered.pages <= most:
            break
    return content, rendered


def _approver(profile: Profile, wanted: Wanted) -> Fitted:
    from neksus_desktop.reports.content.approver import ROOMS, approver_page

    opened = _open(profile, wanted.ids[0])
    make = partial(
        approver_page, opened.record, opened.form, wanted.language, today=profile.now().date(),
        version=printed_version(profile, opened), before=_approved_before(profile, opened.record),
    )  # fmt: skip
    return [partial(make, room=room) for room in range(len(ROOMS))], 1


def _board(profile: Profile, wanted: Wanted) -> Fitted:
    from neksus_desktop.reports.content.meetings import BOARD_PAGES, BOARD_ROOMS, board_brief

    opened = _open(profile, wanted.ids[0])
    examples = [_open(profile, found).record for found in wanted.ids[1:]]
    _hold_apart([opened.record, *examples])
    make = partial(
        board_brief, opened.record, opened.form, wanted.language, today=profile.now().date(), examples=examples,
        version=printed_version(profile, opened),
    )  # fmt: skip
    return [partial(make, room=room) for room in range(len(BOARD_ROOMS))], BOARD_PAGES


def _approved_before(profile: Profile, record: Record) -> dict[str, str] | None:
    """Fields of the newest approved state before this one: of the record itself, else of the one it follows."""
    from neksus_desktop.storage.approvals import approvals
    from neksus_desktop.storage.versions import load_version

    place: str | None = record.id
    for _ in range(_PLACES_TO_LOOK):
        if place is None:
            return None
        for approval in reversed(approvals(profile.store, place)):  # type: ignore[arg-type]  # ids are text
            if approval.decision == "approved":
                fields = load_version(profile.store, approval.version).fields
                if place != record.id or fields != record.fields:
                    return fields
        place = _open(profile, place).record.previous
    return None


def _summary(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.summary import summary
    from neksus_desktop.usecases.decide import approved_text
    from neksus_desktop.usecases.history import decisions

    opened = _open(profile, wanted.ids[0])
    approved = approved_text(profile, opened.record.id)
    since = approved.hash if approved is not None and approved.fields != opened.record.fields else ""
    return summary(
        opened.record, opened.form, wanted.language, today=profile.now().date(), edition=wanted.edition,
        version=printed_version(profile, opened), approvals=decisions(profile, opened.record.id),
        followed_up=since,
    )  # fmt: skip


def _blank(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.blank import blank
    from neksus_desktop.usecases.forms import load_form

    today = profile.now().date()
    try:
        opened = _open(profile, wanted.ids[0])
    except NotFoundError:
        form = load_form(profile, wanted.ids[0])
        return blank(form, wanted.language, today=today, points=wanted.points)
    record = opened.record
    chosen = opened.chosen_points() if wanted.points is None else wanted.points
    return blank(
        opened.form, wanted.language, today=today, points=chosen, title=_title(record, wanted, today),
        invented=record.invented, record=record.id,
    )  # fmt: skip


def _partner(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.meetings import partner_questions

    opened = _open(profile, wanted.ids[0])
    record, today = opened.record, profile.now().date()
    points = record.points if wanted.points is None else wanted.points
    return partner_questions(
        opened.form, wanted.language, today=today, title=_title(record, wanted, today), points=points,
        meeting=wanted.meeting, invented=record.invented,
    )  # fmt: skip


def _since(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.meetings import follow_up_since

    opened = _open(profile, wanted.ids[0])
    previous = opened.record.previous
    before = _open(profile, previous).record if previous else None
    return follow_up_since(
        opened.record, opened.form, wanted.language, today=profile.now().date(), before=before,
        version=printed_version(profile, opened),
    )  # fmt: skip


def _history(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.changes import history
    from neksus_desktop.usecases.history import changes, decisions

    opened = _open(profile, wanted.ids[0])
    return history(
        opened.record, opened.form, wanted.language, today=profile.now().date(),
        changes=list(changes(profile, opened.record.id)), approvals=decisions(profile, opened.record.id),
        version=printed_version(profile, opened),
    )  # fmt: skip


def _comparison(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.records.ids import VersionHash
    from neksus_desktop.reports.content.changes import comparison
    from neksus_desktop.storage.versions import load_version
    from neksus_desktop.usecases.history import version_rows

    opened = _open(profile, wanted.ids[0])
    hashes = wanted.versions or tuple(row.hash for row in version_rows(profile, opened.record.id)[-2:])
    if len(hashes) != 2:  # noqa: PLR2004 - a comparison has two sides
        raise ReportChoiceError(reason="two_versions")
    first, second = (load_version(profile.store, VersionHash(found)) for found in hashes)
    return comparison(first, second, opened.form, wanted.language, today=profile.now().date())


def _talking(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.meetings import talking_points

    opened = _open(profile, wanted.ids[0])
    version = printed_version(profile, opened)
    return talking_points(opened.record, opened.form, wanted.language, today=profile.now().date(), version=version)


def _many(profile: Profile, wanted: Wanted) -> ReportContent:
    """Read across, or a portfolio, over the records of the first one's form."""
    from neksus_desktop.reports.content.extracting import extracts
    from neksus_desktop.reports.content.portfolio import portfolio, read_across

    opened = [_open(profile, found) for found in wanted.ids]
    form: Form = opened[0].form
    if len({one.record.form.id for one in opened}) > 1:
        raise ReportChoiceError(reason="one_form")
    records = [(one.record, printed_version(profile, one)) for one in opened]
    _hold_apart([record for record, _ in records])
    today = profile.now().date()
    found = extracts(
        records, form, wanted.language, today=today, edition=wanted.edition, points=wanted.points
    )  # fmt: skip
    make = read_across if wanted.kind == "across" else portfolio
    invented = records[0][0].invented
    return make(found, form, wanted.language, today=today, edition=wanted.edition, invented=invented)


def _transfers(profile: Profile, wanted: Wanted) -> ReportContent:
    from neksus_desktop.reports.content.portfolio import Transfer, transfer_list
    from neksus_desktop.texts import text
    from neksus_desktop.usecases.transfers import transfers

    rows = [
        Transfer(
            sent.sequence, sent.name, ", ".join(sent.recipients), sent.made_at.date().isoformat(), sent.records,
            text(wanted.language, f"report.sent.{sent.state}"),
        )
        for sent in transfers(profile).sent
    ]  # fmt: skip
    today = profile.now().date()
    return transfer_list(
        rows, wanted.language, today=today, workplace=profile.workplace_name, invented=profile.invented is True
    )


_MAKERS: dict[str, Callable[[Profile, Wanted], ReportContent]] = {
    "summary": _summary, "blank": _blank, "partner": _partner, "since": _since, "history": _history,
    "comparison": _comparison, "talking": _talking, "across": _many, "portfolio": _many,
}  # fmt: skip
_FITTED: dict[str, Callable[[Profile, Wanted], Fitted]] = {"approver": _approver, "board": _board}


def _open(profile: Profile, record_id: str) -> OpenRecord:
    from neksus_desktop.usecases.records import open_record

    return open_record(profile, record_id)


def _title(record: Record, wanted: Wanted, today: date) -> str:
    """What the record is about, as the readers of the edition may know it."""
    from neksus_desktop.reports.content.editions import reader

    return reader(record, wanted.edition, wanted.language, today).subject.title


def _hold_apart(records: Sequence[Record]) -> None:
    if len({record.invented for record in records}) > 1:
        raise InventedMixError
