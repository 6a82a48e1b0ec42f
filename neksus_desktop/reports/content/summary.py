"""«Sjekklistesammendrag»: what was judged, why, and what follows; the overall assessment first, the decision last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.records.attachment import attached
from neksus_desktop.records.note import FollowUp, PointNote
from neksus_desktop.records.record import Record
from neksus_desktop.records.version import Approval
from neksus_desktop.reports.content.answers import AnswerBlocks
from neksus_desktop.reports.content.editions import Reader, basis_text, reader
from neksus_desktop.reports.content.frame import framed, subject_facts
from neksus_desktop.reports.content.model import (
    Block,
    Bullets,
    Column,
    Contents,
    Edition,
    Facts,
    Heading,
    Paragraph,
    ReportContent,
    Table,
)
from neksus_desktop.reports.content.reading import label_of
from neksus_desktop.reports.content.wording import code_label, date_text, moment, sentence
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.forms.model import Point

_FIRST = "samlet_vurdering"
"""The part that opens the summary, wherever it stands in the form."""
_CONTENTS_FROM = 14
"""So many chosen points and more get a table of contents."""


def summary(
    record: Record,
    form: Form,
    language: Language,
    *,
    today: date,
    edition: Edition = "internal",
    version: str = "",
    approvals: Sequence[Approval] = (),
    followed_up: str = "",
    session: FormSession | None = None,
) -> ReportContent:
    """The whole assessment of one record.

    Args:
        record: the record, or a Version of it as a record.
        form: the form it was begun with.
        language: of the document.
        today: the day it is made; shielding that has ended by then no longer hides.
        edition: who may read it.
        version: hash of the Version printed, or nothing for a draft that has none.
        approvals: decisions on the record, oldest first.
        followed_up: hash of the approved Version, when only follow-up has gone on since.
        session: a session over the record's answers in the document's language, if there is one already.
    """
    from neksus_desktop.forms import FormSession

    if session is None:
        session = FormSession(form, record.answers(), language=language)
    document = _Summary(record, form, session, reader(record, edition, language, today))
    blocks = document.blocks()
    if document.reader.internal:
        blocks += _decisions(record, form, session, language, approvals, followed_up)
    kind = text(language, "report.kind.summary")
    return framed(kind, record, form, document.reader, blocks, version=version, made_on=today)


class _Summary:
    def __init__(self, record: Record, form: Form, session: FormSession, who: Reader) -> None:
        self.record = record
        self.form = form
        self.session = session
        self.reader = who
        self.language = who.language
        self.answers = AnswerBlocks(session, who)
        chosen = set(record.points)
        self.points = [point for point in form.points if point.id in chosen or not point.number or not chosen]

    def blocks(self) -> list[Block]:
        first = [point for point in self.points if point.id == _FIRST]
        rest = [point for point in self.points if point.id != _FIRST]
        blocks: list[Block] = [subject_facts(self.record, self.reader)]
        for point in first:
            said = self._said(point)
            if said:
                blocks += [Heading(1, self._label(point)), *said]
        if self.reader.internal:
            blocks += self._follow_ups()
        judged = self._judged(rest)
        if judged and len(self.record.points) >= _CONTENTS_FROM:
            blocks.append(Contents(text(self.language, "report.contents")))
        if not judged and not self.reader.internal:
            blocks.append(Paragraph(text(self.language, "report.nothing_cleared"), "quiet"))
        return [*blocks, *judged]

    def _judged(self, points: Iterable[Point]) -> list[Block]:
        """What is said on each of the points, under the headings of their sections."""
        blocks: list[Block] = []
        section = ""
        for point in points:
            said = self._said(point)
            if not said:
                continue
            if point.section != section:
                section = point.section
                blocks.append(Heading(1, self._section_label(point)))
            blocks += [Heading(2, self._label(point), point.number), *said]
        return blocks

    def _said(self, point: Point) -> list[Block]:
        note = self.record.note(point.id)
        if self.reader.shielded(note.shielding):
            left_out = self.reader.shielding_text(note.shielding)
            return [Paragraph(left_out, "quiet")] if left_out else []
        blocks = self.answers.of_point(point, self._label(point), in_full=bool(point.number))
        return [*blocks, *self._note(note)]

    def _note(self, note: PointNote) -> list[Block]:
        shareable = self.reader.shareable(note)
        if not self.reader.internal:
            return [Paragraph(shareable)] if shareable else []
        blocks: list[Block] = []
        if note.internal.strip():
            blocks.append(Paragraph(note.internal))
        if note.shareable.strip() and note.shareable.strip() != note.internal.strip():
            label = "report.note.shareable" if note.shareable_confirmed else "report.note.shareable_unconfirmed"
            blocks.append(Paragraph(note.shareable, label=text(self.language, label)))
        blocks += self._grounds(note)
        aside = self._aside(note)
        return [*blocks, *([Paragraph(aside, "small")] if aside else [])]

    def _grounds(self, note: PointNote) -> list[Block]:
        if not note.evidence:
            return []
        items = []
        files = attached(self.record.fields)
        for evidence in note.evidence:
            names = ", ".join(facts.name for facts in files if facts.owner == evidence.id)
            named = text(self.language, "report.note.attached", names=names) if names else ""
            kind = sentence(code_label(self.language, "grunnlagstype", evidence.kind))
            dated = date_text(self.language, evidence.dated)
            items.append(", ".join(filter(None, (kind, evidence.title, dated, evidence.reference, named))))
        return [
            Paragraph("", "small", label=text(self.language, "report.note.grounds")),
            Bullets(tuple(items), "small"),
        ]

    def _aside(self, note: PointNote) -> str:
        parts = []
        if note.confidence:
            level = code_label(self.language, "sikkerhet", note.confidence).lower()
            parts.append(text(self.language, "report.note.confidence", level=level))
        if note.shielding.legal_basis:
            basis = basis_text(self.language, note.shielding.legal_basis)
            if note.shielding.until:
                until = date_text(self.language, note.shielding.until.isoformat())
                parts.append(text(self.language, "report.note.shielded_until", basis=basis, until=until))
            else:
                parts.append(text(self.language, "report.note.shielded", basis=basis))
        return " · ".join(parts)

    def _follow_ups(self) -> list[Block]:
        found = sorted(self.record.follow_ups(), key=lambda item: (item.state == "lukket", item.deadline or "9999"))
        heading = Heading(1, text(self.language, "report.follow_ups"))
        if not found:
            return [heading, Paragraph(text(self.language, "report.follow_ups.none"), "quiet")]
        numbers = {point.id: point.number for point in self.form.points}
        names = ("point", "text", "responsible", "deadline", "state")
        shares = (0.7, 4.4, 1.9, 1.4, 1.1)
        columns = tuple(
            Column(text(self.language, f"report.follow_up.{name}"), share)
            for name, share in zip(names, shares, strict=True)
        )
        return [heading, Table(columns, tuple(self._follow_up(item, numbers) for item in found))]

    def _follow_up(self, item: FollowUp, numbers: dict[str, str]) -> tuple[str, ...]:
        said = item.text
        if item.outcome:
            said += "\n" + text(self.language, "report.follow_up.outcome", outcome=item.outcome)
        return (
            numbers.get(item.point, ""),
            said,
            sentence(code_label(self.language, "rolle", item.responsible)),
            date_text(self.language, item.deadline, short=True),
            code_label(self.language, "oppfoelgingsstatus", item.state),
        )

    def _label(self, point: Point) -> str:
        return label_of(self.session.view(point.key)) or point.id

    def _section_label(self, point: Point) -> str:
        parent = point.key.rpartition("/")[0]
        if parent.count("/") > 1:
            return label_of(self.session.view(parent)) or self.form.title(self.language)
        return self.form.title(self.language)


def _decisions(
    record: Record,
    form: Form,
    session: FormSession,
    language: Language,
    approvals: Sequence[Approval],
    followed_up: str,
) -> list[Block]:
    blocks: list[Block] = [Heading(1, text(language, "report.decisions"))]
    if not approvals:
        said = text(language, "report.decisions.none", status=text(language, f"record.status.{record.status}").lower())
        return [*blocks, Paragraph(said, "quiet")]
    names = {point.id: f"{point.number} {label_of(session.view(point.key))}".strip() for point in form.points}
    for approval in approvals:
        rows = [
            (text(language, "report.decision"), text(language, f"report.decision.{approval.decision}")),
            (text(language, "report.decision.role"), sentence(code_label(language, "rolle", approval.role))),
            (text(language, "report.decision.at"), moment(language, approval.decided_at)),
            (text(language, "report.decision.version"), approval.version[:16]),
        ]
        if approval.version == followed_up:
            rows.append((text(language, "report.decision.since"), text(language, "report.decision.since.follow_up")))
        if approval.risk_willingness_approved:
            rows.append((text(language, "report.decision.risk"), text(language, "report.yes")))
        rows += [(names.get(point, point) or text(language, "report.decision.remark"), said)
                 for point, said in approval.remarks.items()]  # fmt: skip
        blocks.append(Facts(tuple(rows)))
    return blocks
