"""One page for the approver: what changed, flags, dilemmas, willingness to accept risk, follow-ups, decision.

A shorter form of the same page is made by asking for less ``room``; the caller asks until it fits on one page. What is
left out is said, with the place where it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.records.note import FollowUp
from neksus_desktop.records.record import Record
from neksus_desktop.reports.content.editions import Reader
from neksus_desktop.reports.content.frame import framed
from neksus_desktop.reports.content.model import (
    Block,
    Facts,
    Heading,
    Paragraph,
    ReportContent,
    TickBoxes,
    WritingLines,
)
from neksus_desktop.reports.content.names import Names, differences
from neksus_desktop.reports.content.reading import asked, label_of, list_rows, outside, role_of, spoken
from neksus_desktop.reports.content.shortening import Room
from neksus_desktop.reports.content.wording import code_label, date_text
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.forms.model import NodeView, Point

ROOMS = ((700, 7, 200), (420, 5, 140), (260, 4, 110), (150, 3, 110), (150, 2, 80), (100, 1, 60), (60, 1, 40))
"""Characters of a text, entries of a list and characters of the title, from the roomiest page to the tightest."""
_HARMLESS = {"ivaretatt"}


def approver_page(
    record: Record,
    form: Form,
    language: Language,
    *,
    today: date,
    version: str = "",
    before: Mapping[str, str] | None = None,
    room: int = 0,
) -> ReportContent:
    """The page that the approver reads and signs.

    Args:
        record: as it was sent for approval.
        form: its form.
        language: of the document.
        today: the day it is made.
        version: hash of the Version to decide on.
        before: fields of the last approved state (of this record or the one before it), if there is one.
        room: index into ``ROOMS``.
    """
    from neksus_desktop.forms import FormSession

    who = Reader("internal", language, record.subject, today)
    session = FormSession(form, record.answers(), language=language)
    length, count, title = ROOMS[room]
    page = _Page(record, form, session, Room(language, length, count))
    blocks = [*page.facts(), *page.overall(), *page.changed(before), *page.flags(), *page.risk(), *page.follow_ups()]
    blocks += page.decision()
    kind = text(language, "report.kind.approver")
    whole = framed(kind, record, form, who, blocks, version=version, made_on=today)
    return replace(whole, title=Room(language, title, 1).cut(whole.title))


class _Page:
    def __init__(self, record: Record, form: Form, session: FormSession, room: Room) -> None:
        self._record = record
        self._form = form
        self._session = session
        self._language = room.language
        self._room = room

    def facts(self) -> list[Block]:
        subject = self._record.subject
        found = (
            ("partner", subject.partner),
            ("agreement", subject.agreement_number),
            ("assessed", date_text(self._language, self._record.fields.get("assessed_on", ""))),
        )
        return [
            Facts(
                tuple(
                    (text(self._language, f"report.fact.{name}"), self._room.cut(value))
                    for name, value in found
                    if value
                )
            )
        ]

    def overall(self) -> list[Block]:
        return self._texts_of("samlet_vurdering")

    def risk(self) -> list[Block]:
        return self._texts_of("risikovilje")

    def changed(self, before: Mapping[str, str] | None) -> list[Block]:
        heading = Heading(2, self._say("changed"))
        if before is None:
            return [heading, Paragraph(self._say("first"), "quiet")]
        names = Names(self._form, self._language, [before, self._record.fields])
        found = [
            f"{names.heading(item.point)}: {item.before} → {item.after}" if self._short(item.before, item.after)
            else f"{names.heading(item.point)}: {item.label}"
            for item in differences(names, before, self._record.fields)
        ]  # fmt: skip
        found = list(dict.fromkeys(found))
        if not found:
            return [heading, Paragraph(self._say("unchanged"), "quiet")]
        return [heading, *self._room.listed([self._room.cut(line) for line in found])]

    def flags(self) -> list[Block]:
        flags = [*self._principles(), *self._lacking()]
        dilemmas = [self._room.cut(" – ".join(filter(None, said))) for said in self._dilemmas()]
        blocks: list[Block] = []
        if flags:
            blocks += [Heading(2, self._say("flags")), *self._room.listed(flags)]
        if dilemmas:
            blocks += [Heading(2, self._label("dilemma")), *self._room.listed(dilemmas)]
        return blocks

    def follow_ups(self) -> list[Block]:
        open_ones = sorted(
            (item for item in self._record.follow_ups() if item.state != "lukket"), key=lambda i: i.deadline or "9"
        )
        heading = Heading(2, text(self._language, "report.follow_ups"))
        if not open_ones:
            return [heading, Paragraph(text(self._language, "report.follow_ups.none"), "quiet")]
        return [heading, *self._room.listed([self._room.cut(item.text, tail=self._who(item)) for item in open_ones])]

    def _who(self, item: FollowUp) -> str:
        who = code_label(self._language, "rolle", item.responsible)
        said = ", ".join(filter(None, (who, date_text(self._language, item.deadline))))
        return f" – {said}" if said else ""

    def decision(self) -> list[Block]:
        options = tuple((name, self._say(f"decision.{name}")) for name in ("approved", "returned"))
        return [
            Heading(2, self._say("decision")),
            TickBoxes(options),
            TickBoxes((("risk", self._say("decision.risk")),)),
            WritingLines(2, self._say("decision.remarks")),
            WritingLines(1, self._say("decision.signed"), short=True),
        ]

    def _texts_of(self, part: str) -> list[Block]:
        point = self._point(part)
        if point is None:
            return []
        said = [
            spoken(self._language, view)
            for item in asked(self._session, point.key)
            for view in (item.view, *item.companions)
            if view.value and item.shape == "question" and not view.choices and view.type == "string"
        ]
        note = self._record.note(part).internal.strip()
        joined = self._room.cut(" ".join([*said, note]).strip())
        return [Heading(2, self._label(part)), Paragraph(joined)] if joined else []

    def _principles(self) -> Iterator[str]:
        point = self._point("prinsipper")
        for item in asked(self._session, point.key) if point is not None else ():
            for row, title in item.rows().items():
                cells = [view for view in item.cells if view.attributes["row"] == row and view.value]
                graded = [view for view in cells if view.choices]
                if any(view.value not in _HARMLESS for view in graded):
                    said = " – ".join(spoken(self._language, view) for view in cells)
                    yield self._room.cut(f"{title}: {said}")

    def _lacking(self) -> Iterator[str]:
        """Points of which too little is known: a finding in itself."""
        for point in self._form.points:
            if not point.number or point.id not in self._record.points:
                continue
            for item in asked(self._session, point.key):
                views: list[NodeView] = [item.view, *item.cells, *item.companions]
                if any(view.value == "mangler_grunnlag" and outside(view) for view in views):
                    title = f"{point.number} {label_of(self._session.view(point.key))}"
                    yield self._room.cut(title, tail=f": {self._say('lacking')}")
                    break

    def _dilemmas(self) -> Iterator[list[str]]:
        point = self._point("dilemma")
        for item in asked(self._session, point.key) if point is not None else ():
            for listed in [item, *item.lists]:
                if listed.shape == "list":
                    for row in list_rows(self._session, listed):
                        yield [spoken(self._language, view) for view in row if view.value and role_of(view) != "help"][
                            :4
                        ]

    def _short(self, *said: str) -> bool:
        return all(len(part) <= 40 for part in said)  # noqa: PLR2004 - both fit on a line with the point's title

    def _point(self, point_id: str) -> Point | None:
        return next((point for point in self._form.points if point.id == point_id), None)

    def _label(self, part: str) -> str:
        point = self._point(part)
        return label_of(self._session.view(point.key)) if point is not None else part

    def _say(self, key: str) -> str:
        return text(self._language, f"report.approver.{key}")
