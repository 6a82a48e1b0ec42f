"""The answers of a point as they are asked and answered: questions with their companions, matrices, lists.

Reads a form only through its session and the attributes of ``docs/form-conventions.md``, never by a question's name, so
that any ODK form can be printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from neksus_desktop.reports.content.wording import date_text, number_text, period_text
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import FormSession
    from neksus_desktop.forms.model import NodeView

_UNSPOKEN = {"column", "help", "warning", "ingress"}
_OUTSIDE = "utenfor"


@dataclass(slots=True)
class Asked:
    """Something asked in a point: one question, a matrix, or a list (repeat); its companions follow it."""

    view: NodeView
    shape: Literal["question", "matrix", "list", "note"]
    label: str
    help: str = ""
    guidance: str = ""
    cells: list[NodeView] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    companions: list[NodeView] = field(default_factory=list)
    lists: list[Asked] = field(default_factory=list)
    row_keys: tuple[str, ...] = ()
    """Of a list: the rows in which something was written."""

    def companion(self, role: str) -> NodeView | None:
        """The first companion with this role."""
        return next((view for view in self.companions if role_of(view) == role), None)

    def cell(self, row: str, column: str) -> NodeView | None:
        """The cell of a matrix."""
        return next(
            (v for v in self.cells if v.attributes.get("row") == row and v.attributes.get("column", "") == column), None
        )

    def rows(self) -> dict[str, str]:
        """Row ids and titles of a matrix, in order of first appearance; a free row's title says what it is."""
        found: dict[str, str] = {}
        for view in self.cells:
            row = view.attributes["row"]
            if role_of(view) == "detail":
                if view.value:
                    found[row] = f"{found.get(row) or label_of(view)}: {view.value}"
            elif not found.get(row):
                found[row] = label_of(view)
            elif ":" not in found[row] and (named := self._named(row)):
                found[row] = f"{label_of(view)}: {named}"
        return found

    def _named(self, row: str) -> str:
        return next((v.value for v in self.cells if v.attributes["row"] == row and role_of(v) == "detail"), "")

    def answered(self) -> bool:
        """Whether the question, a cell, a row or a value outside the scale or grade beside it is given."""
        if self.shape == "list":
            return bool(self.row_keys)
        own = [self.view] if self.shape == "question" else self.cells
        beside = [view for view in self.companions if role_of(view) in {"outside", "grade", "overall"}]
        return any(view.value for view in (*own, *beside)) or any(listed.answered() for listed in self.lists)


def label_of(view: NodeView) -> str:
    """The label as plain text; a form's labels may carry the Markdown that XLSForm allows."""
    from neksus_desktop.forms import plain

    return plain(view.label)


def role_of(view: NodeView) -> str:
    """The node's role as a companion, or nothing."""
    return view.attributes.get("role", "")


def asked(session: FormSession, key: str, *, everything: bool = False) -> list[Asked]:
    """What is asked in the point ``key``; only what is relevant now, unless ``everything``."""
    view = session.view(key)
    found: list[Asked] = []
    if view.kind == "question":
        found.append(_question(view))
    elif view.kind == "repeat":
        found.append(_listed(session, view))
    else:
        _collect(session, key, found, everything=everything)
    return found


def _collect(session: FormSession, key: str, found: list[Asked], *, everything: bool) -> None:
    for child in session.children(key):
        view = session.view(child)
        if not (view.relevant or everything):
            continue
        role = role_of(view)
        if role == "help":
            _give_help(view, found)
        if role in _UNSPOKEN:
            continue
        owner = _owner(view, found)
        if view.kind == "repeat":
            listed = _listed(session, view)
            (owner.lists if owner is not None else found).append(listed)
        elif view.kind == "group":
            _group(session, view, found, everything=everything)
        elif owner is not None and role:
            owner.companions.append(view)
        else:
            found.append(_question(view))


