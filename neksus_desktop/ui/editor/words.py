"""Answers in words, as the outline, the earlier answers and the change log show them. Never a number for a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.forms.markdown import plain
from neksus_desktop.ui.editor.lexical import show_number, show_time
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from neksus_desktop.forms import FormSession, NodeView

_SHORT = 90


def said(view: NodeView, language: str) -> str:
    """One answer in words; empty when there is none."""
    from neksus_desktop.ui.editor.controls.typed import shown_date

    if not view.value or view.kind != "question":
        return ""
    if view.choices:
        labels = {choice.value: plain(choice.label) for choice in view.choices}
        values = [view.value] if view.type == "select1" else view.value.split()
        return ", ".join(labels.get(value, value) for value in values)
    if view.type in {"int", "decimal", "range"}:
        return show_number(view.value, comma=language != "en")
    if view.type in {"date", "dateTime"}:
        return shown_date(view.value)
    return show_time(view.value) if view.type == "time" else view.value


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
    if view.kind != "question" or not view.relevant or (view.valid and (view.value or not view.required)):
        return ""
    if view.message:
        return view.message
    told = next((problem.message for problem in session.problems([view.key])), "")
    return told or say("editor.required" if not view.value else "editor.standing.invalid")
