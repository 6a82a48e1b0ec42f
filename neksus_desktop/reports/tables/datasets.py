"""Records → tables: answers, texts, follow-ups, deadlines, grounds, and the codebook that says what each value means.

Rules kept here: each row can be found again by record and Version (an anonymised one cannot); what an edition does not
let through is no row; values outside the scale are told apart by their own column, so that nobody counts them as low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.records.attachment import attached
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.record import Record
from neksus_desktop.reports.content.editions import Reader, reader
from neksus_desktop.reports.content.model import Edition
from neksus_desktop.reports.content.reading import label_of, outside, spoken, written
from neksus_desktop.reports.content.wording import code_label
from neksus_desktop.reports.tables.model import Cell, CellType, DataTable, Field
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession, Point
    from neksus_desktop.forms.model import NodeView

TABLES = ("answers", "texts", "follow_ups", "deadlines", "grounds", "codebook")
_ROW = re.compile(r"\[[^\]]*\]")
"""Which row of a list: in the codebook, all of them."""
_HEAD: tuple[tuple[str, CellType], ...] = (
    ("record", "text"), ("version", "text"), ("form", "text"), ("assessed_on", "date"), ("status", "text"),
    ("subject_type", "text"), ("country", "text"), ("title", "text"), ("invented", "yes_no"),
)  # fmt: skip
_POINT: tuple[tuple[str, CellType], ...] = (("point", "text"), ("number", "text"))
_COLUMNS: dict[str, tuple[tuple[str, CellType], ...]] = {
    "answers": (*_HEAD, *_POINT, ("field", "text"), ("question", "text"), ("value", "text"), ("value_number", "number"),
                ("value_date", "date"), ("value_label", "text"), ("outside_scale", "yes_no")),
    "texts": (*_HEAD, *_POINT, ("text", "text"), ("shareable", "yes_no"), ("confidence", "text"), ("tags", "text")),
    "follow_ups": (*_HEAD, *_POINT, ("text", "text"), ("responsible", "text"), ("deadline", "date"), ("state", "text"),
                   ("outcome", "text")),
    "deadlines": (*_HEAD, *_POINT, ("field", "text"), ("deadline", "date"), ("what", "text")),
    "grounds": (*_HEAD, *_POINT, ("kind", "text"), ("text", "text"), ("dated", "text"), ("reference", "text"),
                ("files", "text")),
    "codebook": (("form", "text"), ("field", "text"), ("point", "text"), ("number", "text"), ("question", "text"),
                 ("type", "text"), ("value", "text"), ("value_label", "text"), ("outside_scale", "yes_no")),
}  # fmt: skip


def datasets(
    records: Sequence[tuple[Record, str]], form: Form, language: Language, *, today: date,
    edition: Edition = "internal", called: Mapping[RecordId, str] | None = None,
) -> tuple[DataTable, ...]:  # fmt: skip
    """All tables over records of one form (with the hash of the Version read, or "").

    ``called`` says what records are called in place of their ids, where who reads shall not find them again.
    """
    from neksus_desktop.forms import FormSession

    found: dict[str, list[tuple[Cell, ...]]] = {name: [] for name in TABLES}
    for record, version in records:
        session = FormSession(form, record.answers(), language=language)
        name = record.id if called is None else called[record.id]
        one = _One(record, name, version, form, session, reader(record, edition, language, today))
        found["answers"] += one.answers()
        found["texts"] += one.texts()
        found["deadlines"] += one.deadlines()
        if edition == "internal":
            found["follow_ups"] += one.follow_ups()
            found["grounds"] += one.grounds()
    found["codebook"] = list(_codebook(form, FormSession(form, language=language), language))
    return tuple(_table(name, rows, language) for name, rows in found.items())


def joined(parts: Sequence[tuple[DataTable, ...]]) -> tuple[DataTable, ...]:
    """The tables of records of several forms as one set of tables."""
    return tuple(
        replace(same[0], rows=tuple(row for one in same for row in one.rows)) for same in zip(*parts, strict=True)
    )


def _form(form: Form) -> str:
    return f"{form.id} {form.version}"


def _table(name: str, rows: Sequence[tuple[Cell, ...]], language: Language) -> DataTable:
    fields = tuple(Field(field, text(language, f"report.column.{field}"), kind) for field, kind in _COLUMNS[name])
    return DataTable(name, text(language, f"report.table.{name}"), fields, tuple(rows))


class _One:
    def __init__(self, record: Record, name: str, version: str, form: Form, session: FormSession, who: Reader) -> None:
        self._record = record
        self._form = form
        self._session = session
        self._who = who
        self._head: tuple[Cell, ...] = (
            name, version, _form(form), _date(record.fields.get("assessed_on", "")), record.status,
            record.subject.type, who.subject.country, who.subject.title, record.invented,
        )  # fmt: skip
        self._numbers = {point.id: point.number for point in form.points}

    def answers(self) -> Iterator[tuple[Cell, ...]]:
        for point, view in self._answered():
            if not self._who.values or not (self._who.internal or view.choices or view.type in {"int", "decimal"}):
                continue
            number = _number(view.value) if view.type in {"int", "decimal", "range", "select1"} else None
            day = _date(view.value) if view.type in {"date", "dateTime"} else None
            said = self._who.scrubbed(spoken(self._who.language, view)) if view.choices else None
            value = self._who.scrubbed(view.value)
            yield (
                *self._head, point.id, point.number, view.key, label_of(view), value, number, day, said, outside(view),
            )  # fmt: skip

    def texts(self) -> Iterator[tuple[Cell, ...]]:
        for point in self._form.points:
            note = self._record.note(point.id)
            if self._who.shielded(note.shielding):
                continue
            cleared = self._who.shareable(note)
            if self._who.internal and note.internal:
                yield (*self._head, point.id, point.number, note.internal, False, note.confidence, " ".join(note.tags))
            if cleared:
                yield (*self._head, point.id, point.number, cleared, True, None, None)

    def follow_ups(self) -> Iterator[tuple[Cell, ...]]:
        for item in self._record.follow_ups():
            number = self._numbers.get(item.point, "")
            yield (
                *self._head, item.point, number, item.text, item.responsible, _date(item.deadline), item.state,
                item.outcome,
            )  # fmt: skip

    def deadlines(self) -> Iterator[tuple[Cell, ...]]:
        if not self._who.internal:
            return
        for point, view in self._answered():
            if view.attributes.get("deadline") == "1":
                yield (*self._head, point.id, point.number, view.key, _date(view.value), label_of(view))
        for item in self._record.follow_ups():
            if item.deadline and item.state != "lukket":
                number = self._numbers.get(item.point, "")
                yield (*self._head, item.point, number, f"followup/{item.id}", _date(item.deadline), item.text)

    def grounds(self) -> Iterator[tuple[Cell, ...]]:
        files = attached(self._record.fields)
        for item in self._record.evidence():
            kind = code_label(self._who.language, "grunnlagstype", item.kind)
            number = self._numbers.get(item.point, "")
            names = ", ".join(facts.name for facts in files if facts.owner == item.id)
            yield (*self._head, item.point, number, kind, item.title, item.dated, item.reference, names)

    def _answered(self) -> Iterator[tuple[Point, NodeView]]:
        chosen = set(self._record.points)
        for point in self._form.points:
            if point.number and chosen and point.id not in chosen:
                continue
            if self._who.shielded(self._record.note(point.id).shielding):
                continue
            for view in _leaves(self._session, point.key):
                if view.value and view.relevant:
                    yield point, view


def _codebook(form: Form, session: FormSession, language: Language) -> Iterator[tuple[Cell, ...]]:
    for point in form.points:
        for view in _leaves(session, point.key, begun=True):
            head = (_form(form), _ROW.sub("[]", view.key), point.id, point.number, label_of(view), view.type)
            if not view.choices:
                yield (*head, None, None, None)
            for choice in view.choices:
                given = replace(view, value=choice.value)
                yield (*head, choice.value, spoken(language, given), outside(given))


def _leaves(session: FormSession, key: str, *, begun: bool = False) -> Iterator[NodeView]:
    """The questions below a key; ``begun`` takes rows in which nobody wrote too."""
    view = session.view(key)
    if view.kind == "question":
        if view.type not in {"note", "trigger"}:
            yield view
        return
    for child in session.children(key):
        if begun or view.kind != "repeat" or written(session, child):
            yield from _leaves(session, child, begun=begun)


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None


def _number(lexical: str) -> float | None:
    try:
        return float(lexical)
    except ValueError:
        return None
