"""The blank checklist for a pen: questions, sub-questions, boxes, lines long enough, point ids; all points or some.

Every place to fill in carries the key of its answer, so that the same content also becomes a fillable PDF.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from neksus_desktop.reports.content.frame import stamp
from neksus_desktop.reports.content.model import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    ReportContent,
    TickBoxes,
    TickTable,
    WritingLines,
    WritingTable,
)
from neksus_desktop.reports.content.reading import Asked, asked, label_of, role_of
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.forms.model import NodeView, Point

_TEXT_LINES, _DETAIL_LINES, _JUDGEMENT_LINES, _GROUND_LINES = 5, 2, 5, 2
_TABLE_FIELDS, _TABLE_ROWS, _LONG_ROWS = 5, 4, 2
_MOST_OPTIONS, _LONGEST_OPTION = 8, 24
_HEAD_FIELDS = {
    "subject": "subject/title",
    "partner": "subject/partner",
    "agreement": "subject/agreement_number",
    "country": "subject/country",
    "role": "by/role",
    "day": "assessed_on",
}


def blank(
    form: Form,
    language: Language,
    *,
    today: date,
    points: Collection[str] | None = None,
    title: str = "",
    invented: bool = False,
    record: str = "",
) -> ReportContent:
    """The form to be filled in by hand.

    Args:
        form: which form.
        language: of the document.
        today: the day it is made.
        points: ids of the points to print; all when None.
        title: of the subject, when it is known.
        invented: whether the subject is sample data.
        record: id of the record that the answers are meant for, if there is one.
    """
    from neksus_desktop.forms import FormSession

    session = FormSession(form, language=language)
    maker = _Blank(form, session, language)
    chosen = [point for point in form.points if points is None or point.id in points]
    return ReportContent(
        kind=text(language, "report.kind.blank"),
        title=title or form.title(language),
        subtitle=form.title(language) if title else "",
        language=language,
        edition=text(language, "report.edition.blank"),
        made_on=today,
        blocks=tuple(maker.blocks(chosen)),
        stamp=stamp(language) if invented else "",
        reference=form.id,
        version=form.version,
        identity=text(language, "report.identity_form", id=form.id, version=form.version),
        fill_mark=" ".join((form.id, form.version, language, record or "-")),
        page_text=text(language, "report.page_of", page="{page}", pages="{pages}"),
    )


class _Blank:
    def __init__(self, form: Form, session: FormSession, language: Language) -> None:
        self._form = form
        self._session = session
        self._language = language

    def blocks(self, points: list[Point]) -> Iterator[Block]:
        yield Paragraph(self._say("how"), "quiet")
        for name, key in _HEAD_FIELDS.items():
            kind: Literal["date", "text"] = "date" if name == "day" else "text"
            yield WritingLines(1, self._say(f"field.{name}"), short=True, kind=kind, key=key)
        section = ""
        for point in points:
            if point.section != section:
                section = point.section
                yield Heading(1, self._section_label(point))
            title = label_of(self._session.view(point.key)) or point.id
            yield Heading(2, title, point.number)
            yield Paragraph(point.id, "small", keep=True)
            for item in asked(self._session, point.key, everything=True):
                yield from self._item(item)
            if point.number:
                yield WritingLines(
                    _JUDGEMENT_LINES, self._say("judgement"), key=f"note/{point.id}/internal", about=title
                )
                yield WritingLines(_GROUND_LINES, self._say("grounds"), key=f"grounds/{point.id}", about=title)
        yield Heading(1, text(self._language, "report.follow_ups"))
        yield self._follow_ups()

    def _follow_ups(self) -> WritingTable:
        names = ("point", "text", "responsible", "deadline")
        columns = tuple(
            Column(text(self._language, f"report.follow_up.{name}"), share)
            for name, share in zip(names, (0.8, 4.5, 2.0, 1.5), strict=True)
        )
        return WritingTable(columns, 6, names, "followup")

    def _item(self, item: Asked) -> Iterator[Block]:
        if item.shape == "question" and _one_line(item.view) and not item.guidance:
            yield WritingLines(1, item.label, short=True, key=item.view.key)
            return
        if item.label:
            yield Paragraph(item.label, "quiet" if item.shape == "note" else "asked")
        if item.help:
            yield Paragraph(item.help, "small", keep=True)
        hints = _bullets(item.guidance)
        if hints:
            yield Bullets(hints, "small", keep=True)
        if item.shape == "matrix":
            yield from self._matrix(item)
        elif item.shape == "list":
            yield from self._list(item)
        elif item.shape == "question":
            yield from self._entry(item.view, "")
        for listed in item.lists:
            if listed.label and listed.label != item.label:
                yield Paragraph(listed.label, "quiet")
            yield from self._list(listed)
        for view in item.companions:
            if view.type != "note":
                filtered = view.type in {"select", "select1"} and not view.choices
                whole = replace(view, choices=item.view.choices) if filtered else view
                yield from self._entry(whole, label_of(view), detail=True)

    def _entry(self, view: NodeView, label: str, *, detail: bool = False) -> Iterator[Block]:
        """One place to fill in, as its type asks for."""
        from neksus_desktop.forms import plain

        if view.choices:
            options = tuple((choice.value, plain(choice.label)) for choice in view.choices)
            yield TickBoxes(options, label, many=view.type in {"select", "rank"}, key=view.key)
        elif view.type in {"date", "dateTime", "time"}:
            yield WritingLines(1, label or self._say("answer"), short=True, key=view.key, kind="date")
        elif view.type in {"int", "decimal", "range"}:
            yield WritingLines(1, label or self._say("answer"), short=True, key=view.key, kind="number")
        elif role_of(view) == "reason" or (detail and _one_line(view)):
            yield WritingLines(1, label, short=True, key=view.key)
        else:
            yield WritingLines(_DETAIL_LINES if detail else _TEXT_LINES, label, key=view.key)

    def _matrix(self, item: Asked) -> Iterator[Block]:
        from neksus_desktop.forms import plain

        cells = [view for view in item.cells if role_of(view) != "detail"]
        rows = item.rows()
        for free in (view for view in item.cells if role_of(view) == "detail"):
            yield WritingLines(1, label_of(free), short=True, key=free.key)
        for column in dict.fromkeys(view.attributes.get("column", "") for view in cells):
            title = item.columns.get(column, "")
            inside = [view for view in cells if view.attributes.get("column", "") == column]
            options = [(choice.value, plain(choice.label)) for choice in inside[0].choices]
            narrow = (
                all(view.type == "select1" for view in inside)
                and len(options) <= _MOST_OPTIONS
                and all(len(label) <= _LONGEST_OPTION for _, label in options)
            )
            if options and narrow:
                named = tuple((view.key, rows[view.attributes["row"]]) for view in inside)
                yield TickTable(tuple(options), named, title)
            else:
                for view in inside:
                    label = " – ".join(filter(None, (rows[view.attributes["row"]], title)))
                    yield from self._entry(view, label, detail=True)

    def _list(self, item: Asked) -> Iterator[Block]:
        row, _ = self._session.add_row(item.view.key)
        fields = [view for view in _leaves(self._session, row) if view.type != "note"]
        self._session.remove_row(row)
        if len(fields) <= _TABLE_FIELDS:
            columns = tuple(
                Column(label_of(view), 1.0 if view.choices or view.type != "string" else 2.2) for view in fields
            )
            yield WritingTable(columns, _TABLE_ROWS, tuple(view.name for view in fields), item.view.key)
            return
        for number in range(1, _LONG_ROWS + 1):
            yield Heading(3, self._say("row", number=number, what=item.label or item.view.name), listed=False)
            for view in fields:
                numbered = replace(view, key=f"{item.view.key}[{number}]{view.key.removeprefix(row)}")
                yield from self._entry(numbered, label_of(view), detail=True)

    def _section_label(self, point: Point) -> str:
        parent = point.key.rpartition("/")[0]
        if parent.count("/") > 1:
            return label_of(self._session.view(parent)) or self._form.title(self._language)
        return self._form.title(self._language)

    def _say(self, key: str, **values: object) -> str:
        return text(self._language, f"report.blank.{key}", **values)


def _leaves(session: FormSession, key: str) -> Iterator[NodeView]:
    for child in session.children(key):
        view = session.view(child)
        if view.kind == "question" and role_of(view) not in {"warning", "help"}:
            yield view
        elif view.kind == "group":
            yield from _leaves(session, child)


def _one_line(view: NodeView) -> bool:
    return view.type in {"string", "barcode"} and not view.choices and "multiline" not in view.appearance


def _bullets(guidance: str) -> tuple[str, ...]:
    return tuple(line.strip().removeprefix("- ") for line in guidance.splitlines() if line.strip())
