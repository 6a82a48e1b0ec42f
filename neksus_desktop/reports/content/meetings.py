"""Papers for meetings: questions to the partner, follow-up since last, the board brief and its talking points.

Rule kept here: a paper that leaves the house carries none of our values or judgements, and «Norge» as its sender.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.records.note import FollowUp
from neksus_desktop.records.record import Record
from neksus_desktop.reports.content.answers import AnswerBlocks
from neksus_desktop.reports.content.editions import Reader, reader
from neksus_desktop.reports.content.frame import framed, stamp
from neksus_desktop.reports.content.model import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    ReportContent,
    Table,
    WritingLines,
)
from neksus_desktop.reports.content.reading import Asked, asked, label_of
from neksus_desktop.reports.content.shortening import Room
from neksus_desktop.reports.content.wording import code_label, date_text, long_date, sentence
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession

BOARD_ROOMS = (
    (4000, 40, 500), (900, 12, 200), (500, 10, 140), (350, 8, 110), (240, 6, 110), (150, 5, 80), (100, 3, 60),
)  # fmt: skip
"""Characters of a text, entries of a list and characters of the title, from the roomiest brief to the tightest."""
BOARD_PAGES = 2
_BOARD_PART = "styresak"
_SPOKEN = ("norsk_posisjon", "styre_innlegg")


def partner_questions(
    form: Form,
    language: Language,
    *,
    today: date,
    title: str,
    points: Collection[str],
    meeting: str = "",
    room_for_notes: bool = True,
    invented: bool = False,
) -> ReportContent:
    """«Spørsmål til partner»: the questions of the chosen points with their sub-questions, and nothing else."""
    from neksus_desktop.forms import FormSession

    session = FormSession(form, language=language)
    blocks: list[Block] = [Paragraph(text(language, "report.partner.intro"), "lead")]
    for point in form.points:
        if point.id not in points or not point.number:
            continue
        blocks.append(Heading(2, label_of(session.view(point.key)) or point.id, point.number))
        for item in asked(session, point.key, everything=True):
            if not _is_question(item):
                continue
            blocks.append(Paragraph(item.label, "asked"))
            lines = tuple(line.strip().removeprefix("- ") for line in item.guidance.splitlines() if line.strip())
            if lines:
                blocks.append(Bullets(lines))
        if room_for_notes:
            blocks.append(WritingLines(3))
    return ReportContent(
        kind=text(language, "report.kind.partner"),
        title=title,
        subtitle=meeting,
        language=language,
        edition=long_date(language, today),
        made_on=today,
        blocks=tuple(blocks),
        stamp=stamp(language) if invented else "",
        sender=text(language, "report.norway"),
        identity=text(language, "report.identity_form", id=form.id, version=form.version),
        page_text=text(language, "report.page_of", page="{page}", pages="{pages}"),
    )


def follow_up_since(
    record: Record, form: Form, language: Language, *, today: date, before: Record | None = None, version: str = ""
) -> ReportContent:
    """«Oppfølging siden sist»: what was closed, what is still open (overdue first), what is new."""
    who = Reader("internal", language, record.subject, today)
    earlier = {item.id: item for item in before.follow_ups()} if before is not None else {}
    now = {item.id: item for item in record.follow_ups()}
    everything = {**earlier, **now}.values()
    closed = [item for item in everything if item.state == "lukket" and _was_open(earlier, item)]
    still = [item for item in everything if item.state != "lukket" and (item.id in earlier or before is None)]
    new = [item for item in everything if item.state != "lukket" and before is not None and item.id not in earlier]
    overdue = [item for item in still if item.deadline and item.deadline < today.isoformat()]
    waiting = [item for item in still if item not in overdue]
    groups = (("overdue", overdue), ("open", waiting), ("new", new), ("closed", closed))
    numbers = {point.id: point.number for point in form.points}
    blocks: list[Block] = []
    for name, items in groups:
        if items:
            blocks += [Heading(1, text(language, f"report.since.{name}")), _follow_up_table(items, numbers, language)]
    if not blocks:
        blocks.append(Paragraph(text(language, "report.follow_ups.none"), "quiet"))
    kind = text(language, "report.kind.since")
    return framed(kind, record, form, who, blocks, version=version, made_on=today)


def board_brief(
    record: Record,
    form: Form,
    language: Language,
    *,
    today: date,
    examples: Sequence[Record] = (),
    version: str = "",
    room: int = 0,
) -> ReportContent:
    """The brief before a board meeting: item, Norwegian position, our questions, examples that may be quoted.

    It is two pages at most: the caller asks for less ``room`` (an index into ``BOARD_ROOMS``) until it is.
    """
    from neksus_desktop.forms import FormSession

    who = reader(record, "internal", language, today)
    session = FormSession(form, record.answers(), language=language)
    length, count, title = BOARD_ROOMS[room]
    brief = Room(language, length, count)
    answers = AnswerBlocks(session, who)
    parts = [point for point in form.points if point.id == _BOARD_PART]
    blocks = [block for point in parts for block in brief.shortened(answers.of_point(point, "", in_full=False))]
    noted = [
        point for point in form.points
        if point.number and point.id in record.points and record.note(point.id).internal.strip()
    ]  # fmt: skip
    for point in noted[:count]:
        blocks.append(Heading(2, label_of(session.view(point.key)), point.number))
        blocks.append(Paragraph(brief.cut(record.note(point.id).internal.strip())))
    blocks += brief.rest(len(noted) - count)
    quoted = [said for example in examples for said in _quotable(example, form, session, language, today, brief)]
    if quoted:
        blocks += [Heading(1, text(language, "report.board.examples")), *brief.listed(quoted)]
    kind = text(language, "report.kind.board")
    whole = framed(kind, record, form, who, [*blocks, *brief.told()], version=version, made_on=today)
    return replace(whole, title=Room(language, title, 1).cut(whole.title))


def talking_points(record: Record, form: Form, language: Language, *, today: date, version: str = "") -> ReportContent:
    """What is said in the meeting, one sentence to a point, from the Norwegian position and statement."""
    who = reader(record, "internal", language, today)
    said: list[str] = []
    for key, value in record.answers().items():
        if key.rpartition("/")[2] in _SPOKEN:
            said += [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", value) if part.strip()]
    blocks: list[Block] = [Bullets(tuple(said), "lead")] if said else [
        Paragraph(text(language, "report.board.nothing"), "quiet")
    ]  # fmt: skip
    kind = text(language, "report.kind.talking")
    norway = text(language, "report.norway")
    return framed(kind, record, form, who, blocks, version=version, made_on=today, sender=norway)


def _is_question(item: Asked) -> bool:
    return bool(item.label) and item.shape != "note" and bool(
        item.view.attributes.get("question") or not item.view.attributes
    )  # fmt: skip


def _was_open(earlier: dict[str, FollowUp], item: FollowUp) -> bool:
    return item.id not in earlier or earlier[item.id].state != "lukket"


def _follow_up_table(items: Sequence[FollowUp], numbers: dict[str, str], language: Language) -> Table:
    names = ("point", "text", "responsible", "deadline", "result")
    shares = zip(names, (0.7, 3.4, 1.7, 1.4, 2.4), strict=True)
    columns = tuple(Column(text(language, f"report.follow_up.{name}"), share) for name, share in shares)
    ordered = sorted(items, key=lambda item: item.deadline or "9")
    rows = tuple(
        (
            numbers.get(item.point, ""),
            item.text,
            sentence(code_label(language, "rolle", item.responsible)),
            date_text(language, item.deadline, short=True),
            item.outcome,
        )
        for item in ordered
    )
    return Table(columns, rows)


def _quotable(
    record: Record, form: Form, session: FormSession, language: Language, today: date, room: Room
) -> Iterator[str]:
    who = reader(record, "shareable", language, today)
    country = code_label(language, "land", who.subject.country)
    for point in form.points:
        note = record.note(point.id)
        said = "" if who.shielded(note.shielding) else who.shareable(note).strip()
        if said:
            about = f"{country or who.subject.title}, {label_of(session.view(point.key))}"
            yield f"{about}: {room.cut(said)} ({record.id[:10]})"