def _group(session: FormSession, view: NodeView, found: list[Asked], *, everything: bool) -> None:
    inside = [session.view(child) for child in session.children(view.key)]
    inside = [child for child in inside if child.relevant or everything]
    if any("row" in child.attributes for child in inside):
        matrix = Asked(view, "matrix", label_of(view), view.hint, view.guidance)
        for child in inside:
            role = role_of(child)
            if role == "help":
                matrix.help, matrix.guidance = label_of(child), child.guidance or child.hint
            elif role == "column":
                matrix.columns[child.attributes.get("column", "")] = label_of(child)
            elif "row" in child.attributes:
                matrix.cells.append(child)
            elif role and role not in _UNSPOKEN:
                matrix.companions.append(child)
        found.append(matrix)
        return
    if view.attributes.get("kind") == "liste" or (view.label and any(child.kind == "repeat" for child in inside)):
        head = Asked(view, "matrix", label_of(view), view.hint, view.guidance)
        found.append(head)
        nested: list[Asked] = [head]
        _collect(session, view.key, nested, everything=everything)
        for item in nested[1:]:
            if item.shape == "list":
                head.lists.append(item)
            else:
                found.append(item)
        return
    _collect(session, view.key, found, everything=everything)


def _question(view: NodeView) -> Asked:
    shape: Literal["question", "note"] = "note" if view.type == "note" else "question"
    return Asked(view, shape, label_of(view), view.hint, view.guidance)


def _give_help(view: NodeView, found: list[Asked]) -> None:
    owner = _owner(view, found)
    if owner is not None:
        owner.help, owner.guidance = label_of(view), view.guidance or view.hint


def _owner(view: NodeView, found: Sequence[Asked]) -> Asked | None:
    about = view.attributes.get("about", "")
    return next((item for item in reversed(found) if item.view.name == about), None) if about else None


def spoken(language: Language, view: NodeView, *, short: bool = False) -> str:
    """A value in words: the label of a choice, a date in full, a number as the language writes it."""
    from neksus_desktop.forms import plain

    value = view.value
    if not value:
        return ""
    if view.choices:
        labels = {choice.value: plain(choice.label) for choice in view.choices}
        if value in labels:
            return labels[value]
        return "; ".join(labels.get(part, part) for part in value.split())
    if view.type in {"date", "dateTime"}:
        words = view.appearance.split()
        period = view.type == "date" and ("year" in words or "month-year" in words)
        day = date_text(language, value, short=short)
        return period_text(language, value, whole_year="year" in words) if period else day
    if view.type == "boolean":
        return text(language, "report.yes" if value in {"true", "1"} else "report.no")
    return number_text(language, value) if view.type in {"int", "decimal", "range"} else value


def outside(view: NodeView) -> bool:
    """Whether the value lies outside the scale («mangler grunnlag», «ikke relevant»)."""
    return any(choice.value == view.value and choice.extra.get(_OUTSIDE) for choice in view.choices)


def list_rows(session: FormSession, listed: Asked) -> Iterator[list[NodeView]]:
    """The questions of each row of a list."""
    for row in listed.row_keys:
        yield list(_leaves(session, row))


def written(session: FormSession, row: str) -> bool:
    """Whether anybody wrote in a row: a form begins its lists with a row that holds nothing but what it puts there."""
    for child in session.children(row):
        view = session.view(child)
        if view.kind != "question":
            if written(session, child):
                return True
        elif view.value and not view.readonly and view.value != session.template(child).default:
            return True
    return False


def _listed(session: FormSession, view: NodeView) -> Asked:
    rows = tuple(row for row in session.children(view.key) if written(session, row))
    return Asked(view, "list", label_of(view), row_keys=rows)


def _leaves(session: FormSession, key: str) -> Iterator[NodeView]:
    for child in session.children(key):
        view = session.view(child)
        if not view.relevant or role_of(view) in _UNSPOKEN or view.type == "note":
            continue
        if view.kind == "question":
            yield view
        elif view.kind != "row":
            yield from _leaves(session, child)
