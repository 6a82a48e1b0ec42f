"""What records say about points, for reading across: state, answers in words, text; only what the reader may see.

Rules kept here: «mangler grunnlag», «ikke relevant» and «ikke vurdert» are told apart and are never low values; a
record that did not choose a point is not counted there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.records.record import Record
from neksus_desktop.reports.content.editions import Reader, reader
from neksus_desktop.reports.content.model import Edition
from neksus_desktop.reports.content.portfolio import Extract, PointExtracts
from neksus_desktop.reports.content.reading import Asked, asked, label_of, outside, role_of, spoken
from neksus_desktop.texts import Language

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession, Point
    from neksus_desktop.forms.model import NodeView

_OUTSIDE = {"mangler_grunnlag": "no_basis", "ikke_relevant": "not_relevant"}


def extracts(
    records: Sequence[tuple[Record, str]],
    form: Form,
    language: Language,
    *,
    today: date,
    edition: Edition = "internal",
    points: Collection[str] | None = None,
) -> list[PointExtracts]:
    """What the records say about each numbered point (or the given ones), in form order.

    Args:
        records: records of this form with the hash of the Version read, or "".
        form: their form.
        language: of the document.
        today: the day it is made.
        edition: who may read it.
        points: ids of the points; all numbered ones when None.
    """
    from neksus_desktop.forms import FormSession

    asked_for = [point for point in form.points if (point.number if points is None else point.id in points)]
    found: dict[str, list[Extract]] = {point.id: [] for point in asked_for}
    for record, version in records:
        session = FormSession(form, record.answers(), language=language)
        who = reader(record, edition, language, today)
        for point in asked_for:
            if not point.number or point.id in record.points:
                found[point.id].append(_extract(record, version, point, session, who))
    empty = FormSession(form, language=language)
    return [
        PointExtracts(
            point.number,
            label_of(empty.view(point.key)) or point.id,
            next((item.label for item in asked(empty, point.key) if item.label), ""),
            tuple(found[point.id]),
            tuple(point.attributes.get("dac", "").split()),
        )
        for point in asked_for
    ]


def _extract(record: Record, version: str, point: Point, session: FormSession, who: Reader) -> Extract:
    items = asked(session, point.key)
    note = record.note(point.id)
    hidden = who.shielded(note.shielding)
    said = who.shareable(note) if not who.internal else note.internal or note.shareable
    answers = tuple(_pairs(items, who)) if who.values and not hidden else ()
    return Extract(
        record=record.id,
        title=who.subject.title,
        country=who.subject.country,
        assessed_on=record.fields.get("assessed_on", ""),
        version=version,
        state=state(items, has_text=bool(note.internal or note.shareable)),
        answers=answers,
        text="" if hidden else said,
    )


def state(items: Sequence[Asked], *, has_text: bool) -> str:
    """Whether a point was assessed, or why not."""
    given = [view for item in items for view in (item.view, *item.cells, *item.companions) if view.value]
    rows = any(listed.view.value for item in items for listed in (item, *item.lists) if listed.shape == "list")
    counted = [view for view in given if role_of(view) not in {"reason", "detail"} and view.kind == "question"]
    if rows or any(not outside(view) for view in counted):
        return "assessed"
    values = {view.value for view in counted}
    return next(
        (name for value, name in _OUTSIDE.items() if value in values), "assessed" if has_text else "not_assessed"
    )


def _pairs(items: Sequence[Asked], who: Reader) -> Iterator[tuple[str, str]]:
    for item in items:
        views = [item.view, *item.companions] if item.shape == "question" else item.companions
        for view in views:
            if view.value and _may_say(view, who):
                yield item.label if view is item.view else label_of(view), spoken(who.language, view)
        rows = item.rows() if item.shape == "matrix" else {}
        for view in item.cells:
            if view.value and role_of(view) != "detail" and _may_say(view, who):
                column = item.columns.get(view.attributes.get("column", ""), "")
                name = rows[view.attributes["row"]]
                yield f"{name} – {column}" if column else name, spoken(who.language, view)


def _may_say(view: NodeView, who: Reader) -> bool:
    return view.kind == "question" and (who.internal or bool(view.choices))
