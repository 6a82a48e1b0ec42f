"""Answers in words, as the outline, the earlier answers and the change log show them. Never a number for a word."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from neksus_desktop.forms.markdown import plain
from neksus_desktop.ui.editor.lexical import show_number, show_time
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from neksus_desktop.forms import FormSession, NodeView

_SHORT = 90


def said(view: NodeView, language: str) -> str:
    """One answer in words; empty when there is none."""
    if not view.value or view.kind != "question":
        return ""
    if view.choices:
        values = [view.value] if view.type == "select1" else view.value.split()
        wanted = frozenset(values)
        labels = {choice.value: plain(choice.label) for choice in view.choices if choice.value in wanted}
        return ", ".join(labels.get(value) or value for value in values)
    if view.type in {"int", "decimal", "range"}:
        return show_number(view.value, comma=language != "en")
    if view.type in {"date", "dateTime"}:
        return _said_moment(view)
    return show_time(view.value) if view.type == "time" else view.value


def _said_moment(view: NodeView) -> str:
    from neksus_desktop.ui.editor.controls.typed import month_in_words, shown_date

    words = view.appearance.split()
    if view.type == "date" and ("year" in words or "month-year" in words):
        return month_in_words(view.value, whole_year="year" in words)
    clock = show_time(view.value.partition("T")[2])
    return f"{shown_date(view.value)} {clock}".strip()


def range_of(view: NodeView) -> tuple[Decimal, Decimal, Decimal] | None:
    """First, last and step of a range; None for any other question and where the form says it badly."""
    if view.type != "range":
        return None
    try:
        first, last, step = (Decimal(view.attributes.get(name, "")) for name in ("start", "end", "step"))
    except InvalidOperation:
        return None
    return first, last, step


def _outside(view: NodeView) -> str:
    ends = range_of(view) if view.value else None
    if ends is None:
        return ""
    low, high = min(ends[:2]), max(ends[:2])
    try:
        inside = low <= Decimal(view.value) <= high
    except InvalidOperation:
        return ""
    if inside:
        return ""
    comma = say.language != "en"
    shown = {name: show_number(str(end), comma=comma) for name, end in (("first", low), ("last", high))}
    return say("editor.range.outside", **shown)


def shortened(text: str, length: int = _SHORT) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def leaves(session: FormSession, key: str) -> list[NodeView]:
    """The relevant questions under a node, the node itself if it is one, in form order."""
    view = session.view(key)
    if not view.relevant:
        return []
    if view.kind == "question":
        return [view]
    return [leaf for child in session.children(key) for leaf in leaves(session, child)]


def is_relevant(session: FormSession, key: str) -> bool:
    """Whether a node is relevant, without working out all the rest of its view."""
    found = getattr(session.node(key), "rel", None)
    return session.view(key).relevant if found is None else bool(found)


def is_read_only_text(view: NodeView) -> bool:
    """Whether a node is only read: notes, headings of columns, help."""
    return view.kind == "question" and view.type in {"note", "calculate", "hidden"}


def what_is_wrong(session: FormSession, view: NodeView) -> str:
    """What the form says about an answer that is wrong or has to be given; empty when it is in order."""
    if view.kind != "question" or not view.relevant:
        return ""
    if view.valid and (view.value or not view.required):
        return _outside(view)
    if view.message:
        return view.message
    told = next((problem.message for problem in session.problems([view.key])), "")
    return told or say("editor.required" if not view.value else "editor.standing.invalid")
